// Package leak looks for secrets in the files of a build before they are
// published.
//
// In go the values that a build must not show (full names, addresses, ids,
// unpublished titles) and, one at a time, the path and the bytes of every
// output file. Out come the indexes of the secrets that occur.
//
// # What a hit is
//
// A word is a maximal run of letters and digits with the marks on them, in
// normal form KC and without case; everything else separates words. So ligatures,
// full-width letters and the bold ones of mathematics are letters like others. A
// secret is its sequence of words, and occurs where that sequence occurs as whole
// words with any separators between. "Ann Example" is found in "ANN  EXAMPLE",
// "ann-example.html" and "<td>Ann</td><td>Example</td>", and not in
// "Joann Example". Folding is wider than simple case folding where people
// spell one name both ways: ß is ss, and i with and without its dot is one
// letter. Characters that show nothing inside a word (a soft hyphen, a joiner,
// a variation selector, a <wbr>) are not there.
//
// A file is read as its reader's program reads it; its path says how.
//
//   - HTML, SVG and XML: entities are decoded. Tags separate words and nothing
//     else, so a sequence runs on through elements, also from one block to the
//     next: a hit too many is better than a name in a table. Attribute values,
//     comments, scripts and styles are texts of their own. The names of
//     elements and attributes are not text.
//   - JSON and scripts: every string is a text of its own, for a sorted word
//     list puts strangers side by side. So a name that is split over two
//     strings is not found. A string that is base64 of deflate data, as those of
//     the search index are, is read as what it holds.
//   - Calendars: lines are unfolded and unescaped; a line is a text.
//   - CSV, with commas, semicolons or tabs: a record is a text.
//   - Anything else, images and fonts too, is one text of raw bytes. In binary
//     data, secrets of fewer than eight letters are not looked for: they are
//     there by chance.
//
// What then still looks encoded (markup or an entity, %41, a backslash escape)
// is searched as it stands and decoded again, two layers deep: a link inside
// the HTML inside a feed is read as well. Binary data is not decoded.
//
// # What the package refuses to do
//
// It does not open files: the caller passes data as it was before gzip or
// brotli, with a path whose ending says what that data is, and the texts that
// were read out of a document ([Scanner.ScanText]). It does
// not render: text that a style sheet or a script puts together in the browser
// is not seen. It prints nothing, since a message that quotes a secret is a
// leak; [Secret.What] is for messages.
package leak

import "sync"

// Secret is one value that must not appear in a build.
//
// A value whose words have fewer than two letters and digits in total ("",
// "-", "x") would occur everywhere and is never looked for.
type Secret struct {
	Value string // a full name, an e-mail address, an id, a title, a slug
	What  string // what it is, without the value: "name of person p07"

	// Exact secrets are single words that prose uses as well. They are hit
	// only where they are the whole of a run: a text node, an attribute value
	// or a comment of markup, a string of JSON or of a script, a value in a
	// calendar, a cell of CSV, a line of anything else, or a name between the
	// slashes and dots of the file's own path.
	Exact bool
}

// Match is one place where a secret occurs: the bytes [Start, End) of a text,
// from the first byte of its first word to the end of its last.
type Match struct {
	Secret     int // index into the secrets that New was given
	Start, End int
}

// Scanner looks for secrets. It is immutable and safe for concurrent use.
type Scanner struct {
	lexicon   *lexicon
	automaton *automaton
	sequences []sequence
	passes    sync.Pool // of *pass, clean between scans
}

// New returns a scanner for secrets. The indexes that Scan and Find return are
// indexes into secrets.
func New(secrets []Secret) *Scanner {
	lexicon, sequences := learn(secrets)
	s := &Scanner{lexicon: lexicon, automaton: newAutomaton(sequences, len(lexicon.words)), sequences: sequences}
	s.passes.New = func() any { return newPass(s, len(secrets)) }
	return s
}

// Empty reports whether there is nothing to look for.
func (s *Scanner) Empty() bool { return len(s.lexicon.words) == 0 }

// Scan looks through one output file, path included, and returns the indexes
// of the secrets that occur, sorted, each once; nil if none does. It keeps no
// reference to data.
func (s *Scanner) Scan(path string, data []byte) []int {
	if s.Empty() {
		return nil
	}
	p := s.passes.Get().(*pass)
	p.path(path)
	p.file(path, data)
	hits := p.takeHits()
	s.passes.Put(p)
	return hits
}

// ScanText looks through a text that was read out of a file. The ending, such as
// ".csv", says how it is written.
func (s *Scanner) ScanText(ending string, text []byte) []int {
	if s.Empty() {
		return nil
	}
	p := s.passes.Get().(*pass)
	p.file(ending, text)
	hits := p.takeHits()
	s.passes.Put(p)
	return hits
}

// Find returns every place where a secret occurs in raw text that a person
// wrote, such as a Markdown source, ordered by start, end and secret. Matches
// may overlap. Nothing is decoded, so that places are bytes of text, and exact
// secrets are not looked for: prose uses their words.
func (s *Scanner) Find(text []byte) []Match {
	if s.Empty() {
		return nil
	}
	p := s.passes.Get().(*pass)
	matches := p.find(text)
	s.passes.Put(p)
	return matches
}
