package queue

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestPrepare(t *testing.T) {
	headers := map[string]any{"a": 1, "b": int32(2), "c": 2.5, "d": true, "e": "x"}
	m, err := Message{Queue: "q", Headers: headers}.Prepare()
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]any{"a": int64(1), "b": int64(2), "c": 2.5, "d": true, "e": "x"}; !reflect.DeepEqual(m.Headers, want) {
		t.Errorf("headers: %v", m.Headers)
	}
	if m.ID == "" || m.Time.IsZero() || headers["a"] != 1 {
		t.Errorf("prepared: %+v, of %v", m, headers)
	}
	other, _ := Message{Queue: "q"}.Prepare()
	if other.ID == m.ID {
		t.Error("two messages have one ID")
	}
	for name, bad := range map[string]Message{
		"no queue":          {},
		"a long queue":      {Queue: strings.Repeat("q", 256)},
		"a queue not UTF-8": {Queue: "\xff"},
		"a long ID":         {Queue: "q", ID: strings.Repeat("q", 256)},
		"a list":            {Queue: "q", Headers: map[string]any{"a": []int{1}}},
		"not a number":      {Queue: "q", Headers: map[string]any{"a": math.NaN()}},
		"a nameless header": {Queue: "q", Headers: map[string]any{"": 1}},
	} {
		if _, err := bad.Prepare(); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestBinary(t *testing.T) {
	m, err := Message{
		ID: "1", Queue: "q", Body: []byte(`{"a":1}`), Transient: true, Time: time.Unix(5, 7),
		Headers: map[string]any{"int": int64(math.MaxInt64), "float": 1.0, "text": "\u2028\x00", "bool": false},
	}.Prepare()
	if err != nil {
		t.Fatal(err)
	}
	b, err := m.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	var got Message
	if err := got.UnmarshalBinary(b); err != nil || !reflect.DeepEqual(got, m) {
		t.Errorf("got %+v (%v), want %+v", got, err, m)
	}
	if _, err := (Message{Headers: map[string]any{"a": 1}}).AppendBinary(nil); err == nil {
		t.Error("a message that is not prepared is encoded")
	}
}

func FuzzUnmarshalBinary(f *testing.F) {
	m, _ := Message{Queue: "q", Headers: map[string]any{"a": "b"}, Body: []byte("body")}.Prepare()
	b, _ := m.AppendBinary(nil)
	f.Add(b)
	f.Add([]byte{1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01})
	f.Fuzz(func(t *testing.T, b []byte) {
		var m Message
		if m.UnmarshalBinary(b) != nil {
			return
		}
		again, err := m.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		var same Message
		if err := same.UnmarshalBinary(again); err != nil || !reflect.DeepEqual(m, same) && len(m.Body)+len(same.Body) > 0 {
			t.Errorf("%+v became %+v: %v", m, same, err)
		}
	})
}

func TestAttempt(t *testing.T) {
	for _, test := range []struct {
		value any
		want  int
	}{
		{nil, 1}, {int32(3), 3}, {int8(2), 2}, {uint8(2), 2}, {int16(2), 2}, {uint16(2), 2}, {uint32(2), 2}, {int64(4), 4}, {5, 5},
		{2.0, 2}, {float32(2), 2}, {2.5, 1}, {"3", 1}, {int64(-1), 1}, {0, 1}, {math.NaN(), 1}, {math.Inf(1), math.MaxInt32}, {int64(math.MaxInt64), math.MaxInt32},
	} {
		if got := Attempt(map[string]any{RetryHeader: test.value}); got != test.want {
			t.Errorf("%T %v: %d, want %d", test.value, test.value, got, test.want)
		}
	}
}

func TestConsumeOptions(t *testing.T) {
	o, err := ConsumeOptions{Workers: 100}.WithDefaults()
	if err != nil || o.Prefetch != 16 || o.Workers != 16 || o.MaxAttempts != 5 {
		t.Errorf("%+v: %v", o, err)
	}
	for _, bad := range []ConsumeOptions{{Prefetch: -1}, {Prefetch: 70000}, {Workers: -1}, {MaxAttempts: -1}, {DeadLetterQueue: strings.Repeat("q", 256)}} {
		if _, err := bad.WithDefaults(); err == nil {
			t.Errorf("%+v is accepted", bad)
		}
	}
}
