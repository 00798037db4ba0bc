package config

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
)

// explain rewords the errors of the env package, which name Go fields instead of variables and quote values.
func explain(dst any, options env.Options, err error) error {
	var all env.AggregateError
	if !errors.As(err, &all) {
		return errors.New("read the configuration: it is not a pointer to a struct with env tags")
	}
	var faults []string
	unreadable := false
	for _, one := range all.Errors {
		switch fault := one.(type) {
		case env.VarIsNotSetError:
			faults = append(faults, fault.Key+" is required and not set")
		case env.EmptyVarError:
			faults = append(faults, fault.Key+" must not be empty")
		case env.LoadFileContentError:
			faults = append(faults, fault.Key+" must name a file that can be read")
		case env.ParseError:
			unreadable = true
		case env.NoParserError:
			faults = append(faults, fmt.Sprintf("the field %s has a type that no variable can fill", fault.Name))
		case env.NoSupportedTagOptionError:
			faults = append(faults, fmt.Sprintf("the env tag option %s does not exist", fault.Tag))
		default:
			faults = append(faults, "the destination must be a pointer to a struct")
		}
	}
	if unreadable {
		faults = append(faults, unreadables(dst, options)...)
	}
	return fmt.Errorf("read the configuration: %s", strings.Join(faults, "; "))
}

// unreadables names the variables whose values do not fit their fields. The env package tells only the name of the field, which several
// nested structs may share, so every variable is tried alone.
func unreadables(dst any, options env.Options) []string {
	const unknown = "a variable or a default does not fit its field"
	parameters, err := env.GetFieldParamsWithOptions(dst, options)
	if err != nil {
		return []string{unknown}
	}
	defaults := len(parseErrors(dst, map[string]string{}))
	var faults []string
	for _, parameter := range parameters {
		value, set := options.Environment[parameter.Key]
		if !set {
			continue
		}
		// One more than the defaults alone give.
		if found := parseErrors(dst, map[string]string{parameter.Key: value}); len(found) > defaults {
			faults = append(faults, parameter.Key+" must be "+expected(found[0].Type))
		}
	}
	if len(faults) == 0 {
		return []string{unknown}
	}
	return faults
}

// parseErrors fills a fresh struct of dst's type from the environment and returns the errors of values that do not fit.
func parseErrors(dst any, environment map[string]string) []env.ParseError {
	fresh := reflect.New(reflect.TypeOf(dst).Elem()).Interface()
	var all env.AggregateError
	if !errors.As(env.ParseWithOptions(fresh, env.Options{Environment: environment}), &all) {
		return nil
	}
	var found []env.ParseError
	for _, one := range all.Errors {
		if fault, ok := one.(env.ParseError); ok {
			found = append(found, fault)
		}
	}
	return found
}

// expected says in words what a field takes.
func expected(field reflect.Type) string {
	for field.Kind() == reflect.Pointer {
		field = field.Elem()
	}
	switch {
	case field == reflect.TypeFor[time.Duration]():
		return "a duration such as 30s or 5m"
	case reflect.PointerTo(field).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		return "in the form that the setting asks for"
	}
	switch field.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return "a whole number within the setting's range"
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "a whole number of 0 or more within the setting's range"
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.Slice:
		return "a list whose parts fit the setting"
	case reflect.Map:
		return "a list of key:value pairs"
	}
	return "in the form that the setting asks for"
}
