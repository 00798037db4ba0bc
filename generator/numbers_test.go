package generator

import "testing"

func TestLargestPlaceholder(t *testing.T) {
	for source, want := range map[string]int{
		"":                              0,
		`a = "VTAPP-XXX07"`:             7,
		`"VTAPP-XXX12" "VTAPP-XXX9"`:    12, // one digit is no code
		`"VTAPP-XXX120", "VTAPP-XXX13"`: 120,
		`"VTAPP-XXX1234567890"`:         0,
		`"VTAPP-XXX12 "`:                0,
		`"VTAPP-XXX12`:                  0,
		`"VTAPP-XXX`:                    0,
		`"VTAPP-XXX-1"`:                 0,
		`VTAPP-XXX12"`:                  0,
	} {
		if got := largestPlaceholder([]byte(source)); got != want {
			t.Errorf("largestPlaceholder(%s) = %d, want %d", source, got, want)
		}
	}
}

func TestMigrationNumber(t *testing.T) {
	for file, want := range map[string]int{
		"00012_create_users.sql":                   12,
		"migrations/sqlite/00003_create_users.sql": 3,
		"create_users.sql":                         0,
		"00012.sql":                                0,
		"00012_create_users.go":                    0,
		"0123456789_x.sql":                         0,
		"1a_x.sql":                                 0,
		"":                                         0,
	} {
		if got := migrationNumber(file); got != want {
			t.Errorf("migrationNumber(%s) = %d, want %d", file, got, want)
		}
	}
}
