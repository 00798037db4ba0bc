// Package spool is a bounded buffer of messages on disk. The connectors of the message broker accept
// into it what they cannot wait to deliver: package rabbitmq sends from it, package localqueue
// consumes from it.
//
// # Promises
//
//   - [Spool.Append] takes microseconds, and never longer than its patience, 100 ms by default,
//     whatever the disk does. While a write hangs for longer than that, it refuses at once. (Less
//     patience refuses messages for no reason: on two cores with fifteen busy processes the system
//     alone delayed one write in ten thousand by 60 to 90 ms.) A nil error says that the message was
//     handed to the operating system: it survives the death of the process, also by kill -9.
//   - A power cut loses at most what was accepted since the last fsync: one in the background every
//     SyncInterval, 100 ms by default, and however long the disk takes for it.
//   - What is accepted is there until it is acknowledged, across any number of openings. Within a lane
//     it comes in the order of its acceptance.
//   - The number and size of messages are bounded, in all and by lane; beyond the bounds Append
//     refuses with an error that matches queue.ErrFull. A full disk refuses in the same way, loses
//     nothing of what was accepted, and ends by itself when there is room again.
//   - Damage on disk costs the records that it hits, and is logged and counted.
//
// # Delivered despite an error
//
// When the disk does not take a message within the patience it is withdrawn, and the error says so.
// Where the write had begun by then it cannot be withdrawn: the error says that the outcome is open,
// and the message may be delivered later. The same is true for a process that dies within Append. So
// a caller that tries again after an error keeps the message's ID.
//
// # On disk
//
// A directory holds segments, <number>.log, of records with length, sequence number and CRC32C. A
// batch of records is one write at the end of the newest segment; one that fails is cut off again.
// <number>.ack holds the sequence numbers of what is acknowledged of that segment. A segment goes
// when all of it is acknowledged. Segments with few messages left are rewritten when their dead
// weight grows, so that the spool takes at most twice its MaxBytes and four segments. In memory a
// message costs about 100 bytes, whatever its size.
//
// # Why not an embedded database
//
// A bbolt commit waits for two fsyncs, milliseconds on most disks; without them a power cut may cost
// its whole file rather than the last moments. On one busy machine, a message of 300 bytes took 2.7 ms
// in a commit of its own, 62 µs in batches of many callers, 37 µs without fsync, and 4 to 10 µs here. A
// log of which each record proves itself has no state that a lost write could break.
//
// # Processes
//
// One process uses a directory at a time (a file lock, so the directory must be on a local disk).
// [OpenSlot] gives every process of a machine a numbered directory of its own, and [Spool.Adopt]
// takes over what processes that died have left in theirs.
package spool
