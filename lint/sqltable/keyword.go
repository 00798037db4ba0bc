package sqltable

// keyword is a word that the scanner knows by itself; known words that it only has to recognise as
// SQL are kwOther.
type keyword uint8

const (
	kwNone keyword = iota
	kwOther
	kwAll
	kwAlter
	kwAnalyze
	kwApply
	kwArray
	kwAs
	kwBegin
	kwBy
	kwCall
	kwColumn
	kwComment
	kwCopy
	kwCreate
	kwCross
	kwData
	kwDefault
	kwDelete
	kwDescribe
	kwDistinct
	kwDo
	kwDrop
	kwDuplicate
	kwEnd
	kwExec
	kwExists
	kwExplain
	kwFetch
	kwFinal
	kwFor
	kwForce
	kwForeign
	kwFrom
	kwFull
	kwFunction
	kwGrant
	kwGroup
	kwHaving
	kwIf
	kwIgnore
	kwIn
	kwIndex
	kwIndexed
	kwInner
	kwInsert
	kwInto
	kwIs
	kwJoin
	kwKey
	kwLateral
	kwLeft
	kwLike
	kwLimit
	kwLoad
	kwLock
	kwMaterialized
	kwMerge
	kwNatural
	kwNot
	kwOf
	kwOffset
	kwOn
	kwOnly
	kwOption
	kwOr
	kwOrder
	kwOuter
	kwOutput
	kwPartition
	kwPivot
	kwProcedure
	kwRecursive
	kwReferences
	kwRename
	kwReplace
	kwReturning
	kwRight
	kwRows
	kwSelect
	kwSet
	kwSetOperator
	kwShow
	kwStraightJoin
	kwTable
	kwTablesample
	kwTemporary
	kwTo
	kwTop
	kwTrigger
	kwTruncate
	kwUpdate
	kwUpkeep
	kwUse
	kwUsing
	kwValues
	kwVerb
	kwView
	kwWhere
	kwWindow
	kwWith
)

// class says where a keyword can stand.
type class uint8

const (
	reserved class = 1 << iota // is no table's name unless quoted
	noAlias                    // is no alias unless quoted
	endsFrom                   // ends a list of tables
)

// meaning is a word of the keyword table.
type meaning struct {
	word  keyword
	class class
}

const (
	ra  = reserved | noAlias
	rae = reserved | noAlias | endsFrom
	ae  = noAlias | endsFrom
)

// longestKeyword is the length of the longest word in keywords.
const longestKeyword = 15

// keywords has the words in lower case.
var keywords = map[string]meaning{
	"all": {kwAll, ra}, "alter": {kwAlter, ra}, "analyze": {kwAnalyze, noAlias}, "apply": {kwApply, noAlias},
	"array": {kwArray, noAlias}, "as": {kwAs, ra}, "begin": {kwBegin, ra}, "by": {kwBy, ra}, "call": {kwCall, noAlias},
	"column": {kwColumn, noAlias}, "comment": {kwComment, 0}, "copy": {kwCopy, 0}, "create": {kwCreate, ra},
	"cross": {kwCross, ra}, "data": {kwData, 0}, "default": {kwDefault, ra}, "delete": {kwDelete, ra},
	"describe": {kwDescribe, 0}, "desc": {kwDescribe, ra}, "distinct": {kwDistinct, ra}, "distinctrow": {kwDistinct, ra},
	"do": {kwDo, ra}, "drop": {kwDrop, ra}, "duplicate": {kwDuplicate, 0}, "end": {kwEnd, ra}, "exec": {kwExec, 0},
	"execute": {kwExec, 0}, "exists": {kwExists, ra}, "explain": {kwExplain, 0}, "fetch": {kwFetch, rae},
	"final": {kwFinal, noAlias}, "for": {kwFor, rae}, "force": {kwForce, noAlias}, "foreign": {kwForeign, ra},
	"from": {kwFrom, ra}, "full": {kwFull, ra}, "function": {kwFunction, 0}, "grant": {kwGrant, reserved},
	"revoke": {kwGrant, reserved}, "group": {kwGroup, rae}, "having": {kwHaving, rae}, "if": {kwIf, ra},
	"ignore": {kwIgnore, noAlias}, "in": {kwIn, ra}, "index": {kwIndex, noAlias}, "indexed": {kwIndexed, noAlias},
	"inner": {kwInner, ra}, "insert": {kwInsert, ra}, "into": {kwInto, rae}, "is": {kwIs, ra}, "join": {kwJoin, ra},
	"key": {kwKey, 0}, "keys": {kwKey, 0}, "lateral": {kwLateral, ra}, "left": {kwLeft, ra}, "like": {kwLike, ra},
	"limit": {kwLimit, rae}, "load": {kwLoad, 0}, "lock": {kwLock, ae}, "materialized": {kwMaterialized, 0},
	"merge": {kwMerge, 0}, "natural": {kwNatural, ra}, "not": {kwNot, ra}, "of": {kwOf, ra}, "offset": {kwOffset, ae},
	"on": {kwOn, ra}, "only": {kwOnly, 0}, "option": {kwOption, ae}, "or": {kwOr, ra}, "order": {kwOrder, rae},
	"outer": {kwOuter, noAlias}, "output": {kwOutput, ae}, "partition": {kwPartition, noAlias}, "pivot": {kwPivot, noAlias},
	"unpivot": {kwPivot, noAlias}, "procedure": {kwProcedure, noAlias}, "recursive": {kwRecursive, 0},
	"references": {kwReferences, ra}, "rename": {kwRename, 0}, "replace": {kwReplace, 0}, "returning": {kwReturning, rae},
	"right": {kwRight, ra}, "rows": {kwRows, 0}, "select": {kwSelect, rae}, "set": {kwSet, rae},
	"union": {kwSetOperator, rae}, "intersect": {kwSetOperator, rae}, "except": {kwSetOperator, rae}, "minus": {kwSetOperator, ae},
	"show": {kwShow, 0}, "straight_join": {kwStraightJoin, ra}, "table": {kwTable, ra}, "tables": {kwTable, noAlias},
	"tablesample": {kwTablesample, ra}, "temp": {kwTemporary, 0}, "temporary": {kwTemporary, 0}, "to": {kwTo, ra},
	"top": {kwTop, 0}, "trigger": {kwTrigger, 0}, "truncate": {kwTruncate, 0}, "update": {kwUpdate, ra},
	"vacuum": {kwUpkeep, 0}, "optimize": {kwUpkeep, 0}, "repair": {kwUpkeep, 0}, "checksum": {kwUpkeep, 0},
	"reindex": {kwUpkeep, 0}, "cluster": {kwUpkeep, 0}, "refresh": {kwUpkeep, 0}, "analyse": {kwAnalyze, 0},
	"use": {kwUse, noAlias}, "using": {kwUsing, ra}, "values": {kwValues, rae}, "value": {kwOther, noAlias},
	"start": {kwVerb, noAlias}, "commit": {kwVerb, 0}, "rollback": {kwVerb, 0}, "savepoint": {kwVerb, 0},
	"release": {kwVerb, 0}, "pragma": {kwVerb, 0}, "attach": {kwVerb, 0}, "detach": {kwVerb, 0}, "unlock": {kwVerb, 0},
	"declare": {kwVerb, noAlias}, "prepare": {kwVerb, 0}, "deallocate": {kwVerb, 0}, "listen": {kwVerb, 0},
	"notify": {kwVerb, 0}, "flush": {kwVerb, 0}, "kill": {kwVerb, 0}, "reset": {kwVerb, 0}, "discard": {kwVerb, 0},
	"view": {kwView, 0}, "where": {kwWhere, rae}, "window": {kwWindow, ae}, "with": {kwWith, ra},
	// Known, and nothing more.
	"add": {kwOther, 0}, "after": {kwOther, 0}, "and": {kwOther, ra}, "any": {kwOther, noAlias}, "anti": {kwOther, noAlias},
	"asc": {kwOther, ra}, "asof": {kwOther, noAlias}, "at": {kwOther, 0}, "before": {kwOther, 0}, "between": {kwOther, ra},
	"binary": {kwOther, 0}, "both": {kwOther, ra}, "cascade": {kwOther, 0}, "case": {kwOther, ra}, "cast": {kwOther, 0},
	"check": {kwOther, ra}, "collate": {kwOther, ra}, "concurrently": {kwOther, 0}, "conflict": {kwOther, 0},
	"connect": {kwOther, ae}, "constraint": {kwOther, ra}, "current": {kwOther, 0}, "div": {kwOther, ra},
	"else": {kwOther, ra}, "elsif": {kwOther, ra}, "escape": {kwOther, noAlias}, "first": {kwOther, 0},
	"following": {kwOther, 0}, "global": {kwOther, noAlias}, "go": {kwOther, ae}, "ilike": {kwOther, ra},
	"interval": {kwOther, 0}, "isnull": {kwOther, ra}, "last": {kwOther, 0}, "leading": {kwOther, ra},
	"loop": {kwOther, rae}, "mod": {kwOther, noAlias}, "next": {kwOther, 0}, "nothing": {kwOther, 0},
	"notnull": {kwOther, ra}, "nowait": {kwOther, noAlias}, "null": {kwOther, ra}, "nulls": {kwOther, 0}, "over": {kwOther, noAlias},
	"overlaps": {kwOther, noAlias}, "preceding": {kwOther, 0}, "prewhere": {kwOther, rae}, "primary": {kwOther, ra},
	"qualify": {kwOther, ae}, "range": {kwOther, 0}, "regexp": {kwOther, ra}, "return": {kwOther, ra}, "rlike": {kwOther, ra}, "row": {kwOther, 0},
	"semi": {kwOther, noAlias}, "separator": {kwOther, noAlias}, "settings": {kwOther, 0}, "share": {kwOther, 0},
	"similar": {kwOther, noAlias}, "skip": {kwOther, 0}, "some": {kwOther, noAlias}, "then": {kwOther, ra}, "ties": {kwOther, 0},
	"time": {kwOther, 0}, "trailing": {kwOther, ra}, "unbounded": {kwOther, 0}, "unique": {kwOther, ra},
	"when": {kwOther, ra}, "while": {kwOther, ra}, "within": {kwOther, 0}, "xor": {kwOther, ra}, "zone": {kwOther, 0},
	"true": {kwOther, ra}, "false": {kwOther, ra}, "unknown": {kwOther, 0},
}

// lookup finds what a bare word means, in letters of any case.
func lookup(word string) meaning {
	if len(word) > longestKeyword || len(word) < 2 {
		return meaning{}
	}
	var lower [longestKeyword]byte
	for i := range len(word) {
		c := word[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	return keywords[string(lower[:len(word)])]
}
