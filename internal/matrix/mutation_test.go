package matrix

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// mutation is a defect put into one file of the example platform. The tests of the package it belongs
// to must notice.
type mutation struct {
	name, file string
	// old occurs once in the file and is replaced by new.
	old, new string
	// tests is the package whose tests must fail.
	tests string
	// mysql is set where only the real database shows the defect.
	mysql bool
}

// mutations break every layer of an entity, and how a platform starts and ends, one line each.
var mutations = []mutation{
	{name: "class: JSON name", file: "classes/ai_worker.class.go", old: "`json:\"max_tokens\"`", new: "`json:\"max_token\"`", tests: "classes"},
	{name: "class: sensitive field shown", file: "classes/user_account.class.go", old: "`json:\"-\"`", new: "`json:\"recovery_code\"`", tests: "classes"},
	{name: "class: sensitive field logged", file: "classes/user_account.class.go", old: `slog.String("recovery_code", "[masked]")`, new: `slog.Any("recovery_code", u.RecoveryCode)`, tests: "classes"},
	{name: "class: event id", file: "classes/ai_worker.class.go", old: `"AI_WORKER_UPDATED"`, new: `"AI_WORKER_CHANGED"`, tests: "services"},

	{name: "model: sorting forbidden", file: "models/ai_worker.model.go", old: `{Name: "name", Kind: listing.Text, Sort: true, Filter: true}`, new: `{Name: "name", Kind: listing.Text, Filter: true}`, tests: "data_repositories"},
	{name: "model: filtering forbidden", file: "models/ai_worker.model.go", old: `{Name: "active", Kind: listing.Bool, Filter: true}`, new: `{Name: "active", Kind: listing.Bool}`, tests: "data_repositories"},
	{name: "model: sensitive field filtered", file: "models/user_account.model.go", old: `{Name: "recovery_code", Kind: listing.Text}`, new: `{Name: "recovery_code", Kind: listing.Text, Filter: true}`, tests: "data_repositories"},
	{name: "model: kind", file: "models/ai_worker.model.go", old: `{Name: "active", Kind: listing.Bool,`, new: `{Name: "active", Kind: listing.Text,`, tests: "data_repositories"},
	{name: "model: columns out of order", file: "models/ai_worker.model.go", old: `{Name: "name", Kind: listing.Text, Sort: true, Filter: true},`, new: "", tests: "data_repositories"},
	{name: "model: code not found", file: "models/ai_worker.model.go", old: "NotFound:  global_config.CodeAIWorkerNotFound", new: "NotFound:  global_config.CodeAIWorkerTechnical", tests: "data_repositories"},
	{name: "model: code invalid", file: "models/ai_worker.model.go", old: "Invalid:   global_config.CodeAIWorkerInvalid", new: "Invalid:   global_config.CodeAIWorkerConflict", tests: "data_repositories"},
	{name: "model: code conflict", file: "models/user_account.model.go", old: "Conflict:  global_config.CodeUserAccountConflict", new: "Conflict:  global_config.CodeUserAccountInvalid", tests: "data_repositories"},
	{name: "model: code technical", file: "models/ai_worker.model.go", old: "Technical: global_config.CodeAIWorkerTechnical", new: "Technical: global_config.CodeAIWorkerNotFound", tests: "data_repositories"},

	{name: "repository: create forgets a column", file: "data_repositories/ai_worker.data_repository.go", old: "MaxTokens:   aiWorker.MaxTokens,\n\t\t\tActive", new: "Active", tests: "data_repositories"},
	{name: "repository: create exchanges columns", file: "data_repositories/enroll_app_invitations.data_repository.go", old: "AppID:     invitation.AppID,\n\t\t\tEmail:     invitation.Email,", new: "AppID:     *invitation.InvitedBy + 1,\n\t\t\tEmail:     invitation.Email,", tests: "data_repositories"},
	{name: "repository: create stores times as they come", file: "data_repositories/enroll_app_invitations.data_repository.go", old: "storableInvitation(&invitation)\n\tnow", new: "now", tests: "data_repositories"},
	{name: "repository: update forgets a column", file: "data_repositories/ai_worker.data_repository.go", old: "MaxTokens:         aiWorker.MaxTokens,", new: "", tests: "data_repositories"},
	{name: "repository: update without guard", file: "data_repositories/ai_worker.data_repository.go", old: "return aiWorker, sqlmodel.Written(written, err)", new: "_ = written\n\t\t\treturn aiWorker, err", tests: "data_repositories"},
	{name: "repository: update guards with the new time", file: "data_repositories/ai_worker.data_repository.go", old: "PreviousUpdatedAt: row.UpdatedAt", new: "PreviousUpdatedAt: aiWorker.UpdatedAt", tests: "data_repositories"},
	{name: "repository: update lets the creation time change", file: "data_repositories/ai_worker.data_repository.go", old: "aiWorker.ID, aiWorker.CreatedAt = row.ID, row.CreatedAt", new: "aiWorker.ID = row.ID", tests: "data_repositories"},
	{name: "repository: update keeps the time", file: "data_repositories/ai_worker.data_repository.go", old: "sqltype.NowAfter(row.UpdatedAt)", new: "row.UpdatedAt", tests: "data_repositories"},
	{name: "repository: update ignores the change's error", file: "data_repositories/ai_worker.data_repository.go", old: "if err := change(&aiWorker); err != nil {\n\t\t\treturn err\n\t\t}", new: "_ = change(&aiWorker)", tests: "data_repositories"},
	{name: "repository: delete removes nothing", file: "data_repositories/ai_worker.data_repository.go", old: "r.queries.Delete(ctx, id)", new: "int64(1), error(nil)", tests: "data_repositories"},
	{name: "repository: scan exchanges times", file: "data_repositories/ai_worker.data_repository.go", old: "&aiWorker.CreatedAt,\n\t\t&aiWorker.UpdatedAt,", new: "&aiWorker.UpdatedAt,\n\t\t&aiWorker.CreatedAt,", tests: "data_repositories"},
	{name: "repository: scan exchanges references", file: "data_repositories/allowed_app.data_repository.go", old: "&allowedApp.UserID,\n\t\t&allowedApp.AppID,", new: "&allowedApp.AppID,\n\t\t&allowedApp.UserID,", tests: "data_repositories"},
	{name: "repository: sort value", file: "data_repositories/ai_worker.data_repository.go", old: "return aiWorker.MaxTokens", new: "return aiWorker.ID", tests: "data_repositories"},
	{name: "repository: finder", file: "data_repositories/enroll_app_invitations.data_repository.go", old: "r.queries.IDsByAppID(ctx, reference)", new: "r.queries.IDsByInvitedBy(ctx, &[]int64{reference + 1}[0])", tests: "data_repositories"},
	{name: "repository: on behalf of another module", file: "data_repositories/ai_worker.data_repository.go", old: `db.As("ai_worker")`, new: `db.As("invitation")`, tests: "data_repositories"},
	{name: "query: update without guard", file: "data_repositories/internal/ai_workers/zz_generated_queries.sql.go", old: "WHERE id = ? AND updated_at = ?", new: "WHERE id = ? AND updated_at >= ?", tests: "data_repositories"},

	{name: "service: creation not told", file: "services/ai_worker.service.go", old: ", classes.AIWorkerCreated.To(s.events)", new: "", tests: "services"},
	{name: "service: update not told", file: "services/ai_worker.service.go", old: ", classes.AIWorkerUpdated.To(s.events)", new: "", tests: "services"},
	{name: "service: deletion not told", file: "services/ai_worker.service.go", old: ", classes.AIWorkerDeleted.To(s.events)", new: "", tests: "services"},
	{name: "service: another event told", file: "services/ai_worker.service.go", old: "classes.AIWorkerDeleted.To(s.events)", new: "classes.AIWorkerUpdated.To(s.events)", tests: "services"},
	{name: "service: nothing deleted", file: "services/ai_worker.service.go", old: "if err := s.repository.Delete(ctx, id, classes.AIWorkerDeleted.To(s.events)); err != nil {", new: "if err := error(nil); err != nil {", tests: "services"},
	{name: "service: create does not confirm", file: "services/invitation.service.go", old: "if err := s.confirm(ctx, none, invitation); err != nil {", new: "if err := error(nil); err != nil {", tests: "services"},
	{name: "service: create does not confirm again", file: "services/invitation.service.go", old: "if err := s.confirm(ctx, none, created); err != nil {", new: "if err := error(nil); err != nil {", tests: "services"},
	{name: "service: update does not confirm", file: "services/invitation.service.go", old: "return s.confirm(ctx, before, *invitation)", new: "return s.confirm(ctx, *invitation, before)", tests: "services"},
	{name: "service: one reference not confirmed", file: "services/invitation.service.go", old: `service.Confirm(ctx, s.userAccount, "invited_by", before.InvitedBy, after.InvitedBy, global_config.CodeInvitationInvalid)`, new: "error(nil)", tests: "services"},
	{name: "service: asks the wrong owner", file: "services/invitation.service.go", old: `service.Confirm(ctx, s.enrolledApp, "app_id"`, new: `service.Confirm(ctx, s.userAccount, "app_id"`, tests: "services"},
	{name: "service: deletion elsewhere ignored", file: "services/invitation.service.go", old: "if err := s.Delete(ctx, id); err != nil && !service.IsNotFound(err) {", new: "if true {\n\t\t\t\treturn nil\n\t\t\t}\n\t\t\tif err := s.Delete(ctx, id); err != nil && !service.IsNotFound(err) {", tests: "services"},
	{name: "service: reference not cleared", file: "services/invitation.service.go", old: "invitation.InvitedBy = nil\n\t\t\t\treturn nil", new: "return context.Canceled", tests: "services"},

	{name: "service: events beside the transaction", file: "models/ai_worker.model.go", old: "Outbox: true", new: "Outbox: false", tests: "services"},

	{name: "platform: stored events not delivered", file: "platform.go", old: "p.working.Go(func() { relay.Run(ctx) })", new: "_ = relay", tests: "."},
	{name: "platform: figures not counted", file: "platform.go", old: "if p.config.AggregatesDataPulse() {", new: "if false {", tests: "."},
	{name: "platform: background services not begun", file: "platform.go", old: "p.beside.StartOnRabbitMQ(ctx, p.emitter)", new: "", tests: "."},
	{name: "platform: background services not ended", file: "platform.go", old: `{"stopping the background services", p.beside.Stop},`, new: "", tests: "."},
	{name: "munshi: faults of the broker not reported", file: "event_driven_services/munshi.service.go", old: "reporter.ReportFault(ctx, fault.Code, fault.Title, fault.Err)", new: "", tests: "event_driven_services"},
	{name: "munshi: kind of an error", file: "event_driven_services/munshi.service.go", old: "return munshi.DBError", new: "return munshi.UnexpectedError", tests: "event_driven_services"},
	{name: "events hub: no envelope", file: "event_driven_services/events_hub.service.go", old: "e.Data = envelope", new: "_ = envelope", tests: "event_driven_services"},
	{name: "session cleanup: nothing removed", file: "bg_services/session_cleanup.service.go", old: "s.sessions.DeleteExpired(ctx, maxSessions)", new: "0, error(nil)", tests: "bg_services"},
	{name: "figures cleanup: nothing removed", file: "bg_services/figures_cleanup.service.go", old: "s.figures.Purge(ctx, maxFigures)", new: "0, error(nil)", tests: "bg_services"},

	{name: "controller: create ignores the body", file: "controllers/ai_worker.controller.go", old: "body.Entity()", new: "classes.AIWorker{}", tests: "controllers"},
	{name: "controller: update reads only", file: "controllers/ai_worker.controller.go", old: "c.service.Update(ctx, id, body.Apply)", new: "c.service.Get(ctx, id)", tests: "controllers"},
	{name: "controller: delete does nothing", file: "controllers/ai_worker.controller.go", old: "c.service.Delete(ctx, id)", new: "error(nil)", tests: "controllers"},
	{name: "controller: list ignores an error", file: "controllers/ai_worker.controller.go", old: "page, err := c.service.List(ctx, query)", new: "page, err := c.service.List(ctx, query)\n\terr = nil", tests: "controllers"},
	{name: "controller: log id given twice", file: "controllers/ai_worker.controller.go", old: "ai_worker.controller.go:002 | Get", new: "ai_worker.controller.go:001 | Create", tests: "controllers"},

	{name: "routes: one missing", file: "routes/ai_worker.routes.go", old: `router.Patch(path+"/{id}", httpapi.Update(api, invalid, controller.Update))`, new: "", tests: "routes"},
	{name: "routes: wrong verb", file: "routes/ai_worker.routes.go", old: `router.Delete(path+"/{id}"`, new: `router.Put(path+"/{id}"`, tests: "routes"},
	{name: "routes: wrong path", file: "routes/ai_worker.routes.go", old: `const path = "/api/v1/ai_workers"`, new: `const path = "/api/v1/ai_worker"`, tests: "routes"},
	{name: "routes: another's columns", file: "routes/ai_worker.routes.go", old: "models.AIWorker.Columns", new: "models.UserAccount.Columns", tests: "routes"},
	{name: "routes: another's code", file: "routes/ai_worker.routes.go", old: "global_config.CodeAIWorkerInvalid", new: "global_config.CodeInvitationInvalid", tests: "routes"},

	{name: "validation: default", file: "validations/ai_worker.validation.go", old: "in.MaxTokens.Or(4096)", new: "in.MaxTokens.Or(4095)", tests: "validations"},
	{name: "validation: field not taken over", file: "validations/ai_worker.validation.go", old: "Description: in.Description.V,", new: "", tests: "validations"},
	{name: "validation: field not changed", file: "validations/ai_worker.validation.go", old: "in.Settings.ApplyTo(&aiWorker.Settings)", new: "", tests: "validations"},

	{name: "events: request not handled", file: "event_driven_services/invitation_events.service.go", old: `events.On(router, InvitationCreateRequested, s.handleCreateRequested, events.Name("invitation_create"))`, new: "", tests: "event_driven_services"},
	{name: "events: deletion not handled", file: "event_driven_services/invitation_events.service.go", old: `events.On(router, classes.UserAccountDeleted, s.handleUserAccountDeleted, events.Name("invitation_invited_by"))`, new: "", tests: "event_driven_services"},
	{name: "events: body not validated", file: "event_driven_services/invitation_events.service.go", old: "if err := body.Validate(); err != nil {", new: "if err := error(nil); err != nil {", tests: "event_driven_services"},
	{name: "events: not passed on", file: "event_driven_services/invitation_events.service.go", old: "s.service.HandleEnrolledAppDeleted(ctx, gone)", new: "error(nil)", tests: "event_driven_services"},

	{name: "app: event handlers not waited for", file: "platform.go", old: `{"waiting for event handlers", p.router.Close},`, new: "", tests: "."},
	{name: "app: database closed at once", file: "app.go", old: "defer func() { _ = db.Close() }()", new: "context.AfterFunc(ctx, func() { _ = db.Close() })", tests: "."},
	{name: "app: database closed before the events", file: "app.go", old: "\treturn p.close(ctx)\n", new: "\t_ = db.Close()\n\treturn p.close(ctx)\n", tests: "."},
	{name: "app: events refused before the requests are answered", file: "app.go", old: "if err := server.Run(ctx); err != nil {", new: "context.AfterFunc(ctx, func() { _ = p.router.Close(context.Background()) })\n\tif err := server.Run(ctx); err != nil {", tests: "."},
	{name: "app: requests cut off", file: "app.go", old: "ShutdownTimeout: config.ShutdownTimeout,", new: "ShutdownTimeout: 1,", tests: "."},
	{name: "app: no warning", file: "app.go", old: "(ip != nil && ip.IsLoopback())", new: "ip != nil", tests: "."},
	{name: "app: no warning about all addresses", file: "app.go", old: `host == "localhost" ||`, new: `host == "" || host == "localhost" ||`, tests: "."},

	{name: "config: any environment", file: "global_config/config.go", old: "!slices.Contains([]string{\"development\", \"staging\", \"production\"}, c.Environment)", new: "!slices.Contains([]string{c.Environment}, c.Environment)", tests: "global_config"},
	{name: "config: any log format", file: "global_config/config.go", old: `c.LogFormat != "text" && c.LogFormat != "json"`, new: `c.LogFormat == ""`, tests: "global_config"},
	{name: "config: no connections", file: "global_config/config.go", old: "c.MySQLMaxConnections < 1 || ", new: "", tests: "global_config"},
	{name: "config: no body", file: "global_config/config.go", old: "c.MaxBodyBytes < 1 || ", new: "", tests: "global_config"},
	{name: "config: no time to end", file: "global_config/config.go", old: " || c.ShutdownTimeout <= 0", new: "", tests: "global_config"},
	{name: "config: not validated", file: "global_config/config.go", old: "return loaded, loaded.validate()", new: "return loaded, nil", tests: "global_config"},
	{name: "config: production migrates", file: "global_config/config.go", old: `return c.Environment != "production"`, new: "return true", tests: "global_config"},

	{name: "migration: no unique index", file: "migrations/sqlite/00002_create_user_accounts.sql", old: "CREATE UNIQUE INDEX", new: "CREATE INDEX", tests: "data_repositories"},
	{name: "migration: no foreign key", file: "migrations/sqlite/00004_create_allowed_app.sql", old: ",\n    CONSTRAINT fk_allowed_app_app_id FOREIGN KEY (app_id) REFERENCES enrolled_apps (id) ON DELETE RESTRICT", new: "", tests: "data_repositories"},
	{name: "migration: no unique index over two columns", file: "migrations/sqlite/00004_create_allowed_app.sql", old: "CREATE UNIQUE INDEX", new: "CREATE INDEX", tests: "data_repositories"},
	{name: "migration: not taken back", file: "migrations/sqlite/00001_create_ai_workers.sql", old: "DROP TABLE ai_workers", new: "SELECT 1", tests: "."},
	{name: "migration: no unique index on MariaDB", file: "migrations/mysql/00002_create_user_accounts.sql", old: "UNIQUE KEY", new: "KEY", tests: "data_repositories", mysql: true},
	{name: "migration: no check on MariaDB", file: "migrations/mysql/00001_create_ai_workers.sql", old: "CHECK (max_tokens BETWEEN 1 AND 200000)", new: "CHECK (max_tokens >= 1)", tests: "data_repositories", mysql: true},
	{name: "migration: times without fractions on MariaDB", file: "migrations/mysql/00005_create_enroll_app_invitations.sql", old: "expires_at DATETIME(6)", new: "expires_at DATETIME", tests: "data_repositories", mysql: true},
}

// additions break what is added beside entities.
var additions = []mutation{
	{name: "event: nothing carried", file: "services/ai_worker.worker_assigned.service.go", old: "s.events, workerAssigned", new: "s.events, classes.WorkerAssigned{}", tests: "services"},
	{name: "event: not told", file: "services/ai_worker.worker_assigned.service.go", old: "classes.WorkerAssignedEvent.Emit(ctx, s.events, workerAssigned)", new: "error(nil)", tests: "services"},
	{name: "event: no trace", file: "services/user_account.worker_assigned.service.go", old: "received WORKER_ASSIGNED", new: "received", tests: "services"},
	{name: "event: not handled", file: "event_driven_services/user_account.worker_assigned_events.service.go", old: `events.On(router, classes.WorkerAssignedEvent, s.handle, events.Name("user_account_worker_assigned"))`, new: "_ = events.Name", tests: "event_driven_services"},
	{name: "event: not passed on", file: "event_driven_services/user_account.worker_assigned_events.service.go", old: "s.service.HandleWorkerAssigned(ctx, workerAssigned)", new: "error(nil)", tests: "event_driven_services"},
	{name: "event: failure kept", file: "event_driven_services/user_account.worker_assigned_events.service.go", old: "s.service.HandleWorkerAssigned(ctx, workerAssigned))\n", new: "func() error { _ = s.service.HandleWorkerAssigned(ctx, workerAssigned); return nil }())\n", tests: "event_driven_services"},
	{name: "background: no name", file: "bg_services/worker_report.service.go", old: `"worker_report"`, new: `""`, tests: "bg_services"},
	{name: "background: its end not seen", file: "bg_services/worker_report.service.go", old: "return ctx.Err()", new: "return nil", tests: "bg_services"},
}

// removals find what a file must not do without: each match is removed alone.
var removals = []struct {
	file, tests string
	pattern     *regexp.Regexp
}{
	{"validations/ai_worker.validation.go", "validations", regexp.MustCompile(`(?m)^\t(problems\.Required|validation\.)\S.*$`)},
	{"validations/ai_worker.validation.go", "validations", regexp.MustCompile(`, validation\.\w+\((sqltype\.MustDecimal\("[^"]*"\)|[^()]*)\)`)},
	// A CHECK on a bool cannot be violated by a Go bool.
	{"migrations/sqlite/00001_create_ai_workers.sql", "data_repositories", regexp.MustCompile(`CHECK \((name|length|provider|temperature|max_tokens|json_valid).*\)`)},
}

// TestLayersCanFail applies each mutation alone to a copy of the example platform.
func TestLayersCanFail(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the tests of a platform a hundred times")
	}
	root := example.generate(t)
	for _, m := range mutations {
		t.Run(m.name, func(t *testing.T) { m.mustBeNoticed(t, root) })
	}
	for _, removal := range removals {
		text := read(t, filepath.Join(root, filepath.FromSlash(removal.file)))
		places := removal.pattern.FindAllStringIndex(text, -1)
		if len(places) == 0 {
			t.Errorf("%s has nothing to remove: mend the pattern %s", removal.file, removal.pattern)
		}
		for _, place := range places {
			without := text[:place[0]] + replacement(text[place[0]:place[1]]) + text[place[1]:]
			m := mutation{file: removal.file, old: text, new: without, tests: removal.tests}
			t.Run("without "+strings.TrimSpace(text[place[0]:place[1]]), func(t *testing.T) { m.mustBeNoticed(t, root) })
		}
	}
}

// TestAdditionsCanFail does the same for what is added beside entities.
func TestAdditionsCanFail(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the tests of a platform several times")
	}
	root := withEvents.generate(t)
	for _, m := range additions {
		t.Run(m.name, func(t *testing.T) { m.mustBeNoticed(t, root) })
	}
}

// replacement stands for what is removed: a CHECK needs some condition.
func replacement(removed string) string {
	if strings.HasPrefix(removed, "CHECK") {
		return "CHECK (1 = 1)"
	}
	return ""
}

// mustBeNoticed puts the defect into a copy and runs the tests there.
func (m mutation) mustBeNoticed(t *testing.T, root string) {
	t.Helper()
	name := filepath.FromSlash(m.file)
	text := read(t, filepath.Join(root, name))
	if found := strings.Count(text, m.old); found != 1 {
		t.Fatalf("%s holds what the mutation changes %d times, not once: mend the mutation", m.file, found)
	}
	changed := t.TempDir()
	if err := os.CopyFS(changed, os.DirFS(root)); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(changed, name), []byte(strings.Replace(text, m.old, m.new, 1)))
	var environment []string
	if m.mysql {
		environment = []string{dsnVariable + "=" + mysqlDSN(t)}
	}
	out, err := command(t, changed, environment, "go", "test", "-vet=off", "-timeout=1m", "./"+m.tests)
	switch {
	case err == nil:
		t.Errorf("%s: the tests of %s do not notice", m.file, m.tests)
	case strings.Contains(out, "[build failed]") || strings.Contains(out, "[setup failed]"):
		t.Errorf("%s: the mutation does not compile: mend it\n%s", m.file, shortened(out))
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
