package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/vtgen/vtgen/generator"
	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/generator/project"
	"github.com/vtgen/vtgen/internal/cli/ask"
)

// The exit codes of vtgen.
const (
	ExitOK       = 0
	ExitFindings = 1 // findings, or drift
	ExitUsage    = 2 // usage, or bad input; also what the user cancelled
	ExitInternal = 3
)

// exitError carries an exit code with an error; a nil error prints nothing.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// usageError marks bad input.
func usageError(err error) error {
	if err == nil {
		return nil
	}
	return &exitError{code: ExitUsage, err: err}
}

// usagef is usageError of a new error.
func usagef(format string, arguments ...any) error {
	return usageError(fmt.Errorf(format, arguments...))
}

// errFindings makes a command end with the code for findings; what was found is printed already.
var errFindings = &exitError{code: ExitFindings}

// report prints an error and returns the exit code that goes with it.
func report(ctx context.Context, streams IO, err error) int {
	if err == nil {
		return ExitOK
	}
	var exit *exitError
	known := errors.As(err, &exit)
	if known && exit.err == nil {
		return exit.code
	}
	paint := newStyle(streams.ErrColor)
	if errors.Is(err, ask.ErrCancelled) || (!known && ctx.Err() != nil) {
		_, _ = fmt.Fprintln(streams.Err, paint.failure("cancelled:"), "nothing was written")
		return ExitUsage
	}
	_, _ = fmt.Fprintln(streams.Err, paint.failure("error:"), err)
	var input *model.InputError
	var conflict *generator.ConflictError
	switch {
	case known:
		return exit.code
	case errors.As(err, &input), errors.As(err, &conflict), errors.Is(err, project.ErrNoPlatform):
		return ExitUsage
	}
	return ExitInternal
}
