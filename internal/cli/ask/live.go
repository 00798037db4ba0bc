package ask

import "sync"

// liveText is a text being typed. The form writes it while what is wrong with it is computed beside
// the form.
type liveText struct {
	mu    sync.Mutex
	state typing
}

// typing is what the form redraws for when it changes.
type typing struct {
	Text string
	// Entered is set once the person took the text for an answer.
	Entered bool
}

// Get returns the text.
func (l *liveText) Get() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state.Text
}

// Set replaces the text.
func (l *liveText) Set(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.state.Text = text
}

// enter notes that the text was taken for an answer.
func (l *liveText) enter() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.state.Entered = true
}

// problem is what is wrong with the text. Nothing is wrong with no text until it is entered.
func (l *liveText) problem(check func(string) error) error {
	l.mu.Lock()
	now := l.state
	l.mu.Unlock()
	if now.Text == "" && !now.Entered {
		return nil
	}
	return check(now.Text)
}
