package global_config_test

import (
	"strings"
	"testing"
	"time"

	"example.com/aip/global_config"
)

// unset takes what the tests' own environment sets out of the configuration.
func unset(t *testing.T) {
	t.Helper()
	for _, name := range []string{"APP_ENV", "LOG_FORMAT", "MYSQL_MAX_CONNECTIONS", "MAX_BODY_BYTES", "SHUTDOWN_TIMEOUT", "MIGRATE_ON_START"} {
		t.Setenv(name, "") // as if it were not set
	}
}

func TestConfigDefaults(t *testing.T) {
	unset(t)
	config, err := global_config.Load()
	if err != nil {
		t.Fatal(err)
	}
	if config.Environment != "development" || config.MySQLMaxConnections != 20 || config.MaxBodyBytes != 1<<20 || config.ShutdownTimeout != 15*time.Second {
		t.Errorf("got %+v", config)
	}
}

// TestConfigRefuses sets one variable to what it must not be; the error names it.
func TestConfigRefuses(t *testing.T) {
	for _, test := range []struct{ variable, value string }{
		{"APP_ENV", "Production"},
		{"APP_ENV", "test"},
		{"LOG_FORMAT", "xml"},
		{"MYSQL_MAX_CONNECTIONS", "0"},
		{"MYSQL_MAX_CONNECTIONS", "-1"},
		{"MYSQL_MAX_CONNECTIONS", "many"},
		{"MAX_BODY_BYTES", "0"},
		{"MAX_BODY_BYTES", "-1"},
		{"SHUTDOWN_TIMEOUT", "0s"},
		{"SHUTDOWN_TIMEOUT", "-1s"},
		{"SHUTDOWN_TIMEOUT", "15"},
	} {
		t.Run(test.variable+"="+test.value, func(t *testing.T) {
			unset(t)
			t.Setenv(test.variable, test.value)
			if config, err := global_config.Load(); err == nil || !strings.Contains(err.Error(), test.variable) {
				t.Errorf("got %+v, %v", config, err)
			}
		})
	}
}

func TestConfigAccepts(t *testing.T) {
	for _, test := range []struct{ variable, value string }{
		{"APP_ENV", "staging"},
		{"APP_ENV", "production"},
		{"LOG_FORMAT", "json"},
		{"MYSQL_MAX_CONNECTIONS", "1"},
		{"MAX_BODY_BYTES", "1"},
		{"SHUTDOWN_TIMEOUT", "1ns"},
	} {
		t.Run(test.variable+"="+test.value, func(t *testing.T) {
			unset(t)
			t.Setenv(test.variable, test.value)
			if _, err := global_config.Load(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestMigratesOnStart covers what is said and, where nothing is, what the environment means.
func TestMigratesOnStart(t *testing.T) {
	for _, test := range []struct {
		environment, said string
		want              bool
	}{
		{"development", "", true},
		{"staging", "", true},
		{"production", "", false},
		{"development", "false", false},
		{"production", "true", true},
	} {
		t.Run(test.environment+" "+test.said, func(t *testing.T) {
			unset(t)
			t.Setenv("APP_ENV", test.environment)
			if test.said != "" {
				t.Setenv("MIGRATE_ON_START", test.said)
			}
			config, err := global_config.Load()
			if err != nil {
				t.Fatal(err)
			}
			if got := config.MigratesOnStart(); got != test.want {
				t.Errorf("got %t", got)
			}
		})
	}
}
