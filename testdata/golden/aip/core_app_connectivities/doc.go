// Package core_app_connectivities opens the connections of the platform: nothing else connects to a
// data service (the standards, §3.1).
package core_app_connectivities
