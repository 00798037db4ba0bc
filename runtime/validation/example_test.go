package validation_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/vtgen/vtgen/runtime/optional"
	"github.com/vtgen/vtgen/runtime/sqltype"
	"github.com/vtgen/vtgen/runtime/validation"
)

type State string

const (
	StateOpen   State = "open"
	StateClosed State = "closed"
)

type CreateProductRequest struct {
	Name     optional.Value[string]
	Email    optional.Value[*string]
	State    optional.Value[*State]
	Age      optional.Value[int32]
	Price    optional.Value[*sqltype.Decimal]
	Details  optional.Value[sqltype.JSON]
	StartsAt optional.Value[time.Time]
	Birthday optional.Value[*sqltype.Date]
}

func (in *CreateProductRequest) Validate() error {
	epoch := time.Unix(0, 0)
	var p validation.Problems
	p.Required("name", in.Name.Present)
	validation.Text(&p, "name", in.Name, validation.Length(1, 255))
	validation.Text(&p, "email", in.Email, validation.Bytes(320), validation.Email())
	validation.OneOf(&p, "state", in.State, StateOpen, StateClosed)
	validation.Number(&p, "age", in.Age, validation.Min(0), validation.Max(150))
	validation.Decimal(&p, "price", in.Price, validation.Precision(10, 2), validation.MinDecimal(decimal.New(1, -2)))
	validation.JSON(&p, "details", in.Details, validation.MaxBytes(65535))
	validation.Time(&p, "starts_at", in.StartsAt, validation.After(epoch))
	validation.Date(&p, "birthday", in.Birthday, validation.MinDate(sqltype.Date{}))
	return p.Err()
}

func Example() {
	email, state := "nobody", State("ajar")
	in := CreateProductRequest{
		Email: optional.Of(&email),
		State: optional.Of(&state),
		Age:   optional.Of(int32(-1)),
		Price: optional.Of[*sqltype.Decimal](nil),
	}
	fmt.Println(in.Validate())

	in = CreateProductRequest{Name: optional.Of("n")}
	fmt.Println(in.Validate())
	// Output:
	// "name" is required; "email" must be a valid email; "state" must be one of [open, closed]; "age" must be greater than or equal to 0
	// <nil>
}
