// Package controllers turns requests into service calls: typed functions from a checked body to a
// result or an error. Decoding, error mapping and the envelope are the runtime's (the standards, §8.1).
package controllers
