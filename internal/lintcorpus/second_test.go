package lintcorpus

import "testing"

// secondFolder holds the cases of a second author, who wrote them before having seen the engine.
const secondFolder = "../../testdata/lint/corpus2"

// leastSecondCases is the size below which it says too little.
const leastSecondCases = 183

// TestSecondCorpus prints the second corpus's scores and requires what has been reached.
func TestSecondCorpus(t *testing.T) {
	themes, err := Load(secondFolder)
	if err != nil {
		t.Fatal(err)
	}
	scores, cases := Scores{}, 0
	for _, theme := range themes {
		for _, c := range theme.Cases {
			cases++
			outcome := c.Run(theme.Rules)
			scores.Add(outcome)
			for _, l := range outcome.Missed {
				t.Errorf("%s/%s: missed  %s", c.Theme, c.Name, l)
			}
			for _, l := range outcome.Wrong {
				t.Errorf("%s/%s: wrong   %s", c.Theme, c.Name, l)
			}
		}
	}
	if cases < leastSecondCases {
		t.Errorf("%d cases; %d are the least", cases, leastSecondCases)
	}
	t.Logf("%d cases in %d themes\n%s", cases, len(themes), scores.Table())
}
