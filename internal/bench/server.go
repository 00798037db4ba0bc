package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// clients is how many connections send requests, each one after the other.
const clients = 8

// rows are in the table before anything is measured.
const rows = 200

// server is a running server of ai_workers.
type server struct {
	url     string
	command *exec.Cmd
	client  *http.Client
}

// start migrates a database with the generated platform and starts a server on it, with its log in a
// file.
func (b *bench) start(directory, platform, binary, level string) (*server, error) {
	if err := b.command(directory, platform, "migrate", "up"); err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(directory, "log"))
	if err != nil {
		return nil, fmt.Errorf("making a log: %w", err)
	}
	defer func() { _ = log.Close() }() // the server has its own
	s := &server{
		url:     "http://" + address,
		command: exec.CommandContext(b.ctx, binary),
		client:  &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients, DisableCompression: true}},
	}
	if binary == platform {
		s.command.Args = append(s.command.Args, "app")
	}
	s.command.Dir, s.command.Stdout, s.command.Stderr = directory, log, log
	s.command.Env = append(os.Environ(), "HTTP_ADDR="+address, "SQLITE_PATH=data/example.db", "LOG_LEVEL="+level,
		"APP_ENV=production", "MIGRATE_ON_START=true") // in development a guard looks at every statement
	if err := s.command.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", binary, err)
	}
	if err := s.fill(b.ctx); err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

// freeAddress is a loopback address on which nothing listens.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("looking for a free port: %w", err)
	}
	return listener.Addr().String(), listener.Close()
}

// fill waits until the server answers, and makes the rows that lists show.
func (s *server) fill(ctx context.Context) error {
	const patience, pause = 10 * time.Second, 20 * time.Millisecond
	list, create := workloads[0], workloads[1]
	for deadline := time.Now().Add(patience); ; time.Sleep(pause) {
		err := s.send(ctx, list)
		if err == nil {
			break
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("waiting for %s to answer: %w", s.command.Path, err)
		}
	}
	for range rows {
		if err := s.send(ctx, create); err != nil {
			return err
		}
	}
	return nil
}

// stop kills the server: nothing it has is needed any more.
func (s *server) stop() {
	_ = s.command.Process.Kill()
	_ = s.command.Wait()
}

// load sends requests from all clients; it returns how many were answered per second and the CPU time
// that the server took for them.
func (s *server) load(ctx context.Context, w workload, requests int) (rate float64, used time.Duration, err error) {
	pid := s.command.Process.Pid
	before, err := cpu(pid)
	if err != nil {
		return 0, 0, err
	}
	start := time.Now()
	if err := s.flood(ctx, w, requests/clients); err != nil {
		return 0, 0, err
	}
	elapsed := time.Since(start)
	after, err := cpu(pid)
	return float64(requests/clients*clients) / elapsed.Seconds(), after - before, err
}

// flood sends each client's requests, one after the other.
func (s *server) flood(ctx context.Context, w workload, each int) error {
	var waiting sync.WaitGroup
	failures := make([]error, clients)
	for client := range clients {
		waiting.Go(func() {
			for range each {
				if err := s.send(ctx, w); err != nil {
					failures[client] = err
					return
				}
			}
		})
	}
	waiting.Wait()
	return errors.Join(failures...)
}

// send sends one request and reads the whole answer.
func (s *server) send(ctx context.Context, w workload) error {
	request, err := http.NewRequestWithContext(ctx, w.method, s.url+w.path, strings.NewReader(w.body))
	if err != nil {
		return fmt.Errorf("making a request: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := s.client.Do(request)
	if err != nil {
		return fmt.Errorf("asking %s: %w", s.command.Path, err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return fmt.Errorf("reading the answer of %s: %w", s.command.Path, err)
	}
	if response.StatusCode != w.status {
		return fmt.Errorf("%s answers %d to %s: %s", s.command.Path, response.StatusCode, w.name, text)
	}
	return nil
}
