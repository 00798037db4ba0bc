package model

import (
	"reflect"
	"strings"
	"testing"
)

func TestParseField(t *testing.T) {
	length := func(n string) *string { return text(n) }
	tests := []struct {
		spec  string
		want  Field
		canon string // "" when spec is canonical
	}{
		{"email:string:required,max=320", Field{Name: "email", Type: String, Required: true, Max: length("320")}, ""},
		{"name:string", Field{Name: "name", Type: String, Nullable: true, Max: length("255")}, ""},
		{"name:string:max=255", Field{Name: "name", Type: String, Nullable: true, Max: length("255")}, "name:string"},
		{"role_name:enum(user,admin):default=user", Field{Name: "role_name", Type: Enum, Values: []string{"user", "admin"}, Default: text("user")}, ""},
		{"expires_at:datetime", Field{Name: "expires_at", Type: DateTime, Nullable: true}, ""},
		{"expires_at:datetime:nullable", Field{Name: "expires_at", Type: DateTime, Nullable: true}, "expires_at:datetime"},
		{"amount:decimal(12,2)", Field{Name: "amount", Type: Decimal, Precision: 12, Scale: 2, Nullable: true}, ""},
		{"amount:decimal(12,2):default=00.5", Field{Name: "amount", Type: Decimal, Precision: 12, Scale: 2, Default: text("0.50")}, "amount:decimal(12,2):default=0.50"},
		{"owner_id:ref(user_account):required", Field{Name: "owner_id", Type: Reference, Reference: "user_account", Required: true, Index: true}, ""},
		{"owner_id:reference(user_account):index", Field{Name: "owner_id", Type: Reference, Reference: "user_account", Nullable: true, Index: true}, "owner_id:ref(user_account)"},
		{"owner_id:ref(user_account):unique", Field{Name: "owner_id", Type: Reference, Reference: "user_account", Nullable: true, Unique: true}, ""},
		{"code:string:unique,min=3,max=12", Field{Name: "code", Type: String, Nullable: true, Unique: true, Min: text("3"), Max: text("12")}, ""},
		{"code:string:unique:index:max=12", Field{Name: "code", Type: String, Nullable: true, Unique: true, Max: text("12")}, "code:string:unique,max=12"},
		{" code : string : required , max = 12 ", Field{Name: "code", Type: String, Required: true, Max: text("12")}, "code:string:required,max=12"},
		{"note:text:nullable", Field{Name: "note", Type: Text, Nullable: true}, "note:text"},
		{"pin:string:sensitive", Field{Name: "pin", Type: String, Nullable: true, Sensitive: true, Max: text("255")}, ""},
		{`motto:string:default="a, b: \"c\""`, Field{Name: "motto", Type: String, Default: text(`a, b: "c"`), Max: text("255")}, ""},
		{`motto:string:default=""`, Field{Name: "motto", Type: String, Default: text(""), Max: text("255")}, ""},
		{`state:enum("in progress",done)`, Field{Name: "state", Type: Enum, Values: []string{"in progress", "done"}, Nullable: true}, ""},
		{`at:datetime:default="2026-01-31T12:00:00+02:00"`, Field{Name: "at", Type: DateTime, Default: text("2026-01-31T10:00:00Z")}, `at:datetime:default="2026-01-31T10:00:00Z"`},
		{`at:datetime:default="2026-01-31T12:00:00.120Z"`, Field{Name: "at", Type: DateTime, Default: text("2026-01-31T12:00:00.12Z")}, `at:datetime:default="2026-01-31T12:00:00.12Z"`},
		{"day:date:default=2026-01-31", Field{Name: "day", Type: Date, Default: text("2026-01-31")}, ""},
		{"age:int:min=+0,max=0150", Field{Name: "age", Type: Int, Nullable: true, Min: text("0"), Max: text("150")}, "age:int:min=0,max=150"},
		{"n:unsigned:max=9223372036854775807", Field{Name: "n", Type: Unsigned, Nullable: true, Max: text("9223372036854775807")}, ""},
		{"n:decimal(3,0):default=-0", Field{Name: "n", Type: Decimal, Precision: 3, Default: text("0")}, "n:decimal(3,0):default=0"},
		{"n:decimal(3,3):min=-0.5,max=0.25", Field{Name: "n", Type: Decimal, Precision: 3, Scale: 3, Nullable: true, Min: text("-0.500"), Max: text("0.250")}, "n:decimal(3,3):min=-0.500,max=0.250"},
		{"on:bool:default=true", Field{Name: "on", Type: Bool, Default: text("true")}, ""},
		{"key:uuid:default=00000000-0000-4000-8000-00000000000A", Field{Name: "key", Type: UUID, Default: text("00000000-0000-4000-8000-00000000000a")}, "key:uuid:default=00000000-0000-4000-8000-00000000000a"},
		{"body:text:min=1,max=500", Field{Name: "body", Type: Text, Nullable: true, Min: text("1"), Max: text("500")}, ""},
		{"data:json:required", Field{Name: "data", Type: JSON, Required: true}, ""},
		{"code:string:index,max=768", Field{Name: "code", Type: String, Nullable: true, Index: true, Max: text("768")}, ""},
		{"2fa_code:bigint", Field{Name: "2fa_code", Type: BigInt, Nullable: true}, ""},
	}
	for _, tt := range tests {
		got, err := ParseField(tt.spec)
		if err != nil {
			t.Errorf("ParseField(%q): %v", tt.spec, err)
			continue
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("ParseField(%q) = %+v, want %+v", tt.spec, got, tt.want)
		}
		canon := tt.canon
		if canon == "" {
			canon = tt.spec
		}
		if got.Spec() != canon {
			t.Errorf("Spec of %q = %q, want %q", tt.spec, got.Spec(), canon)
		}
	}
}

// Names that other generators fail on are ordinary names here.
func TestParseFieldTakesAwkwardNames(t *testing.T) {
	for _, name := range []string{"type", "range", "func", "error", "ctx", "nil", "items", "append", "err", "order", "group", "key", "rank", "system", "index", "log_value", "clone", "value", "string", "default", "select", "limit"} {
		if _, err := ParseField(name + ":string"); err != nil {
			t.Errorf("field %s: %v", name, err)
		}
	}
}

func TestParseFieldRefuses(t *testing.T) {
	long := strings.Repeat("a", maxFieldName+1)
	tests := []struct {
		name, spec string
		parts      []string
	}{
		{"empty", "", []string{"the end", "the field's name", "email:string"}},
		{"no type", "email", []string{`"email"`, "colon"}},
		{"empty type", "email:", []string{"the end", "the type"}},
		{"quoted name", `"email":string`, []string{"the field's name"}},
		{"space in name", "first name:string", []string{`"name"`, "colon"}},
		{"no name", ":string", []string{`":"`}},
		{"upper case", "eMail:string", []string{`"eMail"`, "capital", "write e_mail"}},
		{"hyphen", "e-mail:string", []string{`"e-mail"`, "hyphen", "write e_mail"}},
		{"non-ASCII", "naïve:string", []string{"ASCII", "snake_case"}},
		{"leading underscore", "_email:string", []string{"begins with an underscore", "write email"}},
		{"trailing underscore", "email_:string", []string{"ends with an underscore", "write email"}},
		{"two underscores", "e__mail:string", []string{"two underscores", "write e_mail"}},
		{"digits only", "42:string", []string{`"42"`, "no letter"}},
		{"punctuation", "e.mail:string", []string{"'.'", "write e_mail"}},
		{"too long", long + ":string", []string{"longer than 56"}},
		{"id", "id:bigint", []string{"field id", "already"}},
		{"created_at", "created_at:datetime", []string{"field created_at", "already"}},
		{"updated_at", "updated_at:datetime", []string{"field updated_at", "already"}},
		{"previous_updated_at", "previous_updated_at:datetime", []string{"field previous_updated_at", "parameter"}},
		{"unknown type", "a:foo", []string{`"foo"`, "use string, text"}},
		{"foreign type", "a:varchar", []string{`"varchar"`, "write string"}},
		{"float", "a:float", []string{"exact", "decimal(12,2)"}},
		{"boolean", "a:Boolean", []string{"write bool"}},
		{"upper case type", "a:String", []string{`"String"`}},
		{"arguments", "a:string(20)", []string{"type string takes no arguments", "max="}},
		{"empty arguments", "a:int()", []string{"type int takes no arguments"}},
		{"open parenthesis", "a:enum(x", []string{"the end", "comma or )"}},
		{"empty argument", "a:enum(x,)", []string{`")"`, "value is expected"}},
		{"missing comma", `a:enum(x "y")`, []string{`"y"`, "comma or )"}},
		{"decimal without", "a:decimal", []string{"decimal(12,2)"}},
		{"decimal with one", "a:decimal(12)", []string{"decimal(12,2)"}},
		{"decimal words", "a:decimal(x,2)", []string{`precision "x"`}},
		{"decimal scale words", "a:decimal(2,-1)", []string{`scale "-1"`}},
		{"precision 0", "a:decimal(0,0)", []string{"precision 0", "1 to 38"}},
		{"precision", "a:decimal(39,2)", []string{"precision 39", "1 to 38"}},
		{"scale", "a:decimal(38,31)", []string{"scale 31", "0 to 30"}},
		{"scale above precision", "a:decimal(2,3)", []string{"scale 3", "0 to 2"}},
		{"ref without", "a:ref", []string{"ref(user_account)"}},
		{"ref with two", "a:ref(b,c)", []string{"ref(user_account)"}},
		{"ref name", "a:ref(User)", []string{"field a", `"User"`, "write user"}},
		{"no enum values", "a:enum", []string{"enum(user,admin)"}},
		{"empty enum value", `a:enum(x,"")`, []string{`""`, "empty", "nullable"}},
		{"long enum value", "a:enum(" + strings.Repeat("x", 101) + ")", []string{"longer than 100"}},
		{"many enum values", "a:enum(" + strings.Repeat("x,", 100) + "y)", []string{"101 values", "entity"}},
		{"enum case", "a:enum(x,X)", []string{`"x"`, `"X"`, "case"}},
		{"enum constants", "a:enum(a-b,a_b)", []string{`"a-b"`, `"a_b"`, "AB"}},
		{"enum space", `a:enum("x ")`, []string{"space"}},
		{"enum quote", `a:enum(it's)`, []string{"quote"}},
		{"enum non-ASCII", `a:enum(é)`, []string{"ASCII"}},
		{"enum control", "a:enum(\"a\x01b\")", []string{"ASCII"}},
		{"enum sign", `a:enum(+)`, []string{"neither letter nor digit"}},
		{"unknown modifier", "a:string:wild", []string{`"wild"`, "use required"}},
		{"comma before modifiers", "a:string,required", []string{`","`, "not expected"}},
		{"flag with value", "a:string:required=true", []string{`"required"`, "no value"}},
		{"key without value", "a:string:max", []string{`"max"`, "max="}},
		{"key with empty value", "a:string:max=", []string{`"max"`, "no value"}},
		{"twice", "a:string:max=3,max=4", []string{`"max"`, "twice"}},
		{"flag twice", "a:string:index,index", []string{`"index"`, "twice"}},
		{"dangling comma", "a:string:index,", []string{"the end", "modifier"}},
		{"space in value", "a:string:default=b c", []string{`"c"`, "quotes"}},
		{"colon in value", "a:datetime:default=2026-01-31T12:00:00Z", []string{`"00"`, "quotes"}},
		{"open quote", `a:string:default="b`, []string{"not closed"}},
		{"backslash in quotes", `a:string:default="\n"`, []string{"backslash"}},
		{"invalid UTF-8", "a:string:default=\xff", []string{"UTF-8"}},
		{"huge", "a:string:default=" + strings.Repeat("x", maxSpec), []string{"bytes"}},
		{"required nullable", "a:string:required,nullable", []string{"field a", "required and nullable"}},
		{"required default", "a:string:required,default=b", []string{"required and default"}},
		{"nullable default", "a:string:nullable,default=b", []string{"nullable and default"}},
		{"unique default", "a:string:unique,default=b", []string{"unique and default"}},
		{"unique bool", "a:bool:unique", []string{"unique on a bool"}},
		{"unique enum of few values", "a:enum(b,c,d):unique", []string{"unique on an enum", "3 rows"}},
		{"unique secret", "a:string:unique,sensitive", []string{"unique and sensitive"}},
		{"unique text", "a:text:unique", []string{"type text", "use string with max"}},
		{"unique json", "a:json:unique", []string{"type json", "use string with max"}},
		{"index text", "a:text:index", []string{"type text", "use string with max"}},
		{"max of date", "a:date:max=2026-01-01", []string{"field a: max=", "type date has no min and max"}},
		{"min of datetime", `a:datetime:min=1`, []string{"type datetime has no min and max"}},
		{"min of bool", `a:bool:min=1`, []string{"type bool has no min and max"}},
		{"min of ref", `a:ref(b):min=1`, []string{"type reference has no min and max"}},
		{"max not a number", "a:string:max=big", []string{"max=big", "whole number"}},
		{"negative max", "a:string:max=-1", []string{"0 to 16383"}},
		{"max of string", "a:string:max=16384", []string{"0 to 16383", "use text"}},
		{"max of text", "a:text:max=65536", []string{"0 to 65535"}},
		{"max of unique", "a:string:unique,max=769", []string{"max=769", "at most max=768"}},
		{"max of index", "a:string:index,max=769", []string{"max=769"}},
		{"min above max", "a:int:min=3,max=2", []string{"min=3", "max=2"}},
		{"min above the implied max", "a:string:min=256", []string{"min=256", "max=255"}},
		{"decimal min above max", "a:decimal(4,2):min=10,max=9.5", []string{"min=10.00", "max=9.50"}},
		{"int range", "a:int:max=2147483648", []string{"-2147483648 to 2147483647", "bigint"}},
		{"bigint range", "a:bigint:default=9223372036854775808", []string{"decimal(38,0)"}},
		{"unsigned negative", "a:unsigned:default=-1", []string{"0 to 9223372036854775807"}},
		{"unsigned range", "a:unsigned:default=9223372036854775808", []string{"SQLite"}},
		{"int fraction", "a:int:default=1.5", []string{"whole number"}},
		{"decimal fraction", "a:decimal(4,2):default=1.555", []string{"does not fit decimal(4,2)"}},
		{"decimal digits", "a:decimal(4,2):default=100", []string{"does not fit decimal(4,2)"}},
		{"decimal text", "a:decimal(4,2):default=1e3", []string{"decimal number"}},
		{"bool default", "a:bool:default=yes", []string{"true or false"}},
		{"date default", "a:date:default=2026-02-30", []string{"2026-01-31"}},
		{"date year", "a:date:default=0999-01-01", []string{"1000 to 9999"}},
		{"datetime now", "a:datetime:default=now", []string{"default=now", "set by the service"}},
		{"datetime year", `a:datetime:default="9999-12-31T23:59:59-01:00"`, []string{"1000 to 9999"}},
		{"datetime nanoseconds", `a:datetime:default="2026-01-31T12:00:00.0000001Z"`, []string{"microsecond"}},
		{"enum default", "a:enum(b,c):default=d", []string{"default=d", "use b, c"}},
		{"uuid default", "a:uuid:default=1", []string{"UUID"}},
		{"text default", "a:text:default=b", []string{"MySQL has no defaults for text"}},
		{"json default", "a:json:default=b", []string{"MySQL has no defaults for json"}},
		{"ref default", "a:ref(b):default=1", []string{"no default", "nullable"}},
		{"string default control", "a:string:default=\"b\tc\"", []string{"control character"}},
		{"string default backslash", `a:string:default="b\\c"`, []string{"backslash"}},
		{"string default long", "a:string:default=abc,max=2", []string{"default=abc", "characters", "outside"}},
		{"string default short", "a:string:default=a,min=2", []string{"default=a ", "characters", "outside"}},
		{"int default outside", "a:int:default=5,max=4", []string{"default=5", "outside"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ParseField(tt.spec)
			wantError(t, err, tt.parts...)
			if len(err.Error()) > 700 {
				t.Errorf("error has %d bytes", len(err.Error()))
			}
		})
	}
}

func TestErrorsKeepSensitiveDefaults(t *testing.T) {
	for _, spec := range []string{
		"a:int:sensitive,default=hunter2", "a:string:sensitive,min=9,default=hunter2", `a:string:default="hunter2`, "a:string:sensitive,default=hunter2:x",
	} {
		_, err := ParseField(spec)
		wantError(t, err, "a")
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q shows the default: %v", spec, err)
		}
	}
}

func TestStringLengthCountsCharacters(t *testing.T) {
	if _, err := ParseField("a:string:default=äöü,max=3"); err != nil {
		t.Error(err)
	}
}

// What no specification can say, but code or YAML can.
func TestNormalizeRefuses(t *testing.T) {
	tests := []struct {
		field Field
		part  string
	}{
		{Field{Name: "a"}, `type ""`},
		{Field{Name: "a", Type: String, Values: []string{"b"}}, "has no values"},
		{Field{Name: "a", Type: String, Reference: "b"}, "write ref(b)"},
		{Field{Name: "a", Type: Int, Precision: 3}, "no precision"},
		{Field{Name: "a", Type: Reference}, "entity name is empty"},
		{Field{Name: "a", Type: String, Default: text("\xff")}, "UTF-8"},
	}
	for _, tt := range tests {
		_, err := tt.field.normalize()
		wantError(t, err, "field a", tt.part)
	}
}

func TestLengths(t *testing.T) {
	tests := []struct {
		spec     string
		min, max int
	}{
		{"a:string", 0, DefaultStringLength}, {"a:string:min=2,max=9", 2, 9}, {"a:text", 0, TextBytes},
		{"a:text:max=9", 0, 9}, {"a:int:min=2,max=9", 0, 0},
	}
	for _, tt := range tests {
		f, err := ParseField(tt.spec)
		if err != nil {
			t.Fatal(err)
		}
		if f.MinLength() != tt.min || f.MaxLength() != tt.max {
			t.Errorf("%s: lengths %d to %d, want %d to %d", tt.spec, f.MinLength(), f.MaxLength(), tt.min, tt.max)
		}
	}
	if got := (Field{Type: String}).MaxLength(); got != DefaultStringLength {
		t.Errorf("MaxLength without max = %d", got)
	}
}

func TestFilterable(t *testing.T) {
	tests := map[string]bool{
		"name:string": true, "data:json": false, "note:text": false, "pin:string:sensitive": false,
		"limit:int": false, "cursor:string": false, "sort:int": false, "owner_id:ref(user)": true,
	}
	for spec, want := range tests {
		f, err := ParseField(spec)
		if err != nil {
			t.Fatal(err)
		}
		if f.Filterable() != want {
			t.Errorf("%s: Filterable = %t", spec, !want)
		}
	}
}

func TestTypesIsACopy(t *testing.T) {
	Types()[0] = "changed"
	if Types()[0] != String {
		t.Error("Types gives away its own list")
	}
}

func FuzzParseField(f *testing.F) {
	for _, seed := range []string{
		"email:string:required,max=320", "role_name:enum(user,admin):default=user", "expires_at:datetime",
		"amount:decimal(12,2):min=0", "owner_id:ref(user_account):required", "code:string:unique,min=3,max=12",
		"note:text:nullable", "pin:string:sensitive", `a:string:default="a, \"b\" \\"`, `a:enum("in progress",2fa,a-b)`,
		`a:datetime:default="2026-01-31T12:00:00+02:00"`, "a:date:default=2026-01-31", "a:bool:default=true",
		"a:uuid:default=00000000-0000-4000-8000-00000000000A", "a:decimal(3,3):default=-.5", "a:unsigned:index",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, spec string) {
		field, err := ParseField(spec)
		if err != nil {
			return
		}
		again, err := ParseField(field.Spec())
		if err != nil {
			t.Fatalf("%q gives %q, which is refused: %v", spec, field.Spec(), err)
		}
		if !reflect.DeepEqual(field, again) {
			t.Fatalf("%q gives %+v, and read again %+v", spec, field, again)
		}
	})
}
