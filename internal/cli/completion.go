package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/generator/project"
)

const completionLong = `Prints a script that makes a shell complete vtgen's commands and flags, the types and modifiers of
--field, and the modules and entities of the platform you are in.

  bash        source it, or put it into /etc/bash_completion.d/vtgen
  zsh         put it into a directory of $fpath, as _vtgen
  fish        put it into ~/.config/fish/completions/vtgen.fish
  powershell  put it into your profile`

const completionExample = `  source <(vtgen completion bash)
  vtgen completion zsh > "${fpath[1]}/_vtgen"
  vtgen completion fish > ~/.config/fish/completions/vtgen.fish
  vtgen completion powershell | Out-String | Invoke-Expression`

var shells = []string{"bash", "zsh", "fish", "powershell"}

func newCompletionCommand(streams IO) *cobra.Command {
	return &cobra.Command{
		Use:       "completion bash|zsh|fish|powershell",
		Short:     "Print a script that completes vtgen in a shell",
		Long:      completionLong,
		Example:   completionExample,
		Args:      atMost("a shell"),
		ValidArgs: shells,
		RunE: func(c *cobra.Command, arguments []string) error {
			if len(arguments) == 0 {
				return usagef("the shell is missing: name one of %s", strings.Join(shells, ", "))
			}
			return printCompletion(c.Root(), streams, arguments[0])
		},
	}
}

func printCompletion(root *cobra.Command, streams IO, shell string) error {
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(streams.Out, true)
	case "zsh":
		return root.GenZshCompletion(streams.Out)
	case "fish":
		return root.GenFishCompletion(streams.Out, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(streams.Out)
	}
	return usagef("there is no completion for the shell %q: name one of %s", shell, strings.Join(shells, ", "))
}

// onlyDirectories completes an argument with directories.
func onlyDirectories(_ *cobra.Command, arguments []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(arguments) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// completeFlag registers what completes a flag. Registering fails only for a flag that the command
// does not have, which is a mistake in vtgen itself.
func completeFlag(c *cobra.Command, flag string, f cobra.CompletionFunc) {
	if err := c.RegisterFlagCompletionFunc(flag, f); err != nil {
		panic(fmt.Sprintf("completing the flag %s: %v", flag, err))
	}
}

// addEntityCompletions completes the flags of `vtgen new entity`.
func addEntityCompletions(c *cobra.Command, streams IO) {
	completeFields(c, streams)
	completeFlag(c, "module", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return inProject(streams, moduleNames), cobra.ShellCompDirectiveNoFileComp
	})
	completeFlag(c, "uses", func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return listCompletions(typed, inProject(streams, usableNames)), cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveNoFileComp
	})
	completeFlag(c, "from", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return []string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt
	})
	for _, free := range []string{"table", "plural", "database", "index", "unique"} {
		completeFlag(c, free, cobra.NoFileCompletions)
	}
}

// inProject are names of the platform around the working directory; none outside of one. Completing
// changes nothing on disk, so that an interrupted change stays as it is.
func inProject(streams IO, names func(*project.Project) []string) []string {
	root, err := project.Find(streams.Directory)
	if err != nil {
		return nil
	}
	p, err := project.Load(root)
	if err != nil {
		return nil
	}
	return names(p)
}

// listCompletions completes the last name of a,b.
func listCompletions(typed string, names []string) []string {
	begun := typed[:strings.LastIndexByte(typed, ',')+1]
	var out []string
	for _, name := range names {
		if !slices.Contains(list(begun), name) {
			out = append(out, begun+name)
		}
	}
	return out
}

// modifierWords are the modifiers of a field as they are typed.
var modifierWords = []string{"required", "nullable", "unique", "index", "sensitive", "default=", "min=", "max="}

// fieldCompletions completes a field that is typed up to somewhere: its type after the name, its
// modifiers after the type.
func fieldCompletions(typed string, entities []string) []string {
	name, rest, named := strings.Cut(typed, ":")
	if !named {
		return nil
	}
	if kind, _, hasType := strings.Cut(rest, ":"); hasType {
		begun := typed[:max(strings.LastIndexByte(typed, ','), len(name)+len(kind)+1)+1]
		var out []string
		for _, word := range modifierWords {
			if !strings.Contains(begun[len(name)+len(kind)+1:], word) {
				out = append(out, begun+word)
			}
		}
		return out
	}
	var out []string
	for _, t := range model.Types() {
		switch t {
		case model.Decimal:
			out = append(out, name+":decimal(12,2)")
		case model.Enum:
			out = append(out, name+":enum(")
		case model.Reference:
			for _, entity := range entities {
				out = append(out, name+":ref("+entity+")")
			}
		default:
			out = append(out, name+":"+string(t))
		}
	}
	return out
}

// completeFields completes --field with types, modifiers and entities.
func completeFields(c *cobra.Command, streams IO) {
	completeFlag(c, "field", func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return fieldCompletions(typed, inProject(streams, entityNames)), cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveNoFileComp
	})
}
