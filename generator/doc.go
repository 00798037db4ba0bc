// Package generator turns validated entities into a platform's files in three steps: render every
// file in memory, plan what that changes on disk, apply the plan. A plan is data: a dry run, a diff,
// JSON and the application itself all read the same one, and nothing is written before every file
// is rendered and every conflict known.
package generator
