package queue

import (
	"cmp"
	"fmt"
	"math"
)

// RetryHeader counts the deliveries of a message; absent means the first.
const RetryHeader = "x-retry-count"

// OriginalQueueHeader names the queue from which a message came to the dead letters.
const OriginalQueueHeader = "x-original-queue"

const (
	defaultPrefetch    = 16
	maxPrefetch        = math.MaxUint16
	defaultMaxAttempts = 5
)

// WithDefaults returns the options with the defaults in the place of zero values, or says what is
// wrong with them.
func (o ConsumeOptions) WithDefaults() (ConsumeOptions, error) {
	o.Prefetch = cmp.Or(o.Prefetch, defaultPrefetch)
	o.Workers = cmp.Or(o.Workers, 1)
	o.MaxAttempts = cmp.Or(o.MaxAttempts, defaultMaxAttempts)
	if o.Prefetch < 1 || o.Prefetch > maxPrefetch || o.Workers < 1 || o.MaxAttempts < 1 || o.MaxAttempts > math.MaxInt32 {
		return o, fmt.Errorf("consuming: prefetch %d, workers %d and attempts %d must be at least 1, and prefetch at most %d", o.Prefetch, o.Workers, o.MaxAttempts, maxPrefetch)
	}
	if o.DeadLetterQueue != "" {
		if err := checkText("the dead letter queue's name", o.DeadLetterQueue); err != nil {
			return o, fmt.Errorf("consuming: %w", err)
		}
	}
	o.Workers = min(o.Workers, o.Prefetch)
	return o, nil
}

// Attempt reads the count of deliveries from headers, whatever another program wrote there: what is no
// whole number from 1 counts as 1.
func Attempt(headers map[string]any) int {
	n := 0.0
	switch v := headers[RetryHeader].(type) {
	case int8:
		n = float64(v)
	case uint8:
		n = float64(v)
	case int16:
		n = float64(v)
	case uint16:
		n = float64(v)
	case int32:
		n = float64(v)
	case uint32:
		n = float64(v)
	case int64:
		n = float64(v)
	case int:
		n = float64(v)
	case float32:
		n = float64(v)
	case float64:
		n = v
	}
	if !(n >= 1) || n != math.Trunc(n) {
		return 1
	}
	return int(min(n, math.MaxInt32))
}
