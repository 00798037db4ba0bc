package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/generator"
	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/generator/project"
	"github.com/vtgen/vtgen/internal/cli/ask"
)

func TestReport(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx  context.Context
		err  error
		code int
		says string
	}{
		"nothing":          {t.Context(), nil, ExitOK, ""},
		"findings":         {t.Context(), errFindings, ExitFindings, ""},
		"bad input":        {t.Context(), usagef("no %s", "name"), ExitUsage, "error: no name\n"},
		"model":            {t.Context(), fmt.Errorf("planning: %w", model.Invalid(errors.New("two tables"))), ExitUsage, "error: planning: two tables\n"},
		"conflicts":        {t.Context(), &generator.ConflictError{}, ExitUsage, "error: "},
		"no platform":      {t.Context(), fmt.Errorf("%w: x", project.ErrNoPlatform), ExitUsage, "error: no platform here: x\n"},
		"the machine":      {t.Context(), fs.ErrPermission, ExitInternal, "error: permission denied\n"},
		"asked for no":     {t.Context(), ask.ErrCancelled, ExitUsage, "cancelled: nothing was written\n"},
		"interrupted":      {cancelled, errors.New("signal: killed"), ExitUsage, "cancelled: nothing was written\n"},
		"ended and failed": {cancelled, &exitError{ExitInternal, errors.New("aip died")}, ExitInternal, "error: aip died\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			code := report(c.ctx, IO{Err: &out}, c.err)
			if code != c.code || !strings.HasPrefix(out.String(), c.says) || c.says == "" && out.Len() > 0 {
				t.Errorf("exit code %d and %q, want %d and %q", code, out.String(), c.code, c.says)
			}
		})
	}
}
