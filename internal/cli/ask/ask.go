// Package ask puts questions to a person at a terminal, one at a time: as a form that is redrawn, or
// as plain lines where the terminal or a screen reader wants it so.
package ask

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"charm.land/huh/v2"
)

// ErrCancelled says that the person interrupted a question, or that the input ended.
var ErrCancelled = errors.New("cancelled")

// Prompter asks. It must not be copied after its first question.
type Prompter struct {
	In  io.Reader
	Out io.Writer
	// Accessible questions are plain lines, and so are their answers.
	Accessible bool
	Color      bool

	lines *lineReader
}

// Text is a question that is answered by typing.
type Text struct {
	Title string
	// Hint says what to type; what is wrong with a half typed answer takes its place.
	Hint string
	// Value is the answer that is offered.
	Value string
	// Check refuses an answer; nil accepts all.
	Check func(string) error
}

// Option is one answer among several.
type Option struct {
	Value string
	// Label is what the person sees.
	Label string
}

// Text asks for a line of text. Spaces around the answer are dropped.
func (p *Prompter) Text(ctx context.Context, t Text) (string, error) {
	check := func(typed string) error {
		if t.Check == nil {
			return nil
		}
		return t.Check(strings.TrimSpace(typed))
	}
	if p.Accessible {
		return p.textLine(ctx, t, check)
	}
	typed := &liveText{state: typing{Text: t.Value}}
	field := huh.NewInput().Title(t.Title).Accessor(typed).Validate(func(text string) error {
		typed.enter()
		return check(text)
	}).DescriptionFunc(func() string {
		if err := typed.problem(check); err != nil {
			return err.Error()
		}
		return t.Hint
	}, &typed.state)
	form := huh.NewForm(huh.NewGroup(field)).WithHeight(textHeight).WithShowErrors(false)
	err := p.runForm(ctx, form)
	return p.answered(t.Title, strings.TrimSpace(typed.Get()), err)
}

// textHeight leaves room for an error of three lines above what is typed.
const textHeight = 8

// textLine asks for a line of text in plain lines. An empty line takes what is offered.
func (p *Prompter) textLine(ctx context.Context, t Text, check func(string) error) (string, error) {
	title := t.Title
	if t.Hint != "" {
		title += " (" + t.Hint + ")"
	}
	if t.Value != "" {
		title += " [" + t.Value + "]"
	}
	value := t.Value
	field := huh.NewInput().Title(title + ":").Value(&value).Validate(func(typed string) error {
		if strings.TrimSpace(typed) == "" {
			typed = t.Value
		}
		return check(typed)
	})
	err := p.plain(ctx, field)
	return strings.TrimSpace(value), err
}

// Choose asks for one of the options; the first is offered.
func (p *Prompter) Choose(ctx context.Context, title string, options []Option) (string, error) {
	if p.Accessible {
		return p.chooseLine(ctx, title, options)
	}
	chosen := options[0].Value
	field := huh.NewSelect[string]().Title(title).Options(huhOptions(options)...).Value(&chosen)
	err := p.form(ctx, field)
	shown := chosen
	for _, o := range options {
		if o.Value == chosen && chosen == "" {
			shown = o.Label
		}
	}
	_, err = p.answered(title, shown, err)
	return chosen, err
}

// chooseLine asks for the number of an option.
func (p *Prompter) chooseLine(ctx context.Context, title string, options []Option) (string, error) {
	p.Say("%s", title)
	for i, o := range options {
		p.Say("%d. %s", i+1, o.Label)
	}
	chosen := 1
	question := Text{Title: fmt.Sprintf("A number from 1 to %d", len(options)), Value: "1", Check: func(typed string) (err error) {
		if chosen, err = strconv.Atoi(typed); err != nil || chosen < 1 || chosen > len(options) {
			return fmt.Errorf("write a number from 1 to %d", len(options))
		}
		return nil
	}}
	if _, err := p.Text(ctx, question); err != nil {
		return "", err
	}
	return options[chosen-1].Value, nil
}

// ChooseMany asks for any number of the options.
func (p *Prompter) ChooseMany(ctx context.Context, title string, options []Option) ([]string, error) {
	var chosen []string
	field := huh.NewMultiSelect[string]().Title(title).Options(huhOptions(options)...).Value(&chosen)
	if p.Accessible {
		field.Title(title + " (a number chooses or unchooses, 0 goes on)")
	}
	err := p.run(ctx, field)
	_, err = p.answered(title, strings.Join(chosen, ", "), err)
	return chosen, err
}

// Confirm asks for yes or no.
func (p *Prompter) Confirm(ctx context.Context, title string, offered bool) (bool, error) {
	yes := offered
	err := p.run(ctx, huh.NewConfirm().Title(title).Value(&yes))
	answer := "no"
	if yes {
		answer = "yes"
	}
	_, err = p.answered(title, answer, err)
	return yes, err
}

// Say shows a text between two questions.
func (p *Prompter) Say(format string, arguments ...any) {
	_, _ = fmt.Fprintf(p.Out, format+"\n", arguments...)
}

func huhOptions(options []Option) []huh.Option[string] {
	out := make([]huh.Option[string], len(options))
	for i, o := range options {
		out[i] = huh.NewOption(o.Label, o.Value)
	}
	return out
}

// answered leaves the answer on the screen, from which a form disappears.
func (p *Prompter) answered(title, answer string, err error) (string, error) {
	if err != nil || p.Accessible {
		return answer, err
	}
	mark, shown := "✓", answer
	if p.Color {
		mark = "\x1b[32m✓\x1b[0m"
	}
	if shown == "" {
		shown = "none"
	}
	p.Say("%s %s: %s", mark, strings.TrimSuffix(title, "?"), shown)
	return answer, nil
}

// run asks one question.
func (p *Prompter) run(ctx context.Context, field huh.Field) error {
	if p.Accessible {
		return p.plain(ctx, field)
	}
	return p.form(ctx, field)
}

// form asks one question as a form that is redrawn with every key.
func (p *Prompter) form(ctx context.Context, field huh.Field) error {
	return p.runForm(ctx, huh.NewForm(huh.NewGroup(field)))
}

func (p *Prompter) runForm(ctx context.Context, form *huh.Form) error {
	err := form.WithTheme(huh.ThemeFunc(huh.ThemeBase16)).WithInput(p.In).WithOutput(p.Out).RunWithContext(ctx)
	switch {
	case errors.Is(err, huh.ErrUserAborted), ctx.Err() != nil:
		return ErrCancelled
	case err != nil:
		return fmt.Errorf("asking at the terminal: %w; give the answers as flags", err)
	case form.State != huh.StateCompleted: // the process was asked to end
		return ErrCancelled
	}
	return nil
}
