// Package global_config holds what the platform is configured by: the environment (the standards,
// §16.2) and the error codes (§6.2).
package global_config
