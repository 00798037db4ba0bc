// Package aggregate counts the activities of Data Pulse in windows of time, for a platform that serves
// its own figures: where a Data Pulse system runs, that does it (the standards, §3.4).
//
//	figures, err := aggregate.New(db, aggregate.Options{Default: []aggregate.Window{
//		{Span: aggregate.Minutes(15), TTL: 24 * time.Hour},
//		{Span: aggregate.Daily, TTL: 90 * 24 * time.Hour},
//		{Span: aggregate.Lifetime},
//	}})
//	go figures.Consume(ctx, broker)
//
//	list, err := figures.Query(ctx, aggregate.Query{AppID: 42, Activity: "USER_REGISTRATION", Span: aggregate.Daily, From: monday, To: today})
//
// Windows are in UTC. An event counts in the windows of its own time, however late it comes, unless
// such a window's figures have expired: then it is counted as late and left out. A message counts
// once, however often it is delivered, by its id; figures and the note of the id are written in one
// transaction.
package aggregate
