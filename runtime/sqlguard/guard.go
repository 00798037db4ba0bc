package sqlguard

import (
	"context"
	"log/slog"
	"slices"
	"sync"

	"github.com/vtgen/vtgen/runtime/sqlguard/internal/sqltable"
)

// guard judges statements by a policy.
type guard struct {
	policy   Policy
	owners   owners
	verdicts verdicts
}

func newGuard(p Policy) (*guard, error) {
	o, err := newOwners(p)
	if err != nil {
		return nil, err
	}
	if p.Logger == nil {
		p.Logger = slog.New(slog.DiscardHandler)
	}
	return &guard{policy: p, owners: o}, nil
}

// verdict is what is known of a statement's text.
type verdict struct {
	uses []use

	mu     sync.Mutex
	logged []string // the modules for which it has been logged; "" is none
}

// use is a table of a statement, and who beside its owner may read it.
type use struct {
	Use
	readers []string
}

// verdict returns what is known of query, from memory if it can.
func (g *guard) verdict(query string) *verdict {
	if known := g.verdicts.get(query); known != nil {
		return known
	}
	v := &verdict{}
	for _, t := range sqltable.Scan(query).Tables {
		if t.System || t.Dynamic {
			continue
		}
		u := use{Use: Use{Database: t.Database, Table: t.Table, Access: t.Access.String()}}
		u.Owner, u.readers = g.owners.of(t.Database, t.Table)
		if !slices.ContainsFunc(v.uses, func(other use) bool { return other.Use == u.Use }) {
			v.uses = append(v.uses, u)
		}
	}
	return g.verdicts.keep(query, v)
}

// check returns the [Violation] of running a statement in ctx, in Fail mode, and logs it in Log mode.
func (g *guard) check(ctx context.Context, v *verdict) error {
	if len(v.uses) == 0 {
		return nil
	}
	module := Module(ctx)
	if module == Migrations {
		return nil
	}
	if module == "" {
		if g.policy.Strict && v.first(module) {
			g.policy.Logger.WarnContext(ctx, "guard.go:001 | check | a statement runs without a module in its context", "table", v.uses[0].Table, "owner", v.uses[0].Owner)
		}
		return nil
	}
	for i := range v.uses {
		u := &v.uses[i]
		if u.Owner == module {
			continue
		}
		if err := g.foreign(ctx, v, module, u); err != nil {
			return err
		}
	}
	return nil
}

// foreign judges the use of a table that the module does not own.
func (g *guard) foreign(ctx context.Context, v *verdict, module string, u *use) error {
	if u.Owner == "" {
		if g.policy.Strict && v.first(module) {
			g.policy.Logger.WarnContext(ctx, "guard.go:002 | foreign | a statement touches a table that no module owns", "module", module, "table", u.Table, "access", u.Access)
		}
		return nil
	}
	if u.Access == sqltable.Read.String() && slices.Contains(u.readers, module) {
		return nil
	}
	if g.policy.Allow != nil && g.policy.Allow(module, u.Use) {
		return nil
	}
	violation := &Violation{Module: module, Use: u.Use}
	if g.policy.Mode == Fail {
		return violation
	}
	if v.first(module) {
		g.policy.Logger.ErrorContext(ctx, "guard.go:003 | foreign | a statement touches another module's table",
			"module", module, "table", u.Table, "access", u.Access, "owner", u.Owner, "error", violation)
	}
	return nil
}

// first reports whether nothing has been logged of the statement for the module, and notes it.
func (v *verdict) first(module string) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if slices.Contains(v.logged, module) {
		return false
	}
	v.logged = append(v.logged, module)
	return true
}
