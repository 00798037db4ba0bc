package apperr

import "runtime"

// maxWalked bounds how many errors of one tree are looked at: a chain that contains itself must not hang the code that reports it.
const maxWalked = 256

// located is an error with the log id of a place that it passed.
type located struct {
	id     string
	err    error
	caller [1]uintptr // of At
}

// At notes that err passed the place with this log id, for example "ai_worker.service.go:002 | Get" (the standards, §5.1 and §6.1).
// The text of the result starts with the id; errors.Is and errors.As see through it. A nil err stays nil.
func At(id string, err error) error {
	if err == nil {
		return nil
	}
	place := &located{id: id, err: err}
	runtime.Callers(2, place.caller[:])
	return place
}

func (l *located) Error() string { return l.id + ": " + l.err.Error() }

func (l *located) Unwrap() error { return l.err }

// IDs returns the log ids that err collected, outermost first; those of joined errors follow each other.
// It returns nil for an error without any, and stops after a few hundred wrapped errors.
func IDs(err error) []string {
	var ids []string
	walk(err, func(e error) bool {
		if place, ok := e.(*located); ok {
			ids = append(ids, place.id)
		}
		return true
	})
	return ids
}

// Origin returns the first place that err passed through At: the file, the line and the function of that
// call. Of joined errors the first one that has such a place counts.
func Origin(err error) (place runtime.Frame, ok bool) {
	var first *located
	walk(err, func(e error) bool {
		if next, is := e.(*located); is {
			if first != nil && !wraps(first, next) {
				return false // of another of the joined errors
			}
			first = next
		}
		return true
	})
	if first == nil {
		return runtime.Frame{}, false
	}
	place, _ = runtime.CallersFrames(first.caller[:]).Next()
	return place, place.PC != 0
}

// wraps reports whether inner is in the tree of outer.
func wraps(outer error, inner *located) (found bool) {
	walk(outer, func(e error) bool {
		place, is := e.(*located)
		found = is && place == inner
		return !found
	})
	return found
}

// walk visits err and what it wraps, outermost first and depth first, until visit returns false. errors.As cannot serve here: it does
// not end on a chain that contains itself, and it finds only one error of a kind.
func walk(err error, visit func(error) bool) {
	pending := []error{err}
	for seen := 0; len(pending) > 0 && seen < maxWalked; seen++ {
		last := len(pending) - 1
		current := pending[last]
		pending = pending[:last]
		if current == nil {
			continue
		}
		if !visit(current) {
			return
		}
		switch wrapper := current.(type) {
		case interface{ Unwrap() error }:
			pending = append(pending, wrapper.Unwrap())
		case interface{ Unwrap() []error }:
			inner := wrapper.Unwrap()
			for i := min(len(inner), maxWalked) - 1; i >= 0; i-- {
				pending = append(pending, inner[i])
			}
		}
	}
}
