// Package benchevents measures the event router of the runtime beside others, in one run: direct calls,
// the in-memory channel of Watermill, and a router of the same shape on Node's EventEmitter. It is a
// module of its own, so that nothing else has Watermill among its requirements. `make bench` runs it,
// and prints ratios:
//
//	go test -run Ratios -v -ratios
package benchevents
