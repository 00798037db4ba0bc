package validation

import "strings"

// Limits of RFC 5321, §4.5.3.1, in bytes.
const (
	maxEmail  = 254
	maxLocal  = 64
	maxDomain = 253
	maxLabel  = 63
)

// Email wants an address as people write it, name@example.com: the dot-atom form of RFC 5322 in ASCII and a domain of two labels or
// more. Quoted local parts and address literals are refused; an internationalised domain is written in its xn-- form.
func Email() Rule[string] {
	return func(text string) string {
		local, domain, found := strings.Cut(text, "@")
		if !found || len(text) > maxEmail || !emailLocal(local) || !emailDomain(domain) {
			return "must be a valid email"
		}
		return ""
	}
}

func emailLocal(local string) bool {
	if len(local) > maxLocal {
		return false
	}
	for atom := range strings.SplitSeq(local, ".") {
		if atom == "" || strings.ContainsFunc(atom, func(r rune) bool {
			return !alphanumeric(r) && !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", r)
		}) {
			return false
		}
	}
	return true
}

func emailDomain(domain string) bool {
	if len(domain) > maxDomain || !strings.Contains(domain, ".") {
		return false
	}
	for label := range strings.SplitSeq(domain, ".") {
		if label == "" || len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		if strings.ContainsFunc(label, func(r rune) bool { return !alphanumeric(r) && r != '-' }) {
			return false
		}
	}
	return true
}

func alphanumeric(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}
