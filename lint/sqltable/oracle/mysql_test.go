package oracle

import (
	"strings"

	"github.com/pingcap/tidb/pkg/parser"
	"github.com/pingcap/tidb/pkg/parser/ast"
	_ "github.com/pingcap/tidb/pkg/parser/test_driver"

	"github.com/vtgen/vtgen/lint/sqltable"
)

// mysqlTables are the tables that TiDB's parser finds.
func mysqlTables(sql string) ([]access, error) {
	nodes, _, err := parser.New().Parse(sql, "", "")
	if err != nil {
		return nil, err
	}
	v := &mysqlVisitor{special: map[*ast.TableName]sqltable.Access{}, ignored: map[*ast.TableName]bool{}}
	for _, node := range nodes {
		node.Accept(v)
	}
	return v.found, nil
}

// mysqlVisitor walks a tree of TiDB's.
type mysqlVisitor struct {
	found []access
	// special are the tables that are not merely read; ignored are names that stand for another table.
	special map[*ast.TableName]sqltable.Access
	ignored map[*ast.TableName]bool
	scopes  [][]string // common table expressions, by statement
}

func (v *mysqlVisitor) Enter(n ast.Node) (ast.Node, bool) {
	switch n := n.(type) {
	case *ast.SelectStmt:
		v.open()
		if n.LockInfo != nil {
			for _, t := range n.LockInfo.Tables {
				v.ignored[t] = true
			}
		}
	case *ast.SetOprStmt, *ast.SetOprSelectList:
		v.open()
	case *ast.UpdateStmt:
		v.open()
		v.updated(n)
	case *ast.DeleteStmt:
		v.open()
		v.deleted(n)
	case *ast.InsertStmt:
		v.mark(sources(n.Table), sqltable.Write)
	case *ast.LoadDataStmt:
		v.special[n.Table] = sqltable.Write
	case *ast.TruncateTableStmt:
		v.special[n.Table] = sqltable.Write
	case *ast.CommonTableExpression:
		if n.IsRecursive {
			v.define(n.Name.L)
		}
	case *ast.TableName:
		v.table(n)
	default:
		v.schema(n)
	}
	return n, false
}

// schema marks the tables of statements that change the schema.
func (v *mysqlVisitor) schema(n ast.Node) {
	mark := func(names ...*ast.TableName) {
		for _, t := range names {
			if t != nil {
				v.special[t] = sqltable.Schema
			}
		}
	}
	switch n := n.(type) {
	case *ast.CreateTableStmt:
		mark(n.Table, n.ReferTable)
	case *ast.CreateViewStmt:
		mark(n.ViewName)
	case *ast.ReferenceDef:
		mark(n.Table)
	case *ast.ColumnOption: // whose table the walk leaves out
		if n.Refer != nil {
			v.found = append(v.found, access{n.Refer.Table.Schema.O, n.Refer.Table.Name.O, sqltable.Schema})
		}
	case *ast.CreateIndexStmt:
		mark(n.Table)
	case *ast.DropIndexStmt:
		mark(n.Table)
	case *ast.AlterTableStmt:
		mark(n.Table)
		for _, spec := range n.Specs {
			mark(spec.NewTable)
		}
	case *ast.DropTableStmt:
		mark(n.Tables...)
	case *ast.RenameTableStmt:
		for _, t := range n.TableToTables {
			mark(t.OldTable, t.NewTable)
		}
	case *ast.AnalyzeTableStmt:
		mark(n.TableNames...)
	case *ast.LockTablesStmt:
		for _, lock := range n.TableLocks {
			kind := sqltable.Read
			if strings.HasPrefix(lock.Type.String(), "WRITE") {
				kind = sqltable.Write
			}
			v.special[lock.Table] = kind
		}
	case *ast.GrantStmt:
		v.granted(n.Level)
	case *ast.RevokeStmt:
		v.granted(n.Level)
	}
}

func (v *mysqlVisitor) granted(level *ast.GrantLevel) {
	if level.Level == ast.GrantLevelTable {
		v.found = append(v.found, access{level.DBName, level.TableName, sqltable.Schema})
	}
}

func (v *mysqlVisitor) Leave(n ast.Node) (ast.Node, bool) {
	switch n := n.(type) {
	case *ast.SelectStmt, *ast.SetOprStmt, *ast.SetOprSelectList, *ast.UpdateStmt, *ast.DeleteStmt:
		v.scopes = v.scopes[:len(v.scopes)-1]
	case *ast.CommonTableExpression:
		if !n.IsRecursive {
			v.define(n.Name.L)
		}
	}
	return n, true
}

func (v *mysqlVisitor) open() { v.scopes = append(v.scopes, nil) }

func (v *mysqlVisitor) define(name string) {
	last := len(v.scopes) - 1
	v.scopes[last] = append(v.scopes[last], name)
}

func (v *mysqlVisitor) table(n *ast.TableName) {
	if v.ignored[n] {
		return
	}
	kind := v.special[n]
	if n.Schema.O == "" && kind == sqltable.Read {
		for _, scope := range v.scopes {
			for _, name := range scope {
				if name == n.Name.L {
					return
				}
			}
		}
	}
	v.found = append(v.found, access{n.Schema.O, n.Name.O, kind})
}

// source is a table in FROM and what the statement calls it.
type source struct {
	table *ast.TableName
	alias string
}

func (v *mysqlVisitor) mark(all []source, kind sqltable.Access) {
	for _, s := range all {
		v.special[s.table] = kind
	}
}

// sources are the tables of a list, those in sub-queries left out.
func sources(refs *ast.TableRefsClause) []source {
	var all []source
	var walk func(n ast.ResultSetNode)
	walk = func(n ast.ResultSetNode) {
		switch n := n.(type) {
		case *ast.Join:
			walk(n.Left)
			if n.Right != nil {
				walk(n.Right)
			}
		case *ast.TableSource:
			if name, ok := n.Source.(*ast.TableName); ok {
				all = append(all, source{name, n.AsName.L})
			} else if join, ok := n.Source.(*ast.Join); ok {
				walk(join)
			}
		}
	}
	if refs != nil {
		walk(refs.TableRefs)
	}
	return all
}

// called finds the table that goes by a name.
func called(all []source, database, name string) *source {
	for i, s := range all {
		if s.alias == name && database == "" || s.alias == "" && s.table.Name.L == name && (database == "" || database == s.table.Schema.L) {
			return &all[i]
		}
	}
	return nil
}

// updated marks the tables whose columns are assigned, and the first one for columns without a table.
func (v *mysqlVisitor) updated(n *ast.UpdateStmt) {
	all := sources(n.TableRefs)
	for _, a := range n.List {
		if a.Column.Table.L == "" {
			if len(all) > 0 {
				v.special[all[0].table] = sqltable.Write
			}
		} else if s := called(all, a.Column.Schema.L, a.Column.Table.L); s != nil {
			v.special[s.table] = sqltable.Write
		}
	}
}

func (v *mysqlVisitor) deleted(n *ast.DeleteStmt) {
	all := sources(n.TableRefs)
	if n.Tables == nil {
		v.mark(all, sqltable.Write)
		return
	}
	for _, t := range n.Tables.Tables {
		if s := called(all, t.Schema.L, t.Name.L); s != nil {
			v.special[s.table] = sqltable.Write
			v.ignored[t] = true
		}
	}
}
