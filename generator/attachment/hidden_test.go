package attachment_test

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mentorbook/generator/attachment"
	"mentorbook/generator/leak"
)

// Widths of letters in thousandths, as Helvetica has them, and others as wide as
// a half.
func widthOf(letter rune) int {
	widths := map[rune]int{'W': 944, 'e': 556, 'n': 556, 'i': 222, 'g': 556, ' ': 278, 'T': 611, 'a': 556, 'u': 556, 'l': 222, 's': 500, 'r': 333}
	if width, known := widths[letter]; known {
		return width
	}
	return 500
}

// measured is a font that says how wide its letters are.
func measured() string {
	var widths strings.Builder
	for letter := rune(32); letter < 256; letter++ {
		fmt.Fprint(&widths, widthOf(letter), " ")
	}
	return "<</Type/Font/Subtype/TrueType/BaseFont/X/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 255/Widths[" + widths.String() + "]>>"
}

// placed shows each letter of a text by itself, moved there. Spaces are not
// shown; between letters is as much of a gap, in thousandths.
func placed(text string, gap int) (out []string) {
	at, before := 0, 0
	for _, letter := range text {
		if letter != ' ' {
			out = append(out, fmt.Sprintf("%.3f 0 Td (%c) Tj", float64(at-before)*0.012, letter))
			before = at
		}
		at += widthOf(letter) + gap
	}
	return out
}

// set shows each letter of a text at its own place on the page.
func set(text, turn string, place func(at float64) (x, y float64)) (out []string) {
	at := 0.0
	for _, letter := range text {
		x, y := place(at)
		if letter != ' ' {
			out = append(out, fmt.Sprintf("%s %.3f %.3f Tm (%c) Tj", turn, x, y, letter))
		}
		at += float64(widthOf(letter)) * 0.012
	}
	return out
}

// kerned shows a text in one array, with numbers between all letters.
func kerned(text string, gap, space int) string {
	var out strings.Builder
	for _, letter := range text {
		if letter == ' ' {
			fmt.Fprintf(&out, "%d ", -space)
			continue
		}
		fmt.Fprintf(&out, "(%c) %d ", letter, -gap)
	}
	return "[" + out.String() + "] TJ"
}

// silentFont does not say which characters it shows.
const silentFont = "<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</DW 500>>]>>"

// replaced shows a glyph for each letter, with the letter as a text in its place.
func replaced(text string) (out []string) {
	for _, letter := range text {
		if letter == ' ' {
			out = append(out, "6 0 Td")
			continue
		}
		out = append(out, fmt.Sprintf("/Span<</ActualText<feff%04x>>>BDC <0001> Tj EMC 6 0 Td", letter))
	}
	return out
}

// Programs draw a name in many ways that a reader of the page does not see.
func TestNamesHoweverAPDFPlacesThem(t *testing.T) {
	flat := func(at float64) (x, y float64) { return 72 + at, 700 }
	upwards := func(at float64) (x, y float64) { return 300, 100 + at }
	leaning := func(at float64) (x, y float64) { return 100 + at*0.8, 100 + at*0.6 }
	backwards := slices.Clone(set(wening, "1 0 0 1", flat))
	slices.Reverse(backwards)
	upside := set(wening, "0 1 -1 0", upwards)
	slices.Reverse(upside)
	var bold []string
	for i, letter := range set(wening, "1 0 0 1", flat) {
		bold = append(bold, letter, set(wening, "1 0 0 1", func(at float64) (x, y float64) { return 72.3 + at, 700 })[i])
	}
	page := func(operators []string) string { return stream("", "BT /F1 12 Tf "+strings.Join(operators, " ")+" ET") }
	drawn := "<</Type/Catalog/Pages 2 0 R>>|<</Type/Pages/Kids[3 0 R]/Count 1>>|<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X1 6 0 R>>>>>>|" +
		stream("", "BT /F1 12 Tf 72 700 Td (to Wening Tan) Tj ET q 1 0 0 1 150.3 0 cm /X1 Do Q") + "|" + measured() + "|" +
		stream("/Type/XObject/Subtype/Form/BBox[0 0 500 800]/Matrix[1 0 0 1 0 700]/Resources<</Font<</F1 5 0 R>>>>", "BT /F1 12 Tf (ggulasri too) Tj ET")
	for _, m := range []made{
		{"a letter at a time, widths known", wening, pdfOf(page(placed("to "+wening+" too", 0)), measured())},
		{"a letter at a time, widths of a standard font", wening, pdfOf(page(placed("to "+wening+" too", 0)), helvetica)},
		{"a letter at a time, with gaps", wening, pdfOf(page(placed("to "+wening+" too", 350)), measured())},
		{"a letter at a time, with wide gaps", wening, pdfOf(page(placed("to "+wening+" too", 900)), measured())},
		{"a letter at a time, from the last to the first", wening, pdfOf(page(backwards), measured())},
		{"a letter at a time, upwards from the last to the first", wening, pdfOf(page(upside), measured())},
		{"a letter at a time, leaning", wening, pdfOf(page(set(wening, ".8 .6 -.6 .8", leaning)), measured())},
		{"letters drawn twice", wening, pdfOf(page(bold), measured())},
		{"an array of letters", wening, pdfOf(show(kerned("to "+wening+" too", 0, 278)), measured())},
		{"an array of letters, spaced", wening, pdfOf(show(kerned("to "+wening+" too", 200, 478)), measured())},
		{"an array of letters, moved closer", wening, pdfOf(show(kerned("to "+wening+" too", -60, 220)), measured())},
		{"spaces that are as wide as nothing", wening, pdfOf(show("(to ) Tj -3.3 Tw 13.3 0 Td (We ning) Tj 44.2 0 Td (Tan) Tj 20.7 0 Td (ggu la) Tj 29.5 0 Td (sri) Tj"), measured())},
		{"gaps between letters that are spaces", wening, pdfOf(show("(to Wenin) Tj 3.3 Tc 45.8 0 Td (gT) Tj 0 Tc 17.3 0 Td (anggulasri) Tj"), measured())},
		{"a large first letter", wening, pdfOf(stream("", "BT /F1 40 Tf 72 680 Td (W) Tj /F1 12 Tf 39 17 Td (ening Tanggulasri too) Tj 0 -14 Td (and others) Tj ET"), measured())},
		{"a part in a drawing", wening, pdf(strings.Split(drawn, "|")...)},
		{"accents drawn over letters", muller, pdfOf(show("(J) Tj 6 0 Td (\xa8) Tj 0 0 Td (u) Tj 6 0 Td (rgen M) Tj 33.6 0 Td (u) Tj 0 0 Td (\xa8) Tj 6.6 0 Td (ller) Tj"), measured())},
		{"a soft hyphen at a line's end", wening, pdfOf(show("(to Wening Tanggu\xad) Tj 0 -14 Td (lasri too) Tj"), measured())},
		{"broken without a hyphen", "wening.tanggulasri@kemangi.example", pdfOf(show("(wening.tanggu) Tj 0 -14 Td (lasri@kemangi.example) Tj"), measured())},
		{"a ligature of the Mac", "Steffi Tanggulasri", pdfOf(shown("Stef\xdei Tanggulasri"), "<</Type/Font/Subtype/TrueType/Encoding<</BaseEncoding/MacRomanEncoding/Differences[222/f]>>>>")},
		{"ligatures by their codes", "Fiona Flink", pdfOf(shown("\xdeona \xdfink"), "<</Type/Font/Subtype/TrueType/Encoding/MacRomanEncoding>>")},
		{"a mark to a footnote", wening, pdfOf(show("(to "+wening+") Tj /F1 7 Tf 114.05 4 Td (a) Tj"), measured())},
		{"a number of a footnote", wening, pdfOf(show("(to "+wening+") Tj /F1 7 Tf 114.05 1 Td (12) Tj"), measured())},
		{"texts in place of glyphs", wening, pdfOf(stream("", "BT /F1 12 Tf 72 700 Td "+strings.Join(replaced(wening), " ")+" ET"), silentFont)},
		{"a text in place of several glyphs", wening, pdfOf(stream("", "BT /F1 12 Tf 72 700 Td /Span<</ActualText(Wening)>>BDC <00010002> Tj <0003> Tj EMC 20 0 Td /Span /P1 BDC <00040005> Tj EMC ET"), silentFont)},
		{"columns, line by line", wening, pdfOf(show("(Wening) Tj 0 -14 Td (Somebody) Tj 100 14 Td (Tanggulasri) Tj 0 -14 Td (Else) Tj"), measured())},
	} {
		t.Run(m.place, func(t *testing.T) { expect(t, "a.pdf", m.data, m.name) })
	}
}

// A name of one word is looked for where it is all of a line or a cell.
func TestOneWordInACell(t *testing.T) {
	table := show("(Wening) Tj 100 0 Td (Legal) Tj -100 -14 Td (Somebody) Tj 100 0 Td (Sales) Tj")
	for _, m := range []made{
		{"roster.pdf", "Wening", pdfOf(table, measured())},
		{"roster.csv", "Wening", []byte("nama;unit\r\nWening;Legal\r\n")},
		{"roster.txt", "Wening", []byte("name\tunit\r\nWening\tLegal\r\n")},
		{"roster.docx", "Wening", docx("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Wening</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Legal</w:t></w:r></w:p></w:tc></w:tr></w:tbl>")},
	} {
		scanner := leak.New([]leak.Secret{{Value: m.name, Exact: true}})
		c := read(m.place, m.data)
		if !slices.ContainsFunc(c.Texts, func(t attachment.Text) bool { return len(scanner.ScanText(t.Ending, []byte(t.Value))) > 0 }) {
			t.Errorf("%s: %s is not found in %s", m.place, m.name, brief(c))
		}
	}
}

// part makes a document of one more part.
func part(name, content string) []byte {
	return zipped("[Content_Types].xml", "<Types/>", "word/document.xml", `<w:document><w:p><w:r><w:t>x</w:t></w:r></w:p></w:document>`, name, content)
}

// Office programs keep names in more places than a page has.
func TestNamesThatHideInDocuments(t *testing.T) {
	run := func(text string) string { return "<w:r><w:t>" + text + "</w:t></w:r>" }
	paragraph := func(inside string) string { return "<w:p>" + inside + "</w:p>" }
	split := paragraph(run("Wening Tan") + run("ggulasri"))
	slide := "<a:p><a:r><a:t>Wening Tan</a:t></a:r><a:r><a:t>ggulasri</a:t></a:r></a:p>"
	for _, m := range []made{
		{"a header.docx", wening, part("word/header1.xml", "<w:hdr>"+split+"</w:hdr>")},
		{"a footer.docx", wening, part("word/footer1.xml", "<w:ftr>"+split+"</w:ftr>")},
		{"a footnote.docx", wening, part("word/footnotes.xml", "<w:footnotes><w:footnote>"+split+"</w:footnote></w:footnotes>")},
		{"a comment.docx", wening, part("word/comments.xml", "<w:comments><w:comment w:author=\"x\">"+split+"</w:comment></w:comments>")},
		{"who commented.docx", wening, part("word/comments.xml", `<w:comments><w:comment w:author="`+wening+`"/></w:comments>`)},
		{"people.docx", wening, part("word/people.xml", `<w15:people><w15:person w15:author="`+wening+`"/></w15:people>`)},
		{"a property of one's own.docx", wening, part("docProps/custom.xml", `<Properties><property name="Owner of this"><vt:lpwstr>`+wening+`</vt:lpwstr></property></Properties>`)},
		{"a template.docx", wening, part("docProps/app.xml", `<Properties><Manager>`+wening+`</Manager></Properties>`)},
		{"what was moved.docx", wening, docx(paragraph("<w:moveFrom>" + run("Wening Tan") + run("ggulasri") + "</w:moveFrom>"))},
		{"hidden text.docx", wening, docx(paragraph("<w:r><w:rPr><w:vanish/></w:rPr><w:t>Wening Tan</w:t></w:r>" + run("ggulasri")))},
		{"a soft hyphen.docx", wening, docx(paragraph("<w:r><w:t>Wening Tanggu</w:t><w:softHyphen/><w:t>lasri</w:t></w:r>"))},
		{"a bookmark and a mistake in a word.docx", wening, docx(paragraph(run("Wening Tang") + `<w:bookmarkStart w:name="b"/><w:proofErr/><w:bookmarkEnd/>` + run("gulasri")))},
		{"a link around half of it.docx", wening, docx(paragraph(run("Wening Tang") + "<w:hyperlink>" + run("gulasri") + "</w:hyperlink>"))},
		{"a mark to a footnote.docx", wening, docx(paragraph(run(wening) + `<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>a</w:t></w:r>`))},
		{"a number of a footnote.docx", wening, docx(paragraph(run(wening) + run("2") + run(" and more")))},
		{"a content control.docx", wening, docx("<w:sdt><w:sdtContent>" + split + "</w:sdtContent></w:sdt>")},
		{"its placeholder.docx", wening, part("word/glossary/document.xml", "<w:glossaryDocument>"+split+"</w:glossaryDocument>")},
		{"data of a form.docx", wening, part("customXml/item1.xml", "<root><name>"+wening+"</name></root>")},
		{"a text box of old.docx", wening, docx(paragraph(`<w:r><w:pict><v:shape alt="x"><v:textbox><w:txbxContent>` + split + `</w:txbxContent></v:textbox></v:shape></w:pict></w:r>`))},
		{"the description of a picture of old.docx", wening, docx(paragraph(`<w:r><w:pict><v:shape alt="` + wening + `"/></w:pict></w:r>`))},
		{"a chart.docx", wening, part("word/charts/chart1.xml", "<c:chart><c:ser><c:tx><c:v>"+wening+"</c:v></c:tx></c:ser></c:chart>")},
		{"a diagram.docx", wening, part("word/diagrams/data1.xml", "<dgm:dataModel><a:p><a:r><a:t>Wening Tan</a:t></a:r><a:r><a:t>ggulasri</a:t></a:r></a:p></dgm:dataModel>")},
		{"a formula of mathematics.docx", "Wening", docx(paragraph("<m:r><m:t>Wen</m:t></m:r><m:r><m:t>ing</m:t></m:r>"))},
		{"a page put in it.docx", wening, part("word/afchunk.htm", "<html><body><p>Wening <b>Tanggulasri</b></p></body></html>")},
		{"a document put in it.docx", wening, part("word/embeddings/x.docx", string(docx(split)))},
		{"the address of a link.docx", "wening.tanggulasri@kemangi.example", part("word/_rels/document.xml.rels", `<Relationships><Relationship Target="mailto:wening.tanggulasri@kemangi.example" TargetMode="External"/></Relationships>`)},
		{"the name of a picture in it.docx", wening, part("word/media/wening-tanggulasri.png", string(png()))},

		{"a hidden sheet.xlsx", wening, zipped("[Content_Types].xml", "", "xl/workbook.xml", `<workbook><sheets><sheet name="`+wening+`" state="veryHidden"/></sheets></workbook>`)},
		{"runs of a comment.xlsx", wening, zipped("[Content_Types].xml", "", "xl/comments1.xml", `<comments><comment><text><r><t>Wening Tan</t></r><r><t>ggulasri</t></r></text></comment></comments>`)},
		{"threads of comments.xlsx", wening, zipped("[Content_Types].xml", "", "xl/threadedComments/threadedComment1.xml", `<ThreadedComments><threadedComment><text>`+wening+`</text></threadedComment></ThreadedComments>`)},
		{"a name of a range.xlsx", "Wening_Tanggulasri", zipped("[Content_Types].xml", "", "xl/workbook.xml", `<workbook><definedNames><definedName name="Wening_Tanggulasri">A1</definedName></definedNames></workbook>`)},
		{"a header of a sheet.xlsx", wening, zipped("[Content_Types].xml", "", "xl/worksheets/sheet1.xml", `<worksheet><headerFooter><oddHeader>&amp;L`+wening+`</oddHeader></headerFooter></worksheet>`)},
		{"the result of a formula.xlsx", wening, zipped("[Content_Types].xml", "", "xl/worksheets/sheet1.xml", `<row><c t="str"><f>A1</f><v>`+wening+`</v></c></row>`)},
		{"a list to choose from.xlsx", wening, zipped("[Content_Types].xml", "", "xl/worksheets/sheet1.xml", `<dataValidations><dataValidation><formula1>"Somebody,`+wening+`"</formula1></dataValidation></dataValidations>`)},
		{"a text box.xlsx", wening, zipped("[Content_Types].xml", "", "xl/drawings/drawing1.xml", "<xdr:sp>"+slide+"</xdr:sp>")},
		{"another workbook.xlsx", wening, zipped("[Content_Types].xml", "", "xl/externalLinks/externalLink1.xml", "<externalLink><sheetData><row><cell><v>"+wening+"</v></cell></row></sheetData></externalLink>")},

		{"a text box.pptx", wening, zipped("[Content_Types].xml", "", "ppt/slides/slide1.xml", "<p:sp>"+slide+"</p:sp>")},
		{"a hidden slide.pptx", wening, zipped("[Content_Types].xml", "", "ppt/slides/slide2.xml", `<p:sld show="0">`+slide+"</p:sld>")},
		{"notes.pptx", wening, zipped("[Content_Types].xml", "", "ppt/notesSlides/notesSlide1.xml", slide)},
		{"alternative text.pptx", wening, zipped("[Content_Types].xml", "", "ppt/slides/slide1.xml", `<p:cNvPr id="2" descr="`+wening+`"/>`)},
		{"who comments.pptx", wening, zipped("[Content_Types].xml", "", "ppt/commentAuthors.xml", `<p:cmAuthorLst><p:cmAuthor name="`+wening+`"/></p:cmAuthorLst>`)},

		{"a change that was tracked.odt", wening, zipped("mimetype", "x", "content.xml", `<a><text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>`+wening+`</dc:creator></office:change-info></text:deletion></text:changed-region></text:tracked-changes></a>`)},
		{"a style's header.odt", wening, zipped("mimetype", "x", "styles.xml", `<style:header><text:p>Wening Tan<text:span>ggulasri</text:span></text:p></style:header>`)},
		{"a hidden sheet.ods", wening, zipped("mimetype", "x", "content.xml", `<table:table table:name="`+wening+`" table:display="false"/>`)},

		{"a flat document.zip", wening, zipped("a.fodt", `<?xml version="1.0"?><office:document><text:p>Wening Tan<text:span>ggulasri</text:span></text:p></office:document>`)},
		{"a document of an older Word in XML.zip", wening, zipped("a.xml", `<?xml version="1.0"?><w:wordDocument><w:p><w:r><w:t>Wening Tan</w:t></w:r><w:r><w:t>ggulasri</w:t></w:r></w:p></w:wordDocument>`)},
		{"a page with a picture in it.zip", wening, zipped("a.html", `<html><img src="`+dataURL("image/jpeg", jpeg("\xfe", wening))+`"></html>`)},
		{"a list with semicolons.zip", wening, zipped("a.csv", "first;last\r\nWening;Tanggulasri\r\n")},
		{"a folder's name.zip", wening, zipped("Wening Tanggulasri/a.txt", "x")},
	} {
		t.Run(m.place, func(t *testing.T) { expect(t, m.place, m.data, m.name) })
	}
}

// Letters can be written in ways that look the same.
func TestNamesInOtherLetters(t *testing.T) {
	for place, text := range map[string]string{
		"a soft hyphen":            "Wening Tanggu\u00adlasri",
		"a joiner":                 "Wening Tanggu\u2060lasri",
		"a space that is narrow":   "Wening\u202fTanggulasri",
		"full-width letters":       "Ｗｅｎｉｎｇ　Ｔａｎｇｇｕｌａｓｒｉ",
		"letters of mathematics":   "𝗪𝗲𝗻𝗶𝗻𝗴 𝗧𝗮𝗻𝗴𝗴𝘂𝗹𝗮𝘀𝗿𝗶",
		"capitals":                 "WENING TANGGULASRI",
		"written from the right":   "\u202bWening Tanggulasri\u202c",
		"a mark of order in it":    "\ufeffWening \ufeffTanggulasri",
		"no break in it":           "Wening\u00a0Tanggulasri",
		"a line's end in between":  "Wening\nTanggulasri",
		"a tab in between":         "Wening\tTanggulasri",
		"underscores":              "wening_tanggulasri",
		"a long s and a small cap": "Wening Tanggulaſri",
	} {
		t.Run(place, func(t *testing.T) {
			expect(t, "a.txt", []byte(text), wening)
			expect(t, "a.docx", docx("<w:p><w:r><w:t>"+text+"</w:t></w:r></w:p>"), wening)
			expect(t, "a.txt", []byte(wide("\ufeff"+text, binary.LittleEndian)), wening)
		})
	}
	for _, spelling := range []string{"Nguyễn Thị Ánh", "Nguye\u0302\u0303n Thi\u0323 A\u0301nh", "Nguy\u1ec5n Thi\u0323 Ánh"} {
		expect(t, "a.docx", docx("<w:p><w:r><w:t>"+spelling+"</w:t></w:r></w:p>"), anh)
		expect(t, "a.png", png("iTXt", "Author\x00\x00\x00vi\x00\x00"+spelling), anh)
	}
	expect(t, "a.txt", []byte("Ste\ufb03 Tanggulasri"), "Steffi Tanggulasri")
}

// Where it is not clear whether words are parted, they are read both ways.
func TestWordsThatMayBeParted(t *testing.T) {
	for name, data := range map[string][]byte{
		"a.txt":  []byte("to Wening Tanggu-\nlasri\n"),
		"b.txt":  []byte("Wening Tanggu\u200blasri"),
		"c.txt":  []byte("Wening\u200bTanggulasri"),
		"d.docx": docx("<w:p><w:r><w:t>Wening Tanggu\u200blasri</w:t></w:r></w:p>"),
		"e.docx": docx("<w:p><w:r><w:t>Wening\u200bTanggulasri</w:t></w:r></w:p>"),
	} {
		if c := read(name, data); !finds(c, wening) {
			t.Errorf("%s: nothing is found in %s", name, brief(c))
		}
	}
}

// What is text, but in codes that are not read, does not count as read.
func TestCodedTextsAreNotOpened(t *testing.T) {
	for name, text := range map[string]string{
		"a.rtf":  `{\rtf1\ansi Wening Tan{\b ggulasri}}`,
		"a.txt":  `{\rtf1\ansi Nguy\u7877?n}`,
		"a.ps":   "%!PS-Adobe-3.0\n(Wening Tan) show (ggulasri) show\n",
		"a.eml":  "From: x@y.example\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nV2VuaW5nIFRhbmdndWxhc3Jp\r\n",
		"b.eml":  "From: x@y.example\nContent-transfer-encoding: quoted-printable\n\nWening Tang=\ngulasri\n",
		"a.vcf":  "BEGIN:VCARD\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Nguy=E1=BB=85n\r\nEND:VCARD\r\n",
		"b.vcf":  "BEGIN:VCARD\r\nPHOTO;TYPE=JPEG;ENCODING=b:/9j/4AAQ\r\nEND:VCARD\r\n",
		"a.gz":   "\x1f\x8b\x08\x00\x00\x00\x00\x00",
		"a.7z":   "7z\xbc\xaf\x27\x1c\x00\x04",
		"a.iwa":  "\x00\x24\x01\x00\xff\xfe\x80",
		"a.xlsb": "\x83\x01\x00\x84\x01\x00\x01\xff\xd8\x00",
	} {
		if c := read("x.zip", zipped(name, text)); c.Opened() {
			t.Errorf("%s counts as read: %s", name, brief(c))
		}
	}
	for name, text := range map[string]string{
		"a.eml": "From: x@y.example\r\nContent-Transfer-Encoding: 8bit\r\n\r\nHello\r\n", "a.md": "the header `Content-Transfer-Encoding` of a mail", "a.css": "a{background:url(data:image/png;base64,iVBORw0KGgo=)}",
	} {
		if c := read("x.zip", zipped(name, text)); !c.Opened() && name != "a.css" {
			t.Errorf("%s does not count as read: %+v", name, c.Refusals)
		}
	}
}
