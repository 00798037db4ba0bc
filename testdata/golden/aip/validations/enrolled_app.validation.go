package validations

import (
	"github.com/vtgen/vtgen/runtime/optional"
	"github.com/vtgen/vtgen/runtime/sqltype"
	"github.com/vtgen/vtgen/runtime/validation"

	"example.com/aip/classes"
)

// EnrolledAppCreate is the body of a request to create an enrolled app (the standards, §11).
type EnrolledAppCreate struct {
	AppKey     optional.Value[string]          `json:"app_key,omitzero"`
	Title      optional.Value[string]          `json:"title,omitzero"`
	Active     optional.Value[bool]            `json:"active,omitzero"`
	MonthlyFee optional.Value[sqltype.Decimal] `json:"monthly_fee,omitzero"`
}

// Validate reports every rule the body breaks.
func (in *EnrolledAppCreate) Validate() error {
	var problems validation.Problems
	problems.Required("app_key", in.AppKey.Present)
	validation.Text(&problems, "app_key", in.AppKey, validation.Length(3, 60), validation.Trimmed())
	problems.Required("title", in.Title.Present)
	validation.Text(&problems, "title", in.Title, validation.Length(1, 120))
	validation.Decimal(&problems, "monthly_fee", in.MonthlyFee, validation.Precision(10, 2), validation.MinDecimal(sqltype.MustDecimal("0.00")))
	return problems.Err()
}

// Entity is the enrolled app that a valid body describes, with defaults for what it leaves out.
func (in *EnrolledAppCreate) Entity() classes.EnrolledApp {
	return classes.EnrolledApp{
		AppKey:     in.AppKey.V,
		Title:      in.Title.V,
		Active:     in.Active.Or(true),
		MonthlyFee: in.MonthlyFee.Or(sqltype.MustDecimal("0.00")),
	}
}

// EnrolledAppUpdate is the body of a request to change an enrolled app: what it leaves out stays as it is.
type EnrolledAppUpdate struct {
	AppKey     optional.Value[string]          `json:"app_key,omitzero"`
	Title      optional.Value[string]          `json:"title,omitzero"`
	Active     optional.Value[bool]            `json:"active,omitzero"`
	MonthlyFee optional.Value[sqltype.Decimal] `json:"monthly_fee,omitzero"`
}

// Validate reports every rule the body breaks.
func (in *EnrolledAppUpdate) Validate() error {
	var problems validation.Problems
	validation.Text(&problems, "app_key", in.AppKey, validation.Length(3, 60), validation.Trimmed())
	validation.Text(&problems, "title", in.Title, validation.Length(1, 120))
	validation.Decimal(&problems, "monthly_fee", in.MonthlyFee, validation.Precision(10, 2), validation.MinDecimal(sqltype.MustDecimal("0.00")))
	return problems.Err()
}

// Apply lays the body's fields over the stored ones. Its error is always nil: the signature is what a
// service's Update takes.
func (in *EnrolledAppUpdate) Apply(enrolledApp *classes.EnrolledApp) error {
	in.AppKey.ApplyTo(&enrolledApp.AppKey)
	in.Title.ApplyTo(&enrolledApp.Title)
	in.Active.ApplyTo(&enrolledApp.Active)
	in.MonthlyFee.ApplyTo(&enrolledApp.MonthlyFee)
	return nil
}
