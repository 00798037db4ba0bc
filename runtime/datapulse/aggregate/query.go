package aggregate

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
)

const (
	// maxFigures bounds the windows that a query returns.
	maxFigures = 10_000
	// purgeBatch is how many rows are removed at a time.
	purgeBatch = 500
)

// Query asks for the figures of an activity.
type Query struct {
	// AppID and Activity say which.
	AppID    int64
	Activity string
	// Span is the windows' length: one of those that are counted.
	Span Span
	// From and To bound the windows' beginnings: From's window is the first, To's own window is
	// returned unless it begins at To. Zero is no bound.
	From, To time.Time
	// UserID is whose; nil sums all users, and those counted for all of them.
	UserID *int64
	// RefID is of which reference; nil sums all of them.
	RefID *string
}

// Figure is the count of one window.
type Figure struct {
	// Start is when the window begins, in UTC.
	Start time.Time `json:"start"`
	// Total is what was added less what was subtracted.
	Total int64 `json:"total"`
	// Events is how many reports that were.
	Events int64 `json:"events"`
}

// Query returns the figures of the windows in which something was counted, in the order of time.
func (f *Figures) Query(ctx context.Context, q Query) (list []Figure, err error) {
	if err := q.Span.check(); err != nil {
		return nil, fmt.Errorf("read the figures of %.140q: %w", q.Activity, err)
	}
	text, args := q.text()
	rows, err := f.db.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, fmt.Errorf("read the figures of %.140q: %w", q.Activity, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var start int64
		var one Figure
		if err := rows.Scan(&start, &one.Total, &one.Events); err != nil {
			return nil, fmt.Errorf("read the figures of %.140q: %w", q.Activity, err)
		}
		one.Start = time.Unix(start, 0).UTC()
		list = append(list, one)
	}
	if len(list) > maxFigures {
		return nil, fmt.Errorf("read the figures of %.140q: there are more than %d windows: ask for fewer at a time", q.Activity, maxFigures)
	}
	return list, rows.Err()
}

// text is the statement of a query.
func (q Query) text() (string, []any) {
	from, to := int64(math.MinInt64), int64(math.MaxInt64)
	if !q.From.IsZero() {
		start, _ := q.Span.bounds(q.From)
		from = start.Unix()
	}
	if !q.To.IsZero() {
		to = q.To.Unix()
	}
	var more strings.Builder
	args := []any{q.AppID, q.Activity, string(q.Span), from, to, time.Now().Unix()}
	if q.UserID != nil {
		more.WriteString(" AND user_id = ?")
		args = append(args, *q.UserID)
	}
	if q.RefID != nil {
		// MySQL's comparison passes over spaces at the end.
		more.WriteString(" AND ref_id = ? AND HEX(ref_id) = HEX(?)")
		args = append(args, *q.RefID, *q.RefID)
	}
	return `SELECT starts_at, CAST(SUM(total) AS ` + integer + `), CAST(SUM(events) AS ` + integer + `) FROM data_pulse_figures
		WHERE app_id = ? AND activity = ? AND span = ? AND starts_at >= ? AND starts_at < ? AND expires_at > ?` + more.String() +
		` GROUP BY starts_at ORDER BY starts_at LIMIT ?`, append(args, maxFigures+1)
}

// integer makes a whole number of MySQL's decimal sums; SQLite knows the word as well.
const integer = "SIGNED"

// Purge removes up to limit expired figures and notes of messages, in small batches, and returns how
// many: call it from a background service.
func (f *Figures) Purge(ctx context.Context, limit int) (int, error) {
	removed := 0
	for _, table := range []struct{ name, key string }{{"data_pulse_figures", "figure_key"}, {"data_pulse_messages", "message_key"}} {
		for removed < limit {
			n, err := f.purge(ctx, table.name, table.key, min(purgeBatch, limit-removed))
			removed += n
			if err != nil {
				return removed, fmt.Errorf("remove what has expired from %s: %w", table.name, err)
			}
			if n == 0 {
				break
			}
		}
	}
	return removed, nil
}

// purge removes one batch. The rows are chosen first: SQLite has no DELETE with a limit.
func (f *Figures) purge(ctx context.Context, table, key string, limit int) (int, error) {
	now := time.Now().Unix()
	keys, err := f.expired(ctx, "SELECT "+key+" FROM "+table+" WHERE expires_at <= ? ORDER BY expires_at LIMIT ?", now, limit)
	if err != nil || len(keys) == 0 {
		return 0, err
	}
	var removed int64
	err = f.db.InTx(ctx, func(ctx context.Context) error { // which is run again when it loses against another's lock
		result, err := f.db.ExecContext(ctx, "DELETE FROM "+table+" WHERE "+key+" IN (?"+strings.Repeat(", ?", len(keys)-1)+") AND expires_at <= ?", append(keys, now)...)
		if err == nil {
			removed, err = result.RowsAffected()
		}
		return err
	})
	return int(removed), err
}

func (f *Figures) expired(ctx context.Context, query string, args ...any) (keys []any, err error) {
	rows, err := f.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, rows.Err()
}
