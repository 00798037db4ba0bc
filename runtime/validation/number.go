package validation

import (
	"cmp"
	"fmt"
	"reflect"
	"strconv"

	"github.com/vtgen/vtgen/runtime/optional"
)

// integer is any of Go's integer types, or a type made of one.
type integer interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64
}

// nullableInteger is a pointer to one of Go's integer types.
type nullableInteger interface {
	*int | *int8 | *int16 | *int32 | *int64 | *uint | *uint8 | *uint16 | *uint32 | *uint64
}

// Integer is a whole number of any of Go's integer types, so that a rule need not have the type of the field that it is for.
type Integer struct {
	negative int64  // the number when it is below 0, else 0
	positive uint64 // the number when it is above 0, else 0
}

// Number checks an integer of any type.
func Number[T integer | nullableInteger](p *Problems, field string, v optional.Value[T], rules ...Rule[Integer]) {
	if !v.Present {
		return
	}
	held := reflect.ValueOf(v.V)
	if held.Kind() == reflect.Pointer {
		held = held.Elem()
	}
	switch {
	case held.CanInt():
		apply(p, field, toInteger(held.Int()), rules)
	case held.CanUint():
		apply(p, field, toInteger(held.Uint()), rules)
	}
}

// Min wants a number of at least limit.
func Min[N integer](limit N) Rule[Integer] {
	least := toInteger(limit)
	return func(value Integer) string {
		if value.compare(least) < 0 {
			return fmt.Sprintf("must be greater than or equal to %s", least)
		}
		return ""
	}
}

// Max wants a number of at most limit.
func Max[N integer](limit N) Rule[Integer] {
	most := toInteger(limit)
	return func(value Integer) string {
		if value.compare(most) > 0 {
			return fmt.Sprintf("must be less than or equal to %s", most)
		}
		return ""
	}
}

func toInteger[N integer](n N) Integer {
	if n < 0 {
		return Integer{negative: int64(n)}
	}
	return Integer{positive: uint64(n)}
}

func (i Integer) compare(other Integer) int {
	return cmp.Or(cmp.Compare(i.negative, other.negative), cmp.Compare(i.positive, other.positive))
}

// String gives the number in decimal digits.
func (i Integer) String() string {
	if i.negative < 0 {
		return strconv.FormatInt(i.negative, 10)
	}
	return strconv.FormatUint(i.positive, 10)
}
