package attachment

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// pdfFont says which characters the codes of a string show, and how wide they
// are.
type pdfFont struct {
	wide         bool            // two bytes a code
	characters   map[int]string  // by code
	widths       map[int]float64 // by code, in thousandths of the size
	width        float64         // of any other
	measured     bool            // the widths are known
	unknown, all int             // codes that were shown
	assigned     int             // times that a code was given a character or a width
	utf16        bool            // codes are UTF-16
}

// Bounds of a font: each of the codes that two bytes have is said once or twice,
// and no character stands for a paragraph.
const (
	mostAssigned     = 1 << 18
	longestCharacter = 32
)

// unknownFont reads strings whose font is not known.
func unknownFont() *pdfFont {
	f := &pdfFont{width: 500, characters: map[int]string{}}
	f.charmap(charmap.Windows1252)
	return f
}

// font returns the font that a value refers to.
func (p *pdf) font(value any) *pdfFont {
	object := p.object(value)
	if known := p.fonts[object]; known != nil && object != nil {
		return known
	}
	dict := p.dict(value)
	if dict == nil {
		return nil
	}
	f := &pdfFont{characters: map[int]string{}, widths: map[int]float64{}}
	if dict["Subtype"] == pdfName("Type0") {
		p.compositeFont(f, dict)
	} else {
		p.simpleFont(f, dict)
	}
	if s := p.object(dict["ToUnicode"]); s != nil && s.stream != nil {
		data, _ := p.decode(s)
		f.toUnicode(data)
	}
	if object != nil {
		p.fonts[object] = f
	}
	return f
}

// compositeFont reads a font with codes of two bytes (9.7). What its own table
// of characters does not say is known where codes are UTF-16.
func (p *pdf) compositeFont(f *pdfFont, dict pdfDict) {
	f.wide, f.measured = true, true
	name, _ := p.resolve(dict["Encoding"]).(pdfName)
	f.utf16 = strings.Contains(string(name), "UCS2") || strings.Contains(string(name), "UTF16")
	descendants := p.list(dict["DescendantFonts"])
	if len(descendants) == 0 {
		return
	}
	descendant := p.dict(descendants[0])
	f.width = float64(p.number(descendant["DW"], 1000))
	p.wideWidths(f, p.list(descendant["W"]))
}

// wideWidths reads "c [w w w]" and "first last w" (9.7.4.3).
func (p *pdf) wideWidths(f *pdfFont, items []any) {
	for len(items) >= 2 {
		first := p.number(items[0], 0)
		if list, is := p.resolve(items[1]).(pdfArray); is {
			for i, width := range list {
				if f.assigned++; f.assigned < mostAssigned {
					f.widths[first+i] = float64(p.number(width, 0))
				}
			}
			items = items[2:]
			continue
		}
		if len(items) < 3 {
			return
		}
		last, width := p.number(items[1], 0), float64(p.number(items[2], 0))
		for code := first; code <= last && f.assigned < mostAssigned; code++ {
			f.assigned++
			f.widths[code] = width
		}
		items = items[3:]
	}
}

// simpleFont reads a font with codes of one byte (9.6).
func (p *pdf) simpleFont(f *pdfFont, dict pdfDict) {
	scale := 1.0
	if matrix := p.list(dict["FontMatrix"]); dict["Subtype"] == pdfName("Type3") && len(matrix) == 6 {
		if a, is := p.resolve(matrix[0]).(float64); is {
			scale = a * 1000
		}
	}
	first, widths := p.number(dict["FirstChar"], 0), p.list(dict["Widths"])
	descriptor := p.dict(dict["FontDescriptor"])
	f.width = float64(p.number(descriptor["MissingWidth"], 0))
	if f.measured = len(widths) > 0; !f.measured {
		f.width = 500
	}
	for i, value := range widths {
		if width, is := p.resolve(value).(float64); is && i < 256 {
			f.widths[first+i] = width * scale
		}
	}
	p.encoding(f, dict, descriptor)
	if name, _ := p.resolve(dict["BaseFont"]).(pdfName); !f.measured {
		f.standardWidths(string(name))
	}
}

func (p *pdf) encoding(f *pdfFont, dict, descriptor pdfDict) {
	encoding := p.resolve(dict["Encoding"])
	name, _ := encoding.(pdfName)
	changes, _ := encoding.(pdfDict)
	if changes != nil {
		name, _ = p.resolve(changes["BaseEncoding"]).(pdfName)
	}
	const symbolic = 4
	embedded := descriptor["FontFile"] != nil || descriptor["FontFile2"] != nil || descriptor["FontFile3"] != nil || dict["Subtype"] == pdfName("Type3")
	switch {
	case name == "MacRomanEncoding":
		f.charmap(charmap.Macintosh)
	case name == "" && embedded && p.number(descriptor["Flags"], 0)&symbolic != 0:
		p.builtIn(f, descriptor)
	default:
		f.charmap(charmap.Windows1252)
	}
	code := 0
	for _, item := range p.list(changes["Differences"]) {
		switch item := p.resolve(item).(type) {
		case float64:
			code = int(item)
		case pdfName:
			if 0 <= code && code < 256 {
				f.glyph(code, string(item))
			}
			code++
		}
	}
}

// builtIn reads which characters a font of Type 1 shows from its program, as that
// of TeX says it: "dup 65 /A put" (Adobe Type 1 Font Format, 2.2). Of other
// programs it is not known.
func (p *pdf) builtIn(f *pdfFont, descriptor pdfDict) {
	program := p.object(descriptor["FontFile"])
	if program == nil || program.stream == nil {
		return
	}
	data, _ := p.decode(program)
	data, _, _ = bytes.Cut(data, []byte("eexec"))
	l := pdfLexer{data: data}
	var code float64
	for before := any(nil); ; {
		value, ok := l.next(0)
		if !ok {
			return
		}
		switch value := value.(type) {
		case float64:
			code = value
		case pdfName:
			if _, numbered := before.(float64); numbered && code >= 0 && code < 256 {
				f.glyph(int(code), string(value))
			}
		}
		before = value
	}
}

// glyph says which glyph a code shows.
func (f *pdfFont) glyph(code int, name string) {
	delete(f.characters, code)
	if character := glyphCharacter(name); character != "" {
		f.characters[code] = character
	} else if len(name) > 2 && !strings.ContainsAny(name, "0123456789") {
		f.characters[code] = " " // a symbol: letters are known
	}
}

func (f *pdfFont) charmap(encoding *charmap.Charmap) {
	for code := range 256 {
		if r := encoding.DecodeByte(byte(code)); r != utf8.RuneError {
			f.characters[code] = ligatures.Replace(string(r))
		}
	}
}

// toUnicode reads a table of characters (9.10.3): "<code> <character>" and
// "<first> <last> <character>" or "<first> <last> [<character> …]".
func (f *pdfFont) toUnicode(data []byte) {
	l := pdfLexer{data: data}
	var operands []any
	for {
		value, ok := l.next(0)
		if !ok {
			return
		}
		word, is := value.(pdfWord)
		if !is {
			operands = append(operands, value)
			continue
		}
		switch word {
		case "endbfchar":
			for ; len(operands) >= 2; operands = operands[2:] {
				f.character(codeOf(operands[0]), operands[1], 0)
			}
		case "endbfrange":
			for ; len(operands) >= 3; operands = operands[3:] {
				f.characterRange(codeOf(operands[0]), codeOf(operands[1]), operands[2])
			}
		}
		operands = nil
	}
}

func (f *pdfFont) characterRange(first, last int, to any) {
	list, isList := to.(pdfArray)
	for i := 0; first >= 0 && first+i <= last && f.assigned < mostAssigned; i++ {
		switch {
		case !isList:
			f.character(first+i, to, i)
		case i < len(list):
			f.character(first+i, list[i], 0)
		default:
			return
		}
	}
}

// character says what a code shows: the character, or the one that lies so far
// behind it.
func (f *pdfFont) character(code int, to any, behind int) {
	raw, is := to.(pdfString)
	if f.assigned++; !is || code < 0 || f.assigned > mostAssigned || len(raw) > 2*longestCharacter {
		return
	}
	if len(raw) == 1 {
		raw = "\x00" + raw
	}
	runes := []rune(fromUTF16([]byte(raw), binary.BigEndian))
	if len(runes) == 0 {
		return
	}
	runes[len(runes)-1] += rune(behind)
	f.characters[code] = ligatures.Replace(string(runes))
}

func codeOf(value any) int {
	s, is := value.(pdfString)
	if !is || len(s) == 0 || len(s) > 2 {
		return -1
	}
	code := 0
	for i := range len(s) {
		code = code<<8 | int(s[i])
	}
	return code
}

// ligatures are letters of their own in Unicode, which no name is written with.
var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st")

// glyphs are the names of characters that are not one letter with accents
// (Adobe Glyph List), as far as names, addresses and dates need them.
var glyphs = map[string]string{
	"space": " ", "nbspace": " ", "hyphen": "-", "minus": "-", "period": ".", "comma": ",", "at": "@", "underscore": "_",
	"colon": ":", "semicolon": ";", "slash": "/", "parenleft": "(", "parenright": ")", "quotesingle": "'", "quoteright": "’",
	"quoteleft": "‘", "quotedblleft": "“", "quotedblright": "”", "quotedbl": "\"", "plus": "+", "ampersand": "&", "numbersign": "#",
	"exclam": "!", "question": "?", "asterisk": "*", "equal": "=", "percent": "%", "endash": "–", "emdash": "—", "bullet": "•",
	"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
	"ff": "ff", "fi": "fi", "fl": "fl", "ffi": "ffi", "ffl": "ffl", "germandbls": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
	"oslash": "ø", "Oslash": "Ø", "lslash": "ł", "Lslash": "Ł", "dotlessi": "ı", "dotlessj": "ȷ", "eth": "ð", "Eth": "Ð",
	"thorn": "þ", "Thorn": "Þ", "dcroat": "đ", "dbar": "đ", "Dcroat": "Đ", "ellipsis": "…", "copyright": "©",
}

// accents are how names of glyphs call marks.
var accents = []struct{ name, mark string }{
	{"hungarumlaut", "\u030b"}, {"circumflex", "\u0302"}, {"commaaccent", "\u0327"}, {"hookabove", "\u0309"}, {"dotaccent", "\u0307"},
	{"dieresis", "\u0308"}, {"dotbelow", "\u0323"}, {"cedilla", "\u0327"}, {"ogonek", "\u0328"}, {"macron", "\u0304"}, {"tilde", "\u0303"},
	{"caron", "\u030c"}, {"breve", "\u0306"}, {"grave", "\u0300"}, {"acute", "\u0301"}, {"ring", "\u030a"}, {"horn", "\u031b"},
}

// glyphCharacter returns the character that a glyph of this name shows, or "".
func glyphCharacter(name string) string {
	if known, ok := glyphs[name]; ok {
		return known
	}
	if base, _, ok := strings.Cut(name, "."); ok && base != "" {
		return glyphCharacter(base) // "a.small"
	}
	if parts := strings.Split(name, "_"); len(parts) > 1 && len(parts) <= 4 {
		var ligature strings.Builder
		for _, part := range parts {
			if strings.Contains(part, "_") || part == "" {
				return ""
			}
			ligature.WriteString(glyphCharacter(part))
		}
		return ligature.String()
	}
	for _, prefix := range []string{"uni", "u"} {
		if digits, ok := strings.CutPrefix(name, prefix); ok && len(digits) >= 4 && len(digits) <= 6 {
			if code, err := strconv.ParseUint(digits, 16, 32); err == nil && utf8.ValidRune(rune(code)) {
				return string(rune(code))
			}
		}
	}
	return accentedGlyph(name)
}

// accentedGlyph reads a letter and the marks on it: "Acircumflexacute".
func accentedGlyph(name string) string {
	if name == "" || name[0]|0x20 < 'a' || name[0]|0x20 > 'z' {
		return ""
	}
	letter, rest := name[:1], name[1:]
	for rest != "" {
		before := rest
		for _, accent := range accents {
			if after, ok := strings.CutPrefix(rest, accent.name); ok {
				letter, rest = letter+accent.mark, after
				break
			}
		}
		if rest == before {
			return ""
		}
	}
	return norm.NFC.String(letter)
}
