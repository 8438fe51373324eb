package attachment_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mentorbook/generator/attachment"
	"mentorbook/generator/leak"
)

func read(name string, data []byte) attachment.Content {
	return attachment.Read(name, data, attachment.DefaultLimits())
}

// finds reports whether a scan for a name finds it in the texts.
func finds(c attachment.Content, name string) bool {
	scanner := leak.New([]leak.Secret{{Value: name, What: "a name"}})
	return slices.ContainsFunc(c.Texts, func(t attachment.Text) bool {
		return len(scanner.Scan("x"+t.Ending, []byte(t.Value))) > 0
	})
}

// expect checks that a name is found, that one which is not there is not, and
// that all was opened.
func expect(t *testing.T, file string, data []byte, name string) {
	t.Helper()
	c := read(file, data)
	if !finds(c, name) {
		t.Errorf("%s is not found in %s", name, brief(c))
	}
	if apart := finds(c, "Wening Tanggu") || finds(c, "lasri"); apart && !strings.HasSuffix(file, ".pdf") { // of which there are several readings
		t.Errorf("part of a name is found in %s", brief(c))
	}
	if !c.Opened() {
		t.Errorf("refused: %+v", c.Refusals)
	}
}

func brief(c attachment.Content) string {
	var out strings.Builder
	for _, t := range c.Texts {
		fmt.Fprintf(&out, "\n%s: %.300q", t.Where, t.Value)
	}
	return out.String()
}

// Files that LibreOffice, Chromium, ExifTool, FFmpeg, Mutagen, ImageMagick and
// qpdf wrote.
func TestNamesInFilesOfRealPrograms(t *testing.T) {
	document := []string{wening, anh, muller, "Ines Authorsen", "Hanna Headersen", "Fritz Footersen", "Nora Footnotesen", "Tabea Cellsen", "lina.linksen@kemangi.example"}
	edited := append([]string{"Karl Editorsen", "Petra Customsen", "Once Deletedsen", "Dora Changersen", "Carla Commentersen", "Bodil Remarksen"}, document...)
	sheet := []string{wening, anh, "Tabea Cellsen", "Ines Authorsen", "Karl Editorsen", "Carla Commentersen", "Bodil Remarksen", "Sheila Sheetsen", "Fiona & Formulasen", "4711"}
	slides := []string{wening, anh, "Nils Notesen", "Ines Authorsen", "Karl Editorsen", "Carla Commentersen", "Bodil Remarksen"}
	picture := []string{"Emil Exifsen", "Xenia Creatorsen"}
	song := []string{anh, wening, "Petra Customsen"}
	for _, file := range []struct {
		name  string
		names []string
		at    string // where a position is
	}{
		{"doc.docx", edited, ""},
		{"doc.odt", edited, ""},
		{"doc.pdf", document, ""},
		{"packed.pdf", document, ""}, // object streams, a stream as the table of objects
		{"page.pdf", []string{wening, anh, muller, "Tilda Italicsen", "Konstantinopel Ladislaussen"}, ""},
		{"sheet.xlsx", sheet, ""},
		{"sheet.ods", sheet, ""},
		{"slides.pptx", slides, ""},
		{"slides.odp", append([]string{"Alva Titlesen", "Alina Altsen", "Sheila Sheetsen"}, slides...), ""},
		{"photo.jpg", []string{"Ada Artistsen", wening, anh, muller, "Otto Ownersen", "Cora Copyrightsen", "Benno Bylinesen", "Xenia Creatorsen", "Conny Commentsen"}, "EXIF"},
		{"pic.png", append([]string{"Ada Artistsen", anh}, picture...), ""},
		{"packed.png", append([]string{wening, anh}, picture...), ""},
		{"pic.gif", []string{wening, "Xenia Creatorsen"}, ""},
		{"pic.webp", picture, ""},
		{"pic.avif", picture, ""},
		{"pic.tif", append([]string{anh, "Benno Bylinesen"}, picture...), ""},
		{"v24-utf8.mp3", append([]string{"Cora Coversen", "Ada Artistsen"}, song...), "ID3, a picture, EXIF"},
		{"v24-utf16be.mp3", song, ""},
		{"v23-utf16.mp3", song, ""},
		{"v24-latin.mp3", []string{muller, wening, "Petra Customsen"}, ""},
		{"film.mp4", []string{wening, anh, muller, "Susi Subtitlesen"}, "loci"},
		{"film.webm", []string{wening, anh, "Susi Subtitlesen"}, ""},
		{"sound.m4a", []string{wening, anh}, ""},
	} {
		t.Run(file.name, func(t *testing.T) {
			data := fixture(t, file.name)
			for _, name := range file.names {
				expect(t, file.name, data, strings.ReplaceAll(name, "&", ""))
			}
			if at := strings.Join(read(file.name, data).Positions, "; "); at != file.at {
				t.Errorf("positions are in %q, not %q", at, file.at)
			}
		})
	}
}

func fixture(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Every place and every encoding that a format has.
func TestNamesInAllPlaces(t *testing.T) {
	little, big := binary.LittleEndian, binary.BigEndian
	core := `<cp:coreProperties><dc:creator>` + wening + `</dc:creator></cp:coreProperties>`
	tests := map[string][]made{
		"csv": textCases(),
		"pdf": pdfCases(),
		"zip": {
			{"a file", anh, zipped("a.csv", "name\n"+anh)},
			{"a file's name", wening, zipped("lists/wening-tanggulasri.csv", "x")},
			{"a file's other name", anh, renamed(anh)},
			{"an archive in it", anh, zipped("b.zip", string(zipped("a.txt", wide("\ufeff"+anh, little))))},
			{"a document in it", wening, zipped("b.docx", string(docx("<w:p><w:r><w:t>Wening Tanggu</w:t></w:r><w:r><w:t>lasri</w:t></w:r></w:p>")))},
			{"a comment", wening, commented(wening)},
			{"what a Mac notes", wening, zipped("__MACOSX/._a.txt", "\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        "+wening+"\x00\x01")},
			{"a calendar whose lines are folded", wening, zipped("a.ics", "BEGIN:VCALENDAR\r\nSUMMARY:Wening Tanggu\r\n lasri\r\n")},
		},
		"docx": {
			{"runs", wening, docx(`<w:p><w:r><w:t>Wening Tan</w:t></w:r><w:proofErr w:type="x"/><w:r><w:rPr><w:b/></w:rPr><w:t>ggulasri</w:t></w:r></w:p>`)},
			{"runs around a text box", wening, docx(`<w:p><w:r><w:t>Wening Tan</w:t></w:r><w:r><w:txbxContent><w:p><w:r><w:t>Box</w:t></w:r></w:p></w:txbxContent></w:r><w:r><w:t>ggulasri</w:t></w:r></w:p>`)},
			{"a tab", wening, docx(`<w:p><w:r><w:t>Wening</w:t><w:tab/><w:t>Tanggulasri</w:t></w:r></w:p>`)},
			{"what is deleted in a word", "Wening Tanggulasri", docx(`<w:p><w:r><w:t>Wening Tan</w:t></w:r><w:del><w:r><w:delText>ggu</w:delText></w:r></w:del><w:r><w:t>lasri</w:t></w:r></w:p>`)},
			{"what a deletion leaves", "Wening Tanri", docx(`<w:p><w:r><w:t>Wening Tan</w:t></w:r><w:del><w:r><w:delText>ggulas</w:delText></w:r></w:del><w:r><w:t>ri</w:t></w:r></w:p>`)},
			{"what was before an insertion", "Wening Tanri", docx(`<w:p><w:r><w:t>Wening Tan</w:t></w:r><w:ins><w:r><w:t>ggulas</w:t></w:r></w:ins><w:r><w:t>ri</w:t></w:r></w:p>`)},
			{"who deleted", wening, docx(`<w:p><w:del w:author="` + wening + `"/></w:p>`)},
			{"a description of a picture", wening, docx(`<w:p><w:r><wp:docPr descr="` + wening + `"/></w:r></w:p>`)},
			{"a field", wening, docx(`<w:p><w:r><w:instrText>AUTHOR "` + wening + `"</w:instrText></w:r></w:p>`)},
			{"an attribute of programs", wening, docx(`<w:p w:unknown="` + wening + `"/>`)},
			{"core properties", wening, zipped("[Content_Types].xml", "", "docProps/core.xml", core)},
			{"a part in UTF-16", wening, zipped("[Content_Types].xml", "", "word/document.xml", wide("\ufeff<?xml version=\"1.0\" encoding=\"UTF-16\"?><w:p><w:t>"+wening+"</w:t></w:p>", little))},
			{"a part in Windows-1252", muller, zipped("[Content_Types].xml", "", "word/document.xml", `<?xml version="1.0" encoding="windows-1252"?><w:p><w:t>`+latin1(muller)+"</w:t></w:p>")},
			{"a part that is not well-formed", anh, zipped("[Content_Types].xml", "", "word/document.xml", `<w:p <w:t>`+anh+"</w:t>")},
			{"entities", muller, docx(`<w:p><w:r><w:t>J&#xfc;rgen M&#252;ller</w:t></w:r></w:p>`)},
			{"a picture in it", wening, zipped("[Content_Types].xml", "", "word/media/image1.png", string(png("tEXt", "Author\x00"+wening)))},
			{"a sheet in it", wening, zipped("[Content_Types].xml", "", "word/embeddings/a.xlsx", string(zipped("[Content_Types].xml", "", "xl/sharedStrings.xml", "<sst><si><t>"+wening+"</t></si></sst>")))},
			{"a drawing of Windows in it", anh, zipped("[Content_Types].xml", "", "word/media/image1.emf", string(emf("by", anh)))},
			{"a drawing of Windows, in pieces", wening, zipped("[Content_Types].xml", "", "word/media/image1.emf", string(emf("Wening Tang", "gulasri")))},
			{"an old drawing of Windows in it", muller, zipped("[Content_Types].xml", "", "word/media/image1.wmf", string(wmf("by", latin1(muller))))},
			{"settings of a printer", wening, zipped("[Content_Types].xml", "", "xl/printerSettings/printerSettings1.bin", wide(wening, little)+"\x00\x00\x01\x02")},
		},
		"xlsx": {
			{"runs of a shared string", wening, zipped("[Content_Types].xml", "", "xl/sharedStrings.xml", `<sst><si><r><t>Wening Tan</t></r><r><rPr/><t>ggulasri</t></r></si></sst>`)},
			{"two cells", wening, zipped("[Content_Types].xml", "", "xl/worksheets/sheet1.xml", `<row><c t="s"><v>1</v></c><c t="s"><v>0</v></c></row>`, "xl/sharedStrings.xml", `<sst><si><t>Tanggulasri</t></si><si><t>Wening</t></si></sst>`)},
			{"an inline string", wening, zipped("[Content_Types].xml", "", "xl/worksheets/sheet1.xml", `<c t="inlineStr"><is><t>`+wening+`</t></is></c>`)},
			{"the cache of a pivot table", "Wening", zipped("[Content_Types].xml", "", "xl/pivotCache/pivotCacheDefinition1.xml", `<sharedItems><s v="Wening"/></sharedItems>`)},
			{"somebody who comments", wening, zipped("[Content_Types].xml", "", "xl/persons/person.xml", `<personList><person displayName="`+wening+`" userId="x"/></personList>`)},
		},
		"odt": {
			{"spaces and spans", wening, zipped("mimetype", "x", "content.xml", `<text:p>Wening<text:s/>Tan<text:span>ggu</text:span>lasri</text:p>`)},
			{"what is deleted in a word", wening, zipped("mimetype", "x", "content.xml", `<o><text:changed-region text:id="c"><text:deletion><text:p>ggu</text:p></text:deletion></text:changed-region><text:p>Wening Tan<text:change text:change-id="c"/>lasri</text:p></o>`)},
			{"meta.xml", wening, zipped("mimetype", "x", "meta.xml", `<office:meta><meta:initial-creator>`+wening+`</meta:initial-creator></office:meta>`)},
		},
		"png": {
			{"tEXt", muller, png("tEXt", "Author\x00"+latin1(muller))},
			{"tEXt that is UTF-8", anh, png("tEXt", "Comment\x00"+anh)},
			{"zTXt", muller, png("zTXt", "Author\x00\x00"+deflated(latin1(muller)))},
			{"iTXt", anh, png("iTXt", "Author\x00\x00\x00vi\x00\x00"+anh)},
			{"packed iTXt", anh, png("iTXt", "Author\x00\x01\x00vi\x00\x00"+deflated(anh))},
			{"XMP", anh, png("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+xmp(anh))},
			{"eXIf", muller, png("eXIf", exif(big, "MM", 0x013b, 2, muller))},
			{"EXIF in hexadecimal", wening, png("zTXt", "Raw profile type exif\x00\x00"+deflated(fmt.Sprintf("\nexif\n%8d\n%x\n", 9, "Exif\x00\x00"+exif(little, "II", 0x013b, 2, wening))))},
			{"behind the end", wening, append(png(), wening...)},
			{"an unknown chunk", wening, png("prVt", "\x00\x01"+wening+"\x02")},
		},
		"jpg": {
			{"a comment in Latin-1", muller, jpeg("\xfe", latin1(muller))},
			{"EXIF artist", wening, jpeg("\xe1", "Exif\x00\x00"+exif(big, "MM", 0x013b, 2, wening))},
			{"EXIF author in UTF-16", anh, jpeg("\xe1", "Exif\x00\x00"+exif(little, "II", 0x9c9d, 1, wide(anh, little)))},
			{"EXIF comment", wening, jpeg("\xe1", "Exif\x00\x00"+exif(little, "II", 0x9286, 7, "ASCII\x00\x00\x00"+wening))},
			{"EXIF comment in UTF-16BE", anh, jpeg("\xe1", "Exif\x00\x00"+exif(little, "II", 0x9286, 7, "UNICODE\x00"+wide(anh, big)))},
			{"EXIF notes of a camera", wening, jpeg("\xe1", "Exif\x00\x00"+exif(little, "II", 0x927c, 7, "Canon\x00\x01\x02"+wening+"\x00\x03"))},
			{"IPTC in Latin-1", muller, jpeg("\xed", iptc(latin1(muller)))},
			{"IPTC in UTF-8", anh, jpeg("\xed", iptc(anh))},
			{"IPTC over two segments", anh, jpeg("\xed", iptc(anh)[:40], "\xed", "Photoshop 3.0\x00"+iptc(anh)[40:])},
			{"a resource of Photoshop", wening, jpeg("\xed", "Photoshop 3.0\x008BIM\x04\x21\x00\x00\x00\x00\x00\x26\x00\x01"+wide(wening, big))},
			{"XMP", anh, jpeg("\xe1", "http://ns.adobe.com/xap/1.0/\x00"+xmp(anh))},
			{"XMP over several segments", anh, extendedXMP(anh)},
			{"a second EXIF", wening, jpeg("\xe1", "Exif\x00\x00"+exif(big, "MM", 0x013b, 2, "Somebody"), "\xe1", "Exif\x00\x00"+exif(big, "MM", 0x013b, 2, wening))},
			{"a segment of some program", anh, jpeg("\xeb", anh)},
			{"a second picture behind the end", wening, append(jpeg(), jpeg("\xfe", wening)...)},
		},
		"gif": {
			{"a comment", muller, []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00!\xfe\x07" + latin1(muller)[:7] + string([]byte{byte(len(latin1(muller)) - 7)}) + latin1(muller)[7:] + "\x00;")},
		},
		"mp3": {
			{"ID3v1", muller, append([]byte("\xff\xfb\x90\x00TAGTitle"+strings.Repeat("\x00", 25)), latin1(muller)+strings.Repeat("\x00", 95-len(latin1(muller)))...)},
			{"ID3v2.2 in Latin-1", muller, id3(2, 0, frame2("TP1", "\x00"+latin1(muller)))},
			{"ID3v2.2 in UTF-16", anh, id3(2, 0, frame2("COM", "\x01eng\xff\xfe\x00\x00\xff\xfe"+wide(anh, little)))},
			{"ID3v2.3 in UTF-16BE with a mark", anh, id3(3, 0, frame3("TPE1", 0, "\x01\xfe\xff"+wide(anh, big)))},
			{"ID3v2.3 unsynchronised", anh, id3(3, 0x80, frame3("TPE1", 0, "\x01\xff\x00\xfe"+wide(anh, little))[:7]+string([]byte{byte(len(wide(anh, little)) + 3)})+"\x00\x00\x01\xff\x00\xfe"+wide(anh, little))},
			{"ID3v2.4 unsynchronised", anh, id3(4, 0x80, frame3("TPE1", 2, "\x01\xff\x00\xfe"+wide(anh, little)))},
			{"ID3v2.4 packed", anh, id3(4, 0, frame3("TPE1", 0x09, "\x00\x00\x00\x10"+deflated("\x03"+anh)))},
			{"ID3v2.3 behind an extended header", anh, id3(3, 0x40, "\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00"+frame3("TPE1", 0, "\x01\xff\xfe"+wide(anh, little)))},
			{"a chapter", anh, id3(4, 0, frame3("CHAP", 0, "c1\x00"+strings.Repeat("\x00", 16)+frame3("TIT2", 0, "\x03"+anh)))},
			{"a tag behind the sound", anh, append([]byte("\xff\xfb\x90\x00"), tailed(frame3("TPE1", 0, "\x03"+anh))...)},
			{"private data", wening, id3(3, 0, frame3("PRIV", 0, "program\x00"+wening+"\x01"))},
			{"APE", anh, append([]byte("\xff\xfb\x90\x00"), "\x13\x00\x00\x00\x00\x00\x00\x00Artist\x00"+anh+"APETAGEX\xd0\x07\x00\x00"+string([]byte{byte(32 + 15 + len(anh))})+"\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"...)},
		},
		"mp4": {
			{"iTunes in UTF-16", anh, film(isoBox("moov", isoBox("udta", isoBox("meta", "\x00\x00\x00\x00"+isoBox("hdlr", strings.Repeat("\x00", 24))+isoBox("ilst", isoBox("\xa9ART", isoBox("data", "\x00\x00\x00\x02\x00\x00\x00\x00"+wide(anh, big))))))))},
			{"a picture of a sleeve", wening, film(isoBox("moov", isoBox("udta", isoBox("meta", "\x00\x00\x00\x00"+isoBox("hdlr", strings.Repeat("\x00", 24))+isoBox("ilst", isoBox("covr", isoBox("data", "\x00\x00\x00\x0d\x00\x00\x00\x00"+string(jpeg("\xfe", wening)))))))))},
			{"a key of QuickTime", anh, film(isoBox("moov", isoBox("meta", isoBox("hdlr", strings.Repeat("\x00", 24))+isoBox("keys", "\x00\x00\x00\x00\x00\x00\x00\x01"+isoBox("mdta", "com.apple.quicktime.author"))+isoBox("ilst", isoBox("\x00\x00\x00\x01", isoBox("data", "\x00\x00\x00\x01\x00\x00\x00\x00"+anh))))))},
			{"a field of 3GPP", anh, film(isoBox("moov", isoBox("udta", isoBox("auth", "\x00\x00\x00\x00\x15\xc7"+anh+"\x00"))))},
			{"XMP", anh, film(isoBox("uuid", "\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac"+xmp(anh)))},
			{"what was freed", wening, film(isoBox("free", "\x00\x01"+wening))},
		},
		"svg": {
			{"pieces of a text", wening, []byte(`<svg xmlns="http://www.w3.org/2000/svg"><text>Wening Tan<tspan dx="1">ggulasri</tspan></text></svg>`)},
			{"a title in UTF-16", anh, []byte(wide("\ufeff<?xml version=\"1.0\" encoding=\"utf-16\"?><svg><title>"+anh+"</title></svg>", big))},
			{"a picture in it", anh, []byte(`<svg><image href="` + dataURL("image/png", png("iTXt", "Author\x00\x00\x00\x00\x00"+anh)) + `"/></svg>`)},
			{"a picture in a style", wening, []byte(`<svg><style>rect{fill:url(` + dataURL("image/jpeg", jpeg("\xfe", wening)) + `)}</style></svg>`)},
			{"metadata", wening, []byte(`<svg><metadata><dc:creator>` + wening + `</dc:creator></metadata></svg>`)},
			{"a comment", wening, []byte(`<svg><!-- ` + wening + ` --></svg>`)},
		},
	}
	for format, places := range tests {
		for _, m := range places {
			t.Run(format+"/"+m.place, func(t *testing.T) { expect(t, "a."+format, m.data, m.name) })
		}
	}
}

// A field that says who made a file is told apart from what the file says.
// A mark of UTF-16 and a letter look like the beginning of a sound.
func TestTextsInUTF16BeginWithAnyLetter(t *testing.T) {
	for letter := '!'; letter < 0x250; letter++ {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			expect(t, "a.txt", []byte(wide("\ufeff"+string(letter)+" "+anh, order)), anh)
		}
	}
}

func TestAuthorsAreMarked(t *testing.T) {
	for file, author := range map[string]string{
		"doc.docx": "Ines Authorsen", "doc.odt": "Ines Authorsen", "doc.pdf": "Ines Authorsen", "pic.png": "Ada Artistsen",
		"photo.jpg": "Otto Ownersen", "pic.webp": "Xenia Creatorsen", "v23-utf16.mp3": anh, "film.mp4": anh, "sheet.xlsx": "Carla Commentersen",
	} {
		texts := read(file, fixture(t, file)).Texts
		marked := slices.IndexFunc(texts, func(text attachment.Text) bool { return text.Author && text.Value == author })
		if marked < 0 {
			t.Errorf("%s: %s is no author in %+v", file, author, texts)
		}
		if i := slices.IndexFunc(texts, func(text attachment.Text) bool { return text.Author && strings.Contains(text.Value, wening) }); i >= 0 && file != "v23-utf16.mp3" {
			t.Errorf("%s: %+v is an author", file, texts[i])
		}
	}
}

func TestWhereIsSaid(t *testing.T) {
	inner := docx("<w:p><w:r><w:t>" + wening + "</w:t></w:r></w:p>")
	for where, file := range map[string][]byte{
		"word/document.xml":             inner,
		"old/b.docx, word/document.xml": zipped("old/b.docx", string(inner)),
		"page 1":                        pdfOf(shown(wening), helvetica),
		"tEXt, Author":                  png("tEXt", "Author\x00"+wening),
	} {
		texts := read("x", file).Texts
		if !slices.ContainsFunc(texts, func(text attachment.Text) bool { return text.Where == where && strings.Contains(text.Value, wening) }) {
			t.Errorf("nothing in %q: %+v", where, texts)
		}
	}
}

func TestWhatCannotBeOpenedIsSaid(t *testing.T) {
	encryptedODF := zipped("mimetype", "x", "META-INF/manifest.xml", "<m><manifest:encryption-data/></m>", "content.xml", "\x01\x02\x03")
	compound := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), wide("EncryptedPackage", binary.LittleEndian)...)
	oldDocument := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00"), wening...)
	cut := fixture(t, "doc.docx")[:5000]
	tests := []struct {
		name string
		data []byte
		want attachment.Refusal
	}{
		{"an encrypted PDF", fixture(t, "encrypted.pdf"), attachment.Refusal{Reason: attachment.Encrypted}},
		{"an encrypted archive", fixture(t, "encrypted.zip"), attachment.Refusal{Where: "a.txt", Reason: attachment.Encrypted}},
		{"an encrypted document of Office", compound, attachment.Refusal{Reason: attachment.Encrypted}},
		{"an encrypted document of LibreOffice", encryptedODF, attachment.Refusal{Reason: attachment.Encrypted}},
		{"an encrypted frame", id3(4, 0, frame3("TPE1", 0x04, "\x00x")), attachment.Refusal{Where: "ID3", Reason: attachment.Encrypted}},
		{"a document of an older Office", oldDocument, attachment.Refusal{Reason: attachment.UnknownFormat}},
		{"a program", []byte("\x7fELF\x02\x01\x01\x00\x00\xff\x80\x00"), attachment.Refusal{Reason: attachment.UnknownFormat}},
		{"a program in an archive", zipped("bin/a", "\x7fELF\x02\x01\x01\x00\x00\xff\x80\x00"), attachment.Refusal{Where: "bin/a", Reason: attachment.UnknownFormat}},
		{"a cut document", cut, attachment.Refusal{Reason: attachment.Damaged}},
		{"a cut PDF", pdfOf(shown(wening), helvetica)[:220], attachment.Refusal{Reason: attachment.Damaged}},
		{"a cut PNG", fixture(t, "pic.png")[:100], attachment.Refusal{Reason: attachment.Damaged}},
		{"a cut JPEG", fixture(t, "photo.jpg")[:1000], attachment.Refusal{Reason: attachment.Damaged}},
		{"a cut GIF", fixture(t, "pic.gif")[:900], attachment.Refusal{Reason: attachment.Damaged}},
		{"a cut film", fixture(t, "film.mp4")[:1200], attachment.Refusal{Reason: attachment.Damaged}},
		{"a cut WebM", fixture(t, "film.webm")[:500], attachment.Refusal{Reason: attachment.Damaged}},
		{"a cut WebP", fixture(t, "pic.webp")[:1000], attachment.Refusal{Reason: attachment.Damaged}},
		{"a cut ID3", fixture(t, "v23-utf16.mp3")[:30], attachment.Refusal{Where: "ID3", Reason: attachment.Damaged}},
		{"EXIF in EXIF without end", []byte(nestedEXIF(20)), attachment.Refusal{Where: "TIFF" + strings.Repeat(", EXIF", 8), Reason: attachment.TooDeep}},
		{"a font without characters", pdfOf(show("<00010002> Tj"), "<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<<>>]>>"), attachment.Refusal{Reason: attachment.NoCharacters}},
		{"a character in a word that is not known", pdfOf(show("<0041> Tj <00ff> Tj <0041> Tj"), "<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</DW 500>>]/ToUnicode 6 0 R>>", stream("", "1 beginbfrange <0041> <0042> <0041> endbfrange")), attachment.Refusal{Reason: attachment.NoCharacters}},
		{"an unknown filter", pdfOf(stream("/Filter/Unheard", "x"), helvetica), attachment.Refusal{Reason: attachment.UnknownFormat}},
	}
	for _, test := range tests {
		if c := read("x", test.data); c.Opened() || !slices.Contains(c.Refusals, test.want) {
			t.Errorf("%s: refused %+v, not %+v", test.name, c.Refusals, test.want)
		}
	}
}

// Formats that have nothing to say are no riddles.
func TestHarmlessFilesAreOpened(t *testing.T) {
	for name, data := range map[string][]byte{
		"clean.jpg": fixture(t, "clean.jpg"), "clean.png": fixture(t, "clean.png"), "empty.txt": nil, "font.woff2": []byte("wOF2\x00\x01\x00\x00"),
		"sound.mp3": []byte("\xff\xfb\x90\x00\x00\x00\x00\x00"), "text.txt": []byte("Hello"), "empty.zip": []byte("PK\x05\x06" + strings.Repeat("\x00", 18)),
	} {
		c := read(name, data)
		if !c.Opened() || c.Positions != nil || name != "text.txt" && len(c.Texts) > 0 {
			t.Errorf("%s: %+v", name, c)
		}
	}
}

// Files that grow when they are opened are refused, and soon.
func TestBombsAreRefused(t *testing.T) {
	zeros := strings.Repeat("\x00", 64<<20)
	bomb := zipped("zeros.txt", zeros)
	nest := zipped("a.txt", "x")
	for range 10 {
		nest = zipped("a.zip", string(nest))
	}
	many := make([]string, 0, 30_000)
	for i := range 15_000 {
		many = append(many, fmt.Sprint(i), "")
	}
	var shared strings.Builder
	shared.WriteString("<row>")
	for range 100_000 {
		shared.WriteString(`<c t="s"><v>0</v></c>`)
	}
	copies := zipped("[Content_Types].xml", "", "xl/sharedStrings.xml", "<sst><si><t>"+strings.Repeat("long ", 20_000)+"</t></si></sst>", "xl/worksheets/sheet1.xml", shared.String())
	tests := []struct {
		name   string
		data   []byte
		reason attachment.Reason
	}{
		{"zeros in an archive", bomb, attachment.TooLarge},
		{"zeros in a PDF", pdfOf(stream("/Filter/FlateDecode", deflated(zeros)), helvetica), attachment.TooLarge},
		{"zeros twice in a PDF", pdfOf(stream("/Filter[/FlateDecode/FlateDecode]", deflated(deflated(zeros))), helvetica), attachment.TooLarge},
		{"zeros in a PNG", png("zTXt", "a\x00\x00"+deflated(zeros)), attachment.TooLarge},
		{"zeros in a song", id3(4, 0, frame3("TPE1", 0x09, "\x00\x00\x00\x00"+deflated(zeros))), attachment.TooLarge},
		{"archives in archives", nest, attachment.TooDeep},
		{"a host of files", zipped(many...), attachment.TooMany},
		{"a string in many cells", copies, attachment.TooLarge},
	}
	for _, test := range tests {
		start := time.Now()
		c := read("x", test.data)
		if !slices.ContainsFunc(c.Refusals, func(r attachment.Refusal) bool { return r.Reason == test.reason }) {
			t.Errorf("%s: refused %+v, not as %s", test.name, c.Refusals, test.reason)
		}
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%s took %v", test.name, took)
		}
	}
}

// What is nested or left open without end costs no more than it is long.
func TestCostIsLinear(t *testing.T) {
	const n = 2 << 20
	for name, data := range map[string][]byte{
		"brackets in a PDF":          pdf(strings.Repeat("[", n)),
		"dictionaries in a PDF":      pdf(strings.Repeat("<<", n)),
		"open strings in a PDF":      pdf(strings.Repeat("1 0 obj (", n/8)),
		"open streams in a PDF":      pdf(strings.Repeat("1 0 obj <<>> stream ", n/16)),
		"trailers in a PDF":          pdf(strings.Repeat("trailer<<", n/8)),
		"open pictures in a PDF":     pdfOf(stream("", strings.Repeat("BI ID ", n/6)), helvetica),
		"saved states in a PDF":      pdfOf(stream("", strings.Repeat("q ", n/2)), helvetica),
		"content that is used again": pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Page/MediaBox[0 0 1 1]/Contents["+strings.Repeat("3 0 R ", 100_000)+"]>>", stream("", strings.Repeat("BT (x) Tj ET ", 1000))),
		"elements":                   docx(strings.Repeat("<w:p>", n/5)),
		"addresses in a drawing":     []byte("<svg>" + strings.Repeat("data:,", n/6)),
		"tags of a song":             bytes.Repeat([]byte("ID3\x03\x00\x00\x00\x00\x00\x00"), n/10),
		"boxes":                      append([]byte("\x00\x00\x00\x0cftypavif"), bytes.Repeat([]byte("\x00\x00\x00\x08moov"), n/8)...),
		"elements of a film":         append([]byte("\x1a\x45\xdf\xa3\x80"), bytes.Repeat([]byte("\x1f\x43\xb6\x75\xff"), n/5)...),
		"a value of many fields":     []byte(manyFields(3000, n)),
		"samples that overlap":       film(isoBox("moov", isoBox("trak", isoBox("hdlr", strings.Repeat("\x00", 8)+"text"+strings.Repeat("\x00", 12))+isoBox("stsz", "\x00\x00\x00\x00\x00\x10\x00\x00\xff\xff\xff\xff")+isoBox("stsc", "\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01")+isoBox("stco", strings.Repeat("\x00", n/4)))), isoBox("mdat", strings.Repeat("\xff\x00", n))),
		"places of nothing":          film(isoBox("meta", "\x00\x00\x00\x00"+isoBox("hdlr", strings.Repeat("\x00", 24))+isoBox("iinf", "\x00\x00\x00\x00\x00\x01"+isoBox("infe", "\x02\x00\x00\x00\x00\x00\x00\x00Exif\x00\x00"))+isoBox("iloc", "\x00\x00\x00\x00\x00\x00\xff\xff"+strings.Repeat("\x00\x00\x00\x00\xff\xff", n/6)))),
		"ranges of characters":       pdfOf(show("<0001> Tj"), "<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</W["+strings.Repeat("0 65535 1 ", 80_000)+"]>>]/ToUnicode 6 0 R>>", stream("", strings.Repeat("1 beginbfrange <0000> <ffff> <0041> endbfrange ", n/50))),
		"pages of many parts":        pdf(append([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Kids[]>>", "[" + strings.Repeat("4 0 R ", 20_000) + "]", stream("", "BT ET")}, strings.Split(strings.Repeat("<</Type/Page/Contents 3 0 R>>\n", 20_000), "\n")...)...),
		"segments of a picture":      append([]byte("\xff\xd8"), bytes.Repeat([]byte("\xff\xfe\x00\x03a"), n/5)...),
		"fields with one value":      append([]byte("\xff\xd8\xff\xd9"), bytes.Repeat([]byte("\xff"), n)...),
	} {
		start := time.Now()
		read("x", data)
		if took := time.Since(start); took > 30*time.Second {
			t.Errorf("%s took %v for %d bytes", name, took, len(data))
		}
	}
}

// tailed makes a tag that stands behind the sound, with a footer.
func tailed(frames string) []byte {
	tag := id3(4, 0x10, frames)
	return append(tag, "3DI"+string(tag[3:10])...)
}

// A picture whose position is zeros says nothing of where somebody was.
func TestPositions(t *testing.T) {
	little := binary.LittleEndian
	gps := func(latitude string) []byte {
		directory := exif(little, "II", 0x8825, 4, "")
		directory = directory[:14] + "\x01\x00\x00\x00\x1a\x00\x00\x00" + directory[22:]
		return jpeg("\xe1", "Exif\x00\x00"+directory+"\x01\x00\x02\x00\x05\x00\x03\x00\x00\x00\x2c\x00\x00\x00\x00\x00\x00\x00"+latitude)
	}
	for name, test := range map[string]struct {
		data []byte
		want string
	}{
		"degrees":            {gps(strings.Repeat("\x34\x00\x00\x00\x01\x00\x00\x00", 3)), "EXIF"},
		"zeros":              {gps(strings.Repeat("\x00", 24)), ""},
		"XMP":                {png("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00<rdf:Description exif:GPSLatitude='52,30N'/>"), "XMP"},
		"QuickTime":          {film(isoBox("moov", isoBox("udta", isoBox("\xa9xyz", "\x00\x12\x15\xc7+27.5916+086.5640/")))), "©xyz"},
		"a key of QuickTime": {film(isoBox("moov", isoBox("meta", isoBox("hdlr", strings.Repeat("\x00", 24))+isoBox("keys", "\x00\x00\x00\x00\x00\x00\x00\x01"+isoBox("mdta", "com.apple.quicktime.location.ISO6709"))+isoBox("ilst", isoBox("\x00\x00\x00\x01", isoBox("data", "\x00\x00\x00\x01\x00\x00\x00\x00+52+013/")))))), "com.apple.quicktime.location.ISO6709"},
		"in an archive":      {zipped("a.jpg", string(gps(strings.Repeat("\x34\x00\x00\x00\x01\x00\x00\x00", 3)))), "a.jpg, EXIF"},
	} {
		if at := strings.Join(read("x", test.data).Positions, "; "); at != test.want {
			t.Errorf("%s: positions are in %q, not %q", name, at, test.want)
		}
	}
}

// manyFields makes EXIF whose fields all have the same value.
func manyFields(fields, size int) string {
	little := binary.LittleEndian
	out := []byte("II*\x00\x08\x00\x00\x00")
	out = little.AppendUint16(out, uint16(fields))
	for range fields {
		out = append(out, "\x7c\x92\x07\x00"...)
		out = little.AppendUint32(out, uint32(size))
		out = little.AppendUint32(out, uint32(10+12*fields))
	}
	return string(out) + strings.Repeat("\x00", size)
}

// nestedEXIF makes EXIF in resources of Photoshop in EXIF.
func nestedEXIF(depth int) string {
	little := binary.LittleEndian
	head := string(exif(little, "II", 0x8649, 7, ""))
	var out strings.Builder
	for left := depth; left > 0; left-- {
		size := uint32(left * (26 + 12))
		out.WriteString(head[:14] + string(little.AppendUint32(nil, size)) + head[18:])
		out.WriteString("8BIM\x04\x22\x00\x00" + string(binary.BigEndian.AppendUint32(nil, size-12)))
	}
	return out.String() + strings.Repeat("\x00", 40)
}

func commented(comment string) []byte {
	data := zipped("a.txt", "x")
	data[len(data)-2] = byte(len(comment))
	return append(data, comment...)
}

// A film is passed by: what it costs to read does not depend on its length.
func BenchmarkRead(b *testing.B) {
	film, err := os.ReadFile("testdata/film.mp4")
	if err != nil {
		b.Fatal(err)
	}
	size := 200 << 20
	film = binary.BigEndian.AppendUint32(film, uint32(size))
	film = append(append(film, "mdat"...), make([]byte, size-8)...)
	b.Run("film of 200 MB", func(b *testing.B) {
		for b.Loop() {
			attachment.Read("film.mp4", film, attachment.DefaultLimits())
		}
	})
	for _, name := range []string{"doc.docx", "sheet.xlsx", "doc.pdf", "page.pdf", "photo.jpg"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				attachment.Read(name, data, attachment.DefaultLimits())
			}
		})
	}
}
