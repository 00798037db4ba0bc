package validations

import (
	"github.com/vtgen/vtgen/runtime/optional"
	"github.com/vtgen/vtgen/runtime/sqltype"
	"github.com/vtgen/vtgen/runtime/validation"

	"example.com/aip/classes"
)

// AIWorkerCreate is the body of a request to create an ai worker (the standards, §11).
type AIWorkerCreate struct {
	Name        optional.Value[string]                   `json:"name,omitzero"`
	Description optional.Value[*string]                  `json:"description,omitzero"`
	Provider    optional.Value[classes.AIWorkerProvider] `json:"provider,omitzero"`
	Temperature optional.Value[sqltype.Decimal]          `json:"temperature,omitzero"`
	MaxTokens   optional.Value[int32]                    `json:"max_tokens,omitzero"`
	Active      optional.Value[bool]                     `json:"active,omitzero"`
	Settings    optional.Value[*sqltype.JSON]            `json:"settings,omitzero"`
}

// Validate reports every rule the body breaks.
func (in *AIWorkerCreate) Validate() error {
	var problems validation.Problems
	problems.Required("name", in.Name.Present)
	validation.Text(&problems, "name", in.Name, validation.Length(1, 120))
	validation.Text(&problems, "description", in.Description, validation.Bytes(65535))
	validation.OneOf(&problems, "provider", in.Provider, classes.AIWorkerProviderOpenai, classes.AIWorkerProviderAnthropic, classes.AIWorkerProviderLocal)
	validation.Decimal(&problems, "temperature", in.Temperature, validation.Precision(3, 2), validation.MinDecimal(sqltype.MustDecimal("0.00")), validation.MaxDecimal(sqltype.MustDecimal("2.00")))
	validation.Number(&problems, "max_tokens", in.MaxTokens, validation.Min(1), validation.Max(200000))
	validation.JSON(&problems, "settings", in.Settings, validation.MaxBytes(65535))
	return problems.Err()
}

// Entity is the ai worker that a valid body describes, with defaults for what it leaves out.
func (in *AIWorkerCreate) Entity() classes.AIWorker {
	return classes.AIWorker{
		Name:        in.Name.V,
		Description: in.Description.V,
		Provider:    in.Provider.Or(classes.AIWorkerProviderOpenai),
		Temperature: in.Temperature.Or(sqltype.MustDecimal("0.70")),
		MaxTokens:   in.MaxTokens.Or(4096),
		Active:      in.Active.Or(true),
		Settings:    in.Settings.V,
	}
}

// AIWorkerUpdate is the body of a request to change an ai worker: what it leaves out stays as it is.
type AIWorkerUpdate struct {
	Name        optional.Value[string]                   `json:"name,omitzero"`
	Description optional.Value[*string]                  `json:"description,omitzero"`
	Provider    optional.Value[classes.AIWorkerProvider] `json:"provider,omitzero"`
	Temperature optional.Value[sqltype.Decimal]          `json:"temperature,omitzero"`
	MaxTokens   optional.Value[int32]                    `json:"max_tokens,omitzero"`
	Active      optional.Value[bool]                     `json:"active,omitzero"`
	Settings    optional.Value[*sqltype.JSON]            `json:"settings,omitzero"`
}

// Validate reports every rule the body breaks.
func (in *AIWorkerUpdate) Validate() error {
	var problems validation.Problems
	validation.Text(&problems, "name", in.Name, validation.Length(1, 120))
	validation.Text(&problems, "description", in.Description, validation.Bytes(65535))
	validation.OneOf(&problems, "provider", in.Provider, classes.AIWorkerProviderOpenai, classes.AIWorkerProviderAnthropic, classes.AIWorkerProviderLocal)
	validation.Decimal(&problems, "temperature", in.Temperature, validation.Precision(3, 2), validation.MinDecimal(sqltype.MustDecimal("0.00")), validation.MaxDecimal(sqltype.MustDecimal("2.00")))
	validation.Number(&problems, "max_tokens", in.MaxTokens, validation.Min(1), validation.Max(200000))
	validation.JSON(&problems, "settings", in.Settings, validation.MaxBytes(65535))
	return problems.Err()
}

// Apply lays the body's fields over the stored ones. Its error is always nil: the signature is what a
// service's Update takes.
func (in *AIWorkerUpdate) Apply(aiWorker *classes.AIWorker) error {
	in.Name.ApplyTo(&aiWorker.Name)
	in.Description.ApplyTo(&aiWorker.Description)
	in.Provider.ApplyTo(&aiWorker.Provider)
	in.Temperature.ApplyTo(&aiWorker.Temperature)
	in.MaxTokens.ApplyTo(&aiWorker.MaxTokens)
	in.Active.ApplyTo(&aiWorker.Active)
	in.Settings.ApplyTo(&aiWorker.Settings)
	return nil
}
