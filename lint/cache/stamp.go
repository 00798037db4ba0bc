package cache

import (
	"io/fs"
	"time"
)

// Stamp is what the file system says of a file without reading it. A file with the same stamp has
// the same content, but for writes within one tick of the clock.
type Stamp struct {
	// Size is in bytes, the times in nanoseconds since 1970. Changed and Inode are 0 where the
	// system does not tell them.
	Size, Modified, Changed int64
	Inode                   uint64
}

// StampOf returns the stamp of a file.
func StampOf(info fs.FileInfo) Stamp {
	s := Stamp{Size: info.Size(), Modified: info.ModTime().UnixNano()}
	s.Changed, s.Inode = changed(info)
	return s
}

// The ticks of file systems: fine ones follow the kernel's timer, coarse ones count in seconds.
const (
	fineTick   = 50 * time.Millisecond
	coarseTick = 2 * time.Second
)

// tick is how long two writes may be apart and still leave the same stamp.
func (s Stamp) tick() int64 {
	if s.Modified%int64(time.Second) == 0 {
		return int64(coarseTick)
	}
	return int64(fineTick)
}
