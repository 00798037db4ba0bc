package cli

import "github.com/spf13/cobra"

func newLintInitCommand(streams IO) *cobra.Command { return &cobra.Command{Use: "init"} }
