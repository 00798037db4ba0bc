package jssource

import (
	"sort"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// before returns the comments whose next token is the given one.
func (r *reader) before(tok int32) []comment {
	i := sort.Search(len(r.comments), func(i int) bool { return r.comments[i].next >= tok })
	j := i
	for j < len(r.comments) && r.comments[j].next == tok {
		j++
	}
	for i < j && r.comments[i].trailing {
		i++ // it belongs to the line before
	}
	return r.comments[i:j]
}

// docBefore returns the text of the comments right before a token.
func (r *reader) docBefore(tok int32) string {
	if tok < 0 || len(r.comments) == 0 {
		return ""
	}
	list := r.before(tok)
	if len(list) == 0 {
		return ""
	}
	if len(list) == 1 {
		return commentText(r.src[list[0].pos:list[0].end])
	}
	var b strings.Builder
	for i, c := range list {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(commentText(r.src[c.pos:c.end]))
	}
	return b.String()
}

// comment keeps the comments before a call at statement level.
func (r *reader) comment(tok int32) {
	if tok < 0 || len(r.comments) == 0 {
		return
	}
	for _, c := range r.before(tok) {
		r.addComment(c)
	}
}

// markedComments keeps the comments that speak to the linter or document a route, and puts all in
// the order of the file.
func (r *reader) markedComments() {
	for _, c := range r.comments {
		text := r.src[c.pos:c.end]
		if strings.Contains(text, "vtgen:") || strings.Contains(text, "@route") {
			r.addComment(c)
		}
	}
	list := r.file.Comments
	sort.SliceStable(list, func(i, j int) bool { return list[i].Pos < list[j].Pos })
	kept := list[:0]
	for i, c := range list {
		if i == 0 || c.Pos != list[i-1].Pos {
			kept = append(kept, c)
		}
	}
	r.file.Comments = kept
}

func (r *reader) addComment(c comment) {
	r.file.Comments = append(r.file.Comments, fact.Comment{
		Text: commentText(r.src[c.pos:c.end]), Pos: fact.Pos(c.pos), End: fact.Pos(c.end), Trailing: c.trailing,
	})
}

// commentText takes the marks off a comment.
func commentText(s string) string {
	if rest, ok := strings.CutPrefix(s, "//"); ok {
		return strings.Clone(strings.TrimSpace(rest))
	}
	s = strings.TrimSuffix(strings.TrimPrefix(s, "/*"), "*/")
	var b strings.Builder
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimSpace(line)
		line = strings.TrimSpace(strings.TrimLeft(line, "*"))
		if line == "" && b.Len() == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(line)
	}
	return strings.TrimRight(b.String(), "\n")
}
