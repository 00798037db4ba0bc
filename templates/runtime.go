package templates

import (
	_ "embed"
	"sync"

	"golang.org/x/tools/txtar"
)

//go:generate go run ../internal/pack ../runtime .

//go:embed runtime.txtar
var runtimeArchive []byte

// Runtime are the files of the runtime module, by their paths within it.
var Runtime = sync.OnceValue(func() []txtar.File { return txtar.Parse(runtimeArchive).Files })
