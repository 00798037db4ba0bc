package schema

import (
	"strings"
	"testing"
)

// TestCheckTypes: names that sqlc lets collide are found, and what needs other packages is not
// mistaken for a mistake.
func TestCheckTypes(t *testing.T) {
	const fine = `package things

import (
	"context"
	"database/sql"
)

type Row struct{ Name sql.NullString }

func Get(ctx context.Context, db *sql.DB) (Row, error) {
	var row Row
	err := db.QueryRowContext(ctx, "SELECT 1").Scan(&row.Name)
	return row, err
}
`
	if err := checkTypes("things", map[string][]byte{"a.go": []byte(fine)}); err != nil {
		t.Errorf("correct code: %v", err)
	}
	for name, source := range map[string]string{
		"a field twice":       "package things\n\ntype Row struct {\n\tA1 int\n\tA1 int\n}\n",
		"a type twice":        "package things\n\ntype Row struct{}\ntype Row struct{}\n",
		"a parameter twice":   "package things\n\nfunc f(ctx, ctx int) {}\n",
		"a keyword as a name": "package things\n\nfunc range() {}\n",
	} {
		if err := checkTypes("things", map[string][]byte{"a.go": []byte(source)}); err == nil || !strings.Contains(err.Error(), "things") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
