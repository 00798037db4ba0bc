package cli

import (
	"github.com/vtgen/vtgen/internal/lintsetup"
	"github.com/vtgen/vtgen/lint"
)

// VetOptions are the options with which the linter runs below `go vet -vettool`, at a root.
func VetOptions(root string) (lint.Options, error) {
	options, err := lintsetup.Options(root, "")
	if err != nil {
		return lint.Options{}, err
	}
	if options.Cache, err = lintsetup.OpenCache("", Version()); err != nil {
		options.Cache = nil // it is slower without, and works
	}
	if options.Config.Baseline != "" {
		options.Baseline, err = lintsetup.Baseline(baselineOf(options))
	}
	return options, err
}
