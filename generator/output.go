package generator

import "github.com/vtgen/vtgen/generator/project"

// Policy says what happens to a file that exists already.
type Policy int

const (
	// Yours is a file that a user may edit: it is written where it does not exist and rewritten
	// only while it is still as generated. It is the zero value because it never loses a line.
	Yours Policy = iota
	// Rewritten is a file that nobody edits; its header says so, and without the header it is not
	// touched.
	Rewritten
	// Once is written where it does not exist and is the user's alone from then on.
	Once
)

// Output is one rendered file of a platform.
type Output struct {
	// Path is relative to the platform's root, with slashes.
	Path    string
	Content []byte
	Policy  Policy
}

// Owned are outputs with the owner under whose name their base is kept.
type Owned struct {
	Owner   string
	Outputs []Output
}

// base is what is recorded of the outputs: those that a user may edit.
func (o Owned) base() project.Base {
	base := project.Base{}
	for _, output := range o.Outputs {
		if output.Policy != Rewritten {
			base[output.Path] = output.Content
		}
	}
	return base
}
