package jssource

// skipType passes over a TypeScript type. It stops at what cannot belong to one.
func (p *parser) skipType() {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth >= maxDepth {
		p.skip()
		return
	}
	for {
		p.skipTypePrefix()
		if !p.skipTypePrimary() {
			return
		}
		p.skipTypeSuffix()
		t := p.cur()
		switch {
		case t.kind == kindPunct && (t.op == '|' || t.op == '&'):
			p.i++
		case t.kind == kindName && t.op == wordExtends && t.flags&afterNewline == 0 || t.kind == kindName && t.op == wordExtends && p.conditionalType():
			p.i++
		case t.kind == kindPunct && t.op == '?' && p.conditionalBranch():
			p.i++
			p.skipType()
			if !p.accept(':') {
				return
			}
		default:
			return
		}
	}
}

// conditionalType reports whether an extends on a line of its own belongs to a type.
func (p *parser) conditionalType() bool {
	for i := 1; i < mostAhead; i++ {
		switch t := p.ahead(i); {
		case t.kind == kindEOF || t.kind == kindClose || t.op == '{' && t.kind == kindOpen || t.op == ';':
			return false
		case t.kind == kindPunct && t.op == '?':
			return true
		}
	}
	return false
}

// conditionalBranch tells the ? of a conditional type from one that ends a type: the former has
// a type and a colon after it.
func (p *parser) conditionalBranch() bool {
	next := p.ahead(1)
	return next.kind == kindName || next.kind == kindOpen || next.kind == kindString || next.kind == kindNumber || next.op == '|'
}

func (p *parser) skipTypePrefix() {
	for {
		t, next := p.cur(), p.ahead(1)
		if t.kind == kindPunct && (t.op == '|' || t.op == '&' || t.op == '-') {
			p.i++
			continue
		}
		if t.kind != kindName || next.flags&afterNewline != 0 {
			return
		}
		switch p.text(t) {
		case "keyof", "typeof", "readonly", "unique", "infer", "asserts", "new", "abstract":
			if next.kind == kindName || next.kind == kindOpen || next.kind == kindString || next.kind == kindPunct && next.op == '<' {
				p.i++
				continue
			}
		}
		return
	}
}

// skipTypePrimary passes over one operand of a type, and reports whether there was one.
func (p *parser) skipTypePrimary() bool {
	t := p.cur()
	switch t.kind {
	case kindName:
		p.i++
		if t.op == wordImport && p.isOpen('(') {
			p.leave(p.i)
		}
		for p.isPunct('.') && p.ahead(1).kind == kindName {
			p.i += 2
		}
		p.typeArguments()
	case kindString, kindNumber:
		p.i++
	case kindOpen:
		if t.op == opElement {
			return false
		}
		p.leave(p.i)
		if t.op == '(' && p.isPunct(opArrow) {
			p.i++
			p.skipType()
		}
	case kindPunct:
		if t.op != '<' || !p.typeArguments() || !p.isOpen('(') {
			return false
		}
		p.leave(p.i) // <T>(x: T) => U
		if p.accept(opArrow) {
			p.skipType()
		}
	default:
		return false
	}
	return true
}

func (p *parser) skipTypeSuffix() {
	for {
		t := p.cur()
		switch {
		case t.kind == kindOpen && t.op == '[' && t.flags&afterNewline == 0:
			p.leave(p.i)
		case t.kind == kindName && t.flags&afterNewline == 0 && p.text(t) == "is":
			p.i++
			p.skipType()
		default:
			return
		}
	}
}

// typeArguments passes over <…> and reports whether it could; if not the cursor stays.
func (p *parser) typeArguments() bool {
	if !p.isPunct('<') {
		return false
	}
	start := p.i
	depth := 0
	for n := 0; n < mostAhead; n++ {
		t := p.cur()
		switch {
		case t.kind == kindOpen && t.op != opElement:
			p.leave(p.i)
			continue
		case t.kind == kindPunct:
			switch t.op {
			case '<':
				depth++
			case '>':
				if depth--; depth == 0 {
					p.i++
					return true
				}
			case ',', '.', '|', '&', '?', ':', '=', '-', '+', opArrow, opSpread:
			default:
				p.i = start
				return false
			}
		case t.kind == kindName || t.kind == kindString || t.kind == kindNumber:
		default:
			p.i = start
			return false
		}
		p.i++
	}
	p.i = start
	return false
}

// typeArgumentText passes over <…> and returns what is in it.
func (p *parser) typeArgumentText() string {
	start := p.cur().end
	if p.typeArguments() {
		return p.src[start : p.end()-1]
	}
	return ""
}

// callArguments passes over the type arguments of a call or tag: <…> with a parenthesis, a template
// or the end of the expression behind it.
func (p *parser) callArguments() bool {
	start := p.i
	if !p.typeArguments() {
		return false
	}
	t := p.cur()
	if t.kind == kindOpen && (t.op == '(' || t.op == '`') {
		return true
	}
	if t.kind == kindClose || t.kind == kindPunct && (t.op == ',' || t.op == ';') {
		return true
	}
	p.i = start
	return false
}
