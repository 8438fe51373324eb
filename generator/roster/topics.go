package roster

import (
	"cmp"
	"slices"

	"mentorbook/generator/diag"
	"mentorbook/generator/lazyregexp"
	"mentorbook/generator/source"
	"mentorbook/generator/table"
)

// said is a topic and what a table says of it: a depth or a priority, or 0.
type said struct {
	topic  source.ID
	degree int
}

// ranked finds headers of questions whose answers stand in an order that counts.
// That of boxes which people tick is the form's.
var ranked = lazyregexp.New(`\b(rank(ed|ing)?|in order|priorit(y|ies|as|ize)|urutkan|urutan|peringkat)\b`)

var places = [3]*lazyregexp.Regexp{
	lazyregexp.New(`\b(first|1st|pertama|1)$|^(first|1st)\b|\bpertama\b`),
	lazyregexp.New(`\b(second|2nd|kedua|2)$|^(second|2nd)\b|\bkedua\b`),
	lazyregexp.New(`\b(third|3rd|ketiga|3)$|^(third|3rd)\b|\bketiga\b`),
}

// placeIn returns which of several wishes or choices a header is for, or 0.
func placeIn(header string) int {
	for i, place := range places {
		if place.MatchString(fold(header)) {
			return i + 1
		}
	}
	return 0
}

func (r *reader) readTopics(e *entry) {
	for _, s := range r.topicsIn(e, "offers", depthWords) {
		e.offers = append(e.offers, source.Offer{Topic: s.topic, Depth: s.degree})
	}
	for _, s := range r.topicsIn(e, "wants", priorityWords) {
		e.wants = append(e.wants, source.Want{Topic: s.topic, Priority: s.degree})
	}
}

// topicsIn reads all columns of a row that say topics, each topic once.
func (r *reader) topicsIn(e *entry, name string, words [3]string) (out []said) {
	for _, c := range slices.SortedFunc(slices.Values(r.columns[name]), func(a, b column) int { return cmp.Compare(a.index, b.index) }) {
		cell := e.row.Cells[c.index]
		if blank(cell.Text) {
			continue
		}
		if topic, known := r.topicIDs[fold(c.item)]; known && c.item != "" {
			if s, takes := r.gridCell(e, cell, topic, words); takes {
				out = append(out, s)
			}
			continue
		}
		place := 0
		if name == "wants" {
			place = cmp.Or(placeIn(c.item), placeIn(c.header), c.ordinal)
		}
		for i, piece := range pieces(cell.Text, r.isTopic) {
			s, ok := r.topicIn(e, cell, piece, words)
			if !ok {
				continue
			}
			if s.degree == 0 && name == "wants" && place > 0 {
				s.degree = min(place, 3)
			} else if s.degree == 0 && ranked.MatchString(fold(c.header)) && name == "wants" {
				s.degree = min(i+1, 3)
			}
			out = append(out, s)
		}
	}
	var once []said
	for _, s := range out {
		if s.topic != "" && !slices.ContainsFunc(once, func(o said) bool { return o.topic == s.topic }) {
			once = append(once, s)
		}
	}
	return once
}

// gridCell reads what a grid says of a topic: how well or how much, or yes.
func (r *reader) gridCell(e *entry, cell table.Cell, topic source.ID, words [3]string) (said, bool) {
	if n, ok := degree(cell.Text, words); ok {
		return said{topic, n}, true
	}
	yes, known := yesOrNo(cell.Text)
	if !known {
		r.bad(e.row, cell, "write 1, 2 or 3, or yes", "this does not say how much, nor yes or no")
	}
	return said{topic, 0}, yes && known
}

func (r *reader) isTopic(piece string) bool {
	if _, known := r.topicIDs[fold(piece)]; known {
		return true
	}
	topic, _ := parted(piece)
	_, known := r.topicIDs[fold(topic)]
	return known
}

// topicIn reads a piece of a cell: a topic, perhaps with how well or how much.
func (r *reader) topicIn(e *entry, cell table.Cell, piece string, words [3]string) (said, bool) {
	if topic, known := r.topicIDs[fold(piece)]; known {
		return said{topic, 0}, true
	}
	name, more := parted(piece)
	if topic, known := r.topicIDs[fold(name)]; known {
		n, _ := degree(more, words)
		return said{topic, n}, true
	}
	r.unknownWord("topics", "{word: "+scalar(oneLine(piece))+", topic: }")
	otherwise := "say in the import map which topic it is, or topic: ignore"
	r.bad(e.row, cell, diag.DidYouMean(oneLine(name), r.topicNames, otherwise), "%s is no topic of "+source.ConfigPath, quote(piece))
	return said{}, false
}

// readOthers reads whom a row names.
func (r *reader) readOthers(e *entry) {
	for _, name := range []string{"manager", "avoid", "prefer", "choices"} {
		for _, c := range r.columns[name] {
			cell := e.row.Cells[c.index]
			if blank(cell.Text) || name == "manager" && len(e.others[name]) > 0 {
				continue
			}
			named := []string{cell.Text}
			if name != "manager" {
				named = pieces(cell.Text, func(s string) bool { _, found := r.people.meant(s); return found })
			}
			for _, text := range named {
				r.readOther(e, cell, name, text)
			}
		}
	}
}

func (r *reader) readOther(e *entry, cell table.Cell, name, text string) {
	id, found := r.people.meant(text)
	switch {
	case found && id == e.id:
		r.problem(diag.Warning, e.row.Number, cell.Column, "", "this is the person that the row is about, which says nothing for %s", name)
	case found && !slices.Contains(e.others[name], id):
		e.others[name] = append(e.others[name], id)
	case found:
	case name == "avoid":
		r.bad(e.row, cell, "write their e-mail address or staff number, or leave the cell empty where it is nobody in the list", "it is not known whom this person is not to be paired with")
	case name == "manager":
		r.problem(diag.Warning, e.row.Number, cell.Column, "import the manager, too, or write their e-mail address or staff number", "this manager is nobody in the list, so that nobody knows of that reporting line")
	default:
		r.problem(diag.Warning, e.row.Number, cell.Column, "write their e-mail address or staff number", "this is nobody in the list, and is left out for %s", name)
	}
}

var (
	bothRoles = lazyregexp.New(`\b(both|either|keduanya|kedua|dua duanya|mana saja)\b|\bmentor (and|or|dan|atau|mentee)\b|\bmentee (and|or|dan|atau|mentor)\b`)
	oneRole   = lazyregexp.New(`\b(mentor|mentee)\b`)
)

// roleIn reads what somebody wants to be.
func roleIn(text string) string {
	role := ""
	for _, piece := range pieces(text, func(string) bool { return false }) {
		folded := fold(piece)
		one := oneRole.FindString(folded)
		switch {
		case bothRoles.MatchString(folded), one != "" && role != "" && one != role:
			return "both"
		case one != "":
			role = one
		}
	}
	return role
}

func (r *reader) readSignup(e *entry) {
	e.signup = r.signups[e.id]
	if cell := r.cell(e.row, "role"); cell.Text != "" {
		if e.role = roleIn(cell.Text); e.role == "" {
			r.bad(e.row, cell, "write mentor, mentee or both", "this is none of the roles")
		}
		return
	}
	mentor, mentee := r.ticks(e, "as_mentor"), r.ticks(e, "as_mentee")
	switch {
	case mentor && mentee:
		e.role = "both"
	case mentor:
		e.role = "mentor"
	case mentee:
		e.role = "mentee"
	case r.Role != "":
		e.role = r.Role
	case e.signup == nil && (r.has("role") || r.has("as_mentor") || r.has("as_mentee")):
		column := columnOf(table.Cell{}, slices.Concat(r.columns["role"], r.columns["as_mentor"], r.columns["as_mentee"]))
		r.problem(diag.Error, e.row.Number, column, "write mentor, mentee or both", "the row does not say what the person wants to be")
	}
}

// ticks reports whether a row says yes in a column.
func (r *reader) ticks(e *entry, name string) bool {
	cell := r.cell(e.row, name)
	yes, known := yesOrNo(cell.Text)
	if cell.Text != "" && !known {
		r.bad(e.row, cell, "write yes or no", "this is neither a yes nor a no")
	}
	return yes && known
}

// checkNew says what is missing from those who are not in the list yet. A column
// that the table does not have is missed once.
func (r *reader) checkNew() {
	news := slices.DeleteFunc(slices.Clone(r.entries), func(e *entry) bool { return e.person != nil })
	if len(news) == 0 && !r.lacksRoles() {
		return
	}
	row := r.table.Header.Number
	for _, need := range []struct {
		name string
		has  bool
		said func(e *entry) bool
	}{
		{"name", r.has("name") || r.has("first_name") || r.has("last_name"), func(e *entry) bool { return e.text["name"] != "" }},
		{"unit", r.has("unit"), func(e *entry) bool { return e.text["unit"] != "" }},
		{"level", r.has("level"), func(e *entry) bool { return e.level != nil || r.cell(e.row, "level").Text != "" }},
	} {
		if !need.has && r.Kind == "signups" && len(news) < len(r.entries) { // the others are known, so this may be a slip
			for _, e := range news {
				r.problem(diag.Error, e.row.Number, columnOf(r.cell(e.row, "email"), r.columns["email"]), "correct the e-mail address, or import the person with a table of people first", "this is nobody in the list, and no column says the %s, without which nobody new can be listed", need.name)
			}
			continue
		}
		if len(news) > 0 && !need.has {
			r.problem(diag.Error, row, 0, "add a column, or say in the import map which one it is", "no column says the %s of people, and new ones need it, %d here", need.name, len(news))
			continue
		}
		for _, e := range news {
			column := columnOf(table.Cell{}, slices.Concat(r.columns[need.name], r.columns["first_name"]))
			if !need.said(e) && !r.failed[[2]int{e.row.Number, column}] {
				r.problem(diag.Error, e.row.Number, column, "write it into the table", "the %s is missing, without which nobody new can be listed", need.name)
			}
		}
	}
	if r.lacksRoles() {
		r.problem(diag.Error, row, 0, "add a column, or say --role mentor, mentee or both", "no column says what people want to be")
	}
	r.checkLanguages(news)
}

// lacksRoles reports whether somebody new signs up and nothing could say as what.
func (r *reader) lacksRoles() bool {
	return r.Kind == "signups" && r.Role == "" && !r.has("role") && !r.has("as_mentor") && !r.has("as_mentee") &&
		slices.ContainsFunc(r.entries, func(e *entry) bool { return e.signup == nil })
}

// checkLanguages gives those of whom nothing is known the language of the site.
func (r *reader) checkLanguages(news []*entry) {
	code := r.config.Site.Languages[0]
	silent := 0
	for _, e := range news {
		if len(e.languages) > 0 {
			continue
		}
		e.languages = []string{code}
		silent++
		if r.has("languages") {
			r.problem(diag.Warning, e.row.Number, columnOf(table.Cell{}, r.columns["languages"]), "", "no language is said, so it is %s, that of the site", code)
		}
	}
	if silent > 0 && !r.has("languages") {
		r.problem(diag.Warning, r.table.Header.Number, 0, "add a column with the languages in which people can meet", "no column says languages; those who are new, %d, get that of the site, %s", silent, code)
	}
}
