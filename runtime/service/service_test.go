package service_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/service"
	"github.com/vtgen/vtgen/runtime/service/servicetest"
)

type thing struct {
	ID   int64
	Name string
}

func newMemory() *servicetest.Memory[thing] {
	return servicetest.New(func(one *thing, id int64) { one.ID = id })
}

func TestConfirm(t *testing.T) {
	ctx, memory := context.Background(), newMemory()
	if _, err := memory.Create(ctx, thing{}); err != nil {
		t.Fatal(err)
	}
	zero, one, two := int64(0), int64(1), int64(2)
	if err := service.Confirm(ctx, memory, "thing_id", &zero, &zero, "C"); err == nil {
		t.Error("the id 0 passed")
	}
	if err := service.Confirm(ctx, memory, "thing_id", nil, nil, "C"); err != nil {
		t.Errorf("no reference: %v", err)
	}
	if err := service.Confirm(ctx, memory, "thing_id", nil, &one, "C"); err != nil {
		t.Errorf("a reference to what is there: %v", err)
	}
	err := service.Confirm(ctx, memory, "thing_id", nil, &two, "C")
	if failure, ok := apperr.From(err); !ok || failure.Code != "C" || failure.Status != http.StatusBadRequest || !strings.Contains(failure.Description, `"thing_id"`) {
		t.Errorf("a reference to nothing: %v", err)
	}
	if err := service.Confirm(ctx, memory, "thing_id", &two, &two, "C"); err != nil {
		t.Errorf("a reference to nothing that is not changed: %v", err)
	}
	memory.Err = errors.New("down")
	if err := service.Confirm(ctx, memory, "thing_id", nil, &one, "C"); !errors.Is(err, memory.Err) || service.IsNotFound(err) {
		t.Errorf("an owner that fails: %v", err)
	}
}

func TestMemoryIsAnOwner(t *testing.T) {
	var owner service.Owner[thing] = newMemory()
	ctx := context.Background()
	for _, name := range []string{"a", "b"} {
		if _, err := owner.Create(ctx, thing{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	refused := errors.New("refused")
	if _, err := owner.Update(ctx, 1, func(one *thing) error { one.Name = "x"; return refused }); !errors.Is(err, refused) {
		t.Errorf("got %v", err)
	}
	if _, err := owner.Update(ctx, 2, func(two *thing) error { two.Name = "c"; return nil }); err != nil {
		t.Fatal(err)
	}
	page, err := owner.List(ctx, listing.Query{})
	if err != nil || len(page.Items) != 2 || page.Items[0] != (thing{1, "a"}) || page.Items[1] != (thing{2, "c"}) {
		t.Errorf("got %v, %v", page.Items, err)
	}
	vanishing := newMemory()
	if _, err := vanishing.Create(ctx, thing{}); err != nil {
		t.Fatal(err)
	}
	vanishing.VanishAfter(1)
	if _, err := vanishing.Get(ctx, 1); err != nil {
		t.Errorf("before it vanishes: %v", err)
	}
	if _, err := vanishing.Get(ctx, 1); !service.IsNotFound(err) {
		t.Errorf("after it vanished: %v", err)
	}
	if err := owner.Delete(ctx, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := owner.Get(ctx, 1); !service.IsNotFound(err) {
		t.Errorf("got %v, want not found", err)
	}
	if err := owner.Delete(ctx, 1); !service.IsNotFound(err) {
		t.Errorf("got %v, want not found", err)
	}
}
