package oracle

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v6"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/vtgen/vtgen/lint/sqltable"
)

// postgresTables are the tables that PostgreSQL's own parser finds.
func postgresTables(sql string) ([]access, error) {
	tree, err := pg.Parse(sql)
	if err != nil {
		return nil, err
	}
	w := &postgresWalker{}
	for _, s := range tree.Stmts {
		w.walk(s.Stmt.ProtoReflect(), nil)
	}
	return w.found, nil
}

type postgresWalker struct{ found []access }

func (w *postgresWalker) add(r *pg.RangeVar, kind sqltable.Access) {
	if r != nil {
		w.found = append(w.found, access{r.Schemaname, r.Relname, kind})
	}
}

// walk visits a node with the common table expressions in sight.
func (w *postgresWalker) walk(m protoreflect.Message, scope []string) {
	switch n := m.Interface().(type) {
	case *pg.RangeVar:
		if n.Schemaname != "" || !slices.Contains(scope, n.Relname) {
			w.add(n, sqltable.Read)
		}
	case *pg.SelectStmt:
		if n.IntoClause != nil {
			w.add(n.IntoClause.Rel, sqltable.Write)
		}
		w.children(m, w.with(n.WithClause, scope), "with_clause", "into_clause", "locking_clause")
	case *pg.InsertStmt:
		w.add(n.Relation, sqltable.Write)
		w.children(m, w.with(n.WithClause, scope), "with_clause", "relation")
	case *pg.UpdateStmt:
		w.add(n.Relation, sqltable.Write)
		w.children(m, w.with(n.WithClause, scope), "with_clause", "relation")
	case *pg.DeleteStmt:
		w.add(n.Relation, sqltable.Write)
		w.children(m, w.with(n.WithClause, scope), "with_clause", "relation")
	case *pg.MergeStmt:
		w.add(n.Relation, sqltable.Write)
		w.children(m, w.with(n.WithClause, scope), "with_clause", "relation")
	case *pg.CopyStmt:
		kind := sqltable.Read
		if n.IsFrom {
			kind = sqltable.Write
		}
		w.add(n.Relation, kind)
		w.children(m, scope, "relation")
	case *pg.TruncateStmt:
		w.ranges(n.Relations, sqltable.Write)
	case *pg.LockStmt:
		w.ranges(n.Relations, sqltable.Write)
	case *pg.CreateSeqStmt, *pg.AlterSeqStmt, *pg.CompositeTypeStmt: // no tables
	case *pg.RefreshMatViewStmt:
		w.add(n.Relation, sqltable.Write)
	default:
		w.schema(m, scope)
	}
}

// schema visits the statements that change the schema.
func (w *postgresWalker) schema(m protoreflect.Message, scope []string) {
	switch n := m.Interface().(type) {
	case *pg.CreateTableAsStmt:
		w.add(n.Into.Rel, sqltable.Schema)
		w.children(m, scope, "into")
	case *pg.ViewStmt:
		w.add(n.View, sqltable.Schema)
		w.children(m, scope, "view")
	case *pg.CreateStmt:
		w.add(n.Relation, sqltable.Schema)
		w.ranges(n.InhRelations, sqltable.Schema)
		w.children(m, scope, "relation", "inh_relations")
	case *pg.Constraint:
		w.add(n.Pktable, sqltable.Schema)
		w.children(m, scope, "pktable")
	case *pg.TableLikeClause:
		w.add(n.Relation, sqltable.Schema)
	case *pg.PartitionCmd:
		w.add(n.Name, sqltable.Schema)
	case *pg.VacuumRelation:
		w.add(n.Relation, sqltable.Schema)
	case *pg.IndexStmt:
		w.add(n.Relation, sqltable.Schema)
		w.children(m, scope, "relation")
	case *pg.CreateTrigStmt:
		w.add(n.Relation, sqltable.Schema)
	case *pg.AlterTableStmt:
		if n.Objtype == pg.ObjectType_OBJECT_TABLE {
			w.add(n.Relation, sqltable.Schema)
		}
		w.children(m, scope, "relation")
	case *pg.RenameStmt:
		w.add(n.Relation, sqltable.Schema)
		if n.RenameType == pg.ObjectType_OBJECT_TABLE {
			w.add(&pg.RangeVar{Relname: n.Newname}, sqltable.Schema)
		}
	case *pg.DropStmt:
		if n.RemoveType == pg.ObjectType_OBJECT_TABLE || n.RemoveType == pg.ObjectType_OBJECT_VIEW || n.RemoveType == pg.ObjectType_OBJECT_MATVIEW {
			for _, o := range n.Objects {
				w.list(o.GetList(), 0)
			}
		}
	case *pg.CommentStmt:
		switch n.Objtype {
		case pg.ObjectType_OBJECT_TABLE, pg.ObjectType_OBJECT_VIEW:
			w.list(n.Object.GetList(), 0)
		case pg.ObjectType_OBJECT_COLUMN:
			w.list(n.Object.GetList(), 1)
		}
	case *pg.GrantStmt:
		if n.Targtype == pg.GrantTargetType_ACL_TARGET_OBJECT && n.Objtype == pg.ObjectType_OBJECT_TABLE {
			w.ranges(n.Objects, sqltable.Schema)
		}
	default:
		w.children(m, scope)
	}
}

// list adds a table that is written as a list of names, without the last few.
func (w *postgresWalker) list(l *pg.List, without int) {
	var names []string
	for _, item := range l.Items {
		names = append(names, item.GetString_().Sval)
	}
	names = names[:len(names)-without]
	r := &pg.RangeVar{Relname: names[len(names)-1]}
	if len(names) > 1 {
		r.Schemaname = names[len(names)-2]
	}
	w.add(r, sqltable.Schema)
}

func (w *postgresWalker) ranges(nodes []*pg.Node, kind sqltable.Access) {
	for _, n := range nodes {
		w.add(n.GetRangeVar(), kind)
	}
}

// with visits the expressions of WITH and returns those in sight after it.
func (w *postgresWalker) with(clause *pg.WithClause, scope []string) []string {
	if clause == nil {
		return scope
	}
	scope = slices.Clone(scope)
	if clause.Recursive {
		for _, c := range clause.Ctes {
			scope = append(scope, c.GetCommonTableExpr().Ctename)
		}
	}
	for _, c := range clause.Ctes {
		e := c.GetCommonTableExpr()
		w.walk(e.Ctequery.ProtoReflect(), scope)
		scope = append(scope, e.Ctename)
	}
	return scope
}

// children visits what a node holds, some fields left out.
func (w *postgresWalker) children(m protoreflect.Message, scope []string, without ...string) {
	m.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		switch {
		case slices.Contains(without, string(field.Name())) || field.Kind() != protoreflect.MessageKind:
		case field.IsList():
			for i := range value.List().Len() {
				w.walk(value.List().Get(i).Message(), scope)
			}
		default:
			w.walk(value.Message(), scope)
		}
		return true
	})
}
