package realservice

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	rabbitMQPackage = "rabbitmq-server"
	// rabbitMQTimeout bounds one start.
	rabbitMQTimeout = 3 * time.Minute
	// rabbitMQPrograms is where Debian has the programs themselves: those of the PATH are scripts
	// that change the user.
	rabbitMQPrograms = "/usr/lib/rabbitmq/bin"
)

// RabbitMQServer is a running RabbitMQ. It is not safe for concurrent use.
type RabbitMQServer struct {
	// URL reaches the server as a user who may do anything there. It holds a password that is good
	// for this server alone.
	URL string

	folder  string
	logs    io.Writer
	port    int
	environ []string
	names   *process // epmd, Erlang's name server
	process *process // nil after Kill
}

// RabbitMQ starts a RabbitMQ without data; the caller stops it. What the server says goes to logs. When
// this process is killed the server ends too, and its data directory stays in the system's directory
// for temporary files.
func RabbitMQ(ctx context.Context, logs io.Writer) (*RabbitMQServer, error) {
	folder, err := os.MkdirTemp("", "vtgen-rabbitmq-")
	if err != nil {
		return nil, fmt.Errorf("starting RabbitMQ: making its data directory: %w", err)
	}
	r := &RabbitMQServer{folder: folder, logs: logs}
	err = r.prepare(ctx)
	if err == nil {
		err = r.Restart(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, r.Stop())
	}
	return r, nil
}

// prepare decides on ports, writes the configuration and starts the name server.
func (r *RabbitMQServer) prepare(ctx context.Context) error {
	var ports [3]int
	for i := range ports {
		port, err := freePort()
		if err != nil {
			return fmt.Errorf("starting RabbitMQ: %w", err)
		}
		ports[i] = port
	}
	r.port = ports[0]
	password := rand.Text()
	r.URL = fmt.Sprintf("amqp://vtgen:%s@%s/", password, loopback(r.port))
	r.setEnviron(ports[1], ports[2])
	config := "default_user = vtgen\ndefault_pass = " + password + "\nlog.console = true\nlog.console.level = warning\nlog.file = false\n"
	for name, text := range map[string]string{"rabbitmq.conf": config, "plugins": "[].\n"} {
		if err := os.WriteFile(filepath.Join(r.folder, name), []byte(text), 0o600); err != nil {
			return fmt.Errorf("starting RabbitMQ: %w", err)
		}
	}
	epmd, err := find("epmd", "erlang-base")
	if err != nil {
		return err
	}
	// RabbitMQ would start it itself, detached, and leave it behind.
	command := exec.Command(epmd, "-port", strconv.Itoa(ports[2]), "-address", "127.0.0.1")
	if r.names, err = start(command, r.logs); err != nil {
		return err
	}
	return await(ctx, r.names, loopback(ports[2]), accepts)
}

func (r *RabbitMQServer) setEnviron(distribution, names int) {
	path := func(name string) string { return filepath.Join(r.folder, name) }
	// What the system sets for its own RabbitMQ is left aside.
	r.environ = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "RABBITMQ_") || strings.HasPrefix(v, "ERL_") || strings.HasPrefix(v, "HOME=")
	})
	r.environ = append(r.environ,
		"HOME="+r.folder, // of Erlang's cookie
		"RABBITMQ_NODENAME="+r.node(),
		"RABBITMQ_NODE_IP_ADDRESS=127.0.0.1", "RABBITMQ_NODE_PORT="+strconv.Itoa(r.port),
		"RABBITMQ_DIST_PORT="+strconv.Itoa(distribution),
		"ERL_EPMD_ADDRESS=127.0.0.1", "ERL_EPMD_PORT="+strconv.Itoa(names),
		"RABBITMQ_CONF_ENV_FILE="+path("none"), "RABBITMQ_CONFIG_FILE="+path("rabbitmq.conf"),
		"RABBITMQ_ENABLED_PLUGINS_FILE="+path("plugins"),
		"RABBITMQ_MNESIA_BASE="+path("data"), "RABBITMQ_LOG_BASE="+path("log"), "RABBITMQ_LOGS=-",
		"RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1}",
		"RUNNING_UNDER_SYSTEMD=true", // no shell between this process and the server
		"LANG=C.UTF-8",
	)
}

func (r *RabbitMQServer) node() string { return fmt.Sprintf("vtgen%d@localhost", r.port) }

// Restart starts the server again after Kill, with the same data and address, and waits until it
// answers.
func (r *RabbitMQServer) Restart(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, rabbitMQTimeout)
	defer cancel()
	program, err := find(filepath.Join(rabbitMQPrograms, "rabbitmq-server"), rabbitMQPackage)
	if err != nil {
		return err
	}
	command := exec.Command(program)
	command.Env = r.environ
	if r.process, err = start(command, r.logs); err != nil {
		return err
	}
	if err := await(ctx, r.process, loopback(r.port), greetsAMQP); err != nil {
		return fmt.Errorf("starting RabbitMQ: %w", err)
	}
	return nil
}

// Kill ends the server as a crash would.
func (r *RabbitMQServer) Kill() error {
	err := r.process.kill()
	r.process = nil
	return err
}

// SyncDeclarations has the server bring the queues that were declared to disk. Without it RabbitMQ 3.10
// may lose a durable queue, with all confirmed messages in it, when it is killed within moments of the
// declaration: 2 times in 30 with a client of nothing but amqp091. It takes some seconds.
func (r *RabbitMQServer) SyncDeclarations(ctx context.Context) error {
	out, err := r.Control(ctx, "eval", "mnesia:sync_log().")
	if err == nil && strings.TrimSpace(out) != "ok" {
		err = fmt.Errorf("syncing RabbitMQ's declarations: it says %q", out)
	}
	return err
}

// Control runs rabbitmqctl, which takes some seconds, and returns what it prints.
func (r *RabbitMQServer) Control(ctx context.Context, arguments ...string) (string, error) {
	program, err := find(filepath.Join(rabbitMQPrograms, "rabbitmqctl"), rabbitMQPackage)
	if err != nil {
		return "", err
	}
	command := exec.CommandContext(ctx, program, append([]string{"--quiet", "--node", r.node()}, arguments...)...)
	command.Env = r.environ
	out, err := command.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("running rabbitmqctl %s: %w: %s", strings.Join(arguments, " "), err, out)
	}
	return string(out), nil
}

// Stop ends the server and removes its data.
func (r *RabbitMQServer) Stop() error {
	var problems error
	for _, p := range []*process{r.process, r.names} {
		if p != nil {
			problems = errors.Join(problems, p.stop())
		}
	}
	return errors.Join(problems, removeData(r.folder))
}

// greetsAMQP reports whether an AMQP server begins its handshake at an address.
func greetsAMQP(address string) bool {
	return answers(address, "AMQP\x00\x00\x09\x01", func(start []byte) bool {
		const methodFrame = 1
		return start[0] == methodFrame
	})
}

// answers reports whether a server answers a greeting in a way that begins as it should.
func answers(address, greeting string, right func(start []byte) bool) bool {
	const timeout = time.Second
	connection, err := net.DialTimeout("tcp", address, timeout)
	if err != nil {
		return false
	}
	defer func() { _ = connection.Close() }()
	if err := connection.SetDeadline(time.Now().Add(timeout)); err != nil {
		return false
	}
	if _, err := io.WriteString(connection, greeting); err != nil {
		return false
	}
	start := make([]byte, 7)
	_, err = io.ReadFull(connection, start)
	return err == nil && right(start)
}

// accepts reports whether anything listens at an address.
func accepts(address string) bool {
	connection, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		return false
	}
	return connection.Close() == nil
}
