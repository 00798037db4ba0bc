package munshi

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// Queue is the queue that Munshi consumes.
const Queue = "VT_MUNSHI_SERVICE_MAIN"

// The error types of the standards, §3.5. Others are passed on as they are.
const (
	DBError         = "DB_ERROR"
	CacheError      = "CACHE_ERROR"
	MQError         = "MQ_ERROR"
	APIError        = "API_ERROR"
	AuthError       = "AUTH_ERROR"
	ValidationError = "VALIDATION_ERROR"
	SystemError     = "SYSTEM_ERROR"
	UnexpectedError = "UNEXPECTED_ERROR"
)

// How long Munshi keeps an entry, by habit.
const (
	KeepCritical = 90 * 24 * time.Hour
	KeepError    = 30 * 24 * time.Hour // the default
	KeepActivity = 14 * 24 * time.Hour
	KeepMinor    = 7 * 24 * time.Hour
)

// unissued is the code of errors that have none yet (the standards, §6.2).
const unissued = "VTAPP-XXX01"

// Bounds on the parts of a report, in bytes.
const (
	maxName    = 256
	maxMessage = 4 << 10
	maxStack   = 8 << 10
	maxMembers = 64 // of given metadata and other data
)

// Error is an error to report.
type Error struct {
	// Err is what went wrong. It may be nil. Where it came from is taken from [Trace], [Recovered] or
	// apperr.At, whichever it passed first, and else is the caller of Report.
	Err error
	// Code is the code in the central registry, such as DB-ERROR-1001.
	Code string
	// Title is one line for people.
	Title string
	// Type is one of the error types; without it, [UnexpectedError].
	Type string
	// Metadata and OtherData go into the report, masked.
	Metadata, OtherData map[string]any
	// NonBlocking says that what was being done went on all the same.
	NonBlocking bool
	// TTL is how long Munshi keeps the report; without it, [KeepError]. It counts in whole seconds.
	TTL time.Duration
	// LogID is the id of the log line about the error; without it, the first that the error carries.
	LogID string
}

// Log is an activity to report.
type Log struct {
	// Type names the activity, such as MEMCACHE_RECOVERY, and Text tells it. Both are required.
	Type, Text string
	// What the activity is about; nil where it does not apply.
	OneID, OrgID, EntityID, EntityType *string
	// Metadata and OtherData go into the report, masked.
	Metadata, OtherData map[string]any
	// Changes are the values that were changed.
	Changes []Change
	// TTL is how long Munshi keeps the entry; without it, 30 days. It counts in whole seconds.
	TTL time.Duration
}

// Change is the change of one value. The values of fields that name a secret are masked.
type Change struct {
	// Field is the value's name.
	Field string
	// Old and New are the value before and after.
	Old, New any
}

// members are the members of a JSON object.
type members map[string]jsontext.Value

// systemLog is an error on the wire.
type systemLog struct {
	AppID     int64   `json:"app_id"`
	ErrorCode string  `json:"error_code"`
	Title     string  `json:"error_title"`
	Origin    origin  `json:"origin_trace"`
	Metadata  members `json:"metadata"`
	OtherData members `json:"other_data"`
	TTL       int64   `json:"ttl"`
	EntryTime int64   `json:"entry_time"`
	LogType   string  `json:"log_type,omitempty"` // to the queue only
	QueuedAt  int64   `json:"queued_at,omitzero"` // to the queue only
}

// origin is where an error came from.
type origin struct {
	FilePath string `json:"file_path"`
	FileName string `json:"file_name"`
	Function string `json:"function_name"`
	Line     int    `json:"line_no"`
	Column   int    `json:"column_no"` // Go does not know it
}

// generalLog is an activity on the wire.
type generalLog struct {
	AppID      int64    `json:"app_id"`
	OneID      *string  `json:"oneid"`
	OrgID      *string  `json:"org_id"`
	EntityID   *string  `json:"entity_id"`
	EntityType *string  `json:"entity_type"`
	LogType    string   `json:"log_type"`
	PlainText  string   `json:"plain_text"`
	Metadata   members  `json:"metadata"`
	Changes    []change `json:"changes"`
	OtherData  members  `json:"other_data"`
	TTL        int64    `json:"ttl"`
	EntryTime  int64    `json:"entry_time"`
	QueuedAt   int64    `json:"queued_at,omitzero"` // to the queue only
}

// change is a Change on the wire.
type change struct {
	Field string         `json:"field"`
	Old   jsontext.Value `json:"old_value"`
	New   jsontext.Value `json:"new_value"`
}
