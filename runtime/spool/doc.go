// Package spool is a bounded buffer of messages on disk. The connectors of the message broker accept
// into it what they cannot wait to deliver: package rabbitmq sends from it, package localqueue
// consumes from it.
//
// # Promises
//
//   - [Spool.Append] takes microseconds, and waits for the disk for 0.5 ms at most, whatever that does.
//     What the disk has not taken by then is accepted in shared memory, up to 8 MiB, and written
//     to the disk later; while a write hangs, that is done at once. What has no room there is refused.
//   - A nil error says that the message was handed to the operating system, as part of a file on disk or
//     in shared memory: it survives the death of the process, also by kill -9.
//   - Without shared memory (there is none, or [NoSharedMemory]) Append waits for 100 ms, and then
//     refuses. Less would refuse messages for no reason: the system alone delays the writer for that
//     long on a busy machine.
//   - A power cut loses at most what was accepted since the last fsync: one in the background every
//     SyncInterval, 100 ms by default, and however long the disk takes for it. That includes what is in
//     shared memory because the disk does not take it.
//   - What is accepted is there until it is acknowledged, across any number of openings. Within a lane
//     it comes in the order of its acceptance.
//   - The number and size of messages are bounded, in all and by lane; beyond the bounds Append
//     refuses with an error that matches queue.ErrFull. A full disk refuses in the same way, loses
//     nothing of what was accepted, and ends by itself when there is room again.
//   - Damage on disk costs the records that it hits, and is logged and counted.
//
// # Delivered despite an error
//
// A message that neither the disk nor shared memory takes in time is withdrawn, and the error says so.
// Where the write had begun by then it cannot be withdrawn: the error says that the outcome is open,
// and the message may be delivered later. The same is true for a process that dies within Append, or
// soon after a disk that was slow has refused a message. So a caller that tries again after an error
// keeps the message's ID.
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
// # Shared memory
//
// A file in /dev/shm, with the same records, takes what the disk has not taken in time. Records of
// messages that the disk has by now stay there until it has all of them; their numbers tell the next
// process which those are. The file is removed at the end; the file "shared" in the spool's directory
// names it until then. It ends with the machine, and with a container: when a process is killed
// together with its container while the disk is slow, what waits there is lost. Mount memory at
// /dev/shm that outlives the container, or say [NoSharedMemory], where that matters.
//
// Why not map the segments into memory, where storing is no system call? The store waits for the disk as
// well: after each writing back the first store to a page has the file system begin a transaction,
// which waits while the disk hangs or the file system is frozen. And it is a page fault: the runtime
// does not know that the goroutine waits, so that soon the whole process would.
//
// Measured on two cores with a load of 14, 500,000 messages of 300 bytes: half took 2 µs, 99% at most
// 39 µs, 0.07% more than 1 ms, and none was refused; a loop that computes for 5 µs and waits for nothing
// took more than 1 ms in 0.16%. With the file system frozen: half took 1.5 µs, 99% at most 4 µs.
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
