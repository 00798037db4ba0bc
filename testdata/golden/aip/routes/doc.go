// Package routes connects the API's paths to controllers, one file per domain (the standards, §8.2).
package routes
