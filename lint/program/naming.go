package program

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/jinzhu/inflection"
)

// derivedTable returns the table that a library derives from the name of a model or type which
// names none.
func derivedTable(library, name string) string {
	switch library {
	case "mongoose":
		return mongooseCollection(name)
	case "gorm", "bun", "ent":
		return inflection.Plural(snakeCase(name))
	case "typeorm", "xorm", "beego":
		return snakeCase(name)
	case "sequelize":
		return inflection.Plural(name)
	default:
		return name
	}
}

// snakeCase returns the snake_case of a MixedCaps name; a run of capitals is one word.
func snakeCase(name string) string {
	var out strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if unicode.IsUpper(r) && i > 0 && runes[i-1] != '_' &&
			(!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
			out.WriteByte('_')
		}
		out.WriteRune(unicode.ToLower(r))
	}
	return out.String()
}

// mongooseUncountable are the words that Mongoose leaves as they are.
var mongooseUncountable = wordSet(`advice energy excretion digestion cooperation health justice labour
	machinery equipment information pollution sewage paper money species series rain rice fish sheep
	moose deer news expertise status media`)

// mongoosePlurals are the rules by which Mongoose makes a collection's name of a model's, quirks
// included: the first that matches counts.
var mongoosePlurals = []struct {
	match   *regexp.Regexp
	replace string
}{
	{regexp.MustCompile(`human$`), "humans"},
	{regexp.MustCompile(`(m|wom)an$`), "${1}en"},
	{regexp.MustCompile(`(pe)rson$`), "${1}ople"},
	{regexp.MustCompile(`(child)$`), "${1}ren"},
	{regexp.MustCompile(`^(ox)$`), "${1}en"},
	{regexp.MustCompile(`(ax|test)is$`), "${1}es"},
	{regexp.MustCompile(`(octop|cact|foc|fung|nucle)us$`), "${1}i"},
	{regexp.MustCompile(`(alias|status|virus)$`), "${1}es"},
	{regexp.MustCompile(`(bu)s$`), "${1}ses"},
	{regexp.MustCompile(`(buffal|tomat|potat)o$`), "${1}oes"},
	{regexp.MustCompile(`([ti])um$`), "${1}a"},
	{regexp.MustCompile(`sis$`), "ses"},
	{regexp.MustCompile(`(?:([^f])fe|([lr])f)$`), "${1}${2}ves"},
	{regexp.MustCompile(`(hive)$`), "${1}s"},
	{regexp.MustCompile(`([^aeiouy]|qu)y$`), "${1}ies"},
	{regexp.MustCompile(`(x|ch|ss|sh)$`), "${1}es"},
	{regexp.MustCompile(`(matr|vert|ind)ix|ex$`), "${1}ices"},
	{regexp.MustCompile(`([m|l])ouse$`), "${1}ice"},
	{regexp.MustCompile(`(kn|w|l)ife$`), "${1}ives"},
	{regexp.MustCompile(`(quiz)$`), "${1}zes"},
	{regexp.MustCompile(`^goose$`), "geese"},
	{regexp.MustCompile(`s$`), "s"},
	{regexp.MustCompile(`([^a-z])$`), "${1}"},
	{regexp.MustCompile(`$`), "s"},
}

// mongooseCollection returns the collection of a Mongoose model that names none.
func mongooseCollection(model string) string {
	name := strings.ToLower(model)
	if mongooseUncountable[name] {
		return name
	}
	for _, rule := range mongoosePlurals {
		if rule.match.MatchString(name) {
			return rule.match.ReplaceAllString(name, rule.replace)
		}
	}
	return name
}

// wordSet returns the set of the words in text.
func wordSet(text string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(text) {
		set[word] = true
	}
	return set
}

// irregular are plurals that differ from their singulars by more than an ending.
var irregular = map[string]string{
	"people": "person", "children": "child", "men": "man", "women": "woman", "indices": "index",
	"indexes": "index", "criteria": "criterion", "statuses": "status", "mice": "mouse",
}

// rootWord returns a form of a word that it shares with its plural. It is for comparing only.
func rootWord(word string) string {
	if one := irregular[word]; one != "" {
		word = one
	}
	if stem, ok := strings.CutSuffix(word, "ies"); ok && stem != "" {
		return stem + "y"
	}
	for len(word) > 3 && (word[len(word)-1] == 's' || word[len(word)-1] == 'e') {
		word = word[:len(word)-1]
	}
	return word
}

// nameWords returns the words of a table's, file's or module's name, each in the form that it shares
// with its plural, so that user_account, user-accounts and UserAccounts have the same words.
func nameWords(name string) []string {
	words := strings.FieldsFunc(snakeCase(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	for i, word := range words {
		words[i] = rootWord(word)
	}
	return words
}

// kinship says how near two names are.
type kinship int

// The degrees, from far to near.
const (
	strangers kinship = iota
	ending            // one ends with the other: invitation, enroll_app_invitations
	beginning         // one begins with the other: user, user_accounts
	same              // they are the same but for the plural
)

// kin returns how near two names are, by their words.
func kin(a, b []string) kinship {
	if len(a) > len(b) {
		a, b = b, a
	}
	switch {
	case len(a) == 0:
		return strangers
	case equalWords(a, b):
		return same
	case equalWords(a, b[:len(a)]):
		return beginning
	case equalWords(a, b[len(b)-len(a):]):
		return ending
	}
	return strangers
}

// beginsWith reports whether a name begins with the words of another.
func beginsWith(name, start []string) bool {
	return len(start) > 0 && len(name) >= len(start) && equalWords(name[:len(start)], start)
}

func equalWords(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
