package samples

import (
	"testing"

	"github.com/vtgen/vtgen/runtime/sample"
	"github.com/vtgen/vtgen/runtime/sqldb"

	"example.com/aip/classes"
	"example.com/aip/data_repositories"
)

// EnrolledApp returns the n-th sample: valid, with a value in every field, different for different n.
func EnrolledApp(n int) classes.EnrolledApp {
	return classes.EnrolledApp{
		AppKey:     sample.Text("app_key", n, 3, 60),
		Title:      sample.Text("title", n, 1, 120),
		Active:     n%2 == 1,
		MonthlyFee: sample.Decimal(n, 2, "0.00", "99999999.99"),
	}
}

// EnrolledAppBody returns the JSON body of a request for EnrolledApp(n).
func EnrolledAppBody(n int) []byte {
	enrolledApp := EnrolledApp(n)
	return sample.Body(map[string]any{
		"app_key":     enrolledApp.AppKey,
		"title":       enrolledApp.Title,
		"active":      enrolledApp.Active,
		"monthly_fee": enrolledApp.MonthlyFee,
	})
}

// ReadyEnrolledApp returns the n-th sample; what it refers to in its own module is stored.
func ReadyEnrolledApp(t testing.TB, db *sqldb.DB, n int) classes.EnrolledApp {
	t.Helper()
	return EnrolledApp(n)
}

// BareEnrolledApp is ReadyEnrolledApp with nothing in the fields that may be null.
func BareEnrolledApp(t testing.TB, db *sqldb.DB, n int) classes.EnrolledApp {
	t.Helper()
	return ReadyEnrolledApp(t, db, n)
}

// StoredEnrolledApp stores the n-th sample.
func StoredEnrolledApp(t testing.TB, db *sqldb.DB, n int) classes.EnrolledApp {
	t.Helper()
	repository := data_repositories.NewEnrolledAppDataRepository(db)
	stored, err := repository.Create(t.Context(), ReadyEnrolledApp(t, db, n))
	if err != nil {
		t.Fatalf("storing a sample: %v", err)
	}
	return stored
}
