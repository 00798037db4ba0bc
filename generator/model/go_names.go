package model

import (
	"go/token"
	"go/types"
	"strings"
	"unicode"
)

// initialisms are the words that Go spells in one case. They hold those that
// staticcheck and revive ask for, and those that platforms use.
var initialisms = wordSet(`
	acl ai amqp api ascii aws b2b b2c cdn cli cors cpu crm css csv db ddl dns
	dsn eof erp eta fk ftp gdpr gid gif gpu gps gst gui guid hmac html http
	https iban icmp id imap io ip iso jpg json jwt kpi kyc lan ldap llm md5 mfa
	mime ml mq mx nat nfc nlp ocr oidc os otp pci pdf pin pk png poc pos ppc qa
	qps qr ram rdbms rest rfc roi rpc rsa rss rtp s3 saml sas sdk seo sftp
	sha1 sha256 sha512 sim sip sku sla sms smtp sql ssh ssl sso svg tcp tls
	totp ts tsv ttl udp ui uid upc uri url usb utc utf8 utm uuid ux vat vm
	voip vpc vpn vps wan xlsx xml xmpp xsrf xss yaml zip 2fa 2d 3d`)

// spelled are the words that have a spelling of their own.
var spelled = map[string]string{
	"ipv4": "IPv4", "ipv6": "IPv6", "oauth": "OAuth", "oauth2": "OAuth2",
	"graphql": "GraphQL", "grpc": "GRPC", "k8s": "K8s", "mysql": "MySQL",
	"sqlite": "SQLite", "webauthn": "WebAuthn",
}

// GoName returns the exported Go identifier for a snake_case name, with Go's
// initialisms: "ai_worker" → "AIWorker", "owner_ids" → "OwnerIDs". An exported
// identifier begins with a capital letter, so a name that begins with a digit
// is given an N: "2fa_code" → "N2FACode".
func GoName(snake string) string {
	name := joinWords(snake)
	if beginsWithDigit(name) {
		return "N" + name
	}
	return name
}

// GoVar returns the unexported Go identifier for a snake_case name: "ai_worker"
// → "aiWorker". A name that Go or generated code already uses gets the suffix
// "Value": "type" → "typeValue", "ctx" → "ctxValue".
func GoVar(snake string) string { return goVar(snake, "Value") }

func goVar(snake, suffix string) string {
	first, rest, _ := strings.Cut(snake, "_")
	name := first + joinWords(rest)
	if beginsWithDigit(first) {
		name = "n" + joinWords(snake)
	}
	if reservedVar(name) {
		return name + suffix
	}
	return name
}

// ConstName returns the part of a Go constant's name that stands for an enum
// value: "in-progress" and "inProgress" → "InProgress", "ACTIVE" → "Active",
// "2fa" → "2FA". It is always preceded by the names of the entity and the field,
// so it may begin with a digit.
func ConstName(value string) string {
	words := strings.FieldsFunc(value, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !isDigit(r)
	})
	for i, w := range words {
		if lower := strings.ToLower(w); w == strings.ToUpper(w) || initialisms[lower] {
			words[i] = lower
		}
	}
	return joinWords(strings.Join(words, "_"))
}

// joinWords writes the lower-case words of a snake_case name as one Go name. Platforms of many
// entities ask for thousands of names, so it allocates nothing but the name.
func joinWords(snake string) string {
	var b strings.Builder
	b.Grow(len(snake))
	for rest, more := snake, true; more; {
		var word string
		word, rest, more = strings.Cut(rest, "_")
		writeGoWord(&b, word)
	}
	return b.String()
}

func writeGoWord(b *strings.Builder, word string) {
	if word == "" {
		return
	}
	if own, ok := spelled[word]; ok {
		b.WriteString(own)
		return
	}
	capitals, suffix := 1, ""
	if one, plural := strings.CutSuffix(word, "s"); initialisms[word] {
		capitals = len(word)
	} else if plural && initialisms[one] {
		word, capitals, suffix = one, len(one), "s"
	}
	for _, letter := range []byte(word[:capitals]) {
		b.WriteByte(byte(unicode.ToUpper(rune(letter))))
	}
	b.WriteString(word[capitals:])
	b.WriteString(suffix)
}

// generatedNames are the variables, parameters and packages that appear in
// generated functions; a local variable of the same name would shadow them.
var generatedNames = wordSet(`
	answer api apperr application args attempts bad bare before body cache cases
	change classes cleared code codes column columns config confirmed context
	controller controllers core created ctx cursor data db dbtx decimal deleted
	dialect e envelope err errors event events failure fields first fmt gone got
	http httpapi httpserver i id ids in init input invalid io item items json
	kept key limit list listing log logger logging m main maps math memory
	middlewares migrate migrations model models moment n newest next now number offset
	ok optional os out output owner p page path plugins problems q queries query
	r record recorder reference refused repository req request res response result
	router routes row rows s sample samples second seen service services
	servicetest slices slog sort spoil spoiled sql sqldb sqldbtest sqlmodel
	sqltype step stored strconv strings sync t table test testing text time told
	total touched tx update updated url utils uuid validation validations value
	values w want written x`)

// reservedVar reports whether an unexported name is a keyword, a predeclared
// identifier or one of generatedNames.
func reservedVar(name string) bool {
	return token.IsKeyword(name) || types.Universe.Lookup(name) != nil || generatedNames[name]
}

// wordSet makes a set of the words of a text.
func wordSet(text string) map[string]bool {
	words := strings.Fields(text)
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}
