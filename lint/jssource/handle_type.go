package jssource

import (
	"path"
	"regexp"
	"strings"
)

// documentMethods give a document, or several.
var documentMethods = set("findOne", "findById", "create", "findByPk", "findOneAndUpdate", "findByIdAndUpdate", "find",
	"findAll", "build", "findOrFail", "forge", "findOneOrFail", "hydrate")

// handleOfType judges a TypeScript type, and the name in the decorator beside it.
func handleOfType(typ, mark string) handle {
	name, argument, generic := strings.Cut(strings.TrimSpace(typ), "<")
	argument = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(argument), ">"))
	argument, class := strings.CutPrefix(argument, "typeof ")
	if i := strings.IndexAny(argument, ",&|<"); i >= 0 {
		argument = strings.TrimSpace(argument[:i])
	}
	wrapped := argument
	if name, plain := strings.CutPrefix(strings.TrimSpace(typ), "typeof "); plain {
		wrapped, class = name, true
	}
	if mark != "" {
		argument = mark
	}
	switch lastPart(name) {
	case "Repository", "MongoRepository", "TreeRepository", "EntityRepository", "SqlEntityRepository":
		if argument != "" {
			return handle{kind: handleRepository, model: argument, sure: true}
		}
	case "Model", "ModelClass", "PaginateModel", "ReturnModelType", "ModelStatic", "AggregatePaginateModel", "SoftDeleteModel", "LeanModel", "ModelCtor", "ModelType":
		if generic || mark != "" {
			if mark == "" {
				argument = strings.TrimSuffix(argument, "Document")
			}
			return handle{kind: handleModel, model: argument, sure: true}
		}
	case "Knex", "Transaction":
		if name == "Knex" || name == "Knex.Transaction" {
			return handle{kind: handleKnex, sure: true}
		}
	case "PrismaClient", "PrismaService", "TransactionClient":
		return handle{kind: handlePrisma, sure: true}
	case "EntityManager", "DataSource":
		return handle{kind: handleManager, sure: true}
	case "Db":
		return handle{kind: handleDatabase, sure: true}
	case "Connection":
		if mark != "" {
			return handle{kind: handleMongoose}
		}
	}
	if class && titled(wrapped) {
		argument = wrapped
		return handle{kind: handleModel, model: argument, sure: true} // a wrapper of a class that may be a model
	}
	return handle{}
}

// handleOfModule judges what a module gives.
func handleOfModule(path, member string) handle {
	switch path {
	case "knex":
		return handle{kind: handleKnex, sure: true}
	case "mongoose":
		if member == "" || member == "default" || member == "*" || strings.HasPrefix(member, "connection") {
			return handle{kind: handleMongoose, sure: true}
		}
		return handle{}
	}
	if !ownModule(path) {
		return handle{}
	}
	lower := strings.ToLower(path)
	switch {
	case knexModule.MatchString(lower) && (member == "" || member == "default" || member == "knex"):
		return handle{kind: handleKnex, sure: true}
	case foreign(path):
		return handle{}
	case strings.HasSuffix(lower, "/models") || strings.HasSuffix(lower, "/models/index") || strings.HasSuffix(lower, "/models/index.js") || lower == "models" || strings.HasSuffix(lower, "/entities"):
		if member == "" || member == "*" || member == "default" {
			return handle{kind: handleModels, sure: true}
		}
		if titled(member) || shape(member).kind == handleModel {
			return handle{kind: handleModel, sure: true}
		}
	case strings.Contains(lower, "models/") || strings.Contains(lower, "model/") || strings.Contains(lower, ".model") || strings.Contains(lower, "_model") || strings.Contains(lower, "entities/") || strings.Contains(lower, ".entity") || strings.Contains(lower, "/schemas/") || strings.Contains(lower, ".schema"):
		return handle{kind: handleModel, sure: true}
	}
	return handle{}
}

// ownModule reports whether a module is a file of the project: a relative path, or one by an alias.
func ownModule(path string) bool {
	for _, prefix := range []string{".", "@/", "~", "src/", "#", "models", "app/", "/"} {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return strings.HasPrefix(path, "@") && (strings.Contains(path, "/models") || strings.Contains(path, "/entities") || strings.Contains(path, "/schemas"))
}

// mayBeOwn reports whether a module can be a file of the project by an alias or the name of a
// workspace: which it is the linked program knows.
func mayBeOwn(path string) bool { return ownModule(path) || strings.HasPrefix(path, "@") }

// foreign reports whether a module holds code that only has methods named like a model's.
func foreign(module string) bool {
	lower := strings.ToLower(module)
	if folder, stem := path.Split(lower); modelFolder(folder) || modelFile.MatchString(stem) {
		// models/route_plan and client.model are models; models/user_service is none.
		return !modelFile.MatchString(stem) && foreignStem.MatchString(stem)
	}
	for _, mark := range []string{"service", "controller", "repositor", "util", "helper", "middleware", "validat", "route", "component", "hook", "store", "/dao", "interface", "/types", "viewmodel", "view_model", "/dto", "client"} {
		if strings.Contains(lower, mark) {
			return true
		}
	}
	return false
}

var (
	// knexModule is a file of the project that gives knex: db_knex, knex.js.
	knexModule  = regexp.MustCompile(`(^|[/._-])knex(\.[cm]?[jt]s)?$`)
	modelFile   = regexp.MustCompile(`[a-z0-9][._-](model|entity|schema)(\.[cm]?[jt]s)?$`)
	foreignStem = regexp.MustCompile(`[a-z0-9][._-]?(services?|controllers?|repositor(y|ies)|utils?|helpers?|middlewares?|validat(or|ors|ion|ions)|routes?|routers?|components?|hooks?|dao|interfaces?|types|view_?model|dto)(\.[cm]?[jt]s)?$`)
)

// modelFolder reports whether a folder is one of models.
func modelFolder(folder string) bool {
	switch path.Base(folder) {
	case "models", "model", "entities", "schemas":
		return true
	}
	return false
}

func titled(s string) bool { return s != "" && s[0] >= 'A' && s[0] <= 'Z' }

// shape judges a name alone.
func shape(name string) handle {
	switch name {
	case "knex", "trx", "Knex":
		return handle{kind: handleKnex}
	case "mongoose":
		return handle{kind: handleMongoose}
	case "prisma", "prismaClient", "prismaService", "prisma_client":
		return handle{kind: handlePrisma}
	case "entityManager", "manager", "dataSource", "em", "AppDataSource", "transactionalEntityManager", "transactionManager":
		return handle{kind: handleManager}
	case "models", "Models":
		return handle{kind: handleModels}
	}
	lower := strings.ToLower(name)
	switch {
	case strings.HasSuffix(lower, "viewmodel"), strings.HasSuffix(lower, "view_model"):
	case strings.HasSuffix(name, "_model"), strings.HasSuffix(name, "Model") && len(name) > 5, strings.HasSuffix(name, "_MODEL"):
		return handle{kind: handleModel, model: name}
	}
	return handle{}
}
