package samples

import (
	"testing"

	"github.com/vtgen/vtgen/runtime/sample"
	"github.com/vtgen/vtgen/runtime/sqldb"

	"example.com/aip/classes"
	"example.com/aip/data_repositories"
)

// Invitation returns the n-th sample: valid, with a value in every field, different for different n.
func Invitation(n int) classes.Invitation {
	return classes.Invitation{
		AppID:     int64(n + 100),
		Email:     sample.Text("email", n, 1, 320),
		RoleName:  sample.Pick(n, classes.InvitationRoleNameUser, classes.InvitationRoleNameAdmin),
		InvitedBy: sample.Pointer(int64(n + 100)),
		ExpiresAt: sample.Pointer(sample.Time(n)),
		Amount:    sample.Pointer(sample.Decimal(n, 2, "0", "9999999999.99")),
	}
}

// InvitationBody returns the JSON body of a request for Invitation(n).
func InvitationBody(n int) []byte {
	invitation := Invitation(n)
	return sample.Body(map[string]any{
		"app_id":     invitation.AppID,
		"email":      invitation.Email,
		"role_name":  invitation.RoleName,
		"invited_by": invitation.InvitedBy,
		"expires_at": invitation.ExpiresAt,
		"amount":     invitation.Amount,
	})
}

// ReadyInvitation returns the n-th sample; what it refers to in its own module is stored.
func ReadyInvitation(t testing.TB, db *sqldb.DB, n int) classes.Invitation {
	t.Helper()
	return Invitation(n)
}

// BareInvitation is ReadyInvitation with nothing in the fields that may be null.
func BareInvitation(t testing.TB, db *sqldb.DB, n int) classes.Invitation {
	t.Helper()
	invitation := Invitation(n)
	invitation.InvitedBy = nil
	invitation.ExpiresAt = nil
	invitation.Amount = nil
	return invitation
}

// StoredInvitation stores the n-th sample.
func StoredInvitation(t testing.TB, db *sqldb.DB, n int) classes.Invitation {
	t.Helper()
	repository := data_repositories.NewInvitationDataRepository(db)
	stored, err := repository.Create(t.Context(), ReadyInvitation(t, db, n))
	if err != nil {
		t.Fatalf("storing a sample: %v", err)
	}
	return stored
}
