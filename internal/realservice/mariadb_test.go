package realservice

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
)

// holderVariable makes the test binary a process that starts a server, says where it is, and waits.
const holderVariable = "VTGEN_REALSERVICE_HOLDER"

func TestMain(m *testing.M) {
	if os.Getenv(holderVariable) == "" {
		os.Exit(m.Run())
	}
	server, err := MariaDB(context.Background(), io.Discard)
	if err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	fmt.Println(server.folder, server.DSN)
	select {}
}

func TestMariaDB(t *testing.T) {
	needsTime(t)
	server, err := MariaDB(t.Context(), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	useDatabase(t, server.DSN)
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	if greets(addressOf(t, server.DSN)) {
		t.Error("the server still answers after Stop")
	}
	if _, err := os.Stat(server.folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the server's data is still there after Stop: %v", err)
	}
}

// needsTime leaves out with -short what starts a server.
func needsTime(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a server, which takes seconds")
	}
}

// useDatabase does with a server what tests do.
func useDatabase(t *testing.T, dsn string) {
	t.Helper()
	db, err := sql.Open("mysql", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, statement := range []string{
		"CREATE DATABASE one",
		"CREATE TABLE one.t (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL CHECK (v > 0)) ENGINE=InnoDB",
		"INSERT INTO one.t (v) VALUES (1)",
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	if _, err := db.ExecContext(t.Context(), "INSERT INTO one.t (v) VALUES (0)"); err == nil {
		t.Error("a CHECK was not enforced")
	}
	if _, err := db.ExecContext(t.Context(), "DROP DATABASE one"); err != nil {
		t.Fatal(err)
	}
}

// addressOf is the host and port in a DSN.
func addressOf(t *testing.T, dsn string) string {
	t.Helper()
	config, err := mysql.ParseDSN(dsn)
	if err != nil {
		t.Fatal(err)
	}
	return config.Addr
}

// TestMariaDBEndsWithItsParent kills a process that has started a server.
func TestMariaDBEndsWithItsParent(t *testing.T) {
	needsTime(t)
	holder := exec.Command(os.Args[0])
	holder.Env = append(os.Environ(), holderVariable+"=1")
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	folder, dsn, ok := strings.Cut(strings.TrimSpace(line), " ")
	if err != nil || !ok || folder == "failed:" {
		t.Fatalf("the holder says %q: %v", line, err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	address := addressOf(t, dsn)
	if !greets(address) {
		t.Fatal("the server does not answer while its parent lives")
	}
	if err := holder.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = holder.Wait() // it was killed
	for deadline := time.Now().Add(time.Minute); greets(address); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the server outlives the process that started it")
		}
	}
}

func TestMariaDBNotInstalled(t *testing.T) {
	_, err := find("mariadbd-of-no-system", mariaDBPackage)
	if err == nil || !strings.Contains(err.Error(), "apt-get install mariadb-server") {
		t.Errorf("got %v", err)
	}
}

func TestMariaDBCancelled(t *testing.T) {
	needsTime(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if server, err := MariaDB(ctx, io.Discard); err == nil {
		t.Errorf("started all the same: %v", server.Stop())
	}
}

func TestServerThatDied(t *testing.T) {
	died, err := start(exec.Command("sh", "-c", "echo the disk is full; exit 3"), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	<-died.ended
	err = (&Server{process: died, folder: t.TempDir()}).Stop()
	if err == nil || !strings.Contains(err.Error(), "exit status 3") || !strings.Contains(err.Error(), "the disk is full") {
		t.Errorf("got %v", err)
	}
}
