package cache

import (
	"errors"
	"fmt"
	"math"
	"sync"

	"github.com/vtgen/vtgen/lint/fact"
)

// The bounds of what is read back: a text within a hole within a text, and so on.
const maxDepth = 64

// errDamaged says that bytes are not what the encoder writes.
var errDamaged = errors.New("the bytes are damaged")

// errDeep says that a file's facts nest deeper than is kept.
var errDeep = fmt.Errorf("the facts nest deeper than %d", maxDepth)

// encode writes a file's facts in a compact form: numbers as varints, and every string once.
func encode(f *fact.File) (string, error) {
	c, _ := encoders.Get().(*coder)
	defer encoders.Put(c)
	if len(c.known) > manyStrings { // clearing takes as long as the map has ever been large
		c.known = map[string]uint64{}
	}
	clear(c.known)
	c.buffer, c.err, c.depth = c.buffer[:0], nil, 0
	c.file(f)
	return string(c.buffer), c.err
}

// manyStrings is how many strings of a file are more than usual.
const manyStrings = 4096

// encoders keep what one file's encoding allocated for that of the next.
var encoders = sync.Pool{New: func() any { return &coder{known: map[string]uint64{}} }}

// decode reads what encode wrote. Strings of the result are parts of text, which therefore stays
// in memory as long as they do.
func decode(text string) (*fact.File, error) {
	c := &coder{reading: true, text: text}
	f := &fact.File{}
	c.file(f)
	if c.err == nil && c.text != "" {
		c.err = errDamaged
	}
	if c.err != nil {
		return nil, c.err
	}
	return f, nil
}

// coder writes values to buffer, or reads them from text. Each method takes the place of a value
// and does either, so that one description of a type serves both directions.
type coder struct {
	reading bool
	err     error
	depth   int

	buffer []byte
	known  map[string]uint64 // numbers of the strings written, from 1

	text    string
	strings []string // strings read, in the order of their numbers
}

// fail keeps the first error and makes all that is read from then on zero.
func (c *coder) fail(err error) {
	if c.err == nil {
		c.err = err
	}
	c.text = ""
}

func (c *coder) uint(v *uint64) {
	if !c.reading {
		n := *v
		for n >= 0x80 {
			c.buffer = append(c.buffer, byte(n)|0x80)
			n >>= 7
		}
		c.buffer = append(c.buffer, byte(n))
		return
	}
	var n uint64
	for shift := 0; shift < 64; shift += 7 {
		if (shift / 7) >= len(c.text) {
			break
		}
		b := c.text[shift/7]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			c.text, *v = c.text[shift/7+1:], n
			return
		}
	}
	c.fail(errDamaged)
	*v = 0
}

func (c *coder) int32(v *int32) {
	n := uint64(uint32(*v<<1) ^ uint32(*v>>31))
	c.uint(&n)
	if c.reading {
		if n > math.MaxUint32 {
			c.fail(errDamaged)
			n = 0
		}
		*v = int32(uint32(n)>>1) ^ -int32(n&1)
	}
}

func (c *coder) pos(v *fact.Pos) { c.int32((*int32)(v)) }

func (c *coder) span(from, to *fact.Pos) {
	c.pos(from)
	c.pos(to)
}

// byte writes an enumeration of few values.
func (c *coder) byte(v *uint8) {
	n := uint64(*v)
	c.uint(&n)
	if c.reading {
		if n > math.MaxUint8 {
			c.fail(errDamaged)
		}
		*v = uint8(n)
	}
}

// flags packs up to eight truths into a byte.
func (c *coder) flags(all ...*bool) {
	var packed uint8
	if !c.reading {
		for i, flag := range all {
			if *flag {
				packed |= 1 << i
			}
		}
	}
	c.byte(&packed)
	if c.reading {
		for i, flag := range all {
			*flag = packed&(1<<i) != 0
		}
	}
}

// string writes the number of a string that was there before, or 0, its length and its bytes.
func (c *coder) string(v *string) {
	if !c.reading {
		number, known := c.known[*v]
		c.uint(&number)
		if known {
			return
		}
		c.known[*v] = uint64(len(c.known) + 1)
		length := uint64(len(*v))
		c.uint(&length)
		c.buffer = append(c.buffer, *v...)
		return
	}
	var number, length uint64
	c.uint(&number)
	switch {
	case number > uint64(len(c.strings)):
		c.fail(errDamaged)
	case number > 0:
		*v = c.strings[number-1]
		return
	default:
		c.uint(&length)
	}
	if length > uint64(len(c.text)) {
		c.fail(errDamaged)
		length = 0
	}
	*v, c.text = c.text[:length], c.text[length:]
	c.strings = append(c.strings, *v)
}

func (c *coder) stringList(list *[]string) { each(c, list, (*coder).string) }

// each writes a list. Every element takes at least one byte, which bounds what is allocated for a
// damaged length.
func each[T any](c *coder, list *[]T, one func(*coder, *T)) {
	length := uint64(len(*list))
	c.uint(&length)
	if c.reading {
		if length > uint64(len(c.text)) {
			c.fail(errDamaged)
			return
		}
		if length == 0 {
			return
		}
		*list = make([]T, length)
	}
	for i := range *list {
		one(c, &(*list)[i])
		if c.err != nil {
			return
		}
	}
}

// optional writes a value that may be missing.
func optional[T any](c *coder, v **T, one func(*coder, *T)) {
	there := *v != nil
	c.flags(&there)
	if !there {
		return
	}
	if c.reading {
		*v = new(T)
	}
	one(c, *v)
}
