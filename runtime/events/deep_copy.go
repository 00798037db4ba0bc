package events

import (
	"fmt"
	"reflect"
)

// maxNesting bounds how deep data may be nested; what is deeper is taken for a cycle.
const maxNesting = 64

// deepCopy copies all data that is made of exported fields or knows how to clone itself.
func deepCopy(data any) (copied any, err error) {
	err = contain(func() error {
		v, err := copyValue(reflect.ValueOf(data), 0)
		if err == nil {
			copied = v.Interface()
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("copy its data, a %T: %w", data, err)
	}
	return copied, nil
}

func copyValue(v reflect.Value, depth int) (reflect.Value, error) {
	t := v.Type()
	form := shapeOf(t)
	switch {
	case depth > maxNesting:
		return v, fmt.Errorf("it is nested more than %d deep: it seems to contain itself", maxNesting)
	case form.plain:
		return v, nil
	case form.clone >= 0:
		return callClone(v, form.clone), nil
	}
	switch t.Kind() {
	case reflect.Struct:
		return copyStruct(v, form, depth)
	case reflect.Array:
		return copyElements(v, reflect.New(t).Elem(), depth)
	}
	if v.IsNil() { // all others have a nil
		return v, nil
	}
	switch t.Kind() {
	case reflect.Pointer:
		target, err := copyValue(v.Elem(), depth+1)
		if err != nil {
			return v, err
		}
		fresh := reflect.New(t.Elem())
		fresh.Elem().Set(target)
		return fresh.Convert(t), nil
	case reflect.Interface:
		return copyValue(v.Elem(), depth+1)
	case reflect.Slice:
		return copyElements(v, reflect.MakeSlice(t, v.Len(), v.Len()), depth)
	case reflect.Map:
		return copyMap(v, depth)
	default:
		return v, fmt.Errorf("a value of type %s can not be copied: leave it out of the event", t)
	}
}

func copyStruct(v reflect.Value, form *shape, depth int) (reflect.Value, error) {
	if form.refused != nil {
		return v, form.refused
	}
	fresh := reflect.New(v.Type()).Elem()
	fresh.Set(v)
	for _, i := range form.fields {
		value, err := copyValue(v.Field(i), depth+1)
		if err != nil {
			return v, err
		}
		fresh.Field(i).Set(value)
	}
	return fresh, nil
}

// copyElements fills fresh with copies of the elements of v, an array or slice.
func copyElements(v, fresh reflect.Value, depth int) (reflect.Value, error) {
	if shapeOf(v.Type().Elem()).plain {
		reflect.Copy(fresh, v)
		return fresh, nil
	}
	for i := range v.Len() {
		element, err := copyValue(v.Index(i), depth+1)
		if err != nil {
			return v, err
		}
		fresh.Index(i).Set(element)
	}
	return fresh, nil
}

func copyMap(v reflect.Value, depth int) (reflect.Value, error) {
	fresh := reflect.MakeMapWithSize(v.Type(), v.Len())
	for entries := v.MapRange(); entries.Next(); {
		key := entries.Key()
		if key.Kind() == reflect.Interface {
			key = key.Elem()
		}
		if key.IsValid() && !shapeOf(key.Type()).plain {
			return v, fmt.Errorf("the keys of a %s can not be copied: use plain values as keys", v.Type())
		}
		value, err := copyValue(entries.Value(), depth+1)
		if err != nil {
			return v, err
		}
		fresh.SetMapIndex(entries.Key(), value)
	}
	return fresh, nil
}
