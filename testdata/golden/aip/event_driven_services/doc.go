// Package event_driven_services receives events and hands them to services. There is no business
// logic in it (the standards, §3.6).
package event_driven_services
