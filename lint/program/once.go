package program

import "github.com/vtgen/vtgen/lint/fact"

// writtenElsewhere returns the text of another file that a String is by name alone.
func (l *linker) writtenElsewhere(file *File, s *fact.String) textKey {
	if !byName(&s.Text) || s.Text.Parts[0].Hole.Name == "" {
		return textKey{}
	}
	constant, from := l.constant(where{file, s.Func}, s.Text.Parts[0].Hole.Name, 0)
	if constant == nil || from.file == nil || from.file == file || len(constant.Text.Parts) == 0 || !from.file.textAt[constant.Text.Parts[0].Pos] {
		return textKey{}
	}
	return textKey{from.file, constant.Text.Parts[0].Pos}
}

// countOnce marks what is there twice because a text is written in one file and run in another. Where both are
// of one module, or the running file is of none, the use counts where the text is written; where the file with
// the text is of none it counts where that is run.
func (l *linker) countOnce() {
	type key struct {
		textKey
		table string
		mode  fact.Mode
	}
	ran := map[key]bool{}
	for i := range l.p.Tables {
		u := &l.p.Tables[i]
		switch at := u.written.file; {
		case at == nil || at.Exempt():
		case at.Module == "":
			ran[key{u.written, u.Table, u.Mode}] = u.File.Module != ""
		default:
			u.Elsewhere = at.Module == u.File.Module || u.File.Module == ""
		}
	}
	for i := range l.p.Tables {
		u := &l.p.Tables[i]
		if u.written.file == nil && ran[key{textKey{u.File, u.begin}, u.Table, u.Mode}] {
			u.Elsewhere = true
		}
	}
}
