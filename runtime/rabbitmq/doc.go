// Package rabbitmq connects a platform to RabbitMQ as its other services do (the standards, §3.2):
// messages go to the default exchange, with the queue's name as routing key, persistent; the queue is
// asserted durable before.
//
// # Publishing
//
// [Connection.Publish] accepts a message into a buffer on disk (package spool) and returns. A worker
// sends it from there, and lets it go only when the broker has confirmed that it is in its queue. So an
// accepted message survives the death of the broker and of the process, and a broker that is down,
// stalls, or blocks its publishers for lack of memory costs the caller nothing but room in the buffer.
// Delivery is at least once: after a lost connection what was not confirmed is sent again, with the
// same message ID.
//
// Messages of one queue are sent in the order of their acceptance; those that have to be sent again may
// come behind later ones. A queue that does not take its messages waits by itself and holds up no other.
//
// # Consuming
//
// A message is acknowledged when its handler has returned. One that fails is published again to its
// queue with the header x-retry-count one higher, and then acknowledged; the count is shared with the
// platform's services in other languages. When its attempts are used up it goes to the dead letters.
// Publishing and consuming have a connection each: RabbitMQ stops reading from a publisher when it is
// short of memory, and acknowledgements must get through.
//
// # Connection
//
// A lost connection is made again for ever, with growing, jittered pauses: unlike the platform's older
// services the process does not end after some attempts, and RABBITMQ-RECON-002 is never reported. A
// write that takes longer than two seconds ends the connection, as do missing confirms: a link that
// swallows everything is not noticed otherwise for minutes.
package rabbitmq
