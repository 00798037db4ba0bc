package fact

// Call is a call whose callee is a dotted name.
type Call struct {
	// Callee is as written without arguments: "this.repo.find", "res.status().json" keeps () for
	// calls in the chain; "new X" for constructions; "require" and "import" are Imports instead.
	Callee string
	Args   []Arg
	Func   int32
	// Made is, for a Go method, the call in the same function that made what the method is called on, where
	// its type arguments or texts may say on which tables that works: the Name "NewRepository[models.User]()"
	// or "Repository[models.User]", and the Args. For a call with type arguments it is the call itself.
	Made *Hole
	// Awaited: await before it. InTry: within a try block of the same function. Caught: a .catch or
	// a second argument of .then follows. Returned: its value is returned. Used: its value goes
	// somewhere. For Go only Used and Returned are set.
	Awaited, InTry, Caught, Returned, Used bool
	// Name is what its value is assigned to in a script, if it is.
	Name     string
	Pos, End Pos
}

// ArgKind says what an [Arg] is.
type ArgKind uint8

// The kinds of arguments.
const (
	OtherArg ArgKind = iota
	TextArg
	RefArg
	ObjectArg
	FuncArg
	CallArg
	NumberArg
	BoolArg
	NullArg
	ArrayArg
)

// String returns the kind's name, for messages.
func (k ArgKind) String() string {
	return [...]string{"other", "text", "ref", "object", "func", "call", "number", "bool", "null", "array"}[k]
}

// Arg is an argument of a call or a value in an object. It is small: a code base has more of these than
// of anything else.
type Arg struct {
	// Text is set for a TextArg.
	Text *Text
	// Ref is the dotted name of a RefArg.
	Ref string
	// Index is where in File.Objects, File.Funcs or File.Calls an ObjectArg, FuncArg or CallArg is, None
	// where that is not known.
	Index    int32
	Pos, End Pos
	Kind     ArgKind
}

// Object is the index into File.Objects, None for what is no object.
func (a *Arg) Object() int32 { return a.index(ObjectArg) }

// Func is the index into File.Funcs, None for what is no function.
func (a *Arg) Func() int32 { return a.index(FuncArg) }

// Call is the index into File.Calls, None for what is no call.
func (a *Arg) Call() int32 { return a.index(CallArg) }

func (a *Arg) index(kind ArgKind) int32 {
	if a.Kind != kind {
		return None
	}
	return a.Index
}

// Object is an object literal with at least one key, or a Go composite literal with keys.
type Object struct {
	// Type is a Go literal's type as written; "" in JavaScript.
	Type   string
	Fields []Field
	// Name is what it is assigned to, if it is.
	Name     string
	Func     int32
	Pos, End Pos
}

// Field is one key of an Object. A nested key has an Object of its own.
type Field struct {
	Key   string
	Value Arg
	Pos   Pos
}
