package program

import (
	"path"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// plainStems are file names that say nothing of a module.
var plainStems = wordSet("index main doc base common app server mod init types constants interfaces errors composition setup bootstrap")

// genericFolders are folders that hold modules or layers, and are no modules themselves.
var genericFolders = wordSet(`. src app apps lib server backend api internal pkg cmd modules module features domains domain packages
	common shared core root app_dir source dist build`)

// moduleFolders are folders whose sub-folders are modules, whatever is in them.
var moduleFolders = wordSet("modules features domains bounded_contexts")

// placeFiles gives every file its layer, and its module where its name or folder tells it.
// Repositories and models get theirs with the owners of their tables.
func (l *linker) placeFiles() {
	l.weakRepositories()
	folders := l.folderModules()
	stems := map[string]bool{}
	for _, file := range l.p.Files {
		file.Layer = file.layer
		if file.Language == fact.Go && file.Layer == TestLayer && !file.Test && !sample(strings.TrimSuffix(path.Base(file.Path), ".go")) && !strings.Contains("/"+file.Path, "/test") {
			file.Layer = Other
		}
		l.override(file)
		if file.Module == "" {
			file.Module = l.folderModule(file, folders)
		}
		if file.Module == "" && file.Layer == Service {
			file.Module = l.stemModule(file)
		}
		if file.Layer == Service && file.Module != "" {
			stems[file.Module] = true
		}
	}
	l.p.Standard = l.isStandard()
	for _, file := range l.p.Files {
		if file.Module == "" {
			l.placeByStem(file, stems)
		}
	}
}

// weakRepositories takes the layer from files that only a general word makes data repositories and
// that access no data.
func (l *linker) weakRepositories() {
	access := map[*File]bool{}
	for i := range l.p.Tables {
		if u := &l.p.Tables[i]; !u.Message && (u.Sure || u.Shaped) {
			access[u.File] = true
		}
	}
	for _, file := range l.p.Files {
		if file.weak && file.layer == Repository && !access[file] {
			file.layer, file.byName = Other, false
		}
	}
}

// override applies the configured layers; the last that matches wins.
func (l *linker) override(file *File) {
	for i := range l.options.Layers {
		o := &l.options.Layers[i]
		if !matchGlob(o.Glob, file.Path) {
			continue
		}
		if o.Layer != "" {
			file.Layer = o.Layer
		}
		if o.Module != "" {
			file.Module = o.Module
		}
	}
}

// module returns the module that a stem belongs to, by the aliases and entities.
func (l *linker) module(stem string) string {
	if alias := l.options.Aliases[stem]; alias != "" {
		return alias
	}
	for i := range l.options.Entities {
		if e := &l.options.Entities[i]; e.Name == stem {
			if e.Module != "" {
				return l.aliased(e.Module)
			}
			return l.aliased(e.Name)
		}
	}
	return stem
}

func (l *linker) aliased(module string) string {
	if alias := l.options.Aliases[module]; alias != "" {
		return alias
	}
	return module
}

// stemModule returns the module that a file in a layer's folder belongs to by its name, "" when its
// name says nothing.
func (l *linker) stemModule(file *File) string {
	stem := file.stem
	if sub := subFolder(file); sub != "" && !file.byName {
		stem = sub
	}
	if plainStems[stem] || strings.HasPrefix(stem, "zz_generated") {
		return ""
	}
	return l.module(strings.ReplaceAll(snakeCase(stem), "-", "_"))
}

// subFolder returns the folder right below the layer's one that a file is in: services/user/x.js is
// in user.
func subFolder(file *File) string {
	if !file.byFolder {
		return ""
	}
	rest := strings.TrimPrefix(file.dir, file.folder)
	for _, element := range strings.Split(strings.Trim(rest, "/"), "/")[1:] {
		if element != "internal" && element != "src" && layerFolders[strings.TrimLeft(element, "_")] == "" {
			return element
		}
	}
	return ""
}

// folderModule returns the module of the nearest folder above a file that is one.
func (l *linker) folderModule(file *File, folders map[string]bool) string {
	for dir := file.dir; dir != "." && dir != "/"; dir = path.Dir(dir) {
		parent := path.Base(path.Dir(dir))
		if folders[dir] || moduleFolders[parent] && layerFolders[strings.TrimLeft(path.Base(dir), "_")] == "" {
			return l.module(strings.ReplaceAll(snakeCase(path.Base(dir)), "-", "_"))
		}
	}
	return ""
}

// architecture are folders that modules of ports and adapters, or of domain-driven design, have.
var architecture = wordSet(`domain application usecase usecases infra infras infrastructure adapter adapters port ports
	delivery presentation interfaces`)

// feature reports whether a file is one of several of a Go package that is no layer: all of such a
// package is one module, which its compiler treats as one too.
func (l *linker) feature(file *File) bool {
	if file.Language != fact.Go || file.byFolder || !file.byName || genericFolders[path.Base(file.dir)] {
		return false
	}
	for _, other := range l.p.Files {
		if other.Language == fact.Go && other.dir == file.dir && other.layer == Other && !other.Test && len(other.Types) > 0 {
			return true
		}
	}
	return false
}

// contents is what a folder holds: files of layers, folders of layers, and whether one has its name.
type contents struct {
	layers, subLayers map[Layer]bool
	named             bool
	services          int
	// architecture are its folders that modules of ports and adapters have.
	architecture map[string]bool
}

// mostServices is how many services a module may have; beyond, a folder of folders of layers is an
// application.
const mostServices = 2

// layered reports whether a folder holds folders of several layers and few services.
func (c *contents) layered() bool { return len(c.subLayers) > 1 && c.services <= mostServices }

// holdsModule reports whether a folder holds files of several layers, data among them.
func (c *contents) holdsModule() bool {
	data := c.layers[Service] || c.layers[Repository] || c.layers[ModelLayer]
	return c.named && data && len(c.layers) > 1
}

// folderModules finds the folders that are modules of their own: those that hold files of several
// layers and carry their files' name, and those that hold folders of layers and do that too, or have
// siblings like them.
func (l *linker) folderModules() map[string]bool {
	all := l.folderContents()
	siblings, hexagons := map[string]int{}, map[string]int{}
	for dir, c := range all {
		if c.layered() {
			siblings[path.Dir(dir)]++
		}
		if len(c.architecture) > 1 {
			hexagons[path.Dir(dir)]++
		}
	}
	folders := map[string]bool{}
	for dir, c := range all {
		if genericFolders[path.Base(dir)] {
			continue
		}
		if c.holdsModule() || c.layered() && (c.named || siblings[path.Dir(dir)] > 1) ||
			len(c.architecture) > 1 && hexagons[path.Dir(dir)] > 1 {
			folders[dir] = true
		}
	}
	return folders
}

// folderContents collects what the folders hold.
func (l *linker) folderContents() map[string]*contents {
	all := map[string]*contents{}
	get := func(dir string) *contents {
		if all[dir] == nil {
			all[dir] = &contents{layers: map[Layer]bool{}, subLayers: map[Layer]bool{}, architecture: map[string]bool{}}
		}
		return all[dir]
	}
	for _, file := range l.p.Files {
		for dir := file.dir; dir != "." && dir != "/"; dir = path.Dir(dir) {
			if name := path.Base(dir); architecture[name] && path.Dir(dir) != "." {
				get(path.Dir(dir)).architecture[name] = true
			}
		}
		p := &file.place
		if p.layer == Other || p.layer == TestLayer || p.layer == Migration || !p.byFolder && !p.byName {
			continue
		}
		dir := file.dir
		if p.byFolder {
			dir = p.folder
		}
		c := get(dir)
		c.named = c.named || kin(nameWords(p.stem), nameWords(path.Base(dir))) > strangers
		if !p.byFolder {
			c.layers[p.layer] = true
			continue
		}
		c.subLayers[p.layer] = true
		if p.layer == Service {
			c.services++
		}
	}
	return all
}

// isStandard reports whether the code base is laid out by the standards (§1): services/*.service.js
// in its root says it, but deeper or in TypeScript it is how many others are laid out too.
func (l *linker) isStandard() bool {
	switch l.options.Layout {
	case LayoutStandard:
		return true
	case LayoutFree:
		return false
	}
	known := map[string]bool{}
	named := false
	for _, file := range l.p.Files {
		if file.byFolder {
			known[file.standard] = true
		}
		named = named || file.dir == "services" && file.Language == fact.JavaScript && strings.Contains(path.Base(file.Path), ".service.")
	}
	if named || known["data_repositories"] || known["core_app_connectivities"] {
		return true
	}
	for folder := range known {
		if standardFolders[folder] && known["services"] {
			return true
		}
	}
	return false
}

// placeByStem gives a controller, route, validation, handler and the like the module of the service
// of the same stem, else of the only one whose services it imports, else its own stem.
func (l *linker) placeByStem(file *File, services map[string]bool) {
	switch file.Layer {
	case Controller, Route, EventHandler, Background, Middleware, Validation, ClassLayer, Plugin:
	default:
		return
	}
	stem := l.stemModule(file)
	if stem == "" {
		return
	}
	if services[stem] {
		file.Module = stem
		return
	}
	imported := ""
	for _, r := range file.References {
		if r.Target.Layer != Service || r.Target.Module == "" || r.Target.Module == imported {
			continue
		}
		if imported != "" {
			imported = "" // a coordinator of several modules is none of them
			break
		}
		imported = r.Target.Module
	}
	if imported != "" && file.Layer != Middleware && file.Layer != Plugin {
		file.Module = imported
		return
	}
	if l.feature(file) {
		stem = l.module(snakeCase(path.Base(file.dir)))
	}
	file.Module = stem
}
