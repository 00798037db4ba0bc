package jssource

func (r *reader) collectAccesses() {}
