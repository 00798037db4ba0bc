package main

import (
	"cmp"
	"slices"
	"time"
)

// median is the middle of the values, and of two the larger; there must be one.
func median[T cmp.Ordered](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// ratio is how many times b goes into a.
func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }
