package searchreader

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"mentorbook/generator/search"
	"mentorbook/generator/search/format"
)

// Reader answers queries from the files of an index. It keeps what it has decoded,
// and is not safe for concurrent use.
type Reader struct {
	files    map[string][]byte
	opened   map[string]input // by name, at their beginnings
	manifest manifest
	terms    map[int]*termShard
}

type manifest struct {
	folding   format.Folding
	functions []string
	endings   []string
	unended   []string // words that have no ending
	kinds     []kind
	languages []string
	pages     []int    // of each language
	kindOf    []int    // each page, into kinds
	starts    []uint32 // the first section of each page, and the number of sections
	smallest  []string // form of each term shard
	rows      []int    // the first page of each row shard
	lengths   []int    // of the forms of each lexicon shard
	hashes    map[string][]string
	facets    [][]string // values of program, topic
	hot       []hotForm
	tails     map[string]tailPlace // of the forms with long lists
}

// kind is what pages are.
type kind struct {
	name  string
	words []string // of every page of it
	light bool
}

type hotForm struct {
	form, home string
	weight     int
}

// tailPlace is where the sections of a long list are that its term shard does not
// hold: a tail shard, and the number of the list in it.
type tailPlace struct{ shard, list int }

// Open reads the manifest of an index. files holds all of its files; others may
// be among them.
func Open(files []search.File) (*Reader, error) {
	r := &Reader{files: map[string][]byte{}, opened: map[string]input{}, terms: map[int]*termShard{}}
	for _, f := range files {
		r.files[f.Path] = f.Data
	}
	in, err := r.read("manifest", search.Folder+"/manifest.js")
	if err != nil {
		return nil, err
	}
	if r.manifest.read(in); in.err != nil {
		return nil, in.err
	}
	return r, r.manifest.check()
}

// HotForms returns the words of titles, headings and the glossary that the
// manifest has, and those that are very frequent, sorted.
func (r *Reader) HotForms() (out []string) {
	for _, h := range r.manifest.hot {
		out = append(out, h.form)
	}
	return out
}

// open decodes file i of a kind.
func (r *Reader) open(kind string, i int) (*input, error) {
	name := kind + strconv.Itoa(i)
	hashes := r.manifest.hashes[kind]
	if i/format.BlockFiles >= len(hashes) {
		return nil, fmt.Errorf("searchreader: the manifest has no %s", name)
	}
	return r.read(name, search.Folder+"/"+name+"."+hashes[i/format.BlockFiles]+".js")
}

func (r *Reader) read(name, path string) (*input, error) {
	if in, ok := r.opened[name]; ok {
		return &in, nil
	}
	data, ok := r.files[path]
	if !ok {
		return nil, fmt.Errorf("searchreader: no file %s", path)
	}
	text, found := strings.CutPrefix(string(data), `Q("`+name+`","`)
	text, closed := strings.CutSuffix(text, "\");\n")
	if !found || !closed {
		return nil, fmt.Errorf("searchreader: %s is no shard", path)
	}
	packed, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		return nil, err
	}
	texts, rest, ok1 := bytes.Cut(plain, []byte{0})
	words, numbers, ok2 := bytes.Cut(rest, []byte{0})
	if !ok1 || !ok2 {
		return nil, fmt.Errorf("searchreader: %s has no three parts", path)
	}
	in := input{texts: string(texts), words: string(words), numbers: numbers}
	r.opened[name] = in
	return &in, nil
}

// input is a payload that is being read. After an error everything is empty.
type input struct {
	texts, words string
	numbers      []byte
	last         string // of the words
	err          error
}

var errCutShort = errors.New("searchreader: a shard ends early")

func (in *input) number() int {
	n, size := binary.Uvarint(in.numbers)
	if size <= 0 || n > 1<<31 {
		in.err, in.numbers = errCutShort, nil
		return 0
	}
	in.numbers = in.numbers[size:]
	return int(n)
}

func (in *input) hash() string {
	if len(in.numbers) < 3 {
		in.err = errCutShort
		return ""
	}
	h := in.numbers[:3]
	in.numbers = in.numbers[3:]
	return hex.EncodeToString(h)
}

func (in *input) text() string { return in.line(&in.texts) }

func (in *input) word() string {
	line := in.line(&in.words)
	if line == "" || int(line[0])-format.NoneShared < 0 || int(line[0])-format.NoneShared > len(in.last) {
		in.err = errCutShort
		return ""
	}
	in.last = in.last[:line[0]-format.NoneShared] + line[1:]
	return in.last
}

func (in *input) line(part *string) string {
	line, rest, ok := strings.Cut(*part, "\n")
	if !ok {
		in.err = errCutShort
	}
	*part = rest
	return line
}

// each calls read as often as the number that comes next says, which is not more
// than the payload has bytes.
func (in *input) each(read func()) {
	n := in.number()
	if n > len(in.texts)+len(in.words)+len(in.numbers) {
		in.err = errCutShort
	}
	for ; n > 0 && in.err == nil; n-- {
		read()
	}
}

// posting is a section that has a form, and how much the form counts there.
type posting struct{ section, impact uint32 }

func (in *input) postings() (out []posting) {
	section := uint32(0)
	in.each(func() {
		n := uint32(in.number())
		section += n >> format.ImpactBits
		out = append(out, posting{section, n & format.TopImpact})
	})
	return out
}

// tail reads the places of a tail.
func (in *input) tail() (out []posting) {
	low, usual := uint32(in.number()), uint32(0)
	if low > 0 {
		usual = uint32(in.number())
	}
	width := in.number()
	section := uint32(0)
	in.each(func() {
		n := uint32(in.number())
		section += n >> width
		impact := usual
		if above := n & (1<<width - 1); above > 0 {
			impact = low + above
		}
		out = append(out, posting{section, impact & format.TopImpact})
	})
	return out
}

func (m *manifest) read(in *input) {
	if v := in.number(); v != format.Version {
		in.err = fmt.Errorf("searchreader: the index has version %d, not %d", v, format.Version)
		return
	}
	m.folding = format.ParseFolding(in.text())
	m.functions = strings.Fields(in.word())
	m.endings, m.unended = strings.Fields(in.word()), strings.Fields(in.word())
	in.each(func() { m.kinds = append(m.kinds, kind{in.text(), strings.Fields(in.word()), in.number() > 0}) })
	in.each(func() {
		m.languages = append(m.languages, in.text())
		pages := 0
		for k := range m.kinds {
			n := in.number()
			if in.err != nil || n > len(in.texts)+len(in.words)+len(in.numbers) { // each page has a number of its own
				in.err = errCutShort
				return
			}
			m.kindOf = append(m.kindOf, slices.Repeat([]int{k}, n)...)
			pages += n
		}
		m.pages = append(m.pages, pages)
	})
	sections := 0
	in.each(func() {
		m.starts = append(m.starts, uint32(sections))
		sections += in.number()
	})
	m.starts = append(m.starts, uint32(sections))
	m.hashes, m.tails = map[string][]string{}, map[string]tailPlace{}
	files := func(kind string, each func()) {
		n := 0
		in.each(func() {
			each()
			n++
		})
		for i := 0; i < n; i += format.BlockFiles {
			m.hashes[kind] = append(m.hashes[kind], in.hash())
		}
	}
	files("t", func() { m.smallest = append(m.smallest, in.word()) })
	page := 0
	files("r", func() {
		m.rows = append(m.rows, page)
		page += in.number()
	})
	var lists []int // of each tail shard
	files("o", func() { lists = append(lists, in.number()) })
	files("l", func() { m.lengths = append(m.lengths, in.number()) })
	files("f", func() {})
	in.each(func() {
		var values []string
		in.each(func() { values = append(values, in.text()) })
		m.facets = append(m.facets, values)
	})
	var place tailPlace
	in.each(func() {
		weight := in.number()
		form, home, _ := strings.Cut(in.word(), " ")
		m.hot = append(m.hot, hotForm{form, home, weight})
		if weight < format.LongWeight {
			return
		}
		if place.shard < len(lists) && place.list == lists[place.shard] {
			place = tailPlace{shard: place.shard + 1}
		}
		m.tails[form] = place
		place.list++
	})
}

var errDamaged = errors.New("searchreader: the index contradicts itself")

// check refuses a manifest whose numbers lead out of the index.
func (m *manifest) check() error {
	pages := 0
	for _, n := range m.pages {
		pages += n
	}
	empty := false
	for i := range m.starts[1:] {
		empty = empty || m.starts[i] >= m.starts[i+1]
	}
	if pages != len(m.starts)-1 || empty || len(m.facets) != 2 || pages > 0 && len(m.rows) == 0 {
		return errDamaged
	}
	return nil
}

// has reports whether all places of a list are in the index.
func (m *manifest) has(list []posting) bool {
	end := m.starts[len(m.starts)-1]
	return !slices.ContainsFunc(list, func(p posting) bool { return p.section >= end })
}

// page returns the page of a section.
func (m *manifest) page(section uint32) int {
	i, exact := slices.BinarySearch(m.starts, section)
	if exact {
		return i
	}
	return i - 1
}

// language returns the index of a page's language.
func (m *manifest) language(page int) int {
	for i, n := range m.pages {
		if page < n {
			return i
		}
		page -= n
	}
	return -1
}

// termShard is a decoded shard of terms.
type termShard struct {
	forms   []string
	homes   []string // of each form; its own when it is a home
	stands  []bool   // on the site
	classes map[string]readClass
}

type readClass struct {
	weight int
	lists  []readList
}

type readList struct {
	form     string
	postings []posting
}

// term returns the shard that form stands in, or would.
func (r *Reader) term(form string) (*termShard, error) {
	i, exact := slices.BinarySearch(r.manifest.smallest, form)
	if !exact {
		i--
	}
	if i < 0 {
		return &termShard{}, nil
	}
	if s := r.terms[i]; s != nil {
		return s, nil
	}
	in, err := r.open("t", i)
	if err != nil {
		return nil, err
	}
	s := &termShard{classes: map[string]readClass{}}
	var homes []string
	in.each(func() {
		form, home, moved := strings.Cut(in.word(), " ")
		home, stands := strings.CutSuffix(home, " +")
		if !moved {
			home = form
			homes = append(homes, form)
		}
		s.forms, s.homes, s.stands = append(s.forms, form), append(s.homes, home), append(s.stands, stands || !moved)
	})
	for _, home := range homes {
		c := readClass{weight: in.number()}
		in.each(func() {
			var l readList
			if own := in.number(); own == 0 {
				l.form = in.word()
			} else if own <= len(s.forms) {
				l.form = s.forms[own-1]
			}
			if l.postings = in.postings(); !r.manifest.has(l.postings) {
				in.err = errDamaged
			}
			c.lists = append(c.lists, l)
		})
		s.classes[home] = c
	}
	if in.err != nil {
		return nil, in.err
	}
	r.terms[i] = s
	return s, nil
}

// class returns the class with that home.
func (r *Reader) class(home string) (readClass, error) {
	s, err := r.term(home)
	if err != nil {
		return readClass{}, err
	}
	return s.classes[home], nil
}

// tail returns the sections of a form's long list that its term shard does not
// hold.
func (r *Reader) tail(form string) ([]posting, error) {
	place := r.manifest.tails[form]
	in, err := r.open("o", place.shard)
	if err != nil {
		return nil, err
	}
	for range place.list {
		in.tail()
	}
	list := in.tail()
	if !r.manifest.has(list) {
		in.err = errDamaged
	}
	return list, in.err
}

// filtered returns which pages pass a filter; nil for all.
func (r *Reader) filtered(f Filter) ([]bool, error) {
	if f.empty() {
		return nil, nil
	}
	pages := len(r.manifest.starts) - 1
	pass := make([]bool, pages)
	for i := range pass {
		pass[i] = (len(f.Languages) == 0 || slices.Contains(f.Languages, r.manifest.languages[r.manifest.language(i)])) &&
			(len(f.Kinds) == 0 || slices.Contains(f.Kinds, r.manifest.kinds[r.manifest.kindOf[i]].name))
	}
	in, err := r.open("f", 0)
	if err != nil {
		return nil, err
	}
	for facet, chosen := range [][]string{f.Programs, f.Topics} {
		has := make([]bool, pages)
		for _, value := range r.manifest.facets[facet] {
			at := 0
			in.each(func() {
				from := at + in.number()
				at = from + in.number()
				for i := from; i < min(at, pages) && slices.Contains(chosen, value); i++ {
					has[i] = true
				}
			})
		}
		for i := range pass {
			pass[i] = pass[i] && (len(chosen) == 0 || has[i])
		}
	}
	return pass, in.err
}

// row is a page as a result shows it.
type row struct {
	title, url, kind string
	headings, ids    []string // of its sections; the first are empty
	texts            []string // the beginnings of theirs
}

func (r *Reader) row(page int) (row, error) {
	shard, first := slices.BinarySearch(r.manifest.rows, page)
	if !first {
		shard--
	}
	in, err := r.open("r", shard)
	if err != nil {
		return row{}, err
	}
	var out row
	for p := r.manifest.rows[shard]; p <= page; p++ {
		out = row{title: in.text(), url: in.text(), kind: r.manifest.kinds[r.manifest.kindOf[p]].name, headings: []string{""}, ids: []string{""}}
		out.texts = append(out.texts, in.text())
		for n := r.manifest.starts[p+1] - r.manifest.starts[p]; n > 1 && in.err == nil; n-- {
			out.headings, out.ids, out.texts = append(out.headings, in.text()), append(out.ids, in.text()), append(out.texts, in.text())
		}
	}
	return out, in.err
}
