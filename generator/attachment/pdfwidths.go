package attachment

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// standardWidths gives a font that does not say how wide its letters are the
// widths of the standard font that it is, or is like (9.6.2.2). A bold or italic
// letter is about as wide as an upright one.
func (f *pdfFont) standardWidths(name string) {
	for code, character := range f.characters {
		f.widths[code] = standardWidth(name, character)
	}
}

func standardWidth(name, character string) float64 {
	if strings.Contains(name, "Courier") || strings.Contains(name, "Mono") {
		return 600
	}
	widths := &helveticaWidths
	if strings.Contains(name, "Times") || strings.Contains(name, "Serif") {
		widths = &timesWidths
	}
	letter, _ := utf8.DecodeRuneInString(norm.NFD.String(character)) // an accent adds nothing
	if letter < ' ' || letter > '~' {
		return 500
	}
	return float64(widths[letter-' '])
}

// The widths of the characters of ASCII, from the space on, in thousandths of the
// size (Adobe Core 14 AFM files).
var helveticaWidths = [95]int{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
	556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
	611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
	667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
	222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

var timesWidths = [95]int{
	250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
	500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
	556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
	722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
	278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
}
