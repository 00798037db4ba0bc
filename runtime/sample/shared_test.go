package sample_test

import (
	"maps"
	"testing"

	"github.com/vtgen/vtgen/runtime/sample"
	"github.com/vtgen/vtgen/runtime/sqltype"
)

func TestSharedStoresOnce(t *testing.T) {
	type customer struct{ n int }
	type order struct{ n int }
	db, other, calls := new(int), new(int), 0
	store := func(_ testing.TB, _ *int, n int) customer { calls++; return customer{n} }
	for range 2 {
		if got := sample.Shared(t, db, 1, store); got.n != 1 {
			t.Errorf("got %v", got)
		}
	}
	if calls != 1 {
		t.Errorf("stored %d times", calls)
	}
	sample.Shared(t, db, 2, store)
	sample.Shared(t, other, 1, store)
	sample.Shared(t, db, 1, func(_ testing.TB, _ *int, n int) order { calls++; return order{n} })
	if calls != 4 {
		t.Errorf("another number, database and type: %d stored, want 4", calls)
	}
}

func TestSharedEndsWithTheTest(t *testing.T) {
	db, calls := new(int), 0
	for range 2 {
		t.Run("", func(t *testing.T) {
			sample.Shared(t, db, 1, func(testing.TB, *int, int) int { calls++; return calls })
		})
	}
	if calls != 2 {
		t.Errorf("a test was given what another one had stored")
	}
}

func TestTexts(t *testing.T) {
	got := sample.Texts(struct {
		Text   string       `json:"text"`
		Large  int64        `json:"large"`
		Yes    bool         `json:"yes"`
		Day    sqltype.Date `json:"day"`
		None   *string      `json:"none"`
		JSON   sqltype.JSON `json:"json"`
		Hidden string       `json:"-"`
	}{Text: `a & "b"`, Large: 9007199254740993, Yes: true, Day: sample.Date(1), JSON: sample.JSON(1)})
	want := map[string]string{"text": `a & "b"`, "large": "9007199254740993", "yes": "true", "day": "2026-01-02"}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
