package idiom

import "strings"

// secrets are words by which names of secrets are known, in lower case.
var secrets = map[string]bool{
	"password": true, "passwd": true, "pwd": true, "passphrase": true, "secret": true, "token": true,
	"apikey": true, "credential": true, "credentials": true, "authorization": true, "otp": true, "pin": true, "cvv": true,
}

// pairs are two words in a row that name a secret.
var pairs = map[string]bool{"api key": true, "private key": true, "access key": true, "secret key": true, "signing key": true, "encryption key": true}

// harmless are last words of names that speak about a secret without holding it.
var harmless = map[string]bool{
	"at": true, "count": true, "length": true, "len": true, "id": true, "ids": true, "type": true, "name": true,
	"expiry": true, "expires": true, "expiration": true, "ttl": true, "valid": true, "changed": true, "url": true,
	"required": true, "status": true, "field": true, "policy": true, "hash": true, "masked": true, "exists": true,
	"service": true, "controller": true, "repository": true, "error": true, "err": true, "path": true, "header": true,
	"prefix": true, "suffix": true, "endpoint": true, "uri": true, "route": true, "model": true, "models": true,
	"manager": true, "template": true, "message": true, "label": true, "title": true, "numbers": true, "charset": true,
	"alphabet": true, "pattern": true, "format": true, "min": true, "max": true, "event": true, "action": true, "page": true,
	"method": true, "mode": true, "provider": true, "scope": true, "strength": true, "rule": true,
	"usage": true, "limit": true, "index": true, "kind": true, "regex": true, "schema": true, "code": true, "response": true,
}

// about are words before a secret's that make the name one of a template, a text or an action:
// tplForgotPassword, clipPassword, updatePassword.
var about = map[string]bool{
	"is": true, "has": true, "forgot": true, "reset": true, "update": true, "change": true, "clip": true, "tpl": true,
	"template": true, "max": true, "min": true, "show": true, "hide": true, "required": true, "requires": true,
}

// Secret reports whether the last part of a dotted name says that it holds a secret.
func Secret(name string) bool {
	words := Words(Last(name))
	if len(words) == 0 || harmless[words[len(words)-1]] {
		return false
	}
	for i, word := range words {
		if secrets[word] && (i == 0 || !about[words[i-1]]) {
			return true
		}
		if i > 0 && pairs[words[i-1]+" "+word] {
			return true
		}
	}
	return false
}

// Words splits a name in snake_case, camelCase or kebab-case into its words, in lower case.
func Words(name string) []string {
	var words []string
	start, runes := 0, []rune(name)
	flush := func(end int) {
		if end > start {
			words = append(words, strings.ToLower(string(runes[start:end])))
		}
	}
	upper := func(r rune) bool { return r >= 'A' && r <= 'Z' }
	for i, r := range runes {
		switch {
		case r == '_' || r == '-' || r == '.' || r == '$':
			flush(i)
			start = i + 1
		case upper(r) && i > start && (!upper(runes[i-1]) || i+1 < len(runes) && !upper(runes[i+1]) && runes[i+1] != '_'):
			flush(i)
			start = i
		}
	}
	flush(len(runes))
	return words
}
