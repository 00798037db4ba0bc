package cli

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// released is set by the release build.
var released = ""

// Version is the version of this vtgen: that of the release, or of the module, or "development".
func Version() string {
	if released != "" {
		return released
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "development"
}

func newVersionCommand(streams IO) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of vtgen",
		Args:  exactly(),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(streams.Out, "vtgen", Version())
			return err
		},
	}
}
