package sqlmodel

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/vtgen/vtgen/runtime/apperr"
)

func TestRetryUntilNobodyWasFaster(t *testing.T) {
	attempts := 0
	err := Retry(t.Context(), func(context.Context) error {
		attempts++
		if attempts < 3 {
			return Written(0, nil)
		}
		return Written(1, nil)
	})
	if err != nil || attempts != 3 {
		t.Errorf("got %v after %d attempts", err, attempts)
	}
}

func TestRetryEnds(t *testing.T) {
	attempts := 0
	stale := func(context.Context) error { attempts++; return ErrStale }
	if err := Retry(t.Context(), stale); !errors.Is(err, ErrStale) || attempts != retryAttempts {
		t.Errorf("a row that others keep changing: %v after %d attempts", err, attempts)
	}
	attempts = 0
	failed := errors.New("failed")
	if err := Retry(t.Context(), func(context.Context) error { attempts++; return failed }); !errors.Is(err, failed) || attempts != 1 {
		t.Errorf("another error: %v after %d attempts", err, attempts)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	attempts = 0
	if err := Retry(ctx, stale); !errors.Is(err, context.Canceled) || attempts != 1 {
		t.Errorf("a context that ended: %v after %d attempts", err, attempts)
	}
}

// In a transaction only the outermost can read anew.
func TestRetryWithinRetry(t *testing.T) {
	outer, inner := 0, 0
	err := Retry(t.Context(), func(ctx context.Context) error {
		outer++
		return Retry(ctx, func(context.Context) error {
			inner++
			if inner < 3 {
				return ErrStale
			}
			return nil
		})
	})
	if err != nil || outer != 3 || inner != outer {
		t.Errorf("%v after %d attempts with %d", err, outer, inner)
	}
}

func TestWritten(t *testing.T) {
	failed := errors.New("failed")
	if err := Written(0, failed); !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
	failure, ok := apperr.From(Table{Entity: "thing", Codes: Codes{Conflict: "C"}}.Fail("x.go:001 | Update", Written(0, nil)))
	if !ok || failure.Status != http.StatusConflict || failure.Code != "C" {
		t.Errorf("a stale row is %v to a client, want a conflict", failure)
	}
}
