// Package directconnection holds the rule VT009: connections are made in core_app_connectivities
// alone (the standards, §3.1).
package directconnection
