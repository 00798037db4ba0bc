package cache

import (
	"encoding/binary"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/vtgen/vtgen/lint/fact"
)

// magic begins every pack; it changes with the form of packs.
const magic = "vtgenlint\x01"

// headSize is the size of a pack's head: magic, build, length and checksum of the manifest.
const headSize = len(magic) + len(Hash{}) + 8 + 4

// Entry is what a pack knows of a file.
type Entry struct {
	Path  string
	Stamp Stamp
	Hash  Hash
	// Skip says why the file was not looked at, "" when it was.
	Skip string
	// Encoded is set in an entry to be kept: the facts as [Encode] or [Pack.Encoded] returns them,
	// "" where there are none.
	Encoded string

	offset, length uint64
	sum            string
}

// Encode returns facts as an [Entry] holds them, "" for those that cannot be kept.
func Encode(f *fact.File) string {
	text, err := encode(f)
	if err != nil {
		return ""
	}
	return text
}

// Pack is what is known of the files of a root from an earlier run.
type Pack struct {
	// Complete is set when the pack was read, so that its entries are all files of that run.
	Complete bool
	started  int64
	entries  map[string]*Entry

	name   string
	offset int64 // at which the facts begin
	once   sync.Once
	facts  string
}

// Pack returns the pack of a root, an empty one when there is none to use.
func (s *Store) Pack(root string) *Pack {
	p := &Pack{name: s.name(root, packEnding), entries: map[string]*Entry{}}
	file, err := os.Open(p.name)
	if err != nil {
		return p
	}
	defer func() { _ = file.Close() }() // it was only read
	head := make([]byte, headSize)
	if _, err := io.ReadFull(file, head); err != nil || string(head[:len(magic)]) != magic || Hash(head[len(magic):len(magic)+len(Hash{})]) != s.build {
		return p
	}
	length := binary.LittleEndian.Uint64(head[headSize-12:])
	info, err := file.Stat()
	if err != nil || length > uint64(info.Size()) {
		return p
	}
	manifest := make([]byte, length)
	if _, err := io.ReadFull(file, manifest); err != nil || checksum(manifest) != string(head[headSize-4:]) {
		return p
	}
	p.offset = int64(headSize) + int64(length)
	p.read(string(manifest))
	touch(p.name)
	return p
}

// read fills the pack from its manifest.
func (p *Pack) read(text string) {
	c := &coder{reading: true, text: text}
	var started uint64
	c.uint(&started)
	var entries []Entry
	each(c, &entries, (*coder).entry)
	if c.err != nil || c.text != "" {
		return
	}
	p.started, p.Complete = int64(started), true
	for i := range entries {
		p.entries[entries[i].Path] = &entries[i]
	}
}

func (c *coder) int64(v *int64) {
	n := uint64(*v)
	c.uint(&n)
	*v = int64(n)
}

func (c *coder) entry(e *Entry) {
	c.string(&e.Path)
	c.int64(&e.Stamp.Size)
	c.int64(&e.Stamp.Modified)
	c.int64(&e.Stamp.Changed)
	c.uint(&e.Stamp.Inode)
	c.string(&e.Skip)
	hash := string(e.Hash[:])
	c.string(&hash)
	c.uint(&e.offset)
	c.uint(&e.length)
	c.string(&e.sum)
	if c.reading {
		copy(e.Hash[:], hash)
	}
}

// Len is the number of files in the pack.
func (p *Pack) Len() int { return len(p.entries) }

// Unchanged returns the entry of a file that is as it was, by its stamp alone. A file that was
// written about when the pack's run began may have been written once more within the same tick of
// the file system's clock, so it has to be read.
func (p *Pack) Unchanged(path string, now Stamp) (Entry, bool) {
	e := p.entries[path]
	if e == nil || e.Stamp != now || now.Modified >= p.started-now.tick() {
		return Entry{}, false
	}
	return *e, true
}

// Same returns the entry of a file whose content is as it was.
func (p *Pack) Same(path string, hash Hash) (Entry, bool) {
	e := p.entries[path]
	if e == nil || e.Hash != hash {
		return Entry{}, false
	}
	return *e, true
}

// Encoded returns the facts of an entry of this pack as they were kept.
func (p *Pack) Encoded(e Entry) (string, bool) {
	p.once.Do(p.readFacts)
	if e.length == 0 || e.offset > uint64(len(p.facts)) || e.length > uint64(len(p.facts))-e.offset {
		return "", false
	}
	text := p.facts[e.offset : e.offset+e.length]
	return text, checksum(text) == e.sum
}

// Facts returns the facts of an entry of this pack.
func (p *Pack) Facts(e Entry) (*fact.File, bool) {
	text, ok := p.Encoded(e)
	if !ok {
		return nil, false
	}
	f, err := decode(text)
	return f, err == nil
}

func (p *Pack) readFacts() {
	file, err := os.Open(p.name)
	if err != nil {
		return
	}
	defer func() { _ = file.Close() }() // it was only read
	info, err := file.Stat()
	if err != nil {
		return
	}
	var facts strings.Builder
	facts.Grow(int(max(0, info.Size()-p.offset)))
	if _, err := io.Copy(&facts, io.NewSectionReader(file, p.offset, info.Size()-p.offset)); err != nil {
		return
	}
	p.facts = facts.String()
}

// Keep replaces the pack of a root. Started is when the run began, before any file was looked at.
func (s *Store) Keep(root string, started time.Time, entries []Entry) error {
	var offset uint64
	pieces := make([]string, 1, len(entries)+1)
	kept := make([]Entry, len(entries))
	for i, e := range entries {
		e.offset, e.length, e.sum = offset, uint64(len(e.Encoded)), checksum(e.Encoded)
		offset += e.length
		kept[i] = e
		pieces = append(pieces, e.Encoded)
	}
	c := &coder{known: map[string]uint64{}}
	begun := uint64(started.UnixNano())
	c.uint(&begun)
	each(c, &kept, (*coder).entry)
	head := make([]byte, 0, headSize+len(c.buffer))
	head = append(head, magic...)
	head = append(head, s.build[:]...)
	head = binary.LittleEndian.AppendUint64(head, uint64(len(c.buffer)))
	head = append(head, checksum(c.buffer)...)
	pieces[0] = string(append(head, c.buffer...))
	return s.write(s.name(root, packEnding), pieces...)
}
