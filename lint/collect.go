package lint

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/vtgen/vtgen/lint/cache"
	"github.com/vtgen/vtgen/lint/fact"
)

// source is a file of the code base and what is known of it.
type source struct {
	cache.Entry
	// gone is set for a file that disappeared while it was looked at.
	gone bool
	// known is set when the entry is of the pack; fresh when the pack has another stamp for it.
	known, fresh bool
	// facts are set once the file was parsed or its facts were decoded.
	facts *fact.File
}

// collection is the code base as one run sees it.
type collection struct {
	root    string
	pack    *cache.Pack
	keeping bool // whether facts are encoded to be kept
	sources []source
}

// parallel calls work for the numbers below n, on as many processors as there are, until the context
// ends or one fails.
func parallel(ctx context.Context, n int, work func(i int) error) error {
	var next atomic.Int64
	var group sync.WaitGroup
	errs := make([]error, max(1, min(runtime.GOMAXPROCS(0), n)))
	for worker := range errs {
		group.Go(func() {
			for errs[worker] == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if errs[worker] = ctx.Err(); errs[worker] == nil {
					errs[worker] = work(i)
				}
			}
		})
	}
	group.Wait()
	return errors.Join(errs...)
}

// collect looks at every file: by its stamp alone when the pack knows it, else by its content, and
// parses it when the pack does not know that either.
func collect(ctx context.Context, root string, files []string, pack *cache.Pack, keeping bool) (*collection, error) {
	c := &collection{root: root, pack: pack, keeping: keeping, sources: make([]source, len(files))}
	err := parallel(ctx, len(files), func(i int) error {
		c.sources[i].Path = files[i]
		return c.look(&c.sources[i])
	})
	if err != nil {
		return nil, err
	}
	present := c.sources[:0]
	for _, s := range c.sources {
		if !s.gone {
			present = append(present, s)
		}
	}
	c.sources = present
	return c, nil
}

func (c *collection) look(s *source) error {
	name := filepath.Join(c.root, filepath.FromSlash(s.Path))
	info, err := os.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		s.gone = true
		return nil
	}
	if err != nil {
		s.Skip = "it cannot be read: " + err.Error()
		return nil
	}
	stamp := cache.StampOf(info)
	if entry, ok := c.pack.Unchanged(s.Path, stamp); ok {
		s.Entry, s.known = entry, true
		return nil
	}
	s.fresh, s.Stamp = true, stamp
	if info.Size() > maxFileBytes {
		s.Skip = tooLarge(info.Size())
		return nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		s.Skip = "it cannot be read: " + err.Error()
		return nil
	}
	s.Hash = cache.HashOf(text)
	if entry, ok := c.pack.Same(s.Path, s.Hash); ok {
		entry.Stamp = stamp
		s.Entry, s.known = entry, true
		return nil
	}
	c.parse(s, text)
	return nil
}

// parse makes the facts of a source.
func (c *collection) parse(s *source, text []byte) {
	if s.Skip = skipReason(s.Path, text); s.Skip != "" {
		return
	}
	s.facts = read(s.Path, text)
	if c.keeping {
		s.Encoded = cache.Encode(s.facts)
	}
}

// complete makes sure that every source that is linted has its facts.
func (c *collection) complete(ctx context.Context) error {
	return parallel(ctx, len(c.sources), func(i int) error {
		s := &c.sources[i]
		if s.Skip != "" || s.facts != nil {
			return nil
		}
		if facts, ok := c.pack.Facts(s.Entry); ok && facts.Path == s.Path {
			s.facts = facts
			return nil
		}
		s.known, s.fresh = false, true
		text, err := os.ReadFile(filepath.Join(c.root, filepath.FromSlash(s.Path)))
		if err != nil {
			s.Skip = "it cannot be read: " + err.Error()
			return nil
		}
		s.Hash = cache.HashOf(text)
		c.parse(s, text)
		return nil
	})
}

// changed reports whether the pack is not what this run found.
func (c *collection) changed() bool {
	if !c.pack.Complete || c.pack.Len() != len(c.sources) {
		return true
	}
	for i := range c.sources {
		if c.sources[i].fresh {
			return true
		}
	}
	return false
}

// entries are what the next pack holds.
func (c *collection) entries() []cache.Entry {
	entries := make([]cache.Entry, len(c.sources))
	for i := range c.sources {
		entry := c.sources[i].Entry
		if c.sources[i].known {
			entry.Encoded, _ = c.pack.Encoded(entry)
		}
		entries[i] = entry
	}
	return entries
}

// files are the facts of all files that are linted, and notes about those that are not.
func (c *collection) files() (files []*fact.File, notes []Note) {
	for i := range c.sources {
		s := &c.sources[i]
		switch {
		case s.Skip != "":
			notes = append(notes, Note{s.Path, "skipped: " + s.Skip})
			continue
		case s.facts.Broken != "":
			notes = append(notes, Note{s.Path, "not read to its end: " + s.facts.Broken})
		}
		files = append(files, s.facts)
	}
	return files, notes
}

// digest is the hash of all that the files are.
func (c *collection) digest() string {
	text := make([]byte, 0, 64*len(c.sources))
	for i := range c.sources {
		s := &c.sources[i]
		text = fmt.Appendf(text, "%q %q ", s.Path, s.Skip)
		text = append(text, s.Hash[:]...)
	}
	return cache.HashOf(text).String()
}
