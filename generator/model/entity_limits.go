package model

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// MySQL's and InnoDB's limits for one row, in bytes. The first counts every
// column in full, save text and json; the second only what is kept in the page,
// of which long columns of varying length are 40 bytes (row format DYNAMIC, 16 KiB
// pages).
const (
	maxRowBytes    = 65535
	maxInPageBytes = 8126
	inPageColumn   = 40
	maxShortColumn = 255
	// impliedBytes covers id, created_at, updated_at and InnoDB's own columns.
	impliedBytes = 8 + 8 + 8 + 13 + 16
)

// checkIndexes checks the composite indexes, and their number with all others.
func (e Entity) checkIndexes() error {
	total := 1 // the primary key
	names := map[string]string{}
	for i, f := range e.Fields {
		if !f.Unique && !f.Index {
			continue
		}
		total++
		if err := e.claimIndexName(names, Index{Columns: []string{f.Name}, Unique: f.Unique}); err != nil {
			return at(fieldPlace(i), err)
		}
	}
	for i, index := range e.Indexes {
		place := fmt.Sprintf("indexes[%d]", i)
		if err := e.checkIndex(index); err != nil {
			return at(place, fmt.Errorf("index on (%s): %w", clip(strings.Join(index.Columns, ", ")), err))
		}
		if err := e.claimIndexName(names, index); err != nil {
			return at(place, err)
		}
	}
	if total += len(e.Indexes); total > MaxIndexes {
		return at("indexes", fmt.Errorf("there are %d indexes with the primary key and those of fields, and MySQL allows %d: remove some", total, MaxIndexes))
	}
	return nil
}

// claimIndexName refuses two indexes over the same columns, and the two that
// would share a name: (a_b) and (a, b).
func (e Entity) claimIndexName(names map[string]string, index Index) error {
	columns := strings.Join(index.Columns, ", ")
	name := e.IndexName(index.Columns...)
	if other, ok := names[name]; ok {
		return fmt.Errorf("indexes on (%s) and (%s) are the same, or would have the same name %s: remove one", other, columns, name)
	}
	names[name] = columns
	return nil
}

func (e Entity) checkIndex(index Index) error {
	if len(index.Columns) == 0 || len(index.Columns) > maxIndexColumns {
		return fmt.Errorf("it has %d columns, and 1 to %d are allowed: list them", len(index.Columns), maxIndexColumns)
	}
	size := 0
	for i, column := range index.Columns {
		if slices.Contains(index.Columns[:i], column) {
			return fmt.Errorf("column %q is listed twice: keep one", column)
		}
		if slices.Contains(impliedFields, column) {
			size += 8
			continue
		}
		f, ok := e.Field(column)
		switch {
		case !ok:
			return fmt.Errorf("column %q is no field of the entity: use one of its fields, or id, created_at, updated_at", clip(column))
		case f.Type == Text || f.Type == JSON:
			return fmt.Errorf("column %q is of type %s, of which MySQL indexes only the beginning: use string with max", column, f.Type)
		case len(index.Columns) == 1:
			return fmt.Errorf("it has the single column %q: write unique or index at the field instead", column)
		}
		size += f.bytes()
	}
	if slices.Equal(index.Columns, []string{"id"}) {
		return fmt.Errorf("id is the primary key and has an index: remove it")
	}
	if rows := e.combinations(index.Columns); index.Unique && rows < minUniqueValues {
		return fmt.Errorf("its bools and enums admit %d rows that differ in every column, too few for a table: add a column, or leave unique out", rows)
	}
	if size > maxIndexBytes {
		return fmt.Errorf("its columns have up to %d bytes and MySQL allows %d, 4 a character: lower max of its strings", size, maxIndexBytes)
	}
	return nil
}

// combinations returns how many rows can follow each other with another value
// in each column, when every column is a bool or an enum; else a large number.
func (e Entity) combinations(columns []string) int {
	rows := 1
	for _, column := range columns {
		f, _ := e.Field(column)
		values := len(f.Values)
		switch f.Type {
		case Bool:
			values = 2
		case Enum:
		default:
			return math.MaxInt
		}
		rows *= values / gcd(rows, values)
	}
	return rows
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// checkRow adds up what a row takes in MySQL.
func (e Entity) checkRow() error {
	row, page := impliedBytes, impliedBytes
	for _, f := range e.Fields {
		size := f.bytes()
		row += size + 2
		page += f.pageBytes() + 1
	}
	page += len(e.Fields) / 8
	if row > maxRowBytes {
		return at("fields", fmt.Errorf("its fields take up to %d bytes a row and MySQL allows %d, 4 for each character of a string: lower max, or use text for long ones", row, maxRowBytes))
	}
	if page > maxInPageBytes {
		return at("fields", fmt.Errorf("its fields take %d bytes of a page and MySQL allows %d, of which a column of up to %d bytes, such as a uuid or a short string, takes all of them and a longer one %d: split the entity, or use text", page, maxInPageBytes, maxShortColumn, inPageColumn))
	}
	return nil
}

// bytes returns the most that a column takes in a MySQL row, in bytes.
func (f Field) bytes() int {
	switch f.Type {
	case String:
		return 4 * f.MaxLength()
	case Text, JSON:
		return inPageColumn // the rest is kept elsewhere
	case UUID:
		return 4 * 36
	case Decimal:
		return f.Precision/2 + 4
	case Enum:
		longest := 0
		for _, v := range f.Values {
			longest = max(longest, len(v))
		}
		return 4 * longest
	case Bool:
		return 1
	}
	return 8
}

// pageBytes returns the most that a column takes in the row's page, in bytes.
// InnoDB moves only columns of more than 255 bytes out of it.
func (f Field) pageBytes() int {
	if size := f.bytes(); size <= maxShortColumn {
		return size
	}
	return inPageColumn
}
