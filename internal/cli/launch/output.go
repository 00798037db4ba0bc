package launch

import (
	"bytes"
	"io"
	"sync"
)

// keptLines are how many of the last lines are kept to be shown when the application dies.
const keptLines = 20

// held bounds what an application may print before it is ready, in bytes.
const held = 1 << 20

// output takes what an application prints: held back until it is released, then passed on. It keeps
// the last lines.
type output struct {
	mu      sync.Mutex
	out     io.Writer // nil until released
	waiting []byte
	last    [][]byte
	partial []byte
}

// Write never fails: an application is not stopped because nobody reads its log any more.
func (o *output) Write(text []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.keep(text)
	switch {
	case o.out != nil:
		_, _ = o.out.Write(text)
	case len(o.waiting)+len(text) <= held:
		o.waiting = append(o.waiting, text...)
	}
	return len(text), nil
}

// keep remembers the last lines.
func (o *output) keep(text []byte) {
	for line := range bytes.Lines(text) {
		o.partial = append(o.partial, line...)
		if len(o.partial) > held {
			o.partial = o.partial[:held]
		}
		if bytes.HasSuffix(line, []byte("\n")) {
			o.last = append(o.last, o.partial)
			o.partial = nil
		}
	}
	if extra := len(o.last) - keptLines; extra > 0 {
		o.last = o.last[extra:]
	}
}

// release passes on what was held back, and from now on everything.
func (o *output) release(out io.Writer) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.waiting) > 0 {
		_, _ = out.Write(o.waiting)
	}
	o.out, o.waiting = out, nil
}

// tail is the last lines, without the end of the last.
func (o *output) tail() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	all := append(bytes.Join(o.last, nil), o.partial...)
	return string(bytes.TrimRight(all, "\n"))
}
