package sqldb_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/sqldb"
)

func TestWithLockRunsOneAtATime(t *testing.T) {
	db := open(t)
	var inside, total atomic.Int32
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			err := db.WithLock(t.Context(), "job", func(context.Context) error {
				if inside.Add(1) != 1 {
					t.Error("two are inside")
				}
				total.Add(1)
				inside.Add(-1)
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if total.Load() != 4 {
		t.Errorf("%d of 4 ran", total.Load())
	}
}

func TestLocks(t *testing.T) {
	db, other := open(t), open(t)
	err := db.WithLock(t.Context(), "job", func(ctx context.Context) error {
		// Another name and another database are free; the same name is not.
		free := func(context.Context) error { return nil }
		if err := db.WithLock(ctx, "job2", free); err != nil {
			t.Errorf("another name: %v", err)
		}
		if err := other.WithLock(ctx, "job", free); err != nil {
			t.Errorf("another database: %v", err)
		}
		short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
		defer cancel()
		if err := db.WithLock(short, "job", free); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the same lock: got %v, want %v", err, context.DeadlineExceeded)
		}
		return errWork
	})
	if !errors.Is(err, errWork) {
		t.Errorf("got the error %v, want the work's", err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = db.WithLock(t.Context(), "job", func(context.Context) error { panic("inside") })
	}()
	if err := db.WithLock(t.Context(), "job", func(context.Context) error { return nil }); err != nil {
		t.Errorf("the lock was not given back: %v", err)
	}
}

// An attempt that ends without the lock is followed by another one.
func TestWithLockWaitsForMoreThanOneAttempt(t *testing.T) {
	sqldb.SetLockPatience(t, 10*time.Millisecond)
	db := open(t)
	var free atomic.Bool
	held, done := make(chan struct{}), make(chan error)
	go func() {
		<-held
		done <- db.WithLock(t.Context(), "job", func(context.Context) error {
			if !free.Load() {
				return errors.New("two are inside")
			}
			return nil
		})
	}()
	err := db.WithLock(t.Context(), "job", func(context.Context) error {
		close(held)
		time.Sleep(100 * time.Millisecond)
		free.Store(true)
		return nil
	})
	if err := errors.Join(err, <-done); err != nil {
		t.Error(err)
	}
}

func TestWithLockRefusesOtherNames(t *testing.T) {
	db := open(t)
	for _, name := range []string{"", "A", "../x", "a b", "a-very-long-name", "abcdefghijklmnopqrstuvwxyz_0123456"} {
		if err := db.WithLock(t.Context(), name, func(context.Context) error { return nil }); err == nil {
			t.Errorf("%q was accepted", name)
		}
	}
}
