package controllers_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/sample"
	"github.com/vtgen/vtgen/runtime/service/servicetest"

	"example.com/aip/classes"
	"example.com/aip/controllers"
	"example.com/aip/utils/samples"
	"example.com/aip/validations"
)

// newInvitationController returns the controller over a service in memory.
func newInvitationController() (*controllers.InvitationController, *servicetest.Memory[classes.Invitation]) {
	memory := servicetest.New(func(invitation *classes.Invitation, id int64) { invitation.ID = id })
	return controllers.NewInvitationController(memory), memory
}

func TestInvitationController(t *testing.T) {
	controller, _ := newInvitationController()
	var create validations.InvitationCreate
	if err := json.Unmarshal(samples.InvitationBody(1), &create); err != nil {
		t.Fatal(err)
	}
	created, err := controller.Create(t.Context(), &create)
	if err != nil {
		t.Fatal(err)
	}
	want := samples.Invitation(1)
	want.ID = created.ID
	if diff := sample.Diff(created, want); diff != "" {
		t.Errorf("created: %s", diff)
	}
	var update validations.InvitationUpdate
	if err := json.Unmarshal(samples.InvitationBody(2), &update); err != nil {
		t.Fatal(err)
	}
	if _, err := controller.Update(t.Context(), created.ID, &update); err != nil {
		t.Fatal(err)
	}
	stored, err := controller.Get(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	want = samples.Invitation(2)
	want.ID = created.ID
	if diff := sample.Diff(stored, want); diff != "" {
		t.Errorf("updated: %s", diff)
	}
	if page, err := controller.List(t.Context(), listing.Query{}); err != nil || len(page.Items) != 1 {
		t.Errorf("listed %v, %v", page, err)
	}
	if err := controller.Delete(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	if page, err := controller.List(t.Context(), listing.Query{}); err != nil || len(page.Items) != 0 {
		t.Errorf("listed after the deletion: %v, %v", page, err)
	}
}

// TestInvitationControllerPassesErrorsOn checks that a failure keeps its cause and gains a log id.
func TestInvitationControllerPassesErrorsOn(t *testing.T) {
	controller, memory := newInvitationController()
	memory.Err = errors.New("the service fails")
	calls := map[string]func() error{
		"create": func() error { _, err := controller.Create(t.Context(), &validations.InvitationCreate{}); return err },
		"get":    func() error { _, err := controller.Get(t.Context(), 1); return err },
		"list":   func() error { _, err := controller.List(t.Context(), listing.Query{}); return err },
		"update": func() error { _, err := controller.Update(t.Context(), 1, &validations.InvitationUpdate{}); return err },
		"delete": func() error { return controller.Delete(t.Context(), 1) },
	}
	seen := map[string]bool{}
	for name, call := range calls {
		err := call()
		if !errors.Is(err, memory.Err) {
			t.Errorf("%s: got %v", name, err)
		}
		ids := apperr.IDs(err)
		if len(ids) != 1 || seen[ids[0]] {
			t.Errorf("%s: log ids %v", name, ids)
			continue
		}
		seen[ids[0]] = true
	}
}
