package sample

import (
	"fmt"
	"reflect"
	"strings"
)

// Diff says where two values of one struct type differ, field by field, or "" where they do not.
// Fields with an Equal method (times, decimals) are compared by it and pointers by what they point
// to, so that a value read back from a database equals the one stored.
func Diff(got, want any) string {
	var out strings.Builder
	diff(&out, reflect.TypeOf(want).Name(), reflect.ValueOf(got), reflect.ValueOf(want))
	return strings.TrimSuffix(out.String(), "; ")
}

// diff writes the differences between two values below path.
func diff(out *strings.Builder, path string, got, want reflect.Value) {
	if got.Type() != want.Type() {
		fmt.Fprintf(out, "%s: got a %s, want a %s; ", path, got.Type(), want.Type())
		return
	}
	if equal, ok := equalMethod(got, want); ok {
		if !equal {
			fmt.Fprintf(out, "%s: got %v, want %v; ", path, got, want)
		}
		return
	}
	switch {
	case got.Kind() == reflect.Pointer && !got.IsNil() && !want.IsNil():
		diff(out, path, got.Elem(), want.Elem())
	case got.Kind() == reflect.Struct && exported(got.Type()):
		for i := range got.NumField() {
			diff(out, path+"."+got.Type().Field(i).Name, got.Field(i), want.Field(i))
		}
	case !reflect.DeepEqual(got.Interface(), want.Interface()):
		fmt.Fprintf(out, "%s: got %s, want %s; ", path, show(got), show(want))
	}
}

// equalMethod compares by the values' own Equal method, where they have one.
func equalMethod(got, want reflect.Value) (equal, ok bool) {
	method := got.MethodByName("Equal")
	if got.Kind() == reflect.Pointer || !method.IsValid() || method.Type().NumIn() != 1 || method.Type().In(0) != want.Type() ||
		method.Type().NumOut() != 1 || method.Type().Out(0).Kind() != reflect.Bool {
		return false, false
	}
	return method.Call([]reflect.Value{want})[0].Bool(), true
}

// exported reports whether every field of the struct can be read.
func exported(t reflect.Type) bool {
	for i := range t.NumField() {
		if !t.Field(i).IsExported() {
			return false
		}
	}
	return t.NumField() > 0
}

// show prints a value, and what a pointer points to.
func show(v reflect.Value) string {
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	return fmt.Sprintf("%v", v)
}
