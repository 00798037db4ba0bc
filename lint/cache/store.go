// Package cache keeps what the linter found out about files, so that a file that has not changed is
// neither parsed nor even read again, and a code base in which nothing changed is not linked again.
//
// For each root there is one pack: a manifest of every file's stamp (size and times) and content
// hash, and the facts of each. Results of whole runs lie beside it under the hash of all that they
// depend on. Whatever cannot be read, or was written by another build, is a miss and never an error.
// Files appear by rename, so that runs at the same time see a whole file, old or new.
package cache

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// DefaultLimit bounds what a store holds, in bytes; what was not used for longest goes first.
const DefaultLimit = 512 << 20

// The endings of a store's files.
const (
	packEnding      = ".facts"
	resultEnding    = ".result"
	lockEnding      = ".lock"
	temporaryEnding = ".tmp"
)

// touchAfter is how old the time of last use may get before it is renewed.
const touchAfter = time.Hour

// Hash is the first half of a SHA-256.
type Hash [sha256.Size / 2]byte

// HashOf returns the hash of a text.
func HashOf(text []byte) Hash {
	sum := sha256.Sum256(text)
	return Hash(sum[:len(Hash{})])
}

// String returns the hash in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Store is a directory of packs and results. It is safe for use by several processes at once.
type Store struct {
	directory string
	build     Hash
	// Limit is the most that the directory holds, in bytes.
	Limit int64
}

// DefaultDirectory is where a store is unless the user says otherwise.
func DefaultDirectory() (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("finding the cache directory: %w; name one with --cache, or use --no-cache", err)
	}
	return filepath.Join(base, "vtgen", "lint"), nil
}

// Open returns the store in a directory, which it makes. Build names the build of vtgen: what
// another build wrote is not read.
func Open(directory, build string) (*Store, error) {
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return nil, fmt.Errorf("making the cache directory: %w; name another with --cache, or use --no-cache", err)
	}
	return &Store{directory: directory, build: HashOf([]byte(build)), Limit: DefaultLimit}, nil
}

// Lock waits until no other process holds the lock of a root, and returns what releases it. A run
// needs no lock; it spares several at once the same work.
func (s *Store) Lock(root string) (unlock func(), err error) {
	lock := flock.New(s.name(root, lockEnding))
	if err := lock.Lock(); err != nil {
		return nil, fmt.Errorf("locking the cache of %s: %w", root, err)
	}
	return func() { _ = lock.Unlock() }, nil // the end of the process releases it otherwise
}

func (s *Store) name(root, ending string) string {
	return filepath.Join(s.directory, HashOf([]byte(root)).String()+ending)
}

// Result returns what was kept under a key.
func (s *Store) Result(key Hash) ([]byte, bool) {
	name := filepath.Join(s.directory, key.String()+resultEnding)
	text, err := os.ReadFile(name)
	if err != nil || len(text) < crc32.Size {
		return nil, false
	}
	body := text[crc32.Size:]
	if checksum(body) != string(text[:crc32.Size]) {
		return nil, false
	}
	touch(name)
	return body, true
}

// KeepResult keeps a result under a key.
func (s *Store) KeepResult(key Hash, body []byte) error {
	return s.write(filepath.Join(s.directory, key.String()+resultEnding), checksum(body), string(body))
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum is the CRC-32C of a text, in four bytes.
func checksum[T string | []byte](text T) string {
	sum := crc32.Checksum([]byte(text), castagnoli)
	return string([]byte{byte(sum), byte(sum >> 8), byte(sum >> 16), byte(sum >> 24)})
}

// touch marks a file as used.
func touch(name string) {
	now := time.Now()
	if info, err := os.Stat(name); err == nil && now.Sub(info.ModTime()) > touchAfter {
		_ = os.Chtimes(name, now, now) // it may be evicted early, no more
	}
}

// write puts a file into place as a whole and makes room for it.
func (s *Store) write(name string, pieces ...string) (err error) {
	file, err := os.CreateTemp(s.directory, "*"+temporaryEnding)
	if err != nil {
		return fmt.Errorf("writing the cache: %w", err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("writing the cache: %w", errors.Join(err, os.Remove(file.Name())))
		}
	}()
	for _, piece := range pieces {
		if _, err := file.WriteString(piece); err != nil {
			return errors.Join(err, file.Close())
		}
	}
	if err := file.Close(); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), name); err != nil {
		return err
	}
	s.evict(name)
	return nil
}

// evict removes what was not used for longest until the store is within its limit, and what killed
// runs left. It keeps the file that was just written.
func (s *Store) evict(written string) {
	entries, err := os.ReadDir(s.directory)
	if err != nil {
		return // the next run tries again
	}
	var kept []fs.FileInfo
	var total int64
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		switch filepath.Ext(info.Name()) {
		case temporaryEnding:
			if time.Since(info.ModTime()) > touchAfter {
				_ = os.Remove(filepath.Join(s.directory, info.Name())) // another run may have done so
			}
		case packEnding, resultEnding:
			kept = append(kept, info)
			total += info.Size()
		}
	}
	slices.SortFunc(kept, func(a, b fs.FileInfo) int {
		if order := a.ModTime().Compare(b.ModTime()); order != 0 {
			return order
		}
		return strings.Compare(a.Name(), b.Name())
	})
	for _, info := range kept {
		name := filepath.Join(s.directory, info.Name())
		if total <= s.Limit {
			return
		}
		if name != written && os.Remove(name) == nil {
			total -= info.Size()
		}
	}
}

// Build is the hash of the build whose packs and results the store reads.
func (s *Store) Build() []byte { return s.build[:] }
