package launch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"
)

// DefaultAddress is where an application listens when HTTP_ADDR does not say otherwise.
const DefaultAddress = "127.0.0.1:8080"

// Address checks that an application can listen on an address, and returns it with the real port in
// place of port 0. The error says what to set instead.
func Address(ctx context.Context, address string) (string, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return "", fmt.Errorf("HTTP_ADDR is no host and port (%w): set one such as %s", err, DefaultAddress)
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return "", fmt.Errorf("%s is in use by another program: choose another port, such as HTTP_ADDR=%s", address, net.JoinHostPort(host, "8090"))
	case err != nil:
		return "", fmt.Errorf("nothing can listen on %s (%w): set HTTP_ADDR to another address, such as %s", address, err, DefaultAddress)
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err = errors.Join(err, listener.Close()); err != nil {
		return "", fmt.Errorf("trying %s: %w", address, err)
	}
	return net.JoinHostPort(host, port), nil
}

// URL is how a client on this machine reaches an address that an application listens on.
func URL(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "http://" + address
	}
	if ip := net.ParseIP(host); host == "" || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}
