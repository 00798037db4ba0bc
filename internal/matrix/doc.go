// Package matrix proves the generator by what it generates. Its tests generate platforms that use
// every type, modifier and kind of reference, and names that are awkward in Go, SQL or file systems;
// they build, check and test each as its user would, on the embedded database and on a real one; they
// break the layers of one, where its own tests must notice; and they run one end to end.
//
// The tests need TEST_MYSQL_DSN (`go run ./internal/withservices -- go test ./internal/matrix`) and,
// where CI is set, golangci-lint in VTGEN_GOLANGCI. With -short, only the example platform is built,
// vetted and tested.
package matrix
