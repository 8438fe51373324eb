package attachment_test

import (
	"archive/zip"
	"bytes"
	"compress/lzw"
	"compress/zlib"
	"encoding/ascii85"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"math"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// Small files of each format, with a name where a device or a program would put
// one.

const (
	wening = "Wening Tanggulasri"
	anh    = "Nguyễn Thị Ánh"
	muller = "Jürgen Müller"
)

func wide(text string, order binary.AppendByteOrder) string {
	var data []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		data = order.AppendUint16(data, unit)
	}
	return string(data)
}

func latin1(text string) string {
	out, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		panic(err)
	}
	return out
}

// zipped makes an archive of names and contents.
func zipped(files ...string) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for ; len(files) > 0; files = files[2:] {
		part, err := w.Create(files[0])
		if err == nil {
			_, err = part.Write([]byte(files[1]))
		}
		if err != nil {
			panic(err)
		}
	}
	w.Close()
	return out.Bytes()
}

func docx(body string) []byte {
	return zipped("[Content_Types].xml", "<Types/>", "word/document.xml",
		`<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w"><w:body>`+body+`</w:body></w:document>`)
}

func deflated(text string) string {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	w.Write([]byte(text))
	w.Close()
	return out.String()
}

// pdf makes a file of objects, numbered from 1; the first is the catalogue.
func pdf(objects ...string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n")
	for i, object := range objects {
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	out.WriteString("trailer<</Root 1 0 R>>\n%%EOF\n")
	return out.Bytes()
}

func stream(dict, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dict, len(data), data)
}

// pdfOf makes a page with this content in a font.
func pdfOf(content, font string, more ...string) []byte {
	return pdf(append([]string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X1 4 0 R>>/Properties<</P1<</ActualText(Tanggulasri)>>>>>>>>",
		content, font,
	}, more...)...)
}

const helvetica = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"

// pdfPage makes a page whose font has a table of characters.
func pdfPage(content, characters []byte) []byte {
	return pdfOf(stream("/Subtype/Form", string(content)), "<</Type/Font/Subtype/Type1/BaseFont/X/ToUnicode 6 0 R/FirstChar 65/Widths[500 500 500]>>", stream("", string(characters)))
}

func show(text string) string { return stream("", "BT /F1 12 Tf 72 720 Td "+text+" ET") }

func shown(text string) string { return show("(" + text + ") Tj") }

type made struct {
	place string
	name  string // that is to be found
	data  []byte
}

// pdfCases are the ways in which a PDF can hold a text.
func pdfCases() []made {
	wideFont := "<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</DW 500>>]/ToUnicode 6 0 R>>"
	table := stream("", "1 begincodespacerange <0000> <ffff> endcodespacerange 2 beginbfrange <0001> <0010> <0061> <0011> <0013> [<1ec5> <1ecb> <00c1>] endbfrange 2 beginbfchar <0020> <0020> <0021> <004e0067> endbfchar")
	content := "BT /F1 12 Tf 72 720 Td (" + wening + ") Tj ET"
	return []made{
		{"a literal string", wening, pdfOf(shown(wening), helvetica)},
		{"octal escapes", muller, pdfOf(shown(`J\374rgen\040M\374ller`), helvetica)},
		{"a hexadecimal string", wening, pdfOf(show("<"+hex.EncodeToString([]byte(wening))+"> Tj"), helvetica)},
		{"a line continued", wening, pdfOf(shown("Wening Tanggu\\\nlasri"), helvetica)},
		{"pieces moved closer", wening, pdfOf(show("[(We) 40 (ning) -300 (Tanggu) 12 (lasri)] TJ"), helvetica)},
		{"pieces placed apart, widths known", wening, pdfOf(show("(Wening) Tj 39.5 0 Td (Tanggu) Tj 36 0 Td (lasri) Tj"), "<</Type/Font/Subtype/TrueType/FirstChar 32/Widths["+strings.Repeat("500 ", 100)+"]>>")},
		{"pieces placed apart, widths unknown", wening, pdfOf(show("(Wening) Tj 48 0 Td (Tanggulasri) Tj"), helvetica)},
		{"two lines", wening, pdfOf(show("(to Wening) Tj 0 -14 Td (Tanggulasri too) Tj"), helvetica)},
		{"a hyphen at a line's end", wening, pdfOf(show("(to Wening Tanggu-) Tj 0 -14 Td (lasri too) Tj"), helvetica)},
		{"Flate", wening, pdfOf(stream("/Filter/FlateDecode", deflated(content)), helvetica)},
		{"ASCII85 of Flate", wening, pdfOf(stream("/Filter[/ASCII85Decode/FlateDecode]", ascii85Of(deflated(content))+"~>"), helvetica)},
		{"ASCIIHex", wening, pdfOf(stream("/Filter/ASCIIHexDecode", hex.EncodeToString([]byte(content))+">"), helvetica)},
		{"run lengths", wening, pdfOf(stream("/Filter/RunLengthDecode", string(rune(len(content)-1))+content+"\x80"), helvetica)},
		{"a predictor of PNG", wening, pdfOf(stream("/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 10>>", deflated(predicted(content, 10))), helvetica)},
		{"LZW", wening, pdfOf(stream("/Filter/LZWDecode", lzwOf(content)), helvetica)},
		{"the predictors of PNG by turns", wening, pdfOf(stream("/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 9>>", deflated(predictedByTurns(content, 9))), helvetica)},
		{"a predictor of TIFF", wening, pdfOf(stream("/Filter/FlateDecode/DecodeParms<</Predictor 2/Columns 100>>", deflated(differences(content))), helvetica)},
		{"a font of TeX", wening, pdfOf(shown(`\001ening Tanggulasri`), "<</Type/Font/Subtype/Type1/FontDescriptor<</Flags 4/FontFile 6 0 R>>>>", stream("", "%!PS-AdobeFont-1.0\n/Encoding 256 array 0 1 255 {1 index exch /.notdef put} for dup 1 /W put "+typeOne("eingTauslr ")+" readonly def currentfile eexec \x00"))},
		{"a short space", "Lilii Tanggulasri", pdfOf(show("(Lilii) Tj 28 0 Td (Tanggulasri) Tj"), helvetica)},
		{"names of glyphs by number", "Thịffỗ", pdfOf(shown(`T\001\002\003\004`), "<</Type/Font/Subtype/Type1/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[1/h.sc/uni1ECB/f_f/ocircumflextilde]>>>>")},
		{"an escaped name", wening, pdfOf(show("("+wening+") Tj"), "<</#54ype/Font/Subtype/Type1/Encoding/Win#41nsiEncoding>>")},
		{"a letter spaced title", wening, pdfOf(show("[(W) -400 (e) -400 (n) -400 (i) -400 (n) -400 (g) -400 ( ) -400 (T) -400 (anggulasri)] TJ"), helvetica)},
		{"letters that are drawn later", anh, pdfOf(show("(Nguy) Tj 15 0 Td (n Th) Tj 15 0 Td ( \301nh) Tj -18 0 Td (\001) Tj 15 0 Td (\002) Tj"), "<</Type/Font/Subtype/Type1/FirstChar 0/Widths["+strings.Repeat("250 ", 256)+"]/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[1/ecircumflextilde/idotbelow]>>>>")},
		{"glyph names", "Łukasz Čěň", pdfOf(shown(`\001ukasz \002\003\004`), "<</Type/Font/Subtype/Type1/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[1/Lslash/Ccaron/ecaron/ncaron]>>>>")},
		{"MacRoman", muller, pdfOf(shown("J\x9frgen M\x9fller"), "<</Type/Font/Subtype/TrueType/Encoding/MacRomanEncoding>>")},
		{"a table of characters", "Ngễịa", pdfOf(show("<0021001100120001> Tj"), wideFont, table)},
		{"a ligature in the table of characters", "Steffi Tanggulasri", pdfOf(show("<0102> Tj (i Tanggulasri) Tj"), "<</Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding/ToUnicode 6 0 R>>", stream("", "2 beginbfchar <01> <005300740065> <02> <fb00> endbfchar"))},
		{"UTF-16 codes", anh, pdfOf(show("<"+hex.EncodeToString([]byte(wide(anh, binary.BigEndian)))+"> Tj"), "<</Type/Font/Subtype/Type0/Encoding/UniJIS-UTF16-H/DescendantFonts[<<>>]>>")},
		{"text behind a picture in the content", wening, pdfOf(stream("", "BI /W 2 /H 1 ID (\xff\\ EI "+content), helvetica)},
		{"replacement text", anh, pdfOf(stream("", "/Span<</ActualText<feff"+hex.EncodeToString([]byte(wide(anh, binary.BigEndian)))+">>>BDC EMC"), helvetica)},
		{"an object stream", anh, pdf("<</Type/Catalog>>", stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", deflated("9 0 <</Author<feff"+hex.EncodeToString([]byte(wide(anh, binary.BigEndian)))+">>>")))},
		{"document information", muller, pdf("<</Type/Catalog>>", "<</Author(J\xfcrgen M\xfcller)>>")},
		{"document information in UTF-8", anh, pdf("<</Type/Catalog>>", "<</Author(\xef\xbb\xbf"+anh+")>>")},
		{"XMP", anh, pdf("<</Type/Catalog>>", stream("/Type/Metadata/Subtype/XML", xmp(anh)))},
		{"a note", wening, pdf("<</Type/Catalog>>", "<</Type/Annot/Subtype/Text/T("+wening+")/Contents(x)>>")},
		{"a form's appearance", wening, pdf("<</Type/Catalog>>", stream("/Subtype/Form/BBox[0 0 1 1]", content))},
		{"an attached file", wening, pdf("<</Type/Catalog>>", stream("/Type/EmbeddedFile/Filter/FlateDecode", deflated("name,unit\n"+wening+",Legal\n")))},
		{"a script", wening, pdf("<</Type/Catalog>>", stream("", "app.alert('"+wening+"');"))},
		{"an earlier version of a page", wening, append(pdfOf(shown(wening), helvetica), "4 0 obj\n"+shown("Nobody")+"\nendobj\n%%EOF"...)},
		{"a photograph in it", wening, pdf("<</Type/Catalog>>", stream("/Subtype/Image/Filter/DCTDecode", string(jpeg("\xfe", wening))))},
	}
}

func ascii85Of(data string) string {
	out := make([]byte, len(data)*2)
	return string(out[:ascii85.Encode(out, []byte(data))])
}

// typeOne says which codes show which letters.
func typeOne(letters string) string {
	var out strings.Builder
	for _, c := range letters {
		name := string(c)
		if c == ' ' {
			name = "space"
		}
		fmt.Fprintf(&out, "dup %d /%s put ", c, name)
	}
	return out.String()
}

func lzwOf(data string) string {
	var out bytes.Buffer
	w := lzw.NewWriter(&out, lzw.MSB, 8) // short enough for both kinds to be the same
	w.Write([]byte(data))
	w.Close()
	return out.String()
}

// differences applies the predictor of TIFF to rows of 100.
func differences(data string) string {
	out := []byte(data)
	for i := range out {
		if i%100 > 0 {
			out[i] -= data[i-1]
		}
	}
	return string(out)
}

// predictedByTurns applies none, Sub, Up, Average and Paeth to the rows.
func predictedByTurns(data string, row int) string {
	data += strings.Repeat(" ", (row-len(data)%row)%row)
	at := func(y, x int) int {
		if y < 0 || x < 0 {
			return 0
		}
		return int(data[y*row+x])
	}
	var out []byte
	for y := range len(data) / row {
		out = append(out, byte(y%5))
		for x := range row {
			left, up, corner := at(y, x-1), at(y-1, x), at(y-1, x-1)
			if x == 0 {
				corner = 0
			}
			nearest := left
			for _, c := range []int{up, corner} {
				if math.Abs(float64(left+up-corner-c)) < math.Abs(float64(left+up-corner-nearest)) {
					nearest = c
				}
			}
			out = append(out, byte(at(y, x)-[]int{0, left, up, (left + up) / 2, nearest}[y%5]))
		}
	}
	return string(out)
}

// predicted applies the predictor Up to rows.
func predicted(data string, row int) string {
	var out []byte
	above := make([]byte, row)
	for len(data) > 0 {
		line := []byte(data[:min(len(data), row)])
		data = data[len(line):]
		out = append(out, 2)
		for i, c := range line {
			out = append(out, c-above[i])
		}
		above = append(line, make([]byte, row-len(line))...)
	}
	return string(out)
}

func xmp(name string) string {
	return `<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="r"><rdf:Description rdf:about="" xmlns:dc="d"><dc:creator><rdf:Seq><rdf:li>` + name + `</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}

// jpeg makes a picture without pixels, of a marker and its data.
func jpeg(segments ...string) []byte {
	out := []byte("\xff\xd8")
	for ; len(segments) > 0; segments = segments[2:] {
		out = append(append(out, 0xff), segments[0]...)
		out = binary.BigEndian.AppendUint16(out, uint16(len(segments[1])+2))
		out = append(out, segments[1]...)
	}
	return append(out, "\xff\xd9"...)
}

// png makes a picture without pixels, of chunks.
func png(chunks ...string) []byte {
	out := []byte("\x89PNG\r\n\x1a\n")
	for chunks = append(chunks, "IEND", ""); len(chunks) > 0; chunks = chunks[2:] {
		out = binary.BigEndian.AppendUint32(out, uint32(len(chunks[1])))
		body := chunks[0] + chunks[1]
		out = append(out, body...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE([]byte(body)))
	}
	return out
}

// exif makes a directory of one field that is longer than four bytes.
func exif(order binary.AppendByteOrder, mark string, tag, kind uint16, value string) string {
	out := []byte(mark)
	out = order.AppendUint16(out, 42)
	out = order.AppendUint32(out, 8)
	out = order.AppendUint16(out, 1)
	out = order.AppendUint16(out, tag)
	out = order.AppendUint16(out, kind)
	out = order.AppendUint32(out, uint32(len(value)))
	out = order.AppendUint32(out, 26)
	out = order.AppendUint32(out, 0)
	return string(out) + value
}

// iptc makes the resource of Photoshop that holds a by-line.
func iptc(name string) string {
	set := "\x1c\x02\x50\x00" + string([]byte{byte(len(name))}) + name
	return "Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00" + string([]byte{byte(len(set))}) + set
}

func extendedXMP(name string) []byte {
	text, id := xmp(name), strings.Repeat("A", 32)
	piece := func(from, to int) string {
		head := binary.BigEndian.AppendUint32(nil, uint32(len(text)))
		head = binary.BigEndian.AppendUint32(head, uint32(from))
		return "http://ns.adobe.com/xmp/extension/\x00" + id + string(head) + text[from:to]
	}
	cut := strings.Index(text, name) + 4
	return jpeg("\xe1", piece(cut, len(text)), "\xe1", piece(0, cut))
}

// isoBox makes a box of ISO media.
func isoBox(kind, body string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8))) + kind + body
}

func film(boxes ...string) []byte {
	return []byte(isoBox("ftyp", "isom\x00\x00\x00\x00") + strings.Join(boxes, ""))
}

// renamed makes an archive of a file whose name is also in UTF-8.
func renamed(name string) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	extra := "\x75\x70" + string([]byte{byte(5 + len(name)), 0}) + "\x01\x00\x00\x00\x00" + name
	if _, err := w.CreateHeader(&zip.FileHeader{Name: "x", Extra: []byte(extra)}); err != nil {
		panic(err)
	}
	w.Close()
	return out.Bytes()
}

// id3 makes a tag of frames.
func id3(version, flags byte, frames string) []byte {
	n := len(frames)
	return append([]byte{'I', 'D', '3', version, 0, flags, byte(n >> 21 & 127), byte(n >> 14 & 127), byte(n >> 7 & 127), byte(n & 127)}, frames...)
}

func frame3(id string, flags byte, data string) string {
	return id + string(binary.BigEndian.AppendUint32(nil, uint32(len(data)))) + "\x00" + string([]byte{flags}) + data
}

func frame2(id, data string) string {
	return id + string([]byte{0, byte(len(data) >> 8), byte(len(data))}) + data
}

func dataURL(kind string, data []byte) string {
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data)
}

// emf makes a drawing that writes texts.
func emf(texts ...string) []byte {
	little := binary.LittleEndian
	header := make([]byte, 88)
	little.PutUint32(header, 1)
	little.PutUint32(header[4:], 88)
	copy(header[40:], " EMF")
	for _, text := range texts {
		data := wide(text, little)
		for len(data)%4 != 0 {
			data += "\x00"
		}
		record := make([]byte, 76)
		little.PutUint32(record, 84)
		little.PutUint32(record[4:], uint32(76+len(data)))
		little.PutUint32(record[44:], uint32(len(utf16.Encode([]rune(text)))))
		little.PutUint32(record[48:], 76)
		header = append(append(header, record...), data...)
	}
	return header
}

// wmf makes a drawing that writes texts.
func wmf(texts ...string) []byte {
	out := []byte("\x01\x00\x09\x00\x00\x03" + strings.Repeat("\x00", 12))
	for _, text := range texts {
		data := string([]byte{byte(len(text)), 0}) + text + strings.Repeat("\x00", 4+len(text)%2)
		out = binary.LittleEndian.AppendUint32(out, uint32(6+len(data))/2)
		out = append(append(out, 0x21, 0x05), data...)
	}
	return out
}

// textCases are the encodings of plain text.
func textCases() []made {
	list := "name,unit\r\n" + anh + ",Legal\r\n"
	return []made{
		{"UTF-8", anh, []byte(list)},
		{"UTF-8 with a mark", anh, []byte("\ufeff" + list)},
		{"UTF-16LE with a mark", anh, []byte(wide("\ufeff"+list, binary.LittleEndian))},
		{"UTF-16BE with a mark", anh, []byte(wide("\ufeff"+list, binary.BigEndian))},
		{"UTF-16LE", anh, []byte(wide(list, binary.LittleEndian))},
		{"UTF-16BE", anh, []byte(wide(list, binary.BigEndian))},
		{"Windows-1252", muller, []byte(latin1("name,unit\r\n" + muller + ",€ Legal\r\n"))},
	}
}
