// Package bg_services holds the background services: each has Start and Stop and is begun by the
// composition root (the standards, §14).
package bg_services
