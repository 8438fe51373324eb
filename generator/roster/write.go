package roster

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/patch"
	"mentorbook/generator/source"
	"mentorbook/generator/yamledit"
)

// editor holds the files that change, in the order in which to write them.
type editor struct{ files []patch.File }

// latest returns a node in the newest state of its file.
func (ed *editor) latest(n source.Node) source.Node {
	i := slices.IndexFunc(ed.files, func(f patch.File) bool { return f.Path == n.File().Path })
	if i < 0 {
		return n
	}
	block, _ := yamledit.ParseFile(&diag.File{Path: ed.files[i].Path, Data: ed.files[i].Data}, new(diag.List))
	return block.Same(n)
}

func (ed *editor) put(file *diag.File, data []byte) {
	i := slices.IndexFunc(ed.files, func(f patch.File) bool { return f.Path == file.Path })
	if i < 0 {
		ed.files = append(ed.files, patch.File{Path: file.Path, Was: file.Data, Data: data})
	} else {
		ed.files[i].Data = data
	}
}

// set changes values of mappings that are in one file.
func (ed *editor) set(changes []yamledit.Change) error {
	if len(changes) == 0 {
		return nil
	}
	file := changes[0].In.File()
	newest := ed.latest(changes[0].In)
	for i := range changes {
		changes[i].In = newest.Same(changes[i].In)
	}
	files, err := yamledit.Set(changes)
	if err != nil {
		return fmt.Errorf("%s has a layout in which nothing can be changed safely; %w", file.Path, err)
	}
	ed.put(file, files[0].Data)
	return nil
}

// insert adds items to the end of a list.
func (ed *editor) insert(list source.Node, items string) error {
	if items == "" {
		return nil
	}
	file := list.File()
	data, err := yamledit.Insert(ed.latest(list), items)
	if errors.Is(err, yamledit.ErrOneLine) {
		return fmt.Errorf("%s has a list on one line; write each item on a line of its own, after a dash", file.Path)
	}
	if err != nil {
		return fmt.Errorf("%s has a layout to which nothing can be added safely; %w", file.Path, err)
	}
	ed.put(file, data)
	return nil
}

// insertOrSet adds items to the end of a list of a mapping, or writes the whole list
// on one line where it stands on one.
func (ed *editor) insertOrSet(in source.Node, key, items, whole string) error {
	if data, err := yamledit.Insert(ed.latest(in).In(key), items); err == nil {
		ed.put(in.File(), data)
		return nil
	}
	return ed.set([]yamledit.Change{{In: in, Key: key, Value: whole}})
}

// list is a list of the project's that gets items.
type list struct {
	what    string // as in "the list of people"
	key     string
	owner   source.Node // the mapping that has the key
	node    source.Node
	path    string // of its own file, as patches name it; empty for a list in place
	missing bool   // there is no such file
	head    string // the comment on top of a new file
}

func listOf[T any](of source.List[T], what, key string, owner source.Node, head string) list {
	out := list{what: what, key: key, owner: owner, node: of.Node, path: of.Path, missing: of.Missing, head: head}
	if of.Private {
		out.path = source.PrivatePrefix + of.Path
	}
	return out
}

// add changes a list, and adds items to it.
func (r *reader) add(ed *editor, l list, changes []yamledit.Change, items string) error {
	if l.node.IsZero() && len(changes) == 0 && items == "" {
		return nil
	}
	if l.node.IsZero() {
		return r.begin(ed, l, items)
	}
	if err := r.checkPlace(l); err != nil {
		return err
	}
	if l.missing {
		ed.create(l.path, l.head, items)
		return nil
	}
	if err := ed.set(changes); err != nil {
		return err
	}
	return ed.insert(l.node, items)
}

func (ed *editor) create(path, head, items string) {
	if items != "" {
		ed.files = append(ed.files, patch.File{Path: path, Data: []byte(head + items)})
	}
}

// checkPlace refuses to begin a second list.
func (r *reader) checkPlace(l list) error {
	at := l.path
	if at == "" {
		at = source.ConfigPath
	}
	if r.goesInto(l) && r.Into != at {
		return fmt.Errorf("%s is in %s already; leave --into out", l.what, at)
	}
	return nil
}

// goesInto reports whether --into is about a list: about what the kind is called.
func (r *reader) goesInto(l list) bool { return r.Into != "" && l.key == r.Kind }

// begin starts a list that the project does not have yet.
func (r *reader) begin(ed *editor, l list, items string) error {
	var path string
	switch {
	case r.goesInto(l):
		path = r.Into
	case r.Private != nil && l.key == "people":
		path = source.PrivatePrefix + "people.yaml"
	case r.Private != nil:
		path = fmt.Sprintf("%s%s-%s-%s.yaml", source.PrivatePrefix, l.key, r.Program, r.Cohort)
	case l.key == "people":
		return fmt.Errorf("%s has no list of people; add the line people: private:people.yaml and name the folder with --private DIR, or say where it goes with --into people.yaml", source.ConfigPath)
	default:
		return ed.insert(l.owner.In(l.key), items)
	}
	ed.create(path, l.head, items)
	if err := ed.set([]yamledit.Change{{In: l.owner, Key: l.key, Value: path}}); err != nil {
		return fmt.Errorf("%w; write the line by hand: %s: %s", err, l.key, path)
	}
	return nil
}

const (
	peopleHead  = "# Who takes part. mentorbook import adds people and changes what tables say of\n# them; every other line is yours.\n\n"
	signupsHead = "# Who wants to take part, and as what. mentorbook import adds to it; every other\n# line is yours.\n\n"
)

// files returns the files as they should become: first what is remembered, so that
// whatever happens an id stays its person's, then people, then signups.
func (r *reader) files() ([]patch.File, error) {
	if r.kind.isReply() {
		return r.replyFiles()
	}
	ed := new(editor)
	if err := r.remember(ed); err != nil {
		return nil, err
	}
	var changes []yamledit.Change
	var items []string
	for _, e := range r.entries {
		values := r.personValues(e)
		if e.person != nil {
			changes = append(changes, changesOf(e.person.Node, values)...)
		} else {
			items = append(items, blockItem(values))
		}
	}
	people := listOf(r.config.People, "the list of people", "people", r.config.Node, peopleHead)
	if err := r.add(ed, people, changes, strings.Join(items, "\n")); err != nil {
		return nil, err
	}
	if r.Kind == "signups" {
		if err := r.addSignups(ed); err != nil {
			return nil, err
		}
	}
	out := ed.changed()
	if len(out) > 0 {
		out = append(out, r.emptyLists()...)
	}
	return out, nil
}

// emptyLists begins the lists of pairs that the project names and that are not there
// yet: without them, organizers have neither letters nor pages until pairs are proposed.
func (r *reader) emptyLists() (out []patch.File) {
	for _, program := range r.config.Programs {
		for _, cohort := range program.Cohorts {
			pairs := cohort.Pairings
			name := source.PrivatePrefix + pairs.Path
			known := slices.ContainsFunc(out, func(f patch.File) bool { return f.Path == name })
			if pairs.Missing && pairs.Private && r.Private != nil && !known {
				out = append(out, patch.File{Path: name, Data: []byte(pairsHead + "[]\n")})
			}
		}
	}
	return out
}

func (r *reader) addSignups(ed *editor) error {
	var changes []yamledit.Change
	items := ""
	for _, e := range r.entries {
		values := signupValues(e)
		if e.signup != nil {
			changes = append(changes, changesOf(e.signup.Node, values)...)
		} else {
			items += flowItem(values)
		}
	}
	what := fmt.Sprintf("the list of signups for %s/%s", r.Program, r.Cohort)
	return r.add(ed, listOf(r.cohort.Signups, what, "signups", r.cohort.Node, signupsHead), changes, items)
}

func changesOf(in source.Node, values []value) (out []yamledit.Change) {
	for _, v := range values {
		out = append(out, yamledit.Change{In: in, Key: v.key, Value: v.text})
	}
	return out
}

// blockItem writes an item with a line for each key.
func blockItem(values []value) string {
	var out strings.Builder
	lead := "- "
	for _, v := range values {
		fmt.Fprintf(&out, "%s%s: %s\n", lead, v.key, v.text)
		lead = "  "
	}
	return out.String()
}

// flowItem writes an item on one line.
func flowItem(values []value) string {
	var parts []string
	for _, v := range values {
		parts = append(parts, v.key+": "+v.text)
	}
	return "- {" + strings.Join(parts, ", ") + "}\n"
}

// ---- what is remembered ----

const mapHead = "# What the columns and words of imported tables mean, and who has which id.\n" +
	"# It holds e-mail addresses and staff numbers: keep it out of version control, and\n" +
	"# in the same care as the list of people. mentorbook import adds to it; correct it\n" +
	"# where something was taken for the wrong thing.\n"

// memory is an item of the import map: what is known by what.
type memory struct {
	node   source.Node // zero for what is new
	by     string      // folded
	values []value     // of the item, in order
}

// remember adds to the import map what was learned.
func (r *reader) remember(ed *editor) error {
	m := r.remembered
	text := ""
	for _, l := range []struct {
		key        string
		has, wants []memory
	}{
		{"columns", columnMemory(m), r.columnsLearned()},
		{"levels", levelMemory(m), levelMemory(r.Map)},
		{"topics", topicMemory(m), topicMemory(r.Map)},
		{"people", personMemory(m), r.peopleLearned()},
	} {
		changes, items := learned(l.has, l.wants)
		if err := ed.set(changes); err != nil {
			return err
		}
		switch {
		case items == "":
		case m.IsZero():
			text += "\n" + l.key + ":\n" + indented(items)
		default:
			if err := ed.insert(m.In(l.key), items); err != nil {
				return err
			}
		}
	}
	if text != "" {
		ed.files = append(ed.files, patch.File{Path: source.ImportMapPath(r.Project, r.config), Data: []byte(mapHead + text), OwnersOnly: true})
	}
	return nil
}

func indented(items string) string {
	return "  " + strings.TrimSuffix(strings.ReplaceAll(items, "\n", "\n  "), "  ")
}

// learned returns what differs between what is remembered and what is wanted.
func learned(has, wants []memory) (changes []yamledit.Change, items string) {
	before, done := map[string]memory{}, map[string]bool{}
	for _, m := range has {
		before[m.by] = m
	}
	var lines strings.Builder
	for _, want := range wants {
		if done[want.by] {
			continue
		}
		done[want.by] = true
		old, known := before[want.by]
		if !known {
			lines.WriteString(flowItem(want.values))
			continue
		}
		for _, v := range want.values[1:] {
			if !slices.Contains(old.values, v) {
				changes = append(changes, yamledit.Change{In: old.node, Key: v.key, Value: v.text})
			}
		}
	}
	return changes, lines.String()
}

func columnMemory(m *source.ImportMap) (out []memory) {
	if m == nil {
		return nil
	}
	for _, c := range m.Columns {
		out = append(out, memory{c.Node, fold(c.Header), []value{{"header", scalar(c.Header)}, {"is", c.Is}}})
	}
	return out
}

// columnsLearned returns what columns were taken for, and what the map that came
// with the request says.
func (r *reader) columnsLearned() []memory {
	out := columnMemory(r.Map)
	for _, c := range r.out.Columns {
		if _, known := r.mapped[fold(c.Header)]; !known && c.Header != "" && !c.grouped {
			out = append(out, memory{by: fold(c.Header), values: []value{{"header", scalar(c.Header)}, {"is", c.TakenFor}}})
		}
	}
	return out
}

func levelMemory(m *source.ImportMap) (out []memory) {
	if m == nil {
		return nil
	}
	for _, l := range m.Levels {
		out = append(out, memory{l.Node, fold(l.Word), []value{{"word", scalar(l.Word)}, {"level", number(l.Level)}}})
	}
	return out
}

func topicMemory(m *source.ImportMap) (out []memory) {
	if m == nil {
		return nil
	}
	for _, t := range m.Topics {
		out = append(out, memory{t.Node, fold(t.Word), []value{{"word", scalar(t.Word)}, {"topic", string(t.Topic)}}})
	}
	return out
}

func personMemory(m *source.ImportMap) (out []memory) {
	for _, p := range m.People {
		out = append(out, memory{p.Node, string(p.ID), personKeys(p.ID, p.Email, p.Number)})
	}
	return out
}

func personKeys(id source.ID, email, number string) []value {
	out := []value{{"id", string(id)}}
	if email != "" {
		out = append(out, value{"email", scalar(strings.ToLower(email))})
	}
	if number != "" {
		out = append(out, value{"number", scalar(number)})
	}
	return out
}

func (r *reader) peopleLearned() (out []memory) {
	for _, e := range r.entries {
		if e.email != "" || e.number != "" {
			out = append(out, memory{by: string(e.id), values: personKeys(e.id, e.email, e.number)})
		}
	}
	return out
}
