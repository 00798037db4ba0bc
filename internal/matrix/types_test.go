package matrix

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/generator/model"
)

// A modifier's values, for the types that take it.
type values struct{ fallback, minimum, maximum string }

// typeValues are how each type is written and what its modifiers are given.
var typeValues = map[model.Type]struct {
	spec string
	values
}{
	model.String:    {"string", values{`"it's fine"`, "3", "60"}},
	model.Text:      {"text", values{`"none"`, "3", "600"}},
	model.Int:       {"int", values{"7", "-5", "100000"}},
	model.BigInt:    {"bigint", values{"-7", "-5000000000", "5000000000"}},
	model.Unsigned:  {"unsigned", values{"7", "2", "5000000000"}},
	model.Decimal:   {"decimal(12,3)", values{"0.125", "-1.5", "1000000.5"}},
	model.Bool:      {"bool", values{"true", "", ""}},
	model.Date:      {"date", values{"2026-01-31", "", ""}},
	model.DateTime:  {"datetime", values{`"2026-01-31T12:00:00.123456Z"`, "", ""}},
	model.Enum:      {`enum(open,in-progress,"2nd try",DONE)`, values{"in-progress", "", ""}},
	model.JSON:      {"json", values{`"{}"`, "", ""}},
	model.UUID:      {"uuid", values{"00000000-0000-4000-8000-00000000000a", "", ""}},
	model.Reference: {"ref(target)", values{"1", "", ""}},
}

// everyType returns entities whose fields have every type with every combination of modifiers that
// the model allows, and the entity that the references refer to.
func everyType(t *testing.T) []model.Entity {
	t.Helper()
	packer := packer{t: t, entities: parse(t, "name: target\nfields: [label:string]")}
	for _, kind := range model.Types() {
		v, ok := typeValues[kind]
		if !ok {
			t.Fatalf("the type %s has no values here: add them", kind)
		}
		seen := map[string]bool{}
		for _, modifiers := range v.combinations() {
			field, err := model.ParseField("f:" + v.spec + modifiers)
			if err != nil || seen[field.Spec()] {
				continue // the model does not allow it, or it says what another one said
			}
			seen[field.Spec()] = true
			packer.add(field, string(kind))
		}
	}
	packer.finish()
	return packer.entities
}

// combinations are all sets of modifiers, as they are written behind a type.
func (v values) combinations() []string {
	modifiers := []string{"required", "unique", "index", "sensitive", "default=" + v.fallback}
	if v.minimum != "" {
		modifiers = append(modifiers, "min="+v.minimum, "max="+v.maximum)
	}
	var all []string
	for set := range 1 << len(modifiers) {
		var chosen []string
		for i, modifier := range modifiers {
			if set&(1<<i) != 0 {
				chosen = append(chosen, modifier)
			}
		}
		text := ""
		if len(chosen) > 0 {
			text = ":" + strings.Join(chosen, ",")
		}
		all = append(all, text)
	}
	return all
}

// packer puts fields into as few entities as MySQL's limits allow.
type packer struct {
	t        *testing.T
	entities []model.Entity
	fields   []model.Field
}

// add adds a field, in a new entity when the last one is full.
func (p *packer) add(field model.Field, kind string) {
	p.t.Helper()
	field.Name = fmt.Sprintf("%s_%d", kind, len(p.fields))
	if _, err := p.entity(append(p.fields, field)); err != nil {
		p.finish()
	}
	p.fields = append(p.fields, field)
}

// finish makes an entity of the fields so far.
func (p *packer) finish() {
	p.t.Helper()
	entity, err := p.entity(p.fields)
	if err != nil {
		p.t.Fatal(err)
	}
	p.entities, p.fields = append(p.entities, entity), nil
}

func (p *packer) entity(fields []model.Field) (model.Entity, error) {
	return model.NewEntity(model.Entity{Name: fmt.Sprintf("holder_%d", len(p.entities)), Fields: fields})
}

// extremes are the limits of the types themselves.
const extremes = `name: whole_number
fields:
  - int_all:int:min=-2147483648,max=2147483647
  - int_negative:int:required,max=-1
  - int_one:int:required,min=5,max=5
  - big_all:bigint:min=-9223372036854775808,max=9223372036854775807
  - big_negative:bigint:required,min=-9223372036854775808,max=-9223372036854775807
  - big_default:bigint:default=-9223372036854775808
  - unsigned_all:unsigned:max=9223372036854775807
  - unsigned_top:unsigned:required,min=9223372036854775800
---
name: exact_number
fields:
  - digit:decimal(1,0)
  - fraction:decimal(5,5):required
  - fraction_negative:decimal(5,5):required,max=-0.00001
  - widest:decimal(38,0):required
  - finest:decimal(30,30)
  - both:decimal(38,30):default=-99999999.999999999999999999999999999999
  - small_range:decimal(10,2):min=-0.01,max=0.01
  - negative:decimal(10,2):required,min=-10,max=-5
  - rate:decimal(20,10):required,unique
---
name: long_text
fields:
  - letter:string:required,max=1,unique
  - exact:string:required,min=5,max=5
  - empty:string:default=""
  - indexed:string:required,max=768,unique
  - quoted:string:default="it''s \"5%\" _ ; -- /* ?",max=40
  - widest:string:max=12000
  - text_exact:text:required,min=65535,max=65535
  - text_short:text:max=10
---
name: choice
fields:
  - only:enum(one)
  - spelled:enum(in-progress,"2nd try",A.B,ACTIVE,userId,"x,y","c:d",null,true,"0"):default="x,y"
  - nullish:enum(nil,none)
`
