package model

import "strings"

// GoName returns the exported Go name of the entity: "AIWorker".
func (e Entity) GoName() string { return GoName(e.Name) }

// PluralGoName returns the exported Go name of a collection: "AIWorkers". It
// equals GoName for words such as "news".
func (e Entity) PluralGoName() string { return GoName(e.Plural) }

// GoVar returns the name of a local variable that holds the entity: "aiWorker".
// A name that is taken gets the suffix "Entity": "type" → "typeEntity".
func (e Entity) GoVar() string { return goVar(e.Name, "Entity") }

// ModuleGoName returns the exported Go name of the owning module.
func (e Entity) ModuleGoName() string { return GoName(e.Module) }

// FileStem returns the part before the first dot of the entity's files, as in
// "ai_worker.service.go" (the standards, §2.1); see [FileStem].
func (e Entity) FileStem() string { return FileStem(e.Name) }

// ModuleFileStem returns the part before the first dot of the module's files.
func (e Entity) ModuleFileStem() string { return FileStem(e.Module) }

// RepositoryStem returns the part before the first dot of the data repository's
// file, and of its queries. It begins with the table's name, or with its
// singular (the standards, §3.7.2): the entity's name when the table is named
// after it, else the table.
func (e Entity) RepositoryStem() string {
	if e.Table == e.Name || e.Table == e.Plural || e.Table == Pluralize(e.Name) {
		return FileStem(e.Name)
	}
	return FileStem(e.Table)
}

// TablePackage returns the name of the Go package, and of its directory, that
// holds the table's generated queries: the table's name, with "_table" when Go
// or generated code uses that name already.
func (e Entity) TablePackage() string { return tablePackage(e.Table) }

// Route returns the path of the entity's collection (the standards, §8.2).
func (e Entity) Route() string { return "/api/v1/" + e.Plural }

// EventID returns the id of an event in UPPER_SNAKE_CASE (the standards, §3.3):
// EventID("created") → "AI_WORKER_CREATED". Ids begin with a letter, so that a
// name that begins with a digit is given an N, as in Go names.
func (e Entity) EventID(verb string) string {
	id := strings.ToUpper(e.Name + "_" + verb)
	if beginsWithDigit(id) {
		return "N" + id
	}
	return id
}

// QuotedTable returns the table as it is written in SQL; see [QuoteSQL].
func (e Entity) QuotedTable() string { return QuoteSQL(e.Table) }

// UniqueName returns the name of a unique index: "uq_ai_workers_email". Like
// all names of indexes and constraints it has at most 64 characters.
func (e Entity) UniqueName(columns ...string) string { return constraintName("uq", e.Table, columns) }

// IndexName returns the name of an index: "ix_ai_workers_owner_id".
func (e Entity) IndexName(columns ...string) string { return constraintName("ix", e.Table, columns) }

// CheckName returns the name of a check constraint: "ck_ai_workers_status".
func (e Entity) CheckName(columns ...string) string { return constraintName("ck", e.Table, columns) }

// ForeignKeyName returns the name of a foreign key: "fk_ai_workers_owner_id".
func (e Entity) ForeignKeyName(columns ...string) string {
	return constraintName("fk", e.Table, columns)
}
