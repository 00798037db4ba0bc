package munshi

import (
	"fmt"
	"path"
	"runtime"
	"strconv"
	"strings"

	"github.com/vtgen/vtgen/runtime/apperr"
)

// finding is what an error tells about itself.
type finding struct {
	message string
	logID   string
	origin  origin
	stack   string // as captured, or ""
}

// inspect finds out what can be known of an error, which may be nil and may be hostile.
func inspect(err error) finding {
	list, sound := chain(err)
	found := finding{message: messageOf(err, sound)}
	var place runtime.Frame
	var ok bool
	found.logID, place, ok = located(err)
	var first *traced
	for _, each := range list {
		switch e := each.(type) {
		case interface{ StackTrace() []byte }:
			found.stack = stackOf(e)
			found.origin = panicOrigin(found.stack)
			return found
		case *traced:
			if first == nil || wraps(first, e) {
				first = e
			}
		}
	}
	switch {
	case first != nil:
		found.stack = stackText(first.calls)
		frame, _ := runtime.CallersFrames(first.calls).Next()
		found.origin = frameOrigin(frame)
	case ok:
		found.origin = frameOrigin(place)
	default:
		found.origin = frameOrigin(caller())
	}
	return found
}

// stackOf returns the stack of a recovered panic, whatever its methods do.
func stackOf(e interface{ StackTrace() []byte }) string {
	defer func() { _ = recover() }() // then there is none
	stack := e.StackTrace()
	return string(stack[:min(len(stack), maxStack)])
}

// located returns what apperr.At left in an error: the outermost log id, which is the one its log line
// begins with, and the first place.
func located(err error) (id string, place runtime.Frame, ok bool) {
	defer func() { _ = recover() }() // what the error's methods do is their affair
	if ids := apperr.IDs(err); len(ids) > 0 {
		id = ids[0]
	}
	place, ok = apperr.Origin(err)
	return id, place, ok
}

// stackText is the captured stack, or else the one place there is.
func (f finding) stackText() string {
	switch {
	case f.stack != "":
		return f.stack
	case f.origin.Function == "":
		return f.message
	}
	return fmt.Sprintf("%s\n    at %s (%s:%d)", bounded(f.message, maxMessage), f.origin.Function, f.origin.FilePath, f.origin.Line)
}

func frameOrigin(frame runtime.Frame) origin {
	return origin{FilePath: frame.File, FileName: fileName(frame.File), Function: path.Base(frame.Function), Line: frame.Line}
}

// fileName is path.Base, but nothing of nothing.
func fileName(file string) string {
	if file == "" {
		return ""
	}
	return path.Base(file)
}

func stackText(calls []uintptr) string {
	var text strings.Builder
	frames := runtime.CallersFrames(calls)
	for {
		frame, more := frames.Next()
		fmt.Fprintf(&text, "%s\n\t%s:%d\n", frame.Function, frame.File, frame.Line)
		if !more || text.Len() > maxStack {
			return text.String()
		}
	}
}

// The packages whose frames lie between who reports and the report.
const (
	ownPackage    = "github.com/vtgen/vtgen/runtime/munshi."
	routerPackage = "github.com/vtgen/vtgen/runtime/events."
)

// caller returns who called into this package. In a goroutine that an event router started there is
// nobody: the frame is empty then.
func caller() runtime.Frame {
	var calls [maxFrames]uintptr
	frames := runtime.CallersFrames(calls[:runtime.Callers(2, calls[:])])
	for {
		frame, more := frames.Next()
		switch {
		case strings.HasPrefix(frame.Function, ownPackage), strings.HasPrefix(frame.Function, routerPackage):
		case strings.HasPrefix(frame.Function, "runtime."):
			return runtime.Frame{}
		default:
			return frame
		}
		if !more {
			return runtime.Frame{}
		}
	}
}

// panicOrigin finds where a panic began in the text of its stack: the first call below that of panic
// itself which is not the Go runtime's, in two lines
//
//	main.work(...)
//		/src/main.go:12 +0x1d
func panicOrigin(stack string) origin {
	_, below, found := strings.Cut(stack, "\npanic(")
	if !found {
		return origin{}
	}
	lines := strings.Split(below, "\n")
	for i := 2; i+1 < len(lines); i += 2 {
		function := lines[i]
		if strings.HasPrefix(function, "runtime.") {
			continue
		}
		if end := strings.LastIndexByte(function, '('); end > 0 {
			function = function[:end]
		}
		file, line := position(lines[i+1])
		return origin{FilePath: file, FileName: fileName(file), Function: path.Base(function), Line: line}
	}
	return origin{}
}

// position reads a file and line from a line of a stack.
func position(text string) (file string, line int) {
	text, _, _ = strings.Cut(strings.TrimSpace(text), " +0x")
	colon := strings.LastIndexByte(text, ':')
	if colon < 0 {
		return text, 0
	}
	line, _ = strconv.Atoi(text[colon+1:]) // 0 where there is none
	return text[:colon], line
}
