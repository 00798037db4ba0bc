// Package listing turns the query parameters of a list request into one page of a table, found by key and not by offset: the
// thousandth page costs what the first does, and rows that come or go in between are neither shown twice nor left out.
//
//	?limit=20&sort=-created_at&state=open&created_at[gte]=2026-01-01T00:00:00Z&cursor=…
//
// Only columns that the code lists can be sorted or filtered by, and values only ever reach the database as arguments.
package listing

// Kind is what a column holds, and so how its values are read from a query parameter.
type Kind int

// The kinds of columns.
const (
	Text     Kind = iota // string
	Integer              // int64
	Unsigned             // uint64
	Bool                 // true or false
	Time                 // RFC 3339, given to the database as time.Time in UTC and microseconds
	Date                 // 2006-01-02
	Decimal              // exact decimal, given to the database as text
)

// Column is a column of a table as far as lists are concerned.
type Column struct {
	Name   string
	Kind   Kind
	Sort   bool // whether a client may sort by it; always true for id
	Filter bool // whether a client may filter by it
}

// Limits of a list request.
const (
	DefaultLimit = 20  // rows of a page, unless the client asks for another number
	MaxLimit     = 200 // most rows of a page
	MaxFilters   = 10  // most filters of a request
)

// maxText bounds the text of a filter, in bytes: the longest string that a column with an index holds.
const maxText = 3072

// maxCursor bounds a cursor, in bytes: it is sent in a URL.
const maxCursor = 32 << 10

// idColumn is the primary key of every table, an integer. It ends every sort order, so that the order is total.
const idColumn = "id"

// Query is a list request that has been checked. The zero Query is the first page in the order of id, without filters.
type Query struct {
	limit   int
	sort    Column // the zero Column is id
	desc    bool
	filters []filter
	after   *position // nil for the first page
}

// filter is one condition: column, SQL operator, value.
type filter struct {
	column   Column
	operator operator
	value    any
}

// position is the row that a page begins after.
type position struct {
	value any // of the sort column; nil for NULL, and unused when the sort column is id
	id    int64
}

// Page is one page of a list.
type Page[T any] struct {
	Items      []T    `json:"items"`       // never nil
	NextCursor string `json:"next_cursor"` // "" on the last page
}

// Limit returns the number of rows that the page has at most.
func (q Query) Limit() int {
	if q.limit == 0 {
		return DefaultLimit
	}
	return q.limit
}

func (q Query) sortColumn() Column {
	if q.sort.Name == "" {
		return Column{Name: idColumn, Kind: Integer, Sort: true}
	}
	return q.sort
}
