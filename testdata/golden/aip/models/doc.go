// Package models describes how the entities are stored: table, columns and the allow-lists of lists.
// The schemas are in models/schemas (the standards, §9).
package models
