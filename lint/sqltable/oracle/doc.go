// Package oracle compares package sqltable with two full parsers, TiDB's for MySQL and PostgreSQL's
// own: on statements written for the purpose, on random ones, and on both with pieces missing. It is
// a module of its own, with nothing but tests, so that the parsers are no requirement of vtgen.
package oracle
