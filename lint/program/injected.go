package program

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// injectedTypes are the classes that stand for the data of the model in their type argument: those
// that NestJS injects.
var injectedTypes = wordSet("Repository MongoRepository TreeRepository Model PaginateModel AggregatePaginateModel ReturnModelType EntityRepository")

// injectedModes are the methods of these classes and how they access the data.
var injectedModes = map[string]fact.Mode{}

func init() {
	for _, name := range strings.Fields(`find findOne findOneBy findBy findAndCount findAndCountBy findOneOrFail findOneByOrFail
		findById count countBy countDocuments estimatedDocumentCount exist exists existsBy sum average minimum maximum query
		aggregate distinct findDeleted findOneDeleted findWithDeleted findOneWithDeleted countDeleted countWithDeleted findAll findTrees findRoots findDescendants findAncestors paginate`) {
		injectedModes[name] = fact.Read
	}
	for _, name := range strings.Fields(`save insert update upsert delete remove softDelete softRemove restore recover increment
		decrement clear insertOne insertMany updateOne updateMany replaceOne deleteOne deleteMany bulkWrite bulkSave
		findOneAndUpdate findOneAndDelete findOneAndReplace findByIdAndUpdate findByIdAndDelete nativeInsert nativeUpdate
		nativeDelete persist`) {
		injectedModes[name] = fact.Write
	}
	injectedModes["createQueryBuilder"] = fact.ModeUnknown
}

// injectedUses takes the calls on what only the linked program shows to be a model: a field whose class
// stands for one, this.users.find() where users is a Repository<User>, a name imported by way of
// another file, or what a class inherits. What is among the uses of the file from an index on already
// is left out.
func (l *linker) injectedUses(file *File, from int) {
	if file.Language != fact.TypeScript && file.Language != fact.JavaScript {
		return
	}
	known := l.usePositions(from)
	for i := range file.Calls {
		call := &file.Calls[i]
		dot := strings.LastIndexByte(call.Callee, '.')
		if dot < 0 || known[call.Pos] {
			continue
		}
		object, method := call.Callee[:dot], call.Callee[dot+1:]
		if object == "this" || object == "super" {
			l.inheritedUse(file, call, method)
			continue
		}
		if _, accesses := injectedModes[method]; !accesses && !libraryMethods[method] {
			continue
		}
		l.steps = 0
		if m := l.calledModel(where{file, call.Func}, object); m != nil {
			if mode, accesses := libraryMode(m.Library, method); accesses {
				l.addCallUse(file, call, m, mode)
			}
		}
	}
}

// usePositions returns where the uses from an index on are.
func (l *linker) usePositions(from int) map[fact.Pos]bool {
	all := map[fact.Pos]bool{}
	for i := range l.p.Tables[from:] {
		all[l.p.Tables[from+i].Pos] = true
	}
	return all
}

// calledModel returns the model that the object of a call is: an injected field, or an import.
func (l *linker) calledModel(at where, object string) *model {
	if field, ok := strings.CutPrefix(object, "this."); ok {
		return l.injectedModel(at, field)
	}
	object, called := strings.CutSuffix(object, "()") // getUsers().find()
	first, _, _ := strings.Cut(object, ".")
	if _, imported := at.file.importIndex[first]; !imported || strings.Contains(object, "()") {
		if m := at.file.models[object]; m != nil && m.Library == "mongodb" && !called {
			return m
		}
		return nil
	}
	if target, symbol := l.imported(at.file, object); target != nil {
		return l.exportedModel(target, symbol, 0)
	}
	return nil
}

// injectedModel returns the model that a field of the class of a function stands for.
func (l *linker) injectedModel(at where, name string) *model {
	own, ok := l.ownMember(at, "this", name)
	if !ok {
		return nil
	}
	t := at.file.types[own.class]
	if t == nil {
		return nil
	}
	for _, f := range t.Fields {
		if f.Name == name {
			if injectedTypes[baseType(f.Type)] {
				return l.fieldModel(at, own, 0)
			}
			return nil
		}
	}
	if len(t.Extends) > 0 && !strings.Contains(name, ".") {
		return l.heldModel(l.lineage(at.file, own.class), name, 0)
	}
	return nil
}
