package cli

import (
	"os"

	"github.com/charmbracelet/x/term"
)

// SystemIO is the process's own input and output.
func SystemIO() IO {
	directory, err := os.Getwd()
	if err != nil {
		directory = "."
	}
	outIsTerminal := term.IsTerminal(os.Stdout.Fd())
	return IO{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Directory: directory,
		Terminal:  outIsTerminal && term.IsTerminal(os.Stdin.Fd()),
		Color:     outIsTerminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb",
	}
}
