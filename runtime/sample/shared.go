package sample

import (
	"reflect"
	"sync"
	"testing"
)

// shared holds what [Shared] stored in the databases of running tests.
var shared sync.Map

// sharedKey is one stored sample: in which database, of which type, the how manieth.
type sharedKey struct {
	db   any
	kind reflect.Type
	n    int
}

// Shared returns the n-th sample that store stores in db, and the same one when it is asked again in
// the same test: what two samples refer to is stored once, whatever is unique in it.
func Shared[DB comparable, T any](t testing.TB, db DB, n int, store func(t testing.TB, db DB, n int) T) T {
	t.Helper()
	key := sharedKey{db: db, kind: reflect.TypeFor[T](), n: n}
	if stored, ok := shared.Load(key); ok {
		return stored.(T)
	}
	stored := store(t, db, n)
	shared.Store(key, stored)
	t.Cleanup(func() { shared.Delete(key) })
	return stored
}
