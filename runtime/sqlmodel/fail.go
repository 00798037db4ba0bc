package sqlmodel

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"strings"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/sqldb"
)

// primaryKey is what MySQL calls the index of every table's primary key, the column id.
const primaryKey = "PRIMARY"

// Fail makes of a database error the error that a client may see (the standards, §6), with
// err as its cause, marked with the log id of the place it happened. A nil err stays nil,
// and an error that already is an [apperr.Error] keeps what it says.
func (t Table) Fail(id string, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := apperr.From(err); ok {
		return apperr.At(id, err)
	}
	return apperr.At(id, t.classify(err))
}

func (t Table) classify(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return apperr.New(http.StatusNotFound, apperr.InvalidRequest, t.Codes.NotFound, t.Entity+" not found", err)
	}
	if errors.Is(err, ErrStale) {
		return apperr.Conflict(t.Codes.Conflict, "the "+t.Entity+" is being changed by others: try again", err)
	}
	if violation, ok := sqldb.Violated(err); ok {
		return t.refused(violation, err)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		// Not a defect but a lack of time: the same request may well succeed later.
		return apperr.New(http.StatusServiceUnavailable, apperr.TechnicalIssue, t.Codes.Technical, apperr.TechnicalDescription, err)
	}
	return apperr.Technical(t.Codes.Technical, err)
}

// refused words a constraint's refusal for the client, in columns and never in values.
func (t Table) refused(v sqldb.Violation, cause error) error {
	columns := t.columns(v)
	switch v.Kind {
	case sqldb.Unique:
		return apperr.Conflict(t.Codes.Conflict, t.duplicate(columns), cause)
	case sqldb.InUse:
		return apperr.Conflict(t.Codes.Conflict, "the "+t.Entity+" is still in use", cause)
	case sqldb.ForeignKey:
		return apperr.Invalid(t.Codes.Invalid, t.subject(columns)+" refers to something that does not exist", cause)
	case sqldb.NotNull:
		if len(columns) == 0 {
			return apperr.Invalid(t.Codes.Invalid, "the "+t.Entity+" lacks a required value", cause)
		}
		return apperr.Invalid(t.Codes.Invalid, t.subject(columns)+" is required", cause)
	case sqldb.TooLong:
		return apperr.Invalid(t.Codes.Invalid, t.subject(columns)+" is too long", cause)
	case sqldb.Check:
		return apperr.Invalid(t.Codes.Invalid, t.subject(columns)+" has a value that is not allowed", cause)
	}
	return apperr.Technical(t.Codes.Technical, cause)
}

// columns returns the columns of a violation, those of its unique index if it names one.
func (t Table) columns(v sqldb.Violation) []string {
	if v.Kind != sqldb.Unique || len(v.Columns) > 0 {
		return v.Columns
	}
	if v.Constraint == primaryKey {
		return []string{"id"}
	}
	return t.Unique[v.Constraint]
}

// duplicate says which values are taken: "another ai_worker has this app_id and name".
func (t Table) duplicate(columns []string) string {
	if len(columns) == 0 {
		return "the " + t.Entity + " already exists"
	}
	return "another " + t.Entity + " has this " + enumerate(columns)
}

// subject begins a sentence about columns, in Joi's quotes, or about the entity.
func (t Table) subject(columns []string) string {
	if len(columns) == 0 {
		return "the " + t.Entity
	}
	return `"` + strings.Join(columns, `", "`) + `"`
}

// enumerate joins names as in "a, b and c".
func enumerate(names []string) string {
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
