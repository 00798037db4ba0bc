package main

import (
	_ "embed"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"
)

// handwritten is the floor of serving: the same endpoints written by hand on net/http, database/sql
// and encoding/json, over the same table, driver and settings, with an access log like the
// platform's. It does without the platform's request ids, security headers, events, pages by cursor,
// filters, checks of every field and recovery from panics: what these cost is what the ratio shows.
//
//go:embed testdata/handwritten.go
var handwritten []byte

// workload is one kind of request to both servers.
type workload struct {
	name, method, path, body string
	status                   int
}

const workerBody = `{"name": "worker", "description": "does what it is told", "provider": "anthropic", "temperature": "1.25", "max_tokens": 2000, "active": true, "settings": {"mode": "fast", "tags": ["a", "b"]}}`

var workloads = []workload{
	{"list 20 of 200", "GET", "/api/v1/ai_workers", "", 200},
	{"create", "POST", "/api/v1/ai_workers", workerBody, 201},
}

// levels are the log levels measured: the default, at which both servers write an access log, and one
// at which both write nothing.
var levels = []string{"INFO", "WARN"}

// stored is the request that stores an event in the transaction of what it creates, as entities do
// unless they say otherwise. The floor has no events, so that this is a row of its own.
var stored = []workload{{"create, event stored in the outbox", "POST", "/api/v1/ai_workers", workerBody, 201}}

// serving measures the requests per second of the generated platform and of the floor, in turns.
func (b *bench) serving(out io.Writer) error {
	servers, err := b.buildServers()
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintf(table, "\nrequests per second (%d clients, median of %d rounds)\tgenerated\thand-written\tratio\tlowest to highest\tCPU µs generated\thand-written\tratio\n", clients, b.options.rounds)
	for _, level := range levels {
		if err := b.compare(table, level, servers.direct, servers.floor, workloads); err != nil {
			return err
		}
		if err := b.compare(table, level, servers.storing, servers.floor, stored); err != nil {
			return err
		}
	}
	return table.Flush()
}

// servers are the binaries that are compared: the generated platform whose ai_workers tell their events
// directly, that whose events are stored, and the floor.
type servers struct{ direct, storing, floor string }

// exampleEntity describes the entity, as the example platform has it.
const exampleEntity = "templates/example/ai_worker.yaml"

// buildServers generates and builds the servers; the floor is built within a generated platform.
func (b *bench) buildServers() (servers, error) {
	entity, err := os.ReadFile(exampleEntity)
	if err != nil {
		return servers{}, fmt.Errorf("reading the entity to be served: %w", err)
	}
	built := servers{floor: filepath.Join(b.folder, "handwritten")}
	if built.storing, err = b.buildPlatform("storing", entity); err != nil {
		return servers{}, err
	}
	if built.direct, err = b.buildPlatform("direct", append(entity, "outbox: false\n"...)); err != nil {
		return servers{}, err
	}
	root := filepath.Join(b.folder, "platform_direct")
	if err := writeFile(filepath.Join(root, "handwritten", "main.go"), handwritten); err != nil {
		return servers{}, err
	}
	return built, b.command(root, "go", "build", "-o", built.floor, "./handwritten")
}

// buildPlatform generates a platform with one entity and returns its binary.
func (b *bench) buildPlatform(name string, entity []byte) (binary string, err error) {
	root, description := filepath.Join(b.folder, "platform_"+name), filepath.Join(b.folder, name+".yaml")
	if err := writeFile(description, entity); err != nil {
		return "", err
	}
	if err := b.command("", b.vtgen, "new", "platform", root, "--name", "example"); err != nil {
		return "", err
	}
	if err := b.command(root, b.vtgen, "new", "entity", "--from", description); err != nil {
		return "", err
	}
	binary = filepath.Join(b.folder, name)
	return binary, b.command(root, "go", "build", "-o", binary, ".")
}

// compare measures workloads at one log level.
func (b *bench) compare(table io.Writer, level, generated, floor string, workloads []workload) error {
	folder := filepath.Join(b.folder, level, "with_"+filepath.Base(generated))
	var running [2]*server
	for i, binary := range []string{generated, floor} {
		directory := filepath.Join(folder, filepath.Base(binary))
		if err := os.MkdirAll(directory, 0o755); err != nil {
			return fmt.Errorf("making a folder for a server: %w", err)
		}
		s, err := b.start(directory, generated, binary, level)
		if err != nil {
			return err
		}
		defer s.stop()
		running[i] = s
	}
	for _, w := range workloads {
		if err := b.compareOn(table, level, w, running); err != nil {
			return err
		}
	}
	return nil
}

// compareOn sends one workload to both servers in turns.
func (b *bench) compareOn(table io.Writer, level string, w workload, running [2]*server) error {
	var rates [2][]float64
	var spent [2]time.Duration
	var ratios []float64
	for round := range b.options.rounds {
		var rate [2]float64
		for turn := range running {
			which := (turn + round) % 2 // so that neither always goes first
			measured, used, err := running[which].load(b.ctx, w, b.options.requests)
			if err != nil {
				return err
			}
			rate[which] = measured
			rates[which] = append(rates[which], measured)
			spent[which] += used
		}
		ratios = append(ratios, rate[0]/rate[1])
	}
	requests := float64(b.options.rounds * b.options.requests)
	_, err := fmt.Fprintf(table, "%s, LOG_LEVEL=%s\t%.0f\t%.0f\t%.2f\t%.2f to %.2f\t%.0f\t%.0f\t%.2f\n", w.name, level,
		median(rates[0]), median(rates[1]), median(ratios), slices.Min(ratios), slices.Max(ratios),
		microseconds(spent[0])/requests, microseconds(spent[1])/requests, ratio(spent[1], spent[0]))
	return err
}

func microseconds(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }
