package cli

import (
	"context"
	"strings"

	"github.com/vtgen/vtgen/internal/cli/ask"
)

// askText is a question for a line of text.
func askText(title, hint, value string, check func(string) error) ask.Text {
	return ask.Text{Title: title, Hint: hint, Value: value, Check: check}
}

// confirmCommand shows the command line that would do the same without questions, and asks whether
// to go on.
func confirmCommand(ctx context.Context, streams IO, prompter *ask.Prompter, arguments []string) error {
	prompter.Say("\n%s\n  %s\n", newStyle(streams.ErrColor).faint("The same without questions:"), quoted(arguments))
	yes, err := prompter.Confirm(ctx, "Do it?", true)
	if err == nil && !yes {
		return ask.ErrCancelled
	}
	return err
}

// withFlag appends a flag that has a value.
func withFlag(arguments []string, name, value string) []string {
	if value == "" {
		return arguments
	}
	return append(arguments, name, value)
}

// withSwitch appends a flag that is set.
func withSwitch(arguments []string, name string, set bool) []string {
	if !set {
		return arguments
	}
	return append(arguments, name)
}

// quoted writes a command line as it can be pasted into a shell.
func quoted(arguments []string) string {
	words := make([]string, len(arguments))
	for i, argument := range arguments {
		words[i] = quoteWord(argument)
	}
	return strings.Join(words, " ")
}

// plainWord are the characters that mean themselves in every shell.
const plainWord = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=+"

func quoteWord(word string) string {
	if word != "" && strings.Trim(word, plainWord) == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
