package rabbitmq

import (
	"context"
	"math/rand/v2"
	"time"
)

// backoff is a pause that doubles with each failure, up to a bound. A random part of up to a half keeps
// the processes of a platform from coming back at the same moment.
type backoff struct {
	most     time.Duration
	failures int
}

// next returns the pause after one more failure.
func (b *backoff) next() time.Duration {
	pause := b.most
	if b.failures < 16 {
		pause = min(b.most, firstBackoff<<b.failures)
	}
	b.failures++
	return pause/2 + rand.N(pause/2+1)
}

func (b *backoff) reset() { b.failures = 0 }

// pause waits, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
