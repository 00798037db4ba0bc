package lease

import (
	"context"
	"errors"
	"time"
)

// releaseTimeout bounds giving a lease back, for which the caller's context may be over.
const releaseTimeout = 5 * time.Second

// Terms say how a lease is held.
type Terms struct {
	// TTL is after how long the lease of a process that died is free. While work runs it is renewed
	// in time.
	TTL time.Duration
	// Keep is for how long, from its beginning, the lease stays taken when the work is done before:
	// what is to run once in an interval among all processes keeps most of that interval.
	Keep time.Duration
}

// Run runs work while it holds the lease of a name, and returns work's error, or one that matches
// [ErrHeld] when the lease is taken. The context of work ends, with [ErrLost] as its cause, when the
// lease can not be renewed in time.
func (s *Leases) Run(ctx context.Context, name string, terms Terms, work func(ctx context.Context, l *Lease) error) error {
	began := time.Now()
	l, err := s.Acquire(ctx, name, terms.TTL)
	if err != nil {
		return err
	}
	working, end := context.WithCancelCause(ctx)
	renewed := make(chan struct{})
	mine := *l // the goroutine renews a copy: work reads l
	go func() {
		defer close(renewed)
		mine.keep(working, terms.TTL, end)
	}()
	defer func() {
		end(nil)
		<-renewed
		mine.leave(ctx, terms.Keep-time.Since(began))
	}()
	return work(working, l)
}

// keep renews the lease until ctx ends, or ends it when that fails until the lease runs out.
func (l *Lease) keep(ctx context.Context, ttl time.Duration, end context.CancelCauseFunc) {
	ticker := time.NewTicker(ttl / 3)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		bounded, cancel := context.WithTimeout(ctx, ttl/3)
		err := l.Renew(bounded, ttl)
		cancel()
		if ctx.Err() != nil {
			return
		}
		// The next attempt would come too late when less than a third of the time is left.
		if errors.Is(err, ErrLost) || err != nil && time.Until(l.until) < ttl/3 {
			end(ErrLost)
			return
		}
	}
}

// leave gives the lease back, at once or after a while.
func (l *Lease) leave(ctx context.Context, after time.Duration) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), releaseTimeout)
	defer cancel()
	// Where either fails the lease runs out by itself.
	if after > 0 {
		_ = l.Renew(ctx, after)
		return
	}
	_ = l.Release(ctx)
}
