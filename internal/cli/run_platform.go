package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/internal/cli/launch"
)

// runPlatform builds the platform at root, starts its application and shows how to use it, then its
// log, until ctx ends.
func runPlatform(ctx context.Context, streams IO, root string, p model.Platform, entities []model.Entity) error {
	address, err := launch.Address(ctx, cmp.Or(os.Getenv("HTTP_ADDR"), launch.DefaultAddress))
	if err != nil {
		return usagef("the platform is written to %s and was not started: %w", root, err)
	}
	_, _ = fmt.Fprintln(streams.Err)
	err = progress(streams, "building "+p.Name, func() error { return launch.Build(ctx, root, p.Name) })
	if err != nil {
		return unlessStopped(ctx, streams, err)
	}
	app, err := launch.Start(ctx, root, p.Name, address)
	if err != nil {
		return err
	}
	if err := progress(streams, "starting "+p.Name, app.Healthy); err != nil || ctx.Err() != nil {
		return unlessStopped(ctx, streams, err)
	}
	if _, err := io.WriteString(streams.Out, welcome(newStyle(streams.Color), p, entities, launch.URL(address))); err != nil {
		return fmt.Errorf("printing how to use %s: %w", p.Name, err)
	}
	if err := app.Follow(streams.Out); err != nil {
		return &exitError{code: ExitInternal, err: err} // also when it failed while stopping
	}
	_, _ = fmt.Fprintf(streams.Err, "%s stopped\n", p.Name)
	return nil
}

// unlessStopped is err, or nothing when the user asked the platform to stop: it stays as written.
func unlessStopped(ctx context.Context, streams IO, err error) error {
	if ctx.Err() == nil {
		return err
	}
	_, _ = fmt.Fprintln(streams.Err, "stopped; the platform is written and does not run")
	return nil
}

// welcome shows where the application is and a call of every route that works right away.
func welcome(paint style, p model.Platform, entities []model.Entity, base string) string {
	var out strings.Builder
	store := "the server of MYSQL_DSN"
	if os.Getenv("MYSQL_DSN") == "" {
		store = "an embedded database, until MYSQL_DSN names a server"
	}
	fmt.Fprintf(&out, "\n%s runs on %s. Ctrl-C stops it.\n\n", paint.heading(p.Name), store)
	fmt.Fprintf(&out, "  %-7s %s\n", "API", paint.good(base))
	fmt.Fprintf(&out, "  %-7s %s\n", "health", base+"/healthz")
	fmt.Fprintf(&out, "  %-7s %s\n", "ready", base+"/readyz")
	var later []string
	for _, e := range entities {
		if !creatable(e) {
			later = append(later, e.Name)
			continue
		}
		fmt.Fprintf(&out, "\n  %s\n%s", paint.heading(e.Name), curlList(e, base))
	}
	if len(later) > 0 {
		fmt.Fprintf(&out, "\n  %s\n", paint.faint("rows of "+strings.Join(later, " and ")+" refer to rows that have to be there first"))
	}
	fmt.Fprintf(&out, "\n%s\n", paint.faint("log of "+p.Name+":"))
	return out.String()
}
