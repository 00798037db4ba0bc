package aggregate

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"github.com/vtgen/vtgen/runtime/datapulse"
	"github.com/vtgen/vtgen/runtime/sqldb"
)

const (
	// defaultRemember is for how long the ids of counted messages are kept.
	defaultRemember = 7 * 24 * time.Hour
	// maxAhead is how far an event's time may lie ahead of this clock.
	maxAhead = 24 * time.Hour
)

// errCounted ends the transaction of a message that was counted before.
var errCounted = errors.New("the message is counted already")

// Options say what is counted.
type Options struct {
	// Default are the windows of activities that Activities does not have. It is required.
	Default []Window
	// Activities are the windows by activity id.
	Activities map[string][]Window
	// Remember is for how long a message is known as counted; 0 means 7 days.
	Remember time.Duration
	// Logger gets what is left out; nil means silence.
	Logger *slog.Logger
}

// Stats counts activities since the start.
type Stats struct {
	// Counted are in the figures, of the windows that had not expired.
	Counted int64
	// Duplicates are messages that were counted before.
	Duplicates int64
	// Late are the times that an activity came after the figures of one of its windows had expired.
	Late int64
	// Invalid are left out.
	Invalid int64
}

// Figures counts activities. It is safe for concurrent use.
type Figures struct {
	db     *sqldb.DB
	o      Options
	upsert string

	counted, duplicates, late, invalid atomic.Int64
}

// New returns the figures on db, whose schema has [Migrations].
func New(db *sqldb.DB, o Options) (*Figures, error) {
	if err := checkWindows(o.Default); err != nil {
		return nil, fmt.Errorf("count activities by default: %w", err)
	}
	for name, windows := range o.Activities {
		if err := checkWindows(windows); err != nil {
			return nil, fmt.Errorf("count the activity %.140q: %w", name, err)
		}
	}
	if o.Remember < 0 {
		return nil, fmt.Errorf("count activities: messages can not be remembered for %s", o.Remember)
	}
	o.Remember = cmp.Or(o.Remember, defaultRemember)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	conflict := "ON DUPLICATE KEY UPDATE"
	if db.Dialect() == sqldb.SQLite {
		conflict = "ON CONFLICT (figure_key) DO UPDATE SET"
	}
	return &Figures{db: db, o: o, upsert: `INSERT INTO data_pulse_figures
		(figure_key, app_id, user_id, activity, ref_id, span, starts_at, total, events, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?) ` + conflict +
		" total = total + ?, events = events + 1, expires_at = CASE WHEN expires_at < ? THEN ? ELSE expires_at END"}, nil
}

// Stats returns the counts at this moment.
func (f *Figures) Stats() Stats {
	return Stats{Counted: f.counted.Load(), Duplicates: f.duplicates.Load(), Late: f.late.Load(), Invalid: f.invalid.Load()}
}

// figure is what one activity adds to one window.
type figure struct {
	key            string
	activity       datapulse.Wire
	span           Span
	start, expires int64
	change         int64
}

// Apply counts the activities of a message. A message whose id was applied before changes nothing; one
// without an id counts each time.
func (f *Figures) Apply(ctx context.Context, messageID string, activities []datapulse.Wire) error {
	now := time.Now()
	var changes []figure
	late, invalid := 0, 0
	for _, a := range activities {
		if err := check(a, now); err != nil {
			invalid++
			f.o.Logger.WarnContext(ctx, "figures.go:001 | Apply | an activity is left out", "activity_id", a.Name, "error", err)
			continue
		}
		for _, w := range f.windows(a.Name) {
			change, ok := w.figure(a, now)
			if !ok {
				late++
				continue
			}
			changes = append(changes, change)
		}
	}
	// In one order for all, so that transactions wait for each other and not in a circle.
	slices.SortStableFunc(changes, func(a, b figure) int { return cmp.Compare(a.key, b.key) })
	err := f.db.InTx(ctx, func(ctx context.Context) error { return f.write(ctx, messageID, changes, now) })
	if errors.Is(err, errCounted) {
		f.duplicates.Add(1)
		return nil
	}
	if err != nil {
		return fmt.Errorf("count %d activities: %w", len(activities), err)
	}
	f.counted.Add(int64(len(activities) - invalid))
	f.late.Add(int64(late))
	f.invalid.Add(int64(invalid))
	return nil
}

// check refuses an activity that makes no sense.
func check(a datapulse.Wire, now time.Time) error {
	if err := a.Check(); err != nil {
		return err
	}
	if a.Timestamp > now.Add(maxAhead).Unix() {
		return fmt.Errorf("%w: its time is more than %s ahead", datapulse.ErrInvalid, maxAhead)
	}
	return nil
}

func (f *Figures) windows(activity string) []Window {
	if windows, found := f.o.Activities[activity]; found {
		return windows
	}
	return f.o.Default
}

// figure returns what an activity adds to the window of its time, unless that has expired.
func (w Window) figure(a datapulse.Wire, now time.Time) (figure, bool) {
	start, end := w.Span.bounds(time.Unix(a.Timestamp, 0))
	made := figure{activity: a, span: w.Span, start: start.Unix(), expires: w.expires(end), change: a.Count}
	if made.expires <= now.Unix() {
		return figure{}, false
	}
	if a.Adjustment == datapulse.Sub {
		made.change = -a.Count
	}
	made.key = digest(fmt.Sprintf("%d %d %q %q %s %d", a.AppID, a.UserID, a.Name, a.RefID, w.Span, made.start))
	return made, true
}

// digest makes a key of bounded length that collations can not confuse.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

// write notes the message and changes the figures, in a transaction.
func (f *Figures) write(ctx context.Context, messageID string, changes []figure, now time.Time) error {
	if messageID != "" {
		_, err := f.db.ExecContext(ctx, "INSERT INTO data_pulse_messages (message_key, expires_at) VALUES (?, ?)", digest(messageID), now.Add(f.o.Remember).Unix())
		if v, refused := sqldb.Violated(err); refused && v.Kind == sqldb.Unique {
			return errCounted
		}
		if err != nil {
			return err
		}
	}
	for _, c := range changes {
		_, err := f.db.ExecContext(ctx, f.upsert,
			c.key, c.activity.AppID, c.activity.UserID, c.activity.Name, c.activity.RefID, string(c.span), c.start, c.change, c.expires,
			c.change, c.expires, c.expires)
		if err != nil {
			return err
		}
	}
	return nil
}
