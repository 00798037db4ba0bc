package samples

import (
	"testing"

	"github.com/vtgen/vtgen/runtime/sample"
	"github.com/vtgen/vtgen/runtime/sqldb"

	"example.com/aip/classes"
	"example.com/aip/data_repositories"
)

// AllowedApp returns the n-th sample: valid, with a value in every field, different for different n.
func AllowedApp(n int) classes.AllowedApp {
	return classes.AllowedApp{
		UserID:       int64(n + 100),
		AppID:        int64(n),
		AllowedUntil: sample.Pointer(sample.Date(n)),
	}
}

// AllowedAppBody returns the JSON body of a request for AllowedApp(n).
func AllowedAppBody(n int) []byte {
	allowedApp := AllowedApp(n)
	return sample.Body(map[string]any{
		"user_id":       allowedApp.UserID,
		"app_id":        allowedApp.AppID,
		"allowed_until": allowedApp.AllowedUntil,
	})
}

// ReadyAllowedApp returns the n-th sample; what it refers to in its own module is stored.
func ReadyAllowedApp(t testing.TB, db *sqldb.DB, n int) classes.AllowedApp {
	t.Helper()
	allowedApp := AllowedApp(n)
	allowedApp.AppID = sample.Shared(t, db, n, StoredEnrolledApp).ID
	return allowedApp
}

// BareAllowedApp is ReadyAllowedApp with nothing in the fields that may be null.
func BareAllowedApp(t testing.TB, db *sqldb.DB, n int) classes.AllowedApp {
	t.Helper()
	allowedApp := AllowedApp(n)
	allowedApp.AllowedUntil = nil
	allowedApp.AppID = sample.Shared(t, db, n, StoredEnrolledApp).ID
	return allowedApp
}

// StoredAllowedApp stores the n-th sample.
func StoredAllowedApp(t testing.TB, db *sqldb.DB, n int) classes.AllowedApp {
	t.Helper()
	repository := data_repositories.NewAllowedAppDataRepository(db)
	stored, err := repository.Create(t.Context(), ReadyAllowedApp(t, db, n))
	if err != nil {
		t.Fatalf("storing a sample: %v", err)
	}
	return stored
}
