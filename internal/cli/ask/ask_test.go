package ask

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

// plainly is a prompter that asks in plain lines and reads the given input.
func plainly(input string) (*Prompter, *bytes.Buffer) {
	out := &bytes.Buffer{}
	return &Prompter{In: strings.NewReader(input), Out: out, Accessible: true}, out
}

// TestPlainAnswers answers one question of each kind from one input, which none may swallow.
func TestPlainAnswers(t *testing.T) {
	p, out := plainly(" Ab\n  ab \n\n2\n1\n2\n0\nn\nlast")
	ctx := t.Context()
	lower := func(text string) error {
		if text != strings.ToLower(text) {
			return errors.New("write it small")
		}
		return nil
	}
	if text, err := p.Text(ctx, Text{Title: "Name", Hint: "such as x", Check: lower}); text != "ab" || err != nil {
		t.Errorf("the text is %q, %v", text, err)
	}
	if text, err := p.Text(ctx, Text{Title: "Table", Value: "offered", Check: lower}); text != "offered" || err != nil {
		t.Errorf("the text that was offered is %q, %v", text, err)
	}
	options := []Option{{"a", "first"}, {"b", "second"}}
	if chosen, err := p.Choose(ctx, "One", options); chosen != "b" || err != nil {
		t.Errorf("chosen is %q, %v", chosen, err)
	}
	if chosen, err := p.ChooseMany(ctx, "Some", options); !slices.Equal(chosen, []string{"a", "b"}) || err != nil {
		t.Errorf("chosen are %q, %v", chosen, err)
	}
	if yes, err := p.Confirm(ctx, "Sure?", true); yes || err != nil {
		t.Errorf("confirmed is %v, %v", yes, err)
	}
	if text, err := p.Text(ctx, Text{Title: "A line without end"}); text != "last" || err != nil {
		t.Errorf("the last text is %q, %v", text, err)
	}
	for _, want := range []string{"Name (such as x):", "write it small", "Table [offered]:", "1. first", "Sure?"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is never shown; shown is:\n%s", want, out)
		}
	}
}

// TestPlainEnd ends the input at each kind of question: none may take the end for an answer, or ask
// for ever.
func TestPlainEnd(t *testing.T) {
	options := []Option{{"a", "first"}, {"b", "second"}}
	never := func(string) error { return errors.New("never right") }
	for name, question := range map[string]func(context.Context, *Prompter) error{
		"text": func(ctx context.Context, p *Prompter) error {
			_, err := p.Text(ctx, Text{Title: "x", Value: "y"})
			return err
		},
		"checked":     func(ctx context.Context, p *Prompter) error { _, err := p.Text(ctx, Text{Check: never}); return err },
		"choose":      func(ctx context.Context, p *Prompter) error { _, err := p.Choose(ctx, "x", options); return err },
		"choose many": func(ctx context.Context, p *Prompter) error { _, err := p.ChooseMany(ctx, "x", options); return err },
		"confirm":     func(ctx context.Context, p *Prompter) error { _, err := p.Confirm(ctx, "x", true); return err },
	} {
		for _, input := range []string{"", "nonsense\n"} {
			p, _ := plainly(input)
			err := question(t.Context(), p)
			answered := input != "" && name == "text"
			if answered != (err == nil) || !answered && !errors.Is(err, ErrCancelled) {
				t.Errorf("%s after %q: %v", name, input, err)
			}
		}
	}
}

func TestPlainTooLong(t *testing.T) {
	p, _ := plainly(strings.Repeat("x", longestLine+1) + "\n")
	if _, err := p.Text(t.Context(), Text{Title: "x"}); err == nil || !strings.Contains(err.Error(), "give it as a flag") {
		t.Errorf("the error is %v", err)
	}
}

// TestPlainInterrupted asks where nobody answers, until it is interrupted.
func TestPlainInterrupted(t *testing.T) {
	in, writer := io.Pipe()
	defer func() { _ = writer.Close() }()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := &Prompter{In: in, Out: io.Discard, Accessible: true}
	if _, err := p.Text(ctx, Text{Title: "x"}); !errors.Is(err, ErrCancelled) {
		t.Errorf("the error is %v", err)
	}
}

func FuzzLineReader(f *testing.F) {
	f.Add("a\nb\n\nc", 3)
	f.Fuzz(func(t *testing.T, text string, size int) {
		if size < 1 || size > 1000 || len(text) > longestLine/2 {
			return
		}
		p := &Prompter{In: strings.NewReader(text)}
		p.read()
		var got []byte
		buffer := make([]byte, size)
		for {
			n, err := p.lines.Read(buffer)
			if at := bytes.IndexByte(buffer[:n], '\n'); at >= 0 && at != n-1 {
				t.Fatalf("one read returns more than a line: %q", buffer[:n])
			}
			got = append(got, buffer[:n]...)
			if err != nil {
				break
			}
		}
		want := text
		if want != "" && !strings.HasSuffix(want, "\n") {
			want += "\n"
		}
		if string(got) != want {
			t.Errorf("read is %q, want %q", got, want)
		}
	})
}
