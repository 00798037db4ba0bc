package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/generator/project"
	"github.com/vtgen/vtgen/internal/cli/ask"
)

// longestEntity bounds the text an entity is read from, in bytes.
const longestEntity = 1 << 20

// complete asks for what is missing, or names the flags where nobody can be asked.
func (o *newEntityOptions) complete(ctx context.Context, streams IO, p *project.Project) error {
	switch {
	case o.file != "":
		return o.onlyFile()
	case o.name != "" && len(o.fields) > 0:
		return nil
	case streams.Terminal:
		return askEntity(ctx, streams, p, o)
	case o.name == "" && len(o.fields) == 0:
		return usagef("the name and the fields are missing: write `vtgen new entity <name> --field name:type …`, or --from <file>; at a terminal vtgen asks for them")
	case o.name == "":
		return usagef("the name is missing: write `vtgen new entity <name> --field …`")
	}
	return usagef("entity %s has no fields: give each with --field name:type, such as --field name:string:required; or use --from <file>", o.name)
}

// onlyFile refuses flags beside --from, which says everything they could.
func (o *newEntityOptions) onlyFile() error {
	given := map[string]bool{
		"--field": len(o.fields) > 0, "--table": o.table != "", "--plural": o.plural != "", "--module": o.module != "",
		"--database": o.database != "", "--uses": len(o.uses) > 0, "--index": len(o.indexes) > 0, "--unique": len(o.uniques) > 0,
	}
	var beside []string
	for name, set := range given {
		if set {
			beside = append(beside, name)
		}
	}
	if len(beside) == 0 {
		return nil
	}
	slices.Sort(beside)
	return usagef("--from reads the whole entity from %s: leave out %s, or --from", o.file, strings.Join(beside, ", "))
}

// read reads the entity from the file or from standard input.
func (o newEntityOptions) read(ctx context.Context, streams IO) (model.Entity, error) {
	text, shown, err := o.text(ctx, streams)
	if err != nil {
		return model.Entity{}, fmt.Errorf("reading the entity of --from: %w", err)
	}
	if len(text) > longestEntity {
		return model.Entity{}, fmt.Errorf("reading the entity of --from: %s is longer than %d bytes", shown, longestEntity)
	}
	e, err := model.ParseEntity(text, shown)
	if err == nil && o.name != "" && o.name != e.Name {
		return e, fmt.Errorf("%s describes the entity %s and the command line says %s: leave the name out, or make them agree", shown, e.Name, o.name)
	}
	return e, err
}

// text is what --from names, and how errors call it.
func (o newEntityOptions) text(ctx context.Context, streams IO) (text []byte, shown string, err error) {
	if o.file == "-" {
		if streams.Terminal {
			_, _ = fmt.Fprintln(streams.Err, "reading the entity as YAML; end it with Ctrl-D on a line of its own")
		}
		text, err = readInput(ctx, streams.In)
		return text, "standard input", err
	}
	file, err := os.Open(streams.path(o.file))
	if err != nil {
		return nil, o.file, err
	}
	defer func() { _ = file.Close() }() // only read from
	text, err = io.ReadAll(io.LimitReader(file, longestEntity+1))
	return text, o.file, err
}

// readInput reads standard input until it ends or ctx does, in which case a read is left behind.
func readInput(ctx context.Context, in io.Reader) ([]byte, error) {
	var text []byte
	done := make(chan error, 1)
	go func() {
		var err error
		text, err = io.ReadAll(io.LimitReader(in, longestEntity+1))
		done <- err
	}()
	select {
	case err := <-done:
		return text, err
	case <-ctx.Done():
		return nil, ask.ErrCancelled
	}
}

// list splits a,b.
func list(text string) []string {
	parts := strings.Split(text, ",")
	for i, part := range parts {
		parts[i] = strings.TrimSpace(part)
	}
	return parts
}
