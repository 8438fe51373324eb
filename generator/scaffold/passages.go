package scaffold

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/source"
)

// passages cuts rows of tables, items of lists and paragraphs out of a text.
type passages struct {
	away, elsewhere []diag.Span // links to what goes, and others
	taken           []Passage
	lost            []string // the ids of headings that go, which others may lead to

	data  []byte
	file  *diag.File
	lines [][]byte // with their ends
	drop  []bool   // by line
}

func newPassages(file *diag.File, data []byte) *passages {
	lines := slices.Collect(bytes.Lines(data))
	return &passages{data: data, file: file, lines: lines, drop: make([]bool, len(lines))}
}

var (
	listItem  = regexp.MustCompile(`^[ \t]*(?:[-*+]|\d+[.)])[ \t]`)
	heading   = regexp.MustCompile(`^ {0,3}(#{1,6})[ \t]`)
	headingID = regexp.MustCompile(`\{#([^\s{}]+)\}\s*$`)
	fence     = regexp.MustCompile("^[ \t]*(?:```|~~~)")
)

// mark marks the row, the item or the paragraph that each link to what goes is in,
// unless it leads elsewhere, too, or is a heading, which would take its section with
// it. The links that stay for that are returned.
func (p *passages) mark() (left []diag.Span) {
	for _, link := range p.away {
		at := p.line(link)
		first, last := p.block(at)
		leads := func(other diag.Span) bool { n := p.line(other); return first <= n && n <= last }
		switch {
		case p.drop[at]:
		case heading.Match(p.lines[at]) || slices.ContainsFunc(p.elsewhere, leads):
			left = append(left, link)
		default:
			for n := first; n <= last; n++ {
				p.drop[n] = true
			}
			p.taken = append(p.taken, Passage{p.file.Path, first + 1, strings.TrimSpace(string(p.lines[first]))})
		}
	}
	return left
}

// line is the line that a span begins in, from 0.
func (p *passages) line(s diag.Span) int { return bytes.Count(p.data[:s.Start], []byte("\n")) }

// block returns the lines of the block that a line is in.
func (p *passages) block(at int) (first, last int) {
	if p.isRow(at) {
		return at, at
	}
	first, last = at, at
	for !listItem.Match(p.lines[first]) && first > 0 && p.goesOn(first-1) {
		first--
	}
	isItem := listItem.Match(p.lines[first])
	depth := indentOf(p.lines[first])
	for n := first + 1; n < len(p.lines); n++ {
		blank := len(bytes.TrimSpace(p.lines[n])) == 0
		switch {
		case n <= at:
		case isItem && !blank && indentOf(p.lines[n]) > depth:
		case blank && isItem:
			continue
		case n > last+1 || !p.goesOn(n) || listItem.Match(p.lines[n]):
			return first, last
		}
		last = n
	}
	return first, last
}

func (p *passages) isRow(n int) bool {
	return bytes.HasPrefix(bytes.TrimSpace(p.lines[n]), []byte("|"))
}

// goesOn reports whether a line can belong to the paragraph of the line beside it.
func (p *passages) goesOn(n int) bool {
	line := p.lines[n]
	return len(bytes.TrimSpace(line)) > 0 && !heading.Match(line) && !fence.Match(line) && !p.isRow(n) && !bytes.Equal(bytes.TrimSpace(line), []byte("---"))
}

func indentOf(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " \t")) }

// apply returns the text without what was marked, and without the headings and
// blank lines to which nothing is left.
func (p *passages) apply() []byte {
	if len(p.away) == 0 {
		return p.data
	}
	p.unlink(p.mark())
	var out [][]byte
	for n := 0; n < len(p.lines); n++ {
		if !p.drop[n] {
			out = append(out, p.lines[n])
			continue
		}
		for n+1 < len(p.lines) && p.drop[n+1] {
			n++
		}
		if len(out) > 0 && !isBlank(out[len(out)-1]) {
			continue // an item or a row before it
		}
		for n+1 < len(p.lines) && isBlank(p.lines[n+1]) {
			n++
		}
		out = p.withoutHeading(out, p.lines[n+1:])
	}
	for len(out) > 0 && isBlank(out[len(out)-1]) {
		out = out[:len(out)-1]
	}
	return bytes.Join(out, nil)
}

var inlineLink = regexp.MustCompile(`^\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()]*\)`)

// unlink leaves the texts of links, in their lines, and not where they lead.
func (p *passages) unlink(links []diag.Span) {
	for _, link := range slices.Backward(links) {
		n := p.line(link)
		start := link.Start - bytes.LastIndexByte(p.data[:link.Start], '\n') - 1
		line := p.lines[n]
		p.lines[n] = slices.Concat(line[:start], inlineLink.ReplaceAll(line[start:], []byte("$1")))
	}
}

func isBlank(line []byte) bool { return len(bytes.TrimSpace(line)) == 0 }

// withoutHeading takes the heading off the end of a text whose section is empty.
func (p *passages) withoutHeading(before, behind [][]byte) [][]byte {
	end := len(before)
	for end > 0 && isBlank(before[end-1]) {
		end--
	}
	if end == 0 {
		return before
	}
	own := heading.FindSubmatch(before[end-1])
	if own == nil {
		return before
	}
	if len(behind) > 0 {
		next := heading.FindSubmatch(behind[0])
		if next == nil || len(next[1]) > len(own[1]) {
			return before
		}
	}
	if id := headingID.FindSubmatch(before[end-1]); id != nil {
		p.lost = append(p.lost, string(id[1]))
	}
	return before[:end-1]
}

// renamed lets commands and examples in a text name a program that stays.
func (r *removal) renamed(data []byte) []byte {
	if len(r.kept) == 0 {
		return data
	}
	for _, program := range r.gone {
		id := regexp.QuoteMeta(string(program.ID))
		data = regexp.MustCompile(`\bprogram:`+id+`\b`).ReplaceAllLiteral(data, []byte("program:"+string(r.kept[0].ID)))
		for _, cohort := range program.Cohorts {
			if other := r.otherCohort(cohort.ID); other != "" {
				data = regexp.MustCompile(`\b`+id+`/`+regexp.QuoteMeta(string(cohort.ID))+`\b`).ReplaceAllLiteral(data, []byte(other))
			}
		}
	}
	return data
}

// otherCohort is a cohort of a program that stays: one of the same id, or the last
// of the first program.
func (r *removal) otherCohort(id source.ID) string {
	for _, program := range r.kept {
		if slices.ContainsFunc(program.Cohorts, func(c source.Cohort) bool { return c.ID == id }) {
			return string(program.ID + "/" + id)
		}
	}
	if cohorts := r.kept[0].Cohorts; len(cohorts) > 0 {
		return string(r.kept[0].ID + "/" + cohorts[len(cohorts)-1].ID)
	}
	return ""
}

// findMentions looks through all that stays for the names of what goes.
func (r *removal) findMentions() error {
	names := r.names()
	changed := map[string][]byte{}
	gone := map[string]bool{}
	for _, file := range r.out.Files {
		changed[file.Path], gone[file.Path] = file.Data, file.Gone
	}
	return fs.WalkDir(r.root, source.ContentDir, func(name string, entry fs.DirEntry, err error) error {
		if ext := path.Ext(name); err != nil || entry.IsDir() || gone[name] || ext != ".md" && ext != ".svg" {
			return err
		}
		data, found := changed[name]
		if !found {
			if data, err = fs.ReadFile(r.root, name); err != nil {
				return err
			}
		}
		r.mentionsIn(name, data, names)
		return nil
	})
}

func (r *removal) mentionsIn(name string, data []byte, names *regexp.Regexp) {
	n := 0
	for line := range bytes.Lines(data) {
		n++
		if names.Match(line) {
			r.out.Mentions = append(r.out.Mentions, Passage{name, n, strings.TrimSpace(string(line))})
		}
	}
}

// names matches what the programs and the documents that go are called.
func (r *removal) names() *regexp.Regexp {
	var words []string
	add := func(name string) {
		if name = strings.TrimSpace(name); name != "" {
			words = append(words, regexp.QuoteMeta(name))
		}
	}
	languages := r.sources.Config.Site.Languages
	for _, program := range r.gone {
		add(string(program.ID))
		add(strings.ReplaceAll(string(program.ID), "-", " "))
		for _, lang := range languages {
			add(program.Title.In(lang))
		}
	}
	for _, d := range r.sources.Documents {
		if r.documents[d.Key] {
			add(path.Base(d.Key))
			_, name, found := strings.Cut(d.Title, ": ")
			if !found {
				name = d.Title
			}
			add(name)
		}
	}
	return regexp.MustCompile(`(?i)\b(?:` + strings.Join(words, "|") + `)\b`)
}
