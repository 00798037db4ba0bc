package datapulse

import (
	"errors"
	"fmt"
	"regexp"
	"time"
	"unicode/utf8"
)

// Adjustment says whether a count is added or subtracted.
type Adjustment string

// The adjustments.
const (
	Add Adjustment = "add"
	Sub Adjustment = "sub"
)

const (
	maxText  = 255
	maxCount = 1_000_000_000
)

// activityID is UPPER_SNAKE_CASE.
var activityID = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)

// ErrInvalid is matched by the error of a Report whose activity can not be reported.
var ErrInvalid = errors.New("the activity is not valid")

// Activity is what happened, to be counted.
type Activity struct {
	// AppID is the application; 0 means the configured one.
	AppID int64
	// UserID is the user; 0 counts for all of them.
	UserID int64
	// ID names the activity in UPPER_SNAKE_CASE.
	ID string
	// RefID says more about it, such as "web"; may be empty.
	RefID string
	// Label describes it for people.
	Label string
	// Adjustment is Add when empty.
	Adjustment Adjustment
	// Count is how often it happened; 0 means once.
	Count int64
	// At is when; zero means now. It counts in whole seconds.
	At time.Time
}

// Wire is an activity in the messages of the queue, which are JSON arrays of it.
type Wire struct {
	AppID      int64      `json:"app_id"`
	UserID     int64      `json:"user_id"`
	Name       string     `json:"name"`
	RefID      string     `json:"activity_ref_id"`
	Label      string     `json:"event_label"`
	Adjustment Adjustment `json:"adjustment"`
	Count      int64      `json:"event_count"`
	Timestamp  int64      `json:"event_timestamp"` // Unix seconds
}

// wire checks the activity and fills its defaults.
func (a Activity) wire(appID int64) (Wire, error) {
	w := Wire{
		AppID: a.AppID, UserID: a.UserID, Name: a.ID, RefID: a.RefID, Label: a.Label,
		Adjustment: a.Adjustment, Count: a.Count, Timestamp: a.At.Unix(),
	}
	if w.AppID == 0 {
		w.AppID = appID
	}
	if a.At.IsZero() {
		w.Timestamp = time.Now().Unix()
	}
	w = w.WithDefaults()
	return w, w.Check()
}

// WithDefaults returns the activity with what it leaves open: it is added, and happened once.
func (w Wire) WithDefaults() Wire {
	if w.Adjustment == "" {
		w.Adjustment = Add
	}
	if w.Count == 0 {
		w.Count = 1
	}
	return w
}

// Check returns an error matching [ErrInvalid] for what the fleet does not count.
func (w Wire) Check() error {
	var wrong string
	switch {
	case len(w.Name) > maxText || !activityID.MatchString(w.Name):
		wrong = fmt.Sprintf("its id %.60q is not UPPER_SNAKE_CASE of at most %d characters", w.Name, maxText)
	case w.Label == "":
		wrong = "it has no label"
	case len(w.Label) > maxText || len(w.RefID) > maxText:
		wrong = fmt.Sprintf("its label or reference is longer than %d bytes", maxText)
	case !utf8.ValidString(w.Label) || !utf8.ValidString(w.RefID):
		wrong = "its label or reference is not UTF-8"
	case w.Adjustment != Add && w.Adjustment != Sub:
		wrong = fmt.Sprintf("its adjustment %.20q is neither add nor sub", w.Adjustment)
	case w.Count < 1 || w.Count > maxCount:
		wrong = fmt.Sprintf("its count %d is not from 1 to %d: to take away, use sub", w.Count, maxCount)
	case w.AppID < 0 || w.UserID < 0:
		wrong = "its application or user is less than 0"
	case w.Timestamp < 0 || w.Timestamp > 1<<36:
		wrong = "its time is before 1970 or too far ahead"
	default:
		return nil
	}
	return fmt.Errorf("%w: %s", ErrInvalid, wrong)
}
