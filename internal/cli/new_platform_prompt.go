package cli

import (
	"context"

	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/internal/cli/ask"
)

// askPlatform asks for what makes a platform. What was given as a flag is not asked for again.
func askPlatform(ctx context.Context, streams IO, o *newPlatformOptions) error {
	if !streams.Terminal {
		return usagef("the directory is missing: write `vtgen new platform <directory>`, such as aip; at a terminal vtgen asks for it")
	}
	prompter := streams.ask()
	var err error
	o.directory, err = prompter.Text(ctx, askText("Directory", "where the platform is made, such as aip", "", checkDirectory))
	if err != nil {
		return err
	}
	if err := askIdentity(ctx, streams, prompter, o); err != nil {
		return err
	}
	if !o.example {
		if o.example, err = prompter.Confirm(ctx, "With the example entities?", true); err != nil {
			return err
		}
	}
	if !o.run && !o.plan.quiet() {
		if o.run, err = prompter.Confirm(ctx, "Build and start it afterwards?", false); err != nil {
			return err
		}
	}
	return confirmCommand(ctx, streams, prompter, o.arguments())
}

// askIdentity asks for the platform's name and module path.
func askIdentity(ctx context.Context, streams IO, prompter *ask.Prompter, o *newPlatformOptions) (err error) {
	if o.name == "" {
		offered := platformName(streams.path(o.directory))
		o.name, err = prompter.Text(ctx, askText("Name", "snake_case; the binary is named so", offered, func(name string) error {
			_, err := model.NewPlatform(name, defaultModule("name"))
			return err
		}))
		if err != nil {
			return err
		}
	}
	if o.module == "" {
		o.module, err = prompter.Text(ctx, askText("Go module path", "what imports begin with", defaultModule(o.name), func(module string) error {
			_, err := model.NewPlatform("name", module)
			return err
		}))
	}
	return err
}

// arguments is the command line that says what the options say.
func (o newPlatformOptions) arguments() []string {
	all := []string{"vtgen", "new", "platform", o.directory}
	all = withFlag(all, "--name", o.name)
	all = withFlag(all, "--module", o.module)
	all = withSwitch(all, "--example", o.example)
	all = withSwitch(all, "--run", o.run)
	all = withSwitch(all, "--into-existing", o.into)
	return o.plan.arguments(all)
}
