package realservice

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// cacheTimeout bounds the start of a service that has nothing to read from disk.
const cacheTimeout = 30 * time.Second

// Redis starts a Redis without data and without persistence; the caller stops it. Its DSN is a redis://
// URL.
func Redis(ctx context.Context, logs io.Writer) (*Server, error) {
	program, err := find("redis-server", "redis-server")
	if err != nil {
		return nil, err
	}
	command := func(folder, port string) *exec.Cmd {
		return exec.Command(program, "--bind", "127.0.0.1", "--port", port, "--dir", folder, "--save", "", "--appendonly", "no")
	}
	server, err := startCache(ctx, logs, "redis", command, func(address string) bool {
		return answers(address, "PING\r\n", func(start []byte) bool { return strings.HasPrefix(string(start), "+PONG") })
	})
	if err == nil {
		server.DSN = "redis://" + server.DSN + "/0"
	}
	return server, err
}

// Memcached starts a memcached; the caller stops it. Its DSN is host and port.
func Memcached(ctx context.Context, logs io.Writer) (*Server, error) {
	program, err := find("memcached", "memcached")
	if err != nil {
		return nil, err
	}
	command := func(_, port string) *exec.Cmd {
		options := []string{"-l", "127.0.0.1", "-p", port, "-U", "0", "-m", "64", "-I", "2m"}
		if os.Geteuid() == 0 {
			options = append(options, "-u", "root") // as with MariaDB: no change of user
		}
		return exec.Command(program, options...)
	}
	return startCache(ctx, logs, "memcached", command, func(address string) bool {
		return answers(address, "version\r\n", func(start []byte) bool { return string(start) == "VERSION" })
	})
}

// startCache starts a service on a free port, and waits until it answers.
func startCache(ctx context.Context, logs io.Writer, name string, command func(folder, port string) *exec.Cmd, ready func(address string) bool) (*Server, error) {
	ctx, cancel := context.WithTimeout(ctx, cacheTimeout)
	defer cancel()
	folder, err := os.MkdirTemp("", "vtgen-"+name+"-")
	if err != nil {
		return nil, fmt.Errorf("starting %s: making its data directory: %w", name, err)
	}
	server, err := startCacheIn(ctx, logs, folder, command, ready)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("starting %s: %w", name, err), removeData(folder))
	}
	return server, nil
}

func startCacheIn(ctx context.Context, logs io.Writer, folder string, command func(folder, port string) *exec.Cmd, ready func(address string) bool) (*Server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	running, err := start(command(folder, strconv.Itoa(port)), logs)
	if err != nil {
		return nil, err
	}
	if err := await(ctx, running, loopback(port), ready); err != nil {
		return nil, errors.Join(err, running.stop())
	}
	return &Server{DSN: loopback(port), process: running, folder: folder}, nil
}
