package jssource

// kind is what a token is.
type kind uint8

const (
	kindEOF kind = iota
	kindName
	kindPrivate // #name
	kindNumber
	kindString
	kindRegex
	kindPunct
	kindOpen  // ( [ { ` ${ and the start of a JSX element
	kindClose // their ends
	kindChunk // the text of a template between its holes
)

// op tells punctuators, brackets and keywords apart: a single character is its own op.
type op uint8

const (
	opNone    op = 0
	opArrow   op = 128 + iota // =>
	opSpread                  // ...
	opChain                   // ?.
	opNullish                 // ??
	opOr                      // ||
	opAnd                     // &&
	opEqual                   // == === != !==
	opRelate                  // <= >=
	opStep                    // ++ --
	opPower                   // **
	opShift                   // <<
	opPlusSet                 // +=
	opSet                     // any other compound assignment
	opHole                    // ${ in a template
	opElement                 // the start and end of a JSX element
	opStray                   // a closing bracket that nothing opened
	wordAs
	wordAsync
	wordAwait
	wordBreak
	wordCase
	wordCatch
	wordClass
	wordConst
	wordContinue
	wordDebugger
	wordDefault
	wordDelete
	wordDo
	wordElse
	wordEnum
	wordExport
	wordExtends
	wordFalse
	wordFinally
	wordFor
	wordFunction
	wordIf
	wordImport
	wordIn
	wordInstanceof
	wordLet
	wordNew
	wordNull
	wordReturn
	wordSatisfies
	wordStatic
	wordSuper
	wordSwitch
	wordThis
	wordThrow
	wordTrue
	wordTry
	wordTypeof
	wordVar
	wordVoid
	wordWhile
	wordWith
	wordYield
)

// token is a token with its place. Mate is the index of the other bracket of a pair; an opening
// bracket that nothing closes has the index of whatever ended it.
type token struct {
	kind  kind
	op    op
	flags tokenFlags
	pos   int32
	end   int32
	mate  int32
}

type tokenFlags uint8

const (
	afterNewline tokenFlags = 1 << iota
	controlParen            // the parenthesis of if, while, for, with
	valueBrace              // a brace that begins an object rather than a block
	inChildren              // a JSX element whose opening tag is complete
	escaped                 // a literal with a backslash in it
)

// comment is a comment; next is the index of the token after it.
type comment struct {
	pos, end int32
	next     int32
	trailing bool
}

// word returns the keyword's op, opNone for any other name.
func word(s []byte) op {
	if len(s) < 2 || len(s) > 10 || s[0] < 'a' || s[0] > 'y' {
		return opNone
	}
	switch s[0] {
	case 'a', 'b', 'c', 'd', 'e':
		return wordToE(string(s))
	case 'f', 'i', 'l', 'n', 'r':
		return wordToR(string(s))
	default:
		return wordToY(string(s))
	}
}

func wordToE(s string) op {
	switch s {
	case "as":
		return wordAs
	case "async":
		return wordAsync
	case "await":
		return wordAwait
	case "break":
		return wordBreak
	case "case":
		return wordCase
	case "catch":
		return wordCatch
	case "class":
		return wordClass
	case "const":
		return wordConst
	case "continue":
		return wordContinue
	case "debugger":
		return wordDebugger
	case "default":
		return wordDefault
	case "delete":
		return wordDelete
	case "do":
		return wordDo
	case "else":
		return wordElse
	case "enum":
		return wordEnum
	case "export":
		return wordExport
	case "extends":
		return wordExtends
	}
	return opNone
}

func wordToR(s string) op {
	switch s {
	case "false":
		return wordFalse
	case "finally":
		return wordFinally
	case "for":
		return wordFor
	case "function":
		return wordFunction
	case "if":
		return wordIf
	case "import":
		return wordImport
	case "in":
		return wordIn
	case "instanceof":
		return wordInstanceof
	case "let":
		return wordLet
	case "new":
		return wordNew
	case "null":
		return wordNull
	case "return":
		return wordReturn
	}
	return opNone
}

func wordToY(s string) op {
	switch s {
	case "satisfies":
		return wordSatisfies
	case "static":
		return wordStatic
	case "super":
		return wordSuper
	case "switch":
		return wordSwitch
	case "this":
		return wordThis
	case "throw":
		return wordThrow
	case "true":
		return wordTrue
	case "try":
		return wordTry
	case "typeof":
		return wordTypeof
	case "var":
		return wordVar
	case "void":
		return wordVoid
	case "while":
		return wordWhile
	case "with":
		return wordWith
	case "yield":
		return wordYield
	}
	return opNone
}

// endsValue reports whether a name ends an expression, so that a slash after it divides.
func (o op) endsValue() bool {
	switch o {
	case opNone, wordThis, wordSuper, wordNull, wordTrue, wordFalse, wordAs, wordAsync, wordLet,
		wordStatic, wordSatisfies, wordEnum:
		return true
	}
	return false
}
