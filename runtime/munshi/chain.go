package munshi

import "fmt"

const (
	// maxErrors bounds how many errors of one tree are looked at.
	maxErrors = 512
	// maxWrapped bounds how deep errors may wrap each other; what is deeper contains itself.
	maxWrapped = 100
)

// chain lists err and what it wraps, outermost first. It is not sound when the errors are nested so
// deep that even asking for their text might not end.
func chain(err error) (list []error, sound bool) {
	sound = true
	var visit func(err error, depth int)
	visit = func(err error, depth int) {
		if err == nil || len(list) == maxErrors {
			return
		}
		if depth == maxWrapped {
			sound = false
			return
		}
		list = append(list, err)
		for _, inner := range unwrap(err) {
			if sound {
				visit(inner, depth+1)
			}
		}
	}
	visit(err, 0)
	return list, sound
}

// unwrap returns what err wraps, whatever its methods do.
func unwrap(err error) (inner []error) {
	defer func() { _ = recover() }() // then it wraps nothing
	switch wrapper := err.(type) {
	case interface{ Unwrap() error }:
		return []error{wrapper.Unwrap()}
	case interface{ Unwrap() []error }:
		return wrapper.Unwrap()
	}
	return nil
}

// wraps reports whether inner is in the chain of outer.
func wraps(outer error, inner *traced) bool {
	list, _ := chain(outer)
	for _, each := range list {
		if t, is := each.(*traced); is && t == inner {
			return true
		}
	}
	return false
}

// messageOf returns the text of an error, whatever its methods do.
func messageOf(err error, sound bool) (text string) {
	defer func() {
		if recover() != nil {
			text = fmt.Sprintf("[%T: panic while its text was asked for]", err)
		}
	}()
	switch {
	case err == nil:
		return "no error was given"
	case !sound:
		return fmt.Sprintf("[%T: it wraps more than %d errors or itself]", err, maxWrapped)
	}
	return err.Error()
}
