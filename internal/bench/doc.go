// Command bench prints what generation costs and what generated code serves, each as a ratio to a
// floor that is measured in the same run: figures of different machines can be compared by their
// ratios only. `make bench` runs it, from the repository's root.
package main
