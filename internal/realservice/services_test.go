package realservice

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"
)

func TestRabbitMQ(t *testing.T) {
	needsTime(t)
	server, err := RabbitMQ(t.Context(), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	address := loopback(server.port)
	names := server.names
	if _, err := server.Control(t.Context(), "eval", "rabbit_amqqueue:declare({resource, <<\"/\">>, queue, <<\"kept\">>}, true, false, [], none, <<\"test\">>)."); err != nil {
		t.Error(err)
	}
	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	if greetsAMQP(address) {
		t.Error("the server still answers after Kill")
	}
	if err := server.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	if out, err := server.Control(t.Context(), "list_queues", "name"); err != nil || !strings.Contains(out, "kept") {
		t.Errorf("queues: %q, %v", out, err)
	}
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	if greetsAMQP(address) {
		t.Error("the server still answers after Stop")
	}
	select {
	case <-names.ended:
	default:
		t.Error("the name server outlives the server")
	}
	if _, err := os.Stat(server.folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the server's data is still there after Stop: %v", err)
	}
}

func TestCaches(t *testing.T) {
	needsTime(t)
	redis, err := Redis(t.Context(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	memcached, err := Memcached(t.Context(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	for _, server := range []*Server{redis, memcached} {
		address := strings.TrimSuffix(strings.TrimPrefix(server.DSN, "redis://"), "/0")
		if !accepts(address) {
			t.Errorf("%s does not answer", server.DSN)
		}
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
		if accepts(address) {
			t.Errorf("%s answers after Stop", server.DSN)
		}
	}
}
