package spool

import (
	"slices"
	"testing"
	"time"
)

// BenchmarkAppend is the cost of accepting a message, with its acknowledgement beside it.
func BenchmarkAppend(b *testing.B) {
	s, err := Open(b.TempDir(), Options{})
	if err != nil {
		b.Fatal(err)
	}
	data := make([]byte, 300)
	waits := make([]time.Duration, 0, b.N)
	refused := 0
	for b.Loop() {
		start := time.Now()
		if err := s.Append(b.Context(), "lane", data); err != nil {
			refused++
		}
		waits = append(waits, time.Since(start))
		if e, _ := s.Take("lane"); e != nil {
			s.Ack(e)
		}
	}
	b.StopTimer()
	report(b, waits)
	b.ReportMetric(float64(s.Stats().Kept), "kept")
	b.ReportMetric(float64(refused), "refused")
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkAppendControl computes for as long as an Append takes as a rule, and waits for nothing: what
// is longer than that is the system's doing, as it is in BenchmarkAppend.
func BenchmarkAppendControl(b *testing.B) {
	waits := make([]time.Duration, 0, b.N)
	for b.Loop() {
		start := time.Now()
		for time.Since(start) < 5*time.Microsecond {
		}
		waits = append(waits, time.Since(start))
	}
	b.StopTimer()
	report(b, waits)
}

// report adds how long callers waited.
func report(b *testing.B, waits []time.Duration) {
	b.Helper()
	slices.Sort(waits)
	for _, share := range []struct {
		unit string
		of   float64
	}{{"p50-µs", 0.5}, {"p99-µs", 0.99}, {"p99.99-µs", 0.9999}, {"max-µs", 1}} {
		at := min(int(share.of*float64(len(waits))), len(waits)-1)
		b.ReportMetric(float64(waits[at].Microseconds()), share.unit)
	}
	late, _ := slices.BinarySearch(waits, time.Millisecond)
	b.ReportMetric(float64(len(waits)-late), "over-1ms")
}
