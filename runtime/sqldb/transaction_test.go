package sqldb_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"github.com/vtgen/vtgen/runtime/sqldb"
)

var errWork = errors.New("the work failed")

// insert adds a thing, in the transaction of ctx.
func insert(ctx context.Context, db *sqldb.DB, name string) error {
	_, err := db.ExecContext(ctx, "INSERT INTO things (name) VALUES (?)", name)
	return err
}

func names(t *testing.T, db *sqldb.DB) []string {
	t.Helper()
	return texts(t, db, "SELECT name FROM things ORDER BY name")
}

func TestInTx(t *testing.T) {
	for name, c := range map[string]struct {
		work    func(ctx context.Context, db *sqldb.DB) error
		want    error
		remains []string
	}{
		"commits": {
			work:    func(ctx context.Context, db *sqldb.DB) error { return insert(ctx, db, "a") },
			remains: []string{"a"},
		},
		"rolls back": {
			work:    func(ctx context.Context, db *sqldb.DB) error { return errors.Join(insert(ctx, db, "a"), errWork) },
			want:    errWork,
			remains: nil,
		},
		"nested joins": {
			work: func(ctx context.Context, db *sqldb.DB) error {
				err := db.InTx(ctx, func(ctx context.Context) error { return insert(ctx, db, "a") })
				return errors.Join(err, errWork)
			},
			want: errWork,
		},
		"nested commits with the outer one": {
			work: func(ctx context.Context, db *sqldb.DB) error {
				if err := db.InTx(ctx, func(ctx context.Context) error { return insert(ctx, db, "a") }); err != nil {
					return err
				}
				return insert(ctx, db, "b")
			},
			remains: []string{"a", "b"},
		},
		"a swallowed nested error": {
			work: func(ctx context.Context, db *sqldb.DB) error {
				_ = db.InTx(ctx, func(ctx context.Context) error { return errors.Join(insert(ctx, db, "a"), errWork) })
				return insert(ctx, db, "b")
			},
			want: errWork,
		},
		"a failed statement that is dealt with": {
			work: func(ctx context.Context, db *sqldb.DB) error {
				if err := insert(ctx, db, "much too long a name"); err == nil {
					return errors.New("the name was accepted")
				}
				return insert(ctx, db, "short")
			},
			remains: []string{"short"},
		},
		"the context ends": {
			work: func(ctx context.Context, db *sqldb.DB) error {
				ctx, cancel := context.WithCancel(ctx)
				cancel()
				return insert(ctx, db, "a")
			},
			want: context.Canceled,
		},
	} {
		t.Run(name, func(t *testing.T) {
			db := open(t)
			err := db.InTx(t.Context(), func(ctx context.Context) error { return c.work(ctx, db) })
			if !errors.Is(err, c.want) {
				t.Errorf("got the error %v, want %v", err, c.want)
			}
			if got := names(t, db); !slices.Equal(got, c.remains) {
				t.Errorf("%v remains, want %v", got, c.remains)
			}
		})
	}
}

func TestInTxRollsBackOnPanic(t *testing.T) {
	db := open(t)
	for _, nested := range []bool{false, true} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_ = db.InTx(t.Context(), func(ctx context.Context) error {
				if err := insert(ctx, db, "a"); err != nil {
					t.Error(err)
				}
				if nested {
					return db.InTx(ctx, func(context.Context) error { panic("nested") })
				}
				panic("outer")
			})
		}()
	}
	if got := names(t, db); got != nil {
		t.Errorf("%v remains", got)
	}
	exec(t, db, "INSERT INTO things (name) VALUES ('later')") // no connection was left locked
}

func TestANestedPanicThatIsRecoveredRollsBack(t *testing.T) {
	db := open(t)
	err := db.InTx(t.Context(), func(ctx context.Context) error {
		func() {
			defer func() { _ = recover() }()
			_ = db.InTx(ctx, func(ctx context.Context) error {
				if err := insert(ctx, db, "half"); err != nil {
					t.Error(err)
				}
				panic("nested")
			})
		}()
		return insert(ctx, db, "rest")
	})
	if err == nil || names(t, db) != nil {
		t.Errorf("error %v, %v remains", err, names(t, db))
	}
}

func TestATransactionIsItsOwnDatabases(t *testing.T) {
	one, other := open(t), open(t)
	err := one.InTx(t.Context(), func(ctx context.Context) error {
		return errors.Join(insert(ctx, other, "a"), errWork)
	})
	if !errors.Is(err, errWork) || !slices.Equal(names(t, other), []string{"a"}) {
		t.Errorf("error %v, the other database holds %v", err, names(t, other))
	}
}

func TestTheContextOfAnEndedTransactionIsRefused(t *testing.T) {
	db := open(t)
	var leaked context.Context
	if err := db.InTx(t.Context(), func(ctx context.Context) error { leaked = ctx; return nil }); err != nil {
		t.Fatal(err)
	}
	if err := insert(leaked, db, "late"); !errors.Is(err, sql.ErrTxDone) {
		t.Errorf("got %v, want %v", err, sql.ErrTxDone)
	}
}

// deadlock is what MySQL answers to the loser.
var deadlock = &mysql.MySQLError{Number: 1213, Message: "Deadlock found"}

func TestADeadlockRunsTheWorkAgain(t *testing.T) {
	for name, c := range map[string]struct {
		failures int
		runs     int
		want     error
	}{
		"never":         {0, 1, nil},
		"once":          {1, 2, nil},
		"three times":   {3, 4, nil},
		"for ever":      {99, 4, deadlock},
		"another error": {-1, 1, errWork},
	} {
		t.Run(name, func(t *testing.T) {
			db, runs, after := open(t), 0, 0
			err := db.InTx(t.Context(), func(ctx context.Context) error {
				runs++
				db.AfterCommit(ctx, func(context.Context) { after++ })
				if err := insert(ctx, db, "a"); err != nil {
					return err // it would be a duplicate if the run before had not been undone
				}
				if c.failures < 0 {
					return errWork
				}
				if runs <= c.failures {
					return fmt.Errorf("wrapped: %w", deadlock)
				}
				return nil
			})
			if !errors.Is(err, c.want) || runs != c.runs {
				t.Errorf("%d runs and the error %v, want %d and %v", runs, err, c.runs, c.want)
			}
			if want := len(names(t, db)); after != want {
				t.Errorf("AfterCommit ran %d times for %d commits", after, want)
			}
		})
	}
}

func TestNestedWorkIsNotRunAgainByItself(t *testing.T) {
	db, outer, inner := open(t), 0, 0
	err := db.InTx(t.Context(), func(ctx context.Context) error {
		outer++
		return db.InTx(ctx, func(context.Context) error {
			inner++
			if inner == 1 {
				return deadlock
			}
			return nil
		})
	})
	if err != nil || outer != 2 || inner != 2 {
		t.Errorf("outer ran %d times, inner %d, error %v", outer, inner, err)
	}
}

func TestRetriesEndWithTheContext(t *testing.T) {
	db, runs := open(t), 0
	ctx, cancel := context.WithCancel(t.Context())
	err := db.InTx(ctx, func(context.Context) error {
		runs++
		cancel()
		return deadlock
	})
	if !errors.Is(err, deadlock) || runs != 1 {
		t.Errorf("%d runs and the error %v", runs, err)
	}
}

func TestAfterCommit(t *testing.T) {
	db := open(t)
	var order []string
	note := func(text string) func(context.Context) {
		return func(ctx context.Context) {
			order = append(order, fmt.Sprint(text, " ", len(names(t, db))))
			if err := insert(ctx, db, text); err != nil { // in no transaction
				t.Error(err)
			}
		}
	}
	err := db.InTx(t.Context(), func(ctx context.Context) error {
		db.AfterCommit(ctx, note("first"))
		if err := db.InTx(ctx, func(ctx context.Context) error {
			db.AfterCommit(ctx, note("nested"))
			return nil
		}); err != nil {
			return err
		}
		return insert(ctx, db, "row")
	})
	if err != nil {
		t.Fatal(err)
	}
	db.AfterCommit(t.Context(), note("at once"))
	_ = db.InTx(t.Context(), func(ctx context.Context) error {
		db.AfterCommit(ctx, note("never"))
		return errWork
	})
	if want := []string{"first 1", "nested 2", "at once 3"}; !slices.Equal(order, want) {
		t.Errorf("ran %v, want %v", order, want)
	}
}

// Concurrent read-modify-write transactions must neither lose an update nor give up.
func TestConcurrentTransactionsLoseNothing(t *testing.T) {
	db := open(t)
	exec(t, db, "INSERT INTO things (id, name, size) VALUES (1, 'counter', 0)")
	lock := " FOR UPDATE"
	if db.Dialect() == sqldb.SQLite {
		lock = "" // its transactions lock when they begin
	}
	const workers, rounds = 8, 25
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for range rounds {
				err := db.InTx(t.Context(), func(ctx context.Context) error {
					var size int
					if err := db.QueryRowContext(ctx, "SELECT size FROM things WHERE id = 1"+lock).Scan(&size); err != nil {
						return err
					}
					_, err := db.ExecContext(ctx, "UPDATE things SET size = ? WHERE id = 1", size+1)
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if got := count(t, db, "SELECT size FROM things"); got != workers*rounds {
		t.Errorf("counted %d, want %d", got, workers*rounds)
	}
}

// A transaction that reads first and writes later must find what it read unchanged.
func TestASQLiteTransactionLocksWhenItBegins(t *testing.T) {
	db := open(t)
	if db.Dialect() != sqldb.SQLite {
		return
	}
	err := db.InTx(t.Context(), func(context.Context) error {
		rival, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
		defer cancel()
		return insert(rival, db, "rival") // with a context that is not in the transaction
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the rival got %v, want %v", err, context.DeadlineExceeded)
	}
}

// Two transactions that take the same rows in opposite order: on MySQL one of them is
// chosen to fail and has to be run again, on SQLite they run one after the other.
func TestARealDeadlockIsResolved(t *testing.T) {
	for name, swallow := range map[string]bool{"reported": false, "swallowed": true} {
		t.Run(name, func(t *testing.T) {
			db := open(t)
			exec(t, db, "INSERT INTO things (id, name) VALUES (1, 'one'), (2, 'two')")
			var both sync.WaitGroup
			both.Add(2)
			var group sync.WaitGroup
			for _, rows := range [][2]int{{1, 2}, {2, 1}} {
				group.Go(func() {
					first := true
					err := db.InTx(t.Context(), func(ctx context.Context) error {
						for i, row := range rows {
							if _, err := db.ExecContext(ctx, "UPDATE things SET size = size + 1 WHERE id = ?", row); err != nil && !swallow {
								return err
							}
							if i == 0 && first && db.Dialect() == sqldb.MySQL {
								first = false
								both.Done()
								both.Wait()
							}
						}
						return nil
					})
					if err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
			if got := texts(t, db, "SELECT size FROM things"); !slices.Equal(got, []string{"2", "2"}) {
				t.Errorf("the rows were counted %v times, want 2 each", got)
			}
		})
	}
}
