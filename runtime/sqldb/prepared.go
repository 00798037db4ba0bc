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

// statement returns the query prepared, or nil where it is run as it is: in a transaction, which has a
// connection of its own, and for statements that change the schema.
func (d *DB) statement(ctx context.Context, query string) *sql.Stmt {
	if d.dialect != SQLite || d.transaction(ctx) != nil {
		return nil
	}
	d.prepared.mu.RLock()
	known, full := d.prepared.statements[query], len(d.prepared.statements) >= maxPrepared
	d.prepared.mu.RUnlock()
	if known != nil || full || !repeatable(query) {
		return known
	}
	// The driver keeps only a text that ends with its statement.
	made, err := d.pool.PrepareContext(ctx, strings.TrimSpace(query))
	if err != nil {
		return nil // running it reports the same
	}
	return d.prepared.keep(query, made)
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
