package program

import (
	"testing"
)

// TestMongooseCollections holds the rules to what Mongoose's own pluralize makes of the words.
func TestMongooseCollections(t *testing.T) {
	for _, test := range []struct{ model, collection string }{
		{"user", "users"},
		{"ai_worker", "ai_workers"},
		{"category", "categories"},
		{"person", "people"},
		{"people", "peoples"},
		{"child", "children"},
		{"human", "humans"},
		{"woman", "women"},
		{"man", "men"},
		{"ox", "oxen"},
		{"axis", "axes"},
		{"octopus", "octopi"},
		{"cactus", "cacti"},
		{"alias", "aliases"},
		{"status", "status"},
		{"virus", "viruses"},
		{"bus", "buses"},
		{"potato", "potatoes"},
		{"buffalo", "buffaloes"},
		{"datum", "data"},
		{"analysis", "analyses"},
		{"knife", "knives"},
		{"wolf", "wolves"},
		{"leaf", "leafs"},
		{"hive", "hives"},
		{"city", "cities"},
		{"day", "days"},
		{"query", "queries"},
		{"box", "boxes"},
		{"church", "churches"},
		{"bush", "bushes"},
		{"glass", "glasses"},
		{"matrix", "matrixes"},
		{"index", "indexes"},
		{"vertex", "vertexes"},
		{"mouse", "mice"},
		{"house", "houses"},
		{"wife", "wives"},
		{"quiz", "quizzes"},
		{"goose", "geese"},
		{"news", "news"},
		{"money", "money"},
		{"sheep", "sheep"},
		{"media", "media"},
		{"user_account", "user_accounts"},
		{"app2", "app2"},
		{"company_info", "company_infos"},
		{"UserProfile", "userprofiles"},
		{"allowed_app", "allowed_apps"},
		{"series", "series"},
		{"equipment", "equipment"},
		{"data", "datas"},
		{"roles", "roles"},
		{"photo", "photos"},
		{"hero", "heros"},
		{"key", "keys"},
		{"box_office", "box_offices"},
		{"staff", "staffs"},
		{"address", "addresses"},
		{"access", "accesses"},
		{"process", "processes"},
		{"log_entry", "log_entries"},
		{"history", "histories"},
	} {
		if got := derivedTable("mongoose", test.model); got != test.collection {
			t.Errorf("collection of %s: %s, want %s", test.model, got, test.collection)
		}
	}
}

func TestDerivedTables(t *testing.T) {
	for _, test := range []struct{ library, name, table string }{
		{"gorm", "User", "users"},
		{"gorm", "UserAccount", "user_accounts"},
		{"gorm", "HTTPServer", "http_servers"},
		{"gorm", "UserID", "user_ids"},
		{"gorm", "Category", "categories"},
		{"gorm", "Person", "people"},
		{"bun", "OrderItem", "order_items"},
		{"ent", "Car", "cars"},
		{"typeorm", "UserAccount", "user_account"},
		{"xorm", "UserInfo", "user_info"},
		{"beego", "UserInfo", "user_info"},
		{"sequelize", "plan", "plans"},
		{"prisma", "User", "User"},
		{"unknown", "Thing", "Thing"},
	} {
		if got := derivedTable(test.library, test.name); got != test.table {
			t.Errorf("%s table of %s: %s, want %s", test.library, test.name, got, test.table)
		}
	}
}

func TestKin(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want kinship
	}{
		{"user_account", "user_accounts", same},
		{"user-account", "UserAccounts", same},
		{"category", "categories", same},
		{"person", "people", same},
		{"status", "statuses", same},
		{"address", "addresses", same},
		{"house", "houses", same},
		{"user", "user_accounts", beginning},
		{"user_accounts", "user", beginning},
		{"invitation", "enroll_app_invitations", ending},
		{"user", "account", strangers},
		{"user_account", "user_accountant", strangers},
		{"account", "my_account_list", strangers},
		{"", "users", strangers},
	} {
		if got := kin(nameWords(test.a), nameWords(test.b)); got != test.want {
			t.Errorf("kinship of %s and %s: %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

func TestMatchGlob(t *testing.T) {
	for _, test := range []struct {
		glob, path string
		want       bool
	}{
		{"services/*.js", "services/a.js", true},
		{"services/*.js", "services/x/a.js", false},
		{"services/**", "services/x/y/a.js", true},
		{"**/legacy/**", "a/b/legacy/c.js", true},
		{"**/*.ts", "a.ts", true},
		{"/app.js", "app.js", true},
		{"a/**/b.js", "a/b.js", true},
		{"[", "a", false},
	} {
		if got := matchGlob(test.glob, test.path); got != test.want {
			t.Errorf("%s on %s: %t, want %t", test.glob, test.path, got, test.want)
		}
	}
}
