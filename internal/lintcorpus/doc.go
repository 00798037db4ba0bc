// Package lintcorpus measures the linter's rules about tables on a corpus of labelled cases: how many
// of what it reports are true, and how many of what is true it reports. It runs front ends, linking
// and rules, without the command line around them.
//
// A theme is a txtar file in testdata/lint/corpus. The first element of a file's path names its case;
// the files of the case "base" are in every case of the theme. A line's label stands at its end:
//
//	`SELECT id FROM oneid.allowed_app` //! VT001 oneid.allowed_app read
//
// Labels are cut off before the linter sees the text, so that they can stand inside of SQL. Several
// are separated by semicolons; the table and the mode may be left out. The file "config" of a case
// holds lines of configuration (see configure), "#" begins a comment in it. The archive's comment may
// hold a line "rules: VT001 VT002" that limits the theme to these rules. What is not labelled must not
// be reported.
//
// testdata/lint/corpus2 is a second corpus by another author, measured by itself. All of it was written
// before its author had seen the engine, but for the themes standards_samples, second_round,
// js_repositories, js_stores, go_round_three and orphan_repositories.
package lintcorpus
