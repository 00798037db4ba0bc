package services

import (
	"context"
	"log/slog"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/listing"

	"example.com/aip/classes"
	"example.com/aip/data_repositories"
)

// UserAccountService owns the table user_accounts: whoever needs its data asks here (the standards,
// §3.8.2).
type UserAccountService struct {
	repository *data_repositories.UserAccountDataRepository
	events     events.Sink
	log        *slog.Logger
}

// NewUserAccountService returns the one service of user account. It tells its events to sink, within
// the transaction of the change each tells of.
func NewUserAccountService(
	repository *data_repositories.UserAccountDataRepository,
	sink events.Sink,
	log *slog.Logger,
) *UserAccountService {
	return &UserAccountService{
		repository: repository,
		events:     sink,
		log:        log,
	}
}

// Create stores the user account and tells USER_ACCOUNT_CREATED.
func (s *UserAccountService) Create(ctx context.Context, userAccount classes.UserAccount) (classes.UserAccount, error) {
	created, err := s.repository.Create(ctx, userAccount, classes.UserAccountCreated.To(s.events))
	if err != nil {
		return classes.UserAccount{}, apperr.At("user_account.service.go:001 | Create", err)
	}
	s.log.InfoContext(ctx, "user_account.service.go:002 | Create | user account created", "id", created.ID)
	return created, nil
}

// Get returns the user account with this id.
func (s *UserAccountService) Get(ctx context.Context, id int64) (classes.UserAccount, error) {
	userAccount, err := s.repository.Get(ctx, id)
	return userAccount, apperr.At("user_account.service.go:003 | Get", err)
}

// List returns one page of user accounts.
func (s *UserAccountService) List(ctx context.Context, query listing.Query) (listing.Page[classes.UserAccount], error) {
	page, err := s.repository.List(ctx, query)
	return page, apperr.At("user_account.service.go:004 | List", err)
}

// Update applies change to the stored user account and tells USER_ACCOUNT_UPDATED.
func (s *UserAccountService) Update(ctx context.Context, id int64, change func(*classes.UserAccount) error) (classes.UserAccount, error) {
	updated, err := s.repository.Update(ctx, id, change, classes.UserAccountUpdated.To(s.events))
	if err != nil {
		return classes.UserAccount{}, apperr.At("user_account.service.go:005 | Update", err)
	}
	s.log.InfoContext(ctx, "user_account.service.go:006 | Update | user account updated", "id", id)
	return updated, nil
}

// Delete removes the user account and tells USER_ACCOUNT_DELETED with what it last was.
func (s *UserAccountService) Delete(ctx context.Context, id int64) error {
	if err := s.repository.Delete(ctx, id, classes.UserAccountDeleted.To(s.events)); err != nil {
		return apperr.At("user_account.service.go:007 | Delete", err)
	}
	s.log.InfoContext(ctx, "user_account.service.go:008 | Delete | user account deleted", "id", id)
	return nil
}
