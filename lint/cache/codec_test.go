package cache

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/lint/fact"
)

// fill sets every field of v, however deep, to a value that is not its zero, so that a field the
// coder forgets is a difference. Recursive types end at depth.
func fill(v reflect.Value, random *rand.Rand, depth int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(strings.Repeat(string(rune('a'+random.IntN(26))), 1+random.IntN(5)))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int32:
		v.SetInt(int64(random.Int32()) - 1<<30)
		if v.Int() == 0 {
			v.SetInt(-1)
		}
	case reflect.Uint8:
		v.SetUint(uint64(1 + random.IntN(200)))
	case reflect.Slice:
		if depth <= 0 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 1+random.IntN(2), 2))
		for i := range v.Len() {
			fill(v.Index(i), random, depth-1)
		}
	case reflect.Pointer:
		if depth <= 0 {
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), random, depth-1)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), random, depth)
		}
	default:
		panic("the facts have a kind of field that this test does not fill: " + v.Kind().String())
	}
}

// TestEveryFieldIsKept fails for a field of package fact that the coder does not know: what is
// decoded must be all that was filled.
func TestEveryFieldIsKept(t *testing.T) {
	for seed := range uint64(50) {
		var f fact.File
		fill(reflect.ValueOf(&f).Elem(), rand.New(rand.NewPCG(seed, 1)), 7)
		text, err := encode(&f)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decode(string(text))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(*got, f) {
			t.Fatalf("decoded %+v, want %+v", *got, f)
		}
	}
}

// TestFalseAmongTrue makes sure that each truth has a bit of its own.
func TestFalseAmongTrue(t *testing.T) {
	f := fact.File{Calls: []fact.Call{{Awaited: true}, {InTry: true}, {Caught: true}, {Returned: true}, {Used: true}},
		Catches: []fact.Catch{{Empty: true}, {Logs: true}, {Rethrows: true}, {Answers: true}, {Uses: true}},
		Funcs:   []fact.Func{{Async: true}, {HasTry: true}, {Exported: true}}, Generated: true}
	text, err := encode(&f)
	if err != nil {
		t.Fatal(err)
	}
	got, err := decode(string(text))
	if err != nil || !reflect.DeepEqual(*got, f) {
		t.Fatalf("decoded %+v (%v), want %+v", got, err, f)
	}
}

func TestDeepFactsAreRefused(t *testing.T) {
	text := fact.Text{}
	for range maxDepth + 1 {
		text = fact.Text{Parts: []fact.Part{{Hole: &fact.Hole{Choices: []fact.Text{text}}}}}
	}
	if _, err := encode(&fact.File{Consts: []fact.Const{{Text: text}}}); err == nil {
		t.Fatal("facts that nest without end are accepted")
	}
}

func FuzzDecode(f *testing.F) {
	for seed := range uint64(3) {
		var file fact.File
		fill(reflect.ValueOf(&file).Elem(), rand.New(rand.NewPCG(seed, 2)), 4)
		text, err := encode(&file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
		f.Add(string(text[:len(text)/2]))
	}
	f.Add("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := decode(text)
		if err != nil {
			return
		}
		again, err := encode(file)
		if err != nil {
			t.Fatalf("what was decoded cannot be encoded: %v", err)
		}
		back, err := decode(string(again))
		if err != nil || !reflect.DeepEqual(back, file) {
			t.Fatalf("%q is decoded differently after it was encoded: %v", text, err)
		}
	})
}
