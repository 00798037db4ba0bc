package jssource

import "sync"

// Sizes of an arena.
const (
	slabNodes = 256
	mostSlabs = 400     // 100,000 nodes; an arena that grew beyond is not kept
	mostKept  = 1 << 18 // tokens, likewise
	mostNames = 1 << 12 // strings, likewise: clearing a map takes as long as it has ever been large
	slabLinks = 256
)

// arena is the memory of one reading: its tokens and nodes. Nothing of it outlives Read, so it is
// used again for the next file, which spares the collector most of its work.
type arena struct {
	tokens []token
	slabs  [][]node
	slab   int // the one in use
	free   int // its next node
	names  map[string]string
	links  []link // not used yet
}

var arenas = sync.Pool{New: func() any { return &arena{names: map[string]string{}} }}

// release gives the arena back. No node may be used after it.
func (a *arena) release() {
	if len(a.slabs) > mostSlabs || cap(a.tokens) > mostKept {
		return
	}
	if len(a.names) > mostNames {
		a.names = map[string]string{}
	}
	clear(a.names)
	for i := 0; i <= a.slab && i < len(a.slabs); i++ {
		clear(a.slabs[i])
	}
	a.tokens, a.slab, a.free = a.tokens[:0], 0, 0
	arenas.Put(a)
}

// chain returns n empty links.
func (a *arena) chain(n int) []link {
	if n > len(a.links) {
		a.links = make([]link, max(n, slabLinks))
	}
	list := a.links[:n:n]
	a.links = a.links[n:]
	return list
}

// node returns an empty node.
func (a *arena) node() *node {
	if a.slab >= len(a.slabs) {
		a.slabs = append(a.slabs, make([]node, slabNodes))
	}
	n := &a.slabs[a.slab][a.free]
	if a.free++; a.free == slabNodes {
		a.slab, a.free = a.slab+1, 0
	}
	return n
}
