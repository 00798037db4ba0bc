package model

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

const reminderYAML = `# The background service invoice_reminder, as ` + "`vtgen generate`" + ` makes its files.
name: invoice_reminder
interval: 15m
uses: [billing, invitation]
single: true
`

// background makes a valid background service.
func background(t *testing.T, name string, uses ...string) Background {
	t.Helper()
	b, err := NewBackground(Background{Name: name, Interval: DefaultInterval, Uses: uses})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBackgroundYAML(t *testing.T) {
	used := []string{"invitation", "billing"}
	b, err := NewBackground(Background{Name: "invoice_reminder", Interval: 15 * time.Minute, Uses: used, Single: true})
	if err != nil {
		t.Fatal(err)
	}
	if used[0] != "invitation" {
		t.Error("the caller's list was sorted")
	}
	if got := string(b.YAML()); got != reminderYAML {
		t.Errorf("YAML =\n%s\nwant\n%s", got, reminderYAML)
	}
	for name, yaml := range map[string]string{
		"canonical":        reminderYAML,
		"another spelling": "{uses: [invitation, billing], single: TRUE, interval: 0.25h, name: invoice_reminder}",
	} {
		read, err := ParseBackground([]byte(yaml), "b.yaml")
		if err != nil || !reflect.DeepEqual(read, b) {
			t.Errorf("%s: read %+v, %v; want %+v", name, read, err, b)
		}
	}
	least, err := ParseBackground([]byte("name: statistics\n"), "b.yaml")
	if want := background(t, "statistics"); err != nil || !reflect.DeepEqual(least, want) {
		t.Errorf("without an interval: read %+v, %v; want %+v", least, err, want)
	}
}

func TestIntervalText(t *testing.T) {
	for _, want := range []string{"1s", "90s", "10m", "15m", "1h", "20h", "1h30m", "10h10s", "1h0m10s", "744h", "1.5s", "1m0.5s"} {
		interval, err := time.ParseDuration(want)
		if err != nil {
			t.Fatal(err)
		}
		got := Background{Interval: interval}.IntervalText()
		if again, err := time.ParseDuration(got); err != nil || again != interval || len(got) > len(want)+len("0m") {
			t.Errorf("%s is written as %s: %v", want, got, err)
		}
	}
	for interval, want := range map[time.Duration]string{15 * time.Minute: "15m", time.Hour: "1h", 90 * time.Minute: "1h30m", 90 * time.Second: "1m30s", 0: "0s"} {
		if got := (Background{Interval: interval}).IntervalText(); got != want {
			t.Errorf("%d: got %s, want %s", interval, got, want)
		}
	}
}

func TestNewBackgroundRefuses(t *testing.T) {
	many := make([]string, MaxUses+1)
	for i := range many {
		many[i] = fmt.Sprintf("m%d", i)
	}
	for name, test := range map[string]struct {
		b     Background
		parts []string
	}{
		"no name":            {Background{Interval: time.Hour}, []string{"background service", "empty"}},
		"capital letters":    {Background{Name: "Bad", Interval: time.Hour}, []string{`"Bad"`, "write bad"}},
		"path":               {Background{Name: "../x", Interval: time.Hour}, []string{`"../x"`}},
		"every platform's":   {Background{Name: "session_cleanup", Interval: time.Hour}, []string{"session_cleanup", "choose another"}},
		"every platform's 2": {Background{Name: "figures_cleanup", Interval: time.Hour}, []string{"figures_cleanup", "choose another"}},
		"no interval":        {Background{Name: "a"}, []string{"background service a", "interval 0s", "from 1s to 744h"}},
		"too often":          {Background{Name: "a", Interval: time.Second - 1}, []string{"interval 999.999999ms"}},
		"too seldom":         {Background{Name: "a", Interval: 744*time.Hour + 1}, []string{"744h"}},
		"negative":           {Background{Name: "a", Interval: -time.Hour}, []string{"interval -1h "}},
		"module":             {Background{Name: "a", Interval: time.Hour, Uses: []string{"B"}}, []string{"background service a", "uses", "write b"}},
		"twice":              {Background{Name: "a", Interval: time.Hour, Uses: []string{"b", "c", "b"}}, []string{`"b" twice`}},
		"many":               {Background{Name: "a", Interval: time.Hour, Uses: many}, []string{"are allowed"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := NewBackground(test.b)
			wantError(t, err, test.parts...)
		})
	}
}

func TestParseBackgroundRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		yaml  string
		parts []string
	}{
		"empty":             {"", []string{"b.yaml: ", "empty"}},
		"not a mapping":     {"- a", []string{"b.yaml:1: ", "mapping"}},
		"unknown key":       {"name: a\nevery: 15m\n", []string{"b.yaml:2: ", `"every"`, "use name, interval"}},
		"interval":          {"name: a\ninterval: often\n", []string{"b.yaml:2: ", `"often" is no duration`, "15m"}},
		"interval of years": {"name: a\ninterval: 999999999h\n", []string{"b.yaml:2: ", "no duration"}},
		"empty interval":    {"name: a\ninterval:\n", []string{"b.yaml:2: ", "empty"}},
		"no unit":           {"name: a\ninterval: 15\n", []string{"b.yaml:2: ", `"15"`}},
		"zero":              {"name: a\ninterval: 0s\n", []string{"b.yaml:1: ", "interval 0s"}},
		"interval list":     {"name: a\ninterval: [15m]\n", []string{"b.yaml:2: ", "single value"}},
		"single":            {"name: a\nsingle: maybe\n", []string{"b.yaml:2: ", "true nor false"}},
		"uses":              {"name: a\nuses: b\n", []string{"b.yaml:2: ", "list"}},
		"alias":             {"name: &a a\nuses: [*a]\n", []string{"b.yaml:1: ", "anchors"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseBackground([]byte(test.yaml), "b.yaml")
			wantError(t, err, test.parts...)
		})
	}
}

func TestValidateBackground(t *testing.T) {
	all := []Entity{entity(t, "worker", inModule("staff")), entity(t, "desk", nil)}
	good := []Background{background(t, "reminder", "staff", "desk"), background(t, "statistics", "worker"), background(t, "nothing")}
	if err := ValidateBackground(all, good); err != nil {
		t.Error(err)
	}
	many := make([]Background, maxBackground+1)
	for name, test := range map[string]struct {
		services []Background
		parts    []string
	}{
		"uses":      {append(slices.Clone(good), background(t, "a", "chair")), []string{"a uses chair", "desk, worker"}},
		"Go name":   {[]Background{background(t, "a1"), background(t, "a_1")}, []string{"a1 and a_1", "A1"}},
		"file name": {[]Background{background(t, "a_test"), background(t, "a_test_entity")}, []string{"a_test and a_test_entity", "on disk"}},
		"many":      {many, []string{"201", "200"}},
	} {
		t.Run(name, func(t *testing.T) {
			wantError(t, ValidateBackground(all, test.services), test.parts...)
		})
	}
}

func FuzzParseBackground(f *testing.F) {
	for _, seed := range []string{
		reminderYAML, "name: a\n", "name: a\ninterval: 1h0m0.5s\n", "{name: a, interval: 1000000001ns, uses: [c, b]}\n",
		"name: a\nsingle: false\nuses: []\n", "name: a\ninterval: ~\n", "name: a\ninterval: -1m\n", "name: &a b\nuses: [*a]\n", "\xff\xfe",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, yaml []byte) {
		b, err := ParseBackground(yaml, "b.yaml")
		if err != nil {
			return
		}
		again, err := ParseBackground(b.YAML(), "b.yaml")
		if err != nil {
			t.Fatalf("%q gives %q, which is refused: %v", yaml, b.YAML(), err)
		}
		if !reflect.DeepEqual(b, again) {
			t.Fatalf("%q gives %+v, and read again %+v", yaml, b, again)
		}
		err = ValidateBackground(nil, []Background{b})
		if (err == nil) != (len(b.Uses) == 0) || err != nil && !strings.Contains(err.Error(), b.Uses[0]) {
			t.Fatalf("%q uses %q, and the platform says %v", yaml, b.Uses, err)
		}
	})
}
