package model

import "testing"

func TestPluralizeAndSingularize(t *testing.T) {
	pairs := []struct{ one, many string }{
		{"ai_worker", "ai_workers"}, {"cache", "caches"}, {"leaf", "leaves"}, {"canvas", "canvases"}, {"lens", "lenses"},
		{"sms", "sms"}, {"gps", "gps"}, {"base", "bases"}, {"database", "databases"}, {"user_data", "user_data"},
		{"status", "statuses"}, {"news", "news"}, {"series", "series"}, {"analysis", "analyses"}, {"person", "people"},
		{"child", "children"}, {"index", "indexes"}, {"quiz", "quizzes"}, {"box", "boxes"}, {"key", "keys"},
		{"day", "days"}, {"city", "cities"}, {"hero", "heroes"}, {"photo", "photos"}, {"bus", "buses"},
		{"process", "processes"}, {"address", "addresses"}, {"media", "media"}, {"metadata", "metadata"},
		{"equipment", "equipment"}, {"staff", "staff"}, {"criterion", "criteria"}, {"drive", "drives"},
		{"archive", "archives"}, {"curve", "curves"}, {"query", "queries"}, {"category", "categories"},
		{"company", "companies"}, {"policy", "policies"}, {"currency", "currencies"}, {"batch", "batches"},
		{"match", "matches"}, {"branch", "branches"}, {"stomach", "stomachs"}, {"avalanche", "avalanches"},
		{"class", "classes"}, {"alias", "aliases"}, {"size", "sizes"}, {"prize", "prizes"}, {"buzz", "buzzes"},
		{"house", "houses"}, {"warehouse", "warehouses"}, {"use", "uses"}, {"cause", "causes"}, {"virus", "viruses"},
		{"bonus", "bonuses"}, {"campus", "campuses"}, {"license", "licenses"}, {"response", "responses"},
		{"purchase", "purchases"}, {"course", "courses"}, {"case", "cases"}, {"knife", "knives"}, {"life", "lives"},
		{"roof", "roofs"}, {"proof", "proofs"}, {"movie", "movies"}, {"cookie", "cookies"}, {"pie", "pies"},
		{"potato", "potatoes"}, {"video", "videos"}, {"logo", "logos"}, {"shoe", "shoes"}, {"man", "men"},
		{"salesman", "salesmen"}, {"woman", "women"}, {"human", "humans"}, {"matrix", "matrices"},
		{"menu", "menus"}, {"tax", "taxes"}, {"wish", "wishes"}, {"datum", "data"}, {"basis", "bases"}, {"axis", "axes"}, {"crisis", "crises"},
		{"hypothesis", "hypotheses"}, {"user_id", "user_ids"}, {"url", "urls"}, {"api", "apis"}, {"2fa", "2fas"}, {"reply", "replies"},
		{"item2", "item2s"}, {"fee", "fees"}, {"tree", "trees"}, {"schema", "schemas"}, {"day_off", "day_offs"},
		{"price", "prices"}, {"invoice", "invoices"}, {"language", "languages"}, {"image", "images"}, {"role", "roles"},
		{"exercise", "exercises"}, {"premise", "premises"}, {"expense", "expenses"}, {"device", "devices"}, {"kpi", "kpis"},
		{"dns", "dns"}, {"software", "software"}, {"gas", "gases"}, {"iris", "irises"}, {"slice", "slices"}, {"sky", "skies"},
	}
	// Plurals of which the singular is another word than the one given.
	manyToOne := map[string]bool{"datum": true, "basis": true}
	for _, p := range pairs {
		if got := Pluralize(p.one); got != p.many {
			t.Errorf("Pluralize(%q) = %q, want %q", p.one, got, p.many)
		}
		if got := Singularize(p.many); got != p.one && !manyToOne[p.one] {
			t.Errorf("Singularize(%q) = %q, want %q", p.many, got, p.one)
		}
		if got := Pluralize(p.many); got != p.many {
			t.Errorf("Pluralize(%q) = %q, want no change", p.many, got)
		}
		if got := Singularize(p.one); got != p.one {
			t.Errorf("Singularize(%q) = %q, want no change", p.one, got)
		}
	}
}

func TestSingularizeOtherPlurals(t *testing.T) {
	tests := []struct{ many, one string }{
		{"indices", "index"}, {"persons", "person"}, {"GPs", "GP"}, {"data", "data"}, {"user_data", "user_data"}, {"", ""}, {"s", "s"},
	}
	for _, tt := range tests {
		if got := Singularize(tt.many); got != tt.one {
			t.Errorf("Singularize(%q) = %q, want %q", tt.many, got, tt.one)
		}
	}
}

func TestArticle(t *testing.T) {
	tests := map[string]string{
		"ai_worker": "an", "worker": "a", "user": "a", "uuid": "a", "url": "a", "unit": "a", "university": "a",
		"hour": "an", "honest_trader": "an", "house": "a", "sms": "an", "mfa": "an", "html_page": "an", "sql_query": "an",
		"api_key": "an", "order": "an", "one_time_code": "a", "utility": "a", "update": "an", "upload": "an",
		"uninstall": "an", "european_vat": "a", "event": "an", "sku": "a", "rest_call": "a", "ui": "a", "xml_file": "an",
		"image": "an", "id": "an", "2fa_code": "a", "use_case": "a", "unimportant_note": "an", "": "a", "euro": "a",
	}
	for name, want := range tests {
		if got := Article(name); got != want {
			t.Errorf("Article(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	if got := Words("ai_worker"); got != "ai worker" {
		t.Errorf("Words = %q", got)
	}
}
