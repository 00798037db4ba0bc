package matrix

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/generator/project"
)

// platform is one platform of the matrix.
type platform struct {
	name string
	// flags are given to `vtgen new platform`.
	flags []string
	// entities are written as files and generated at once.
	entities func(*testing.T) []model.Entity
	// added are given to `vtgen new`, one after the other.
	added [][]string
}

// platforms are the platforms that every proof is made for.
var platforms = []platform{
	{name: "nothing"},
	example,
	{name: "single", added: [][]string{{"entity", "ai_worker", "--field", "name:string:required,unique"}}},
	{name: "types", entities: everyType},
	{name: "limits", entities: parsed(extremes)},
	{name: "relations", entities: parsed(relations)},
	{name: "names", entities: awkward},
	{name: "fifty", entities: fifty},
	withEvents,
}

// example is the platform that users meet first.
var example = platform{name: "example", flags: []string{"--example"}}

// withEvents has everything that `vtgen new` adds beside entities.
var withEvents = platform{name: "events", flags: []string{"--example"}, added: [][]string{
	{"entity", "coupon", "--field", "code:string:required,unique", "--field", "owner_id:ref(user_account)", "--no-outbox"},
	{"event", "WORKER_ASSIGNED", "--from", "ai_worker", "--to", "user_account"},
	{"event", "APP.BLOCKED", "--from", "app_operations", "--to", "invitation", "--field", "app_id:bigint:required",
		"--field", "reason:text", "--field", "at:datetime:required", "--field", "fee:decimal(12,2)", "--field", "details:json", "--field", "type:string"},
	{"event", "COUPON_TEST", "--from", "coupon", "--to", "app_operations"},
	{"bg_service", "invoice_reminder", "--interval", "15m", "--uses", "invitation,app_operations", "--single"},
	{"bg_service", "device_linux", "--interval", "90s"},
	{"bg_service", "worker_report", "--uses", "ai_worker"},
}}

// generate makes the platform in a directory of its own and returns that.
func (p platform) generate(t *testing.T) string {
	t.Helper()
	return p.generateIn(t, t.TempDir())
}

// generateIn makes the platform below a directory.
func (p platform) generateIn(t *testing.T, parent string) string {
	t.Helper()
	must(t, parent, vtgen, append([]string{"new", "platform", p.name}, p.flags...)...)
	root := filepath.Join(parent, p.name)
	for _, arguments := range p.added {
		must(t, root, vtgen, append([]string{"new"}, arguments...)...)
	}
	if p.entities == nil {
		return root
	}
	for _, e := range p.entities(t) {
		write(t, filepath.Join(root, filepath.FromSlash(project.EntityFile(e.Name))), e.YAML())
	}
	must(t, root, vtgen, "generate")
	return root
}

// write writes a file and the directories above it.
func write(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// parsed returns the function that makes entities of YAML documents.
func parsed(documents string) func(*testing.T) []model.Entity {
	return func(t *testing.T) []model.Entity { return parse(t, documents) }
}

// parse reads entities that are written one after the other, as YAML documents.
func parse(t *testing.T, documents string) []model.Entity {
	t.Helper()
	var entities []model.Entity
	for document := range strings.SplitSeq(documents, "\n---\n") {
		entity, err := model.ParseEntity([]byte(document), "entity")
		if err != nil {
			t.Fatalf("%v in\n%s", err, document)
		}
		entities = append(entities, entity)
	}
	return entities
}

// fifty are fifty entities in ten modules, each referring to the one before it.
func fifty(t *testing.T) []model.Entity {
	t.Helper()
	var documents []string
	for n := range 50 {
		document := fmt.Sprintf("name: thing_%d\nmodule: module_%d\nfields:\n  - title:string:required,max=80,index\n"+
			"  - amount:decimal(12,2):default=0\n  - state:enum(open,closed):default=open\n  - seen_at:datetime", n, n/5)
		if n > 0 {
			document += fmt.Sprintf("\n  - previous_id:ref(thing_%d)", n-1)
		}
		documents = append(documents, document)
	}
	return parse(t, strings.Join(documents, "\n---\n"))
}
