// Package realservice starts real services for tests. Each is a private child process on a free
// loopback port with a data directory of its own, and ends with the process that started it,
// however that ends.
package realservice

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// Server is a running service.
type Server struct {
	// DSN reaches the service in the form its Go driver takes, as a user who may do anything there.
	// It holds a password that is good for this server alone.
	DSN string

	process *process
	// folder holds the service's data, and nothing after Stop.
	folder string
}

// Stop ends the service and removes its data.
func (s *Server) Stop() error {
	return errors.Join(s.process.stop(), removeData(s.folder))
}

// removeData removes a service's data directory.
func removeData(folder string) error {
	if err := os.RemoveAll(folder); err != nil {
		return fmt.Errorf("removing a service's data: %w", err)
	}
	return nil
}

// find returns the path of a service's program, also where the PATH leaves out the system's own
// directory. The error names the Debian package that has it.
func find(program, debianPackage string) (string, error) {
	for _, name := range []string{program, filepath.Join("/usr/sbin", program)} {
		if found, err := exec.LookPath(name); err == nil {
			return found, nil
		}
	}
	return "", fmt.Errorf("looking for %s: it is not installed; run `apt-get install %s`", program, debianPackage)
}

// Ports for services are taken from below those that Linux hands out by itself, where no outgoing
// connection can sit.
const (
	firstPort = 20000
	lastPort  = 32767
)

// freePort returns a loopback port on which nothing listens right now.
func freePort() (int, error) {
	const attempts = 100
	for range attempts {
		port := firstPort + rand.IntN(lastPort-firstPort+1)
		listener, err := net.Listen("tcp", loopback(port))
		if err != nil {
			continue
		}
		if err := listener.Close(); err != nil {
			return 0, fmt.Errorf("looking for a free port: %w", err)
		}
		return port, nil
	}
	return 0, fmt.Errorf("looking for a free port: %d of the ports %d to %d were in use", attempts, firstPort, lastPort)
}

// loopback is the address of a port of this machine alone.
func loopback(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }
