package model

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// maxSQLName is the longest name of an index or constraint in MySQL, in
// characters.
const maxSQLName = 64

// QuoteSQL returns a table or column name as it is written in SQL: in
// backquotes when it is a reserved word of MySQL, MariaDB or SQLite, or begins
// with a digit; plain otherwise. All three accept backquotes.
func QuoteSQL(name string) string {
	if sqlWords[name] || beginsWithDigit(name) {
		return "`" + name + "`"
	}
	return name
}

// constraintName joins the parts; a name longer than MySQL allows is cut and
// given a hash of the whole, so that it is stable and stays distinct.
func constraintName(prefix, table string, columns []string) string {
	full := prefix + "_" + table + "_" + strings.Join(columns, "_")
	if len(full) <= maxSQLName {
		return full
	}
	sum := sha256.Sum256([]byte(full))
	hash := hex.EncodeToString(sum[:])[:10]
	return strings.TrimRight(full[:maxSQLName-len(hash)-1], "_") + "_" + hash
}
