package idiom

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/rule"
)

// Log is a log statement, or a Go error path that carries a log id (apperr.At).
type Log struct {
	Call *fact.Call
	// Text is the message, or nil where it is not a text.
	Text *fact.Text
	// Arg is the index of Text among the arguments.
	Arg int
	// Path is set for an error path, whose id has no message.
	Path bool
	// ID is the identifier that the message begins with, if HasID is set.
	ID    LogID
	HasID bool
}

// levels are the methods of loggers, in lower case and without the endings of Go's variants.
var levels = map[string]bool{
	"log": true, "trace": true, "debug": true, "verbose": true, "silly": true, "info": true, "notice": true,
	"warn": true, "warning": true, "error": true, "err": true, "fatal": true, "critical": true, "alert": true,
	"emerg": true, "print": true, "panic": true, "msg": true, "logattrs": true,
}

// loggers are the names of objects that log.
var loggers = map[string]bool{
	"console": true, "logger": true, "log": true, "slog": true, "winston": true, "pino": true, "bunyan": true,
	"sugar": true, "zap": true, "logrus": true, "klog": true, "glog": true, "lg": true, "zlog": true,
}

// logsOf is the key of the log statements of a file.
type logsOf struct{ file *fact.File }

// Logs are the log statements of a file, in order. Several rules look at them.
func Logs(p *rule.Pass, f *fact.File) []Log {
	return rule.Once(p, logsOf{f}, func() []Log { return logs(f) })
}

func logs(f *fact.File) []Log {
	var logs []Log
	for i := range f.Calls {
		call := &f.Calls[i]
		path := call.Callee == "apperr.At"
		if !path && !IsLog(call.Callee) {
			continue
		}
		log := Log{Call: call, Arg: -1, Path: path}
		for j, arg := range call.Args {
			if arg.Text != nil {
				log.Text, log.Arg = arg.Text, j
				log.ID, log.HasID = ParseLogID(Start(arg.Text))
				break
			}
		}
		logs = append(logs, log)
	}
	return logs
}

// IsLog reports whether a callee writes a log line.
func IsLog(callee string) bool {
	method := strings.ToLower(Last(callee))
	method = strings.TrimSuffix(strings.TrimSuffix(method, "context"), "ln")
	if !levels[method] && !levels[strings.TrimRight(method, "fw")] {
		return false
	}
	if method == "msg" || method == "msgf" {
		return strings.Contains(callee, "()")
	}
	object := strings.ToLower(strings.TrimLeft(Object(callee), "_"))
	return loggers[object] || strings.HasSuffix(object, "logger") || strings.HasSuffix(object, "_log")
}

// LogID is a log identifier as the standards want it (§5.1): file:number | function | message.
type LogID struct {
	File, Function string
	// Number is 0 where there is none; Digits is as written.
	Number int
	Digits string
}

var olderForm = regexp.MustCompile(`^FILE: ?([0-9A-Za-z_.\-]+) \| `)

// ParseLogID reads the identifier at the start of a message.
func ParseLogID(message string) (LogID, bool) {
	file, rest, ok := strings.Cut(message, ":")
	if !ok || file == "" || strings.IndexFunc(file, notInFileName) >= 0 {
		return LogID{}, false
	}
	digits, rest, ok := strings.Cut(rest, " | ")
	if !ok || digits == "" || strings.IndexFunc(digits, notDigit) >= 0 {
		return LogID{}, false
	}
	number, err := strconv.Atoi(digits)
	if err != nil {
		return LogID{}, false // more digits than a number has
	}
	function, _, _ := strings.Cut(rest, " | ")
	if function == "" || strings.ContainsAny(function, "|") || function[0] == ' ' {
		return LogID{}, false
	}
	return LogID{File: file, Digits: digits, Number: number, Function: function}, true
}

func notDigit(c rune) bool { return c < '0' || c > '9' }

func notInFileName(c rune) bool {
	return notDigit(c) && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && c != '_' && c != '.' && c != '-'
}

// OlderForm returns the length of the "FILE: name" at the start of a message that has the form
// which the standards' older samples use, and 0 for any other.
func OlderForm(message string) int {
	if !strings.HasPrefix(message, "FILE:") {
		return 0
	}
	match := olderForm.FindStringSubmatchIndex(message)
	if match == nil {
		return 0
	}
	return match[3]
}

// OlderFunction returns the function that a message of the older form names, "FILE: name | function |",
// or "".
func OlderFunction(message string) string {
	length := OlderForm(message)
	if length == 0 {
		return ""
	}
	function, _, ok := strings.Cut(strings.TrimPrefix(message[length:], " | "), " | ")
	if !ok {
		return ""
	}
	return strings.TrimSpace(function)
}
