package program

import (
	"testing"

	"github.com/vtgen/vtgen/lint/fact"
)

func TestPlaces(t *testing.T) {
	for _, test := range []struct {
		path  string
		layer Layer
		stem  string
	}{
		{"services/app_operations.service.js", Service, "app_operations"},
		{"app_dir/services/worker.service.js", Service, "worker"},
		{"services/worker_service.js", Service, "worker"},
		{"services/billing.service.go", Service, "billing"},
		{"services/helpers.js", Service, "helpers"},
		{"services/email_validator.js", Service, "email_validator"},
		{"event_driven_services/chain_rule_events.service.js", EventHandler, "chain_rule"},
		{"_event_driven_services/chain_rule_events.service.js", EventHandler, "chain_rule"},
		{"event_driven_services/munshi.service.js", EventHandler, "munshi"},
		{"_bg_services/session_cleanup.service.js", Background, "session_cleanup"},
		{"bg_services/session_cleanup.service.go", Background, "session_cleanup"},
		{"data_repositories/user_account.data_repository.js", Repository, "user_account"},
		{"data_repositories/queries/user_accounts.sql", Repository, "user_accounts"},
		{"data_repositories/internal/user_accounts/db.go", Repository, "db"},
		{"models/ai_worker.model.js", ModelLayer, "ai_worker"},
		{"models/schemas/ai_worker.schema.sql", ModelLayer, "ai_worker"},
		{"controllers/worker.controller.js", Controller, "worker"},
		{"routes/worker.routes.js", Route, "worker"},
		{"middlewares/rate_limit.middleware.js", Middleware, "rate_limit"},
		{"validations/worker.validation.js", Validation, "worker"},
		{"classes/worker.class.js", ClassLayer, "worker"},
		{"global_config/worker.error_codes.go", ConfigLayer, "worker"},
		{"plugins/openai.plugin.js", Plugin, "openai"},
		{"utils/logger.js", Utility, "logger"},
		{"utils/models/x.js", ModelLayer, "x"},
		{"_core_app_connectivities/db_mysql.js", Connectivity, "db_mysql"},
		{"core_app_connectivities/db_mysql.go", Connectivity, "db_mysql"},
		{"migrations/mysql/001_init.up.sql", Migration, "001_init.up"},
		{"db/knex_migrations/1.js", Migration, "1"},
		{"services/__tests__/worker.js", TestLayer, "worker"},
		{"src/user/user.service.ts", Service, "user"},
		{"src/user/user.repository.ts", Repository, "user"},
		{"src/user/user.entity.ts", ModelLayer, "user"},
		{"internal/user/service.go", Service, "user"},
		{"internal/user/repository.go", Repository, "user"},
		{"src/user/user.fixtures.ts", TestLayer, "user.fixtures"},
		{"models/user_fixtures.go", TestLayer, "user_fixtures"},
		{"app.js", Other, "app"},
		{"main.go", Other, "main"},
	} {
		p := placeOf(&fact.File{Path: test.path})
		if p.layer != test.layer || p.stem != test.stem {
			t.Errorf("%s: %s of %s, want %s of %s", test.path, p.layer, p.stem, test.layer, test.stem)
		}
	}
	if p := placeOf(&fact.File{Path: "services/worker.service_test.go", Test: true}); p.layer != TestLayer {
		t.Errorf("a test file is a %s", p.layer)
	}
}

func TestIsStandard(t *testing.T) {
	for _, test := range []struct {
		paths []string
		want  bool
	}{
		{[]string{"services/a.service.js", "data_repositories/a.data_repository.js"}, true},
		{[]string{"services/a.service.js", "_core_app_connectivities/db.js"}, true},
		{[]string{"data_repositories/a.data_repository.js"}, true},
		{[]string{"services/a.service.js", "models/a.model.js"}, true},
		{[]string{"src/services/a.service.js", "src/models/a.model.js", "src/controllers/a.controller.js"}, false},
		{[]string{"src/services/a.service.ts", "src/repositories/a.repository.ts"}, false},
		{[]string{"global_config/a.js", "lib/b.js"}, false},
	} {
		var files []*fact.File
		for _, name := range test.paths {
			files = append(files, &fact.File{Path: name, Language: fact.JavaScript})
		}
		if got := Link(files, Options{}).Standard; got != test.want {
			t.Errorf("%v: standard is %v", test.paths, got)
		}
	}
}
