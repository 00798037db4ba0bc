// Package secret is the rule VT081: no secret stands in the code.
package secret

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds passwords, tokens and keys in the code (the standards, §16.2).
var Rule = &rule.Rule{
	ID:        "VT081",
	Name:      "secret-in-code",
	Summary:   "a secret stands in the code",
	Doc:       doc,
	Standards: []string{"§16.2"},
	Default:   rule.Error,
	Check:     check,
}

// shapes are texts that are secrets whatever they are assigned to. Each form is looked for where a text
// has its hint alone: most texts have none.
var shapes = []struct {
	what, hint string
	form       *regexp.Regexp
}{
	{"a private key", "-----BEGIN ", regexp.MustCompile(`-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----`)},
	{"an access key", "AKIA", regexp.MustCompile(`\bAKIA[0-9A-Z]{16}\b`)},
	{"a token", "gh", regexp.MustCompile(`\bgh[pousr]_[A-Za-z0-9]{36,}\b`)},
	{"a token", "xox", regexp.MustCompile(`\bxox[abpr]-[0-9A-Za-z-]{20,}\b`)},
	{"a token", "sk-", regexp.MustCompile(`\bsk-[A-Za-z0-9]{32,}\b`)},
	{"a signed token", "eyJ", regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}`)},
	{"a password in an address", "://", regexp.MustCompile(`\b[a-z][a-z0-9+]*://[^\s:/@{}$%<]+:([^\s:/@{}$%<*\[\]]{3,})@`)},
}

// made says that a value is no secret but stands for one.
var made = regexp.MustCompile(`(?i)^(?:x+|\*+|\.+|-+|none|null|undefined|password|secret|token)$|example|changeme|change_me|placeholder|your[_-]|<|\$\{|\{\{|process\.env|dummy|sample|redacted|\*{4}|\s`)

// word are names and codes, which secrets are not: user_password_field, Bearer, AUTH_TOKEN, variable-2.
var word = regexp.MustCompile(`^_*[A-Za-z][a-z]*(?:[_.:/ -][A-Za-z]+)*(?:[_-][0-9]{1,2})?_*$|^[A-Z][A-Z_]*$|^[a-z]+(?:[A-Z][a-z]+)+$`)

// address are locations, of the web or of a route or package: the token is what they lead to.
var address = regexp.MustCompile(`^[a-z][a-z0-9+.-]*://|^/[a-z:{]|^[a-z0-9-]+(?:\.[a-z0-9-]+)+/|/:[a-z]`)

// selector are those of elements of a page: #s3-secret-key.
var selector = regexp.MustCompile(`^[#.][a-z][a-z0-9]*(?:[-_][a-z0-9]+)+$`)

// uuid are identifiers, which are chosen for keys but not for passwords.
var uuid = regexp.MustCompile(`^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// spoken are words of a language that is not written in ASCII, such as the labels of a form.
var spoken = regexp.MustCompile(`^\pL*[^\x00-\x7f]\pL*$`)

// keyName are the names of what may be a UUID and secret.
var keyName = regexp.MustCompile(`(?i)key|token|secret|credential`)

// fictional are the passwords in the addresses that documentation shows.
var fictional = regexp.MustCompile(`:(?i:pass|password|passwd|pwd|pw|secret)@`)

// start are beginnings of keys and names, to which something is added: "user:token:", "X-Token-".
var start = regexp.MustCompile(`^[A-Za-z]+[0-9]{0,2}(?:[_.:/-][A-Za-z]+[0-9]{0,2})*[:./]$|^[A-Za-z]+(?:[_-][A-Za-z]+)*[_-]$`)

// runs are rows of characters to choose from.
var runs = regexp.MustCompile(`0123456789|^123456789$|abcdefgh|ABCDEFGH`)

// says reports whether a value repeats the name it has: GoogleIdTokenKey = "GoogleIdToken".
func says(name, value string) bool {
	plain := func(s string) string { return strings.Join(idiom.Words(s), "") }
	n, v := plain(idiom.Last(name)), plain(value)
	return v != "" && strings.Contains(n, v)
}

// innocent reports whether a value cannot be the secret that its name speaks of.
func innocent(name, value string) bool {
	return made.MatchString(value) || word.MatchString(value) || address.MatchString(value) || runs.MatchString(value) ||
		selector.MatchString(value) || spoken.MatchString(value) || says(name, value) || start.MatchString(value) ||
		uuid.MatchString(value) && !keyName.MatchString(idiom.Last(name)) || alphabet(value)
}

// alphabet reports whether a value has a row of characters in their order: it is one to choose from.
func alphabet(value string) bool {
	const row = 8
	n := 1
	for i := 1; i < len(value); i++ {
		if n++; value[i] <= value[i-1] {
			n = 1
		}
		if n == row {
			return true
		}
	}
	return false
}

func check(p *rule.Pass) {
	for _, f := range p.Program.Files {
		if !idiom.Own(f) {
			continue
		}
		c := checker{p, f, map[fact.Pos]bool{}, map[fact.Pos]bool{}}
		for i := range f.Consts {
			c.named(f.Consts[i].Name, &f.Consts[i].Text, f.Consts[i].Func, f.Consts[i].Pos)
		}
		for i := range f.Objects {
			for _, field := range f.Objects[i].Fields {
				c.named(field.Key, field.Value.Text, f.Objects[i].Func, field.Pos)
			}
		}
		for i := range f.Calls {
			for _, arg := range f.Calls[i].Args {
				c.shaped(arg.Text, f.Calls[i].Func)
			}
		}
	}
}

// checker examines the texts of one file.
type checker struct {
	p *rule.Pass
	f *program.File
	// seen are the places that are reported: a member of an object is a constant too.
	seen map[fact.Pos]bool
	// values are the places of the values that are reported.
	values map[fact.Pos]bool
}

// named examines a text that has a name.
func (c checker) named(name string, text *fact.Text, within int32, at fact.Pos) {
	if c.shaped(text, within) {
		return
	}
	const shortest = 8
	value, known := idiom.Literal(text)
	if !known || len(value) < shortest || !idiom.Secret(name) || innocent(name, value) {
		return
	}
	place := text.Parts[0].Pos
	if c.values[place] { // a constant, and a field of an object too
		return
	}
	c.values[place] = true
	c.report(rule.Likely, fmt.Sprintf("%s is a secret that stands in the code", name), name, within, at)
}

// shaped examines what a text looks like.
func (c checker) shaped(text *fact.Text, within int32) bool {
	if text == nil {
		return false
	}
	for _, part := range text.Parts {
		for _, shape := range shapes {
			if !strings.Contains(part.Literal, shape.hint) {
				continue
			}
			match := shape.form.FindStringSubmatch(part.Literal)
			if match == nil || made.MatchString(match[len(match)-1]) ||
				shape.hint == "://" && fictional.MatchString(match[0]) {
				continue
			}
			c.report(rule.Certain, fmt.Sprintf("the text holds %s", strings.TrimSpace(shape.what)), shape.what, within, part.Pos)
			return true
		}
	}
	return false
}

func (c checker) report(tier rule.Tier, message, what string, within int32, at fact.Pos) {
	if c.seen[at] {
		return
	}
	c.seen[at] = true
	c.p.Report(rule.Finding{
		Tier: tier, File: c.f.File, Pos: at, End: at, Message: message,
		Suggestion: "take it out, make it invalid where it is used, and read its successor from the environment",
		Module:     c.f.Module, Func: idiom.FuncName(c.f.File, within), Access: what,
	})
}
