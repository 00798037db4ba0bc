package lintcorpus

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
)

// example is the standards' own example (§3.8): the invitation service queries allowed_app.
const example = `
-- x/services/app_operations.service.js --
const allowed_app_data_repository = require('../data_repositories/allowed_app.data_repository');

class app_operations_service {
  async is_app_allowed(user_id, app_id) {
    const count = await this.count(user_id, app_id);
    return count > 0;
  }

  async count(user_id, app_id) {
    return allowed_app_data_repository.count_allowed(user_id, app_id);
  }

  async allow_app(user_id, app_id) {
    return allowed_app_data_repository.add(user_id, app_id);
  }

  async get_app_detail(app_id) {
    return { app_id };
  }
}

module.exports = new app_operations_service();
-- x/data_repositories/allowed_app.data_repository.js --
const mysql_connection = require('../_core_app_connectivities/db_mysql');

class allowed_app_data_repository {
  async count_allowed(user_id, app_id) {
    const [rows] = await mysql_connection.execute('SELECT COUNT(*) AS n FROM oneid.allowed_app WHERE user_id = ? AND app_id = ?', [user_id, app_id]);
    return rows[0].n;
  }

  async add(user_id, app_id) {
    await mysql_connection.execute('INSERT INTO oneid.allowed_app (user_id, app_id) VALUES (?, ?)', [user_id, app_id]);
  }
}

module.exports = new allowed_app_data_repository();
-- x/services/invitation.service.js --
const mysql_connection = require('../_core_app_connectivities/db_mysql');

class invitation_service {
  async check_user_access(user_id, app_id) {
    const query = 'SELECT COUNT(*) FROM oneid.allowed_app WHERE user_id = ? AND app_id = ?';
    const [rows] = await mysql_connection.execute(query, [user_id, app_id]);
    return rows[0].count > 0;
  }

  async grant(user_id, app_id) {
    await mysql_connection.execute('INSERT INTO oneid.allowed_app (user_id, app_id) VALUES (?, ?)', [user_id, app_id]);
  }
}

module.exports = new invitation_service();
-- x/services/report.service.js --
const mysql_connection = require('../_core_app_connectivities/db_mysql');
const app_operations_service = require('./app_operations.service');

exports.daily = async () => {
  await app_operations_service.is_app_allowed(1, 2);
  return mysql_connection.query('SELECT * FROM oneid.ledger');
};
exports.total = () => mysql_connection.query('SELECT COUNT(*) FROM oneid.ledger');
-- x/services/billing.service.js --
const mysql_connection = require('../_core_app_connectivities/db_mysql');
exports.book = () => mysql_connection.query('INSERT INTO oneid.ledger (a) VALUES (1)');
`

// linked links the one case of a text.
func linked(t *testing.T, text string) *program.Program {
	t.Helper()
	theme, err := parse("x", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return program.Link(theme.Cases[0].Facts(), theme.Cases[0].Options)
}

func list(all []program.Access) string {
	var out []string
	for _, a := range all {
		out = append(out, fmt.Sprintf("%s %s %s:%d", a.Name, a.Mode, a.File.Path, a.Line))
	}
	return strings.Join(out, "\n")
}

// TestDiscover asks for the owner of the standards' example table.
func TestDiscover(t *testing.T) {
	d := program.Discover(linked(t, example), "oneid", "allowed_app")
	if d.Ownership == nil || d.Module != "app_operations" || d.Source != program.FromRepository {
		t.Fatalf("ownership %+v", d.Ownership)
	}
	if want := "its data repository data_repositories/allowed_app.data_repository.js belongs to the module"; d.Reason() != want {
		t.Errorf("reason %q, want %q", d.Reason(), want)
	}
	for _, test := range []struct{ what, got, want string }{
		{"methods", list(d.Methods), "app_operations_service.is_app_allowed read services/app_operations.service.js:4\n" +
			"app_operations_service.count read services/app_operations.service.js:9\n" +
			"app_operations_service.allow_app write services/app_operations.service.js:13"},
		{"direct", list(d.Direct), "allowed_app_data_repository.count_allowed read data_repositories/allowed_app.data_repository.js:5\n" +
			"allowed_app_data_repository.add write data_repositories/allowed_app.data_repository.js:10"},
		{"foreign", list(d.Foreign), "invitation_service.check_user_access read services/invitation.service.js:5\n" +
			"invitation_service.grant write services/invitation.service.js:11"},
	} {
		if test.got != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", test.what, test.got, test.want)
		}
	}
	if len(d.Services) != 1 || len(d.Repositories) != 1 {
		t.Errorf("%d services and %d repositories", len(d.Services), len(d.Repositories))
	}
	if missing := program.Discover(linked(t, example), "", "no_such_table"); missing.Ownership != nil {
		t.Errorf("a table that is nowhere is %+v", missing.Ownership)
	}
	if any := program.Discover(linked(t, example), "", "allowed_app"); any.Ownership == nil {
		t.Error("the table is not found without its database")
	}
}

// TestSuggestions names the method to call, for reading and for writing.
func TestSuggestions(t *testing.T) {
	var got []string
	for _, f := range Findings(linked(t, example), []string{"VT001"}) {
		got = append(got, f.Access+": "+f.Message+"; "+f.Suggestion)
		if f.Tier != rule.Certain {
			t.Errorf("%s is %s", f.Message, f.Tier)
		}
	}
	want := "read: module invitation reads oneid.allowed_app, which module app_operations owns; ask app_operations_service.is_app_allowed instead\n" +
		"write: module invitation writes oneid.allowed_app, which module app_operations owns; ask app_operations_service.allow_app instead"
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

// TestPropose leaves open what the code does not decide.
func TestPropose(t *testing.T) {
	proposal := program.Propose(linked(t, example))
	if len(proposal.Modules) != 1 || proposal.Modules[0].Name != "app_operations" || len(proposal.Modules[0].Tables) != 1 {
		t.Fatalf("modules %+v", proposal.Modules)
	}
	if got, want := proposal.Modules[0].Tables[0].Comment, "also used by invitation (services/invitation.service.js:5)"; got != want {
		t.Errorf("comment %q, want %q", got, want)
	}
	if len(proposal.Unowned) != 1 || proposal.Unowned[0].Table != "ledger" {
		t.Fatalf("unowned %+v", proposal.Unowned)
	}
	want := "no owner found; used by billing (services/billing.service.js:2), report (services/report.service.js:6)"
	if got := proposal.Unowned[0].Comment; got != want {
		t.Errorf("comment %q, want %q", got, want)
	}
	if !proposal.Standard || len(proposal.Databases) != 1 {
		t.Errorf("standard %t, databases %v", proposal.Standard, proposal.Databases)
	}
}

// TestTiers tells how sure findings are.
func TestTiers(t *testing.T) {
	text := example[:strings.Index(example, "-- x/services/invitation")] + `-- x/services/invitation.service.js --
const db = require('../_core_app_connectivities/db_mysql');
exports.run = () => db.execute('SELECT * FROM oneid.allowed_app');
exports.keep = () => keep('SELECT * FROM oneid.allowed_app WHERE id = 1');
exports.piece = () => keep(' JOIN oneid.allowed_app a ON a.id = x.id');
exports.log = () => console.log('SELECT * FROM oneid.allowed_app');
`
	var got []string
	for _, f := range Findings(linked(t, text), []string{"VT001"}) {
		got = append(got, f.Func+" "+string(f.Tier))
	}
	if want := "run certain, keep likely, piece possible"; strings.Join(got, ", ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, ", "), want)
	}
}

// TestGivenTables tells how sure it is that a table's name is not known where others give it.
func TestGivenTables(t *testing.T) {
	const helper = `
-- x/data_repositories/count.data_repository.js --
const db = require('../_core_app_connectivities/db_mysql');
exports.count = (table) => db.execute(` + "`SELECT COUNT(*) FROM ${table}`" + `);
`
	const caller = `
-- x/data_repositories/order.data_repository.js --
const { count } = require('./count.data_repository');
exports.orders = () => count('shop.orders');
`
	for _, test := range []struct{ name, text, want string }{
		{"nobody gives it", helper, "certain"},
		{"all give known names", helper + caller, "possible"},
		{"one gives an unknown name", helper + caller + "exports.any = (name) => count(name + 's');\n", "certain"},
		{"one hands it on to one who knows", helper + caller + "exports.any = (name) => count(name);\nexports.lines = () => exports.any('shop.lines');\n", "possible"},
		{"derived classes name it", `
-- x/data_repositories/base.data_repository.js --
const db = require('../_core_app_connectivities/db_mysql');
module.exports = class base { all() { return db.execute(` + "`SELECT * FROM ${this.table()}`" + `); } };
-- x/data_repositories/order.data_repository.js --
const base = require('./base.data_repository');
module.exports = class order extends base { table() { return 'shop.orders'; } };
`, "possible"},
	} {
		var got []string
		for _, f := range Findings(linked(t, test.text), []string{"VT007"}) {
			got = append(got, string(f.Tier))
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// TestDiscoverThroughInterfaces follows calls through interfaces, embedded structs, injected classes
// and sqlc's queries.
func TestDiscoverThroughInterfaces(t *testing.T) {
	for _, test := range []struct{ name, text, table, want string }{
		{"interface in Go", `
-- x/services/coupon.service.go --
package services

import "context"

type coupons interface {
	Find(ctx context.Context, id int64) error
}

// CouponService owns the coupons.
type CouponService struct{ repository coupons }

// Redeem redeems one.
func (s *CouponService) Redeem(ctx context.Context, id int64) error {
	return s.repository.Find(ctx, id)
}
-- x/data_repositories/coupon.data_repository.go --
package data_repositories

import (
	"context"
	"database/sql"
)

// CouponDataRepository holds the queries on coupons.
type CouponDataRepository struct{ base }

type base struct{ db *sql.DB }

func (b *base) Find(ctx context.Context, id int64) error {
	return b.db.QueryRowContext(ctx, "SELECT * FROM coupons WHERE id = ?", id).Err()
}
`, "coupons", "CouponService.Redeem read services/coupon.service.go:13"},
		{"sqlc without its generated code", `
-- x/config --
module . example.com/aip
-- x/services/coupon.service.go --
package services

import (
	"context"

	"example.com/aip/data_repositories"
)

// CouponService owns the coupons.
type CouponService struct{ repository *data_repositories.CouponDataRepository }

// Close closes one.
func (s *CouponService) Close(ctx context.Context) error { return s.repository.Close(ctx) }
-- x/data_repositories/coupon.data_repository.go --
package data_repositories

import (
	"context"

	queries "example.com/aip/data_repositories/internal/coupons"
)

// CouponDataRepository holds the queries on coupons.
type CouponDataRepository struct{ queries *queries.Queries }

// Close closes one.
func (r *CouponDataRepository) Close(ctx context.Context) error { return r.queries.CloseCoupon(ctx) }
-- x/data_repositories/queries/coupons.sql --
-- name: CloseCoupon :exec
UPDATE coupons SET closed = 1;
`, "coupons", "CouponService.Close write services/coupon.service.go:13"},
		{"injected class in TypeScript", `
-- x/src/coupon/coupon.service.ts --
import { CouponRepository } from './coupon.repository';

export class CouponService {
  constructor(private readonly coupons: CouponRepository) {}

  async redeem(id: number): Promise<void> {
    await this.coupons.close(id);
  }
}
-- x/src/coupon/coupon.repository.ts --
import { DataSource } from 'typeorm';

export class CouponRepository {
  constructor(private readonly db: DataSource) {}

  close(id: number) {
    return this.db.query('UPDATE coupons SET closed = true WHERE id = $1', [id]);
  }
}
`, "coupons", "CouponService.redeem write src/coupon/coupon.service.ts:6"},
		{"field of a service in JavaScript", `
-- x/services/coupon.service.js --
const coupon_data_repository = require('../data_repositories/coupon.data_repository');

class coupon_service {
  constructor() {
    this.repository = coupon_data_repository;
  }

  redeem(id) {
    return this.repository.close(id);
  }
}

module.exports = new coupon_service();
-- x/data_repositories/coupon.data_repository.js --
const { db } = require('../_core_app_connectivities/mongodb');
exports.close = (id) => db.collection('coupons').updateOne({ _id: id }, { $set: { closed: true } });
`, "coupons", "coupon_service.redeem write services/coupon.service.js:8"},
	} {
		d := program.Discover(linked(t, test.text), "", test.table)
		if d.Ownership == nil {
			t.Errorf("%s: the table is not known", test.name)
			continue
		}
		if got := list(d.Methods); got != test.want {
			t.Errorf("%s: methods\n%s\nwant\n%s", test.name, got, test.want)
		}
	}
}

// TestModuleWithoutService requires that VT001 and discovery speak of the module of a data repository that
// no service uses.
func TestModuleWithoutService(t *testing.T) {
	theme, err := parse("x", []byte(`
-- x/data_repositories/session.data_repository.js --
const mysql = require('../_core_app_connectivities/db_mysql');
exports.expire = () => mysql.execute('DELETE FROM clinic.sessions WHERE old = 1');
-- x/data_repositories/usage.data_repository.js --
const mysql = require('../_core_app_connectivities/db_mysql');
exports.active = () => mysql.execute('SELECT COUNT(*) FROM clinic.sessions');
exports.keep = (n) => mysql.execute('INSERT INTO clinic.usages (n) VALUES (?)', [n]);
-- x/services/usage.service.js --
const usage_data_repository = require('../data_repositories/usage.data_repository');
exports.keep = async () => usage_data_repository.keep(await usage_data_repository.active());
`))
	if err != nil {
		t.Fatal(err)
	}
	c := theme.Cases[0]
	p := program.Link(c.Facts(), c.Options)
	findings := Findings(p, []string{"VT001"})
	if len(findings) != 1 {
		t.Fatalf("findings %v, want one", findings)
	}
	if want := "module usage reads clinic.sessions, which module session owns"; findings[0].Message != want {
		t.Errorf("message %q, want %q", findings[0].Message, want)
	}
	if want := "module session has no service yet: give it one with a method for this, and call that"; findings[0].Suggestion != want {
		t.Errorf("suggestion %q, want %q", findings[0].Suggestion, want)
	}
	d := program.Discover(p, "clinic", "sessions")
	if d.Module != "session" || len(d.Services) != 0 || len(d.Direct) != 1 || len(d.Foreign) != 1 {
		t.Errorf("discovery %+v, want session without a service, one query of its own and one of usage", d)
	}
}
