package data_repositories

import (
	"context"
	"database/sql"

	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqlmodel"
	"github.com/vtgen/vtgen/runtime/sqltype"

	"example.com/aip/classes"
	queries "example.com/aip/data_repositories/internal/allowed_app"
	"example.com/aip/models"
)

// AllowedAppDataRepository holds every query on allowed_app; nothing else may touch the table (the standards,
// §3.7).
type AllowedAppDataRepository struct {
	db      *sqldb.DB
	queries *queries.Queries
}

// NewAllowedAppDataRepository returns the repository over db.
func NewAllowedAppDataRepository(db *sqldb.DB) *AllowedAppDataRepository {
	db = db.As("app_operations")
	return &AllowedAppDataRepository{db: db, queries: queries.New(db)}
}

// Create stores the allowed app and returns it with its id and times.
func (r *AllowedAppDataRepository) Create(ctx context.Context, allowedApp classes.AllowedApp, then ...sqlmodel.Then[classes.AllowedApp]) (classes.AllowedApp, error) {
	now := sqltype.Now()
	created, err := sqlmodel.Change(ctx, r.db, models.AllowedApp, func(ctx context.Context) (classes.AllowedApp, error) {
		id, err := r.queries.Create(ctx, queries.CreateParams{
			UserID:       allowedApp.UserID,
			AppID:        allowedApp.AppID,
			AllowedUntil: allowedApp.AllowedUntil,
			CreatedAt:    now,
			UpdatedAt:    now,
		})
		allowedApp.ID, allowedApp.CreatedAt, allowedApp.UpdatedAt = id, now, now
		return allowedApp, err
	}, then...)
	if err != nil {
		return classes.AllowedApp{}, models.AllowedApp.Fail("allowed_app.data_repository.go:001 | Create", err)
	}
	return created, nil
}

// Get returns the allowed app with this id.
func (r *AllowedAppDataRepository) Get(ctx context.Context, id int64) (classes.AllowedApp, error) {
	row, err := r.queries.Get(ctx, id)
	if err != nil {
		return classes.AllowedApp{}, models.AllowedApp.Fail("allowed_app.data_repository.go:002 | Get", err)
	}
	return classes.AllowedApp(row), nil
}

// List returns the page of allowed apps that the query asks for.
func (r *AllowedAppDataRepository) List(ctx context.Context, query listing.Query) (listing.Page[classes.AllowedApp], error) {
	page, err := sqlmodel.List(ctx, r.db, models.AllowedApp, query, scanAllowedApp, sortValueOfAllowedApp)
	if err != nil {
		return listing.Page[classes.AllowedApp]{}, models.AllowedApp.Fail("allowed_app.data_repository.go:003 | List", err)
	}
	return page, nil
}

// Update reads, changes and writes in that order, and does it again when another writer was faster.
// An error from change leaves everything as it was.
func (r *AllowedAppDataRepository) Update(ctx context.Context, id int64, change func(*classes.AllowedApp) error, then ...sqlmodel.Then[classes.AllowedApp]) (classes.AllowedApp, error) {
	var allowedApp classes.AllowedApp
	err := sqlmodel.Retry(ctx, func(ctx context.Context) error {
		row, err := r.queries.Get(ctx, id)
		if err != nil {
			return err
		}
		allowedApp = classes.AllowedApp(row)
		if err := change(&allowedApp); err != nil {
			return err
		}
		allowedApp.ID, allowedApp.CreatedAt = row.ID, row.CreatedAt
		allowedApp.UpdatedAt = sqltype.NowAfter(row.UpdatedAt)
		_, err = sqlmodel.Change(ctx, r.db, models.AllowedApp, func(ctx context.Context) (classes.AllowedApp, error) {
			written, err := r.queries.Update(ctx, queries.UpdateParams{
				UserID:            allowedApp.UserID,
				AppID:             allowedApp.AppID,
				AllowedUntil:      allowedApp.AllowedUntil,
				UpdatedAt:         allowedApp.UpdatedAt,
				ID:                id,
				PreviousUpdatedAt: row.UpdatedAt,
			})
			return allowedApp, sqlmodel.Written(written, err)
		}, then...)
		return err
	})
	if err != nil {
		return classes.AllowedApp{}, models.AllowedApp.Fail("allowed_app.data_repository.go:004 | Update", err)
	}
	return allowedApp, nil
}

// Delete removes the allowed app with this id.
func (r *AllowedAppDataRepository) Delete(ctx context.Context, id int64, then ...sqlmodel.Then[classes.AllowedApp]) error {
	_, err := sqlmodel.Change(ctx, r.db, models.AllowedApp, func(ctx context.Context) (classes.AllowedApp, error) {
		row, err := r.queries.Get(ctx, id)
		if err != nil {
			return classes.AllowedApp{}, err
		}
		deleted, err := r.queries.Delete(ctx, id)
		if err == nil && deleted == 0 {
			err = sql.ErrNoRows
		}
		return classes.AllowedApp(row), err
	}, then...)
	return models.AllowedApp.Fail("allowed_app.data_repository.go:005 | Delete", err)
}

// IDsByUserID returns the ids of the first allowed apps whose user_id is the given one.
func (r *AllowedAppDataRepository) IDsByUserID(ctx context.Context, reference int64) ([]int64, error) {
	ids, err := r.queries.IDsByUserID(ctx, reference)
	return ids, models.AllowedApp.Fail("allowed_app.data_repository.go:006 | IDsByUserID", err)
}

// scanAllowedApp reads one row whose columns are those of the model.
func scanAllowedApp(rows *sql.Rows, allowedApp *classes.AllowedApp) error {
	return rows.Scan(
		&allowedApp.ID,
		&allowedApp.UserID,
		&allowedApp.AppID,
		&allowedApp.AllowedUntil,
		&allowedApp.CreatedAt,
		&allowedApp.UpdatedAt,
	)
}

// sortValueOfAllowedApp returns what the column holds; a page's cursor is made of it.
func sortValueOfAllowedApp(allowedApp classes.AllowedApp, column string) any {
	switch column {
	case "user_id":
		return allowedApp.UserID
	case "app_id":
		return allowedApp.AppID
	case "allowed_until":
		return allowedApp.AllowedUntil
	case "created_at":
		return allowedApp.CreatedAt
	case "updated_at":
		return allowedApp.UpdatedAt
	}
	return allowedApp.ID
}
