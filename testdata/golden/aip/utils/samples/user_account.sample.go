package samples

import (
	"testing"

	"github.com/vtgen/vtgen/runtime/sample"
	"github.com/vtgen/vtgen/runtime/sqldb"

	"example.com/aip/classes"
	"example.com/aip/data_repositories"
)

// UserAccount returns the n-th sample: valid, with a value in every field, different for different n.
func UserAccount(n int) classes.UserAccount {
	return classes.UserAccount{
		Email:        sample.Text("email", n, 1, 320),
		DisplayName:  sample.Text("display_name", n, 1, 120),
		Role:         sample.Pick(n, classes.UserAccountRoleUser, classes.UserAccountRoleAdmin),
		RecoveryCode: sample.Pointer(sample.Text("recovery_code", n, 0, 64)),
		LastSeenAt:   sample.Pointer(sample.Time(n)),
	}
}

// UserAccountBody returns the JSON body of a request for UserAccount(n).
func UserAccountBody(n int) []byte {
	userAccount := UserAccount(n)
	return sample.Body(map[string]any{
		"email":         userAccount.Email,
		"display_name":  userAccount.DisplayName,
		"role":          userAccount.Role,
		"recovery_code": userAccount.RecoveryCode,
		"last_seen_at":  userAccount.LastSeenAt,
	})
}

// ReadyUserAccount returns the n-th sample; what it refers to in its own module is stored.
func ReadyUserAccount(t testing.TB, db *sqldb.DB, n int) classes.UserAccount {
	t.Helper()
	return UserAccount(n)
}

// BareUserAccount is ReadyUserAccount with nothing in the fields that may be null.
func BareUserAccount(t testing.TB, db *sqldb.DB, n int) classes.UserAccount {
	t.Helper()
	userAccount := UserAccount(n)
	userAccount.RecoveryCode = nil
	userAccount.LastSeenAt = nil
	return userAccount
}

// StoredUserAccount stores the n-th sample.
func StoredUserAccount(t testing.TB, db *sqldb.DB, n int) classes.UserAccount {
	t.Helper()
	repository := data_repositories.NewUserAccountDataRepository(db)
	stored, err := repository.Create(t.Context(), ReadyUserAccount(t, db, n))
	if err != nil {
		t.Fatalf("storing a sample: %v", err)
	}
	return stored
}
