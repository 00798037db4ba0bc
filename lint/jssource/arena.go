package jssource

import "sync"

// Sizes of an arena.
const (
	slabNodes = 256
	mostSlabs = 400     // 100,000 nodes; an arena that grew beyond is not kept
	mostKept  = 1 << 18 // tokens, likewise
)

// arena is the memory of one reading: its tokens and nodes. Nothing of it outlives Read, so it is
// used again for the next file, which spares the collector most of its work.
type arena struct {
	tokens []token
	slabs  [][]node
	slab   int // the one in use
	free   int // its next node
}

var arenas = sync.Pool{New: func() any { return &arena{} }}

// release gives the arena back. No node may be used after it.
func (a *arena) release() {
	if len(a.slabs) > mostSlabs || cap(a.tokens) > mostKept {
		return
	}
	for i := 0; i <= a.slab && i < len(a.slabs); i++ {
		clear(a.slabs[i])
	}
	a.tokens, a.slab, a.free = a.tokens[:0], 0, 0
	arenas.Put(a)
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
