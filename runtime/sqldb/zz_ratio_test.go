package sqldb_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/sqldb"
)

func TestRatio(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.db")
	db, err := sqldb.Open(t.Context(), sqldb.Options{SQLitePath: path})
	if err != nil { t.Fatal(err) }
	defer db.Close()
	exec(t, db, "CREATE TABLE ev (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(50) NOT NULL, notes TEXT, active BOOLEAN NOT NULL, size INT NOT NULL, at DATETIME)")
	plain, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)&_pragma=synchronous(NORMAL)&_txlock=immediate&_time_format=sqlite")
	if err != nil { t.Fatal(err) }
	defer plain.Close()
	plain.SetMaxOpenConns(20); plain.SetMaxIdleConns(20)
	ctx, cancel := context.WithCancel(t.Context()); defer cancel()
	ops := map[string]func(on executor) error{
		"insert": func(on executor) error {
			_, err := on.ExecContext(ctx, "INSERT INTO ev (name, notes, active, size, at) VALUES (?, ?, ?, ?, ?)", "name", "some notes", true, 7, time.Now())
			return err
		},
		"select": func(on executor) error {
			var v thing
			return on.QueryRowContext(ctx, "SELECT name, notes, active, size, at FROM ev WHERE id = ?", 1).Scan(&v.Name, &v.Notes, &v.Active, &v.Size, &v.At)
		},
	}
	for _, name := range []string{"insert", "select"} {
		for _, workers := range []int{1, 4} {
			var ratios, a, b []float64
			run := func(on executor) float64 {
				const n = 1600
				start := time.Now()
				var g sync.WaitGroup
				for range workers {
					g.Go(func() { for range n / workers { if err := ops[name](on); err != nil { t.Error(err) } } })
				}
				g.Wait()
				return n / time.Since(start).Seconds()
			}
			run(plain); run(db)
			for i := range 15 {
				var x, y float64
				if i%2 == 0 { x = run(plain); y = run(db) } else { y = run(db); x = run(plain) }
				a = append(a, x); b = append(b, y); ratios = append(ratios, y/x)
			}
			slices.Sort(ratios); slices.Sort(a); slices.Sort(b)
			fmt.Printf("%s workers=%d plain %.0f/s DB %.0f/s median ratio %.3f (q1 %.3f q3 %.3f)\n", name, workers, a[7], b[7], ratios[7], ratios[3], ratios[11])
		}
	}
}
