// Command benchlint measures the linter: what it finds in the corpus, and how long it takes beside
// the least that has to be done. All times are CPU time of whole processes, user and system, and the
// median of three runs; ratios are between runs of one invocation, so that they hold on any machine.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/vtgen/vtgen/internal/lintcorpus"
)

func main() {
	if len(os.Args) == 4 && os.Args[1] == floorArgument {
		if err := floor(os.Args[2], os.Args[3]); err != nil {
			fmt.Fprintln(os.Stderr, "benchlint:", err)
			os.Exit(1)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "benchlint:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) (err error) {
	directory, err := os.MkdirTemp("", "benchlint-")
	if err != nil {
		return fmt.Errorf("making a directory to work in: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(directory)) }()
	if err := quality(); err != nil {
		return err
	}
	b := &bench{ctx: ctx, directory: directory, vtgen: filepath.Join(directory, "vtgen")}
	if b.self, err = os.Executable(); err != nil {
		return fmt.Errorf("finding this program: %w", err)
	}
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", b.vtgen, "./cmd/vtgen").CombinedOutput(); err != nil {
		return fmt.Errorf("building vtgen: %w: %s", err, out)
	}
	if err := b.standardLibrary(); err != nil {
		return err
	}
	if err := b.vet(); err != nil {
		return err
	}
	return b.synthetic()
}

// quality prints precision and recall over the corpus.
func quality() error {
	themes, err := lintcorpus.Load("testdata/lint/corpus")
	if err != nil {
		return err
	}
	scores := lintcorpus.Scores{}
	cases := 0
	for _, theme := range themes {
		for _, one := range theme.Cases {
			scores.Add(one.Run(theme.Rules))
			cases++
		}
	}
	fmt.Printf("corpus: %d cases\n%s\n", cases, scores.Table())
	return nil
}

// standardLibrary measures Go: the standard library's sources.
func (b *bench) standardLibrary() error {
	out, err := exec.CommandContext(b.ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("finding Go's sources: %w", err)
	}
	return b.speed("Go, the standard library", filepath.Join(strings.TrimSpace(string(out)), "src"))
}

// synthetic measures JavaScript, and memory for a million lines.
func (b *bench) synthetic() error {
	root := filepath.Join(b.directory, "million")
	if err := generate(root); err != nil {
		return err
	}
	return b.speed("JavaScript, generated", root)
}

// vet compares with a warm go vet of the runtime module. What is like for like is the cached run: vet,
// too, looks again only at what has changed.
func (b *bench) vet() error {
	const module = "runtime"
	vet := func() (usage, error) { return b.process(module, "go", "vet", "./...") }
	if _, err := vet(); err != nil { // warms the build cache
		return err
	}
	warm, err := b.median(vet)
	if err != nil {
		return err
	}
	cold, err := b.median(func() (usage, error) { return b.process(module, b.vtgen, "lint", "--no-cache") })
	if err != nil {
		return err
	}
	cache := filepath.Join(b.directory, "vet-cache")
	lint := func() (usage, error) { return b.process(module, b.vtgen, "lint", "--cache", cache) }
	if _, err := lint(); err != nil {
		return err
	}
	cached, err := b.median(lint)
	if err != nil {
		return err
	}
	fmt.Printf("module runtime\n  go vet, warm        %6.2f s of CPU\n", warm.cpu.Seconds())
	fmt.Printf("  vtgen lint, cached  %6.2f s of CPU, %.1f times less\n", cached.cpu.Seconds(), ratio(warm, cached))
	fmt.Printf("  vtgen lint, cold    %6.2f s of CPU, %.1f times less\n\n", cold.cpu.Seconds(), ratio(warm, cold))
	return nil
}
