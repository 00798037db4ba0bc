package aggregate

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/vtgen/vtgen/runtime/validation"
)

// ParseQuery reads a query from the parameters of a URL: activity and span, which are required,
// app_id (appID unless given), user_id, ref_id, and from and to as days (2026-01-31) or instants in RFC
// 3339. The error is [validation.Errors].
func ParseQuery(values url.Values, appID int64) (Query, error) {
	q := Query{AppID: appID, Activity: values.Get("activity"), Span: Span(values.Get("span"))}
	var problems validation.Errors
	refuse := func(field, message string) {
		problems = append(problems, validation.Problem{Field: field, Message: message})
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		switch name {
		case "activity", "span", "app_id", "user_id", "ref_id", "from", "to":
		default:
			refuse(name, "is not allowed")
		}
	}
	if q.Activity == "" {
		refuse("activity", "is required")
	}
	if q.Span == "" {
		refuse("span", "is required")
	}
	if values.Has("ref_id") {
		ref := values.Get("ref_id")
		q.RefID = &ref
	}
	number := func(name string) (n int64, given bool) {
		text := values.Get(name)
		if text == "" {
			return 0, false
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 {
			refuse(name, "must be a whole number from 0")
		}
		return n, true
	}
	if id, given := number("app_id"); given {
		q.AppID = id
	}
	if id, given := number("user_id"); given {
		q.UserID = &id
	}
	instant := func(name string) (at time.Time) {
		text := values.Get(name)
		if text == "" {
			return at
		}
		at, err := time.Parse(time.DateOnly, text)
		if err != nil {
			at, err = time.Parse(time.RFC3339, text)
		}
		if err != nil {
			refuse(name, "must be a day such as 2026-01-31, or an instant in RFC 3339")
		}
		return at
	}
	q.From, q.To = instant("from"), instant("to")
	if len(problems) > 0 {
		return Query{}, problems
	}
	return q, nil
}
