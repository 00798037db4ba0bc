package listing

import "strings"

// Select returns the statement that reads the page, one row more than it has so that Collect can tell whether another follows, and its
// arguments. The table and the columns are the code's own names; a table may be written database.table. The text is the same for
// MySQL and SQLite.
func (q Query) Select(table string, columns []string) (text string, args []any) {
	var conditions []string
	for _, f := range q.filters {
		conditions = append(conditions, quote(f.column.Name)+" "+operators[f.operator]+" "+placeholder(f.column.Kind))
		args = append(args, f.value)
	}
	if q.after != nil {
		condition, values := q.seek()
		conditions = append(conditions, condition)
		args = append(args, values...)
	}
	quoted := make([]string, len(columns))
	for i, column := range columns {
		quoted[i] = quote(column)
	}
	text = "SELECT " + strings.Join(quoted, ", ") + " FROM " + quote(table)
	if len(conditions) > 0 {
		text += " WHERE " + strings.Join(conditions, " AND ")
	}
	return text + " ORDER BY " + q.order() + " LIMIT ?", append(args, int64(q.Limit()+1))
}

func (q Query) order() string {
	direction := ""
	if q.desc {
		direction = " DESC"
	}
	order := quote(idColumn) + direction
	if column := q.sortColumn(); column.Name != idColumn {
		order = quote(column.Name) + direction + ", " + order
	}
	return order
}

// seek is the condition for the rows after the cursor's. Both databases sort NULL below every value.
func (q Query) seek() (condition string, args []any) {
	column, comparison := q.sortColumn(), " > "
	if q.desc {
		comparison = " < "
	}
	id := quote(idColumn) + comparison + "?"
	if column.Name == idColumn {
		return id, []any{q.after.id}
	}
	name, value := quote(column.Name), placeholder(column.Kind)
	switch {
	case q.after.value == nil && q.desc:
		return "(" + name + " IS NULL AND " + id + ")", []any{q.after.id}
	case q.after.value == nil:
		return "((" + name + " IS NULL AND " + id + ") OR " + name + " IS NOT NULL)", []any{q.after.id}
	}
	condition = name + comparison + value + " OR (" + name + " = " + value + " AND " + id + ")"
	if q.desc {
		condition += " OR " + name + " IS NULL"
	}
	return "(" + condition + ")", []any{q.after.value, q.after.value, q.after.id}
}

// placeholder is where an argument goes. By MySQL's manual a DECIMAL column and a text are compared as floating-point numbers, which would
// skip or repeat rows, so it is told to convert the text. SQLite takes that part for a comment and compares by the column's collation.
func placeholder(kind Kind) string {
	if kind == Decimal {
		return "/*! CAST( */ ? /*! AS DECIMAL(65,30)) */"
	}
	return "?"
}

// quote writes a name so that reserved words are allowed; SQLite takes MySQL's backticks.
func quote(name string) string {
	parts := strings.Split(name, ".")
	for i, part := range parts {
		parts[i] = "`" + strings.ReplaceAll(part, "`", "``") + "`"
	}
	return strings.Join(parts, ".")
}
