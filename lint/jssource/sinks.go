package jssource

import "strings"

// runs are the calls that run a text whatever their object is called.
var runs = set("query", "execute", "raw", "$queryRaw", "$queryRawUnsafe", "$executeRaw", "$executeRawUnsafe", "prepare",
	"whereRaw", "joinRaw", "fromRaw", "orderByRaw", "havingRaw", "groupByRaw", "selectRaw", "andWhereRaw", "orWhereRaw",
	"oneOrNone", "manyOrNone", "queryAsync", "executeAsync", "executeQuery", "execute_query", "runQuery", "run_query",
	"executeSql", "execute_sql", "executeSQL", "execSQL", "queryOne", "queryAll", "query_async", "multiResult", "queryRaw",
	"executeRaw", "query_db", "queryStream", "createStatement", "rawQuery", "raw_query", "sql", "$queryRawTyped", "runSql",
	"multi", "simpleQuery", "queryRows", "queryRow", "queryArray", "queryObject", "iterate", "prepareStatement", "createRawQuery", "unsafe")

// mayRun are calls that run a text on some objects and do other things on others: what they are
// given decides.
var mayRun = set("run", "all", "get", "each", "exec", "one", "any", "many", "none", "result", "map", "tx", "literal",
	"batch", "select", "fetch", "stream", "first", "pluck", "db", "call", "request", "from",
	"insert", "update", "delete", "fetchAll", "fetch_all", "getRows", "get_rows", "transaction", "task", "send",
	"Query", "QueryFile", "PreparedStatement", "ParameterizedQuery", "QueryStream", "Cursor", "SqlQuery", "promise",
	"addQuery", "add", "cursor", "explain", "getAll", "getRow", "getCell", "getCol", "getAssoc", "getOne", "getValue", "selectOne", "selectAll",
	"fetchOne", "fetch_one", "fetchRow", "perform", "exec_query", "createQuery", "Statement", "statement", "command", "values")

// messages are functions and methods whose texts are for people, or are compared with others.
var messages = set("assert", "expect", "describe", "it", "test", "reject", "t", "$t", "i18n", "alert", "confirm", "prompt",
	"toast", "chalk", "notify", "gettext", "ngettext", "__", "describe.each", "warn", "error", "debug", "info", "trace",
	"fatal", "log", "group", "console", "logError", "logInfo", "log_error", "log_info", "fail", "deprecate", "beforeEach",
	"afterEach", "before", "after", "suite",
	"startsWith", "endsWith", "includes", "indexOf", "lastIndexOf", "localeCompare", "search", "match", "context", "setHeader", "setDescription", "addOption", "option", "usage", "description", "help")

// messageRoots are objects whose methods take no SQL.
var messageRoots = set("console", "assert", "expect", "expect()", "chai", "chalk", "toast", "Swal", "i18n", "document", "window",
	"JSON", "Math", "path", "fs", "Object", "$", "jQuery", "$()", "Promise", "Sentry",
	"eventEmitter", "event_emitter", "emitter", "redis", "redis_client", "redisClient", "memcached", "memcached_ops", "memcache", "localStorage", "sessionStorage")

// httpClients are modules that make requests of other servers.
var httpClients = set("axios", "got", "node-fetch", "cross-fetch", "isomorphic-fetch", "undici", "superagent", "request",
	"request-promise", "request-promise-native", "needle", "ky", "bent", "phin", "wretch", "http", "https", "node:http", "node:https")

// sink says what a call does with its texts.
type sink uint8

const (
	sinkNone sink = iota
	sinkMessage
	sinkMay
	sinkRuns
)

// sinkOf judges a call by its callee.
func sinkOf(callee string, constructed bool) sink {
	callee = strings.TrimPrefix(callee, "new ")
	last := lastPart(callee)
	root, _, _ := strings.Cut(callee, ".")
	switch {
	case constructed && strings.HasSuffix(last, "Error"), strings.HasSuffix(last, "Exception"):
		return sinkMessage
	case isLog(callee), isResponse(callee):
		return sinkMessage
	case messageRoots[root], callee == "Buffer.from":
		return sinkMessage
	case runs[last]:
		return sinkRuns
	case messages[last]:
		return sinkMessage
	case mayRun[last]:
		return sinkMay
	}
	lower := strings.ToLower(last)
	if strings.Contains(lower, "query") || strings.Contains(lower, "sql") || strings.Contains(lower, "execute") {
		return sinkMay
	}
	return sinkNone
}

// sqlTag reports whether a tag makes or runs SQL.
func sqlTag(tag string) bool {
	last := lastPart(strings.TrimSuffix(tag, "()"))
	switch last {
	case "sql", "SQL", "Sql", "$queryRaw", "$executeRaw", "query", "raw", "execute", "pgsql", "psql", "postgres", "pg",
		"mysql", "sqlite", "type", "fragment", "unsafe", "one", "many", "any", "maybeOne", "exists", "oneFirst", "anyFirst",
		"manyFirst", "maybeOneFirst", "tx", "trx", "db", "prisma", "$queryRawTyped", "sqlt", "join":
		return last != "join"
	}
	lower := strings.ToLower(last)
	return strings.HasSuffix(lower, "sql") && lower != "graphql"
}

// textKeys are the properties of an argument that hold the text of a query.
var textKeys = set("sql", "text", "query", "statement", "queryText", "sqlText", "sqlQuery", "sql_query", "queryString", "query_string", "queryStr", "Statement", "raw")
