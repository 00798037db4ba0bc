package data_repositories

import (
	"context"
	"database/sql"

	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqlmodel"
	"github.com/vtgen/vtgen/runtime/sqltype"

	"example.com/aip/classes"
	queries "example.com/aip/data_repositories/internal/enroll_app_invitations"
	"example.com/aip/models"
)

// InvitationDataRepository holds every query on enroll_app_invitations; nothing else may touch the table (the standards,
// §3.7).
type InvitationDataRepository struct {
	db      *sqldb.DB
	queries *queries.Queries
}

// NewInvitationDataRepository returns the repository over db.
func NewInvitationDataRepository(db *sqldb.DB) *InvitationDataRepository {
	db = db.As("invitation")
	return &InvitationDataRepository{db: db, queries: queries.New(db)}
}

// Create stores the invitation and returns it with its id and times.
func (r *InvitationDataRepository) Create(ctx context.Context, invitation classes.Invitation, then ...sqlmodel.Then[classes.Invitation]) (classes.Invitation, error) {
	storableInvitation(&invitation)
	now := sqltype.Now()
	created, err := sqlmodel.Change(ctx, r.db, models.Invitation, func(ctx context.Context) (classes.Invitation, error) {
		id, err := r.queries.Create(ctx, queries.CreateParams{
			AppID:     invitation.AppID,
			Email:     invitation.Email,
			RoleName:  invitation.RoleName,
			InvitedBy: invitation.InvitedBy,
			ExpiresAt: invitation.ExpiresAt,
			Amount:    invitation.Amount,
			CreatedAt: now,
			UpdatedAt: now,
		})
		invitation.ID, invitation.CreatedAt, invitation.UpdatedAt = id, now, now
		return invitation, err
	}, then...)
	if err != nil {
		return classes.Invitation{}, models.Invitation.Fail("enroll_app_invitations.data_repository.go:001 | Create", err)
	}
	return created, nil
}

// Get returns the invitation with this id.
func (r *InvitationDataRepository) Get(ctx context.Context, id int64) (classes.Invitation, error) {
	row, err := r.queries.Get(ctx, id)
	if err != nil {
		return classes.Invitation{}, models.Invitation.Fail("enroll_app_invitations.data_repository.go:002 | Get", err)
	}
	return classes.Invitation(row), nil
}

// List returns the page of invitations that the query asks for.
func (r *InvitationDataRepository) List(ctx context.Context, query listing.Query) (listing.Page[classes.Invitation], error) {
	page, err := sqlmodel.List(ctx, r.db, models.Invitation, query, scanInvitation, sortValueOfInvitation)
	if err != nil {
		return listing.Page[classes.Invitation]{}, models.Invitation.Fail("enroll_app_invitations.data_repository.go:003 | List", err)
	}
	return page, nil
}

// Update reads, changes and writes in that order, and does it again when another writer was faster.
// An error from change leaves everything as it was.
func (r *InvitationDataRepository) Update(ctx context.Context, id int64, change func(*classes.Invitation) error, then ...sqlmodel.Then[classes.Invitation]) (classes.Invitation, error) {
	var invitation classes.Invitation
	err := sqlmodel.Retry(ctx, func(ctx context.Context) error {
		row, err := r.queries.Get(ctx, id)
		if err != nil {
			return err
		}
		invitation = classes.Invitation(row)
		if err := change(&invitation); err != nil {
			return err
		}
		storableInvitation(&invitation)
		invitation.ID, invitation.CreatedAt = row.ID, row.CreatedAt
		invitation.UpdatedAt = sqltype.NowAfter(row.UpdatedAt)
		_, err = sqlmodel.Change(ctx, r.db, models.Invitation, func(ctx context.Context) (classes.Invitation, error) {
			written, err := r.queries.Update(ctx, queries.UpdateParams{
				AppID:             invitation.AppID,
				Email:             invitation.Email,
				RoleName:          invitation.RoleName,
				InvitedBy:         invitation.InvitedBy,
				ExpiresAt:         invitation.ExpiresAt,
				Amount:            invitation.Amount,
				UpdatedAt:         invitation.UpdatedAt,
				ID:                id,
				PreviousUpdatedAt: row.UpdatedAt,
			})
			return invitation, sqlmodel.Written(written, err)
		}, then...)
		return err
	})
	if err != nil {
		return classes.Invitation{}, models.Invitation.Fail("enroll_app_invitations.data_repository.go:004 | Update", err)
	}
	return invitation, nil
}

// Delete removes the invitation with this id.
func (r *InvitationDataRepository) Delete(ctx context.Context, id int64, then ...sqlmodel.Then[classes.Invitation]) error {
	_, err := sqlmodel.Change(ctx, r.db, models.Invitation, func(ctx context.Context) (classes.Invitation, error) {
		row, err := r.queries.Get(ctx, id)
		if err != nil {
			return classes.Invitation{}, err
		}
		deleted, err := r.queries.Delete(ctx, id)
		if err == nil && deleted == 0 {
			err = sql.ErrNoRows
		}
		return classes.Invitation(row), err
	}, then...)
	return models.Invitation.Fail("enroll_app_invitations.data_repository.go:005 | Delete", err)
}

// IDsByAppID returns the ids of the first invitations whose app_id is the given one.
func (r *InvitationDataRepository) IDsByAppID(ctx context.Context, reference int64) ([]int64, error) {
	ids, err := r.queries.IDsByAppID(ctx, reference)
	return ids, models.Invitation.Fail("enroll_app_invitations.data_repository.go:006 | IDsByAppID", err)
}

// IDsByInvitedBy returns the ids of the first invitations whose invited_by is the given one.
func (r *InvitationDataRepository) IDsByInvitedBy(ctx context.Context, reference int64) ([]int64, error) {
	ids, err := r.queries.IDsByInvitedBy(ctx, &reference)
	return ids, models.Invitation.Fail("enroll_app_invitations.data_repository.go:007 | IDsByInvitedBy", err)
}

// storableInvitation brings the times to the form in which they are stored, so that what is returned is what
// will be read.
func storableInvitation(invitation *classes.Invitation) {
	invitation.ExpiresAt = sqltype.NullUTC(invitation.ExpiresAt)
}

// scanInvitation reads one row whose columns are those of the model.
func scanInvitation(rows *sql.Rows, invitation *classes.Invitation) error {
	return rows.Scan(
		&invitation.ID,
		&invitation.AppID,
		&invitation.Email,
		&invitation.RoleName,
		&invitation.InvitedBy,
		&invitation.ExpiresAt,
		&invitation.Amount,
		&invitation.CreatedAt,
		&invitation.UpdatedAt,
	)
}

// sortValueOfInvitation returns what the column holds; a page's cursor is made of it.
func sortValueOfInvitation(invitation classes.Invitation, column string) any {
	switch column {
	case "app_id":
		return invitation.AppID
	case "email":
		return invitation.Email
	case "role_name":
		return invitation.RoleName
	case "invited_by":
		return invitation.InvitedBy
	case "expires_at":
		return invitation.ExpiresAt
	case "amount":
		return invitation.Amount
	case "created_at":
		return invitation.CreatedAt
	case "updated_at":
		return invitation.UpdatedAt
	}
	return invitation.ID
}
