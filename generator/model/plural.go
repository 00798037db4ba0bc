package model

import "strings"

// Words that plural and singular rules do not reach. The rules are for the
// names that tables have, not for the whole language: a plural that is wrong
// can be set in the entity.
var (
	// uncountable words have one form. All initialisms that end in s, such as
	// sms and dns, are treated like them.
	uncountable = wordSet(`
		advice aircraft analytics audio cash chaos content data equipment
		evidence feedback firmware fish furniture hardware information
		infrastructure jewelry knowledge logistics luggage malware
		media merchandise metadata middleware money moose music news offspring
		personnel politics rice series sheep shrimp software species staff stuff
		spacecraft traffic weather`)

	irregularPlurals = map[string]string{
		"appendix": "appendices", "axe": "axes", "bus": "buses", "child": "children", "criterion": "criteria", "datum": "data",
		"die": "dice", "foot": "feet", "goose": "geese", "man": "men", "matrix": "matrices", "medium": "media",
		"menu": "menus", "mouse": "mice", "ox": "oxen", "person": "people", "phenomenon": "phenomena",
		"quiz": "quizzes", "tooth": "teeth", "vertex": "vertices", "whiz": "whizzes", "woman": "women",
		"guru": "gurus", "emu": "emus", "gnu": "gnus", "tofu": "tofu", "gas": "gases",
	}

	irregularSingulars = singulars()

	// withES are words in o that take es; all others take s.
	withES = wordSet("echo embargo hero mosquito potato tomato torpedo veto")
	// hardCH are words in ch, said like k, that take s.
	hardCH = wordSet("eunuch epoch loch matriarch monarch patriarch stomach tech")
	// withVES are words in f or fe that take ves.
	withVES = wordSet("calf elf half knife leaf life loaf scarf self sheaf shelf thief wife wolf")
	// endingIE are words whose plural ies is not that of y.
	endingIE = wordSet(`
		brownie calorie cookie die eerie freebie genie goalie hoodie junkie lie
		magpie movie newbie pie prairie rookie selfie smoothie sortie talkie tie
		walkie zombie`)
	// endingCHE, endingZ, endingUSE and endingS tell the plurals of words that
	// end in these letters from those that end without their last e.
	endingCHE = wordSet(`
		ache apache attache avalanche brioche cache cliche creche douche
		headache mache moustache mustache niche pastiche psyche quiche tranche`)
	endingUSE = wordSet(`
		abuse blouse cause clause excuse fuse greenhouse house lighthouse muse
		pause refuse reuse ruse spouse storehouse use warehouse`)
	endingS = wordSet("alias atlas bias canvas christmas lens pancreas iris")
	// endingSIS are words whose plural ses is that of sis. Not basis: in a
	// database, bases are those of base.
	endingSIS = wordSet(`
		analysis catharsis crisis diagnosis emphasis genesis hypothesis
		nemesis oasis paralysis parenthesis prognosis synopsis synthesis
		thesis`)
)

// singulars returns irregularPlurals the other way round, with the plurals that
// are second ones or that a rule would misread.
func singulars() map[string]string {
	all := map[string]string{
		"indices": "index", "axes": "axis", "dies": "die", "mediums": "medium", "persons": "person",
	}
	for one, many := range irregularPlurals {
		if all[many] == "" && !uncountable[many] {
			all[many] = one
		}
	}
	return all
}

// Pluralize returns the plural of a snake_case name: that of its last word. A
// name that is a plural already, or has none, stays as it is.
func Pluralize(snake string) string {
	return lastWord(snake, func(word string) string {
		if one := singular(word); one != word && plural(one) == word {
			return word
		}
		return plural(word)
	})
}

// Singularize returns the singular of a snake_case name: that of its last word.
// A name that is a singular already, or has none, stays as it is.
func Singularize(snake string) string { return lastWord(snake, singular) }

func lastWord(snake string, change func(string) string) string {
	i := strings.LastIndexByte(snake, '_') + 1
	return snake[:i] + change(snake[i:])
}

// oneForm reports whether a word is its own plural.
func oneForm(word string) bool {
	return word == "" || uncountable[word] || initialisms[word] && strings.HasSuffix(word, "s")
}

func plural(word string) string {
	if many := irregularPlurals[word]; many != "" {
		return many
	}
	switch {
	case oneForm(word):
		return word
	case isMan(word):
		return strings.TrimSuffix(word, "an") + "en"
	case withVES[word]:
		return strings.TrimSuffix(strings.TrimSuffix(word, "e"), "f") + "ves"
	case strings.HasSuffix(word, "sis"), word == "axis":
		return strings.TrimSuffix(word, "is") + "es"
	case len(word) > 1 && strings.HasSuffix(word, "y") && !isVowel(word[len(word)-2]) && !initialisms[word]:
		return strings.TrimSuffix(word, "y") + "ies"
	case withES[word], hasSuffix(word, "s", "sh", "x", "z") && !initialisms[word], strings.HasSuffix(word, "ch") && !hardCH[word]:
		return word + "es"
	}
	return word + "s"
}

func singular(word string) string {
	if one := irregularSingulars[word]; one != "" {
		return one
	}
	if oneForm(word) || irregularPlurals[word] != "" || endingS[word] {
		return word
	}
	if one, ok := strings.CutSuffix(word, "men"); ok && isMan(one+"man") {
		return one + "man"
	}
	withoutS, isPlural := strings.CutSuffix(word, "s")
	switch {
	case isPlural && initialisms[withoutS]:
		return withoutS
	case !isPlural || hasSuffix(word, "ss", "us", "is") || len(word) < 3:
		return word
	case !strings.HasSuffix(word, "es"):
		return withoutS
	}
	return singularES(word)
}

// singularES returns the singular of a word that ends in es.
func singularES(word string) string {
	withE := strings.TrimSuffix(word, "s")
	stem := strings.TrimSuffix(withE, "e")
	switch {
	case strings.HasSuffix(stem, "i") && !endingIE[withE] && len(stem) > 1:
		return strings.TrimSuffix(stem, "i") + "y"
	case strings.HasSuffix(stem, "v"):
		return singularVES(stem, withE)
	case endingSIS[stem+"is"]:
		return stem + "is"
	case hasSuffix(stem, "quizz", "whizz"):
		return strings.TrimSuffix(stem, "z")
	case strings.HasSuffix(stem, "ch"):
		return choose(endingCHE[withE], withE, stem)
	case strings.HasSuffix(stem, "us"):
		return choose(endingUSE[withE], withE, stem)
	case hasSuffix(stem, "sh", "ss", "x", "zz", "tz"), withES[stem], endingS[stem]:
		return stem
	}
	return withE
}

// singularVES returns the word in f, fe or ve whose plural is stem + "es".
func singularVES(stem, withE string) string {
	f := strings.TrimSuffix(stem, "v") + "f"
	switch {
	case withVES[f]:
		return f
	case withVES[f+"e"]:
		return f + "e"
	}
	return withE
}

func choose(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}

// isMan reports whether a word forms its plural like "man".
func isMan(word string) bool {
	return strings.HasSuffix(word, "man") && !hasSuffix(word, "human", "german", "roman", "shaman", "talisman", "caiman", "ottoman")
}

func hasSuffix(word string, endings ...string) bool {
	for _, e := range endings {
		if strings.HasSuffix(word, e) {
			return true
		}
	}
	return false
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
