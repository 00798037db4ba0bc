package model

import "strings"

// Words returns a snake_case name as words: "ai worker".
func Words(snake string) string { return strings.ReplaceAll(snake, "_", " ") }

// Article returns "a" or "an", as it is said before a snake_case name: "an" for
// "ai_worker", "hour" and "sms", "a" for "user" and "uuid".
func Article(snake string) string {
	first, _, _ := strings.Cut(snake, "_")
	vowels := "aeiou"
	switch {
	case first == "" || readAsWords[first] || hasPrefix(first, consonantSounds) && !hasPrefix(first, vowelSounds):
		return "a"
	case hasPrefix(first, vowelSounds):
		return "an"
	case initialisms[first]:
		vowels = "aefhilmnorsx8" // letters whose own names begin with a vowel sound
	}
	if strings.IndexByte(vowels, first[0]) >= 0 {
		return "an"
	}
	return "a"
}

// Beginnings of words whose sound is not that of their first letter.
var (
	consonantSounds = []string{"eu", "ewe", "once", "one", "ubi", "uni", "usa", "use", "usu", "uti"}
	vowelSounds     = []string{"heir", "honest", "honor", "hour", "unimp", "unin"}
)

// readAsWords are initialisms that are read like words.
var readAsWords = wordSet("lan nat ram rest saml sas sim sku")

func hasPrefix(word string, beginnings []string) bool {
	for _, b := range beginnings {
		if strings.HasPrefix(word, b) {
			return true
		}
	}
	return false
}
