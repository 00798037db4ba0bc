package sqldb

import (
	"errors"
	"strings"

	"github.com/go-sql-driver/mysql"
	"modernc.org/sqlite"
	sqlitecode "modernc.org/sqlite/lib"
)

// Kind says which sort of constraint refused a statement.
type Kind string

// The kinds of violations.
const (
	// Unique: another row has the same value in the columns of a unique index or primary key.
	Unique Kind = "unique"
	// ForeignKey: the row refers to a row that does not exist.
	ForeignKey Kind = "foreign key"
	// InUse: the row can not be deleted because other rows refer to it.
	InUse Kind = "in use"
	// Check: the value breaks a CHECK, or is not in the range or the list its column allows.
	Check Kind = "check"
	// NotNull: a value is missing.
	NotNull Kind = "not null"
	// TooLong: the value is longer than its column. SQLite reports such a value as Check,
	// because a CHECK is what bounds it there.
	TooLong Kind = "too long"
)

// Violation tells which constraint refused a statement. What is not known is empty: MySQL
// names constraints, SQLite names the columns of a unique one.
type Violation struct {
	Kind Kind
	// Constraint is the name of the constraint or index, without its table.
	Constraint string
	// Columns are column names without their table.
	Columns []string
}

// String describes the violation without any value.
func (v Violation) String() string {
	text := "the database refused the statement: " + string(v.Kind) + " violation"
	if v.Constraint != "" {
		text += " of " + v.Constraint
	}
	if len(v.Columns) > 0 {
		text += " on " + strings.Join(v.Columns, ", ")
	}
	return text
}

// Violated reports whether err, from a statement on a [DB], is a constraint's refusal.
func Violated(err error) (Violation, bool) {
	if e, ok := errors.AsType[*mysql.MySQLError](err); ok {
		return mysqlViolation(e)
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		statement, ok := errors.AsType[*statementError](err)
		return sqliteViolation(e, ok && statement.deletes)
	}
	return Violation{}, false
}

// Error numbers of MySQL; 4025 is MariaDB's.
const (
	mysqlNotNull         = 1048
	mysqlDuplicate       = 1062
	mysqlLockWaitTimeout = 1205
	mysqlDeadlock        = 1213
	mysqlNoParent        = 1216
	mysqlHasChildren     = 1217
	mysqlOutOfRange      = 1264
	mysqlTruncated       = 1265
	mysqlWrongDate       = 1292
	mysqlNoDefault       = 1364
	mysqlWrongValue      = 1366
	mysqlTooLong         = 1406
	mysqlHasChildrenOf   = 1451
	mysqlNoParentOf      = 1452
	mysqlDuplicateKey    = 1586
	mysqlCheck           = 3819
	mariaCheck           = 4025
)

func mysqlViolation(e *mysql.MySQLError) (Violation, bool) {
	switch e.Number {
	case mysqlDuplicate, mysqlDuplicateKey:
		// The value comes first in the message and can hold anything: read from the end.
		return Violation{Kind: Unique, Constraint: withoutTable(lastBetween(e.Message, "for key '", "'"))}, true
	case mysqlNoParent, mysqlNoParentOf:
		return Violation{Kind: ForeignKey, Constraint: firstBetween(e.Message, "CONSTRAINT `", "`"), Columns: column(firstBetween(e.Message, "FOREIGN KEY (`", "`"))}, true
	case mysqlHasChildren, mysqlHasChildrenOf:
		return Violation{Kind: InUse, Constraint: firstBetween(e.Message, "CONSTRAINT `", "`")}, true
	case mysqlCheck:
		return Violation{Kind: Check, Constraint: firstBetween(e.Message, "Check constraint '", "'")}, true
	case mariaCheck:
		return Violation{Kind: Check, Constraint: withoutTable(firstBetween(e.Message, "CONSTRAINT `", "`"))}, true
	case mysqlOutOfRange, mysqlTruncated, mysqlWrongDate, mysqlWrongValue:
		return Violation{Kind: Check, Columns: mysqlColumn(e.Message)}, true
	case mysqlNotNull:
		return Violation{Kind: NotNull, Columns: column(firstBetween(e.Message, "Column '", "'"))}, true
	case mysqlNoDefault:
		return Violation{Kind: NotNull, Columns: column(firstBetween(e.Message, "Field '", "'"))}, true
	case mysqlTooLong:
		return Violation{Kind: TooLong, Columns: mysqlColumn(e.Message)}, true
	default:
		return Violation{}, false
	}
}

// mysqlColumn reads the column from a message that ends in "for column 'x' at row 1", where
// MariaDB says `database`.`table`.`x`.
func mysqlColumn(message string) []string {
	name := lastBetween(message, "for column ", " at row")
	return column(withoutTable(strings.Trim(strings.ReplaceAll(name, "`", ""), "'")))
}

func column(name string) []string {
	if name == "" {
		return nil
	}
	return []string{name}
}

func sqliteViolation(e *sqlite.Error, deletes bool) (Violation, bool) {
	switch e.Code() {
	case sqlitecode.SQLITE_CONSTRAINT_UNIQUE, sqlitecode.SQLITE_CONSTRAINT_PRIMARYKEY, sqlitecode.SQLITE_CONSTRAINT_ROWID:
		if index := firstBetween(e.Error(), "UNIQUE constraint failed: index '", "'"); index != "" {
			return Violation{Kind: Unique, Constraint: index}, true
		}
		return Violation{Kind: Unique, Columns: sqliteColumns(e)}, true
	case sqlitecode.SQLITE_CONSTRAINT_FOREIGNKEY:
		return sqliteForeignKey(deletes), true
	case sqlitecode.SQLITE_CONSTRAINT_TRIGGER: // ON DELETE RESTRICT, or a trigger's RAISE
		return sqliteForeignKey(deletes), strings.Contains(e.Error(), "FOREIGN KEY")
	case sqlitecode.SQLITE_CONSTRAINT_CHECK:
		return Violation{Kind: Check, Constraint: sqliteSubject(e)}, true
	case sqlitecode.SQLITE_CONSTRAINT_DATATYPE, sqlitecode.SQLITE_MISMATCH:
		return Violation{Kind: Check}, true
	case sqlitecode.SQLITE_CONSTRAINT_NOTNULL:
		return Violation{Kind: NotNull, Columns: sqliteColumns(e)}, true
	case sqlitecode.SQLITE_TOOBIG:
		return Violation{Kind: TooLong}, true
	default:
		return Violation{}, false
	}
}

func sqliteForeignKey(deletes bool) Violation {
	if deletes {
		return Violation{Kind: InUse}
	}
	return Violation{Kind: ForeignKey}
}

// sqliteSubject is what follows "constraint failed: " in SQLite's message, which holds
// names only and which the driver ends with the code in parentheses.
func sqliteSubject(e *sqlite.Error) string {
	_, subject, _ := strings.Cut(e.Error(), " constraint failed: ")
	if end := strings.LastIndex(subject, " ("); end >= 0 {
		subject = subject[:end]
	}
	return subject
}

func sqliteColumns(e *sqlite.Error) []string {
	var columns []string
	for name := range strings.SplitSeq(sqliteSubject(e), ", ") {
		columns = append(columns, column(withoutTable(name))...)
	}
	return columns
}

// withoutTable cuts what stands before a name's last dot.
func withoutTable(name string) string { return name[strings.LastIndex(name, ".")+1:] }

// firstBetween returns what stands between the first before and the next after, or "".
func firstBetween(text, before, after string) string {
	_, rest, found := strings.Cut(text, before)
	name, _, ended := strings.Cut(rest, after)
	if !found || !ended {
		return ""
	}
	return name
}

// lastBetween is firstBetween from the last before on.
func lastBetween(text, before, after string) string {
	start := strings.LastIndex(text, before)
	if start < 0 {
		return ""
	}
	return firstBetween(text[start:], before, after)
}
