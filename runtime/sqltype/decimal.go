package sqltype

import "github.com/shopspring/decimal"

// Decimal is an exact decimal number. JSON gets it as a quoted string, because a client's
// number type may not hold it, and gives it as a string or a number, which is never read
// through a float. Columns are DECIMAL on MySQL and TEXT COLLATE decimal on SQLite.
type Decimal = decimal.Decimal
