// Package validation checks the fields of a request and words what is wrong as Joi does (the standards, §11).
//
// Every check takes the collected problems, the JSON name of the field, its value and rules. It does nothing for an absent value or a
// null, and reports at most one problem per field. Each takes both optional.Value[T] and optional.Value[*T], spelled alike:
//
//	type CreateProductRequest struct {
//		Name     optional.Value[string]           `json:"name"`
//		Email    optional.Value[*string]          `json:"email"`
//		State    optional.Value[*State]           `json:"state"` // type State string
//		Age      optional.Value[int32]            `json:"age"`
//		Price    optional.Value[*sqltype.Decimal] `json:"price"`
//		Details  optional.Value[sqltype.JSON]     `json:"details"`
//		StartsAt optional.Value[time.Time]        `json:"starts_at"`
//		Birthday optional.Value[*sqltype.Date]    `json:"birthday"`
//	}
//
//	func (in *CreateProductRequest) Validate() error {
//		var p validation.Problems
//		p.Required("name", in.Name.Present)
//		validation.Text(&p, "name", in.Name, validation.Length(1, 255))
//		validation.Text(&p, "email", in.Email, validation.Bytes(320), validation.Email()) // also: validation.UUID()
//		validation.OneOf(&p, "state", in.State, StateOpen, StateClosed)                   // or plain strings
//		validation.Number(&p, "age", in.Age, validation.Min(0), validation.Max(150))
//		validation.Decimal(&p, "price", in.Price, validation.Precision(10, 2), validation.MinDecimal(decimal.New(1, -2)))
//		validation.JSON(&p, "details", in.Details, validation.MaxBytes(65535))
//		validation.Time(&p, "starts_at", in.StartsAt, validation.After(epoch)) // also: validation.Before(t)
//		validation.Date(&p, "birthday", in.Birthday, validation.MinDate(first)) // also: validation.MaxDate(d)
//		return p.Err()
//	}
//
// Rules are optional: validation.Text(&p, "name", in.Name) still refuses what no column can hold (invalid UTF-8, NUL), Decimal refuses
// numbers of absurd size, JSON more than 32 levels and Time years outside 1000 to 9999. So call the check of every field that has one.
package validation
