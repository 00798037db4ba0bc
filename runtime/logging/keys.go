package logging

import (
	"maps"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"
)

// Keys are compared in lower case and without separators: API-Key, api_key and apiKey are all apikey.
var (
	// A key that contains one of these is sensitive.
	sensitiveParts = []string{"password", "passwd", "passphrase", "secret", "authorization", "cookie", "credential", "apikey", "privatekey", "accesskey", "sessionid"}
	// A key with one of these as a word of its own is sensitive; as parts they would hide harmless keys such as total_tokens or shipping.
	sensitiveWords = []string{"token", "jwt", "pwd", "pass", "otp", "pin", "cvv", "cvc", "ssn"}
)

// maxKeys bounds the remembered keys: keys may come from data.
const maxKeys = 1024

// keys knows which keys are sensitive.
type keys struct {
	exact map[string]bool // from Options, squashed
	// known remembers decisions. It is replaced and never changed, so that it is read without a lock.
	known atomic.Pointer[map[string]bool]
}

func newKeys(more []string) *keys {
	k := &keys{exact: make(map[string]bool, len(more))}
	for _, name := range more {
		k.exact[squash(name)] = true
	}
	k.known.Store(&map[string]bool{})
	return k
}

// sensitive reports whether the values of this key are masked.
func (k *keys) sensitive(key string) bool {
	known := k.known.Load()
	decision, found := (*known)[key]
	if found {
		return decision
	}
	decision = k.decide(key)
	if len(*known) < maxKeys {
		grown := maps.Clone(*known)
		grown[strings.Clone(key)] = decision
		// When another goroutine was faster the key is decided again next time.
		k.known.CompareAndSwap(known, &grown)
	}
	return decision
}

func (k *keys) decide(key string) bool {
	squashed := squash(key)
	if k.exact[squashed] || strings.HasSuffix(squashed, "token") {
		return true
	}
	for _, part := range sensitiveParts {
		if strings.Contains(squashed, part) {
			return true
		}
	}
	for _, word := range sensitiveWords {
		if hasWord(key, word) {
			return true
		}
	}
	return false
}

// squash brings a key into the form in which keys are compared.
func squash(key string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, key)
}

// hasWord reports whether word stands in key between separators or the humps of camelCase.
func hasWord(key, word string) bool {
	start, previous := 0, ' '
	for i, r := range key {
		separator := !unicode.IsLetter(r) && !unicode.IsDigit(r)
		if separator || unicode.IsUpper(r) && unicode.IsLower(previous) {
			if strings.EqualFold(key[start:i], word) {
				return true
			}
			start = i
			if separator {
				_, width := utf8.DecodeRuneInString(key[i:])
				start += width
			}
		}
		previous = r
	}
	return strings.EqualFold(key[start:], word)
}
