package table

import (
	"archive/zip"
	"bytes"
	"path"
	"slices"
	"strings"
)

// format is what a file is by its content.
type format uint8

const (
	csvFile format = iota
	xlsxFile
)

// asXLSX is what to do with most files that are no table.
const asXLSX = "open it in the program that it is from and save it as .xlsx or .csv"

// recognise tells a CSV from a workbook, and refuses everything else.
func recognise(name string, data []byte) (format, error) {
	switch {
	case len(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))) == 0:
		return 0, refuse("export it anew", "%s is empty", name)
	case bytes.HasPrefix(data, []byte("PK")) && len(data) > 3 && data[2] < 9:
		return xlsxFile, recogniseZIP(name, data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return 0, recogniseOLE(name, data)
	}
	for _, other := range others {
		if bytes.HasPrefix(other.head(data), []byte(other.begins)) {
			return 0, refuse(other.hint, "%s is %s, not a table", name, other.is)
		}
	}
	return csvFile, nil
}

// others are formats that are met under the names of tables.
var others = [...]struct {
	begins, is, hint string
	head             func([]byte) []byte
}{
	{"%PDF-", "a PDF", "ask for the table that it was made of, as .xlsx or .csv", asIs},
	{"{\\rtf", "a text document (RTF)", asXLSX, asIs},
	{"\x09\x08\x10\x00", "an Excel file of the nineties", "open it and save it as .xlsx", asIs},
	{"\x09\x04\x06\x00", "an Excel file of the nineties", "open it and save it as .xlsx", asIs},
	{"ID;P", "a SYLK file", asXLSX, asIs},
	{"\x1f\x8b", "compressed (gzip)", "unpack it first", asIs},
	{"7z\xbc\xaf", "an archive (7z)", "unpack it first", asIs},
	{"Rar!", "an archive (RAR)", "unpack it first", asIs},
	{"\x89PNG", "a picture", "ask for the table itself, as .xlsx or .csv", asIs},
	{"\xff\xd8\xff", "a picture", "ask for the table itself, as .xlsx or .csv", asIs},
	{"SQLite format 3", "a database", "export the table as .csv", asIs},
	{"\xff\xfe\x00\x00", "a text in UTF-32", "save it as \"CSV UTF-8\"", asIs},
	{"\x00\x00\xfe\xff", "a text in UTF-32", "save it as \"CSV UTF-8\"", asIs},
	{"<!doctype html", "a web page", "open it in Excel or LibreOffice and save it as .xlsx", visible},
	{"<html", "a web page", "open it in Excel or LibreOffice and save it as .xlsx", visible},
	{"<table", "a web page", "open it in Excel or LibreOffice and save it as .xlsx", visible},
	{"<meta", "a web page", "open it in Excel or LibreOffice and save it as .xlsx", visible},
	{"<?xml", "an XML file", "open it in Excel or LibreOffice and save it as .xlsx", visible},
	{"mime-version:", "a web page in one file (MHTML)", "open it in Excel and save it as .xlsx", visible},
	{"begin:vcard", "a list of contacts (vCard)", "export the contacts as .csv", visible},
}

func asIs(data []byte) []byte { return data }

// visible returns what a text begins with, in lower case, in whatever encoding.
func visible(data []byte) []byte {
	data = bytes.ReplaceAll(data[:min(len(data), 256)], []byte{0}, nil)
	return bytes.ToLower(bytes.TrimLeft(data, " \t\r\n\xef\xbb\xbf\xff\xfe"))
}

// sayFormat notes where a file is something else than its name says.
func (g *grid) sayFormat(is format) {
	ending := strings.ToLower(path.Ext(g.name))
	switch {
	case is == xlsxFile && !strings.HasPrefix(ending, ".xls") && !strings.HasPrefix(ending, ".xlt"):
		g.notef(0, 0, "the file is an Excel workbook by its content, and was read as one")
	case is == csvFile && !slices.Contains([]string{".csv", ".tsv", ".tab", ".txt"}, ending):
		g.notef(0, 0, "the file is a CSV by its content, and was read as one")
	}
}

// recogniseZIP refuses archives that are no workbook.
func recogniseZIP(name string, data []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return refuse("download or export it anew", "%s is cut off or damaged: its list of parts cannot be read", name)
	}
	is, hint := "an archive (ZIP)", "unpack it first"
	for _, part := range archive.File {
		switch p := strings.ToLower(part.Name); {
		case p == "xl/workbook.xml":
			return nil
		case p == "xl/workbook.bin":
			is, hint = "a binary Excel workbook (.xlsb)", "open it and save it as .xlsx"
		case p == "word/document.xml":
			is, hint = "a Word document", "copy its table into a spreadsheet and save that as .xlsx"
		case p == "ppt/presentation.xml":
			is, hint = "a presentation", "copy its table into a spreadsheet and save that as .xlsx"
		case p == "mimetype":
			is, hint = "an OpenDocument file (.ods)", "open it and save it as .xlsx or .csv"
		case path.Ext(p) == ".iwa", p == "index.zip", strings.HasPrefix(p, "index/"):
			is, hint = "a Numbers document", "choose File, Export To, Excel in Numbers"
		case p == "[content_types].xml" && is == "an archive (ZIP)":
			is, hint = "an Office document without a workbook", asXLSX
		}
	}
	return refuse(hint, "%s is %s, which cannot be read", name, is)
}

// recogniseText refuses what would be text, but is none.
func (g *grid) recogniseText(text []byte) error {
	begin, controls := text[:min(len(text), 4096)], 0
	for _, b := range begin {
		if b < ' ' && !bytes.ContainsRune([]byte("\t\n\v\f\r"), rune(b)) {
			controls++
		}
	}
	if controls*10 > len(begin) {
		return refuse(asXLSX, "%s is no text and no workbook", g.name)
	}
	return nil
}

// recogniseOLE says what a compound file is: all of them are refused.
func recogniseOLE(name string, data []byte) error {
	switch {
	case bytes.Contains(data, wide("EncryptedPackage")):
		return refuse("open it with the password and save it without one", "%s is protected with a password", name)
	case bytes.Contains(data, wide("Workbook")), bytes.Contains(data, wide("Book")):
		return refuse("open it and save it as .xlsx", "%s is an old Excel file (.xls), which cannot be read", name)
	}
	return refuse(asXLSX, "%s is an old Office file, which cannot be read", name)
}

// wide returns an ASCII text in UTF-16, as compound files name their parts.
func wide(text string) []byte {
	out := make([]byte, 0, 2*len(text))
	for _, b := range []byte(text) {
		out = append(out, b, 0)
	}
	return out
}
