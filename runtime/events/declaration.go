package events

import (
	"errors"
	"fmt"
	"reflect"
	"sync"

	"github.com/go-json-experiment/json"
)

// ErrUndeclared is matched by the error of an [Encode] or [Decode] for an event that [Define] does
// not know: nobody could tell the type of its data.
var ErrUndeclared = errors.New("the event is not declared")

// declaration is the type of an event's data.
type declaration struct {
	data   reflect.Type
	decode func(text []byte) (any, error)
	// other is a second type declared for the same id. Such an event can be emitted but not stored.
	other reflect.Type
}

// declarations holds a *declaration for each id. Declarations are made while the program starts and
// are as many as its source holds.
var declarations = struct {
	sync.RWMutex
	byID map[string]declaration
}{byID: map[string]declaration{}}

func declare[T any](id string) {
	fresh := declaration{data: reflect.TypeFor[T](), decode: func(text []byte) (any, error) {
		var data T
		err := json.Unmarshal(text, &data)
		return data, err
	}}
	declarations.Lock()
	defer declarations.Unlock()
	known, found := declarations.byID[id]
	if found && known.data != fresh.data {
		known.other = fresh.data
		fresh = known
	}
	declarations.byID[id] = fresh
}

func declared(id string) (declaration, error) {
	declarations.RLock()
	defer declarations.RUnlock()
	d, found := declarations.byID[id]
	switch {
	case !found:
		return d, fmt.Errorf("%w: declare it with events.Define, in a package that the process imports", ErrUndeclared)
	case d.other != nil:
		return d, fmt.Errorf("%w: its data is declared as a %s and as a %s: declare it once", ErrUndeclared, d.data, d.other)
	}
	return d, nil
}

// Encode returns the data of a declared event as JSON, from which [Decode] makes the same data again
// in this or another process. What the type keeps out of its JSON is lost: secrets do not belong
// into a store of events.
func Encode(id string, data any) ([]byte, error) {
	d, err := declared(id)
	if err != nil {
		return nil, fmt.Errorf("encode the data of %.140q: %w", id, err)
	}
	if reflect.TypeOf(data) != d.data && (data != nil || d.data.Kind() != reflect.Interface) {
		return nil, fmt.Errorf("encode the data of %s: it is a %T and not the %s that was declared: emit it through its Type", id, data, d.data)
	}
	text, err := json.Marshal(data)
	if err != nil {
		return nil, fmt.Errorf("encode the data of %s, a %s: %w", id, d.data, err)
	}
	return text, nil
}

// Decode returns the data of a declared event, of the type that was declared, from the JSON that
// [Encode] made. Members that the type does not have (any more) are passed over.
func Decode(id string, text []byte) (any, error) {
	d, err := declared(id)
	if err != nil {
		return nil, fmt.Errorf("decode the data of %.140q: %w", id, err)
	}
	data, err := d.decode(text)
	if err != nil {
		return nil, fmt.Errorf("decode the data of %s, a %s: %w", id, d.data, err)
	}
	return data, nil
}
