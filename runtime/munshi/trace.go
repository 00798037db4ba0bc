package munshi

import (
	"fmt"
	"runtime"
)

// maxFrames bounds the depth of a captured stack.
const maxFrames = 32

// traced is an error with the stack of where it was wrapped.
type traced struct {
	err   error
	calls []uintptr
}

func (t *traced) Error() string { return t.err.Error() }

func (t *traced) Unwrap() error { return t.err }

// Trace notes where err passed, so that a report can tell. The text stays as it is, and errors.Is and
// errors.As see through it. An error that was traced deeper down keeps that place. A nil err stays
// nil.
func Trace(err error) error {
	if err == nil {
		return nil
	}
	calls := make([]uintptr, maxFrames)
	return &traced{err: err, calls: calls[:runtime.Callers(2, calls)]}
}

// panicked is a recovered panic as an error.
type panicked struct {
	value any
	stack []byte
}

// Recovered makes an error of what recover returned and of [runtime/debug.Stack] called in the
// deferred function:
//
//	defer func() {
//		if value := recover(); value != nil {
//			reporter.Report(ctx, munshi.Error{Err: munshi.Recovered(value, debug.Stack()), …})
//		}
//	}()
//
// Of a value that is an error the result is a wrapper. Other errors that have such a stack, such as
// background.PanicError, tell it by a method StackTrace() []byte.
func Recovered(value any, stack []byte) error {
	if len(stack) > maxStack {
		stack = stack[:maxStack]
	}
	return &panicked{value: value, stack: append([]byte(nil), stack...)}
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// StackTrace returns the stack of the panic.
func (p *panicked) StackTrace() []byte { return p.stack }

func (p *panicked) Unwrap() error {
	err, _ := p.value.(error)
	return err
}
