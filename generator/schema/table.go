package schema

import (
	"fmt"
	"strings"

	"github.com/vtgen/vtgen/generator/model"
)

// Dialect is a SQL dialect; its value is the name of the dialect's folder of migrations.
type Dialect string

// The dialects of a platform.
const (
	MySQL  Dialect = "mysql"
	SQLite Dialect = "sqlite"
)

// Dialects are all dialects.
var Dialects = []Dialect{MySQL, SQLite}

// Table returns the statements that create an entity's table and its indexes. A reference within
// the owning module is a foreign key; one to another module's data is not (the standards, §3.8).
func Table(d Dialect, e model.Entity, entities map[string]model.Entity) string {
	t := table{dialect: d, entity: e, entities: entities}
	t.columns()
	t.constraints()
	var out strings.Builder
	fmt.Fprintf(&out, "CREATE TABLE %s (\n    %s\n)%s;\n", e.QuotedTable(), strings.Join(t.lines, ",\n    "), t.options())
	for _, index := range t.indexes {
		out.WriteString(index)
	}
	return out.String()
}

// table collects the lines of one CREATE TABLE and, for SQLite, the indexes after it.
type table struct {
	dialect  Dialect
	entity   model.Entity
	entities map[string]model.Entity
	lines    []string
	indexes  []string
}

func (t *table) options() string {
	if t.dialect == MySQL {
		// A binary collation compares as SQLite does: case and accents count in both.
		return " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"
	}
	return ""
}

func (t *table) add(format string, values ...any) {
	t.lines = append(t.lines, fmt.Sprintf(format, values...))
}

func (t *table) columns() {
	if t.dialect == MySQL {
		t.add("id BIGINT NOT NULL AUTO_INCREMENT")
	} else {
		t.add("id INTEGER PRIMARY KEY AUTOINCREMENT")
	}
	for _, f := range t.entity.Fields {
		line := f.Quoted() + " " + columnType(t.dialect, f)
		if !f.Nullable {
			line += " NOT NULL"
		}
		if f.Default != nil && hasSQLDefault(f) {
			line += " DEFAULT " + defaultValue(f)
		}
		t.add("%s", line)
	}
	moment := columnType(t.dialect, model.Field{Type: model.DateTime})
	t.add("created_at %s NOT NULL", moment)
	t.add("updated_at %s NOT NULL", moment)
	if t.dialect == MySQL {
		t.add("PRIMARY KEY (id)")
	}
}

// columnTypes are the column types of both dialects. SQLite's are those by which its driver makes
// times, dates and bools again; limits are checks there.
var columnTypes = map[model.Type]map[Dialect]string{
	model.Text:      {MySQL: "TEXT", SQLite: "TEXT"},
	model.Int:       {MySQL: "INT", SQLite: "INTEGER"},
	model.BigInt:    {MySQL: "BIGINT", SQLite: "INTEGER"},
	model.Unsigned:  {MySQL: "BIGINT UNSIGNED", SQLite: "INTEGER"},
	model.Bool:      {MySQL: "BOOLEAN", SQLite: "BOOLEAN"},
	model.Date:      {MySQL: "DATE", SQLite: "DATE"},
	model.DateTime:  {MySQL: "DATETIME(6)", SQLite: "DATETIME"},
	model.JSON:      {MySQL: "JSON", SQLite: "TEXT"},
	model.UUID:      {MySQL: "CHAR(36)", SQLite: "TEXT"},
	model.Reference: {MySQL: "BIGINT", SQLite: "INTEGER"},
}

func columnType(d Dialect, f model.Field) string {
	switch f.Type {
	case model.String:
		return fmt.Sprintf("VARCHAR(%d)", f.MaxLength())
	case model.Enum:
		return fmt.Sprintf("VARCHAR(%d)", longest(f.Values))
	case model.Decimal:
		if d == SQLite {
			// Text keeps every digit; the runtime's collation orders it by value.
			return "TEXT COLLATE decimal"
		}
		return fmt.Sprintf("DECIMAL(%d, %d)", f.Precision, f.Scale)
	}
	return columnTypes[f.Type][d]
}

func longest(values []string) int {
	n := 1
	for _, value := range values {
		n = max(n, len([]rune(value)))
	}
	return n
}

// hasSQLDefault reports whether both dialects take a literal default for the column. The
// application fills every default itself; the schema's is for rows written by hand.
func hasSQLDefault(f model.Field) bool {
	return f.Type != model.Text && f.Type != model.JSON && f.Type != model.DateTime
}

func defaultValue(f model.Field) string {
	switch f.Type {
	case model.Int, model.BigInt, model.Unsigned, model.Reference, model.Bool:
		return strings.ToUpper(*f.Default)
	}
	return quote(*f.Default)
}

// quote writes a string literal of either dialect.
func quote(text string) string {
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

func (t *table) constraints() {
	for _, f := range t.entity.Fields {
		if condition := checkOf(t.dialect, f); condition != "" {
			t.add("CONSTRAINT %s CHECK (%s)", t.entity.CheckName(f.Name), condition)
		}
	}
	for _, f := range t.entity.Fields {
		switch {
		case f.Unique:
			t.index(true, f.Name)
		case f.Index || f.Type == model.Reference:
			t.index(false, f.Name)
		}
	}
	for _, index := range t.entity.Indexes {
		t.index(index.Unique, index.Columns...)
	}
	for _, f := range t.entity.Fields {
		t.foreignKey(f)
	}
}

// index adds an index: within the table in MySQL, after it in SQLite.
func (t *table) index(unique bool, columns ...string) {
	name, kind := t.entity.IndexName(columns...), ""
	if unique {
		name, kind = t.entity.UniqueName(columns...), "UNIQUE "
	}
	quoted := make([]string, len(columns))
	for i, column := range columns {
		quoted[i] = model.QuoteSQL(column)
	}
	list := strings.Join(quoted, ", ")
	if t.dialect == MySQL {
		t.add("%sKEY %s (%s)", kind, name, list)
		return
	}
	t.indexes = append(t.indexes, fmt.Sprintf("CREATE %sINDEX %s ON %s (%s);\n", kind, name, t.entity.QuotedTable(), list))
}

func (t *table) foreignKey(f model.Field) {
	if f.Type != model.Reference {
		return
	}
	target, ok := t.entities[f.Reference]
	if !ok || target.Module != t.entity.Module {
		return
	}
	action := "RESTRICT"
	if f.Nullable {
		action = "SET NULL"
	}
	t.add("CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s (id) ON DELETE %s",
		t.entity.ForeignKeyName(f.Name), f.Quoted(), target.QuotedTable(), action)
}
