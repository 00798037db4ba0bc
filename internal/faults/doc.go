// Package faults holds tests alone: what the runtime promises of its connectors while the services
// behind them are killed, stalled, filled and refuse, and that programs in the platform's older language
// read what it writes and write what it reads. It is a module of its own, because the runtime knows
// nothing of the servers that this repository starts for tests.
package faults
