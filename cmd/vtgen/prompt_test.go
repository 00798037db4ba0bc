//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestPlatformByQuestions(t *testing.T) {
	directory := t.TempDir()
	term := atTerminal(t, directory, nil, "new", "platform")
	term.typed("where the platform is made", keyEnter) // an empty answer is refused
	term.answer("the directory is empty", "order-desk", keyEnter)
	term.typed("the binary is named so", keyErase, "Desk") // what is wrong shows while it is typed
	term.answer("has capital letters", keyErase, "desk", keyEnter)
	term.answer("what imports begin with", keyEnter)
	term.answer("With the example entities?", "n")
	term.answer("Build and start it afterwards?", "n")
	term.waitFor("vtgen new platform order-desk --name desk --module example.com/desk")
	term.answer("Do it?", "y")
	code, shown := term.exit()
	if code != 0 || !strings.Contains(shown, "The platform") {
		t.Errorf("exit code %d; the terminal shows:\n%s", code, shown)
	}
	text, err := os.ReadFile(filepath.Join(directory, "order-desk", "vtgen.yaml"))
	if err != nil || !strings.Contains(string(text), "name: desk\n") {
		t.Errorf("vtgen.yaml is %s (%v)", text, err)
	}
}

// TestEntityByQuestions answers questions and then runs the command line that was shown, in a shell,
// in an equal platform: both must come to the same.
func TestEntityByQuestions(t *testing.T) {
	root, twin := newPlatform(t, "--example"), newPlatform(t, "--example")
	term := atTerminal(t, root, nil, "new", "entity")
	term.typed("singular, snake_case", "ai_worker")
	term.answer("has an entity ai_worker already", keyErase, "invoice", keyEnter)
	term.answer("Module that owns it", keyEnter)
	term.answer("the name in the database", keyErase, "bills", keyEnter)
	term.answer("Services it uses", " ", keyEnter) // the first, ai_worker
	// number:string:required,unique,max=20
	term.typed("such as email", "id")
	term.answer("has id, created_at and updated_at already", keyErase, "number", keyEnter)
	term.answer("short text", keyEnter)
	term.answer("When a request leaves it out", keyEnter)
	term.answer("What else holds for it", " ", keyDown, keyDown, keyDown, keyDown, " ", keyEnter)
	term.typed("a value of type string", "x")
	term.answer("it is not a whole number", keyErase, "20", keyEnter)
	term.waitFor("number:string:required,unique,max=20")
	// status:enum(open,paid in full):default=open
	term.answer("What next?", keyEnter)
	term.answer("such as email", "status", keyEnter)
	term.answer("short text", strings.Repeat(keyDown, 9), keyEnter)
	term.typed("such as user,admin", `open,"it's paid"`)
	term.answer("has a quote or backslash", keyErase, `open,"paid in full"`, keyEnter)
	term.answer("When a request leaves it out", keyDown, keyDown, keyEnter)
	term.answer("a value of type enum", "paid in full", keyEnter)
	term.answer("What else holds for it", keyEnter)
	term.waitFor(`status:enum(open,"paid in full"):default="paid in full"`)
	// a field that is taken back, and an index
	term.answer("What next?", keyEnter)
	term.answer("such as email", "oops", keyEnter)
	term.answer("short text", keyDown, keyEnter)
	term.answer("When a request leaves it out", keyDown, keyEnter)
	term.answer("What else holds for it", keyEnter)
	term.answer("take back the field oops", keyDown, keyDown, keyDown, keyDown, keyEnter)
	term.answer("What next?", keyDown, keyDown, keyDown, keyEnter)
	term.typed("in the order of the index", "status,nothing")
	term.answer("is no field", keyErase, "status,number", keyEnter)
	term.answer("What next?", keyDown, keyEnter)
	term.waitFor("The same without questions:")
	term.waitFor("Do it?")
	shown := term.text()
	term.press("y")
	if code, shown := term.exit(); code != 0 {
		t.Fatalf("exit code %d; the terminal shows:\n%s", code, shown)
	}
	sameByCommand(t, root, twin, shown)
}

// sameByCommand runs the command line shown in twin and compares it with root.
func sameByCommand(t *testing.T, root, twin, shown string) {
	t.Helper()
	_, line, _ := strings.Cut(shown, "The same without questions:")
	line, _, _ = strings.Cut(strings.TrimSpace(strings.ReplaceAll(line, "\r", "")), "\n\n")
	for _, part := range []string{"--table bills", "--uses ai_worker", "--unique 'status,number'"} {
		if !strings.Contains(line, part) {
			t.Errorf("the command line %q lacks %q", line, part)
		}
	}
	command := exec.Command("sh", "-c", line)
	command.Dir = twin
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("running %s: %v\n%s", line, err, out)
	}
	a, b := mustTree(t, root), mustTree(t, twin)
	if names := difference(a, b); len(names) > 0 {
		t.Errorf("the questions and the command line %q differ in %v", line, names)
	}
}

func mustTree(t *testing.T, root string) map[string]string {
	t.Helper()
	found, err := tree(root)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestCancelled interrupts and declines at different questions; nothing may be written.
func TestCancelled(t *testing.T) {
	root := newPlatform(t)
	before := mustTree(t, root)
	for name, play := range map[string]func(*terminal){
		"at the first question": func(term *terminal) { term.typed("singular, snake_case", keyInterrupt) },
		"at a later one": func(term *terminal) {
			term.answer("singular, snake_case", "invoice", keyEnter)
			term.typed("one module may own several", keyInterrupt)
		},
		"at a list": func(term *terminal) {
			term.answer("singular, snake_case", "invoice", keyEnter)
			term.answer("one module may own several", keyEnter)
			term.answer("the name in the database", keyEnter)
			term.answer("such as email", "number", keyEnter)
			term.typed("short text", keyInterrupt)
		},
	} {
		t.Run(name, func(t *testing.T) {
			term := atTerminal(t, root, nil, "new", "entity")
			term.t = t
			play(term)
			wantCancelled(t, term, root, before)
		})
	}
	t.Run("at the end", func(t *testing.T) {
		term := atTerminal(t, filepath.Dir(root), nil, "new", "platform")
		term.answer("where the platform is made", "other", keyEnter)
		term.answer("the binary is named so", keyEnter)
		term.answer("what imports begin with", keyEnter)
		term.answer("With the example entities?", "n")
		term.answer("Build and start it afterwards?", "n")
		term.answer("Do it?", "n")
		wantCancelled(t, term, filepath.Join(filepath.Dir(root), "other"), map[string]string{})
	})
}

func wantCancelled(t *testing.T, term *terminal, root string, before map[string]string) {
	t.Helper()
	code, shown := term.exit()
	if code != 2 || !strings.Contains(shown, "cancelled: nothing was written") {
		t.Errorf("exit code %d, want 2; the terminal shows:\n%s", code, shown)
	}
	if names := difference(mustTree(t, root), before); len(names) > 0 {
		t.Errorf("cancelling wrote %v", names)
	}
}

// TestPlainQuestions answers in plain lines, as with a screen reader.
func TestPlainQuestions(t *testing.T) {
	for _, environment := range [][]string{{"ACCESSIBLE=1"}, {"TERM=dumb"}} {
		t.Run(environment[0], func(t *testing.T) {
			root := newPlatform(t)
			term := atTerminal(t, root, environment, "new", "entity")
			term.typed("Name of the entity", "Invoice\n")
			term.typed("write invoice", "invoice\n")
			term.typed("Name of the module", "\n")
			term.typed("Table (the name in the database) [invoices]:", "\n")
			term.typed("Name of the field", "amount\n")
			term.typed("A number from 1 to 13 [1]:", "6\n")
			term.typed("Digits in all", "8,3\n")
			term.typed("When a request leaves it out", "1\n")
			term.typed("Enter a number between 0 and", "0\n")
			term.typed("What next?", "2\n")
			term.waitFor("vtgen new entity invoice --field 'amount:decimal(8,3):required'")
			term.typed("Do it? [Y/n]", "y\n")
			if code, shown := term.exit(); code != 0 {
				t.Errorf("exit code %d; the terminal shows:\n%s", code, shown)
			}
			mustRun(t, root, "check")
		})
	}
}

// TestPlainQuestionsEnd ends the input, and interrupts, where an answer is expected.
func TestPlainQuestionsEnd(t *testing.T) {
	root := newPlatform(t)
	before := mustTree(t, root)
	for name, key := range map[string]string{"end of input": keyEnd, "interrupt": keyInterrupt} {
		t.Run(name, func(t *testing.T) {
			term := atTerminal(t, root, []string{"ACCESSIBLE=1"}, "new", "entity")
			term.typed("Name of the entity", "invoice\n")
			term.typed("Name of the module", key)
			wantCancelled(t, term, root, before)
		})
	}
}

// TestReadingFromTheTerminal types an entity and ends it.
func TestReadingFromTheTerminal(t *testing.T) {
	root := newPlatform(t)
	term := atTerminal(t, root, nil, "new", "entity", "--from", "-")
	term.typed("end it with Ctrl-D", "name: invoice\nfields:\n  - number:string\n", keyEnd)
	if code, shown := term.exit(); code != 0 {
		t.Errorf("exit code %d; the terminal shows:\n%s", code, shown)
	}
	before := mustTree(t, root)
	term = atTerminal(t, root, nil, "new", "entity", "--from", "-")
	term.typed("end it with Ctrl-D", "name: other\n", keyInterrupt)
	wantCancelled(t, term, root, before)
}
