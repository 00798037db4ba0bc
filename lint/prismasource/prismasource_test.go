package prismasource

import (
	"strings"
	"testing"

	"github.com/vtgen/vtgen/lint/fact"
)

const sample = `datasource db {
  provider = "postgresql"
}

/// model Commented {
model UserAccount {
  id       Int       @id @map("account_id") // the key
  email    String    @unique
  role     Role      @default(USER)
  posts    Post[]    @relation("written")
  /* profile Profile? */
  company  Company?  @relation(fields: [companyId], references: [id])

  @@index([email])
  @@map("user_accounts")
  @@schema("oneid")
}

enum Role {
  USER
  @@map("roles")
}

view Post {
  id Int
}

/*
model Gone {
}
*/
`

func TestRead(t *testing.T) {
	f := Read("prisma/schema.prisma", []byte(sample))
	if f.Broken != "" || f.Language != fact.Prisma || len(f.Models) != 2 {
		t.Fatalf("broken %q, language %q, models %+v", f.Broken, f.Language, f.Models)
	}
	user, post := f.Models[0], f.Models[1]
	if user.Name != "UserAccount" || user.Table.Parts[0].Literal != "user_accounts" || user.Derived || user.Database.Parts[0].Literal != "oneid" {
		t.Errorf("the model is %+v", user)
	}
	if got := sample[user.Table.Parts[0].Pos:user.Table.Parts[0].End]; got != "user_accounts" {
		t.Errorf("the table's name is at %q", got)
	}
	if got := sample[user.Pos : user.Pos+11]; got != "UserAccount" {
		t.Errorf("the model is at %q", got)
	}
	var refs []string
	for _, ref := range user.Refs {
		refs = append(refs, ref.Field+" "+ref.Model)
	}
	if got := strings.Join(refs, ", "); got != "role Role, posts Post, company Company" {
		t.Errorf("references are %q", got)
	}
	if post.Name != "Post" || !post.Derived || len(post.Refs) != 0 {
		t.Errorf("the view is %+v", post)
	}
}

func TestReadBroken(t *testing.T) {
	for text, want := range map[string]string{
		"model User {\n  id Int\n":    "it ends inside a block",
		"model User {\n}\n/* never":   "it ends inside a comment",
		"model User {\n  id Int\n}\n": "",
		"model {\n}\n":                "",
	} {
		if got := Read("s.prisma", []byte(text)).Broken; got != want {
			t.Errorf("%q is broken because %q, want %q", text, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Add("model A {\n @@map(\"")
	f.Add("model {{\n}\n@@schema(\"\")")
	f.Fuzz(func(t *testing.T, text string) {
		file := Read("schema.prisma", []byte(text))
		for _, m := range file.Models {
			if m.Name == "" || int(m.Pos) < 0 || int(m.End) > len(text) || m.Pos > m.End {
				t.Fatalf("model %+v of %d bytes", m, len(text))
			}
			for _, name := range []fact.Text{m.Table, m.Database} {
				for _, p := range name.Parts {
					if text[p.Pos:p.End] != p.Literal {
						t.Fatalf("%q is at %q", p.Literal, text[p.Pos:p.End])
					}
				}
			}
		}
	})
}
