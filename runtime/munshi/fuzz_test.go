package munshi_test

import (
	"runtime/debug"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/runtime/munshi"
)

// The text of a stack comes from whoever recovered the panic: whatever it is, it makes a report.
func FuzzRecovered(f *testing.F) {
	f.Add("boom", string(debug.Stack()))
	f.Add("", "goroutine 1 [running]:\npanic(0x1)\n\t/x/panic.go:1 +0x1\nmain.f(...)\n\t/x/main.go:12 +0x1d\n")
	f.Add("x", "\npanic(")
	f.Add("\xff", "\npanic(\n\n\n\xc9") // not UTF-8
	f.Add("x", "\npanic(\n\n(\n:\n")
	f.Fuzz(func(t *testing.T, value, stack string) {
		got := one(t, munshi.Error{Err: munshi.Recovered(value, []byte(stack))})
		origin := got["origin_trace"].(map[string]any)
		if line := origin["line_no"].(float64); line != float64(int64(line)) {
			t.Errorf("the line is %v", line)
		}
		if name, _ := origin["file_name"].(string); strings.Contains(name, "/") && name != "/" {
			t.Errorf("the file is %q", name)
		}
	})
}
