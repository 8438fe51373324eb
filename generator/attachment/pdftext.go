package attachment

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
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
	c := p.interpret(content.Bytes(), p.resourcesOf(p.inherited(dict, "Resources")))
	c.add(where)
}

// drawing interprets what pages draw by reference.
func (p *pdf) drawing(s *pdfObject, dict pdfDict) {
	s.read = true
	named := p.resourcesOf(p.dict(dict["Resources"]))
	if dict["Resources"] == nil {
		named.font = p.anyFonts()
	}
	data, _ := p.decode(s)
	c := p.interpret(data, named)
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

// resources are what content refers to by name (7.8.3).
type resources struct {
	font       func(pdfName) *pdfFont
	drawings   pdfDict
	properties pdfDict // of marked content
}

func (p *pdf) resourcesOf(dict pdfDict) resources {
	return resources{p.fontsOf(p.dict(dict["Font"])), p.dict(dict["XObject"]), p.dict(dict["Properties"])}
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

// frame is the part of the state that a drawing in the content has of its own.
type frame struct {
	named      resources
	nested     int // drawings that are open
	g          graphics
	saved      []graphics
	text, line matrix
	operands   []any
}

// content is the state of interpreting what draws a page.
type content struct {
	*pdf
	frame
	at        [2]float64 // where the last text ended
	marked    []string   // texts in place of glyphs, of the marked content that is open
	began     bool
	values    int
	operators int // known ones

	// Readings. Where fonts say how wide they are, gaps tell words apart;
	// letters that are spaced wide do not look like a word then, and a word that
	// is hyphenated never does, so a second reading ignores gaps within a line;
	// and where widths are not known, a third separates whatever is placed anew.
	// What is drawn in another order than it is read, letter by letter, or with
	// spaces that are none, is put together by its place (pdfplace.go).
	words, closed, apart strings.Builder
	unmeasured           bool
	glyphs               []glyph
}

// mostSaved bounds how often the state is saved: real pages do so some ten times
// deep.
const mostSaved = 1000

func (p *pdf) interpret(data []byte, named resources) *content {
	c := &content{pdf: p, glyphs: p.glyphs[:0], frame: frame{named: named, g: graphics{ctm: identity, scale: 1}, text: identity, line: identity}}
	c.run(data)
	p.glyphs = c.glyphs
	return c
}

func (c *content) run(data []byte) {
	l := pdfLexer{data: data}
	for {
		value, ok := l.next(0)
		if !ok || c.words.Len() > c.limits.Unpacked {
			return
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
	case "Do":
		c.draw()
	case "BMC", "BDC":
		c.mark()
		c.collectOperands()
	case "EMC":
		c.marked = c.marked[:max(len(c.marked)-1, 0)]
	case "DP", "gs", "cs", "CS", "scn", "SCN", "sh", "MP":
		c.collectOperands()
	case "m", "l", "c", "v", "y", "h", "re", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n", "W", "W*", "w", "J", "j", "M", "d", "ri", "i",
		"ET", "Tr", "Ts", "g", "G", "rg", "RG", "k", "K", "sc", "SC", "BI", "ID", "EI", "BX", "EX", "d0", "d1":
	default:
		c.operators--
	}
}

func (c *content) collectOperands() {
	for _, operand := range c.operands {
		c.collect(operand, "")
	}
}

// mark begins content that may have a text of its own in place of what its glyphs
// show (14.9.4).
func (c *content) mark() {
	if len(c.marked) == mostSaved {
		return
	}
	text := ""
	if n := len(c.operands); n > 1 {
		properties := c.operands[n-1]
		if name, is := properties.(pdfName); is {
			properties = c.named.properties[name]
		}
		if actual, is := c.resolve(c.dict(properties)["ActualText"]).(pdfString); is {
			text = pdfText([]byte(actual))
		}
	}
	c.marked = append(c.marked, text)
}

// instead returns the text in place of glyphs that show nothing known, for the
// first of them; the others are a part of it.
func (c *content) instead() (text string, ok bool) {
	for i := len(c.marked) - 1; i >= 0; i-- {
		if text := c.marked[i]; text != "" {
			c.marked[i] = used
			return strings.TrimSuffix(text, used), true
		}
	}
	return "", false
}

// used stands for a text that was put in place of glyphs.
const used = "\x00"

func (c *content) setFont() {
	if len(c.operands) < 2 {
		return
	}
	name, _ := c.operands[0].(pdfName)
	c.g.font, c.g.size = c.named.font(name), c.number(1)
}

// deepestDrawing is how many drawings within drawings are followed.
const deepestDrawing = 8

// draw interprets a drawing in its place (8.10), for a name may begin before it
// and end in it.
func (c *content) draw() {
	if len(c.operands) == 0 || c.nested == deepestDrawing {
		return
	}
	name, _ := c.operands[0].(pdfName)
	s := c.object(c.named.drawings[name])
	if s == nil || s.stream == nil {
		return
	}
	dict := c.dict(s.value)
	if dict["Subtype"] != pdfName("Form") {
		return
	}
	data, _ := c.decode(s)
	if c.reused += len(data) + 1; c.reused > mostReused {
		return
	}
	outer := c.frame
	c.nested, c.saved, c.operands = c.nested+1, nil, nil
	if own := c.dict(dict["Resources"]); own != nil {
		c.named = c.resourcesOf(own)
	}
	if m := c.list(dict["Matrix"]); len(m) == len(c.g.ctm) {
		c.g.ctm = c.matrixOf(m).times(c.g.ctm)
	}
	c.run(data)
	c.frame = outer
}

func (p *pdf) matrixOf(list []any) (m matrix) {
	for i := range m {
		m[i], _ = p.resolve(list[i]).(float64)
	}
	return m
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
	line := baselineAt(c.text.times(c.g.ctm), c.g.size)
	var width float64
	for i := 0; i+step <= len(s); i += step {
		code := int(s[i])
		if f.wide {
			code = code<<8 | int(s[i+1])
		}
		shown, own := c.shows(f, code), f.widthOf(code)/1000*c.g.size
		c.write(shown)
		if len(c.glyphs) < mostItems {
			c.glyphs = append(c.glyphs, line.glyph(width*c.g.scale, own*c.g.scale, shown))
		}
		width += own + c.g.charSpace
		if code == ' ' && !f.wide {
			width += c.g.wordGap
		}
	}
	c.advance(width * c.g.scale)
	end := c.text.times(c.g.ctm)
	c.at = [2]float64{end[4], end[5]}
}

func (c *content) unknown() *pdfFont {
	if c.fallback == nil {
		c.fallback = unknownFont()
	}
	return c.fallback
}

// shows returns the character of a code.
func (c *content) shows(f *pdfFont, code int) string {
	f.all++
	if text, ok := f.characters[code]; ok {
		return text
	}
	if f.utf16 {
		return fromUTF16(binary.BigEndian.AppendUint16(nil, uint16(code)), binary.BigEndian)
	}
	if text, ok := c.instead(); ok {
		return text
	}
	f.unknown++
	return unknownCharacter
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
	wordGap  = 0.15
	lineGap  = 0.5
	shiftGap = 0.1 // of a mark to a footnote
	backGap  = -0.5
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
	case ahead > wordGap, aside > shiftGap:
		c.words.WriteByte(' ')
		c.apart.WriteByte(' ')
	case math.Abs(ahead) > 0.001 || aside > 0.001:
		c.apart.WriteByte(' ')
	}
}

// add adds what was read, each reading that says something else once.
func (c *content) add(where string) {
	where = within(c.where, where)
	words := c.words.String()
	readings := []string{words, unhyphenated(c.closed.String()), unbroken(words)}
	if c.unmeasured {
		readings = append(readings, c.apart.String())
	}
	lines := linesOf(c.glyphs)
	placed := spelled(append(lines, initials(lines)...), fixedGap)
	readings = append(readings, placed, unbroken(placed), spelled(lines, spacedGap), cells(lines))
	if hasUnknownInWord(placed) {
		c.refuse(c.where, NoCharacters)
	}
	for i, reading := range readings {
		if said := slices.ContainsFunc(readings[:i], func(r string) bool { return sameText(r, reading) }); !said {
			c.pdf.text(where, reading)
		}
	}
}

// sameText reports whether two readings have the same words.
func sameText(a, b string) bool { return strings.TrimSpace(a) == strings.TrimSpace(b) }

// hasUnknownInWord reports whether a character that is not known stands beside a
// letter: the word may be a name.
func hasUnknownInWord(text string) bool {
	for at := 0; ; {
		next := strings.Index(text[at:], unknownCharacter)
		if next < 0 {
			return false
		}
		at += next
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		at += len(unknownCharacter)
		after, _ := utf8.DecodeRuneInString(text[at:])
		if unicode.IsLetter(before) || unicode.IsLetter(after) {
			return true
		}
	}
}

const unknownCharacter = "\ufffd"

// unhyphenated joins words that are hyphenated at the end of a line.
func unhyphenated(text string) string { return lineHyphens.Replace(text) }

var lineHyphens = strings.NewReplacer("-\n", "", "\u2010\n", "", "\u00ad\n", "", "- \n", "", "\u2010 \n", "", "\u00ad \n", "", "-\r\n", "", "\u00ad\r\n", "")

// unbroken joins words that are broken at the end of a line, also without a
// hyphen, where the next line goes on with a small letter.
func unbroken(text string) string {
	lines := strings.SplitAfter(unhyphenated(text), "\n")
	for i, line := range lines[:len(lines)-1] {
		end, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(line, "\n"))
		next, _ := utf8.DecodeRuneInString(lines[i+1])
		if unicode.IsLetter(end) && unicode.IsLower(next) {
			lines[i] = strings.TrimSuffix(line, "\n")
		}
	}
	return strings.Join(lines, "")
}
