// Package services holds the business logic. Each table has one owning service, and other modules
// reach its data only through it (the standards, §3.8).
package services
