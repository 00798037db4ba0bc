package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"
)

// tick is the unit in which Linux tells programs about CPU time, on every architecture.
const tick = 10 * time.Millisecond

// cpu is the CPU time that a running process has used. Unlike requests per second it hardly depends
// on what else the machine does.
func cpu(pid int) (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, fmt.Errorf("reading the CPU time of a server: %w", err)
	}
	return parseStat(text)
}

// parseStat reads user and system time, the fields 14 and 15 of /proc/<pid>/stat. They are counted
// from behind the name, which may hold anything.
func parseStat(text []byte) (time.Duration, error) {
	const user, system = 14 - 3, 15 - 3
	fields := bytes.Fields(text[bytes.LastIndexByte(text, ')')+1:])
	if len(fields) <= system {
		return 0, fmt.Errorf("reading the CPU time of a server: %d fields, and it is the 15th", len(fields))
	}
	var total time.Duration
	for _, field := range [][]byte{fields[user], fields[system]} {
		ticks, err := strconv.ParseInt(string(field), 10, 64)
		if err != nil {
			return 0, fmt.Errorf("reading the CPU time of a server: %w", err)
		}
		total += time.Duration(ticks) * tick
	}
	return total, nil
}
