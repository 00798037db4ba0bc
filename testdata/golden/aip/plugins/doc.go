// Package plugins holds the integrations with third parties (the standards, §13).
package plugins
