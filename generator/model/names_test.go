package model

import (
	"go/build"
	"go/token"
	"strings"
	"testing"
)

func TestGoNameAndGoVar(t *testing.T) {
	tests := []struct{ snake, name, variable string }{
		{"ai_worker", "AIWorker", "aiWorker"},
		{"sku_url", "SKUURL", "skuURL"},
		{"user_id", "UserID", "userID"},
		{"owner_ids", "OwnerIDs", "ownerIDs"},
		{"url", "URL", "urlValue"},
		{"urls", "URLs", "urls"},
		{"api_keys", "APIKeys", "apiKeys"},
		{"apis", "APIs", "apis"},
		{"2fa_code", "N2FACode", "n2FACode"},
		{"2fa", "N2FA", "n2FA"},
		{"a1", "A1", "a1"},
		{"a_1", "A1", "a1"},
		{"sms", "SMS", "sms"},
		{"gps_position", "GPSPosition", "gpsPosition"},
		{"utf8_text", "UTF8Text", "utf8Text"},
		{"ipv4", "IPv4", "ipv4"},
		{"client_ip", "ClientIP", "clientIP"},
		{"oauth2_token", "OAuth2Token", "oauth2Token"},
		{"type", "Type", "typeValue"},
		{"range", "Range", "rangeValue"},
		{"func", "Func", "funcValue"},
		{"error", "Error", "errorValue"},
		{"err", "Err", "errValue"},
		{"ctx", "Ctx", "ctxValue"},
		{"nil", "Nil", "nilValue"},
		{"items", "Items", "itemsValue"},
		{"append", "Append", "appendValue"},
		{"len", "Len", "lenValue"},
		{"time", "Time", "timeValue"},
		{"classes", "Classes", "classesValue"},
		{"ids", "IDs", "idsValue"},
		{"query", "Query", "queryValue"},
		{"leaf", "Leaf", "leaf"},
		{"is_active", "IsActive", "isActive"},
	}
	for _, tt := range tests {
		if got := GoName(tt.snake); got != tt.name {
			t.Errorf("GoName(%q) = %q, want %q", tt.snake, got, tt.name)
		}
		if got := GoVar(tt.snake); got != tt.variable {
			t.Errorf("GoVar(%q) = %q, want %q", tt.snake, got, tt.variable)
		}
	}
}

// Whatever is a legal name must give legal, usable Go identifiers.
func TestGoNamesAreIdentifiers(t *testing.T) {
	words := strings.Fields(mysqlWords + mariadbWords + sqliteWords + mysqlFunctions + parserWords)
	for w := range generatedNames {
		words = append(words, w, w+"_1", "1_"+w)
	}
	for w := range initialisms {
		words = append(words, w, w+"s", w+"_"+w)
	}
	for _, w := range words {
		if identifierFault(w) != "" {
			continue
		}
		if n := GoName(w); !token.IsExported(n) || !token.IsIdentifier(n) {
			t.Errorf("GoName(%q) = %q is no exported identifier", w, n)
		}
		if n := GoVar(w); token.IsExported(n) || !token.IsIdentifier(n) || reservedVar(n) {
			t.Errorf("GoVar(%q) = %q is no usable variable", w, n)
		}
	}
}

func TestConstName(t *testing.T) {
	tests := []struct{ value, want string }{
		{"user", "User"}, {"in-progress", "InProgress"}, {"a-b", "AB"}, {"A-B", "AB"}, {"2fa", "2FA"},
		{"user_id", "UserID"}, {"In Progress", "InProgress"}, {"v1.2", "V12"}, {"--", ""}, {"GBP", "Gbp"}, {"ACTIVE", "Active"},
		{"inProgress", "InProgress"}, {"userId", "UserId"}, {"Id", "ID"},
	}
	for _, tt := range tests {
		if got := ConstName(tt.value); got != tt.want {
			t.Errorf("ConstName(%q) = %q, want %q", tt.value, got, tt.want)
		}
	}
}

func TestFieldGoName(t *testing.T) {
	tests := []struct{ name, want string }{
		{"log_value", "LogValueField"}, {"clone", "CloneField"}, {"validate", "ValidateField"},
		{"entity", "EntityField"}, {"apply", "ApplyField"},
		{"value", "Value"}, {"email", "Email"},
	}
	for _, tt := range tests {
		if got := (Field{Name: tt.name}).GoName(); got != tt.want {
			t.Errorf("field %s: GoName = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestFileStem(t *testing.T) {
	tests := []struct{ name, want string }{
		{"ai_worker", "ai_worker"},
		{"device_linux", "device_linux_entity"},
		{"user_windows", "user_windows_entity"},
		{"user_js", "user_js_entity"},
		{"user_js_wasm", "user_js_wasm_entity"},
		{"user_arm", "user_arm_entity"},
		{"part_386", "part_386_entity"},
		{"user_test", "user_test_entity"},
		{"linux_test", "linux_test_entity"},
		{"linux", "linux_entity"},
		{"test", "test_entity"},
		{"linux_user", "linux_user"},
		{"latest", "latest"},
		{"user_arms", "user_arms"},
		{"con", "con_entity"},
		{"aux", "aux_entity"},
		{"con_air", "con_air"},
	}
	for _, tt := range tests {
		if got := FileStem(tt.name); got != tt.want {
			t.Errorf("FileStem(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

// The go command itself must build the files on every system, also with a
// prefix and as tests.
func TestFileStemsAreBuiltEverywhere(t *testing.T) {
	names := []string{"worker", "test", "user_test"}
	for target := range goTargets {
		names = append(names, target, "user_"+target, "user_"+target+"_test", "user_linux_"+target)
	}
	for _, name := range names {
		for _, file := range []string{FileStem(name) + ".service.go", "zz_generated_" + FileStem(name) + ".go"} {
			if !builtOnPlan9(t, file) {
				t.Errorf("%s is not built on every system", file)
			}
		}
	}
}

// builtOnPlan9 asks go/build, for a system that no stem in the tests names
// alone but goTargets holds, so that either direction of a mistake shows.
func builtOnPlan9(t *testing.T, file string) bool {
	t.Helper()
	matches := 0
	for _, system := range [][2]string{{"plan9", "386"}, {"linux", "amd64"}} {
		ctxt := build.Default
		ctxt.GOOS, ctxt.GOARCH = system[0], system[1]
		ctxt.OpenFile = emptyPackage
		ok, err := ctxt.MatchFile("dir", file)
		if err != nil {
			t.Fatalf("match %s: %v", file, err)
		}
		if ok {
			matches++
		}
	}
	return matches == 2 && !strings.HasSuffix(file, "_test.go")
}

func TestTablePackage(t *testing.T) {
	tests := []struct{ table, want string }{
		{"ai_workers", "ai_workers"}, {"classes", "classes_table"}, {"queries", "queries_table"},
		{"types", "types"}, {"type", "type_table"}, {"internal", "internal_table"}, {"vendor", "vendor_table"},
		{"testdata", "testdata_table"}, {"main", "main_table"}, {"time", "time_table"}, {"sql", "sql_table"},
		{"string", "string_table"}, {"2fa_codes", "table_2fa_codes"}, {"unit_test", "unit_test_table"},
		{"device_linux", "device_linux"}, {"aux", "aux_table"}, {"init", "init_table"},
	}
	for _, tt := range tests {
		got := Entity{Table: tt.table}.TablePackage()
		if got != tt.want {
			t.Errorf("TablePackage of %q = %q, want %q", tt.table, got, tt.want)
		}
		if !token.IsIdentifier(got) {
			t.Errorf("TablePackage of %q = %q is no identifier", tt.table, got)
		}
	}
}

func TestRepositoryStem(t *testing.T) {
	tests := []struct{ name, plural, table, want string }{
		{"user_account", "user_accounts", "user_accounts", "user_account"},
		{"user_account", "accounts", "user_accounts", "user_account"},
		{"user_account", "user_accounts", "user_account", "user_account"},
		{"user_account", "user_accounts", "oneid_users", "oneid_users"},
		{"device", "devices", "device_linux", "device_linux_entity"},
		{"app_js", "apps_js", "apps_js", "app_js_entity"},
	}
	for _, tt := range tests {
		e := Entity{Name: tt.name, Plural: tt.plural, Table: tt.table}
		if got := e.RepositoryStem(); got != tt.want {
			t.Errorf("RepositoryStem of %s with table %s = %q, want %q", tt.name, tt.table, got, tt.want)
		}
	}
}

func TestEntityNames(t *testing.T) {
	e := Entity{Name: "ai_worker", Plural: "ai_workers", Table: "ai_workers", Module: "sku_ops"}
	tests := []struct{ what, got, want string }{
		{"GoName", e.GoName(), "AIWorker"},
		{"PluralGoName", e.PluralGoName(), "AIWorkers"},
		{"GoVar", e.GoVar(), "aiWorker"},
		{"GoVar of type", Entity{Name: "type"}.GoVar(), "typeEntity"},
		{"ModuleGoName", e.ModuleGoName(), "SKUOps"},
		{"ModuleFileStem", Entity{Module: "ops_linux"}.ModuleFileStem(), "ops_linux_entity"},
		{"FileStem", e.FileStem(), "ai_worker"},
		{"Route", e.Route(), "/api/v1/ai_workers"},
		{"EventID", e.EventID("created"), "AI_WORKER_CREATED"},
		{"EventID of 2fa_code", Entity{Name: "2fa_code"}.EventID("created"), "N2FA_CODE_CREATED"},
		{"QuotedTable", e.QuotedTable(), "ai_workers"},
		{"QuotedTable of groups", Entity{Table: "groups"}.QuotedTable(), "`groups`"},
		{"UniqueName", e.UniqueName("email"), "uq_ai_workers_email"},
		{"IndexName", e.IndexName("owner_id", "name"), "ix_ai_workers_owner_id_name"},
		{"CheckName", e.CheckName("status"), "ck_ai_workers_status"},
		{"ForeignKeyName", e.ForeignKeyName("owner_id"), "fk_ai_workers_owner_id"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s = %q, want %q", tt.what, tt.got, tt.want)
		}
	}
}

func TestConstraintNamesAreShortStableAndDistinct(t *testing.T) {
	e := Entity{Table: strings.Repeat("a", maxTableName)}
	exact := Entity{Table: strings.Repeat("a", 50)}.UniqueName("1234567890")
	if len(exact) != maxSQLName || strings.Contains(exact, "__") || !strings.HasSuffix(exact, "_1234567890") {
		t.Errorf("a name of exactly %d characters was changed: %q", maxSQLName, exact)
	}
	one, other := e.UniqueName("first_column"), e.UniqueName("second_column")
	if one == other {
		t.Errorf("two long names are the same: %q", one)
	}
	// A changed hash would rename constraints of tables that exist.
	if want := "uq_" + strings.Repeat("a", 50) + "_cec4f1f079"; one != want {
		t.Errorf("UniqueName = %q, want %q", one, want)
	}
	for _, name := range []string{one, other, e.IndexName("x"), e.CheckName("x", "y"), e.ForeignKeyName("z")} {
		if len(name) > maxSQLName {
			t.Errorf("%q has %d characters", name, len(name))
		}
	}
}

func TestQuoteSQL(t *testing.T) {
	tests := []struct{ name, want string }{
		{"email", "email"}, {"order", "`order`"}, {"group", "`group`"}, {"key", "`key`"}, {"range", "`range`"},
		{"rank", "`rank`"}, {"system", "`system`"}, {"index", "`index`"}, {"transaction", "`transaction`"},
		{"returning", "`returning`"}, {"values", "`values`"}, {"count", "`count`"}, {"2fa_code", "`2fa_code`"},
		{"user", "user"}, {"order_id", "order_id"}, {"", ""},
	}
	for _, tt := range tests {
		if got := (Field{Name: tt.name}).Quoted(); got != tt.want {
			t.Errorf("Quoted of %q = %q, want %q", tt.name, got, tt.want)
		}
	}
}
