package attachment

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// glyph is a character that content shows, where it stands: along the direction
// that it is written in, and across it.
type glyph struct {
	turn      int // of the direction, in degrees
	x, end, y float64
	em        float64 // 0 where it is too small to be seen
	text      string
}

// baseline is where a string is written.
type baseline struct {
	turn    int
	x, y    float64 // of its beginning
	em      float64
	stretch float64 // of its lengths
}

func baselineAt(m matrix, size float64) baseline {
	stretch := math.Hypot(m[0], m[1])
	em := math.Abs(size) * stretch
	if em == 0 || math.IsNaN(em) || math.IsInf(em, 0) {
		return baseline{}
	}
	east, north := m[0]/stretch, m[1]/stretch
	turn := int(math.Round(math.Atan2(north, east) * 180 / math.Pi))
	return baseline{turn, m[4]*east + m[5]*north, m[5]*east - m[4]*north, em, stretch}
}

// glyph places a character so far from the beginning.
func (b baseline) glyph(from, width float64, text string) glyph {
	start, end := b.x+from*b.stretch, b.x+(from+width)*b.stretch
	return glyph{b.turn, min(start, end), max(start, end), b.y, b.em, text}
}

// linesOf puts glyphs in order: by direction, lines from top to bottom, and from
// left to right in a line. Spaces are left out: a program may draw one that is
// as wide as nothing, and part words by a gap.
func linesOf(glyphs []glyph) [][]glyph {
	glyphs = slices.DeleteFunc(glyphs, func(g glyph) bool { return g.em == 0 || strings.TrimSpace(g.text) == "" })
	order(glyphs, func(a, b glyph) int { return cmp.Or(cmp.Compare(a.turn, b.turn), cmp.Compare(b.y, a.y)) })
	var lines [][]glyph
	for len(glyphs) > 0 {
		n := 1
		for n < len(glyphs) && glyphs[n].turn == glyphs[0].turn && glyphs[n-1].y-glyphs[n].y < lineGap/2*max(glyphs[n].em, glyphs[n-1].em) {
			n++
		}
		line := glyphs[:n:n]
		glyphs = glyphs[n:]
		order(line, func(a, b glyph) int { return cmp.Compare(a.x, b.x) })
		lines = append(lines, accented(withoutShadows(line)))
	}
	return lines
}

// order sorts glyphs, most of which are drawn in order.
func order(glyphs []glyph, by func(a, b glyph) int) {
	if !slices.IsSortedFunc(glyphs, by) {
		slices.SortStableFunc(glyphs, by)
	}
}

// initials returns the lines that begin with a large letter, whose foot stands
// in a line further down.
func initials(lines [][]glyph) (begun [][]glyph) {
	const most = 8 // lines that a letter is high
	for i, line := range lines {
		large := line[0]
		for _, above := range lines[max(0, i-most):i] {
			first := above[0]
			if first.turn == large.turn && first.y < large.y+large.em && large.em > 1.5*first.em && math.Abs(first.x-large.end) < first.em {
				begun = append(begun, append([]glyph{{turn: first.turn, x: first.x, end: first.x, y: first.y, em: first.em, text: large.text}}, above...))
				break
			}
		}
	}
	return begun
}

// shadowGap is how far a letter and its shadow are apart at most, in ems. Between
// the same letter twice there is at least a fifth of one.
const shadowGap = 0.12

// withoutShadows leaves out letters that are drawn once more in about the same
// place, so that they look bold.
func withoutShadows(line []glyph) []glyph {
	return slices.CompactFunc(line, func(a, b glyph) bool { return a.text == b.text && math.Abs(a.x-b.x) < shadowGap*b.em })
}

// accented puts marks that are drawn over a letter behind it.
func accented(line []glyph) []glyph {
	kept := line[:0]
	for i := 0; i < len(line); i++ {
		g := line[i]
		mark := combining[g.text]
		switch {
		case mark == "":
		case len(kept) > 0 && kept[len(kept)-1].below(g):
			carrier := &kept[len(kept)-1]
			carrier.text = undotted.Replace(carrier.text) + mark
			continue
		case i+1 < len(line) && line[i+1].below(g):
			i++
			g = line[i]
			g.text = undotted.Replace(g.text) + mark
		}
		kept = append(kept, g)
	}
	return kept
}

// below reports whether the middle of a mark is over a glyph.
func (g glyph) below(mark glyph) bool {
	middle := (mark.x + mark.end) / 2
	return g.x < middle && middle < g.end
}

// combining are the marks that TeX and others draw over letters.
var combining = map[string]string{
	"¨": "\u0308", "´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "^": "\u0302", "˜": "\u0303", "~": "\u0303", "¸": "\u0327",
	"ˇ": "\u030c", "˘": "\u0306", "˙": "\u0307", "˚": "\u030a", "˝": "\u030b", "˛": "\u0328", "¯": "\u0304", "ˋ": "\u0300", "ˊ": "\u0301",
}

// undotted letters get their dot back: an accent over one is written without.
var undotted = strings.NewReplacer("ı", "i", "ȷ", "j")

// spelled writes lines. What parts words in a line is wider than gapOf says for
// that place.
func spelled(lines [][]glyph, gapOf func(gaps []float64, i int) float64) string {
	var text strings.Builder
	for _, line := range lines {
		gaps := gapsOf(line)
		for i, g := range line {
			if i > 0 && (gaps[i-1] > gapOf(gaps, i-1) || math.Abs(g.y-line[i-1].y) > shiftGap*g.em) {
				text.WriteByte(' ')
			}
			text.WriteString(g.text)
		}
		text.WriteByte('\n')
	}
	return text.String()
}

// cellGap parts the cells of a table, in ems.
const cellGap = 1

// cells writes lines, and on a line of its own what stands in one as a cell.
func cells(lines [][]glyph) string {
	var parts [][]glyph
	for _, line := range lines {
		begin := 0
		for i, gap := range gapsOf(line) {
			if gap > cellGap {
				parts = append(parts, line[begin:i+1])
				begin = i + 1
			}
		}
		parts = append(parts, line[begin:])
	}
	return spelled(parts, fixedGap)
}

// gapsOf returns the gap behind each glyph but the last, in ems.
func gapsOf(line []glyph) []float64 {
	gaps := make([]float64, max(len(line)-1, 0))
	for i := range gaps {
		gaps[i] = (line[i+1].x - line[i].end) / line[i+1].em
	}
	return gaps
}

// leastGap parts words, in ems: letters are rarely moved apart by as much.
const leastGap = 0.1

func fixedGap([]float64, int) float64 { return leastGap }

// spacedGap is for letters with gaps between them: what parts words is wider than
// most gaps around it.
func spacedGap(gaps []float64, i int) float64 {
	const around = 4
	near := gaps[max(0, i-around):min(len(gaps), i+around+1)]
	wide := 0
	for _, gap := range near {
		if gap > 0 {
			wide++
		}
	}
	if wide*2 <= len(near) { // letters touch each other
		return leastGap
	}
	var sorted [2*around + 1]float64
	copy(sorted[:], near)
	slices.Sort(sorted[:len(near)])
	return max(sorted[(len(near)-1)/2], 0) + leastGap
}
