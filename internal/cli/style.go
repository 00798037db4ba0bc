package cli

// style colours words where the output shows colours.
type style struct{ on bool }

func newStyle(on bool) style { return style{on: on} }

func (s style) paint(code, text string) string {
	if !s.on {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (s style) created(text string) string { return s.paint("32", text) }
func (s style) updated(text string) string { return s.paint("33", text) }
func (s style) failure(text string) string { return s.paint("1;31", text) }
func (s style) heading(text string) string { return s.paint("1", text) }
func (s style) faint(text string) string   { return s.paint("2", text) }
