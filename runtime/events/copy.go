package events

import (
	"net/netip"
	"reflect"
	"sync"
	"time"

	"github.com/vtgen/vtgen/runtime/sqltype"
)

// copyFunc returns a copy that shares no changeable memory with its argument.
type copyFunc func(data any) (any, error)

// copiers holds the copyFunc of each type of data seen, by [reflect.Type].
var copiers sync.Map

// unchangeable are types that hold pointers which their methods never let anyone write through.
var unchangeable = map[reflect.Type]bool{
	reflect.TypeFor[time.Time]():       true,
	reflect.TypeFor[sqltype.Decimal](): true,
	reflect.TypeFor[netip.Addr]():      true,
	reflect.TypeFor[netip.Prefix]():    true,
}

// anError is shared as well: errors are compared by identity, and nobody writes to one.
var anError = reflect.TypeFor[error]()

// copier returns how data of this type is copied. Data without references needs no copy:
// whoever takes it out of the interface gets a copy of it. Else its Clone method makes the
// copy, or reflection does; JSON would change types and lose fields.
func copier(data any) (copyFunc, error) {
	if data == nil {
		return share, nil
	}
	t := reflect.TypeOf(data)
	if known, ok := copiers.Load(t); ok {
		return known.(copyFunc), nil
	}
	made := copyFunc(share)
	switch {
	case hasClone(t):
		made = clone
	case holdsReferences(t):
		made = deepCopy
	}
	copiers.Store(t, made)
	return made, nil
}

func share(data any) (any, error) { return data, nil }

// hasClone reports whether t has the method Clone() t.
func hasClone(t reflect.Type) bool {
	m, ok := t.MethodByName("Clone")
	return ok && m.Type.NumIn() == 1 && m.Type.NumOut() == 1 && m.Type.Out(0) == t
}

func clone(data any) (copied any, err error) {
	err = contain(func() error {
		copied = callClone(reflect.ValueOf(data)).Interface()
		return nil
	})
	return copied, err
}

// callClone returns v.Clone(), and v itself for a nil pointer.
func callClone(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return v
	}
	return v.MethodByName("Clone").Call(nil)[0]
}

// holdsReferences reports whether values of t can share memory that can be written to. A
// type can contain itself only behind a reference, so this ends.
func holdsReferences(t reflect.Type) bool {
	if unchangeable[t] || t.Implements(anError) {
		return false
	}
	switch t.Kind() {
	case reflect.Array:
		return holdsReferences(t.Elem())
	case reflect.Struct:
		for field := range t.Fields() {
			if holdsReferences(field.Type) {
				return true
			}
		}
		return false
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface, reflect.Func, reflect.Chan, reflect.UnsafePointer:
		return true
	default:
		return false
	}
}
