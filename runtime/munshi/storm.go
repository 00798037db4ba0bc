package munshi

import "time"

const (
	// maxCodes bounds the codes whose storms are known apart. Errors of further codes are one storm.
	maxCodes = 512
	// furtherCodes is the storm of the codes that have no place.
	furtherCodes = "\x00"
)

// storm is the errors of one code within a window.
type storm struct {
	key        string
	ends       time.Time
	suppressed int64
	first      systemLog // what the summary is made of: no given data
}

// suppress counts an error of a code that was reported a short while ago, and opens a window for any
// other.
func (r *Reporter) suppress(code string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closing {
		return false // it is counted as dropped when it is sent
	}
	if r.storms[code] == nil && len(r.storms) >= maxCodes {
		code = furtherCodes
	}
	if known := r.storms[code]; known != nil {
		known.suppressed++
		r.stats.Suppressed++
		return true
	}
	r.open(&storm{key: code})
	r.poke() // the worker has to see the window's end
	return false
}

// open begins a window. All are of one length, so that they end in the order in which they began.
func (r *Reporter) open(s *storm) {
	s.ends = time.Now().Add(r.o.Window)
	s.suppressed = 0
	r.storms[s.key] = s
	r.windows = append(r.windows, s)
}

// remember keeps the first report of a window, without what its caller gave, for the summary.
func (r *Reporter) remember(code string, first systemLog) {
	first.Metadata = first.Metadata.only("reported_via", "error_type", "nonblocking", "log_id")
	first.OtherData = first.OtherData.only("error_message", "error_stack")
	r.mu.Lock()
	defer r.mu.Unlock()
	known := r.storms[code]
	if known == nil {
		known = r.storms[furtherCodes]
	}
	if known != nil {
		known.first = first
	}
}

// only returns the members with these names.
func (m members) only(names ...string) members {
	few := members{}
	for _, name := range names {
		if value, found := m[name]; found {
			few[name] = value
		}
	}
	return few
}

// endWindow closes the window that is over, if there is one, and returns the report of what was
// suppressed in it. A storm that goes on gets another window. The caller holds r.mu.
func (r *Reporter) endWindow(now time.Time) *job {
	if len(r.windows) == 0 || r.windows[0].ends.After(now) && !r.closing {
		return nil
	}
	over := r.windows[0]
	r.windows = r.windows[1:]
	delete(r.storms, over.key)
	if over.suppressed == 0 || over.first.ErrorCode == "" {
		return &job{} // nothing to report
	}
	summary := over.first
	summary.OtherData = over.first.OtherData.only("error_message", "error_stack")
	summary.OtherData.set("suppressed_count", over.suppressed)
	summary.OtherData.set("reported_at", now.Unix())
	summary.EntryTime = now.Unix()
	if !r.closing {
		r.open(&storm{key: over.key, first: over.first})
	}
	return &job{
		report: summary, path: "/api/logs/system", code: summary.ErrorCode, httpFirst: summary.queueIsBroken(),
		summary: &storm{key: over.key, suppressed: over.suppressed, first: over.first},
	}
}

// restore has the next window tell of the errors whose summary could not be delivered. The caller
// holds r.mu.
func (r *Reporter) restore(lost *storm) {
	if r.closing {
		return
	}
	known := r.storms[lost.key]
	if known == nil && len(r.storms) >= maxCodes {
		known = r.storms[furtherCodes]
	}
	if known != nil {
		known.suppressed += lost.suppressed
		return
	}
	suppressed := lost.suppressed
	r.open(lost)
	lost.suppressed = suppressed
}
