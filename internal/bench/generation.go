package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"text/tabwriter"
	"time"
)

// sizes are how many entities the platforms have in which one more is generated.
var sizes = []int{1, 50, 200}

// cost is what one run of a command took, its children included.
type cost struct{ cpu, wall time.Duration }

// generation measures `vtgen new entity` in platforms of different sizes. The floor is `vtgen version`,
// which starts the same binary and does nothing.
func (b *bench) generation(out io.Writer) error {
	floor, err := b.costs(func() (cost, error) { return b.spend("", "version") })
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintf(table, "vtgen new entity (median of %d)\tCPU s\twall s\tCPU / 1 entity\n", b.options.runs)
	_, _ = fmt.Fprintf(table, "floor: vtgen version\t%.3f\t%.3f\n", floor.cpu.Seconds(), floor.wall.Seconds())
	var first cost
	for _, size := range sizes {
		measured, err := b.generationIn(size)
		if err != nil {
			return err
		}
		if first.cpu == 0 {
			first = measured
		}
		_, _ = fmt.Fprintf(table, "platform of %d\t%.3f\t%.3f\t%.2f\n", size, measured.cpu.Seconds(), measured.wall.Seconds(), ratio(measured.cpu, first.cpu))
	}
	return table.Flush()
}

// generationIn measures it in a platform of size entities, which is the same before every run.
func (b *bench) generationIn(size int) (cost, error) {
	root := filepath.Join(b.folder, fmt.Sprintf("platform_%d", size))
	if err := b.command("", b.vtgen, "new", "platform", root); err != nil {
		return cost{}, err
	}
	for n := range size {
		name := filepath.Join(root, "entities", fmt.Sprintf("thing_%d.yaml", n))
		if err := writeFile(name, fmt.Appendf(nil, entityYAML, n, n, n, n)); err != nil {
			return cost{}, err
		}
	}
	if err := b.command(root, b.vtgen, "generate"); err != nil {
		return cost{}, err
	}
	return b.costs(func() (cost, error) {
		run := filepath.Join(b.folder, "run")
		if err := os.CopyFS(run, os.DirFS(root)); err != nil {
			return cost{}, fmt.Errorf("copying a platform: %w", err)
		}
		measured, err := b.spend(run, "new", "entity", "worker", "--field", "name:string:required,max=120,index",
			"--field", "provider:enum(openai,anthropic,local):default=openai", "--field", "temperature:decimal(3,2):default=0.70,min=0,max=2",
			"--field", "max_tokens:int:default=4096,min=1", "--field", "active:bool:default=true", "--field", "seen_at:datetime")
		if err == nil {
			err = os.RemoveAll(run)
		}
		return measured, err
	})
}

// entityYAML is an entity in the form in which vtgen itself writes it.
const entityYAML = `# The entity thing_%d. After a change run ` + "`vtgen generate`" + `.
name: thing_%d
plural: thing_%ds
table: thing_%ds
fields:
  - {name: title, type: string, required: true, max: 80}
  - {name: amount, type: 'decimal(12,2)'}
  - {name: state, type: enum, values: [open, closed], default: open}
`

// costs is the median of several runs, of CPU and wall time each by itself.
func (b *bench) costs(run func() (cost, error)) (cost, error) {
	var cpu, wall []time.Duration
	for range b.options.runs {
		measured, err := run()
		if err != nil {
			return cost{}, err
		}
		cpu, wall = append(cpu, measured.cpu), append(wall, measured.wall)
	}
	return cost{cpu: median(cpu), wall: median(wall)}, nil
}

// spend runs vtgen once. The system adds the processes it waited for to its own usage, so that those
// are counted which sqlc and the committer run in.
func (b *bench) spend(directory string, arguments ...string) (cost, error) {
	command := exec.CommandContext(b.ctx, b.vtgen, arguments...)
	command.Dir = directory
	start := time.Now()
	output, err := command.CombinedOutput()
	wall := time.Since(start)
	if err != nil {
		return cost{}, fmt.Errorf("running vtgen %s: %w: %s", arguments[0], err, output)
	}
	return cost{cpu: command.ProcessState.UserTime() + command.ProcessState.SystemTime(), wall: wall}, nil
}

func writeFile(name string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	if err := os.WriteFile(name, content, 0o644); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}
