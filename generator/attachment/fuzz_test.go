package attachment_test

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"mentorbook/generator/attachment"
)

// tight limits let the fuzzer reach them.
var tight = attachment.Limits{Unpacked: 1 << 20, Ratio: 100, Entries: 50, Depth: 3}

// seeds adds the fixtures with these endings.
func seeds(f *testing.F, endings ...string) {
	for _, ending := range endings {
		names, err := filepath.Glob("testdata/*." + ending)
		if err != nil || len(names) == 0 {
			f.Fatalf("no fixtures end in %s: %v", ending, err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
}

// holds checks what is true of whatever is read.
func holds(t *testing.T, name string, data []byte) {
	copied := bytes.Clone(data)
	content := attachment.Read(name, data, tight)
	if !bytes.Equal(data, copied) {
		t.Fatal("the data was changed")
	}
	size := 0
	for _, text := range content.Texts {
		size += len(text.Value)
		if !utf8.ValidString(text.Value) || !utf8.ValidString(text.Where) {
			t.Fatalf("%q in %q is not UTF-8", text.Value, text.Where)
		}
		if text.Value == "" || text.Ending == "" {
			t.Fatalf("text %+v lacks something", text)
		}
	}
	if size > tight.Unpacked {
		t.Fatalf("texts of %d bytes", size)
	}
	if again := attachment.Read(name, data, tight); !reflect.DeepEqual(content, again) {
		t.Fatalf("read %+v, then %+v", content, again)
	}
}

// begun runs a target over data that begins like the format, so that no time is
// lost on what another reader reads.
func begun(f *testing.F, magic string) {
	f.Fuzz(func(t *testing.T, data []byte) {
		if !bytes.HasPrefix(data, []byte(magic)) {
			data = append([]byte(magic), data...)
		}
		holds(t, "x", data)
	})
}

func FuzzZip(f *testing.F) {
	seeds(f, "docx", "xlsx", "odt", "zip")
	f.Add(zipped("a.txt", "one", "b/c.zip", string(zipped("d.csv", "two"))))
	begun(f, "PK\x03\x04")
}

func FuzzOffice(f *testing.F) {
	f.Add("word/document.xml", []byte(`<w:document><w:p><w:r><w:t>Sa</w:t></w:r><w:del w:author="x y"><w:r><w:delText>ri</w:delText></w:r></w:del></w:p></w:document>`))
	f.Add("content.xml", []byte(`<a><text:changed-region xml:id="c"><text:deletion><text:p>ri</text:p></text:deletion></text:changed-region><text:p>Sa<text:change text:change-id="c"/></text:p></a>`))
	f.Add("xl/worksheets/sheet1.xml", []byte(`<sheetData><row><c t="s"><v>1</v></c><c t="inlineStr"><is><t>x</t></is></c></row></sheetData>`))
	f.Add("docProps/core.xml", []byte(`<?xml version="1.0" encoding="windows-1252"?><cp:coreProperties><dc:creator>J`+"\xfc"+`rgen</dc:creator></cp:coreProperties>`))
	f.Fuzz(func(t *testing.T, part string, data []byte) {
		part = strings.TrimRight(part, "/") // a folder has no content
		kind := "[Content_Types].xml"
		if part == "content.xml" {
			kind = "mimetype"
		}
		holds(t, "x.docx", zipped(kind, "<Types/>", "xl/sharedStrings.xml", "<sst><si><t>a</t></si><si><t>b</t></si></sst>", part, string(data)))
	})
}

func FuzzPDF(f *testing.F) {
	seeds(f, "pdf")
	for _, c := range pdfCases() {
		f.Add(c.data)
	}
	begun(f, "%PDF-")
}

func FuzzPDFPage(f *testing.F) {
	f.Add([]byte("BT /F1 12 Tf 1 0 0 1 72 720 Tm (Sa) Tj [(r) -20 (i)] TJ T* (x) ' ET BI /W 1 ID \x00 EI"), []byte("1 beginbfchar <41> <0053> endbfchar 1 beginbfrange <00> <ff> <0041> endbfrange"))
	f.Add([]byte("/Span<</ActualText(Sa)>>BDC /F1 12 Tf 0 1 -1 0 9 9 Tm <80> Tj EMC /X1 Do q .8 .6 -.6 .8 1 1 cm BT (\xa8) Tj 0 0 Td (u) Tj /F1 40 Tf (S) Tj 20 30 Td ET Q"), []byte("1 beginbfchar <41> <d835dde6> endbfchar"))
	f.Fuzz(func(t *testing.T, content, characters []byte) { holds(t, "x.pdf", pdfPage(content, characters)) })
}

func FuzzPNG(f *testing.F) {
	seeds(f, "png")
	f.Add(png("\xd7IDA", "a chunk with a name that is no text"))
	begun(f, "\x89PNG\r\n\x1a\n")
}

func FuzzJPEG(f *testing.F) { seeds(f, "jpg"); begun(f, "\xff\xd8\xff") }
func FuzzGIF(f *testing.F) {
	seeds(f, "gif")
	f.Add([]byte("GIF89a\x08\x00\x08\x00\x00\x00\x00!\xff\x00XMP DataXMP"))
	begun(f, "GIF89a")
}

func FuzzWebP(f *testing.F)     { seeds(f, "webp"); begun(f, "RIFF") }
func FuzzEXIF(f *testing.F)     { seeds(f, "tif"); begun(f, "II*\x00") }
func FuzzISOMedia(f *testing.F) { seeds(f, "mp4", "m4a", "avif"); begun(f, "\x00\x00\x00\x0cftyp") }
func FuzzMatroska(f *testing.F) { seeds(f, "webm"); begun(f, "\x1a\x45\xdf\xa3") }
func FuzzID3(f *testing.F)      { seeds(f, "mp3"); begun(f, "ID3") }

func FuzzMetafile(f *testing.F) {
	f.Add(emf("Sa", "ri"))
	f.Add(wmf("Sa", "ri"))
	begun(f, "\x01\x00")
}

func FuzzText(f *testing.F) {
	for _, text := range textCases() {
		f.Add(text.data)
	}
	f.Fuzz(func(t *testing.T, data []byte) { holds(t, "x.csv", data) })
}

func FuzzSVG(f *testing.F) {
	f.Add([]byte(`<svg xmlns="http://www.w3.org/2000/svg"><text>Sa<tspan>ri</tspan></text><image href="data:image/png;base64,iVBORw0KGgo="/></svg>`))
	f.Add([]byte("<svg><!DOCTYPE \xd9ext>"))
	begun(f, "<svg ")
}
