// Package sqldb is a platform's one connection to its SQL database (the standards, §3.1):
// MySQL or MariaDB when a data source name is configured, else an embedded SQLite file,
// with the same behaviour above it. Repositories run their statements on a [*DB], which
// has the four methods that sqlc's generated code asks for.
//
// A transaction travels in the context, so code does not know whether it runs in one:
//
//	err := db.InTx(ctx, func(ctx context.Context) error {
//		if err := orders.Create(ctx, order); err != nil {
//			return err
//		}
//		return stock.Take(ctx, order.Lines)
//	})
//
// # What holds on both databases
//
//   - Times are UTC in whole microseconds. On SQLite they are text in one fixed zone, and
//     comparing the text compares the instants.
//   - Foreign keys are enforced, and values that do not fit are refused. SQLite does not
//     refuse them by itself: the migrations carry CHECK constraints for that.
//   - [Violated] tells which constraint refused a statement.
//   - An UPDATE's affected rows are the rows that matched, changed or not.
//   - Decimals are exact and sort as numbers: DECIMAL on MySQL, TEXT COLLATE decimal on SQLite.
//
// # Declared column types on SQLite
//
// The driver makes a [time.Time] of a column declared exactly DATETIME, DATE or TIMESTAMP
// (DATETIME(6) would stay text) and gives 0 and 1 for BOOLEAN. Declare documents TEXT with a
// CHECK on json_valid: in a column declared JSON, one that is a number would be kept as a
// floating-point number. Let the application write
// every time: CURRENT_TIMESTAMP has neither zone nor fraction, and its text differs from
// the text of the same instant written through this package.
package sqldb
