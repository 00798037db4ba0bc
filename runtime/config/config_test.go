package config

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

type database struct {
	Host string `env:"HOST" envDefault:"localhost"`
	Port int    `env:"PORT" envDefault:"3306"`
}

type settings struct {
	Address string        `env:"TC_ADDRESS" envDefault:":8080"`
	Wait    time.Duration `env:"TC_WAIT"`
	Debug   bool          `env:"TC_DEBUG"`
	Level   slog.Level    `env:"TC_LEVEL"`
	Peers   []int         `env:"TC_PEERS"`
	Limits  map[string]int8
	Key     Secret   `env:"TC_KEY"`
	Main    database `envPrefix:"TC_MAIN_"`
	Replica database `envPrefix:"TC_REPLICA_"`
}

// write puts a .env file into a folder of the test.
func write(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), ".env")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestLoad(t *testing.T) {
	first := write(t, "# comment\nTC_WAIT=3s\nTC_ADDRESS=from-first\nTC_KEY='a$b\"c # d'\nTC_PEERS=1,2\n")
	second := write(t, "export TC_WAIT=9s\nTC_DEBUG=true\nTC_MAIN_PORT=1\nTC_REPLICA_HOST=replica\r\nTC_LEVEL=warn\n")
	t.Setenv("TC_ADDRESS", "from-process")
	t.Setenv("TC_MAIN_PORT", "2")

	var got settings
	if err := Load(&got, first, filepath.Join(t.TempDir(), "missing"), second); err != nil {
		t.Fatal(err)
	}
	want := settings{
		Address: "from-process", Wait: 3 * time.Second, Debug: true, Level: slog.LevelWarn, Peers: []int{1, 2}, Key: `a$b"c # d`,
		Main: database{"localhost", 2}, Replica: database{"replica", 3306},
	}
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) || got.Key.Reveal() != want.Key.Reveal() {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if _, set := os.LookupEnv("TC_KEY"); set {
		t.Error("the file's variables were put into the process, where every child would inherit them")
	}
}

const canary = "c4n4ry"

func TestErrorsNameVariablesAndNotValues(t *testing.T) {
	tests := []struct {
		name        string
		variables   map[string]string
		destination any
		want        string
	}{
		{"number", map[string]string{"TC_MAIN_PORT": canary}, &settings{}, "TC_MAIN_PORT must be a whole number within the setting's range"},
		{"the right one of two", map[string]string{"TC_MAIN_PORT": "1", "TC_REPLICA_PORT": canary}, &settings{},
			"TC_REPLICA_PORT must be a whole number within the setting's range"},
		{"several", map[string]string{"TC_WAIT": canary, "TC_DEBUG": canary, "TC_PEERS": "1," + canary, "TC_LEVEL": canary}, &settings{},
			"TC_WAIT must be a duration such as 30s or 5m; TC_DEBUG must be true or false; " +
				"TC_LEVEL must be in the form that the setting asks for; TC_PEERS must be a list whose parts fit the setting"},
		{"map", map[string]string{"TC_MAP": canary}, &struct {
			M map[string]int `env:"TC_MAP"`
		}{}, "TC_MAP must be a list of key:value pairs"},
		{"float", map[string]string{"TC_F": canary}, &struct {
			F *float64 `env:"TC_F"`
		}{}, "TC_F must be a number"},
		{"unsigned", map[string]string{"TC_U": "-1"}, &struct {
			U uint16 `env:"TC_U"`
		}{}, "TC_U must be a whole number of 0 or more within the setting's range"},
		{"required", nil, &struct {
			K Secret `env:"TC_K,required"`
		}{}, "TC_K is required and not set"},
		{"empty", map[string]string{"TC_K": ""}, &struct {
			K Secret `env:"TC_K,notEmpty"`
		}{}, "TC_K must not be empty"},
		{"file", map[string]string{"TC_K": "/nowhere/" + canary}, &struct {
			K Secret `env:"TC_K,file"`
		}{}, "TC_K must name a file that can be read"},
		{"default", map[string]string{"TC_A": "1"}, &struct {
			A int `env:"TC_A"`
			B int `env:"TC_B" envDefault:"x"`
		}{}, "a variable or a default does not fit its field"},
		{"type", map[string]string{"TC_C": "1"}, &struct {
			C chan int `env:"TC_C"`
		}{}, "the field C has a type that no variable can fill"},
		{"tag", nil, &struct {
			C int `env:"TC_C,requird"`
		}{}, "the env tag option requird does not exist"},
		{"no pointer", nil, settings{}, "the destination must be a pointer to a struct"},
		{"nil", nil, nil, "the destination must be a pointer to a struct"},
		{"nil pointer", nil, (*settings)(nil), "the destination must be a pointer to a struct"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for name, value := range test.variables {
				t.Setenv(name, value)
			}
			err := Load(test.destination)
			if err == nil || err.Error() != "read the configuration: "+test.want {
				t.Errorf("got  %v\nwant read the configuration: %s", err, test.want)
			}
		})
	}
}

func TestBrokenFiles(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"no name", "TC_KEY " + canary + "\n!" + canary + "\n", "write each line as NAME=value"},
		{"open quote", "TC_KEY=\"" + canary + "\n", "close every quote"},
		{"too large", "TC_KEY=" + canary + strings.Repeat("x", maxFile), "it is larger than 1048576 bytes"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got settings
			err := Load(&got, write(t, test.text))
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), canary) {
				t.Errorf("got the error %v", err)
			}
		})
	}
	var got settings
	if err := Load(&got, t.TempDir()); err == nil {
		t.Error("a folder was read as a file")
	}
}

func TestSecretIsNeverShown(t *testing.T) {
	secret := Secret(canary)
	var shown strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%T|%v", "%10.3s"} {
		_, _ = fmt.Fprintf(&shown, verb+"\n", secret, secret)
		_, _ = fmt.Fprintf(&shown, verb+"\n", struct{ S Secret }{secret}, &secret)
	}
	encoded, err := json.Marshal(map[string]any{"s": secret, "p": &secret, "in": []Secret{secret}})
	if err != nil {
		t.Fatal(err)
	}
	shown.Write(encoded)
	slog.New(slog.NewTextHandler(&shown, nil)).Info("m", "s", secret, "g", slog.GroupValue(slog.Any("s", secret)))
	slog.New(slog.NewJSONHandler(&shown, nil)).Info("m", "s", secret, "in", struct{ S Secret }{secret})
	shown.WriteString(secret.String() + secret.GoString())
	if text := shown.String(); strings.Contains(text, canary) || strings.Contains(text, fmt.Sprintf("%x", canary)) {
		t.Errorf("the secret is shown:\n%s", text)
	}
	if secret.Reveal() != canary {
		t.Errorf("Reveal gave %q", secret.Reveal())
	}
}

// FuzzFile checks that no .env file makes Load panic or show what it holds.
func FuzzFile(f *testing.F) {
	f.Add("A=1\n#\n", "B='x'")
	f.Add("export A: \"$B\\n${\"\n", "\xff=\\")
	f.Fuzz(func(t *testing.T, before, after string) {
		name := filepath.Join(t.TempDir(), ".env")
		if err := os.WriteFile(name, []byte(before+"\nTC_PEERS="+canary+"\n"+after), 0o600); err != nil {
			t.Fatal(err)
		}
		var got settings
		if err := Load(&got, name); err != nil && strings.Contains(err.Error(), canary) {
			t.Errorf("the error shows a value: %v", err)
		}
	})
}
