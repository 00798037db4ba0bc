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
	"strconv"
	"time"
)

const (
	mariaDBPackage = "mariadb-server"
	// mariaDBTimeout bounds the making of the data directory and the start, together.
	mariaDBTimeout = 2 * time.Minute
	// mariaDBAttempts is how often another port is tried when the chosen one was taken meanwhile.
	mariaDBAttempts = 3
)

// MariaDB starts a MariaDB server with an empty data directory; the caller stops it. Its DSN is
// go-sql-driver's, without a database, and may create and drop databases. What the server says goes
// to logs. When this process is killed the server ends too, and its data directory stays in the
// system's directory for temporary files.
func MariaDB(ctx context.Context, logs io.Writer) (*Server, error) {
	ctx, cancel := context.WithTimeout(ctx, mariaDBTimeout)
	defer cancel()
	folder, err := os.MkdirTemp("", "vtgen-mariadb-")
	if err != nil {
		return nil, fmt.Errorf("starting MariaDB: making its data directory: %w", err)
	}
	server, err := (&mariaDB{folder: folder, logs: logs, password: rand.Text()}).start(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("starting MariaDB: %w", err), removeData(folder))
	}
	return server, nil
}

// mariaDB is a server being started.
type mariaDB struct {
	folder   string
	logs     io.Writer
	password string
}

func (m *mariaDB) start(ctx context.Context) (*Server, error) {
	install, err := find("mariadb-install-db", mariaDBPackage)
	if err != nil {
		return nil, err
	}
	daemon, err := find("mariadbd", mariaDBPackage)
	if err != nil {
		return nil, err
	}
	if err := m.install(ctx, install); err != nil {
		return nil, err
	}
	for attempt := 1; ; attempt++ {
		server, err := m.listen(ctx, daemon)
		if err == nil || attempt == mariaDBAttempts || ctx.Err() != nil {
			return server, err
		}
	}
}

// common are the options of both programs. The system's own configuration is left aside. As root
// the server stays root: on a change of user the kernel forgets that it shall end with its parent.
func (m *mariaDB) common() []string {
	options := []string{"--no-defaults", "--datadir=" + m.path("data")}
	if os.Geteuid() == 0 {
		options = append(options, "--user=root")
	}
	return options
}

func (m *mariaDB) path(name string) string { return filepath.Join(m.folder, name) }

// install makes the data directory, and the statements with which the server begins.
func (m *mariaDB) install(ctx context.Context, program string) error {
	command := exec.CommandContext(ctx, program, append(m.common(), "--skip-test-db")...)
	command.WaitDelay = stopTimeout // the script's own children hold its output
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("running %s: %w: %s", filepath.Base(program), err, out)
	}
	statements := fmt.Sprintf("CREATE USER vtgen@'127.0.0.1' IDENTIFIED BY '%s';\nGRANT ALL ON *.* TO vtgen@'127.0.0.1';\n", m.password)
	if err := os.WriteFile(m.path("init.sql"), []byte(statements), 0o600); err != nil {
		return fmt.Errorf("writing the server's first statements: %w", err)
	}
	return nil
}

// listen starts the server on a free port and waits until it answers there.
func (m *mariaDB) listen(ctx context.Context, daemon string) (*Server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	options := append(m.common(),
		"--bind-address=127.0.0.1", "--port="+strconv.Itoa(port), "--skip-name-resolve",
		"--socket="+m.path("socket"), "--pid-file="+m.path("pid"), "--init-file="+m.path("init.sql"),
		"--max-connections=500",
		// The data need not survive a power cut, and tests make and drop tables all the time.
		"--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=OFF", "--innodb-file-per-table=OFF",
		"--innodb-log-file-size=64M", "--performance-schema=OFF")
	running, err := start(exec.Command(daemon, options...), m.logs)
	if err != nil {
		return nil, err
	}
	address := loopback(port)
	if err := await(ctx, running, address, greets); err != nil {
		return nil, errors.Join(err, running.stop())
	}
	return &Server{
		DSN:     fmt.Sprintf("vtgen:%s@tcp(%s)/", m.password, address),
		process: running,
		folder:  m.folder,
	}, nil
}

// greets reports whether a MySQL server sends its greeting at an address, which MariaDB does only after
// its first statements.
func greets(address string) bool {
	const timeout, protocol = time.Second, 10
	connection, err := net.DialTimeout("tcp", address, timeout)
	if err != nil {
		return false
	}
	defer func() { _ = connection.Close() }()
	if err := connection.SetReadDeadline(time.Now().Add(timeout)); err != nil {
		return false
	}
	var start [5]byte // length, sequence number, version of the protocol
	_, err = io.ReadFull(connection, start[:])
	return err == nil && start[4] == protocol
}
