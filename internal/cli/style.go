package cli

import "github.com/vtgen/vtgen/generator"

// style colours words where the output shows colours.
type style struct{ on bool }

func newStyle(on bool) style { return style{on: on} }

func (s style) paint(code, text string) string {
	if !s.on {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (s style) good(text string) string    { return s.paint("32", text) }
func (s style) warning(text string) string { return s.paint("33", text) }
func (s style) failure(text string) string { return s.paint("1;31", text) }
func (s style) heading(text string) string { return s.paint("1", text) }
func (s style) faint(text string) string   { return s.paint("2", text) }

// action colours what a change does to a file.
func (s style) action(action generator.Action) string {
	if action == generator.Update {
		return s.warning(string(action))
	}
	return s.good(string(action))
}
