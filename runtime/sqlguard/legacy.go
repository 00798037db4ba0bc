package sqlguard

import "database/sql/driver"

// The methods of old drivers that package driver calls deprecated. They are called where a driver has
// nothing newer, as database/sql itself does.
type (
	execer interface {
		Exec(query string, args []driver.Value) (driver.Result, error)
	}
	queryer interface {
		Query(query string, args []driver.Value) (driver.Rows, error)
	}
	beginner interface {
		Begin() (driver.Tx, error)
	}
	columnConverter interface {
		ColumnConverter(column int) driver.ValueConverter
	}
	executor interface {
		Exec(args []driver.Value) (driver.Result, error)
		Query(args []driver.Value) (driver.Rows, error)
	}
)
