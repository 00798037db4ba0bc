package cache

import (
	"io/fs"
	"syscall"
)

// changed returns when a file or what is known of it last changed, and its number.
func changed(info fs.FileInfo) (when int64, inode uint64) {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Ctimespec.Nano(), s.Ino
	}
	return 0, 0
}
