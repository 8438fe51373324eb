package site

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"mentorbook/generator/diag"
	"mentorbook/generator/leak"
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
)

// Memo keeps what an Assemble found out about single documents, for the next one of
// the same project: where their links lead, and what is wrong with them. That
// follows from a document, and from what can be seen of everything else; where all
// of this is as it was, what was found is what would be found. It never changes what
// is returned. The zero Memo is empty; one Assemble at a time may use it.
type Memo struct {
	// Before is what an Assemble in another run of this program found in looking for
	// secrets; may be nil.
	Before *Searched

	around  surroundings
	records []*record // by the place of a document in index.keys
	looked  *looked
}

// Searched is in which texts something was found that not all readers may know.
type Searched struct {
	For   []byte   `json:"for"`   // a hash of what was looked for
	Found []string `json:"found"` // paths of files

	// Same reports whether the text of a document is what was looked through, by the
	// path of its file.
	Same func(path string) bool `json:"-"`
}

// Searched tells what the last Assemble found. Same is not set.
func (m *Memo) Searched() Searched {
	if m.looked == nil {
		return Searched{}
	}
	return Searched{For: m.looked.hash(), Found: m.looked.in}
}

// saysNothing reports whether a file is known to hold nothing that is looked for.
func (m *Memo) saysNothing() func(f *diag.File) bool {
	if m.Before == nil || !bytes.Equal(m.Before.For, m.looked.hash()) {
		return func(*diag.File) bool { return false }
	}
	return func(f *diag.File) bool {
		_, found := slices.BinarySearch(m.Before.Found, f.Path)
		return !found && m.Before.Same(f.Path)
	}
}

// surroundings are all that a document may be checked by.
type surroundings struct {
	options   Options // but the time, and what pages say whatever is written
	now       schedule.Date
	config    *source.Config
	documents []*source.Document
	snippets  []*source.Snippet
	assets    []*source.Asset
	broken    map[string]bool
	refused   map[string]bool
}

func (x *index) surroundings() surroundings {
	o := x.options
	o.Now, o.Words, o.DefaultTheme, o.OwnTheme = time.Time{}, nil, nil, nil
	s := x.sources
	return surroundings{o, x.now, x.config, s.Documents, s.Snippets, s.Assets, s.Broken, s.Refused}
}

// lookLike reports whether no document can tell the one from the other. Only the
// texts of documents may differ.
func (a *surroundings) lookLike(b *surroundings) bool {
	return a.config == b.config && a.now == b.now && reflect.DeepEqual(a.options, b.options) &&
		slices.EqualFunc(a.documents, b.documents, looksLike) &&
		slices.Equal(a.snippets, b.snippets) && slices.Equal(a.assets, b.assets) &&
		maps.Equal(a.broken, b.broken) && maps.Equal(a.refused, b.refused)
}

func looksLike(a, b *source.Document) bool { return a == b || a.Look == b.Look }

// record is what was found out about one document.
type record struct {
	texts      []*source.Document // by language of the site
	list       diag.List
	references []reference
	versions   []*Version // what became of it, by language; nil before that is known
}

// reference is a place that leads to a file.
type reference struct {
	asset *source.Asset
	at    func() diag.Span
}

// recall returns what is known of the documents, by their place in the index: nil for
// those that have to be looked at.
func (m *Memo) recall(x *index) []*record {
	records := make([]*record, len(x.keys))
	if m == nil || len(m.records) != len(records) {
		return records
	}
	if now := x.surroundings(); !m.around.lookLike(&now) {
		return records
	}
	for i, r := range m.records {
		if r.isOf(x.documents[x.keys[i]]) {
			records[i] = r
		}
	}
	return records
}

// keep takes over what is known now.
func (m *Memo) keep(x *index, records []*record) {
	if m != nil {
		m.around, m.records = x.surroundings(), records
	}
}

// isOf reports whether a record says all of a document. A problem that points into
// another file, in which the place may be elsewhere now, is found anew.
func (r *record) isOf(d *document) bool {
	for i, v := range d.versions {
		if v == nil && r.texts[i] != nil || v != nil && r.texts[i] != v.Document {
			return false
		}
	}
	return !slices.ContainsFunc(r.list, func(p diag.Diagnostic) bool {
		return r.isForeign(p.Span) || slices.ContainsFunc(p.Related, func(other diag.Related) bool { return r.isForeign(other.Span) })
	})
}

func (r *record) isForeign(span diag.Span) bool {
	return span.File != nil && !slices.ContainsFunc(r.texts, func(text *source.Document) bool { return text != nil && text.Source == span.File })
}

// textsOf returns the texts of a document.
func textsOf(d *document) []*source.Document {
	out := make([]*source.Document, len(d.versions))
	for i, v := range d.versions {
		if v != nil {
			out[i] = v.Document
		}
	}
	return out
}

// looked is what was found in looking for secrets.
type looked struct {
	secrets []leak.Secret
	scanner *leak.Scanner
	found   map[*diag.File][]leak.Match // in each text
	in      []string                    // the paths of those in which something was found the last time, sorted

	said   said // by which they were sorted
	spoken leak.Vocabulary
	sorted []sorted // nil before they are
}

// said is what pages say anyway.
type said struct {
	published, words []string
	notSecret        []source.NotSecret
}

// sorted is what said makes of a secret.
type sorted struct{ meant, spoken bool }

func (s said) equal(other said) bool {
	return slices.Equal(s.published, other.published) && slices.Equal(s.words, other.words) &&
		slices.EqualFunc(s.notSecret, other.notSecret, func(a, b source.NotSecret) bool { return a.Text == b.Text })
}

// lookedFor returns what was found in looking for the same secrets.
func (m *Memo) lookedFor(values []secret) *looked {
	secrets := make([]leak.Secret, len(values))
	for i, v := range values {
		secrets[i] = v.Secret
	}
	if m.looked == nil || !slices.Equal(m.looked.secrets, secrets) {
		m.looked = &looked{secrets: secrets, scanner: leak.New(secrets), found: map[*diag.File][]leak.Match{}}
	}
	return m.looked
}

// hash is a hash of what was looked for.
func (l *looked) hash() []byte {
	h := sha256.New()
	for _, s := range l.secrets {
		fmt.Fprintf(h, "%q %v\n", s.Value, s.Exact)
	}
	return h.Sum(nil)
}

// keep takes over what was found in texts. Those that are gone are forgotten when
// they are as many.
func (l *looked) keep(versions []*Version, found [][]leak.Match) {
	if len(l.found) >= 2*len(versions) {
		clear(l.found)
	}
	l.in = nil
	for i, v := range versions {
		if len(found[i]) > 0 {
			l.in = append(l.in, v.Source.Path)
		}
		if _, known := l.found[v.Source]; !known {
			l.found[v.Source] = found[i]
		}
	}
	slices.Sort(l.in)
}
