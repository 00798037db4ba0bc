package gosource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// word is what a function's or method's name says by itself. Names repeat, in a file and in a code
// base, so that each is looked at once.
type word struct {
	mode       fact.Mode // see modes
	runs       bool      // it runs SQL, see runsSQL
	vague      bool      // … as many other things do, see vague
	bean       bool      // see beanVerbs
	message    bool      // see messageMethods
	telltale   bool      // see telltales
	fragment   bool      // see fragments
	passing    bool      // see passing
	opener     bool      // see isOpener
	collection bool      // see isCollectionName
}

// words are those that have been looked at. A code base has tens of thousands of names; once there are
// more, they are forgotten and looked at again.
type words struct {
	known  map[string]*word
	recent [256]recentWord // most names stand near others of the same name
}

type recentWord struct {
	name string
	word *word
}

const maxWords = 1 << 14

func (w *words) of(name string) *word {
	if name == "" {
		return &word{}
	}
	place := &w.recent[name[0]^name[len(name)-1]<<3^name[len(name)/2]<<1^byte(len(name))]
	if place.name != name {
		place.name, place.word = name, w.look(name)
	}
	return place.word
}

func (w *words) look(name string) *word {
	if found := w.known[name]; found != nil {
		return found
	}
	if len(w.known) >= maxWords {
		clear(w.known)
	}
	name = strings.Clone(name) // for which the source of a file would be kept
	found := &word{
		mode: modes[name], runs: runsSQL(name), vague: vague[strings.ToLower(name)], bean: beanVerbs[name], message: isMessageMethod(name),
		telltale: telltales[name], fragment: fragments[name], passing: passing[name], opener: isOpener(name), collection: isCollectionName(name),
	}
	w.known[name] = found
	return found
}
