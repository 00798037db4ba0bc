package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/generator"
	"github.com/vtgen/vtgen/generator/model"
)

// newPlatformOptions are what `vtgen new platform` was told.
type newPlatformOptions struct {
	directory, name, module string
	example, run, into      bool
	plan                    planOptions
}

const newPlatformLong = `Makes a new platform in a directory: an application and an admin application in one binary, with
configuration, migrations, health routes, tests and the runtime module. It builds and runs at once,
on an embedded database, until MYSQL_DSN names a real one.

The name is that of the directory, in snake_case, and names the binary. The module path is the one
other code imports the platform by; it is easy to choose now and tedious to change later.

Nothing is written unless everything can be: a directory that holds anything is refused. With
--into-existing files are written beside those that are there, and a file in the way is refused.

--run builds the platform, starts it on HTTP_ADDR (default 127.0.0.1:8080), shows a request for each
route of the entities, then the log; Ctrl-C stops it.

Without a directory, at a terminal, the command asks for everything it needs.`

const newPlatformExample = `  vtgen new platform aip
  vtgen new platform aip --example --run
  vtgen new platform ../services/billing --module github.com/company/billing
  vtgen new platform . --name aip --into-existing --dry-run`

func newPlatformCommand(streams IO) *cobra.Command {
	var o newPlatformOptions
	c := &cobra.Command{
		Use:     "platform [directory]",
		Short:   "Make a new platform",
		Long:    newPlatformLong,
		Example: newPlatformExample,
		Args:    atMost("a directory"),
		RunE: func(c *cobra.Command, arguments []string) error {
			if len(arguments) == 1 {
				o.directory = arguments[0]
			}
			return runNewPlatform(c.Context(), streams, o)
		},
		ValidArgsFunction: onlyDirectories,
	}
	flags := c.Flags()
	flags.StringVar(&o.name, "name", "", "the platform's name, snake_case (default: the directory's)")
	flags.StringVar(&o.module, "module", "", "the Go module path (default: example.com/<name>)")
	flags.BoolVar(&o.example, "example", false, "with the example entities of the standards")
	flags.BoolVar(&o.run, "run", false, "build the platform and start it")
	flags.BoolVar(&o.into, "into-existing", false, "write beside what is in the directory already")
	o.plan.addFlags(c)
	completeFlag(c, "name", cobra.NoFileCompletions)
	completeFlag(c, "module", cobra.NoFileCompletions)
	return c
}

func runNewPlatform(ctx context.Context, streams IO, o newPlatformOptions) error {
	if err := o.plan.check(); err != nil {
		return err
	}
	if o.run && o.plan.quiet() {
		return usagef("--run starts the platform, and --dry-run, --diff and --json are about what would be written: leave one out")
	}
	if o.directory == "" {
		if err := askPlatform(ctx, streams, &o); err != nil {
			return err
		}
	}
	platform, err := o.platform(streams)
	if err != nil {
		return usageError(err)
	}
	var entities []model.Entity
	if o.example {
		if entities, err = generator.ExampleEntities(); err != nil {
			return err
		}
	}
	return o.write(ctx, streams, platform, entities)
}

// write plans and applies the platform, says what was done, and starts it if asked to.
func (o newPlatformOptions) write(ctx context.Context, streams IO, platform model.Platform, entities []model.Entity) error {
	root := streams.path(o.directory)
	resumed, err := recovered(streams, root)
	if err != nil {
		return err
	}
	executable, err := self()
	if err != nil {
		return err
	}
	plan, err := generator.PlanPlatform(ctx, executable, root, platform, entities, o.into || resumed)
	if err != nil {
		return err
	}
	applied, err := carryOut(streams, plan, o.plan)
	if err != nil || !applied || o.plan.json {
		return err
	}
	if o.run {
		return runPlatform(ctx, streams, plan.Root, platform, entities)
	}
	return platformSummary(streams, o, platform, entities)
}

// platform is the validated platform of the options.
func (o newPlatformOptions) platform(streams IO) (model.Platform, error) {
	if err := checkDirectory(o.directory); err != nil {
		return model.Platform{}, err
	}
	name := o.name
	if name == "" {
		name = platformName(streams.path(o.directory))
		if _, err := model.NewPlatform(name, defaultModule("name")); err != nil {
			return model.Platform{}, fmt.Errorf("%w; the name was made from the directory %s: give another with --name", err, o.directory)
		}
	}
	module := o.module
	if module == "" {
		module = defaultModule(name)
	}
	platform, err := model.NewPlatform(name, module)
	platform.Version = Version()
	return platform, err
}

// checkDirectory refuses a path that cannot be meant.
func checkDirectory(directory string) error {
	switch {
	case strings.TrimSpace(directory) == "":
		return errors.New("the directory is empty: name one, such as aip")
	case strings.HasPrefix(directory, "-"):
		return fmt.Errorf("the directory %s begins with a hyphen, which commands read as a flag: write ./%s", directory, directory)
	case runtime.GOOS != "windows" && strings.ContainsRune(directory, '\\'):
		return fmt.Errorf("the directory %s has a backslash, which separates no directories here: write /", directory)
	}
	return nil
}

func defaultModule(name string) string { return "example.com/" + name }

// platformName makes a platform's name of the last part of a path: my-platform and My Platform are
// my_platform, orderDesk is order_desk.
func platformName(path string) string {
	var b strings.Builder
	previous := rune('_')
	for _, r := range filepath.Base(path) {
		capital := r >= 'A' && r <= 'Z'
		if capital && (previous >= 'a' && previous <= 'z' || previous >= '0' && previous <= '9') {
			b.WriteByte('_')
		}
		previous = r
		switch {
		case capital:
			r += 'a' - 'A'
		case strings.ContainsRune(" -.", r):
			r = '_'
		}
		b.WriteRune(r)
	}
	words := strings.FieldsFunc(b.String(), func(r rune) bool { return r == '_' })
	return strings.Join(words, "_")
}
