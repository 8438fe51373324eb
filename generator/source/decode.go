package source

import (
	"fmt"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
	"mentorbook/generator/lazyregexp"
	"mentorbook/generator/yamledit"
)

// The Go types of this package are the one definition of the file formats.
// A field's tags say everything about its key:
//
//	yaml:"key"            the key's name
//	yaml:"key,required"   it must be there
//	yaml:"key,keyed"      a mapping read as a list; its keys fill the field ID
//	yaml:",rest"          a Text that takes the keys no other field has (languages)
//	level:"c"             who may see it: p (default) everybody, c participants, own the pair and organizers,
//	                      o organizers, n nobody
//	enum:"a b c"          the words a string may be
//	min:"1" max:"5"       the range of a number
//	least:"1"             how many there are in a list, at the least
//	default:"1"           the number where none is written
//	format:"language"     the words of a list are languages
//	length:"200"          the most code points a text may have
//	machine:"yes"         no reader sees this text as it is: an address, a path
//	doc:"…"               what the key is for, in a sentence

// Node is the place of a decoded value. Every decoded mapping embeds it.
type Node = yamledit.Node

// decoder turns YAML nodes into values and reports every mismatch.
type decoder struct {
	block     *yamledit.Block
	languages []string // of the site; the first is the default
	list      *diag.List
	title     string    // of a document, where its front matter has none
	unwritten diag.List // texts that an outline began with, which drafts may have
}

// custom is a type that reads a node itself. It reports its mistakes and
// returns false when it has no value.
type custom interface {
	decode(d *decoder, n *yaml.Node, path []any) bool
}

// decode fills v, a settable value, from n. It returns false when the node has
// no usable value, which has then been reported.
func (d *decoder) decode(n *yaml.Node, v reflect.Value, path []any) bool {
	n = d.undisguised(n)
	if c, ok := v.Addr().Interface().(custom); ok {
		return c.decode(d, n, path)
	}
	if ok, known := d.parsed(n, v); known {
		return ok
	}
	switch v.Kind() {
	case reflect.Pointer:
		target := reflect.New(v.Type().Elem())
		if !d.decode(n, target.Elem(), path) {
			return false
		}
		v.Set(target)
		return true
	case reflect.String:
		s, ok := d.scalar(n, "text")
		if ok {
			v.SetString(s)
		}
		return ok
	case reflect.Int:
		return d.integer(n, v)
	case reflect.Bool:
		return d.boolean(n, v)
	case reflect.Slice:
		return d.sequence(n, v, path)
	case reflect.Struct:
		return d.mapping(n, v, path)
	}
	panic("source: no YAML form for " + v.Type().String())
}

func (d *decoder) wrongType(n *yaml.Node, want string) {
	d.list.Errorf(d.block.Span(n), "wrong-type", formHint(n, want), "this should be %s, not %s", want, kindName(n))
}

var (
	leadingNumber = lazyregexp.New(`^[^\d-]?(\d{1,6})(?:\.0+)?(?: ?(?:minutes?|mins?|menit|m|days?|hari|x|kali|times|people|orang))?$`)
	groupKeys     = lazyregexp.New(`\((\w+)(?:, (\w+))?`)
	isTrue        = lazyregexp.New(`(?i)^(?:true|yes|y|on|ya|benar)$`)
	isFalse       = lazyregexp.New(`(?i)^(?:false|no|n|off|tidak|salah)$`)
)

// formHint says how a value is written that should have another form, where that
// is known.
func formHint(n *yaml.Node, want string) string {
	number := leadingNumber.FindStringSubmatch(n.Value)
	switch {
	case want == "a whole number" && number != nil:
		return "write " + number[1]
	case want == "a whole number":
		return "write digits only, such as 3"
	case want == "true or false" && isTrue.MatchString(n.Value):
		return "write true"
	case want == "true or false" && isFalse.MatchString(n.Value):
		return "write false"
	case strings.HasPrefix(want, "text") && yamledit.IsNull(n):
		return "write it behind the colon"
	case strings.HasPrefix(want, "text") && n.Kind == yaml.SequenceNode:
		return "write one text; one that begins with [ stands in quotes"
	case strings.HasPrefix(want, "a group of keys"):
		return "write " + braced(groupKeys.FindStringSubmatch(want), n)
	case want == "a list" && n.Kind == yaml.ScalarNode:
		return "write a dash and a space in front of each entry, on a line of its own"
	}
	return ""
}

// braced is a group of keys in braces, with a plain value in the place of the
// first one.
func braced(keys []string, n *yaml.Node) string {
	if keys == nil {
		return "key: value, on a line of its own"
	}
	first := "…"
	if n.Kind == yaml.ScalarNode && n.Value != "" && !strings.ContainsAny(n.Value, ":,{}[]#\"'\n") {
		first = n.Value
	}
	if keys[2] == "" {
		return fmt.Sprintf("{%s: %s}", keys[1], first)
	}
	return fmt.Sprintf("{%s: %s, %s: …}", keys[1], first, keys[2])
}

// undisguised returns a value as its writer sees it, and says so where it is in
// curly marks or has invisible characters at its ends.
func (d *decoder) undisguised(n *yaml.Node) *yaml.Node {
	meant, disguise := meantBy(n)
	if disguise == nil {
		return n
	}
	span := d.block.Span(n)
	if span.End-span.Start == len(n.Value) { // it is on one line
		span.Start, span.End = span.Start+disguise.Start, span.Start+disguise.End
	}
	d.list.Warnf(span, "lookalike", disguise.Hint, "%s", disguise.Message)
	return meant
}

// meantBy returns a value as its writer sees it. The tree itself is kept for the
// next build.
func meantBy(n *yaml.Node) (*yaml.Node, *yamledit.Disguise) {
	if n.Kind != yaml.ScalarNode || n.Style != 0 {
		return n, nil
	}
	disguise := yamledit.DisguiseOf(n.Value)
	if disguise == nil {
		return n, nil
	}
	meant := *n
	meant.Value = disguise.Meant
	return &meant, disguise
}

func kindName(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "a group of keys"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case yamledit.IsNull(n):
		return "empty"
	}
	return strconv.Quote(n.Value)
}

func (d *decoder) scalar(n *yaml.Node, want string) (string, bool) {
	n = d.undisguised(n)
	if n.Kind != yaml.ScalarNode || yamledit.IsNull(n) {
		d.wrongType(n, want)
		return "", false
	}
	return n.Value, true
}

func (d *decoder) integer(n *yaml.Node, v reflect.Value) bool {
	s, ok := d.scalar(n, "a whole number")
	if !ok {
		return false
	}
	i, err := strconv.Atoi(s)
	if err != nil {
		d.wrongType(n, "a whole number")
		return false
	}
	v.SetInt(int64(i))
	return true
}

func (d *decoder) boolean(n *yaml.Node, v reflect.Value) bool {
	switch {
	case n.Kind == yaml.ScalarNode && n.Value == "true":
		v.SetBool(true)
	case n.Kind == yaml.ScalarNode && n.Value == "false":
		v.SetBool(false)
	default:
		d.wrongType(n, "true or false")
		return false
	}
	return true
}

// sequence reads a list. One value where a list is expected is a list of one.
func (d *decoder) sequence(n *yaml.Node, v reflect.Value, path []any) bool {
	items := n.Content
	if n.Kind != yaml.SequenceNode {
		if yamledit.IsNull(n) || (n.Kind == yaml.MappingNode) != (v.Type().Elem().Kind() == reflect.Struct) {
			d.wrongType(n, "a list")
			return false
		}
		items = []*yaml.Node{n}
	}
	out := reflect.MakeSlice(v.Type(), len(items), len(items))
	for i, item := range items {
		// A bad item keeps its place: indexes must go on pointing at the YAML.
		d.decode(item, out.Index(i), child(path, i))
	}
	v.Set(out)
	return true
}

// keyed reads a mapping as a list in the order it was written; each key
// becomes the field ID of its item.
func (d *decoder) keyed(n *yaml.Node, v reflect.Value, path []any) bool {
	if n.Kind != yaml.MappingNode {
		d.wrongType(n, "a group of ids, each with its own keys")
		return false
	}
	out := reflect.MakeSlice(v.Type(), 0, len(n.Content)/2)
	d.pairs(n, func(key, value *yaml.Node) {
		item := reflect.New(v.Type().Elem()).Elem()
		id := ID(key.Value)
		d.checkID(key, id)
		item.FieldByName("ID").SetString(string(id))
		d.decode(value, item, child(path, key.Value))
		out = reflect.Append(out, item)
	})
	v.Set(out)
	return true
}

// pairs visits the keys of a mapping, each once: yaml.v3 lets duplicate keys
// pass into a node.
func (d *decoder) pairs(n *yaml.Node, visit func(key, value *yaml.Node)) {
	first := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			d.list.Errorf(d.block.Span(key), "wrong-type", "", "a key should be one word, not %s", kindName(key))
			continue
		}
		if before := first[key.Value]; before != nil {
			d.list.Errorf(d.block.Span(key), "duplicate-key", "keep one of them", "the key %q is here twice", key.Value)
			d.list.Relate(d.block.Span(before), "it is here first")
			continue
		}
		first[key.Value] = key
		visit(key, value)
	}
}

func (d *decoder) mapping(n *yaml.Node, v reflect.Value, path []any) bool {
	if n.Kind != yaml.MappingNode {
		d.wrongType(n, "a group of keys ("+strings.Join(formOf(v.Type()).names(), ", ")+")")
		return false
	}
	return d.fields(n, v, path)
}

// fields fills the struct v from the mapping n.
func (d *decoder) fields(n *yaml.Node, v reflect.Value, path []any) bool {
	form := formOf(v.Type())
	if form.node != nil {
		v.FieldByIndex(form.node).Set(reflect.ValueOf(d.block.Node(path)))
	}
	seen, meant := map[string]bool{}, map[string]bool{}
	d.pairs(n, func(key, value *yaml.Node) {
		f, known := form.fields[key.Value]
		if known && f.text && d.hidden(key, value) {
			seen[key.Value] = true
			return
		}
		if known && yamledit.IsNull(value) && !f.required {
			return // "key:" with nothing after it: the writer has not got there yet
		}
		seen[key.Value] = true
		switch {
		case known:
			d.field(value, v.FieldByIndex(f.index), f, child(path, key.Value))
		case form.rest != nil && looksLikeLanguage(key.Value):
			text := v.FieldByIndex(form.rest).Addr().Interface().(*Localized)
			d.translation(n, key, value, text)
			d.checkTexts(value)
		default:
			name, slip := d.unknownKey(n, key, value, form)
			if meant[name] = true; slip {
				d.silently(func() {
					d.field(value, v.FieldByIndex(form.fields[name].index), form.fields[name], child(path, key.Value))
				})
			}
		}
	})
	for _, name := range form.order {
		switch f := form.fields[name]; {
		case seen[name]:
		case name == "title" && len(path) == 0 && d.title != "" && f.fits(d.title):
			v.FieldByIndex(f.index).SetString(d.title)
		case f.required && meant[name]: // reported as an unknown key
		case f.required:
			d.missing(n, name, f.doc)
		default:
			f.fillDefault(v.FieldByIndex(f.index))
		}
	}
	if form.rest != nil {
		v.FieldByIndex(form.rest).Addr().Interface().(*Localized).finish(d, n)
	}
	return true
}

// silently reads what is written below a misspelt key as it was meant, so that
// what refers to it is no mistake as well. What is wrong with it may be wrong
// only because something else was meant.
func (d *decoder) silently(read func()) {
	n, m := len(*d.list), len(d.unwritten)
	read()
	*d.list, d.unwritten = (*d.list)[:n], d.unwritten[:m]
}

// fillDefault gives v, for which nothing is written, the default of its field,
// or those of the fields in it.
func (f *field) fillDefault(v reflect.Value) {
	switch {
	case f.byDefault != nil:
		v.SetInt(int64(*f.byDefault))
	case v.Kind() == reflect.Struct && formOf(v.Type()) != nil:
		for _, inner := range formOf(v.Type()).fields {
			inner.fillDefault(v.FieldByIndex(inner.index))
		}
	}
}

func (d *decoder) missing(n *yaml.Node, key, doc string) {
	span := d.block.Span(n)
	if n.Line == 1 && n.Column == 1 { // a document's front matter: the first line says most
		span = d.block.LineSpan(1)
	}
	d.list.Errorf(span, "missing-key", fmt.Sprintf("add %s: (%s)", key, doc), "%s is missing", key)
}

func (d *decoder) field(n *yaml.Node, v reflect.Value, f *field, path []any) {
	if f.keyed {
		d.keyed(n, v, path)
		return
	}
	if !d.decode(n, v, path) {
		return
	}
	d.constrain(n, v, f)
	if f.text {
		d.checkTexts(n)
	}
}

// constrain checks what the tags of a field say of its value.
func (d *decoder) constrain(n *yaml.Node, v reflect.Value, f *field) {
	switch v = reflect.Indirect(v); v.Kind() {
	case reflect.String:
		s := v.String()
		if f.required && yamledit.IsBlank(s) {
			d.list.Errorf(d.block.Span(n), "empty-value", "write it: "+f.doc, "%s is empty", f.name)
		} else if len(f.enum) > 0 && !contains(f.enum, s) {
			d.list.Errorf(d.block.Span(n), "unknown-word", diag.DidYouMean(s, f.enum, "write "+diag.Choices(f.enum)), "%s cannot be %q", f.name, s)
			v.SetString("")
		}
		if !f.fits(s) {
			d.tooLong(n, f, len([]rune(s)))
		}
	case reflect.Int:
		if i := int(v.Int()); f.hasRange && (i < f.min || i > f.max) {
			d.list.Errorf(d.block.Span(n), "out-of-range", "", "%s is %d; it can be %d to %d", f.name, i, f.min, f.max)
			v.SetInt(int64(min(max(i, f.min), f.max)))
		}
	case reflect.Slice:
		d.constrainList(n, v, f)
	case reflect.Struct:
		text, ok := v.Interface().(Localized)
		if ok && f.required && text.IsZero() {
			d.list.Errorf(d.block.Span(n), "empty-value", "write it: "+f.doc, "%s is empty", f.name)
		}
		if ok && f.length > 0 {
			for _, s := range text.all() {
				if length := len([]rune(s)); length > f.length {
					d.tooLong(n, f, length)
					return
				}
			}
		}
	}
}

// fits reports whether a text is not too long.
func (f *field) fits(s string) bool { return f.length == 0 || utf8.RuneCountInString(s) <= f.length }

// constrainList checks a list. An agenda needs a step.
func (d *decoder) constrainList(n *yaml.Node, v reflect.Value, f *field) {
	if v.Len() < f.least {
		d.list.Errorf(d.block.Span(n), "empty-value", fmt.Sprintf("write at least %d (%s)", f.least, f.doc), "%s is empty", f.name)
	}
	if v.Type().Elem().Kind() != reflect.String {
		return
	}
	items := n.Content
	if n.Kind == yaml.ScalarNode { // one value stands for a list of one
		items = []*yaml.Node{n}
	}
	for i, item := range items {
		switch {
		case f.language && item.Kind == yaml.ScalarNode:
			d.language(item)
		case f.enum != nil:
			d.constrain(item, v.Index(i), f)
		}
	}
}

func (d *decoder) tooLong(n *yaml.Node, f *field, length int) {
	d.list.Errorf(d.block.Span(n), "too-long", "shorten it; details belong in the text", "%s has %d characters; it can have %d", f.name, length, f.length)
}

func child(path []any, step any) []any {
	return append(path[:len(path):len(path)], step)
}

func contains(words []string, word string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}

// form is what the tags of a struct say.
type form struct {
	node   []int // index of the embedded Node
	rest   []int // index of the field that takes language keys
	fields map[string]*field
	order  []string // keys as declared
}

type field struct {
	name            string
	index           []int
	doc             string
	required, keyed bool
	language        bool // each word of the list is one
	text            bool // readers see what is written
	enum            []string
	min, max        int
	hasRange        bool
	byDefault       *int
	length          int
	least           int
}

func (f *form) names() []string { return f.order }

// forms holds the form of every struct that a project file can contain. It is
// made once and never changes.
var forms = func() map[reflect.Type]*form {
	all := map[reflect.Type]*form{}
	for _, t := range []reflect.Type{reflect.TypeFor[Config](), reflect.TypeFor[Person](), reflect.TypeFor[Signup](), reflect.TypeFor[Pairing](), reflect.TypeFor[Common](), reflect.TypeFor[ImportMap]()} {
		collectForms(all, t)
	}
	for _, row := range kinds {
		collectForms(all, row.form)
	}
	return all
}()

func collectForms(all map[reflect.Type]*form, t reflect.Type) {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || all[t] != nil {
		return
	}
	f := &form{fields: map[string]*field{}}
	f.add(t, nil)
	all[t] = f
	for _, entry := range f.fields {
		collectForms(all, t.FieldByIndex(entry.index).Type)
	}
}

func formOf(t reflect.Type) *form { return forms[t] }

func (f *form) add(t reflect.Type, prefix []int) {
	for i := range t.NumField() {
		sf := t.Field(i)
		index := append(prefix[:len(prefix):len(prefix)], i)
		if sf.Anonymous {
			if sf.Type == reflect.TypeFor[Node]() {
				f.node = index
			} else {
				f.add(sf.Type, index)
			}
			continue
		}
		tag, ok := sf.Tag.Lookup("yaml")
		if !ok {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		if options == "rest" {
			f.rest = index
			continue
		}
		entry := &field{name: name, index: index, doc: sf.Tag.Get("doc"),
			required: options == "required", keyed: options == "keyed",
			enum: strings.Fields(sf.Tag.Get("enum")), language: sf.Tag.Get("format") == "language"}
		entry.text = isText(sf.Type) && len(entry.enum) == 0 && !entry.language && sf.Tag.Get("machine") == ""
		entry.length, _ = strconv.Atoi(sf.Tag.Get("length"))
		entry.least, _ = strconv.Atoi(sf.Tag.Get("least"))
		if lowest, ok := sf.Tag.Lookup("min"); ok {
			entry.hasRange = true
			entry.min, _ = strconv.Atoi(lowest)
			entry.max, _ = strconv.Atoi(sf.Tag.Get("max"))
		}
		if number, err := strconv.Atoi(sf.Tag.Get("default")); err == nil {
			entry.byDefault = &number
		}
		f.fields[name] = entry
		f.order = append(f.order, name)
	}
}

// isText reports whether a type holds texts as they are written.
func isText(t reflect.Type) bool {
	return slices.Contains([]reflect.Type{reflect.TypeFor[string](), reflect.TypeFor[[]string](), reflect.TypeFor[Localized](), reflect.TypeFor[Words]()}, t)
}

// ID names a thing: a lower-case slug.
type ID string

var idPattern = lazyregexp.New(`^[a-z0-9]+(?:-[a-z0-9]+)*$`)

const maxID = 64 // a file name on every system, with room for folder and ending

func (id *ID) decode(d *decoder, n *yaml.Node, _ []any) bool {
	s, ok := d.scalar(n, "an id")
	if !ok {
		return false
	}
	if !d.checkID(n, ID(s)) {
		return false
	}
	*id = ID(s)
	return true
}

// Valid reports whether id can name something: whether idPattern matches it, and it
// is no longer than maxID. Every name of a file is asked.
func (id ID) Valid() bool {
	hyphen := true // may not follow
	for i := range len(id) {
		switch c := id[i]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			hyphen = false
		case c != '-' || hyphen:
			return false
		default:
			hyphen = true
		}
	}
	return !hyphen && len(id) <= maxID
}

func (d *decoder) checkID(n *yaml.Node, id ID) bool {
	if id.Valid() {
		return true
	}
	hint := fmt.Sprintf("use lower-case letters, digits and single hyphens, at most %d", maxID)
	if several := severalIDs(string(id)); several != "" {
		hint = several
	}
	d.list.Errorf(d.block.Span(n), "bad-id", hint, "%q is not an id", string(id))
	return false
}

// severalIDs says how a list of ids is written that became one text, or nothing.
func severalIDs(text string) string {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' })
	dashes := 0
	for i, part := range parts {
		if rest, ok := strings.CutPrefix(part, "-"); ok {
			parts[i] = rest
			dashes++
		}
		if !ID(parts[i]).Valid() {
			return ""
		}
	}
	switch {
	case dashes > 0:
		return "write a space behind each dash"
	case len(parts) > 1:
		return "write a list: [" + strings.Join(parts, ", ") + "]"
	}
	return ""
}

// Slug names a document within its part of the site: "start", or "data/start"
// for one in a folder.
type Slug string

func (slug *Slug) decode(d *decoder, n *yaml.Node, _ []any) bool {
	s, ok := d.scalar(n, "the file name of a document, without .md")
	if !ok {
		return false
	}
	*slug = Slug(s)
	for _, part := range strings.Split(s, "/") {
		if !ID(part).Valid() {
			hint := "write its file name without .md, as in guides/NAME.md"
			if name := strings.TrimSuffix(path.Base(s), ".md"); name != s && ID(name).Valid() {
				hint = "write " + name
			} else if several := severalIDs(s); several != "" {
				hint = several
			}
			d.list.Errorf(d.block.Span(n), "bad-id", hint, "%q is not the name of a document", s)
			*slug = ""
			return false
		}
	}
	return true
}
