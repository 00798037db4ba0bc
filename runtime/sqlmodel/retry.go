package sqlmodel

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// ErrStale says that a row was changed by another writer between being read and written.
var ErrStale = errors.New("the row was changed meanwhile")

// Attempts of [Retry], and the longest wait before the second one; each wait may be twice the last.
const (
	retryAttempts = 8
	retryWait     = 2 * time.Millisecond
)

// retryKey marks the context of an attempt.
type retryKey struct{}

// Retry runs a read, change and write until no other writer came between, at most 8 times. The error
// of the last attempt is returned, [ErrStale] if that was still so.
//
// Within an attempt another Retry makes one attempt only: the outer one repeats all of it. In a
// transaction that is the only way, since MySQL goes on showing it the row as it first read it: put
// the Retry around the transaction.
func Retry(ctx context.Context, attempt func(ctx context.Context) error) error {
	if ctx.Value(retryKey{}) != nil {
		return attempt(ctx)
	}
	ctx = context.WithValue(ctx, retryKey{}, true)
	var err error
	for n := range retryAttempts {
		if err = attempt(ctx); !errors.Is(err, ErrStale) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(rand.N(retryWait << n)):
		}
	}
	return err
}

// Written turns the outcome of a write that names the version it read into an error: [ErrStale] when
// no row was written.
func Written(rows int64, err error) error {
	if err == nil && rows == 0 {
		return ErrStale
	}
	return err
}
