package model

// InputError marks an error whose cause is what the user wrote, not the machine: a file that says
// something impossible, or two entities that cannot be in one platform. The command line reports it
// as bad input.
type InputError struct{ Err error }

// Error is that of the error it marks.
func (e *InputError) Error() string { return e.Err.Error() }

// Unwrap returns the error it marks.
func (e *InputError) Unwrap() error { return e.Err }

// Invalid marks err as an [InputError]; nil stays nil.
func Invalid(err error) error {
	if err == nil {
		return nil
	}
	return &InputError{Err: err}
}
