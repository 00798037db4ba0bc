// Package middlewares holds what every request passes before it reaches a controller (the
// standards, §10).
package middlewares
