// Package repositoryname holds the rule VT003: a data repository's file name begins with its table
// (the standards, §3.7.2).
package repositoryname
