package launch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// How long an application may take to become healthy, how often it is asked, and how long it may
// take to stop, which is more than the 15 seconds that it gives its own requests.
const (
	healthyWithin = 60 * time.Second
	askEvery      = 50 * time.Millisecond
	stopWithin    = 30 * time.Second
)

// App is an application that runs.
type App struct {
	// Address is host:port that it listens on.
	Address string

	name   string
	ctx    context.Context
	output *output
	done   chan struct{}
	err    error // how it ended, once done is closed
}

// Start starts the application of a platform that is built. It ends, gracefully, when ctx does.
func Start(ctx context.Context, root, name, address string) (*App, error) {
	command := exec.CommandContext(ctx, filepath.Join(root, Binary(name)), "app")
	command.Dir = root
	command.Env = append(os.Environ(), "HTTP_ADDR="+address)
	stoppable(command)
	command.WaitDelay = stopWithin
	a := &App{Address: address, name: name, ctx: ctx, output: &output{}, done: make(chan struct{})}
	command.Stdout, command.Stderr = a.output, a.output
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	go func() {
		a.err = command.Wait()
		if command.ProcessState.Success() {
			a.err = nil // also when ctx ended it
		}
		close(a.done)
	}()
	return a, nil
}

// Healthy returns once the application answers, or with an error that holds its last lines when it
// ends before that.
func (a *App) Healthy() error {
	client := &http.Client{Timeout: time.Second}
	deadline := time.NewTimer(healthyWithin)
	defer deadline.Stop()
	ticker := time.NewTicker(askEvery)
	defer ticker.Stop()
	for {
		select {
		case <-a.done:
			return a.died()
		case <-deadline.C:
			return fmt.Errorf("%s has not answered on %s for %s; its last lines:\n%s", a.name, URL(a.Address)+"/healthz", healthyWithin, a.output.tail())
		case <-ticker.C:
			if a.answers(client) {
				return nil
			}
		}
	}
}

// answers reports whether the application says that it is up.
func (a *App) answers(client *http.Client) bool {
	request, err := http.NewRequestWithContext(a.ctx, http.MethodGet, URL(a.Address)+"/healthz", nil)
	if err != nil {
		return false
	}
	response, err := client.Do(request)
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// Follow passes on the application's log until it ends, which is an error unless ctx ended it.
func (a *App) Follow(out io.Writer) error {
	a.output.release(out)
	<-a.done
	return a.died()
}

// died says how the application ended; nil when it was asked to and did.
func (a *App) died() error {
	switch {
	case a.ctx.Err() != nil && a.err == nil:
		return nil
	case a.err == nil:
		return errors.New(a.name + " ended by itself; its last lines:\n" + a.output.tail())
	}
	return fmt.Errorf("%s died: %w; its last lines:\n%s", a.name, a.err, a.output.tail())
}
