package program

import (
	"path"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// layerFolders are the standards' folders (§1) and their common other names, without leading
// underscores.
var layerFolders = map[string]Layer{
	"services": Service, "service": Service,
	"data_repositories": Repository, "data_repository": Repository, "repositories": Repository,
	"repository": Repository, "repos": Repository, "dao": Repository, "daos": Repository, "queries": Repository,
	"models": ModelLayer, "model": ModelLayer, "schemas": ModelLayer, "schema": ModelLayer, "entities": ModelLayer, "entity": ModelLayer,
	"controllers": Controller, "controller": Controller, "handlers": Controller, "handler": Controller, "resolvers": Controller,
	"routes": Route, "routers": Route,
	"event_driven_services": EventHandler, "subscribers": EventHandler, "listeners": EventHandler,
	"bg_services": Background, "jobs": Background, "workers": Background, "crons": Background,
	"core_app_connectivities": Connectivity, "core_app_connectivity": Connectivity,
	"middlewares": Middleware, "middleware": Middleware,
	"validations": Validation, "validators": Validation, "validation": Validation,
	"classes": ClassLayer, "global_config": ConfigLayer, "config": ConfigLayer, "configs": ConfigLayer,
	"plugins": Plugin,
	"utils":   Utility, "util": Utility, "helpers": Utility, "lib": Utility, "libs": Utility,
	"migrations": Migration, "migration": Migration, "migrate": Migration, "seeds": Migration, "seeders": Migration,
	"seed": Migration, "seeder": Migration, "fixtures": Migration, "scripts": Migration, "ddl": Migration,
	"test": TestLayer, "tests": TestLayer, "__tests__": TestLayer, "e2e": TestLayer, "testdata": TestLayer,
	"__mocks__": TestLayer, "mocks": TestLayer, "mock": TestLayer, "spec": TestLayer,
}

// standardFolders are the folders that only the standards name like this; one of them beside
// services says that a code base follows the standards.
var standardFolders = wordSet("data_repositories event_driven_services core_app_connectivities bg_services global_config")

// layerSuffixes are what file names end with before their extension, the longest first.
var layerSuffixes = []struct {
	suffix string
	layer  Layer
}{
	{"events.service", EventHandler}, {"data_repository", Repository}, {"datarepository", Repository},
	{"repository", Repository}, {"repo", Repository}, {"dao", Repository}, {"queries", Repository},
	{"controller", Controller}, {"handler", Controller}, {"resolver", Controller},
	{"event_handler", EventHandler}, {"subscriber", EventHandler}, {"listener", EventHandler},
	{"service", Service}, {"model", ModelLayer}, {"schema", ModelLayer}, {"entity", ModelLayer},
	{"routes", Route}, {"route", Route}, {"router", Route}, {"middleware", Middleware},
	{"validation", Validation}, {"validator", Validation}, {"plugin", Plugin}, {"class", ClassLayer},
	{"migration", Migration}, {"seeder", Migration}, {"seed", Migration}, {"job", Background}, {"worker", Background},
}

// stemSuffixes are the suffixes that a file name in a layer's folder may carry beyond its stem.
var stemSuffixes = map[Layer][]string{
	EventHandler: {"events.service", "event.service", "events", "service"},
	Background:   {"bg.service", "service"},
	Service:      {"service"},
	ConfigLayer:  {"error_codes", "config"},
}

// place is where a path puts a file.
type place struct {
	layer Layer
	stem  string
	// folder is the folder above the layer's, or that of the file.
	folder string
	// byFolder is set when a folder says the layer, byName when the file's name does.
	byFolder, byName bool
	// standard is the folder of the standards that it is in.
	standard string
	// weak is set for a data repository that only a general word, such as "queries", makes one: it
	// counts when it accesses data.
	weak bool
}

// weakFolders are the words that need not mean data repositories.
var weakFolders = wordSet("queries repos repository repo store stores")

// migrationFolder reports whether a folder's name says that it holds migrations or seeds of one kind.
func migrationFolder(name string) bool {
	for _, ending := range []string{"migrations", "migration", "migrator", "seeds", "seeders"} {
		if strings.HasSuffix(name, "_"+ending) || strings.HasSuffix(name, "-"+ending) || name == ending {
			return true
		}
	}
	return false
}

// placeOf tells the layer and the stem from a path.
func placeOf(file *fact.File) place {
	name := strings.TrimSuffix(path.Base(file.Path), path.Ext(file.Path))
	p := place{layer: Other, folder: path.Dir(file.Path)}
	elements := strings.Split(path.Dir(file.Path), "/")
	for i, element := range elements {
		element = strings.TrimLeft(element, "_")
		if strings.HasPrefix(elements[i], "__") {
			element = elements[i]
		}
		layer, ok := layerFolders[strings.ToLower(element)]
		if migrationFolder(strings.ToLower(element)) {
			layer, ok = Migration, true
		}
		if !ok || p.layer == TestLayer || p.layer == Migration {
			continue
		}
		if !p.byFolder {
			p.folder = path.Join(elements[:i]...)
			p.standard = element
			p.weak = weakFolders[strings.ToLower(element)]
		}
		// data_repositories/queries and models/schemas are what they are in, utils/x/models is not.
		if !p.byFolder || p.layer == Utility || layer == TestLayer || layer == Migration {
			p.layer = layer
		}
		p.byFolder = true
	}
	p.stem = name
	p.nameLayer(name)
	if file.Test || sample(name) {
		p.layer = TestLayer
		p.stem = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(p.stem, "_test"), ".test"), ".spec")
	}
	return p
}

// sample reports whether a file's name says that it holds data for tests, wherever it lies.
func sample(name string) bool {
	for _, suffix := range []string{"fixtures", "fixture", "stories"} {
		if _, ok := cutSuffix(name, suffix); ok {
			return true
		}
	}
	return false
}

// nameLayer takes the layer and the stem from a file's name, which beats a folder of general
// purpose.
func (p *place) nameLayer(name string) {
	for _, suffix := range stemSuffixes[p.layer] {
		if stem, ok := cutSuffix(name, suffix); ok {
			p.stem = stem
			return
		}
	}
	for _, s := range layerSuffixes {
		stem, ok := cutSuffix(name, s.suffix)
		if !ok && name == s.suffix {
			stem, ok = path.Base(p.folder), true
		}
		if !ok {
			continue
		}
		if p.byFolder && p.layer != s.layer && !strings.Contains(name, "."+s.suffix) {
			return // services/email_validator.js is a service
		}
		if p.layer == TestLayer || p.layer == Migration || p.layer == Connectivity {
			return
		}
		p.weak = weakFolders[s.suffix] && (!p.byFolder || p.weak)
		p.stem, p.layer, p.byName = stem, s.layer, true
		return
	}
}

// cutSuffix cuts a suffix and the dot, underscore or capital that sets it off.
func cutSuffix(name, suffix string) (string, bool) {
	for _, separator := range []string{".", "_", "-"} {
		if stem, ok := strings.CutSuffix(name, separator+suffix); ok && stem != "" {
			return stem, true
		}
	}
	if !strings.ContainsAny(suffix, "._") {
		if stem, ok := strings.CutSuffix(name, strings.ToUpper(suffix[:1])+suffix[1:]); ok && stem != "" {
			return stem, true
		}
	}
	return "", false
}

// matchGlob reports whether a path matches a glob with * and **.
func matchGlob(glob, name string) bool {
	return matchElements(strings.Split(strings.TrimPrefix(glob, "/"), "/"), strings.Split(name, "/"))
}

func matchElements(glob, name []string) bool {
	for len(glob) > 0 {
		if glob[0] == "**" {
			for i := 0; i <= len(name); i++ {
				if matchElements(glob[1:], name[i:]) {
					return true
				}
			}
			return false
		}
		if len(name) == 0 {
			return false
		}
		if ok, err := path.Match(glob[0], name[0]); err != nil || !ok {
			return false
		}
		glob, name = glob[1:], name[1:]
	}
	return len(name) == 0
}
