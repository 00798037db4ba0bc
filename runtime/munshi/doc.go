// Package munshi reports errors and activity to Munshi, the platform's central monitoring (the
// standards, §3.5): as JSON to the queue VT_MUNSHI_SERVICE_MAIN, and over HTTP where the queue is what
// does not work.
//
//	reporter := munshi.New(munshi.Options{AppID: config.AppID, Queue: broker, URL: config.MunshiURL, APIKey: key})
//	defer reporter.Close(ctx)
//	stop := reporter.Register(router, emitter)
//
//	reporter.Report(ctx, munshi.Error{
//		Err: err, Code: "DB-ERROR-1001", Title: "Database Query Failure", Type: munshi.DBError,
//		Metadata: map[string]any{"collection": "users"},
//	})
//
// What a [Reporter] promises:
//
//   - It neither blocks nor panics its caller, whatever the error does: nil, joined, cyclic, panicking.
//   - It keeps a bounded number of reports, and counts those it has to give up ([Reporter.Stats]).
//   - A report made while a report is sent is counted and not sent: a broken queue does not report
//     itself without end.
//   - Of many errors with one code the first goes out at once; those that follow within a minute are
//     counted and told in one report, with other_data.suppressed_count.
//   - Texts and data are masked as log lines are, and bounded.
package munshi
