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
	platform, err := platformOutputs(p)
	if err != nil {
		return nil, err
	}
	if workspaceAbove(root) {
		platform.Outputs = append(platform.Outputs, Output{Path: "go.work", Content: workspace})
	}
	if err := planner.addOwned(platform); err != nil {
		return nil, err
	}
	for _, output := range runtimeOutputs() {
		if err := planner.add(output, nil); err != nil {
			return nil, err
		}
	}
	if err := g.planEntities(ctx, planner, entities, entities); err != nil {
		return nil, err
	}
	plan := planner.finish()
	plan.Fresh = empty
	return plan, nil
}

// workspace makes a platform a workspace of its own, below another that does not list it.
var workspace = []byte("// A workspace of a directory above does not list this module: with this file the go command works here.\ngo 1.26.0\n\nuse .\n")

// workspaceAbove reports whether the go command would find a workspace in a directory above root.
func workspaceAbove(root string) bool {
	for current := filepath.Dir(root); ; current = filepath.Dir(current) {
		if info, err := os.Stat(filepath.Join(current, "go.work")); err == nil && info.Mode().IsRegular() {
			return true
		}
		if current == filepath.Dir(current) {
			return false
		}
	}
}

// isEmpty reports whether a directory is empty or missing.
func isEmpty(directory string) (bool, error) {
	entries, err := os.ReadDir(directory)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("looking into the platform's directory: %w", err)
	}
	return len(entries) == 0, nil
}

// PlanEntity plans a new entity of the platform.
func (g *Generator) PlanEntity(ctx context.Context, e model.Entity) (*Plan, error) {
	if _, exists := g.project.Entity(e.Name); exists {
		return nil, fmt.Errorf("planning the entity %s: the platform has it already, in %s; choose another name", e.Name, project.EntityFile(e.Name))
	}
	all := append(slices.Clone(g.project.Entities), e)
	planner := newPlanner(g.project)
	if err := g.planEntities(ctx, planner, all, []model.Entity{e}); err != nil {
		return nil, err
	}
	return planner.finish(), nil
}

// PlanAll plans everything the entities on disk say: new ones among them, edited queries, and what
// a newer vtgen generates otherwise.
func (g *Generator) PlanAll(ctx context.Context) (*Plan, error) {
	for _, e := range g.project.Entities {
		if err := g.unchangedSpec(e); err != nil {
			return nil, err
		}
	}
	planner := newPlanner(g.project)
	platform, err := platformOutputs(g.project.Platform)
	if err != nil {
		return nil, err
	}
	if err := planner.addOwned(platform); err != nil {
		return nil, err
	}
	for _, output := range runtimeOutputs() {
		if err := planner.add(output, nil); err != nil {
			return nil, err
		}
	}
	if err := g.planEntities(ctx, planner, g.project.Entities, g.project.Entities); err != nil {
		return nil, err
	}
	return planner.finish(), nil
}

// unchangedSpec refuses an entity whose description was changed after its files were generated.
func (g *Generator) unchangedSpec(e model.Entity) error {
	base, err := g.project.Base(entityOwner(e))
	if err != nil || base == nil {
		return err
	}
	if generated := base[project.EntityFile(e.Name)]; !bytes.Equal(generated, e.YAML()) {
		return fmt.Errorf("planning the entity %s: %s says something else than when its files were generated, and this version of vtgen does not carry such changes into existing files; take the change back, edit the files and add a migration by hand", e.Name, project.EntityFile(e.Name))
	}
	return nil
}

// planEntities plans the files of the selected entities, and those that all entities share.
func (g *Generator) planEntities(ctx context.Context, planner *planner, all, selected []model.Entity) error {
	if err := model.ValidateAll(g.project.Platform, all); err != nil {
		return err
	}
	index := code.Index(all)
	renderings, err := g.prepare(ctx, selected, index)
	if err != nil {
		return err
	}
	for _, r := range renderings {
		owned, err := r.outputs(index)
		if err != nil {
			return err
		}
		if err := planner.addOwned(owned); err != nil {
			return err
		}
	}
	modules, err := moduleOutputs(g.project.Platform, all)
	if err != nil {
		return err
	}
	for _, module := range modules {
		if err := planner.addOwned(module); err != nil {
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
