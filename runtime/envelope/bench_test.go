package envelope

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/sqltype"
)

// discard is a response that nobody reads.
type discard http.Header

func (d discard) Header() http.Header          { return http.Header(d) }
func (discard) Write(text []byte) (int, error) { return len(text), nil }
func (discard) WriteHeader(int)                {}

// BenchmarkWriteSuccess answers with a list of 20 rows, as long as they are in practice, and between two of them with a single row.
func BenchmarkWriteSuccess(b *testing.B) {
	type worker struct {
		ID        int64           `json:"id"`
		Name      string          `json:"name"`
		Rate      sqltype.Decimal `json:"rate"`
		Settings  sqltype.JSON    `json:"settings"`
		CreatedAt time.Time       `json:"created_at"`
	}
	var rows []worker
	for n := range 20 {
		rows = append(rows, worker{int64(n), "worker " + strconv.Itoa(n), sqltype.MustDecimal("1.25"), `{"mode":"fast","tags":["a","b"]}`, sqltype.Now()})
	}
	b.ReportAllocs()
	w := discard{}
	for b.Loop() {
		for _, data := range []any{rows, rows[0]} {
			if err := WriteSuccess(w, http.StatusOK, data); err != nil {
				b.Fatal(err)
			}
		}
	}
}
