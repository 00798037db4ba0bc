package sqlguard

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
)

func testGuard(t testing.TB) *guard {
	t.Helper()
	g, err := newGuard(Policy{Owners: map[string]string{"orders": "order", "users": "user_account"}})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// However many statements there are, few are remembered, and those in use are.
func TestVerdictsAreBounded(t *testing.T) {
	g := testGuard(t)
	const used = "SELECT 1 FROM users"
	first := g.verdict(used)
	for i := range 5 * maxVerdicts {
		g.verdict(fmt.Sprintf("SELECT %d FROM orders", i))
		if i%100 == 0 && g.verdict(used) != first {
			t.Fatalf("a statement in use was forgotten after %d others", i)
		}
	}
	if kept := len(g.verdicts.young) + len(g.verdicts.aged); kept > 2*maxVerdicts {
		t.Errorf("%d statements are remembered", kept)
	}
	long := used + " WHERE name = '" + strings.Repeat("x", longestKept) + "'"
	if once, twice := g.verdict(long), g.verdict(long); once == twice {
		t.Error("a long text is remembered")
	}
}

func TestConcurrentUse(t *testing.T) {
	g := testGuard(t)
	var group sync.WaitGroup
	for n := range 8 {
		group.Go(func() {
			ctx := As(context.Background(), []string{"order", "user_account"}[n%2])
			for i := range 2000 {
				query := fmt.Sprintf("DELETE FROM orders WHERE id = %d", i%1500)
				var v *Violation
				if err := g.check(ctx, g.verdict(query)); errors.As(err, &v) == (n%2 == 0) {
					t.Errorf("%s as %s: %v", query, Module(ctx), err)
				}
			}
		})
	}
	group.Wait()
}

func BenchmarkCheck(b *testing.B) {
	g := testGuard(b)
	ctx := As(b.Context(), "user_account")
	const query = "SELECT id, name, email FROM users WHERE id = ? LIMIT 1"
	b.Run("known text", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := g.check(ctx, g.verdict(query)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("prepared", func(b *testing.B) {
		b.ReportAllocs()
		v := g.verdict(query)
		for b.Loop() {
			if err := g.check(ctx, v); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("context", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = As(b.Context(), "user_account")
		}
	})
}
