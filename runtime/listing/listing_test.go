package listing

import (
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/validation"
)

var columns = []Column{
	{Name: "id", Kind: Integer, Sort: true, Filter: true},
	{Name: "name", Kind: Text, Sort: true, Filter: true},
	{Name: "limit", Kind: Unsigned, Filter: true},
	{Name: "size", Kind: Integer, Sort: true, Filter: true},
	{Name: "active", Kind: Bool, Filter: true},
	{Name: "at", Kind: Time, Sort: true, Filter: true},
	{Name: "day", Kind: Date, Sort: true, Filter: true},
	{Name: "price", Kind: Decimal, Sort: true, Filter: true},
	{Name: "hash", Kind: Text},
}

func parse(t *testing.T, query string) (Query, error) {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	return Parse(values, columns)
}

func TestSelect(t *testing.T) {
	instant := time.Date(2026, 1, 2, 1, 4, 5, 123456000, time.UTC)
	tests := []struct {
		query string
		text  string // after SELECT `id`, `name` FROM `t`
		args  []any
	}{
		{"", " ORDER BY `id` LIMIT ?", []any{int64(21)}},
		{"sort=id&limit=1", " ORDER BY `id` LIMIT ?", []any{int64(2)}},
		{"sort=-id&limit=200", " ORDER BY `id` DESC LIMIT ?", []any{int64(201)}},
		{"sort=name", " ORDER BY `name`, `id` LIMIT ?", []any{int64(21)}},
		{"sort=-name", " ORDER BY `name` DESC, `id` DESC LIMIT ?", []any{int64(21)}},
		{"name=a&size[gte]=-3", " WHERE `name` = ? AND `size` >= ? ORDER BY `id` LIMIT ?", []any{"a", int64(-3), int64(21)}},
		{"name=", " WHERE `name` = ? ORDER BY `id` LIMIT ?", []any{"", int64(21)}},
		{"id[ne]=7", " WHERE `id` <> ? ORDER BY `id` LIMIT ?", []any{int64(7), int64(21)}},
		{"limit[eq]=3&limit=2", " WHERE `limit` = ? ORDER BY `id` LIMIT ?", []any{int64(3), int64(3)}},
		{"limit[lt]=18446744073709551615", " WHERE `limit` < ? ORDER BY `id` LIMIT ?", []any{"18446744073709551615", int64(21)}},
		{"active[ne]=true", " WHERE `active` <> ? ORDER BY `id` LIMIT ?", []any{true, int64(21)}},
		{"active=false", " WHERE `active` = ? ORDER BY `id` LIMIT ?", []any{false, int64(21)}},
		{"at[gt]=2026-01-02T03:04:05.1234567%2B02:00", " WHERE `at` > ? ORDER BY `id` LIMIT ?", []any{instant, int64(21)}},
		{"day[lte]=2026-02-28", " WHERE `day` <= ? ORDER BY `id` LIMIT ?", []any{"2026-02-28", int64(21)}},
		{"price=-1.50", " WHERE `price` = /*! CAST( */ ? /*! AS DECIMAL(65,30)) */ ORDER BY `id` LIMIT ?", []any{"-1.50", int64(21)}},
	}
	for _, test := range tests {
		t.Run(test.query, func(t *testing.T) {
			query, err := parse(t, test.query)
			if err != nil {
				t.Fatal(err)
			}
			text, args := query.Select("t", []string{"id", "name"})
			if want := "SELECT `id`, `name` FROM `t`" + test.text; text != want {
				t.Errorf("got  %s\nwant %s", text, want)
			}
			if !reflect.DeepEqual(args, test.args) {
				t.Errorf("got the arguments %#v, want %#v", args, test.args)
			}
		})
	}
}

func TestSelectQuotesNames(t *testing.T) {
	text, _ := Query{}.Select("shop.order", []string{"a`b"})
	if want := "SELECT `a``b` FROM `shop`.`order` ORDER BY `id` LIMIT ?"; text != want {
		t.Errorf("got %s, want %s", text, want)
	}
}

func TestSelectAfterCursor(t *testing.T) {
	tests := []struct {
		query string
		value any
		where string
		args  []any
	}{
		{"sort=id", int64(7), "`id` > ?", []any{int64(7)}},
		{"sort=-id", int64(7), "`id` < ?", []any{int64(7)}},
		{"sort=size", 5, "(`size` > ? OR (`size` = ? AND `id` > ?))", []any{int64(5), int64(5), int64(7)}},
		{"sort=-size", 5, "(`size` < ? OR (`size` = ? AND `id` < ?) OR `size` IS NULL)", []any{int64(5), int64(5), int64(7)}},
		{"sort=size", (*int)(nil), "((`size` IS NULL AND `id` > ?) OR `size` IS NOT NULL)", []any{int64(7)}},
		{"sort=-size", nil, "(`size` IS NULL AND `id` < ?)", []any{int64(7)}},
		{"name=x&sort=name", "x", "`name` = ? AND (`name` > ? OR (`name` = ? AND `id` > ?))", []any{"x", "x", "x", int64(7)}},
	}
	for _, test := range tests {
		t.Run(test.query+" "+fmt.Sprint(test.value), func(t *testing.T) {
			first, err := parse(t, test.query)
			if err != nil {
				t.Fatal(err)
			}
			cursor, err := first.cursorAfter(test.value, int64(7))
			if err != nil {
				t.Fatal(err)
			}
			next, err := parse(t, test.query+"&cursor="+cursor+"&limit=3")
			if err != nil {
				t.Fatal(err)
			}
			text, args := next.Select("t", []string{"id"})
			_, where, _ := strings.Cut(text, " WHERE ")
			where, _, _ = strings.Cut(where, " ORDER ")
			if where != test.where {
				t.Errorf("got  %s\nwant %s", where, test.where)
			}
			if want := append(test.args, int64(4)); !reflect.DeepEqual(args, want) {
				t.Errorf("got the arguments %#v, want %#v", args, want)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	const (
		number   = `"limit" must be a number from 1 to 200`
		sortable = `"sort" must be one of [id, name, size, at, day, price], with a - in front for descending order`
		cursor   = `"cursor" does not belong to this list: start again without it`
	)
	tests := []struct{ query, want string }{
		{"limit=0", number},
		{"limit=201", number},
		{"limit=-1", number},
		{"limit=+5", number},
		{"limit=", number},
		{"limit=99999999999999999999", number},
		{"limit=1&limit=2", `"limit" must be given only once`},
		{"name=a&name=b", `"name" must be given only once`},
		{"sort=", sortable},
		{"sort=-", sortable},
		{"sort=--id", sortable},
		{"sort=active", sortable},
		{"sort=id desc", sortable},
		{"foo=1", `"foo" is not allowed`},
		{"hash=1", `"hash" is not allowed`},
		{"NAME=1", `"NAME" is not allowed`},
		{"name[=1", `"name[" must have one of the operators [eq, ne, gt, gte, lt, lte]`},
		{"name[]=1", `"name[]" must have one of the operators [eq, ne, gt, gte, lt, lte]`},
		{"name[like]=1", `"name[like]" must have one of the operators [eq, ne, gt, gte, lt, lte]`},
		{"name[eq]]=1", `"name[eq]]" must have one of the operators [eq, ne, gt, gte, lt, lte]`},
		{"active[gt]=true", `"active[gt]" must have one of the operators [eq, ne]`},
		{"active=1", `"active" must be a boolean`},
		{"size=1.5", `"size" must be an integer`},
		{"size=9223372036854775808", `"size" must be an integer`},
		{"limit[eq]=-1", `"limit[eq]" must be an integer that is not negative`},
		{"at=2026-01-02", `"at" must be a date and time in the form YYYY-MM-DDThh:mm:ssZ`},
		{"at=0000-01-02T00:00:00Z", `"at" must be a date in the years 1000 to 9999`},
		{"day=2026-02-30", `"day" must be a date in the form YYYY-MM-DD`},
		{"price=1e5", `"price" must be a decimal number`},
		{"price=" + strings.Repeat("9", 36), `"price" must be a decimal number`},
		{"name=%ff", `"name" must be valid UTF-8 text without NUL characters`},
		{"name=a%00", `"name" must be valid UTF-8 text without NUL characters`},
		{"name=" + strings.Repeat("a", maxText+1), `"name" length must be less than or equal to 3072 bytes long`},
		{"cursor=x", cursor},
		{"cursor=" + strings.Repeat("A", maxCursor+1), cursor},
		{"a=1&b=2", `"a" is not allowed; "b" is not allowed`},
	}
	for _, test := range tests {
		t.Run(test.query, func(t *testing.T) {
			_, err := parse(t, test.query)
			var problems validation.Errors
			if !errors.As(err, &problems) || err.Error() != test.want {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestParseLimitsFilters(t *testing.T) {
	var parameters []string
	for _, column := range []string{"id", "size"} {
		for _, operator := range slices.Sorted(maps.Keys(operators)) {
			parameters = append(parameters, column+"["+string(operator)+"]=1")
		}
	}
	if _, err := parse(t, strings.Join(parameters[:MaxFilters], "&")); err != nil {
		t.Errorf("%d filters: %v", MaxFilters, err)
	}
	if _, err := parse(t, strings.Join(parameters[:MaxFilters+1], "&")); err == nil {
		t.Errorf("%d filters were accepted", MaxFilters+1)
	}
}

func TestCursorBelongsToItsList(t *testing.T) {
	const list = "sort=-size&name=a&at[gt]=2026-01-02T00:00:00Z"
	query, err := parse(t, list)
	if err != nil {
		t.Fatal(err)
	}
	cursor, err := query.cursorAfter(3, int64(9))
	if err != nil {
		t.Fatal(err)
	}
	for _, same := range []string{
		list, list + "&limit=7", "name[eq]=a&sort=-size&at[gt]=2026-01-02T00:00:00Z", "sort=-size&name=a&at[gt]=2026-01-02T01:00:00%2B01:00",
	} {
		if _, err := parse(t, same+"&cursor="+cursor); err != nil {
			t.Errorf("%s: %v", same, err)
		}
	}
	for _, other := range []string{
		"", "sort=size&name=a&at[gt]=2026-01-02T00:00:00Z", "sort=-size&name=b&at[gt]=2026-01-02T00:00:00Z",
		"sort=-size&name=a", "sort=-size&name[ne]=a&at[gt]=2026-01-02T00:00:00Z",
	} {
		if _, err := parse(t, other+"&cursor="+cursor); err == nil {
			t.Errorf("%s: the cursor of another list was accepted", other)
		}
	}
}

// TestCursorsLast holds the form of cursors: clients keep them while a platform is replaced by its next version.
func TestCursorsLast(t *testing.T) {
	query, err := parse(t, "sort=-size&name=a&at[gt]=2026-01-02T00:00:00Z")
	if err != nil {
		t.Fatal(err)
	}
	const want = "eyJsIjoia1F0YldYUGF2ZzVOTzUwLSIsInYiOiIzIiwiaSI6OX0"
	if got, err := query.cursorAfter(3, int64(9)); err != nil || got != want {
		t.Errorf("got %s (%v), want %s", got, err, want)
	}
}

func TestCursorIsChecked(t *testing.T) {
	query, err := parse(t, "sort=size")
	if err != nil {
		t.Fatal(err)
	}
	list := query.fingerprint()
	for _, content := range []string{
		``, `null`, `[]`, `{"l":"` + list + `","v":"x","i":1}`, `{"l":"` + list + `","v":5,"i":1}`, `{"l":"` + list + `","v":"5","i":"1"}`,
		`{"l":"` + list + `","v":"5","i":1,"x":1}`, `{"l":"` + list + `","v":"5","i":1} {}`, `{"l":"` + list + `","v":"5; DROP TABLE t","i":1}`,
	} {
		if err := query.resume(base64.RawURLEncoding.EncodeToString([]byte(content))); err == nil {
			t.Errorf("the cursor %s was accepted", content)
		}
	}
}

func TestCursorAfterRefuses(t *testing.T) {
	tests := []struct {
		query     string
		value, id any
	}{
		{"sort=size", "5", int64(1)},
		{"sort=size", 5, 1},
		{"sort=size", 5, nil},
		{"sort=at", "2026-01-02T00:00:00Z", int64(1)},
		{"sort=name", 5, int64(1)},
		{"sort=name", strings.Repeat("x", maxText+1), int64(1)},
		{"sort=price", 1.5, int64(1)},
		{"sort=day", time.Now(), int64(1)},
	}
	for _, test := range tests {
		query, err := parse(t, test.query)
		if err != nil {
			t.Fatal(err)
		}
		if cursor, err := query.cursorAfter(test.value, test.id); err == nil {
			t.Errorf("%s: %v, %v made the cursor %s", test.query, test.value, test.id, cursor)
		}
	}
}

// FuzzParse checks that no parameters panic, and that what is accepted has as many placeholders as arguments and no text of the client's.
func FuzzParse(f *testing.F) {
	query, err := Parse(url.Values{"sort": {"-name"}}, columns)
	if err != nil {
		f.Fatal(err)
	}
	cursor, err := query.cursorAfter("x", int64(3))
	if err != nil {
		f.Fatal(err)
	}
	f.Add("sort=-name&cursor=" + cursor)
	f.Add("limit=3&name[gt]=a&price=-1.5&at=2026-01-02T00:00:00Z&day=2026-01-02&active=true")
	f.Fuzz(func(t *testing.T, text string) {
		values, err := url.ParseQuery(text)
		if err != nil {
			return
		}
		query, err := Parse(values, columns)
		if err != nil {
			return
		}
		statement, args := query.Select("t", []string{"id"})
		if strings.Count(statement, "?") != len(args) {
			t.Errorf("%s has %d arguments", statement, len(args))
		}
		allowed := strings.NewReplacer("SELECT", "", "FROM", "", "WHERE", "", "AND", "", "ORDER BY", "", "DESC", "", "LIMIT", "", "OR", "",
			"IS NOT NULL", "", "IS NULL", "", "/*! CAST( */", "", "/*! AS DECIMAL(65,30)) */", "", "`t`", "")
		rest := allowed.Replace(statement)
		for _, column := range columns {
			rest = strings.ReplaceAll(rest, "`"+column.Name+"`", "")
		}
		if rest = strings.Trim(rest, " ?<>=(),"); strings.ContainsFunc(rest, func(r rune) bool { return !strings.ContainsRune(" ?<>=(),", r) }) {
			t.Errorf("%q came into the statement %s", rest, statement)
		}
		next, err := query.cursorAfter(nil, int64(1))
		if err != nil {
			t.Fatal(err)
		}
		values.Set("cursor", next)
		if _, err := Parse(values, columns); err != nil {
			t.Errorf("the list %q refuses its own cursor: %v", text, err)
		}
	})
}
