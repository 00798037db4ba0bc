package project_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/vtgen/vtgen/generator/project"
)

// platform writes a platform with the given files and returns its root.
func platform(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	files["vtgen.yaml"] = "name: aip\nmodule: example.com/aip\n"
	for name, text := range files {
		full := filepath.Join(root, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestFindLooksUpwards(t *testing.T) {
	root := platform(t, map[string]string{"services/deep/x.go": ""})
	found, err := project.Find(filepath.Join(root, "services/deep"))
	if err != nil || found != root {
		t.Errorf("got %s, %v; want %s", found, err, root)
	}
	if _, err := project.Find(t.TempDir()); !errors.Is(err, project.ErrNoPlatform) {
		t.Errorf("outside a platform: got %v", err)
	}
}

func TestLoad(t *testing.T) {
	p, err := project.Load(platform(t, map[string]string{
		"entities/worker.yaml":         "name: worker\nfields: [name:string]\n",
		"entities/agent.yaml":          "name: agent\nfields: [name:string]\n",
		"entities/notes.txt":           "not an entity",
		"events/b_done.yaml":           "id: B.DONE\nfrom: worker\nto: agent\n",
		"events/a_done.yaml":           "id: A_DONE\nfrom: agent\nto: worker\n",
		"bg_services/tidy.yaml":        "name: tidy\ninterval: 2m\n",
		"bg_services/count.yaml":       "name: count\n",
		"bg_services/count.service.go": "package bg_services\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Entities) != 2 || p.Entities[0].Name != "agent" || p.Platform.Module != "example.com/aip" {
		t.Errorf("got %+v", p)
	}
	if len(p.Events) != 2 || p.Events[0].ID != "A_DONE" || p.Events[1].ID != "B.DONE" {
		t.Errorf("got the events %+v", p.Events)
	}
	if len(p.Background) != 2 || p.Background[0].Name != "count" || p.Background[1].Interval != 2*time.Minute {
		t.Errorf("got the background services %+v", p.Background)
	}
	if _, ok := p.Entity("worker"); !ok {
		t.Error("worker was not found")
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, test := range map[string]struct{ file, text, want string }{
		"another name":        {"entities/worker.yaml", "name: agent\nfields: [a:int]\n", "agent.yaml"},
		"a wrong type":        {"entities/worker.yaml", "name: worker\nfields: [a:float]\n", "float"},
		"an unknown key":      {"entities/worker.yaml", "name: worker\ncolour: red\n", "colour"},
		"another event":       {"events/done.yaml", "id: WORK_DONE\nfrom: a\nto: b\n", "work_done.yaml"},
		"an event to itself":  {"events/done.yaml", "id: DONE\nfrom: a\nto: a\n", "events/done.yaml:1: "},
		"another service":     {"bg_services/tidy.yaml", "name: clean\n", "clean.yaml"},
		"a service too often": {"bg_services/tidy.yaml", "name: tidy\ninterval: 1ms\n", "bg_services/tidy.yaml:1: "},
	} {
		_, err := project.Load(platform(t, map[string]string{test.file: test.text}))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q in it", name, err, test.want)
		}
	}
}

func TestReadRefusesWhatIsNoFile(t *testing.T) {
	root := platform(t, map[string]string{"real": "text"})
	if err := os.Symlink("/etc/hostname", filepath.Join(root, "link")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(root, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"link", "folder"} {
		if _, err := project.Read(root, name); err == nil {
			t.Errorf("read %s", name)
		}
	}
	if _, err := project.Read(root, "missing"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing: got %v", err)
	}
}

func TestBaseRoundTrip(t *testing.T) {
	base := project.Base{"a.go": []byte("package a\n"), "q.sql": []byte("-- name: Get :one\nSELECT 1;\n"), ".gitkeep": {}}
	text, err := base.Format()
	if err != nil {
		t.Fatal(err)
	}
	p, err := project.Load(platform(t, map[string]string{project.BaseFile("entity_a"): string(text)}))
	if err != nil {
		t.Fatal(err)
	}
	read, err := p.Base("entity_a")
	if err != nil || len(read) != len(base) {
		t.Fatalf("got %v, %v", read, err)
	}
	for name, want := range base {
		if string(read[name]) != string(want) {
			t.Errorf("%s: got %q, want %q", name, read[name], want)
		}
	}
	if none, err := p.Base("entity_b"); err != nil || none != nil {
		t.Errorf("an owner without base: got %v, %v", none, err)
	}
	if _, err := (project.Base{"a.txt": []byte("x\n-- b.txt --\ny\n")}).Format(); err == nil {
		t.Error("a text that would end early was kept")
	}
}
