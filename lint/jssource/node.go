package jssource

// nodeKind is what a node of the tree is.
type nodeKind uint8

const (
	nodeOther nodeKind = iota // an expression of no interest; list holds what is inside
	nodeName                  // also this and super
	nodeString
	nodeTemplate // list alternates chunks and holes; x is the tag
	nodeChunk
	nodeNumber
	nodeRegex
	nodeBool
	nodeNull
	nodeMember   // x.name
	nodeIndex    // x[y]
	nodeCall     // x(list)
	nodeNew      // new x(list)
	nodeFunc     // fn
	nodeClass    // class
	nodeObject   // list of nodeProperty
	nodeProperty // name: x; y is a computed key
	nodeArray    // list
	nodeBinary   // list joined by op; opNone for mixed operators of one level
	nodeUnary    // op x
	nodeCond     // x ? y : z
	nodeAssign   // x op y
	nodeSequence // list
	nodeAwait    // await x
	nodeYield    // yield x
	nodeSpread   // ...x
	nodeImportCall
	nodeExpression // statements from here on
	nodeVar        // list of nodeDeclarator; op is const, let or var
	nodeDeclarator // x = y; name is the type as written
	nodeReturn
	nodeThrow
	nodeIf     // x, y, z
	nodeLoop   // list is the head, y the body; x the variable and z what it runs over, for of and in
	nodeSwitch // x; list of nodeBlock
	nodeTry    // x block, y handler, z finally; fn has the parameter
	nodeBlock  // list
	nodeImport // name is the path, list of nodeSpecifier
	nodeExport // like nodeImport where it has a path; x is what is exported else
	nodeSpecifier
	nodeEnum // name, list of nodeProperty
)

type nodeFlags uint16

const (
	flagStatic nodeFlags = 1 << iota
	flagGetter
	flagDefault
	flagTypeOnly
	flagShorthand
	flagOptional // a?.b
	flagPrivate
	flagMethod
	flagForAwait
	flagBusy // it is being folded
	flagSeen // a folded text holds this literal already
)

// node is a node of the tree. Which fields it uses its kind says.
type node struct {
	kind     nodeKind
	op       op
	flags    nodeFlags
	chain    uint16 // how many members and calls lie under this one
	pos, end int32
	tok      int32 // the literal's token
	fact     int32 // the index of the Call, Object or Func made of it
	name     string
	x, y, z  *node
	list     []*node
	fn       *function
	class    *class
}

// function is a function, method or arrow.
type function struct {
	name       string
	params     []param
	body       *node // a nodeBlock, or the expression of an arrow
	async      bool
	arrow      bool
	pos, end   int32
	first      int32 // the token it begins with, for the comment before it
	decorators []*node
	index      int32 // in File.Funcs, or that of the Func around it
	scope      *scope
	returns    []*node
	tries      bool // a try with a catch is in it
	busy       bool // its text is being folded
	unguarded  bool // an await is outside of every try
}

// param is a parameter; property is set for constructor(private x: X).
type param struct {
	pattern    *node
	typ        string
	value      *node
	property   bool
	decorators []*node
}

// class is a class declaration or expression.
type class struct {
	name        string
	extends     *node
	extendsType string // the type arguments of the base class, as written
	members     []*member
	decorators  []*node
	pos, end    int32
	index       int32             // in File.Types
	fields      map[string]*field // by name, also those that the constructor assigns
	methods     map[string]*function
	scope       *scope
}

// field is a field of a class, or what a constructor assigns to this.
type field struct {
	name    string
	typ     string // as written
	mark    string // what @InjectRepository(X), @InjectModel(X) and their like name
	value   *node
	scope   *scope // of value
	changed bool   // it is assigned more than once
	static  bool
	pos     int32
}

// member is a member of a class.
type member struct {
	name       string
	flags      nodeFlags
	typ        string
	value      *node
	fn         *function
	decorators []*node
	computed   *node
	pos        int32
}
