package sqldb

import (
	"context"
	"database/sql"
	"strings"
	"sync"
)

// maxPrepared bounds the statements that are kept prepared: a platform has a few for each table, and
// its lists one for each combination of filters that is asked for.
const maxPrepared = 512

// prepared keeps statements prepared on SQLite, which would otherwise compile the text each time: that
// is a fifth of the time of an INSERT. MySQL's driver sends text and arguments in one go instead.
type prepared struct {
	mu         sync.RWMutex
	statements map[string]*sql.Stmt
}

// statement returns the query prepared, or nil where it is run as it is: on MySQL, for statements that
// change the schema, and in a transaction for one that is not known yet. Preparing that would take a
// second connection while the transaction holds one; it is prepared when the transaction has ended.
func (d *DB) statement(ctx context.Context, query string) *sql.Stmt {
	if d.dialect != SQLite {
		return nil
	}
	known, full := d.prepared.find(query)
	t := d.transaction(ctx)
	switch {
	case known != nil && t != nil:
		return t.tx.StmtContext(ctx, known)
	case known != nil || full || !repeatable(query):
		return known
	case t != nil:
		t.wants(query)
		return nil
	}
	return d.prepare(ctx, query)
}

// prepare prepares a query and keeps it; nil where that fails, which running it reports as well.
func (d *DB) prepare(ctx context.Context, query string) *sql.Stmt {
	// The driver keeps only a text that ends with its statement.
	made, err := d.pool.PrepareContext(ctx, strings.TrimSpace(query))
	if err != nil {
		return nil
	}
	return d.prepared.keep(query, made)
}

// find returns the statement that is kept for a query, and whether there is room for no more.
func (p *prepared) find(query string) (known *sql.Stmt, full bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.statements[query], len(p.statements) >= maxPrepared
}

// keep adds a statement, unless another caller has done so meanwhile.
func (p *prepared) keep(query string, made *sql.Stmt) *sql.Stmt {
	p.mu.Lock()
	defer p.mu.Unlock()
	if known := p.statements[query]; known != nil {
		_ = made.Close()
		return known
	}
	if p.statements == nil {
		p.statements = map[string]*sql.Stmt{}
	}
	p.statements[query] = made
	return made
}

// close ends the prepared statements, before their pool.
func (p *prepared) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, statement := range p.statements {
		_ = statement.Close() // the pool is closed next, whatever this says
	}
	p.statements = nil
}

// repeatable reports whether a statement works on rows.
func repeatable(query string) bool {
	for _, word := range []string{"SELECT", "INSERT", "UPDATE", "DELETE"} {
		if firstWord(query, word) {
			return true
		}
	}
	return false
}
