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
	out, stderr := term.IsTerminal(os.Stdout.Fd()), term.IsTerminal(os.Stderr.Fd())
	simple := os.Getenv("TERM") == "dumb"
	plain := simple || os.Getenv("NO_COLOR") != ""
	return IO{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Directory:  directory,
		Terminal:   stderr && term.IsTerminal(os.Stdin.Fd()),
		Accessible: simple || os.Getenv("ACCESSIBLE") != "",
		Color:      out && !plain,
		ErrColor:   stderr && !plain,
	}
}
