// Package tablewithtwoowners holds the rule VT006: a table has one owner (the standards, §3.8.2).
package tablewithtwoowners
