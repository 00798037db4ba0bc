package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/templates"
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

// build is what vtgen says about itself.
type build struct {
	Version string `json:"version"`
	Go      string `json:"go"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
	// Runtime is a digest of the runtime module that this vtgen copies into platforms.
	Runtime string `json:"runtime"`
}

func thisBuild() build {
	hash := sha256.New()
	for _, file := range templates.Runtime() {
		_, _ = fmt.Fprintf(hash, "%s %d\n", file.Name, len(file.Data)) // writing to a hash does not fail
		_, _ = hash.Write(file.Data)
	}
	digest := hex.EncodeToString(hash.Sum(nil))[:16]
	return build{Version: Version(), Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH, Runtime: digest}
}

// text is the build for a person.
func (b build) text() string {
	return fmt.Sprintf("vtgen    %s\ngo       %s\nsystem   %s/%s\nruntime  %s\n", b.Version, b.Go, b.OS, b.Arch, b.Runtime)
}

func newVersionCommand(streams IO) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "version",
		Short:   "Print the version of vtgen and of the runtime it brings",
		Long:    "Prints the version of vtgen, the Go release and the system it was built for, and a digest of the\nruntime module that it copies into platforms: two vtgen with the same digest bring the same runtime.",
		Example: "  vtgen version\n  vtgen version --json",
		Args:    atMost(),
		RunE: func(*cobra.Command, []string) error {
			if asJSON {
				return printJSON(streams.Out, thisBuild())
			}
			_, err := io.WriteString(streams.Out, thisBuild().text())
			return err
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print it as JSON")
	return c
}
