// Package datapulse reports analytics to Data Pulse (the standards, §3.4): counts of activities, as
// JSON to the queue data_pulse_queue.
//
//	reporter := datapulse.New(datapulse.Options{AppID: config.AppID, Queue: broker, Store: store})
//	defer reporter.Close(ctx)
//	stop := reporter.Listen(emitter)
//
//	err := reporter.Report(ctx, datapulse.Activity{UserID: user.ID, ID: "USER_REGISTRATION", RefID: "web", Label: "New User Registration"})
//
// No count is lost unseen: what was reported is in Stats as reported, stored, dropped or pending. A
// report that the queue does not accept is tried again up to 60 times, each after 5 to 10 seconds,
// from the outbox when there is one, where it also survives the process (it is put there by another
// goroutine, within milliseconds); else from a bounded part of memory. What the queue has accepted is the broker's.
package datapulse
