package data_repositories

import (
	"context"
	"database/sql"

	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqlmodel"
	"github.com/vtgen/vtgen/runtime/sqltype"

	"example.com/aip/classes"
	queries "example.com/aip/data_repositories/internal/enrolled_apps"
	"example.com/aip/models"
)

// EnrolledAppDataRepository holds every query on enrolled_apps; nothing else may touch the table (the standards,
// §3.7).
type EnrolledAppDataRepository struct {
	db      *sqldb.DB
	queries *queries.Queries
}

// NewEnrolledAppDataRepository returns the repository over db.
func NewEnrolledAppDataRepository(db *sqldb.DB) *EnrolledAppDataRepository {
	db = db.As("app_operations")
	return &EnrolledAppDataRepository{db: db, queries: queries.New(db)}
}

// Create stores the enrolled app and returns it with its id and times.
func (r *EnrolledAppDataRepository) Create(ctx context.Context, enrolledApp classes.EnrolledApp, then ...sqlmodel.Then[classes.EnrolledApp]) (classes.EnrolledApp, error) {
	now := sqltype.Now()
	created, err := sqlmodel.Change(ctx, r.db, models.EnrolledApp, func(ctx context.Context) (classes.EnrolledApp, error) {
		id, err := r.queries.Create(ctx, queries.CreateParams{
			AppKey:     enrolledApp.AppKey,
			Title:      enrolledApp.Title,
			Active:     enrolledApp.Active,
			MonthlyFee: enrolledApp.MonthlyFee,
			CreatedAt:  now,
			UpdatedAt:  now,
		})
		enrolledApp.ID, enrolledApp.CreatedAt, enrolledApp.UpdatedAt = id, now, now
		return enrolledApp, err
	}, then...)
	if err != nil {
		return classes.EnrolledApp{}, models.EnrolledApp.Fail("enrolled_app.data_repository.go:001 | Create", err)
	}
	return created, nil
}

// Get returns the enrolled app with this id.
func (r *EnrolledAppDataRepository) Get(ctx context.Context, id int64) (classes.EnrolledApp, error) {
	row, err := r.queries.Get(ctx, id)
	if err != nil {
		return classes.EnrolledApp{}, models.EnrolledApp.Fail("enrolled_app.data_repository.go:002 | Get", err)
	}
	return classes.EnrolledApp(row), nil
}

// List returns the page of enrolled apps that the query asks for.
func (r *EnrolledAppDataRepository) List(ctx context.Context, query listing.Query) (listing.Page[classes.EnrolledApp], error) {
	page, err := sqlmodel.List(ctx, r.db, models.EnrolledApp, query, scanEnrolledApp, sortValueOfEnrolledApp)
	if err != nil {
		return listing.Page[classes.EnrolledApp]{}, models.EnrolledApp.Fail("enrolled_app.data_repository.go:003 | List", err)
	}
	return page, nil
}

// Update reads, changes and writes in that order, and does it again when another writer was faster.
// An error from change leaves everything as it was.
func (r *EnrolledAppDataRepository) Update(ctx context.Context, id int64, change func(*classes.EnrolledApp) error, then ...sqlmodel.Then[classes.EnrolledApp]) (classes.EnrolledApp, error) {
	var enrolledApp classes.EnrolledApp
	err := sqlmodel.Retry(ctx, func(ctx context.Context) error {
		row, err := r.queries.Get(ctx, id)
		if err != nil {
			return err
		}
		enrolledApp = classes.EnrolledApp(row)
		if err := change(&enrolledApp); err != nil {
			return err
		}
		enrolledApp.ID, enrolledApp.CreatedAt = row.ID, row.CreatedAt
		enrolledApp.UpdatedAt = sqltype.NowAfter(row.UpdatedAt)
		_, err = sqlmodel.Change(ctx, r.db, models.EnrolledApp, func(ctx context.Context) (classes.EnrolledApp, error) {
			written, err := r.queries.Update(ctx, queries.UpdateParams{
				AppKey:            enrolledApp.AppKey,
				Title:             enrolledApp.Title,
				Active:            enrolledApp.Active,
				MonthlyFee:        enrolledApp.MonthlyFee,
				UpdatedAt:         enrolledApp.UpdatedAt,
				ID:                id,
				PreviousUpdatedAt: row.UpdatedAt,
			})
			return enrolledApp, sqlmodel.Written(written, err)
		}, then...)
		return err
	})
	if err != nil {
		return classes.EnrolledApp{}, models.EnrolledApp.Fail("enrolled_app.data_repository.go:004 | Update", err)
	}
	return enrolledApp, nil
}

// Delete removes the enrolled app with this id.
func (r *EnrolledAppDataRepository) Delete(ctx context.Context, id int64, then ...sqlmodel.Then[classes.EnrolledApp]) error {
	_, err := sqlmodel.Change(ctx, r.db, models.EnrolledApp, func(ctx context.Context) (classes.EnrolledApp, error) {
		row, err := r.queries.Get(ctx, id)
		if err != nil {
			return classes.EnrolledApp{}, err
		}
		deleted, err := r.queries.Delete(ctx, id)
		if err == nil && deleted == 0 {
			err = sql.ErrNoRows
		}
		return classes.EnrolledApp(row), err
	}, then...)
	return models.EnrolledApp.Fail("enrolled_app.data_repository.go:005 | Delete", err)
}

// scanEnrolledApp reads one row whose columns are those of the model.
func scanEnrolledApp(rows *sql.Rows, enrolledApp *classes.EnrolledApp) error {
	return rows.Scan(
		&enrolledApp.ID,
		&enrolledApp.AppKey,
		&enrolledApp.Title,
		&enrolledApp.Active,
		&enrolledApp.MonthlyFee,
		&enrolledApp.CreatedAt,
		&enrolledApp.UpdatedAt,
	)
}

// sortValueOfEnrolledApp returns what the column holds; a page's cursor is made of it.
func sortValueOfEnrolledApp(enrolledApp classes.EnrolledApp, column string) any {
	switch column {
	case "app_key":
		return enrolledApp.AppKey
	case "title":
		return enrolledApp.Title
	case "monthly_fee":
		return enrolledApp.MonthlyFee
	case "created_at":
		return enrolledApp.CreatedAt
	case "updated_at":
		return enrolledApp.UpdatedAt
	}
	return enrolledApp.ID
}
