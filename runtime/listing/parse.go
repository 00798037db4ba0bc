package listing

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/vtgen/vtgen/runtime/validation"
)

// The parameters that are not filters. A column of such a name is filtered with its operator spelt out: limit[eq]=3.
const (
	limitParameter  = "limit"
	sortParameter   = "sort"
	cursorParameter = "cursor"
)

// operator is a comparison as a client spells it.
type operator string

// operators are the comparisons in SQL.
var operators = map[operator]string{"eq": "=", "ne": "<>", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}

// Parse reads the parameters of a list request. Everything that is wrong with them is in the error, a validation.Errors.
func Parse(values url.Values, columns []Column) (Query, error) {
	parser := parser{columns: columns}
	var cursor string
	// In order, so that the same request always gets the same answer, and the same filters the same cursor.
	for _, name := range slices.Sorted(maps.Keys(values)) {
		value := values[name][0]
		switch {
		case len(values[name]) > 1:
			parser.problems.Add(name, "must be given only once")
		case name == limitParameter:
			parser.limit(value)
		case name == sortParameter:
			parser.sort(value)
		case name == cursorParameter:
			cursor = value
		default:
			parser.filter(name, value)
		}
	}
	if len(parser.query.filters) > MaxFilters {
		parser.problems.Add("filters", fmt.Sprintf("must be at most %d", MaxFilters))
	}
	if cursor != "" && parser.problems.Err() == nil {
		// The cursor comes last: it belongs to one sort order and one set of filters.
		if err := parser.query.resume(cursor); err != nil {
			parser.problems.Add(cursorParameter, err.Error())
		}
	}
	return parser.query, parser.problems.Err()
}

// parser collects a Query and what is wrong with it.
type parser struct {
	columns  []Column
	query    Query
	problems validation.Problems
}

func (p *parser) limit(value string) {
	limit, err := strconv.ParseUint(value, 10, 16)
	if err != nil || limit < 1 || limit > MaxLimit {
		p.problems.Add(limitParameter, fmt.Sprintf("must be a number from 1 to %d", MaxLimit))
		return
	}
	p.query.limit = int(limit)
}

func (p *parser) sort(value string) {
	name, desc := strings.CutPrefix(value, "-")
	p.query.desc = desc
	if name == idColumn {
		return
	}
	column, found := p.column(name)
	if !found || !column.Sort {
		p.problems.Add(sortParameter, "must be one of "+p.sortable())
		return
	}
	p.query.sort = column
}

// sortable lists the columns that a client may sort by.
func (p *parser) sortable() string {
	names := []string{idColumn}
	for _, column := range p.columns {
		if column.Sort && column.Name != idColumn {
			names = append(names, column.Name)
		}
	}
	return "[" + strings.Join(names, ", ") + "], with a - in front for descending order"
}

func (p *parser) filter(parameter, value string) {
	name, suffix, bracketed := strings.Cut(parameter, "[")
	column, found := p.column(name)
	if !found || !column.Filter {
		p.problems.Add(parameter, "is not allowed")
		return
	}
	comparison := operator("eq")
	if bracketed {
		text, closed := strings.CutSuffix(suffix, "]")
		if _, known := operators[operator(text)]; !known || !closed {
			p.problems.Add(parameter, "must have one of the operators [eq, ne, gt, gte, lt, lte]")
			return
		}
		comparison = operator(text)
	}
	if column.Kind == Bool && comparison != "eq" && comparison != "ne" {
		p.problems.Add(parameter, "must have one of the operators [eq, ne]")
		return
	}
	parsed, message := parseValue(column.Kind, value)
	if message != "" {
		p.problems.Add(parameter, message)
		return
	}
	p.query.filters = append(p.query.filters, filter{column: column, operator: comparison, value: parsed})
}

func (p *parser) column(name string) (Column, bool) {
	at := slices.IndexFunc(p.columns, func(c Column) bool { return c.Name == name })
	if at < 0 {
		return Column{}, false
	}
	return p.columns[at], true
}
