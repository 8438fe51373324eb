package attachment

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"strings"
)

// pages interprets what each page draws, and what is drawn by reference.
func (p *pdf) pages() {
	numbers := p.pageNumbers()
	for _, object := range p.all {
		dict := p.dict(object.value)
		switch {
		case p.full():
			return
		case dict["Type"] == pdfName("Page"), dict["Contents"] != nil && dict["MediaBox"] != nil:
			where := "a page"
			if n := numbers[object]; n > 0 {
				where = "page " + strconv.Itoa(n)
			}
			p.page(dict, where)
		case object.stream != nil && dict["Subtype"] == pdfName("Form"):
			p.drawing(object, dict)
		}
	}
}

// pageNumbers numbers the pages as a reader of the document counts them.
func (p *pdf) pageNumbers() map[*pdfObject]int {
	numbers := map[*pdfObject]int{}
	seen := map[*pdfObject]bool{}
	var walk func(value any, depth int)
	walk = func(value any, depth int) {
		object := p.object(value)
		if object == nil || seen[object] || depth > deepestValue {
			return
		}
		seen[object] = true
		kids := p.list(p.dict(value)["Kids"])
		if kids == nil {
			numbers[object] = len(numbers) + 1
		}
		for _, kid := range kids {
			walk(kid, depth+1)
		}
	}
	for _, object := range p.all {
		if dict := p.dict(object.value); dict["Type"] == pdfName("Catalog") {
			walk(dict["Pages"], 0)
		}
	}
	return numbers
}

// mostReused is how many bytes of content are interpreted again, after what
// comes before them on another page.
const mostReused = 4 << 20

func (p *pdf) page(dict pdfDict, where string) {
	var content bytes.Buffer
	for _, part := range p.list(dict["Contents"]) {
		s := p.object(part)
		if s == nil { // the one stream, followed already
			s = p.object(dict["Contents"])
		}
		if p.parts++; p.parts > mostValues || p.full() {
			break
		}
		if s == nil || s.stream == nil {
			continue
		}
		if s.read { // many pages may share one
			if p.reused += len(s.decoded); p.reused > mostReused {
				continue
			}
		}
		s.read = true
		data, _ := p.decode(s)
		content.Write(data)
		content.WriteByte('\n')
	}
	c := p.interpret(content.Bytes(), p.resourceFonts(p.inherited(dict, "Resources")))
	c.add(where)
}

// drawing interprets what pages draw by reference.
func (p *pdf) drawing(s *pdfObject, dict pdfDict) {
	s.read = true
	fonts := p.resourceFonts(p.dict(dict["Resources"]))
	if dict["Resources"] == nil {
		fonts = p.anyFonts()
	}
	data, _ := p.decode(s)
	c := p.interpret(data, fonts)
	c.add("a drawing")
}

// inherited returns what a page has from itself or from above (7.7.3.4).
func (p *pdf) inherited(dict pdfDict, key pdfName) pdfDict {
	for range deepestValue {
		if found := p.dict(dict[key]); found != nil || dict["Parent"] == nil {
			return found
		}
		dict = p.dict(dict["Parent"])
	}
	return nil
}

// resourceFonts returns the fonts of resources by their names there.
func (p *pdf) resourceFonts(resources pdfDict) func(pdfName) *pdfFont {
	return p.fontsOf(p.dict(resources["Font"]))
}

// anyFonts finds fonts by name in whatever resources there are.
func (p *pdf) anyFonts() func(pdfName) *pdfFont {
	if p.merged == nil {
		p.merged = map[pdfName]any{}
		for _, object := range p.all {
			dict := p.dict(object.value)
			for _, holder := range []pdfDict{dict, p.dict(dict["Resources"]), p.dict(dict["DR"])} {
				for name, font := range p.dict(holder["Font"]) {
					p.merged[name] = font
				}
			}
		}
	}
	return p.fontsOf(p.merged)
}

// fontsOf reads each font once.
func (p *pdf) fontsOf(values map[pdfName]any) func(pdfName) *pdfFont {
	fonts := map[pdfName]*pdfFont{}
	return func(name pdfName) *pdfFont {
		f, known := fonts[name]
		if !known {
			f = p.font(values[name])
			fonts[name] = f
		}
		return f
	}
}

// matrix is [a b c d e f] of 8.3.3.
type matrix [6]float64

func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

var identity = matrix{1, 0, 0, 1, 0, 0}

// graphics is the part of the state of graphics (8.4) that places text.
type graphics struct {
	ctm                matrix
	font               *pdfFont
	size               float64
	charSpace, wordGap float64
	scale              float64
	leading            float64
}

// content is the state of interpreting what draws a page.
type content struct {
	*pdf
	fontOf     func(pdfName) *pdfFont
	g          graphics
	saved      []graphics
	text, line matrix
	operands   []any
	at         [2]float64 // where the last text ended
	began      bool
	values     int
	operators  int // known ones

	// Readings. Where fonts say how wide they are, gaps tell words apart;
	// letters that are spaced wide do not look like a word then, and a word that
	// is hyphenated never does, so a second reading ignores gaps within a line;
	// and where widths are not known, a third separates whatever is placed anew.
	// What is drawn out of order, as letters that only another font has are, is
	// put in order in a last one.
	words, closed, apart strings.Builder
	unmeasured           bool
	pieces               []piece
}

// piece is a string of a line from left to right, in units of the page.
type piece struct {
	x, y, end, em float64
	text          string
}

// mostSaved bounds how often the state is saved: real pages do so some ten times
// deep.
const mostSaved = 1000

func (p *pdf) interpret(data []byte, fontOf func(pdfName) *pdfFont) *content {
	c := &content{pdf: p, fontOf: fontOf, g: graphics{ctm: identity, scale: 1}, text: identity, line: identity}
	l := pdfLexer{data: data}
	for {
		value, ok := l.next(0)
		if !ok || c.words.Len() > p.limits.Unpacked {
			return c
		}
		word, is := value.(pdfWord)
		if !is {
			if len(c.operands) < mostItems {
				c.operands = append(c.operands, value)
			}
			continue
		}
		c.values++
		if word == "ID" {
			l.at = afterInlineImage(data, l.at)
		}
		c.operator(word)
		c.operands = c.operands[:0]
	}
}

// afterInlineImage returns where the data of a picture ends: at " EI ".
func afterInlineImage(data []byte, at int) int {
	for {
		next, ok := find(data[at:], []byte("EI"))
		if !ok {
			return len(data)
		}
		at += next + 2
		if before := at - 3; before >= 0 && isPDFSpace(data[before]) && (at == len(data) || isPDFSpace(data[at])) {
			return at
		}
	}
}

func (c *content) number(i int) float64 {
	if i >= len(c.operands) {
		return 0
	}
	number, _ := c.operands[i].(float64)
	return number
}

func (c *content) matrix() (m matrix) {
	for i := range m {
		m[i] = c.number(i)
	}
	return m
}

func (c *content) operator(word pdfWord) {
	c.operators++
	switch word {
	case "q":
		if len(c.saved) < mostSaved {
			c.saved = append(c.saved, c.g)
		}
	case "Q":
		if n := len(c.saved); n > 0 {
			c.g, c.saved = c.saved[n-1], c.saved[:n-1]
		}
	case "cm":
		c.g.ctm = c.matrix().times(c.g.ctm)
	case "BT":
		c.text, c.line = identity, identity
	case "Tf":
		c.setFont()
	case "Tc":
		c.g.charSpace = c.number(0)
	case "Tw":
		c.g.wordGap = c.number(0)
	case "Tz":
		c.g.scale = c.number(0) / 100
	case "TL":
		c.g.leading = c.number(0)
	case "Td":
		c.move(c.number(0), c.number(1))
	case "TD":
		c.g.leading = -c.number(1)
		c.move(c.number(0), c.number(1))
	case "T*":
		c.move(0, -c.g.leading)
	case "Tm":
		c.text, c.line = c.matrix(), c.matrix()
	case "Tj", "TJ", "'", "\"":
		c.showOperator(word)
	case "BDC", "DP", "Do", "gs", "cs", "CS", "scn", "SCN", "sh", "BMC", "MP":
		for _, operand := range c.operands {
			c.collect(operand, "")
		}
	case "m", "l", "c", "v", "y", "h", "re", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n", "W", "W*", "w", "J", "j", "M", "d", "ri", "i",
		"ET", "Tr", "Ts", "EMC", "g", "G", "rg", "RG", "k", "K", "sc", "SC", "BI", "ID", "EI", "BX", "EX", "d0", "d1":
	default:
		c.operators--
	}
}

func (c *content) setFont() {
	if len(c.operands) < 2 {
		return
	}
	name, _ := c.operands[0].(pdfName)
	c.g.font, c.g.size = c.fontOf(name), c.number(1)
}

func (c *content) move(x, y float64) {
	c.line = matrix{1, 0, 0, 1, x, y}.times(c.line)
	c.text = c.line
}

func (c *content) showOperator(word pdfWord) {
	if word == "'" || word == "\"" {
		if word == "\"" {
			c.g.wordGap, c.g.charSpace = c.number(0), c.number(1)
		}
		c.move(0, -c.g.leading)
	}
	if len(c.operands) == 0 {
		return
	}
	switch shown := c.operands[len(c.operands)-1].(type) {
	case pdfString:
		c.show(shown)
	case pdfArray:
		for _, item := range shown {
			switch item := item.(type) {
			case pdfString:
				c.show(item)
			case float64:
				c.advance(-item / 1000 * c.g.size * c.g.scale)
			}
		}
	}
}

func (c *content) advance(x float64) { c.text = matrix{1, 0, 0, 1, x, 0}.times(c.text) }

// show writes a string where it is placed.
func (c *content) show(s pdfString) {
	f := c.g.font
	if f == nil {
		f = c.unknown()
	}
	c.unmeasured = c.unmeasured || !f.measured
	c.separate()
	step := 1
	if f.wide {
		step = 2
	}
	var width float64
	start, began := c.text.times(c.g.ctm), c.words.Len()
	for i := 0; i+step <= len(s); i += step {
		code := int(s[i])
		if f.wide {
			code = code<<8 | int(s[i+1])
		}
		c.write(f.shows(code))
		width += f.widthOf(code)/1000*c.g.size + c.g.charSpace
		if code == ' ' && !f.wide {
			width += c.g.wordGap
		}
	}
	c.advance(width * c.g.scale)
	at := c.text.times(c.g.ctm)
	c.at = [2]float64{at[4], at[5]}
	if upright := start[0] > 0 && math.Abs(start[1]) < start[0]/100; upright && c.words.Len() > began && len(c.pieces) < mostItems {
		c.pieces = append(c.pieces, piece{start[4], start[5], at[4], math.Abs(c.g.size) * start[0], c.words.String()[began:]})
	}
}

func (c *content) unknown() *pdfFont {
	if c.fallback == nil {
		c.fallback = unknownFont()
	}
	return c.fallback
}

func (f *pdfFont) shows(code int) string {
	f.all++
	if text, ok := f.characters[code]; ok {
		return text
	}
	if f.utf16 {
		return fromUTF16(binary.BigEndian.AppendUint16(nil, uint16(code)), binary.BigEndian)
	}
	f.unknown++
	return "\ufffd"
}

func (f *pdfFont) widthOf(code int) float64 {
	if width, ok := f.widths[code]; ok {
		return width
	}
	return f.width
}

func (c *content) write(text string) {
	c.words.WriteString(text)
	c.closed.WriteString(text)
	c.apart.WriteString(text)
}

// Gaps in ems. A space is a quarter of one, and set tight a sixth; letters move
// by less than a tenth towards each other.
const (
	wordGap = 0.15
	lineGap = 0.5
	backGap = -0.5
)

// separate writes what separates the text that comes from the last one.
func (c *content) separate() {
	m := c.text.times(c.g.ctm)
	along := math.Hypot(m[0], m[1])
	em := math.Abs(c.g.size) * along
	x, y := m[4]-c.at[0], m[5]-c.at[1]
	began := c.began
	c.began = true
	if !began {
		return
	}
	if em == 0 || math.IsNaN(em) || math.IsInf(em, 0) {
		c.write(" ")
		return
	}
	ahead := (x*m[0] + y*m[1]) / along / em
	aside := math.Abs(y*m[0]-x*m[1]) / along / em
	switch {
	case aside > lineGap || ahead < backGap:
		c.words.WriteByte('\n')
		c.apart.WriteByte('\n')
		c.closed.WriteByte('\n')
	case ahead > wordGap:
		c.words.WriteByte(' ')
		c.apart.WriteByte(' ')
	case math.Abs(ahead) > 0.001 || aside > 0.001:
		c.apart.WriteByte(' ')
	}
}

// add adds what was read.
func (c *content) add(where string) {
	where = within(c.where, where)
	words := c.words.String()
	closed := strings.ReplaceAll(c.closed.String(), "-\n", "")
	c.pdf.text(where, words)
	if closed != words {
		c.pdf.text(where, closed)
	}
	if apart := c.apart.String(); c.unmeasured && apart != words {
		c.pdf.text(where, apart)
	}
	if ordered := inOrder(c.pieces); strings.TrimSpace(ordered) != strings.TrimSpace(words) {
		c.pdf.text(where, ordered)
	}
}

// inOrder puts pieces in order: lines from top to bottom, and from left to right
// in a line.
func inOrder(pieces []piece) string {
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(b.y, a.y) })
	var text strings.Builder
	for len(pieces) > 0 {
		n := 1
		for n < len(pieces) && pieces[n-1].y-pieces[n].y < lineGap/2*max(pieces[n].em, pieces[n-1].em) {
			n++
		}
		line := pieces[:n]
		pieces = pieces[n:]
		slices.SortStableFunc(line, func(a, b piece) int { return cmp.Compare(a.x, b.x) })
		for i, p := range line {
			if i > 0 && p.x-line[i-1].end > wordGap*p.em {
				text.WriteByte(' ')
			}
			text.WriteString(p.text)
		}
		text.WriteByte('\n')
	}
	return text.String()
}
