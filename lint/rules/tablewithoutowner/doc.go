// Package tablewithoutowner holds the rule VT005: every table has an owner (the standards, §3.8.2).
package tablewithoutowner
