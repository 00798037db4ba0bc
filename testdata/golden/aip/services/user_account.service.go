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
	events     *events.Router
	log        *slog.Logger
}

// NewUserAccountService returns the one service of user account.
func NewUserAccountService(
	repository *data_repositories.UserAccountDataRepository,
	router *events.Router,
	log *slog.Logger,
) *UserAccountService {
	return &UserAccountService{
		repository: repository,
		events:     router,
		log:        log,
	}
}

// Create stores the user account and tells USER_ACCOUNT_CREATED.
func (s *UserAccountService) Create(ctx context.Context, userAccount classes.UserAccount) (classes.UserAccount, error) {
	created, err := s.repository.Create(ctx, userAccount)
	if err != nil {
		return classes.UserAccount{}, apperr.At("user_account.service.go:001 | Create", err)
	}
	s.log.InfoContext(ctx, "user_account.service.go:002 | Create | user account created", "id", created.ID)
	s.tell(ctx, classes.UserAccountCreated, created)
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
	updated, err := s.repository.Update(ctx, id, change)
	if err != nil {
		return classes.UserAccount{}, apperr.At("user_account.service.go:005 | Update", err)
	}
	s.log.InfoContext(ctx, "user_account.service.go:006 | Update | user account updated", "id", id)
	s.tell(ctx, classes.UserAccountUpdated, updated)
	return updated, nil
}

// Delete removes the user account and tells USER_ACCOUNT_DELETED with what it last was.
func (s *UserAccountService) Delete(ctx context.Context, id int64) error {
	userAccount, err := s.repository.Get(ctx, id)
	if err != nil {
		return apperr.At("user_account.service.go:007 | Delete", err)
	}
	if err := s.repository.Delete(ctx, id); err != nil {
		return apperr.At("user_account.service.go:008 | Delete", err)
	}
	s.log.InfoContext(ctx, "user_account.service.go:009 | Delete | user account deleted", "id", id)
	s.tell(ctx, classes.UserAccountDeleted, userAccount)
	return nil
}

// tell emits the event once what it reports is committed. A failure to deliver is logged and does not
// fail the caller, whose change is stored.
func (s *UserAccountService) tell(ctx context.Context, event events.Type[classes.UserAccount], userAccount classes.UserAccount) {
	s.repository.AfterCommit(ctx, func(ctx context.Context) {
		if err := event.Emit(ctx, s.events, userAccount); err != nil {
			s.log.ErrorContext(ctx, "user_account.service.go:010 | tell | event not delivered", "event", event.ID, "id", userAccount.ID, "error", err)
		}
	})
}
