package main

import "testing"

func TestEndedLate(t *testing.T) {
	const head = "fuzz: elapsed: 8s, execs: 40304 (0/sec), new interesting: 104 (total: 108)\n"
	for out, want := range map[string]bool{
		head + "--- FAIL: FuzzX (8.20s)\n    context deadline exceeded\nFAIL\nexit status 1\n": true,
		head + "PASS\nok  \texample.com/x\t8.2s\n":                                             false,
		head + "--- FAIL: FuzzX (8.20s)\n    --- FAIL: FuzzX (0.00s)\n        x_test.go:9: context deadline exceeded\n    \n" +
			"    Failing input written to testdata/fuzz/FuzzX/582528ddfad69eb5\nFAIL\nexit status 1\n": false,
		head + "--- FAIL: FuzzX (8.20s)\n    context deadline exceeded\n    Failing input written to testdata/fuzz/FuzzX/582528ddfad69eb5\nFAIL\n": false,
		head + "--- FAIL: FuzzX (8.20s)\n    fuzzing process hung or terminated unexpectedly: exit status 2\nFAIL\n":                               false,
	} {
		if got := endedLate(out); got != want {
			t.Errorf("%t for\n%s", got, out)
		}
	}
}
