package jssource

import (
	"bytes"
	"strings"
	"testing"
)

// tokensOf writes the tokens of a text, a template's chunks in bars.
func tokensOf(text string, typescript, jsx bool) string {
	l := lex([]byte(text), typescript, jsx, nil)
	var list []string
	for _, k := range l.tokens[:len(l.tokens)-1] {
		s := text[k.pos:k.end]
		switch k.kind {
		case kindChunk:
			s = "|" + s + "|"
		case kindRegex:
			s = "re:" + s
		}
		list = append(list, s)
	}
	return strings.Join(list, " ")
}

func TestLex(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a / b / c", "a / b / c"},
		{"a = /b/gi.test(c) / 2", "a = re:/b/gi . test ( c ) / 2"},
		{"f(/[/\\]]\\//, x)", "f ( re:/[/\\]]\\// , x )"},
		{"if (a) /b/.c(); (a) / b / c", "if ( a ) re:/b/ . c ( ) ; ( a ) / b / c"},
		{"x = {} / 1; {} /b/.c", "x = { } / 1 ; { } re:/b/ . c"},
		{"a++ / b; ++/c/.d; a.return / b; return /b/", "a ++ / b ; ++ re:/c/ . d ; a . return / b ; return re:/b/"},
		{"while (a) /b/; for await (c of d) /e/", "while ( a ) re:/b/ ; for await ( c of d ) re:/e/"},
		{"`a${b + `c${d}`}e`", "` |a| ${ b + ` |c| ${ d } || ` } |e| `"},
		{"`\\`${{a: 1}}$`", "` |\\`| ${ { a : 1 } } |$| `"},
		{"1_000n .5e-3 0xFF 1..a 1.toFixed 0b1 1e+5", "1_000n .5e-3 0xFF 1. . a 1.toFixed 0b1 1e+5"},
		{"a?.b ?? c ?.5 : d", "a ?. b ?? c ? .5 : d"},
		{"#a in b; this.#c", "#a in b ; this . #c"},
		{"#!/bin/node\na", "a"},
		{"a <!-- b\n--> c\nd", "a d"},
		{"a--> b", "a -- > b"},
		{"'a\\'b' \"c\\\nd\"", "'a\\'b' \"c\\\nd\""},
		{"\\u0061b \u00e9t\u00e9 \u00a0c", "\\u0061b été c"},
		{"a >>>= b >= c >> d", "a >>>= b >= c > > d"},
		{"a // b\n/* c */ d", "a d"},
		{"x = <a b='c' {...d}>e {f} / <g/> </a> / 2", "x = < { ... d } { f } < /> </a> / 2"},
		{"y = <></>; z = a < b", "y = < </> ; z = a < b"},
		{"k = <A<T> x={1}>'\"`</A>", "k = < { 1 } </A>"},
		{"f(a => <b>it's</b>)", "f ( a => < </b> )"},
	} {
		if got := tokensOf(c.text, false, true); got != c.want {
			t.Errorf("%s\n\tgot  %s\n\twant %s", c.text, got, c.want)
		}
	}
	if got, want := tokensOf("a = <T,>(b) => c! / d; e = <T extends U>(f) => g", true, true), "a = < T , > ( b ) => c ! / d ; e = < T extends U > ( f ) => g"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := tokensOf("a = <T>b / c", true, false), "a = < T > b / c"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestBracketsPair(t *testing.T) {
	text := "f(a[`b${{c: [d]}}`], <e>{g(h)}</e>)"
	l := lex([]byte(text), false, true, nil)
	if l.broken != "" {
		t.Fatal(l.broken)
	}
	for i, k := range l.tokens {
		if k.kind == kindOpen && l.tokens[k.mate].mate != int32(i) {
			t.Errorf("bracket %d at %d and its mate do not agree", i, k.pos)
		}
	}
	for _, text := range []string{"(", "a)", "{(}", "`", "`${", "'", "/*", "[}"} {
		if lex([]byte(text), false, false, nil).broken == "" {
			t.Errorf("%q is not said to be broken", text)
		}
	}
}

// sample is a file of the size and style of a service.
func sample() []byte {
	return []byte(strings.Repeat(service+"\nasync function more(id) {\n  const sql = `SELECT * FROM users u JOIN roles r ON r.id = u.role_id WHERE u.id = ?`;\n  const [rows] = await conn.query(sql, [id]);\n  return rows.map((row) => ({ ...row, name: row.name.trim() }));\n}\n", 40))
}

func BenchmarkRead(b *testing.B) {
	text := sample()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Read("services/a.js", text)
	}
}

func BenchmarkLex(b *testing.B) {
	text := sample()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		lex(text, false, true, nil)
	}
}

// BenchmarkWalkBytes is what only looking at every byte costs, to compare with.
func BenchmarkWalkBytes(b *testing.B) {
	text := sample()
	b.SetBytes(int64(len(text)))
	n := 0
	for b.Loop() {
		for _, c := range text {
			if classes[c] == byteName {
				n++
			}
		}
		n += bytes.Count(text, []byte{'\n'})
	}
	if n == 0 {
		b.Fatal("the sample is empty")
	}
}
