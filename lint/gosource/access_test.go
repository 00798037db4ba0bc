package gosource_test

import "testing"

// imports is a file with these imports around a function's body.
func imports(paths, body string) string {
	return "package p\nimport (" + paths + ")\nfunc (r *Repo) do(ctx context.Context, id int64, users []models.User, one *models.User) error {\n" + body + "\n}\n" +
		"type Repo struct { db *gorm.DB; table string }\n"
}

func TestAccesses(t *testing.T) {
	squirrel, goqu := `sq "github.com/Masterminds/squirrel"`, `"github.com/doug-martin/goqu/v9"`
	gorm, xorm, bun := `"gorm.io/gorm"`, `"xorm.io/xorm"`, `"github.com/uptrace/bun"`
	beego, mongo, ent := `"github.com/beego/beego/v2/client/orm"`, `"go.mongodb.org/mongo-driver/mongo"`, `"example.com/app/ent"`
	for _, test := range []readCase{
		{"squirrel", imports(squirrel, `
			sq.Select("id").From("users u").Join("orders o ON o.user_id = u.id").LeftJoin("oneid.roles AS r USING (id)").ToSql()
			sq.Insert("a").Columns("x").Values(1); sq.Update("b").Set("x", 1); sq.Delete("c").Where("x = 1"); sq.Replace("d").Columns("x")`),
			[]string{"read table users", "read table orders", "read table oneid.roles", "write table a", "write table b", "write table c", "write table d"}},
		{"squirrel in pieces", imports(squirrel, `
			psql := sq.StatementBuilder.PlaceholderFormat(sq.Dollar)
			q := psql.Select("*").From(r.table)
			if id > 0 { q = q.Where(sq.Eq{"id": id}).Join("b USING (id)") }
			d := psql.Delete("").From("c")`),
			[]string{"read table ⟨Repo.table⟩", "read table b", "write table c"}},
		{"squirrel from a subquery", imports(squirrel, `sq.Select("x").FromSelect(sq.Select("y").From("archive"), "s"); sq.Select("x").From("(SELECT y FROM z) s")`),
			[]string{"read table archive"}},
		{"squirrel without its name", imports(`. "github.com/Masterminds/squirrel"`, `q := Select("*").From("a"); d := Delete("b"); e := Expr("EXISTS (SELECT 1 FROM c)")`),
			[]string{"read table a", "write table b"}},
		{"goqu", imports(goqu, `
			goqu.From("a").Join(goqu.T("b"), goqu.On(goqu.I("a.id").Eq(goqu.I("b.id")))).Select("x")
			goqu.Insert("c").Rows(row); goqu.Dialect("mysql").Update("d").Set(row); goqu.Delete(goqu.T("e"))
			goqu.From(goqu.S("oneid").Table("f"))`),
			[]string{"read table a", "read table b", "write table c", "write table d", "write table e", "read table oneid.f"}},
		{"gorm by table", imports(gorm, `
			r.db.Table("users").Where("id = ?", id).First(&row); r.db.Table("users AS u, roles").Count(&n)
			db := r.db.Table("orders"); db.Count(&n); db.Delete(&x)`),
			[]string{"read table users", "read table users", "read table roles", "read table orders", "write table orders"}},
		{"gorm by model", imports(gorm, `
			r.db.Create(&User{}); r.db.Save(one); r.db.WithContext(ctx).Find(&users, "id = ?", id)
			r.db.Model(&models.Order{}).Where("id = ?", id).Updates(map[string]any{"a": 1})
			r.db.Model(new(Role)).Count(&n); r.db.Where("x = 1").Delete(&Role{}, id)
			var list []Item; r.db.Model(&Item{}).Find(&list); r.db.AutoMigrate(&User{}, &Role{})
			r.db.Raw("SELECT 1 FROM x").Scan(&one)
			type User struct{}; type Role struct{}; type Item struct{}`) + "type User struct{}\ntype Role struct{}\ntype Item struct{}\n",
			[]string{"write model User", "write model models.User", "read model models.User", "write model models.Order", "read model Role",
				"write model Role", "read model Item", "schema model User", "schema model Role"}},
		{"a type of a function's own", imports(xorm, `type users struct { ID int }
			var us []*users; sess.Find(&us); sess.Sync(new(users)); sess.Insert(&users{ID: 1})`),
			[]string{"read model users", "schema model users", "write model users"}},
		{"gorm's relations", imports(gorm, `r.db.Preload("Orders.Items").Joins("Company").Find(&users); r.db.Model(one).Association("Tags").Append(&x)`),
			[]string{"read model models.User Orders.Items", "read model models.User Company", "read model models.User",
				"write model models.User", "write model models.User Tags"}},
		{"gorm behind a name", "package p\nfunc f(user *model.User) { global.DB.Create(user); db := dao.GetDB(); db.First(&model.Role{}, 1) }",
			[]string{"write model model.User", "read model model.Role"}},
		{"a service is no table", "package p\nfunc f(user *model.User) { s.users.Create(ctx, user); repo.Save(user); cache.Delete(\"users\"); m.dao.Update(user); json.Find(&user); userService.Update(user) }", nil},
		{"xorm", imports(xorm, `
			engine.Table("users").Where("a = 1").Get(&row); engine.ID(1).Update(one); sess := engine.NewSession(); sess.Insert(one)
			engine.Join("LEFT", "orders o", "o.id = u.id").Find(&users); engine.Sync2(new(models.User)); x.Exist(one)
			engine.Join("INNER", []string{"roles", "r"}, "r.id = u.id")`),
			[]string{"read table users", "write model models.User", "write model models.User", "read table orders", "read model models.User",
				"schema model models.User", "read model models.User", "read table roles"}},
		{"bun", imports(bun, `
			db.NewSelect().Model((*models.User)(nil)).Relation("Orders").Scan(ctx); db.NewInsert().Model(one).Exec(ctx)
			db.NewUpdate().Table("a").Set("x = 1").Exec(ctx); db.NewDelete().Model(&users).Exec(ctx); db.NewSelect().TableExpr("b AS c").Scan(ctx)
			db.NewSelect().With("cte", q).TableExpr("cte").Scan(ctx)`),
			[]string{"read model models.User", "read model models.User Orders", "write model models.User", "write table a", "write model models.User", "read table b"}},
		{"beego", imports(beego, `
			o := orm.NewOrm(); o.QueryTable("user").Filter("id", 1).All(&users); o.QueryTable(new(models.User)).Delete(); o.Read(one); o.Insert(one)`),
			[]string{"read table user", "write model models.User", "read model models.User", "write model models.User"}},
		{"ent", imports(ent, `client.User.Query().Where(user.ID(1)).Only(ctx); tx.Order.Create().SetX(1).Save(ctx); r.client.Role.DeleteOneID(1).Exec(ctx)
			c.Request.Header.Get("x")`),
			[]string{"read model User", "write model Order", "write model Role"}},
		{"mongo", imports(mongo, `
			r.db.Collection("users").FindOne(ctx, bson.M{"_id": id}); db.Collection(names.Orders).InsertOne(ctx, x)
			coll := client.Database("oneid").Collection("roles"); coll.UpdateMany(ctx, a, b); coll.Find(ctx, a)
			d := client.Database("oneid"); d.Collection("apps").DeleteOne(ctx, a); d.Collection("idle")`),
			[]string{"read collection users", "write collection ⟨names.Orders⟩", "write collection oneid.roles", "read collection oneid.roles",
				"write collection oneid.apps", "access collection oneid.idle"}},
		{"mongo handles in fields", "package p\nimport " + mongo + `
			func New(db *mongo.Database) *Store { s := &Store{users: db.Collection("users")}; s.roles = db.Collection("roles"); return s }
			type Store struct { users, roles *mongo.Collection }
			func (s *Store) A() { s.users.InsertOne(ctx, x) }
			func (s *Store) B() { s.roles.Find(ctx, x); s.users.CountDocuments(ctx, x) }`,
			[]string{"write collection users", "read collection roles", "read collection users"}},
		{"mongo handles of the package", "package p\nimport " + mongo + `
			var userCollection *mongo.Collection = database.OpenCollection(database.Client, "user")
			func A() { userCollection.InsertOne(ctx, x); orderCollection.FindOne(ctx, x) }`,
			[]string{"write collection user", "read collection ⟨orderCollection⟩"}},
		{"pipelines", imports(mongo, `
			db.Collection("a").Aggregate(ctx, mongo.Pipeline{
				{{"$lookup", bson.D{{"from", "b"}, {"as", "x"}}}},
				bson.D{{Key: "$graphLookup", Value: bson.M{"from": "c"}}},
				{{"$unionWith", "d"}},
			})
			p := []bson.M{{"$lookup": bson.M{"from": "e"}}, {"$unionWith": bson.M{"coll": "f"}}, {"$merge": bson.M{"into": bson.M{"db": "z", "coll": "g"}}}, {"$out": "h"}}`),
			[]string{"read collection a", "read collection b", "read collection c", "read collection d", "read collection e", "read collection f",
				"write collection z.g", "write collection h"}},
		{"mgo", imports(`"gopkg.in/mgo.v2"`, `s.DB("oneid").C("users").Find(q).All(&x); s.DB("oneid").C("users").Insert(x)`),
			[]string{"read collection oneid.users", "write collection oneid.users"}},
		{"dynamodb", "package p\nfunc f() { c.PutItem(ctx, &dynamodb.PutItemInput{TableName: aws.String(\"users\")}); c.Query(&dynamodb.QueryInput{TableName: &table}) }\nconst table = \"orders\"",
			[]string{"write collection users", "read collection orders"}},
		{"firestore", imports(`"cloud.google.com/go/firestore"`, `client.Collection("users").Doc("x").Set(ctx, y); client.Collection("a").Doc("x").Collection("b").Documents(ctx)`),
			[]string{"write collection users", "read collection a", "read collection b"}},
		{"copies", imports(`"github.com/jackc/pgx/v5"; "github.com/lib/pq"`, `conn.CopyFrom(ctx, pgx.Identifier{"oneid", "users"}, cols, src); pq.CopyIn("a", "x"); pq.CopyInSchema("s", "b", "x")`),
			[]string{"write table oneid.users", "write table a", "write table s.b"}},
		{"spanner and bigquery", imports(`"cloud.google.com/go/spanner"`, `spanner.Insert("A", cols, vals); client.Dataset("d").Table("t").Metadata(ctx)`),
			[]string{"write table A", "access table d.t"}},
		{"other libraries", imports(`"github.com/gogf/gf/v2/frame/g"; "github.com/huandu/go-sqlbuilder"; "github.com/go-gorp/gorp/v3"`, `
			g.Model("a").Where("x", 1).One(); g.DB().Model("b").Insert(x)
			sb := sqlbuilder.NewSelectBuilder(); sb.Select("x").From("c"); ub := sqlbuilder.NewUpdateBuilder(); ub.Update("d")
			dbmap.Insert(one)`),
			[]string{"read table a", "write table b", "read table c", "write table d", "write model models.User"}},
		{"fields of another file's struct", "package p\nimport " + mongo + "\nfunc (s *Store) A() { s.users.FindOne(ctx, x); s.cache.Find(x) }",
			[]string{"read collection ⟨Store.users⟩"}},
		{"names that are no query's", "package p\nimport (\"strings\"; \"path/filepath\")\nfunc f() { strings.Join(x, \"users\"); filepath.Join(\"users\", \"a\"); mail.From(\"users\"); tree.Insert(\"users\"); m.Delete(\"users\"); w.Table(\"users\") }", nil},
		{"a generated platform", "package p\nimport \"github.com/vtgen/vtgen/runtime/sqlmodel\"\nfunc f() { page, err := sqlmodel.List(ctx, r.db, models.User, query, scan, value) }",
			[]string{"read model models.User"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := read(t, test.source)
			check(t, accesses(f), test.want)
		})
	}
}

func TestRoles(t *testing.T) {
	for _, test := range []readCase{
		{"logs", `log.Printf("select from users"); slog.Info("select from users"); r.log.Errorf("select from users"); log.Info().Str("a", "b").Msg("select from users")`,
			[]string{"message log.Printf: select from users", "message slog.Info: select from users", "message r.log.Errorf: select from users",
				"message log.Info().Str().Msg: select from users"}},
		{"errors", `return fmt.Errorf("failed to select from users: %w", err); errors.New("update users"); errors.Wrap(err, "update users"); panic("update users")`,
			[]string{"message fmt.Errorf: failed to select from users: %w", "message errors.New: update users", "message errors.Wrap: update users", "message panic: update users"}},
		{"a query that is logged and run", `q := "SELECT * FROM users"; log.Println("query from", q); r.db.Exec(q)`,
			[]string{"message log.Println: query from", "run r.db.Exec: SELECT * FROM users"}},
		{"other calls", `strings.Contains(x, "select from users"); fetch(ctx, "SELECT * FROM users")`,
			[]string{"message strings.Contains: select from users", "argument fetch: SELECT * FROM users"}},
		{"a helper of the file", "func fetch(ctx context.Context, q string) { db.QueryContext(ctx, q) }\nfunc f() { fetch(ctx, \"SELECT * FROM users\") }",
			[]string{"run fetch: SELECT * FROM users"}},
		{"values are not the query", `r.db.Query("SELECT * FROM users WHERE a = ?", "select from b")`,
			[]string{"run r.db.Query: SELECT * FROM users WHERE a = ?", "argument r.db.Query: select from b"}},
		{"a statement's name", `conn.Prepare(ctx, "get_user", "SELECT * FROM users")`, []string{"run conn.Prepare: SELECT * FROM users"}},
		{"sqlx and pgx", `db.GetContext(ctx, &x, "SELECT * FROM a"); db.NamedExec("UPDATE b SET x = :x", y); batch.Queue("DELETE FROM c"); db.MustExec("DROP TABLE d")`,
			[]string{"run db.GetContext: SELECT * FROM a", "run db.NamedExec: UPDATE b SET x = :x", "run batch.Queue: DELETE FROM c", "run db.MustExec: DROP TABLE d"}},
		{"orm", `db.Raw("SELECT * FROM a").Scan(&x); db.Model(&y).Joins("LEFT JOIN b ON b.id = a.id").Where("id IN (SELECT id FROM c)").Find(&x); sq.Expr("EXISTS (SELECT 1 FROM d)")`,
			[]string{"run db.Raw: SELECT * FROM a", "run db.Model().Joins: LEFT JOIN b ON b.id = a.id", "run db.Model().Joins().Where: id IN (SELECT id FROM c)",
				"run sq.Expr: EXISTS (SELECT 1 FROM d)"}},
		{"fields", `stmt := spanner.Statement{SQL: "SELECT * FROM a"}; c := Column{Help: "select from users"}; x := T{Name: "update users"}`,
			[]string{"run SQL: SELECT * FROM a", "message Help: select from users", "unknown: update users"}},
		{"returned and listed", `x := []string{"SELECT * FROM a"}; return "SELECT * FROM b"`, []string{"unknown: SELECT * FROM a", "unknown: SELECT * FROM b"}},
		{"prefilter", `r.db.Query("VACUUM"); r.db.Exec("PRAGMA foreign_keys = on"); x := "nothing here"; r.db.Exec("PRAGMA " + x + y); r.db.Exec(y + " WHERE a"); r.db.Get("key:" + y)`,
			[]string{"run r.db.Query: VACUUM", "run r.db.Exec: ⟨y⟩ WHERE a"}},
		{"sqlc's own", "const getUser = `-- name: GetUser :one\nSELECT * FROM users`\nfunc (q *Queries) GetUser() { q.db.QueryRowContext(ctx, getUser) }",
			[]string{"run q.db.QueryRowContext: -- name: GetUser :one SELECT * FROM users"}},
		{"a format for elsewhere", `x := "INSERT INTO %s (a) VALUES (%d, '50%%')"; db.Execf("DELETE FROM %s", t)`,
			[]string{"unknown: INSERT INTO ⟨⟩ (a) VALUES (⟨#⟩, '50%%')", "run db.Execf: DELETE FROM ⟨⟩"}},
		{"path of a request", `c.Query("q"); u.Query().Get("from"); exec.Command("select", "from")`,
			[]string{"run u.Query().Get: from", "argument exec.Command: select", "argument exec.Command: from"}},
	} {
		t.Run(test.name, func(t *testing.T) { check(t, texts(read(t, test.source)), test.want) })
	}
}

// TestConditionalAccesses are those of which another file tells whether they are some.
func TestConditionalAccesses(t *testing.T) {
	for _, test := range []readCase{
		{"a session of another file", "package p\nfunc f(users []models.User) { s := session(1); s.Find(&users); s = s.Where(\"a\"); s.Count(&n) }",
			[]string{"read model models.User if session()", "read model n if session()"}},
		{"a session of another package", imports(`"example.com/app/store"`, `store.Open().Create(one); list := store.Open(); list.Find(&users)`),
			[]string{"write model models.User if store.Open()", "read model models.User if store.Open()"}},
		{"a method of another file's type", "package p\nfunc (s *Service) f(one *models.User) { s.session().Save(one); s.Save(one) }",
			[]string{"write model models.User if Service.session()", "write model models.User if Service"}},
		{"a record of another file", "package p\nfunc f() { s := session(); s.Create(roles); s.Create(models.Find(1)) }",
			[]string{"write model roles if session()", "write model models.Find() if session()"}},
		{"the standard library", imports(`"container/list"; "os"`, `l := list.New(); l.Find(&users); os.Create(one); os.Stdin.Find(one)`), nil},
		{"what the file itself tells is none", "package p\nfunc f(one *models.User) { t := tree(); t.Find(one); n := count(); n.Find(one) }\nfunc count() int { return 0 }\nfunc tree() map[string]int { return nil }", nil},
	} {
		t.Run(test.name, func(t *testing.T) { check(t, conditional(read(t, test.source)), test.want) })
	}
}
