package cli

import (
	"fmt"
	"time"
)

// The frames of the spinner, and how often they change.
var (
	frames     = []string{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"}
	frameEvery = 100 * time.Millisecond
)

// progress runs a step that may take long and shows that it does: a spinner with the seconds at a
// terminal, else one line.
func progress(streams IO, what string, run func() error) error {
	start := time.Now()
	if !streams.ErrColor {
		_, _ = fmt.Fprintf(streams.Err, "%s … ", what)
		err := run()
		_, _ = fmt.Fprintln(streams.Err, outcome(err, time.Since(start)))
		return err
	}
	done := make(chan error, 1)
	go func() { done <- run() }()
	ticker := time.NewTicker(frameEvery)
	defer ticker.Stop()
	paint := newStyle(true)
	const line = "\r\x1b[K"
	for i := 0; ; i++ {
		select {
		case err := <-done:
			mark := paint.good("✓")
			if err != nil {
				mark = paint.failure("✗")
			}
			_, _ = fmt.Fprintf(streams.Err, line+"%s %s … %s\n", mark, what, outcome(err, time.Since(start)))
			return err
		case <-ticker.C:
			_, _ = fmt.Fprintf(streams.Err, line+"%s %s … %s", frames[i%len(frames)], what, paint.faint(seconds(time.Since(start))))
		}
	}
}

// outcome says how a step ended.
func outcome(err error, took time.Duration) string {
	if err != nil {
		return "failed after " + seconds(took)
	}
	return "done in " + seconds(took)
}

// seconds are whole seconds from ten on, with a decimal below.
func seconds(d time.Duration) string {
	if d < 10*time.Second {
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return fmt.Sprintf("%.0f s", d.Seconds())
}
