// Package httpserver runs an HTTP server that starts with sane limits and stops without losing requests, and holds the middleware and
// health routes that every platform has.
//
//	server := httpserver.New(httpserver.Options{Address: ":8080", Handler: router, Logger: logger, Ready: db.Ping})
//	router.Use(httpserver.RequestID, httpserver.AccessLog(logger), httpserver.Recover(logger, codes.Unexpected), httpserver.SecurityHeaders)
//	httpserver.Health(router, nil, codes.NotReady)
//	err := server.Run(ctx) // until ctx ends
package httpserver

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// The Options that zero values stand for.
const (
	DefaultReadHeaderTimeout = 5 * time.Second
	DefaultReadTimeout       = 30 * time.Second
	DefaultWriteTimeout      = 60 * time.Second
	DefaultIdleTimeout       = 120 * time.Second
	DefaultShutdownTimeout   = 30 * time.Second
	DefaultMaxHeaderBytes    = 64 << 10
)

// Options of a Server. Only Handler is needed; zero values stand for the defaults above.
type Options struct {
	Address           string // host:port to listen on; port 0 is any free one
	Handler           http.Handler
	Logger            *slog.Logger                // slog.Default() when nil
	ReadHeaderTimeout time.Duration               // for a request's header
	ReadTimeout       time.Duration               // for a whole request, body included
	WriteTimeout      time.Duration               // from the end of a request's header to the end of its response
	IdleTimeout       time.Duration               // between two requests of a connection
	ShutdownTimeout   time.Duration               // for requests in flight when the server stops
	DrainDelay        time.Duration               // how long the server says that it is not ready before it stops accepting; no default
	MaxHeaderBytes    int                         // of a request
	Ready             func(context.Context) error // asked by /readyz, see Health; may be nil
}

// Server is an HTTP server that runs once.
type Server struct {
	options   Options
	http      *http.Server
	logger    *slog.Logger
	address   string
	listening chan struct{}
	started   atomic.Bool
	draining  atomic.Bool
	sleep     func(time.Duration) // time.Sleep, but for tests
}

// New returns a server that does not run yet.
func New(o Options) *Server {
	s := &Server{options: o, logger: o.Logger, listening: make(chan struct{}), sleep: time.Sleep}
	if s.logger == nil {
		s.logger = slog.Default()
	}
	s.options.ShutdownTimeout = cmp.Or(o.ShutdownTimeout, DefaultShutdownTimeout)
	s.http = &http.Server{
		Handler:           o.Handler,
		ReadHeaderTimeout: cmp.Or(o.ReadHeaderTimeout, DefaultReadHeaderTimeout),
		ReadTimeout:       cmp.Or(o.ReadTimeout, DefaultReadTimeout),
		WriteTimeout:      cmp.Or(o.WriteTimeout, DefaultWriteTimeout),
		IdleTimeout:       cmp.Or(o.IdleTimeout, DefaultIdleTimeout),
		MaxHeaderBytes:    cmp.Or(o.MaxHeaderBytes, DefaultMaxHeaderBytes),
		// What net/http reports here is about single connections, such as a failed TLS handshake.
		ErrorLog: slog.NewLogLogger(s.logger.Handler(), slog.LevelWarn),
	}
	return s
}

// Listening is closed once the server accepts connections.
func (s *Server) Listening() <-chan struct{} { return s.listening }

// Address returns the address that the server listens on, with the real port; "" before Listening is closed.
func (s *Server) Address() string {
	select {
	case <-s.listening:
		return s.address
	default:
		return ""
	}
}

// Run listens and serves until ctx ends. Then it reports that it is not ready for DrainDelay, stops accepting, waits for the requests in
// flight for at most ShutdownTimeout, and returns nil when all of them were answered. Requests do not notice that ctx ended, except by
// being cut off at the end of ShutdownTimeout. A second call returns an error.
func (s *Server) Run(ctx context.Context) error {
	if s.started.Swap(true) {
		return errors.New("run the HTTP server: it has been run before; make a new one")
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", s.options.Address)
	if err != nil {
		return fmt.Errorf("listen for HTTP: %w", err)
	}
	s.address = listener.Addr().String()
	s.http.BaseContext = func(net.Listener) context.Context {
		return context.WithValue(context.WithoutCancel(ctx), serverKey{}, s)
	}
	close(s.listening)
	s.logger.InfoContext(ctx, "server.go:001 | Run | listening", "address", s.address)

	served := make(chan error, 1)
	go func() { served <- s.http.Serve(listener) }()
	select {
	case err := <-served:
		return fmt.Errorf("serve HTTP on %s: %w", s.address, err)
	case <-ctx.Done():
	}
	err = s.stop(ctx)
	if broken := <-served; !errors.Is(broken, http.ErrServerClosed) {
		err = errors.Join(err, fmt.Errorf("serve HTTP on %s: %w", s.address, broken))
	}
	return err
}

// stop ends the server.
func (s *Server) stop(ctx context.Context) error {
	s.draining.Store(true)
	s.logger.InfoContext(ctx, "server.go:002 | stop | draining", "address", s.address)
	if s.options.DrainDelay > 0 {
		s.sleep(s.options.DrainDelay)
	}
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.options.ShutdownTimeout)
	defer cancel()
	if err := s.http.Shutdown(bounded); err != nil {
		_ = s.http.Close() // the listener is closed already, and there is nothing left to do for the connections
		return fmt.Errorf("stop the HTTP server on %s: requests were still running after %s and have been cut off: %w",
			s.address, s.options.ShutdownTimeout, err)
	}
	s.logger.InfoContext(ctx, "server.go:003 | stop | stopped", "address", s.address)
	return nil
}

type serverKey struct{}

// serving returns the server that a request came in by, or nil under another one, such as httptest's.
func serving(ctx context.Context) *Server {
	s, _ := ctx.Value(serverKey{}).(*Server)
	return s
}

// ready returns nil while the server takes requests and what Options.Ready asks is well.
func (s *Server) ready(ctx context.Context) error {
	switch {
	case s.draining.Load():
		return errors.New("the server is stopping")
	case s.options.Ready != nil:
		return s.options.Ready(ctx)
	}
	return nil
}
