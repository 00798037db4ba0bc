// Package utils holds what several packages of the platform need and no domain owns (the
// standards, §1).
package utils
