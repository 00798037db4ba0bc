package directconnection

import (
	"testing"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
)

func TestConnects(t *testing.T) {
	script := func(imports ...fact.Import) *program.File {
		return &program.File{File: &fact.File{Language: fact.JavaScript, Imports: imports}}
	}
	golang := func(imports ...fact.Import) *program.File {
		return &program.File{File: &fact.File{Language: fact.Go, Imports: imports}}
	}
	for _, test := range []struct {
		file    *program.File
		callee  string
		service string
	}{
		{script(fact.Import{Name: "mysql", Path: "mysql2"}), "mysql.createPool", "MySQL"},
		{script(fact.Import{Name: "mysql", Path: "mysql2", Immediate: "promise"}), "mysql.createPool", "MySQL"},
		{script(fact.Import{Name: "mysql", Path: "mysql2", Member: "default"}), "mysql.createPool", "MySQL"},
		{script(fact.Import{Name: "pool", Path: "mysql2", Member: "createPool"}), "pool", "MySQL"},
		{script(fact.Import{Name: "Redis", Path: "ioredis"}), "new Redis", "Redis"},
		{script(fact.Import{Name: "Redis", Path: "ioredis"}), "new Redis.Cluster", "Redis"},
		{script(fact.Import{Name: "knex", Path: "knex"}), "knex", "SQL"},
		{script(fact.Import{Name: "knex", Path: "knex"}), "knex.raw", ""},
		{script(fact.Import{Name: "mysql", Path: "mysql2"}), "mysql.escape", ""},
		{script(fact.Import{Name: "mysql", Path: "./mysql2"}), "mysql.createPool", ""},
		{script(), "mysql.createPool", ""},
		{golang(fact.Import{Name: "sql", Path: "database/sql"}), "sql.Open", "SQL"},
		{golang(fact.Import{Path: "database/sql"}), "sql.Open", "SQL"},
		{golang(fact.Import{Name: "redis", Path: "github.com/redis/go-redis/v9"}), "redis.NewClient", "Redis"},
		{golang(fact.Import{Name: "pgxpool", Path: "github.com/jackc/pgx/v5/pgxpool"}), "pgxpool.New", "PostgreSQL"},
		{golang(fact.Import{Name: "sql", Path: "database/sql"}), "sql.Named", ""},
		{golang(fact.Import{Name: "sql", Path: "example.com/sql"}), "sql.Open", ""},
	} {
		if got, _ := connects(test.file, imports(test.file), test.callee); got != test.service {
			t.Errorf("%s with %+v: %q, want %q", test.callee, test.file.Imports, got, test.service)
		}
	}
}
