package spool

import "container/heap"

// Entry is a message in a spool. Whoever took it either acknowledges or returns it.
type Entry struct {
	seq   uint64
	lane  *lane
	taken bool // guarded by Spool.mu
	again bool // guarded by Spool.mu

	segment *segment
	offset  int64 // guarded by segment.mu
	size    int
}

// Lane is the lane to which the message was appended.
func (e *Entry) Lane() string { return e.lane.name }

// Seq is the message's place in the order of acceptance.
func (e *Entry) Seq() uint64 { return e.seq }

// lane is what belongs together and is kept in order.
type lane struct {
	name    string
	waiting waiting
	// count and bytes are those of all messages: reserved, waiting and taken.
	count int
	bytes int64
}

// waiting is a heap by sequence number, so that what is returned takes its old place.
type waiting []*Entry

func (w waiting) Len() int           { return len(w) }
func (w waiting) Less(i, j int) bool { return w[i].seq < w[j].seq }
func (w waiting) Swap(i, j int)      { w[i], w[j] = w[j], w[i] }

// Push implements [heap.Interface].
func (w *waiting) Push(x any) { *w = append(*w, x.(*Entry)) }

// Pop implements [heap.Interface].
func (w *waiting) Pop() any {
	last := len(*w) - 1
	e := (*w)[last]
	(*w)[last] = nil
	*w = (*w)[:last]
	return e
}

// Take takes the oldest message of a lane that nobody has taken, or nil. again says that it was
// returned, or appended by an earlier process, and so may have been used before.
func (s *Spool) Take(name string) (e *Entry, again bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.lanes[name]
	if l == nil || len(l.waiting) == 0 {
		return nil, false
	}
	e = heap.Pop(&l.waiting).(*Entry)
	e.taken = true
	return e, e.again
}

// Return gives back messages that were taken. They are taken again, in their old places.
func (s *Spool) Return(entries ...*Entry) {
	s.mu.Lock()
	for _, e := range entries {
		if !e.taken || s.live[e.seq] != e {
			continue
		}
		e.taken, e.again = false, true
		heap.Push(&e.lane.waiting, e)
	}
	s.mu.Unlock()
	for _, e := range entries {
		s.notify(e.lane.name)
	}
}

// Ack says that a message need not be kept any more. That is written in the background: after a kill
// right behind it, or a power cut, the message may be found again.
func (s *Spool) Ack(e *Entry) {
	s.mu.Lock()
	if s.live[e.seq] != e {
		s.mu.Unlock()
		return
	}
	delete(s.live, e.seq)
	s.release(e.lane, int64(e.size))
	e.segment.live--
	e.segment.liveBytes -= int64(e.size)
	e.segment.unwritten = append(e.segment.unwritten, e.seq)
	s.stats.Acknowledged++
	s.mu.Unlock()
	wake(s.keeperWork)
}

// Lanes are the names of the lanes that have messages nobody has taken.
func (s *Spool) Lanes() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []string
	for name, l := range s.lanes {
		if len(l.waiting) > 0 {
			names = append(names, name)
		}
	}
	return names
}

// reserve makes room for a message, and returns its lane, or nil where there is none; mu is held.
func (s *Spool) reserve(name string, size int64, limited bool) *lane {
	l := s.lanes[name]
	if limited && !s.options.room(s.count, s.bytes+size, l, size) {
		return nil
	}
	if l == nil {
		l = &lane{name: name}
		s.lanes[name] = l
	}
	l.count++
	l.bytes += size
	s.count++
	s.bytes += size
	return l
}

// room says whether one more message fits into a spool of count others, so that bytes are in it.
func (o Options) room(count int, bytes int64, l *lane, size int64) bool {
	if count >= o.MaxMessages || bytes > o.MaxBytes {
		return false
	}
	if l == nil {
		l = &lane{}
	}
	return (o.MaxLaneMessages == 0 || l.count < o.MaxLaneMessages) && (o.MaxLaneBytes == 0 || l.bytes+size <= o.MaxLaneBytes)
}

// release takes back what was reserved; mu is held.
func (s *Spool) release(l *lane, size int64) {
	s.count--
	s.bytes -= size
	l.count--
	l.bytes -= size
	if l.count == 0 && s.lanes[l.name] == l {
		delete(s.lanes, l.name)
	}
}
