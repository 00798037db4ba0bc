package program

import (
	"slices"
	"strings"
)

// standardDatabase is the database of the tables whose owners the standards name.
const standardDatabase = "oneid"

// standardOwners are the owners that the standards themselves name (§3.8.2). They decide only where
// the code base leaves it open: configuration, entities and names come first.
var standardOwners = map[string]string{
	"allowed_app":            "app_operations",
	"enrolled_apps":          "app_operations",
	"oneid_roles":            "roles_permissions_ops",
	"user_accounts":          "registration_ops",
	"enroll_app_invitations": "invitation",
}

// standardOwner returns the module that the standards name as a table's owner, or "".
func (o *ownership) standardOwner(t *tableInfo) string {
	if t == nil {
		return ""
	}
	if owner := standardOwners[strings.ToLower(t.table)]; owner != "" {
		return o.aliased(o.module(owner))
	}
	return ""
}

// decided leaves of several modules that could own a table the one that the standards name.
func (o *ownership) decided(t *tableInfo, modules []string) []string {
	if len(modules) < 2 || t == nil || t.database != "" && !strings.EqualFold(t.database, standardDatabase) {
		return modules
	}
	if owner := o.standardOwner(t); slices.Contains(modules, owner) {
		return []string{owner}
	}
	return modules
}
