package generator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/vtgen/vtgen/generator/code"
	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/generator/project"
)

// Generator plans changes of one platform.
type Generator struct {
	// Executable is the path of the vtgen binary, which also serves as sqlc.
	Executable string

	project *project.Project
}

// New returns the generator for a platform that exists.
func New(executable string, p *project.Project) *Generator {
	return &Generator{Executable: executable, project: p}
}

// PlanPlatform plans a new platform with the given entities in the directory root. A root that
// holds anything is refused unless into is set; then files in the way are conflicts.
func PlanPlatform(ctx context.Context, executable, root string, p model.Platform, entities []model.Entity, into bool) (*Plan, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, fmt.Errorf("finding the directory of the platform: %w", err)
	}
	empty, err := isEmpty(root)
	if err != nil {
		return nil, err
	}
	if !empty && !into {
		return nil, &ConflictError{Conflicts: []Conflict{{Path: root, Reason: "the directory is not empty; name another, or add --into-existing to write beside what is there"}}}
	}
	g := New(executable, &project.Project{Root: root, Platform: p})
	planner := newPlanner(g.project)
	if err := planPlatformFiles(planner, p, workspaceAbove(root)); err != nil {
		return nil, err
	}
	contents := code.Contents{Entities: entities}
	if err := g.planContents(ctx, planner, contents, contents); err != nil {
		return nil, err
	}
	plan := planner.finish()
	plan.Fresh = empty
	return plan, nil
}

// planPlatformFiles plans what every platform has, and the runtime.
func planPlatformFiles(planner *planner, p model.Platform, ownWorkspace bool) error {
	platform, err := platformOutputs(p)
	if err != nil {
		return err
	}
	if ownWorkspace {
		platform.Outputs = append(platform.Outputs, Output{Path: workspaceFile, Content: workspace})
	}
	if err := planner.addOwned(platform); err != nil {
		return err
	}
	for _, output := range runtimeOutputs() {
		if err := planner.add(output, nil); err != nil {
			return err
		}
	}
	return nil
}

// workspaceFile is the go command's workspace.
const workspaceFile = "go.work"

// workspace makes a platform a workspace of its own, below another that does not list it.
var workspace = []byte("// A workspace of a directory above does not list this module: with this file the go command works here.\ngo 1.26.0\n\nuse .\n")

// workspaceAbove reports whether the go command would find a workspace in a directory above root.
func workspaceAbove(root string) bool {
	for current := filepath.Dir(root); ; current = filepath.Dir(current) {
		if info, err := os.Stat(filepath.Join(current, workspaceFile)); err == nil && info.Mode().IsRegular() {
			return true
		}
		if current == filepath.Dir(current) {
			return false
		}
	}
}

// isEmpty reports whether a directory is missing or holds nothing, but for what a vtgen that was
// killed before it decided anything left.
func isEmpty(directory string) (bool, error) {
	entries, err := os.ReadDir(directory)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true, nil
	case errors.Is(err, syscall.ENOTDIR):
		return false, model.Invalid(fmt.Errorf("looking into the platform's directory: %w; name another", err))
	case err != nil:
		return false, fmt.Errorf("looking into the platform's directory: %w", err)
	case len(entries) != 1 || entries[0].Name() != project.StateFolder:
		return len(entries) == 0, nil
	}
	state, err := os.ReadDir(filepath.Join(directory, project.StateFolder))
	if err != nil {
		return false, fmt.Errorf("looking into the platform's directory: %w", err)
	}
	left := []string{lockFile, commitLock, stagingFolder}
	return !slices.ContainsFunc(state, func(e fs.DirEntry) bool { return !slices.Contains(left, e.Name()) }), nil
}

// PlanEntity plans a new entity of the platform.
func (g *Generator) PlanEntity(ctx context.Context, e model.Entity) (*Plan, error) {
	if _, exists := g.project.Entity(e.Name); exists {
		return nil, model.Invalid(fmt.Errorf("planning the entity %s: the platform has it already, in %s; choose another name", e.Name, project.EntityFile(e.Name)))
	}
	all := g.contents()
	all.Entities = append(slices.Clone(all.Entities), e)
	return g.planOne(ctx, all, code.Contents{Entities: []model.Entity{e}})
}

// PlanEvent plans a new event between two modules of the platform.
func (g *Generator) PlanEvent(ctx context.Context, e model.Event) (*Plan, error) {
	all := g.contents()
	if slices.ContainsFunc(all.Events, func(other model.Event) bool { return other.Stem() == e.Stem() }) {
		return nil, model.Invalid(fmt.Errorf("planning the event %s: the platform has it already, in %s; choose another id", e.ID, project.EventFile(e)))
	}
	all.Events = append(slices.Clone(all.Events), e)
	slices.SortFunc(all.Events, func(a, b model.Event) int { return strings.Compare(a.ID, b.ID) })
	return g.planOne(ctx, all, code.Contents{Events: []model.Event{e}})
}

// PlanBackground plans a new background service of the platform.
func (g *Generator) PlanBackground(ctx context.Context, b model.Background) (*Plan, error) {
	all := g.contents()
	if slices.ContainsFunc(all.Background, func(other model.Background) bool { return other.Name == b.Name }) {
		return nil, model.Invalid(fmt.Errorf("planning the background service %s: the platform has it already, in %s; choose another name", b.Name, project.BackgroundFile(b)))
	}
	all.Background = append(slices.Clone(all.Background), b)
	slices.SortFunc(all.Background, func(a, b model.Background) int { return strings.Compare(a.Name, b.Name) })
	return g.planOne(ctx, all, code.Contents{Background: []model.Background{b}})
}

// contents are everything that the platform's files describe.
func (g *Generator) contents() code.Contents {
	return code.Contents{Entities: g.project.Entities, Events: g.project.Events, Background: g.project.Background}
}

// planOne plans what is selected of all that the platform is to have.
func (g *Generator) planOne(ctx context.Context, all, selected code.Contents) (*Plan, error) {
	planner := newPlanner(g.project)
	if err := g.planContents(ctx, planner, all, selected); err != nil {
		return nil, err
	}
	return planner.finish(), nil
}

// PlanAll plans everything the entities on disk say: new ones among them, edited queries, and what
// a newer vtgen generates otherwise.
func (g *Generator) PlanAll(ctx context.Context) (*Plan, error) {
	planner := newPlanner(g.project)
	for _, e := range g.project.Entities {
		changed, err := g.changedSpec(e)
		if err != nil {
			return nil, err
		}
		if changed {
			planner.conflict(project.EntityFile(e.Name), "it says something else than when its files were generated, and this version of vtgen does not carry such changes into existing files; take the change back, edit the files and add a migration by hand")
		}
	}
	if len(planner.plan.Conflicts) > 0 {
		return planner.finish(), nil
	}
	base, err := g.project.Base(platformOwner)
	if err != nil {
		return nil, err
	}
	_, ownWorkspace := base[workspaceFile] // decided when the platform was made
	if err := planPlatformFiles(planner, g.project.Platform, ownWorkspace); err != nil {
		return nil, err
	}
	if err := g.planContents(ctx, planner, g.contents(), g.contents()); err != nil {
		return nil, err
	}
	return planner.finish(), nil
}

// changedSpec reports whether an entity's description was changed after its files were generated.
func (g *Generator) changedSpec(e model.Entity) (bool, error) {
	base, err := g.project.Base(entityOwner(e))
	if err != nil || base == nil {
		return false, err
	}
	return !bytes.Equal(base[project.EntityFile(e.Name)], e.YAML()), nil
}

// planContents plans the files of what is selected, and those that all contents share.
func (g *Generator) planContents(ctx context.Context, planner *planner, all, selected code.Contents) error {
	if err := all.Validate(g.project.Platform); err != nil {
		return model.Invalid(err)
	}
	owned, err := g.entityOutputs(ctx, all, selected.Entities)
	if err != nil {
		return err
	}
	events, err := eventOutputs(g.project.Platform, selected.Events)
	if err != nil {
		return err
	}
	background, err := backgroundOutputs(g.project.Platform, all, selected.Background)
	if err != nil {
		return err
	}
	modules, err := moduleOutputs(g.project.Platform, all.Entities)
	if err != nil {
		return err
	}
	for _, one := range slices.Concat(owned, events, background, modules) {
		if err := planner.addOwned(one); err != nil {
			return err
		}
	}
	shared, err := sharedOutputs(g.project.Platform, all)
	if err != nil {
		return err
	}
	for _, output := range shared {
		if err := planner.add(output, nil); err != nil {
			return err
		}
	}
	return nil
}

// entityOutputs renders the files of the selected entities.
func (g *Generator) entityOutputs(ctx context.Context, all code.Contents, selected []model.Entity) ([]Owned, error) {
	if len(selected) == 0 {
		return nil, nil
	}
	index := code.Index(all.Entities)
	renderings, err := g.prepare(ctx, selected, index)
	if err != nil {
		return nil, err
	}
	var out []Owned
	for _, r := range renderings {
		owned, err := r.outputs(index)
		if err != nil {
			return nil, err
		}
		out = append(out, owned)
	}
	return out, nil
}

// creationOrder sorts entities so that a table follows those its foreign keys refer to, and
// otherwise by name: migrations run in this order.
func creationOrder(entities []model.Entity) []model.Entity {
	byName := map[string]model.Entity{}
	var names []string
	for _, e := range entities {
		byName[e.Name] = e
		names = append(names, e.Name)
	}
	slices.Sort(names)
	var out []model.Entity
	done := map[string]bool{}
	var visit func(name string)
	visit = func(name string) {
		e, ok := byName[name]
		if !ok || done[name] {
			return
		}
		done[name] = true
		for _, field := range e.Fields {
			if field.Type == model.Reference {
				visit(field.Reference)
			}
		}
		out = append(out, e)
	}
	for _, name := range names {
		visit(name)
	}
	return out
}

// current returns a file as it is on disk, or what is to be written where it is not there.
func (g *Generator) current(name string, generated []byte) ([]byte, error) {
	text, err := g.project.Read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return generated, nil
	}
	return text, err
}
