package program

// Options are what Link is told beyond the files: the ownership configuration, and what other files
// than sources say. Everything is optional: a code base laid out by the standards needs none.
type Options struct {
	// GoModules are the go.mod files of the run. With at least one, only imports below their paths
	// are looked for among the files.
	GoModules []GoModule
	// Owners are the owners that the configuration names; they are above all that is found.
	Owners []Owner
	// Entities are the entities of a vtgen platform; they are above all but the configuration.
	Entities []Entity
	// Aliases name the module of a stem: {"user": "auth"} says that user.service.js belongs to the
	// module auth.
	Aliases map[string]string
	// Databases are the databases that there are. A single one is the default.
	Databases []string
	// DefaultDatabase is where a table is that is named without one.
	DefaultDatabase string
	// Layers decide the layer and module of files that the directories do not tell. The last that
	// matches wins.
	Layers []LayerOverride
	// Layout is LayoutStandard or LayoutFree; empty, it is found out.
	Layout string
}

// The layouts of Options.
const (
	LayoutStandard = "standard" // the directories of the standards, §1: the rules about layout apply
	LayoutFree     = "free"     // any other
)

// GoModule is a go.mod: its folder relative to the root of the run ("." for the root), and its path.
type GoModule struct{ Dir, Path string }

// Owner gives a table to a module.
type Owner struct {
	Database, Table, Module string
	// Readers are modules that may read the table with queries of their own; "*" lets all.
	Readers []string
}

// Entity is an entity of a vtgen platform: the table it is stored in and the module that owns it.
type Entity struct {
	// Name is the entity's, which is the stem of its files.
	Name string
	// Module is the owner; empty, it is the entity itself.
	Module          string
	Database, Table string
}

// LayerOverride puts the files that match Glob into a layer, a module, or both. In a Glob * stands
// for any part of one path element, ** for any number of elements.
type LayerOverride struct {
	Glob   string
	Layer  Layer
	Module string
}
