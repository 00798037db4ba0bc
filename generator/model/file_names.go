package model

import "strings"

// goTargets are the GOOS and GOARCH values, present and past, after which the
// go command builds a file on that system only (go/build, goodOSArchFile).
var goTargets = wordSet(`
	aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd
	openbsd plan9 solaris wasip1 windows zos
	386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64
	mips64le mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x
	sparc sparc64 wasm`)

// devices are the names that Windows keeps for devices, whatever the extension.
var devices = wordSet(`
	aux con nul prn com0 com1 com2 com3 com4 com5 com6 com7 com8 com9
	lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9`)

// goDirectories are the names of directories and packages that the go command
// treats in its own way.
var goDirectories = wordSet("documentation init internal main test testdata vendor")

// FileStem returns a file name's part before its first dot, for a name of the
// standards, §2.1. Go reads a last part such as "linux" or "test" as a build
// condition, and Windows keeps names such as "con": those get "_entity".
func FileStem(name string) string {
	last := name[strings.LastIndexByte(name, '_')+1:]
	// A stem without underscore counts too: generated files put a prefix before it.
	if goTargets[last] || last == "test" || devices[name] {
		return name + "_entity"
	}
	return name
}

// tablePackage returns the Go package name for a table, which is also its
// directory in data_repositories/internal.
func tablePackage(table string) string {
	switch {
	case beginsWithDigit(table):
		return "table_" + table
	case reservedVar(table), goDirectories[table], devices[table], strings.HasSuffix(table, "_test"):
		return table + "_table"
	}
	return table
}
