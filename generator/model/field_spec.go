package model

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxSpec is the longest field specification, in bytes.
const maxSpec = 32 << 10

// specForm is the form that errors about the syntax show.
const specForm = "name:type:modifier,modifier, such as email:string:required,max=320"

// ParseField reads a field from its specification,
//
//	name:type[(arguments)][:modifier[,modifier…]]
//
// such as "email:string:required,max=320", "role:enum(user,admin):default=user",
// "amount:decimal(12,2)" or "owner_id:ref(user_account):required". Modifiers are
// the flags required, nullable, unique, index and sensitive, and default=, min=
// and max= with a value; a colon may stand for the comma. A value with spaces or
// punctuation is written in double quotes, where \" and \\ stand for the
// character itself. The error names the field and the token that is wrong.
func ParseField(spec string) (Field, error) {
	if len(spec) > maxSpec {
		return Field{}, fmt.Errorf("field specification has %d bytes and %d are allowed: shorten it", len(spec), maxSpec)
	}
	// Only the name is shown: a default may be confidential.
	name, _, _ := strings.Cut(spec, ":")
	tokens, err := specTokens(spec)
	if err != nil {
		return Field{}, fmt.Errorf("field %q: %w", clip(name), err)
	}
	p := specParser{tokens: tokens}
	f, err := p.field()
	if err != nil {
		return Field{}, fmt.Errorf("field %q: %w", clip(name), err)
	}
	return f.normalize()
}

// specToken is a word, a quoted value or one of : , ( ) =.
type specToken struct {
	text   string
	quoted bool
	mark   bool // punctuation
}

func (t specToken) String() string {
	if t.text == "" && !t.quoted {
		return "the end"
	}
	return strconv.Quote(clip(t.text))
}

// specTokens splits a specification. Spaces between tokens mean nothing.
func specTokens(spec string) ([]specToken, error) {
	if !utf8.ValidString(spec) {
		return nil, fmt.Errorf("the text is not valid UTF-8: retype it")
	}
	var tokens []specToken
	for rest := spec; rest != ""; {
		switch c := rest[0]; {
		case c == ' ' || c == '\t':
			rest = rest[1:]
		case c == '"':
			value, after, err := quotedValue(rest[1:])
			if err != nil {
				return nil, err
			}
			tokens, rest = append(tokens, specToken{text: value, quoted: true}), after
		case strings.IndexByte(":,()=", c) >= 0:
			tokens, rest = append(tokens, specToken{text: rest[:1], mark: true}), rest[1:]
		default:
			end := strings.IndexAny(rest, ":,()=\" \t")
			if end < 0 {
				end = len(rest)
			}
			tokens, rest = append(tokens, specToken{text: rest[:end]}), rest[end:]
		}
	}
	return tokens, nil
}

// quotedValue reads up to the closing quote and returns what follows it.
func quotedValue(text string) (value, rest string, err error) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			return b.String(), text[i+1:], nil
		case '\\':
			i++
			if i == len(text) || text[i] != '"' && text[i] != '\\' {
				return "", "", fmt.Errorf(`a backslash in quotes stands before " or \ only: write \\ for a backslash`)
			}
		}
		b.WriteByte(text[i])
	}
	return "", "", fmt.Errorf(`a quote is not closed: end the value with "`)
}

// specParser reads tokens from left to right.
type specParser struct {
	tokens []specToken
	given  map[string]bool // modifiers seen
}

func (p *specParser) peek() specToken {
	if len(p.tokens) == 0 {
		return specToken{}
	}
	return p.tokens[0]
}

func (p *specParser) next() specToken {
	t := p.peek()
	if len(p.tokens) > 0 {
		p.tokens = p.tokens[1:]
	}
	return t
}

// mark takes the next token when it is that punctuation.
func (p *specParser) mark(text string) bool {
	if t := p.peek(); t.mark && t.text == text {
		p.next()
		return true
	}
	return false
}

// word takes a word; what is how the error calls it.
func (p *specParser) word(what string) (string, error) {
	t := p.next()
	if t.mark || t.quoted || t.text == "" {
		return "", fmt.Errorf("%s stands where %s is expected: write %s", t, what, specForm)
	}
	return t.text, nil
}

func (p *specParser) field() (Field, error) {
	var f Field
	var err error
	if f.Name, err = p.word("the field's name"); err != nil {
		return Field{}, err
	}
	if !p.mark(":") {
		return Field{}, fmt.Errorf("%s follows the name where a colon and the type are expected: write %s", p.peek(), specForm)
	}
	name, err := p.word("the type")
	if err != nil {
		return Field{}, err
	}
	if err := p.fieldType(&f, name); err != nil {
		return Field{}, err
	}
	p.given = map[string]bool{}
	for len(p.tokens) > 0 {
		if !p.mark(":") && (len(p.given) == 0 || !p.mark(",")) {
			return Field{}, fmt.Errorf(`%s is not expected here: put a colon or comma before each modifier, and values with spaces or punctuation in "quotes"`, p.peek())
		}
		if err := p.modifier(&f); err != nil {
			return Field{}, err
		}
	}
	return f, nil
}

// fieldType reads the arguments that follow a type's name.
func (p *specParser) fieldType(f *Field, name string) error {
	t, err := parseType(name)
	if err != nil {
		return err
	}
	f.Type = t
	var args []string
	given := p.mark("(")
	for given && !p.mark(")") {
		if len(args) > 0 && !p.mark(",") {
			return fmt.Errorf("%s stands in the parentheses of %s where a comma or ) is expected", p.peek(), name)
		}
		arg := p.next()
		if arg.mark || arg.text == "" && !arg.quoted {
			return fmt.Errorf("%s stands in the parentheses of %s where a value is expected", arg, name)
		}
		args = append(args, arg.text)
	}
	return f.setArguments(args, given)
}

// setArguments stores what stands in a type's parentheses.
func (f *Field) setArguments(args []string, given bool) error {
	switch f.Type {
	case Enum:
		f.Values = args
	case Reference:
		if len(args) != 1 {
			return fmt.Errorf("type %s needs the entity it refers to: write ref(user_account)", f.Type)
		}
		f.Reference = args[0]
	case Decimal:
		if len(args) != 2 {
			return fmt.Errorf("type decimal needs its digits in all and after the point: write decimal(12,2)")
		}
		var err error
		if f.Precision, err = parseCount("precision", args[0]); err != nil {
			return err
		}
		if f.Scale, err = parseCount("scale", args[1]); err != nil {
			return err
		}
	default:
		if given {
			return fmt.Errorf("type %s takes no arguments: write limits as modifiers, such as max=320", f.Type)
		}
	}
	return nil
}

func parseCount(what, text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%s %q is not a whole number: write decimal(12,2)", what, clip(text))
	}
	return n, nil
}

// modifier reads one flag, or one key with its value.
func (p *specParser) modifier(f *Field) error {
	key, err := p.word("a modifier")
	if err != nil {
		return err
	}
	if p.given[key] {
		return fmt.Errorf("modifier %q is given twice: keep one", key)
	}
	p.given[key] = true
	if flag := f.flag(key); flag != nil {
		*flag = true
		if p.mark("=") {
			return fmt.Errorf("modifier %q takes no value: leave it out to say no", key)
		}
		return nil
	}
	keyed := f.keyed(key)
	if keyed == nil {
		return fmt.Errorf(`modifier %q is unknown: use required, nullable, unique, index, sensitive, default=, min= or max=, and "quotes" around values with spaces or punctuation`, clip(key))
	}
	if !p.mark("=") {
		return fmt.Errorf("modifier %q needs a value: write %s=…", key, key)
	}
	value := p.next()
	if value.mark || value.text == "" && !value.quoted {
		return fmt.Errorf(`modifier %q has no value: write one after the =, or "" for empty text`, key)
	}
	*keyed = &value.text
	return nil
}

// flag returns where a flag modifier is stored; nil when key is none.
func (f *Field) flag(key string) *bool {
	switch key {
	case "required":
		return &f.Required
	case "nullable":
		return &f.Nullable
	case "unique":
		return &f.Unique
	case "index":
		return &f.Index
	case "sensitive":
		return &f.Sensitive
	}
	return nil
}

// keyed returns where a modifier's value is stored; nil when key is none.
func (f *Field) keyed(key string) **string {
	switch key {
	case "default":
		return &f.Default
	case "min":
		return &f.Min
	case "max":
		return &f.Max
	}
	return nil
}

// Spec returns the field's canonical specification, without what is implied;
// [ParseField] reads it back as the same field.
func (f Field) Spec() string {
	spec := f.Name + ":" + f.TypeSpec()
	separator := ":"
	for _, m := range f.modifiers() {
		spec += separator + m.key
		if m.value != nil {
			spec += "=" + specValue(*m.value)
		}
		separator = ","
	}
	return spec
}

// TypeSpec returns the type with its arguments: "decimal(12,2)".
func (f Field) TypeSpec() string {
	switch f.Type {
	case Decimal:
		return fmt.Sprintf("decimal(%d,%d)", f.Precision, f.Scale)
	case Reference:
		return "ref(" + f.Reference + ")"
	case Enum:
		values := make([]string, len(f.Values))
		for i, v := range f.Values {
			values[i] = specValue(v)
		}
		return "enum(" + strings.Join(values, ",") + ")"
	}
	return string(f.Type)
}

// modifier is a flag, or a key with its value.
type modifier struct {
	key   string
	value *string
}

// modifiers returns what is not implied, in canonical order.
func (f Field) modifiers() []modifier {
	var all []modifier
	flag := func(key string, set bool) {
		if set {
			all = append(all, modifier{key: key})
		}
	}
	keyed := func(key string, value *string) {
		if value != nil {
			all = append(all, modifier{key, value})
		}
	}
	flag("required", f.Required)
	flag("unique", f.Unique)
	flag("index", f.Index && f.Type != Reference)
	flag("sensitive", f.Sensitive)
	keyed("default", f.Default)
	keyed("min", f.Min)
	if f.Type != String || f.MaxLength() != DefaultStringLength {
		keyed("max", f.Max)
	}
	return all
}

// specValue quotes a value when it would not be read back as one word.
func specValue(value string) string {
	if value != "" && !strings.ContainsAny(value, ":,()=\" \t\\") {
		return value
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}
