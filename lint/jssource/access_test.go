package jssource

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/lint/fact"
)

func accessesOf(f *fact.File) []string {
	var list []string
	for _, a := range f.Accesses {
		what := flat(a.Name)
		if a.Kind == fact.ByModel {
			what = "model " + a.Model
		}
		if d := flat(a.Database); d != "" {
			what = d + "/" + what
		}
		if a.Path != "" {
			what += " path " + a.Path
		}
		list = append(list, fmt.Sprintf("%s %s", a.Mode, what))
	}
	return list
}

func TestAccesses(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"knex", "const knex = require('knex')({ client: 'pg', connection: 'x' }); knex('users').where({ a: 1 }).first()", []string{"read users"}},
		{"knex on a handle by another name", "const knex = require('knex'); const store = knex({ client: 'pg' }); store('users').insert(x)", []string{"write users"}},
		{"knex modes", "db('a').insert(x); db('b').where(y).del(); db('c').update(z); db('d as x').select()", []string{"write a", "write b", "write c", "read d"}},
		{"knex schema", "trx.withSchema('oneid').from('users').join('roles as r', 'r.id', 'users.role_id').where(x)", []string{"read oneid/users", "read oneid/roles"}},
		{"knex dotted", "knex('oneid.users').select()", []string{"read oneid/users"}},
		{"knex alias", "knex({ u: 'users' }).select()", []string{"read users"}},
		{"knex ddl", "exports.up = (knex) => knex.schema.createTable('users', (t) => {}).alterTable('posts', (t) => {})", []string{"schema users", "schema posts"}},
		{"knex transaction", "knex.transaction(async (trx) => { await trx('a').insert(b); await trx.insert(x).into('c') })", []string{"write a", "write c"}},
		{"knex constant", "const { TABLES } = require('./t'); const knex = require('../knex'); knex(TABLES.USERS).select()", []string{"read ‹TABLES.USERS›"}},
		{"knex subquery", "knex('a').whereExists(function () { this.select('*').from('b').whereRaw('x') })", []string{"read a", "read b"}},
		{"knex in a field", "class A { constructor(knex) { this.knex = knex } f() { return this.knex('users').first() } }", []string{"read users"}},
		{"knex joins in a callback", "q.leftJoin('roles', 'users.role_id', 'roles.id')", []string{"read roles"}},
		{"knex with a table that is not known", "class R { constructor(knex) { this.knex = knex } all(table) { return this.knex(table).select() } make(c) { return this.knex(c) } }", []string{"read ‹›"}},
		{"supabase", "supabase.from('users').select('*'); supabase.storage.from('avatars').upload(x)", []string{"read users"}},
		{"kysely", "db.selectFrom('users as u').innerJoin('roles as r', 'r.id', 'u.rid').selectAll(); db.deleteFrom('x').execute()", []string{"read users", "read roles", "write x"}},
		{"drizzle", "import { users } from './db/schema'; db.select().from(users).where(a); await db.insert(users).values(x); db.update(users).set(y); db.delete(users).where(z)",
			[]string{"read model users", "write model users", "write model users", "write model users"}},
		{"sequelize", "const { User, Post } = require('../models'); User.findAll({ include: [{ model: Post, as: 'p' }] }); User.bulkCreate(x); await Post.destroy({ where: y })",
			[]string{"read model User", "read model Post", "write model User", "write model Post"}},
		{"sequelize by index", "const db = require('../models'); db.User.findOne({}); db.sequelize.query('x')", []string{"read model db.User"}},
		{"sequelize deep", "this.db.models.User.findByPk(1); ctx.services.User.findAll()", []string{"read model this.db.models.User"}},
		{"typeorm", "class S { constructor(@InjectRepository(User) private readonly repo: Repository<User>) {} async f() { await this.repo.find({ relations: ['posts'] }); await this.repo.save(this.repo.create(x)) } }",
			[]string{"read model User", "read model User path posts", "write model User"}},
		{"typeorm query builder", "getRepository(User).createQueryBuilder('u').leftJoinAndSelect('u.posts', 'p').innerJoin('p.tags', 't').getMany()",
			[]string{"read model User", "read model User path posts", "read model User path posts.tags"}},
		{"typeorm builder in a variable", "const qb = this.ds.getRepository(User).createQueryBuilder('u'); qb.leftJoin('u.posts', 'p')", []string{"read model User", "read model User path posts"}},
		{"typeorm repository class", "export class UserRepository extends Repository<User> { byMail(m) { return this.findOne({ m }) } add(u) { return this.save(u) } }", []string{"read model User", "write model User"}},
		{"statics of a model", "class User extends Model { static tableName = 'users'; static first() { return this.findOne({}) } find() {} f() { this.find() } }", []string{"read model User"}},
		{"typeorm manager", "import { User } from './e'; await manager.find(User, {}); await dataSource.manager.save(User, x); dataSource.createQueryBuilder().delete().from(User).where(y)",
			[]string{"read model User", "write model User", "write model User"}},
		{"prisma", "const prisma = new PrismaClient(); await prisma.user.findMany({ include: { posts: true } }); await prisma.$transaction(async (tx) => { await tx.post.create({ data: {} }) })",
			[]string{"read model user", "read model user path .posts", "write model post"}},
		{"prisma service", "class S { constructor(private prisma: PrismaService) {} f() { return this.prisma.user.update({}) } }", []string{"write model user"}},
		{"objection", "import { Person } from './models/person'; Person.query().where('a', 1).withGraphFetched('[pets.owner, kids]'); Person.query().patch(x)",
			[]string{"read model Person", "read model Person path pets.owner", "read model Person path kids", "write model Person"}},
		{"mongoose", "const user_model = require('../models/user'); await user_model.find({}).populate('company').lean(); await user_model.updateOne({}, x); new user_model(y).save()",
			[]string{"read model user_model", "read model user_model path company", "write model user_model", "write model user_model"}},
		{"mongoose document", "const User = require('./User'); const u = await User.findById(1); u.name = 'x'; await u.save()", []string{"read model User", "write model User"}},
		{"mongoose populate", "UserModel.findOne().populate({ path: 'a', populate: { path: 'b', model: 'c' } })", []string{"read model UserModel", "read model UserModel path a", "read model c"}},
		{"nest", "class S { constructor(@InjectModel(Cat.name) private catModel: Model<CatDocument>) {} f() { return this.catModel.findOneAndUpdate({}, {}) } }", []string{"write model Cat"}},
		{"lookup", "orders_model.aggregate([{ $lookup: { from: 'users', as: 'u' } }, { $unionWith: 'old' }, { $graphLookup: { from: 'g' } }, { $merge: { into: { db: 'd', coll: 'm' } } }, { $out: 'o' }])",
			[]string{"read model orders_model", "read users", "read old", "read g", "write d/m", "write o"}},
		{"lookup of a model", "M_model.aggregate([{ $lookup: { from: User.collection.name } }])", []string{"read model M_model", "read model User"}},
		{"driver", "const db = client.db('shop'); const orders = db.collection('orders'); await orders.insertOne(x); await orders.find({}).toArray(); db.collection('logs').drop()",
			[]string{"write shop/orders", "read shop/orders", "schema shop/logs"}},
		{"driver in a field", "class A { init(db) { this.users = db.collection('users') } f() { return this.users.deleteMany({}) } }", []string{"write users"}},
		{"dynamo", "const p = { TableName: 'sessions' }; await ddb.put(p).promise(); client.send(new GetItemCommand({ TableName: 'tokens' }))", []string{"write sessions", "read tokens"}},
		{"firestore", "firestore.collection('users').doc(id).set(x); import { collection } from 'firebase/firestore'; collection(db, 'posts')", []string{"write users", "access posts"}},
		{"migrations", "queryInterface.addColumn('users', 'a', {}); queryInterface.bulkInsert('users', x); queryRunner.dropTable('old'); queryRunner.createTable(new Table({ name: 'fresh' }))",
			[]string{"schema users", "write users", "schema old", "schema fresh"}},
		{"not data", `Array.from('abc').map(x); Buffer.from('abc', 'hex'); Observable.from('x').filter(y); document.collection; $('select').first();
			d3.select('svg').append('g'); new Map().delete('x'); new URLSearchParams().delete('a'); createHash('sha256').update(x).digest(); ['a', 'b'].join('c', 'd');
			path.join('a', 'b'); request('users').get('/'); t('users').first(); cache.delete('users'); list.find((x) => x); _.find(users, y); res.where; set.update(z);
			i18n.t('from'); angular.module('a'); expect('users').first(); Object.create(null); user.find('x'); items.filter('y').count(); registry.findOne('a')`, nil},
		{"services are not models", "const user_service = require('../services/user.service'); const UserService = require('./UserService'); user_service.find(1); UserService.findOne(2); const UserRepo = require('../data_repositories/user'); UserRepo.findById(3)", nil},
		{"react", "const [users, setUsers] = useState([]); const a = useQuery('users').select(x); return <User model={user} onDelete={() => setUsers(users.delete(1))}/>", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := Read("a.tsx", []byte(c.text))
			same(t, accessesOf(f), c.want)
			for _, a := range f.Accesses {
				if name := plain(a.Name); name != "" && a.Pos >= 0 {
					if got := c.text[a.Pos:a.End]; got != name && !strings.Contains(c.text, got+".") && !strings.Contains(c.text, got+")") {
						t.Errorf("%s is said to be at %q", name, got)
					}
				}
			}
		})
	}
}

func TestModels(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"mongoose by the standards", `const mongoose = require("mongoose"); const { Schema } = mongoose;
			const ai_platform = mongoose.connection.useDb("ai_platform");
			const item = new Schema({ product: { type: Schema.Types.ObjectId, ref: 'product' } });
			const ai_worker_schema = new Schema({ owner: { type: mongoose.Types.ObjectId, ref: 'user' }, items: [item],
				team: [{ member: { type: Schema.Types.ObjectId, ref: 'user' } }], tags: [{ type: Schema.Types.ObjectId, ref: 'tag' }] });
			ai_worker_schema.virtual('posts', { ref: 'post' });
			module.exports = ai_platform.model("ai_worker", ai_worker_schema);`,
			[]string{"mongoose ai_worker in module.exports: ai_platform/ refs owner=user items.product=product team.member=user tags=tag posts=post"}},
		{"mongoose with a collection", "const s = new mongoose.Schema({ a: String }, { collection: 'my_users' }); export const User = mongoose.models.User || mongoose.model('User', s)", []string{"mongoose User in User: my_users"}},
		{"mongoose third argument", "exports.User = conn.model('User', s, 'all_users')", []string{"mongoose User in User: all_users"}},
		{"mongoose connection", "const c = mongoose.createConnection(uri, { dbName: 'crm' }); const L = c.model('lead', leadSchema)", []string{"mongoose lead in L: crm/"}},
		{"nest", "@Schema({ collection: 'cats' }) export class Cat { @Prop({ type: ObjectId, ref: 'Owner' }) owner: Owner; @Prop([{ type: ObjectId, ref: 'Toy' }]) toys: Toy[] }",
			[]string{"mongoose Cat in Cat: cats refs owner=Owner toys=Toy"}},
		{"sequelize define", "const User = sequelize.define('user', { a: 1 }, { tableName: 'tbl_users', schema: 'oneid' }); User.hasMany(Post, { as: 'posts' })",
			[]string{"sequelize user in User: oneid/tbl_users refs posts=Post"}},
		{"sequelize derived", "module.exports = (sequelize) => { const U = sequelize.define('user', {}); return U }", []string{"sequelize user in U: "}},
		{"sequelize init", "class User extends Model {} User.init({ a: 1 }, { sequelize, modelName: 'user', tableName: 'users' })", []string{"sequelize user in User: users"}},
		{"sequelize-typescript", "@Table({ tableName: 'users' }) class User extends Model { @BelongsTo(() => Org) org: Org }", []string{"sequelize User in User: users refs org=Org"}},
		{"typeorm", "@Entity('users', { schema: 's' }) export class User { @ManyToOne(() => Org, (o) => o.users) org: Org; @OneToMany('Post', 'user') posts: Post[] } @Entity() class Org {}",
			[]string{"typeorm User in User: s/users refs org=Org posts=Post", "typeorm Org in Org: "}},
		{"entity schema", "export const U = new EntitySchema({ name: 'user', tableName: 'users' })", []string{"typeorm user in U: users"}},
		{"objection", "class Person extends Model { static get tableName() { return 'persons' } static get relationMappings() { return { pets: { modelClass: Animal } } } } class Animal extends Model { static tableName = 'hr.animals' }",
			[]string{"objection Person in Person: persons refs pets=Animal", "objection Animal in Animal: hr/animals"}},
		{"bookshelf", "const User = bookshelf.Model.extend({ tableName: 'users' }); module.exports = bookshelf.model('Post', { tableName: 'posts' })",
			[]string{"bookshelf User in User: users", "bookshelf Post in module.exports: posts"}},
		{"drizzle", "import { pgTable, pgSchema } from 'drizzle-orm/pg-core'; export const users = pgTable('users', {}); const auth = pgSchema('auth'); export const keys = auth.table('keys', {})",
			[]string{"drizzle users in users: users", "drizzle keys in keys: auth/keys"}},
		{"none", "customElements.define('a-b', C); app.model('x'); define('a', ['b'], f); view.init({}, {}); class A { tableName = 'x' }; class B extends C {}", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, m := range Read("a.ts", []byte(c.text)).Models {
				table := flat(m.Table)
				if d := flat(m.Database); d != "" {
					table = d + "/" + table
				}
				line := fmt.Sprintf("%s %s in %s: %s", m.Library, m.Name, m.Var, table)
				for i, r := range m.Refs {
					if i == 0 {
						line += " refs"
					}
					line += " " + r.Field + "=" + r.Model
				}
				if m.Derived != (len(m.Table.Parts) == 0) {
					t.Errorf("%s: Derived is %v", m.Name, m.Derived)
				}
				got = append(got, line)
			}
			same(t, got, c.want)
		})
	}
}
