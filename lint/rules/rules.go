// Package rules is the list of all rules.
package rules

import (
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/asyncerror"
	"github.com/vtgen/vtgen/lint/rules/bgservice"
	"github.com/vtgen/vtgen/lint/rules/cachekey"
	"github.com/vtgen/vtgen/lint/rules/cachetime"
	"github.com/vtgen/vtgen/lint/rules/directory"
	"github.com/vtgen/vtgen/lint/rules/envaccess"
	"github.com/vtgen/vtgen/lint/rules/envelope"
	"github.com/vtgen/vtgen/lint/rules/errorduplicate"
	"github.com/vtgen/vtgen/lint/rules/errorplaceholder"
	"github.com/vtgen/vtgen/lint/rules/eventid"
	"github.com/vtgen/vtgen/lint/rules/filename"
	"github.com/vtgen/vtgen/lint/rules/handlerlogic"
	"github.com/vtgen/vtgen/lint/rules/identifier"
	"github.com/vtgen/vtgen/lint/rules/layercycle"
	"github.com/vtgen/vtgen/lint/rules/logid"
	"github.com/vtgen/vtgen/lint/rules/logidsequence"
	"github.com/vtgen/vtgen/lint/rules/logidunique"
	"github.com/vtgen/vtgen/lint/rules/logsecret"
	"github.com/vtgen/vtgen/lint/rules/modelname"
	"github.com/vtgen/vtgen/lint/rules/munshitype"
	"github.com/vtgen/vtgen/lint/rules/plugin"
	"github.com/vtgen/vtgen/lint/rules/pm2"
	"github.com/vtgen/vtgen/lint/rules/ratelimit"
	"github.com/vtgen/vtgen/lint/rules/routeauth"
	"github.com/vtgen/vtgen/lint/rules/routedoc"
	"github.com/vtgen/vtgen/lint/rules/routevalidation"
	"github.com/vtgen/vtgen/lint/rules/secret"
	"github.com/vtgen/vtgen/lint/rules/sessionstore"
	"github.com/vtgen/vtgen/lint/rules/singleton"
	"github.com/vtgen/vtgen/lint/rules/swallowed"
	"github.com/vtgen/vtgen/lint/rules/trustproxy"
)

// All are the rules in the order of their ids.
func All() []*rule.Rule {
	return []*rule.Rule{
		handlerlogic.Rule,
		layercycle.Rule,
		logid.Rule,
		logidunique.Rule,
		logidsequence.Rule,
		logsecret.Rule,
		errorplaceholder.Rule,
		errorduplicate.Rule,
		munshitype.Rule,
		envelope.Rule,
		ratelimit.Rule,
		filename.Rule,
		directory.Rule,
		modelname.Rule,
		eventid.Rule,
		cachekey.Rule,
		identifier.Rule,
		cachetime.Rule,
		swallowed.Rule,
		asyncerror.Rule,
		envaccess.Rule,
		secret.Rule,
		routedoc.Rule,
		routeauth.Rule,
		routevalidation.Rule,
		bgservice.Rule,
		plugin.Rule,
		singleton.Rule,
		trustproxy.Rule,
		sessionstore.Rule,
		pm2.Rule,
	}
}
