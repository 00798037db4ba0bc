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
