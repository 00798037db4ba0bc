package program

import (
	"strings"

	"github.com/jinzhu/inflection"
)

// modelHolders are what objects that hold the models of a code base are called: models.User, db.User.
var modelHolders = wordSet("models Models model db DB database orm entities schemas")

// similarModel finds a model by a name that nothing in the source leads to a declaration, because the
// models are loaded by reading their folder, or handed over by a container: this.models.BaseUser is
// the model that is registered as base_user, userModel the one registered as User. It is nil when
// several models of different tables are equally near.
func (l *linker) similarModel(near *File, name string) *model {
	key := similarKey(name)
	if key == "" {
		return nil
	}
	if l.alike == nil {
		l.alike = map[string][]*model{}
		for _, file := range l.p.Files {
			for _, m := range file.declares {
				if k := alikeKey(m.Name); k != "" && !file.Test {
					l.alike[k] = append(l.alike[k], m)
				}
			}
		}
	}
	var best *model
	nearest, tie := -1, false
	for _, m := range l.alike[key] {
		if !sameSpelling(name, m) {
			continue
		}
		switch n := sharedStart(m.file.Path, near.Path); {
		case n > nearest:
			best, nearest, tie = m, n, false
		case n == nearest && m.table != best.table:
			tie = true
		}
	}
	if tie {
		return nil
	}
	return best
}

// sameSpelling reports whether a member of an object of models is the model as it is spelled, or is
// written like a class: models.users may as well be a repository of the model Users.
func sameSpelling(name string, m *model) bool {
	i := strings.LastIndexByte(name, '.')
	last := name[i+1:]
	if i < 0 || !holdsModels(lastName(name[:i])) || last[:1] != strings.ToLower(last[:1]) {
		return true
	}
	return last == m.Name || last == m.Var
}

// similarKey returns what the name of a model in the source has in common with the one that it is
// registered by, "" for a name that is not written like a model's.
func similarKey(name string) string {
	object, last := "", name
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		object, last = name[:i], name[i+1:]
	}
	held := holdsModels(lastName(object))
	for _, suffix := range []string{"_model", "Model", "_MODEL"} {
		if bare, ok := strings.CutSuffix(last, suffix); ok && bare != "" {
			return alikeKey(bare)
		}
	}
	if !held {
		return ""
	}
	return alikeKey(last)
}

// holdsModels reports whether an object's name is that of one that holds models.
func holdsModels(name string) bool {
	for _, suffix := range []string{"Db", "DB", "_db", "Models", "_models"} {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return modelHolders[name]
}

// alikeKey folds the ways of writing a model's name: BaseUser, base_user and base_users are alike.
func alikeKey(name string) string {
	for _, suffix := range []string{"_model", "Model"} {
		if bare, ok := strings.CutSuffix(name, suffix); ok && bare != "" {
			name = bare
		}
	}
	words := strings.Split(snakeCase(strings.ReplaceAll(name, "-", "_")), "_")
	last := len(words) - 1
	words[last] = inflection.Singular(words[last])
	return strings.Join(words, "")
}
