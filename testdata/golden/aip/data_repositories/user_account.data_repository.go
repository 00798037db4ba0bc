package data_repositories

import (
	"context"
	"database/sql"

	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqlmodel"
	"github.com/vtgen/vtgen/runtime/sqltype"

	"example.com/aip/classes"
	queries "example.com/aip/data_repositories/internal/user_accounts"
	"example.com/aip/models"
)

// UserAccountDataRepository holds every query on user_accounts; nothing else may touch the table (the standards,
// §3.7).
type UserAccountDataRepository struct {
	db      *sqldb.DB
	queries *queries.Queries
}

// NewUserAccountDataRepository returns the repository over db.
func NewUserAccountDataRepository(db *sqldb.DB) *UserAccountDataRepository {
	db = db.As("user_account")
	return &UserAccountDataRepository{db: db, queries: queries.New(db)}
}

// Create stores the user account and returns it with its id and times.
func (r *UserAccountDataRepository) Create(ctx context.Context, userAccount classes.UserAccount, then ...sqlmodel.Then[classes.UserAccount]) (classes.UserAccount, error) {
	storableUserAccount(&userAccount)
	now := sqltype.Now()
	created, err := sqlmodel.Change(ctx, r.db, models.UserAccount, func(ctx context.Context) (classes.UserAccount, error) {
		id, err := r.queries.Create(ctx, queries.CreateParams{
			Email:        userAccount.Email,
			DisplayName:  userAccount.DisplayName,
			Role:         userAccount.Role,
			RecoveryCode: userAccount.RecoveryCode,
			LastSeenAt:   userAccount.LastSeenAt,
			CreatedAt:    now,
			UpdatedAt:    now,
		})
		userAccount.ID, userAccount.CreatedAt, userAccount.UpdatedAt = id, now, now
		return userAccount, err
	}, then...)
	if err != nil {
		return classes.UserAccount{}, models.UserAccount.Fail("user_account.data_repository.go:001 | Create", err)
	}
	return created, nil
}

// Get returns the user account with this id.
func (r *UserAccountDataRepository) Get(ctx context.Context, id int64) (classes.UserAccount, error) {
	row, err := r.queries.Get(ctx, id)
	if err != nil {
		return classes.UserAccount{}, models.UserAccount.Fail("user_account.data_repository.go:002 | Get", err)
	}
	return classes.UserAccount(row), nil
}

// List returns the page of user accounts that the query asks for.
func (r *UserAccountDataRepository) List(ctx context.Context, query listing.Query) (listing.Page[classes.UserAccount], error) {
	page, err := sqlmodel.List(ctx, r.db, models.UserAccount, query, scanUserAccount, sortValueOfUserAccount)
	if err != nil {
		return listing.Page[classes.UserAccount]{}, models.UserAccount.Fail("user_account.data_repository.go:003 | List", err)
	}
	return page, nil
}

// Update reads, changes and writes in that order, and does it again when another writer was faster.
// An error from change leaves everything as it was.
func (r *UserAccountDataRepository) Update(ctx context.Context, id int64, change func(*classes.UserAccount) error, then ...sqlmodel.Then[classes.UserAccount]) (classes.UserAccount, error) {
	var userAccount classes.UserAccount
	err := sqlmodel.Retry(ctx, func(ctx context.Context) error {
		row, err := r.queries.Get(ctx, id)
		if err != nil {
			return err
		}
		userAccount = classes.UserAccount(row)
		if err := change(&userAccount); err != nil {
			return err
		}
		storableUserAccount(&userAccount)
		userAccount.ID, userAccount.CreatedAt = row.ID, row.CreatedAt
		userAccount.UpdatedAt = sqltype.NowAfter(row.UpdatedAt)
		_, err = sqlmodel.Change(ctx, r.db, models.UserAccount, func(ctx context.Context) (classes.UserAccount, error) {
			written, err := r.queries.Update(ctx, queries.UpdateParams{
				Email:             userAccount.Email,
				DisplayName:       userAccount.DisplayName,
				Role:              userAccount.Role,
				RecoveryCode:      userAccount.RecoveryCode,
				LastSeenAt:        userAccount.LastSeenAt,
				UpdatedAt:         userAccount.UpdatedAt,
				ID:                id,
				PreviousUpdatedAt: row.UpdatedAt,
			})
			return userAccount, sqlmodel.Written(written, err)
		}, then...)
		return err
	})
	if err != nil {
		return classes.UserAccount{}, models.UserAccount.Fail("user_account.data_repository.go:004 | Update", err)
	}
	return userAccount, nil
}

// Delete removes the user account with this id.
func (r *UserAccountDataRepository) Delete(ctx context.Context, id int64, then ...sqlmodel.Then[classes.UserAccount]) error {
	_, err := sqlmodel.Change(ctx, r.db, models.UserAccount, func(ctx context.Context) (classes.UserAccount, error) {
		row, err := r.queries.Get(ctx, id)
		if err != nil {
			return classes.UserAccount{}, err
		}
		deleted, err := r.queries.Delete(ctx, id)
		if err == nil && deleted == 0 {
			err = sql.ErrNoRows
		}
		return classes.UserAccount(row), err
	}, then...)
	return models.UserAccount.Fail("user_account.data_repository.go:005 | Delete", err)
}

// storableUserAccount brings the times to the form in which they are stored, so that what is returned is what
// will be read.
func storableUserAccount(userAccount *classes.UserAccount) {
	userAccount.LastSeenAt = sqltype.NullUTC(userAccount.LastSeenAt)
}

// scanUserAccount reads one row whose columns are those of the model.
func scanUserAccount(rows *sql.Rows, userAccount *classes.UserAccount) error {
	return rows.Scan(
		&userAccount.ID,
		&userAccount.Email,
		&userAccount.DisplayName,
		&userAccount.Role,
		&userAccount.RecoveryCode,
		&userAccount.LastSeenAt,
		&userAccount.CreatedAt,
		&userAccount.UpdatedAt,
	)
}

// sortValueOfUserAccount returns what the column holds; a page's cursor is made of it.
func sortValueOfUserAccount(userAccount classes.UserAccount, column string) any {
	switch column {
	case "email":
		return userAccount.Email
	case "display_name":
		return userAccount.DisplayName
	case "role":
		return userAccount.Role
	case "last_seen_at":
		return userAccount.LastSeenAt
	case "created_at":
		return userAccount.CreatedAt
	case "updated_at":
		return userAccount.UpdatedAt
	}
	return userAccount.ID
}
