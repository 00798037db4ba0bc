package cache

import "github.com/vtgen/vtgen/lint/fact"

// file and the methods below name every field of package fact's types, in any fixed order. A test
// finds a field that is missing here.
func (c *coder) file(f *fact.File) {
	c.string(&f.Path)
	c.string((*string)(&f.Language))
	c.string(&f.Package)
	c.flags(&f.Generated, &f.Test)
	c.string(&f.Broken)
	c.lineStarts(&f.LineStarts)
	each(c, &f.Imports, (*coder).imported)
	each(c, &f.Consts, (*coder).constant)
	each(c, &f.Vars, (*coder).typedName)
	each(c, &f.Types, (*coder).typed)
	each(c, &f.Funcs, (*coder).function)
	each(c, &f.Strings, (*coder).stringFact)
	each(c, &f.Accesses, (*coder).access)
	each(c, &f.Models, (*coder).model)
	each(c, &f.Calls, (*coder).call)
	each(c, &f.Objects, (*coder).object)
	each(c, &f.Catches, (*coder).catch)
	each(c, &f.Env, (*coder).envRead)
	each(c, &f.Comments, (*coder).comment)
}

// lineStarts writes the lengths of lines, which are mostly below 128.
func (c *coder) lineStarts(list *[]int32) {
	last := int32(0)
	each(c, list, func(c *coder, start *int32) {
		difference := *start - last
		c.int32(&difference)
		last += difference
		if c.reading {
			*start = last
		}
	})
}

func (c *coder) imported(i *fact.Import) {
	c.string(&i.Name)
	c.string(&i.Path)
	c.string(&i.Member)
	c.string(&i.Immediate)
	c.pos(&i.Pos)
}

func (c *coder) textFact(t *fact.Text) {
	if c.depth++; c.depth > maxDepth {
		c.fail(errDeep)
		return
	}
	each(c, &t.Parts, (*coder).part)
	c.depth--
}

func (c *coder) part(p *fact.Part) {
	c.string(&p.Literal)
	c.span(&p.Pos, &p.End)
	each(c, &p.Escapes, func(c *coder, e *fact.Escape) {
		c.int32(&e.At)
		c.int32(&e.Skew)
	})
	optional(c, &p.Hole, (*coder).hole)
}

func (c *coder) hole(h *fact.Hole) {
	c.string(&h.Name)
	each(c, &h.Choices, (*coder).textFact)
	each(c, &h.Args, (*coder).textFact)
	c.int32(&h.Arg)
	c.int32(&h.Of)
	c.string(&h.Key)
	c.flags(&h.Value)
}

func (c *coder) constant(k *fact.Const) {
	c.string(&k.Name)
	c.textFact(&k.Text)
	c.flags(&k.Exported)
	c.int32(&k.Func)
	c.pos(&k.Pos)
}

func (c *coder) typed(t *fact.Type) {
	c.string(&t.Name)
	c.stringList(&t.Extends)
	c.string(&t.Arguments)
	each(c, &t.Fields, (*coder).typedName)
	c.stringList(&t.Params)
	c.string(&t.Element)
	c.flags(&t.Exported)
	c.span(&t.Pos, &t.End)
}

func (c *coder) typedName(n *fact.TypedName) {
	c.string(&n.Name)
	c.string(&n.Type)
	c.string(&n.Tag)
	c.pos(&n.Pos)
}

func (c *coder) function(f *fact.Func) {
	c.string(&f.Name)
	c.string(&f.Receiver)
	c.string(&f.ReceiverName)
	each(c, &f.Params, (*coder).typedName)
	c.stringList(&f.TypeParams)
	c.string(&f.Result)
	optional(c, &f.Returns, (*coder).textFact)
	c.flags(&f.Async, &f.HasTry, &f.Exported)
	c.string(&f.Doc)
	c.int32(&f.Outer)
	c.int32(&f.Statements)
	c.int32(&f.Branches)
	c.span(&f.Pos, &f.End)
}

func (c *coder) stringFact(s *fact.String) {
	c.textFact(&s.Text)
	c.byte((*uint8)(&s.Role))
	c.string(&s.Callee)
	c.string(&s.Name)
	c.int32(&s.Func)
	c.span(&s.Pos, &s.End)
	c.string(&s.Query)
}

func (c *coder) access(a *fact.Access) {
	c.byte((*uint8)(&a.Kind))
	c.byte((*uint8)(&a.Mode))
	c.textFact(&a.Name)
	c.textFact(&a.Database)
	c.string(&a.Model)
	c.string(&a.Handle)
	c.string(&a.Path)
	c.string(&a.Via)
	c.int32(&a.Func)
	c.span(&a.Pos, &a.End)
}

func (c *coder) model(m *fact.Model) {
	c.string(&m.Name)
	c.string(&m.Var)
	c.textFact(&m.Table)
	c.flags(&m.Derived)
	c.textFact(&m.Database)
	c.string(&m.Base)
	c.string(&m.Library)
	each(c, &m.Refs, func(c *coder, r *fact.ModelRef) {
		c.string(&r.Field)
		c.string(&r.Model)
	})
	c.span(&m.Pos, &m.End)
}

func (c *coder) call(k *fact.Call) {
	c.string(&k.Callee)
	each(c, &k.Args, (*coder).argument)
	optional(c, &k.Made, (*coder).hole)
	c.int32(&k.Func)
	c.flags(&k.Awaited, &k.InTry, &k.Caught, &k.Returned, &k.Used)
	c.string(&k.Name)
	c.span(&k.Pos, &k.End)
}

func (c *coder) argument(a *fact.Arg) {
	optional(c, &a.Text, (*coder).textFact)
	c.string(&a.Ref)
	c.byte((*uint8)(&a.Kind))
	c.int32(&a.Index)
	c.span(&a.Pos, &a.End)
}

func (c *coder) object(o *fact.Object) {
	c.string(&o.Type)
	each(c, &o.Fields, func(c *coder, f *fact.Field) {
		c.string(&f.Key)
		c.argument(&f.Value)
		c.pos(&f.Pos)
	})
	c.string(&o.Name)
	c.int32(&o.Func)
	c.span(&o.Pos, &o.End)
}

func (c *coder) catch(k *fact.Catch) {
	c.string(&k.Kind)
	c.flags(&k.Empty, &k.Logs, &k.Rethrows, &k.Answers, &k.Uses)
	c.string(&k.Call)
	c.int32(&k.Func)
	c.span(&k.Pos, &k.End)
}

func (c *coder) envRead(e *fact.EnvRead) {
	c.string(&e.Name)
	c.int32(&e.Func)
	c.span(&e.Pos, &e.End)
}

func (c *coder) comment(m *fact.Comment) {
	c.string(&m.Text)
	c.span(&m.Pos, &m.End)
	c.flags(&m.Trailing)
}
