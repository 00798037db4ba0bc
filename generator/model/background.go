package model

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The interval of a background service. The default is where none is given.
const (
	DefaultInterval = time.Hour
	minInterval     = time.Second
	maxInterval     = 31 * 24 * time.Hour
)

// maxBackground is the largest number of background services of one platform.
const maxBackground = 200

// Background is a service that runs at intervals, beside requests (the standards, §14).
type Background struct {
	Name     string        // snake_case
	Interval time.Duration // from one start to the next
	Uses     []string      // modules or entities whose services it is given; sorted
	Single   bool          // of all processes of the platform, one runs it at a time
}

// GoName returns the exported Go name: "SessionCleanup".
func (b Background) GoName() string { return GoName(b.Name) }

// FileStem returns the part before the first dot of its files.
func (b Background) FileStem() string { return FileStem(b.Name) }

// IntervalText is the interval as short as Go reads it: "15m" and not "15m0s".
func (b Background) IntervalText() string {
	text := b.Interval.String()
	if minutes, whole := strings.CutSuffix(text, "m0s"); whole {
		text = minutes + "m"
	}
	if hours, whole := strings.CutSuffix(text, "h0m"); whole {
		text = hours + "h"
	}
	return text
}

// ownBackground are the background services that every platform has.
var ownBackground = wordSet("session_cleanup figures_cleanup")

// NewBackground returns b with every value checked and canonical. The error names the value that is
// wrong, why, and what to write instead.
func NewBackground(b Background) (Background, error) {
	if err := checkIdentifier("background service", b.Name, maxEntityName); err != nil {
		return Background{}, err
	}
	if ownBackground[b.Name] {
		return Background{}, fmt.Errorf("background service %s: every platform has one of that name: choose another", b.Name)
	}
	if b.Interval < minInterval || b.Interval > maxInterval {
		return Background{}, fmt.Errorf("background service %s: the interval %s is not from 1s to 744h: write one such as 15m", b.Name, b.IntervalText())
	}
	if len(b.Uses) > MaxUses {
		return Background{}, fmt.Errorf("background service %s: it uses %d modules and %d are allowed: split it", b.Name, len(b.Uses), MaxUses)
	}
	b.Uses = cloneList(b.Uses)
	slices.Sort(b.Uses)
	for i, name := range b.Uses {
		if err := checkIdentifier("module", name, maxEntityName); err != nil {
			return Background{}, fmt.Errorf("background service %s: uses: %w", b.Name, err)
		}
		if i > 0 && b.Uses[i-1] == name {
			return Background{}, fmt.Errorf("background service %s: uses names %q twice: keep one", b.Name, name)
		}
	}
	return b, nil
}

// ValidateBackground checks a platform's background services against its entities and each other.
// Each must come from [NewBackground] or [ParseBackground].
func ValidateBackground(entities []Entity, services []Background) error {
	if len(services) > maxBackground {
		return fmt.Errorf("there are %d background services and %d are allowed: do more in each", len(services), maxBackground)
	}
	owner := map[string]string{}
	for _, b := range services {
		for _, name := range b.Uses {
			if len(providers(entities, name)) == 0 {
				return fmt.Errorf("background service %s uses %s, which is neither a module nor an entity: add it, or use one of %s", b.Name, name, knownNames(entities))
			}
		}
		for _, name := range []string{b.GoName(), b.FileStem()} {
			if other, taken := owner[name]; taken && other != b.Name {
				return fmt.Errorf("background services %s and %s have the same name %s in Go or on disk: rename one", other, b.Name, name)
			}
			owner[name] = b.Name
		}
	}
	return nil
}

var backgroundKeys = []string{"name", "interval", "uses", "single"}

// ParseBackground reads a background service from YAML. Errors begin with file and the line.
func ParseBackground(text []byte, file string) (Background, error) {
	root, err := readYAML(text, file)
	if err != nil {
		return Background{}, err
	}
	doc := yamlReader{file: file}
	keys := doc.mapping(root, "a background service", backgroundKeys...)
	b := Background{Name: doc.text(keys["name"]), Uses: doc.texts(keys["uses"]), Single: doc.flag(keys["single"])}
	b.Interval = DefaultInterval
	if keys["interval"] != nil {
		interval := doc.text(keys["interval"])
		if b.Interval, err = time.ParseDuration(interval); err != nil {
			doc.fail(keys["interval"], "the interval %q is no duration: write one such as 15m", clip(interval))
		}
	}
	if doc.err != nil {
		return Background{}, doc.err
	}
	b, err = NewBackground(b)
	if err != nil {
		return Background{}, fmt.Errorf("%s:%d: %w", file, root.Line, err)
	}
	return b, nil
}

// YAML returns the background service as its file; [ParseBackground] reads it back as the same value.
func (b Background) YAML() []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "# The background service %s, as `vtgen generate` makes its files.\n", b.Name)
	doc := newMapping()
	doc.add("name", textNode(b.Name))
	doc.add("interval", textNode(b.IntervalText()))
	if len(b.Uses) > 0 {
		doc.add("uses", textsNode(b.Uses))
	}
	if b.Single {
		doc.add("single", plainNode("true"))
	}
	out.Write(doc.encode())
	return out.Bytes()
}
