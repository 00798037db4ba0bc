// Package golangciplugin makes the linter a module plugin of golangci-lint: importing it registers
// the plugin "vtgen". See docs/lint.md for the .custom-gcl.yml that builds it in.
package golangciplugin

import (
	"fmt"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/vtgen/vtgen/internal/lintsetup"
	"github.com/vtgen/vtgen/lint"
	"github.com/vtgen/vtgen/lint/vetadapter"
)

func init() { register.Plugin(vetadapter.Name, New) }

// Settings are the plugin's settings in .golangci.yml.
type Settings struct {
	// Severity is the lightest that is reported: error, warning or info; empty means error.
	Severity string `json:"severity"`
	// Config is the path of the configuration; empty means vtgen-lint.yaml at the root.
	Config string `json:"config"`
	// Cache is the directory for what is kept between runs; empty means the user's.
	Cache string `json:"cache"`
}

type plugin struct{ settings Settings }

// New makes the plugin of its settings.
func New(raw any) (register.LinterPlugin, error) {
	settings, err := register.DecodeSettings[Settings](raw)
	if err != nil {
		return nil, fmt.Errorf("reading the settings of the linter vtgen: %w", err)
	}
	return &plugin{settings}, nil
}

// BuildAnalyzers returns the analyzer.
func (p *plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	analyzer := vetadapter.Analyzer(p.load)
	if p.settings.Severity != "" {
		if err := analyzer.Flags.Set("severity", p.settings.Severity); err != nil {
			return nil, fmt.Errorf("setting the severity: %w", err)
		}
	}
	return []*analysis.Analyzer{analyzer}, nil
}

// GetLoadMode says that syntax is enough.
func (p *plugin) GetLoadMode() string { return register.LoadModeSyntax }

func (p *plugin) load(root string) (lint.Options, error) {
	options, err := lintsetup.Options(root, p.settings.Config)
	if err != nil {
		return lint.Options{}, err
	}
	options.Cache, err = lintsetup.OpenCache(p.settings.Cache, "golangci-lint")
	if err != nil {
		options.Cache = nil // it is slower without, and works
	}
	return options, nil
}
