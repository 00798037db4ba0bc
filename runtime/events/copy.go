package events

import (
	"fmt"
	"net/netip"
	"reflect"
	"sync"
	"time"

	"github.com/vtgen/vtgen/runtime/sqltype"
)

// shape is what has to be known of a type to copy its values. It is found out once for each type.
type shape struct {
	plain   bool  // holds nothing that two copies could share and change
	clone   int   // the index of its method Clone() T, or -1
	fields  []int // of a struct: the fields that are not plain
	refused error // of a struct: why it can not be copied
}

// shapes holds the shape of each type seen, by [reflect.Type].
var shapes sync.Map

// unchangeable are types that hold pointers which their methods never let anyone write through.
var unchangeable = map[reflect.Type]bool{
	reflect.TypeFor[time.Time]():       true,
	reflect.TypeFor[sqltype.Decimal](): true,
	reflect.TypeFor[netip.Addr]():      true,
	reflect.TypeFor[netip.Prefix]():    true,
}

// anError is shared as well: errors are compared by identity, and nobody writes to one.
var anError = reflect.TypeFor[error]()

// duplicate returns a copy of data that shares no changeable memory with it. Data without
// references needs none: whoever takes it out of the interface gets a copy of it. Else its Clone
// method makes the copy, or reflection does; JSON would change types and lose fields.
func duplicate(data any) (any, error) {
	if data == nil {
		return nil, nil
	}
	if shapeOf(reflect.TypeOf(data)).plain {
		return data, nil
	}
	return deepCopy(data)
}

// shapeOf returns the shape of a type.
func shapeOf(t reflect.Type) *shape {
	if known, ok := shapes.Load(t); ok {
		return known.(*shape)
	}
	made := &shape{plain: !holdsReferences(t), clone: cloneMethod(t)}
	if t.Kind() == reflect.Struct && !made.plain {
		made.fields, made.refused = changeableFields(t)
	}
	shapes.Store(t, made)
	return made
}

// changeableFields lists the fields of a struct type that have to be copied one by one.
func changeableFields(t reflect.Type) ([]int, error) {
	var indices []int
	for i := range t.NumField() {
		field := t.Field(i)
		if !holdsReferences(field.Type) {
			continue
		}
		if !field.IsExported() {
			return nil, fmt.Errorf("the field %s of %s can not be copied from outside its package: give %s a method Clone() %s", field.Name, t, t, t)
		}
		indices = append(indices, i)
	}
	return indices, nil
}

// cloneMethod returns the index of t's method Clone() t, or -1.
func cloneMethod(t reflect.Type) int {
	m, ok := t.MethodByName("Clone")
	if ok && m.Type.NumIn() == 1 && m.Type.NumOut() == 1 && m.Type.Out(0) == t {
		return m.Index
	}
	return -1 // also for an interface, whose methods have no receiver among their parameters
}

// callClone returns v.Clone(), and v itself for a nil pointer.
func callClone(v reflect.Value, method int) reflect.Value {
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return v
	}
	return v.Method(method).Call(nil)[0]
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
