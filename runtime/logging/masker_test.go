package logging_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/runtime/logging"
)

type breaking struct{}

func (breaking) MarshalJSON() ([]byte, error) { panic("boom") }

func TestMask(t *testing.T) {
	m := logging.NewMask("iban")
	if got := m.Text("dsn root:hunter2@tcp(db) \xff password=x"); strings.Contains(got, "hunter2") || !strings.Contains(got, "password=[masked]") || strings.Contains(got, "\xff") {
		t.Errorf("the text is %q", got)
	}
	if !m.Sensitive("IBAN") || m.Sensitive("name") {
		t.Error("the keys are not those given")
	}
	var cycle any
	cycle = []any{&cycle}
	for name, c := range map[string]struct {
		value any
		want  string
	}{
		"map":       {map[string]any{"iban": "DE1", "n": 1, "in": map[string]string{"password": "x"}}, `"iban":"[masked]"`},
		"text":      {"Bearer abc", `"Bearer [masked]"`},
		"nil":       {nil, "null"},
		"error":     {errors.New("token=x"), `"token=[masked]"`},
		"panic":     {breaking{}, "panic"},
		"cycle":     {cycle, "["},
		"too large": {[]string{strings.Repeat("x", 70<<10)}, "too large"},
		"function":  {func() {}, "["},
	} {
		if got := string(m.JSON(c.value)); !strings.Contains(got, c.want) || strings.Contains(got, "DE1") {
			t.Errorf("%s gives %.200s, want %s", name, got, c.want)
		}
	}
}
