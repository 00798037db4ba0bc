// Package validations defines the bodies of requests and the rules they must obey (the standards,
// §11).
package validations
