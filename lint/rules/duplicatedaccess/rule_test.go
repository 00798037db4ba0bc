package duplicatedaccess

import "testing"

func TestNormal(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"SELECT * FROM users WHERE id = ?", "select *\n\tfrom users where id=?", true},
		{"SELECT * FROM users;", "SELECT * FROM users", true},
		{"SELECT * FROM users -- all\nWHERE id = 1", "SELECT * FROM users WHERE id = 1", true},
		{"SELECT /* x */ a FROM users", "SELECT a FROM users", true},
		{"SELECT COUNT( * ) FROM users", "SELECT COUNT(*) FROM users", true},
		{"SELECT 'A' FROM users", "SELECT 'a' FROM users", false},
		{"SELECT 'a  b' FROM users", "SELECT 'a b' FROM users", false},
		{"SELECT 'it''s' FROM users", "SELECT 'it''s' FROM users", true},
		{"SELECT a b FROM users", "SELECT ab FROM users", false},
		{"SELECT a FROM users WHERE id = " + hole, "SELECT a FROM users WHERE id = " + hole, true},
		{"SELECT a FROM users " + hole, "SELECT a FROM users " + hole, false},
		{"SELECT " + hole + " FROM users", "SELECT " + hole + " FROM users", false},
		{"SELECT a FROM users WHERE b IN (" + hole + ")", "SELECT a FROM users WHERE b IN ( " + hole + " )", true},
	} {
		a, okA := normal(test.a)
		b, okB := normal(test.b)
		if got := okA && okB && a == b; got != test.want {
			t.Errorf("%q and %q: %t, want %t (%q, %q)", test.a, test.b, got, test.want, a, b)
		}
	}
}

// FuzzNormal requires that the normal form is its own normal form, so that equal statements stay equal.
func FuzzNormal(f *testing.F) {
	f.Add("SELECT 'a' /* b */ FROM `c` -- d\n WHERE e = '" + hole + "';")
	f.Add("select \"x")
	f.Fuzz(func(t *testing.T, sql string) {
		once, ok := normal(sql)
		if !ok {
			return
		}
		twice, ok := normal(once)
		if !ok || twice != once {
			t.Errorf("%q becomes %q and then %q", sql, once, twice)
		}
	})
}
