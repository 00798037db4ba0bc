package gosource

import (
	"go/ast"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// commentBefore keeps the comment that directly precedes a call at statement level.
func (r *reader) commentBefore(s *ast.ExprStmt) {
	at := s.Pos()
	groups := r.tree.Comments
	for r.comment < len(groups) && groups[r.comment].End() <= at {
		r.comment++
	}
	if r.comment == 0 {
		return
	}
	group := groups[r.comment-1]
	from, to := r.pos(group.End()), r.pos(at)
	if from > to {
		return
	}
	between := r.src[from:to]
	if strings.TrimSpace(between) == "" && strings.Count(between, "\n") == 1 && !wanted(group) {
		r.addComment(group)
	}
}

// readComments keeps the comments that speak to the linter or describe a route.
func (r *reader) readComments() {
	for _, group := range r.tree.Comments {
		if wanted(group) {
			r.addComment(group)
		}
	}
}

func wanted(group *ast.CommentGroup) bool {
	for _, c := range group.List {
		if strings.Contains(c.Text, "vtgen:") || strings.Contains(c.Text, "@route") || strings.Contains(c.Text, "@Route") {
			return true
		}
	}
	return false
}

func (r *reader) addComment(group *ast.CommentGroup) {
	pos := r.pos(group.Pos())
	line := strings.LastIndexByte(r.src[:pos], '\n') + 1
	r.file.Comments = append(r.file.Comments, fact.Comment{
		Text: commentText(group), Pos: pos, End: r.pos(group.End()),
		Trailing: strings.TrimSpace(r.src[line:pos]) != "",
	})
}

// commentText is a comment without its marks. CommentGroup.Text would drop directives such as
// //vtgen:allow.
func commentText(group *ast.CommentGroup) string {
	var lines []string
	for _, c := range group.List {
		text := c.Text
		if rest, ok := strings.CutPrefix(text, "//"); ok {
			lines = append(lines, strings.TrimSpace(rest))
			continue
		}
		text = strings.TrimSuffix(strings.TrimPrefix(text, "/*"), "*/")
		for line := range strings.Lines(text) {
			lines = append(lines, strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(line), "*")))
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
