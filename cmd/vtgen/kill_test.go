//go:build unix

package main

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// committerPatience is how long a committer that outlived vtgen is waited for. One that was never
// started leaves the journal to the next command.
const committerPatience = 2 * time.Second

// kills is how often vtgen is killed.
func kills() int {
	if testing.Short() {
		return 20
	}
	return 200
}

// TestKilledEntity kills `vtgen new entity` at moments spread over its whole run, half of them in
// its last quarter, where the change is applied: the process alone, and with all that it started.
// The platform must be the old one or the new one, byte for byte, or become the new one with the
// next command.
func TestKilledEntity(t *testing.T) {
	arguments := []string{"new", "entity", "invoice", "--field", "number:string:required,unique", "--field", "amount:decimal(12,2)"}
	original := newPlatform(t)
	before := mustTree(t, original)
	complete := copied(t, original)
	mustRun(t, complete, arguments...)
	after := mustTree(t, complete)
	took := measure(t, func() (string, []string) { return copied(t, original), arguments })

	var outcome struct{ before, during, recovered, after int }
	for i := range kills() {
		root := copied(t, original)
		killed(t, root, arguments, moment(i, took), i%2 == 0)
		during := pending(root)
		if during {
			outcome.during++
		}
		if !settled(root) {
			outcome.recovered++
			mustRun(t, root, "check")
			wantTree(t, root, after, "completed by the next command")
		}
		if now := mustTree(t, root); !during && len(difference(now, before)) == 0 {
			outcome.before++
			took = later(took)
			again(t, root, arguments, after)
		} else {
			outcome.after++
			took = earlier(took)
			wantTree(t, root, after, "after the kill")
		}
		_ = os.RemoveAll(root) // what is left is removed with the test
	}
	t.Logf("a run takes %s; killed before the decision %d, after it %d, of which %d with a journal left and %d completed by the next command",
		took, outcome.before, outcome.after, outcome.during, outcome.recovered)
	if outcome.before == 0 || outcome.after == 0 {
		t.Errorf("all kills came on one side of the decision (%+v), so that nothing is shown", outcome)
	}
}

// again runs the command that was killed once more: what the killed one left must not be in its way.
func again(t *testing.T, root string, arguments []string, after map[string]string) {
	t.Helper()
	if _, err := os.Lstat(filepath.Join(root, ".vtgen", "staging")); errors.Is(err, fs.ErrNotExist) {
		return // nothing was left
	}
	mustRun(t, root, arguments...)
	wantTree(t, root, after, "after the same command once more")
}

// TestKilledPlatform kills `vtgen new platform` likewise. The directory must be absent or complete,
// and what was left beside it must be gone after the next command.
func TestKilledPlatform(t *testing.T) {
	arguments := []string{"new", "platform", "aip", "--example"}
	complete := t.TempDir()
	mustRun(t, complete, arguments...)
	after := mustTree(t, complete)
	took := measure(t, func() (string, []string) { return t.TempDir(), arguments })

	absent, there := 0, 0
	for i := range kills() {
		directory := t.TempDir()
		killed(t, directory, arguments, moment(i, took), i%2 == 0)
		if _, err := os.Lstat(filepath.Join(directory, "aip")); errors.Is(err, fs.ErrNotExist) {
			absent++
			took = later(took)
			againBeside(t, directory, arguments, after)
		} else {
			there++
			took = earlier(took)
			wantTree(t, filepath.Join(directory, "aip"), below(after, "aip"), "after the kill")
		}
		_ = os.RemoveAll(directory) // what is left is removed with the test
	}
	t.Logf("a run takes %s; the directory was absent after %d kills and complete after %d", took, absent, there)
	if absent == 0 || there == 0 {
		t.Errorf("all kills came on one side of the rename (absent %d, there %d), so that nothing is shown", absent, there)
	}
}

// againBeside runs the command that was killed once more, where that left something.
func againBeside(t *testing.T, directory string, arguments []string, after map[string]string) {
	t.Helper()
	left, err := os.ReadDir(directory)
	if err != nil {
		t.Fatal(err)
	}
	if len(left) > 0 {
		mustRun(t, directory, arguments...)
		wantTree(t, directory, after, "after the same command once more")
	}
}

// measure is the median time of five full runs.
func measure(t *testing.T, prepare func() (directory string, arguments []string)) time.Duration {
	t.Helper()
	var all []time.Duration
	for range 5 {
		directory, arguments := prepare()
		start := time.Now()
		mustRun(t, directory, arguments...)
		all = append(all, time.Since(start))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// moment is when the i-th run is killed. A fifth is added, as not every run takes as long.
func moment(i int, took time.Duration) time.Duration {
	const until = 1.2
	from := 0.0
	if i%4 >= 2 {
		from = 0.75
	}
	return time.Duration((from + (until-from)*rand.Float64()) * float64(took))
}

// later and earlier follow a machine on which runs take longer, or shorter, than they took when they
// were measured: so that kills keep coming on both sides of the decision.
func later(took time.Duration) time.Duration   { return took + took/50 }
func earlier(took time.Duration) time.Duration { return took - took/25 }

// killed runs vtgen and kills it after a while: with its process group, or alone.
func killed(t *testing.T, directory string, arguments []string, after time.Duration, group bool) {
	t.Helper()
	command := exec.Command(vtgenBinary(t), arguments...)
	command.Dir = directory
	command.Env = append(os.Environ(), "TMPDIR="+t.TempDir())
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	victim := command.Process.Pid
	if group {
		victim = -victim
	}
	if err := syscall.Kill(victim, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		t.Fatal(err)
	}
	_ = command.Wait() // it was killed, or had ended
}

// pending reports whether a change is decided and not complete.
func pending(root string) bool {
	_, err := os.Lstat(filepath.Join(root, ".vtgen", "journal"))
	return err == nil
}

// settled waits for a committer at work, and reports whether no change is left pending.
func settled(root string) bool {
	for deadline := time.Now().Add(committerPatience); pending(root); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			return false
		}
	}
	return true
}

func wantTree(t *testing.T, root string, want map[string]string, when string) {
	t.Helper()
	if names := difference(mustTree(t, root), want); len(names) > 0 {
		t.Fatalf("%s, %s: these are neither as before nor as after: %s", root, when, strings.Join(names, ", "))
	}
}

// below is the part of a tree in a directory.
func below(all map[string]string, directory string) map[string]string {
	part := map[string]string{}
	for name, text := range all {
		if inner, inside := strings.CutPrefix(name, directory+"/"); inside && inner != ".vtgen" {
			part[inner] = text
		}
	}
	return part
}

// copied is a fresh copy of a platform.
func copied(t *testing.T, original string) string {
	t.Helper()
	root := filepath.Join(t.TempDir(), "aip")
	if err := os.CopyFS(root, os.DirFS(original)); err != nil {
		t.Fatal(err)
	}
	return root
}
