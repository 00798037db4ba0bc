// Package rules lists the rules of the linter.
package rules

import (
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/accessoutsiderepository"
	"github.com/vtgen/vtgen/lint/rules/crossmodulequery"
	"github.com/vtgen/vtgen/lint/rules/directconnection"
	"github.com/vtgen/vtgen/lint/rules/duplicatedaccess"
	"github.com/vtgen/vtgen/lint/rules/dynamictable"
	"github.com/vtgen/vtgen/lint/rules/foreignrepository"
	"github.com/vtgen/vtgen/lint/rules/repositoryname"
	"github.com/vtgen/vtgen/lint/rules/tablewithoutowner"
	"github.com/vtgen/vtgen/lint/rules/tablewithtwoowners"
)

// All returns every rule, in the order of their IDs.
func All() []*rule.Rule {
	return []*rule.Rule{
		crossmodulequery.Rule,
		accessoutsiderepository.Rule,
		repositoryname.Rule,
		foreignrepository.Rule,
		tablewithoutowner.Rule,
		tablewithtwoowners.Rule,
		dynamictable.Rule,
		duplicatedaccess.Rule,
		directconnection.Rule,
	}
}
