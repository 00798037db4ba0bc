package matrix

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// server is a running platform.
type server struct {
	t       *testing.T
	url     string
	command *exec.Cmd
	// log is everything it printed, once ended.
	log   bytes.Buffer
	ended chan struct{}
}

// listening finds the address in the line that a server logs when it accepts connections.
var listening = regexp.MustCompile(`listening.*address=(127\.0\.0\.1:\d+)`)

// startupPatience is how long a platform may take until it listens; it takes less than a second.
const startupPatience = time.Minute

// serve starts `app` of a built platform on a free port and waits until it listens.
func serve(t *testing.T, directory, binary string, environment ...string) *server {
	t.Helper()
	s := &server{t: t, command: exec.Command(binary, "app"), ended: make(chan struct{})}
	s.command.Dir = directory
	s.command.Env = append(append(platformEnvironment(), "HTTP_ADDR=127.0.0.1:0"), environment...)
	out, err := s.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	s.command.Stderr = s.command.Stdout
	if err := s.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	address := make(chan string, 1)
	go s.follow(out, address)
	select {
	case s.url = <-address:
	case <-s.ended:
		t.Fatalf("the platform ended before it listened:\n%s", &s.log)
	case <-time.After(startupPatience):
		t.Fatal("the platform does not listen")
	}
	return s
}

// follow keeps the log, reports the address, and notices the end.
func (s *server) follow(out io.Reader, address chan<- string) {
	defer close(s.ended)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		s.log.WriteString(lines.Text() + "\n")
		if found := listening.FindStringSubmatch(lines.Text()); found != nil {
			address <- "http://" + found[1]
		}
	}
}

// stop asks the platform to end, as Kubernetes and PM2 do, and checks that it ends well.
func (s *server) stop() {
	s.t.Helper()
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	<-s.ended
	if err := s.command.Wait(); err != nil {
		s.t.Errorf("after SIGTERM: %v\n%s", err, &s.log)
	}
}

// kill ends a platform that a failed test left running.
func (s *server) kill() {
	if s.command.ProcessState == nil {
		_ = s.command.Process.Kill() // it may have ended
		<-s.ended
		_ = s.command.Wait()
	}
}

// answer is the envelope of the standards, §7, with the status beside it.
type answer struct {
	status      int
	members     map[string]json.RawMessage
	Status      string          `json:"STATUS"`
	Filter      string          `json:"ERROR_FILTER"`
	Code        string          `json:"ERROR_CODE"`
	Description string          `json:"ERROR_DESCRIPTION"`
	Data        json.RawMessage `json:"DB_DATA"`
}

// call sends one request with a JSON body.
func (s *server) call(method, path, body string) answer {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	got := answer{status: response.StatusCode}
	if err := json.Unmarshal(text, &got); err != nil {
		s.t.Fatalf("%s %s: %v in %s", method, path, err, text)
	}
	if err := json.Unmarshal(text, &got.members); err != nil {
		s.t.Fatal(err)
	}
	return got
}

// succeed is call for a request that must be answered with the status, and decodes the data.
func (s *server) succeed(method, path, body string, status int, data any) {
	s.t.Helper()
	got := s.call(method, path, body)
	if got.status != status || got.Status != "SUCCESSFUL" || got.Code != "" || got.Filter != "" || got.Description != "" || len(got.members) != 5 {
		s.t.Fatalf("%s %s: got %d %s", method, path, got.status, got.members)
	}
	if data == nil {
		return
	}
	if err := json.Unmarshal(got.Data, data); err != nil {
		s.t.Fatalf("%s %s: %v in %s", method, path, err, got.Data)
	}
}

// refuse is call for a request that must be refused with the status and the filter.
func (s *server) refuse(method, path, body string, status int, filter string) {
	s.t.Helper()
	got := s.call(method, path, body)
	if got.status != status || got.Status != "ERROR" || got.Filter != filter || got.Code == "" || got.Description == "" || got.members["DB_DATA"] != nil {
		s.t.Errorf("%s %s with %.60s: got %d %s", method, path, body, got.status, got.members)
	}
}
