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
	slices.Sort(waits)
	b.ReportMetric(float64(waits[len(waits)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(float64(waits[len(waits)-1].Microseconds()), "max-µs")
	b.ReportMetric(float64(refused), "refused")
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}
