// Package code writes the Go files of a platform: those whose shape depends on an entity's fields
// with jennifer, those of a fixed shape from package templates. Every file leaves through [Format].
// Nothing here reads or writes the disk.
package code
