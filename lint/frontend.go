package lint

import (
	"fmt"
	"path"
	"regexp"
	"runtime/debug"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/gosource"
	"github.com/vtgen/vtgen/lint/jssource"
	"github.com/vtgen/vtgen/lint/prismasource"
	"github.com/vtgen/vtgen/lint/sqlsource"
)

// readers are the front ends by the endings of files.
var readers = map[string]reader{
	".go": gosource.Read,
	".js": jssource.Read, ".mjs": jssource.Read, ".cjs": jssource.Read, ".jsx": jssource.Read,
	".ts": jssource.Read, ".mts": jssource.Read, ".cts": jssource.Read, ".tsx": jssource.Read,
	".sql": sqlsource.Read, ".prisma": prismasource.Read,
}

// readerOf returns the front end for a file, nil for files of other languages.
func readerOf(name string) reader { return readers[path.Ext(name)] }

// maxFileBytes is the largest file that is linted; larger ones were not written by people.
const maxFileBytes = 5 << 20

var bundleName = regexp.MustCompile(`[.-](min|bundle)\.[cm]?js$`)

// skipReason says why a file is not linted, "" when it is.
func skipReason(name string, text []byte) string {
	switch ext := path.Ext(name); {
	case len(text) > maxFileBytes:
		return tooLarge(int64(len(text)))
	case ext == ".go" || ext == ".sql" || ext == ".prisma":
		return ""
	case bundleName.MatchString(name):
		return "it is a bundle by its name"
	case jssource.Minified(text):
		return "it is minified or bundled by its long lines"
	}
	return ""
}

func tooLarge(size int64) string {
	return fmt.Sprintf("it has %d bytes and %d are the most", size, maxFileBytes)
}

// read makes the facts of a file. A front end that panics leaves a file without facts.
func read(name string, text []byte) (f *fact.File) {
	defer func() {
		if failure := recover(); failure != nil {
			f = &fact.File{Path: name, LineStarts: []int32{0}, Broken: fmt.Sprintf("vtgen failed on it, please report it: %v\n%s", failure, debug.Stack())}
		}
	}()
	return readerOf(name)(name, text)
}
