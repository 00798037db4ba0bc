// Package classes holds the domain types that the layers pass to each other, and the events of
// their lives (the standards, §1 and §4.1).
package classes
