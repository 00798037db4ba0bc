package sqlguard

import "sync"

const (
	// maxVerdicts bounds each of the two generations of remembered statements.
	maxVerdicts = 1024
	// longestKept is the longest text of a statement, in bytes, that is remembered.
	longestKept = 16 << 10
)

// verdicts remembers what is known of the statements that were run last. Those that were not asked for
// while a whole generation came in are forgotten.
type verdicts struct {
	mu          sync.RWMutex
	young, aged map[string]*verdict
}

// get returns what is known of a text, or nil.
func (c *verdicts) get(query string) *verdict {
	c.mu.RLock()
	known, aged := c.young[query], false
	if known == nil {
		known = c.aged[query]
		aged = known != nil
	}
	c.mu.RUnlock()
	if aged {
		return c.keep(query, known)
	}
	return known
}

// keep remembers v, unless another caller has remembered the text meanwhile, and returns what counts.
func (c *verdicts) keep(query string, v *verdict) *verdict {
	if len(query) > longestKept {
		return v
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if known := c.young[query]; known != nil {
		return known
	}
	if len(c.young) >= maxVerdicts {
		c.aged, c.young = c.young, nil
	}
	if c.young == nil {
		c.young = make(map[string]*verdict)
	}
	c.young[query] = v
	return v
}
