package listing

import (
	"database/sql"
	"errors"
	"fmt"
)

// Collect reads the rows of a statement made by Select into a page and closes them. scan reads one row into an item, which is zero; value
// returns an item's value for a column, of which only id and the sort column are asked for: an int64 for id, else the Go value or a
// pointer to it.
func Collect[T any](q Query, rows *sql.Rows, scan func(rows *sql.Rows, item *T) error, value func(item T, column string) any) (page Page[T], err error) {
	defer func() {
		if closeErr := rows.Close(); closeErr != nil {
			err = errors.Join(err, fmt.Errorf("close the rows of a list: %w", closeErr))
		}
	}()
	// One row after the other is scanned into its place: of a long list that is most of what there is to allocate.
	page.Items = make([]T, 0, q.Limit())
	for rows.Next() {
		if len(page.Items) == q.Limit() {
			return withCursor(q, page, value)
		}
		next := len(page.Items)
		page.Items = page.Items[:next+1]
		if err := scan(rows, &page.Items[next]); err != nil {
			return Page[T]{}, fmt.Errorf("scan row %d of a list: %w", next+1, err)
		}
	}
	if err := rows.Err(); err != nil {
		return Page[T]{}, fmt.Errorf("read the rows of a list: %w", err)
	}
	return page, nil
}

// withCursor adds the cursor of the page that follows.
func withCursor[T any](q Query, page Page[T], value func(item T, column string) any) (Page[T], error) {
	last := page.Items[len(page.Items)-1]
	next, err := q.cursorAfter(value(last, q.sortColumn().Name), value(last, idColumn))
	if err != nil {
		return Page[T]{}, fmt.Errorf("make the cursor of the next page: %w", err)
	}
	page.NextCursor = next
	return page, nil
}
