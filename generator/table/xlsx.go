package table

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// The limits of what a workbook unpacks to.
const (
	maxUnpacked = 256 << 20
	maxParts    = 10_000
)

// workbook is an XLSX file that is being read.
//
// excelize knows strings and number formats: what a person sees in a cell. It
// says nothing of what it skips, though: XML that breaks off ends its rows, a
// part that does not unpack is a shorter part, cells out of order move. So every
// part is unpacked and every sheet parsed beside it, row by row; that parser says
// of what kind a cell is, and refuses what excelize would pass over.
type workbook struct {
	*grid
	file     *excelize.File
	parts    map[string]*zip.File // by name in lower case
	sheets   []sheet
	date1904 bool
	formats  []numberFormat // by style
}

// sheet is one sheet of a workbook.
type sheet struct {
	name, path string
	hidden     bool
}

// readXLSX reads one sheet of a workbook.
func (g *grid) readXLSX(data []byte, wanted string) (err error) {
	defer func() {
		if r := recover(); r != nil { // excelize trusts what sheets refer to
			err = g.damaged("it refers to parts that it does not have")
		}
	}()
	b := &workbook{grid: g, parts: map[string]*zip.File{}}
	if err := b.unpack(data); err != nil {
		return err
	}
	b.file, err = excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, // one limit: nothing is unpacked to the disk
	})
	if err != nil {
		return g.damaged("its list of sheets, its strings or its formats cannot be read")
	}
	defer b.file.Close()
	if err := b.open(); err != nil {
		return err
	}
	chosen, err := b.choose(wanted)
	if err != nil {
		return err
	}
	g.sheet = chosen.name
	return b.readSheet(chosen)
}

func (g *grid) damaged(format string, args ...any) error {
	return refuse("open it in Excel or LibreOffice, save it anew, and try that", "%s is damaged: %s", g.name, fmt.Sprintf(format, args...))
}

// unpack looks at every part once: whether it unpacks, to how much, and whether
// it would have readers load something else.
func (b *workbook) unpack(data []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return b.damaged("its list of parts cannot be read")
	}
	if len(archive.File) > maxParts {
		return refuse("do not open it: no spreadsheet writes such files", "%s has %d parts; a workbook can have %d", b.name, len(archive.File), maxParts)
	}
	left := uint64(maxUnpacked)
	for _, part := range archive.File {
		if part.UncompressedSize64 > left {
			return refuse("leave out sheets and pictures; if it is small and not from you, do not open it", "%s unpacks to more than %d MB", b.name, maxUnpacked>>20)
		}
		left -= part.UncompressedSize64
	}
	for _, part := range archive.File {
		if err := b.unpackPart(part); err != nil {
			return err
		}
	}
	return nil
}

func (b *workbook) unpackPart(part *zip.File) error {
	name := strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/"))
	switch {
	case b.ctx.Err() != nil:
		return b.ctx.Err()
	case path.IsAbs(name) || slices.Contains(strings.Split(name, "/"), ".."):
		return refuse("do not open it: no spreadsheet writes such files", "%s has a part whose path leads out of it", b.name)
	case b.parts[name] != nil:
		return b.damaged("it has two parts of one name")
	}
	b.parts[name] = part
	if ext := path.Ext(name); ext != ".xml" && ext != ".rels" {
		return nil
	}
	typed, err := hasDocumentType(part)
	switch {
	case err != nil:
		return b.damaged("%s does not unpack", part.Name)
	case typed:
		return refuse("do not open it: no spreadsheet writes such files", "%s has an XML document type, which can be made to fill a computer", b.name)
	}
	return nil
}

// hasDocumentType unpacks a part and reports whether it defines entities.
// archive/zip ends with an error where a part is longer than its entry says.
func hasDocumentType(part *zip.File) (bool, error) {
	r, err := part.Open()
	if err != nil {
		return false, err
	}
	defer r.Close()
	const mark = "<!DOCTYPE"
	buffer, kept := make([]byte, 64<<10), 0
	for found := false; ; {
		n, err := r.Read(buffer[kept:])
		read := buffer[:kept+n]
		found = found || bytes.Contains(read, []byte(mark))
		switch {
		case errors.Is(err, io.EOF):
			return found, nil
		case err != nil:
			return false, err
		}
		kept = copy(buffer, read[max(0, len(read)-len(mark)):])
	}
}

// part opens a part to read it as XML.
func (b *workbook) part(name string) (io.ReadCloser, *xml.Decoder, error) {
	part := b.parts[name]
	if part == nil {
		return nil, nil, b.damaged("it has no %s", name)
	}
	r, err := part.Open()
	if err != nil {
		return nil, nil, b.damaged("%s does not unpack", name)
	}
	d := xml.NewDecoder(bufio.NewReader(r))
	d.CharsetReader = b.file.CharsetReader
	return r, d, nil
}

// open lists the sheets that have cells; others have charts.
func (b *workbook) open() error {
	properties, err := b.file.GetWorkbookProps()
	if err != nil {
		return b.damaged("its properties cannot be read")
	}
	b.date1904 = properties.Date1904 != nil && *properties.Date1904
	b.readFormats()
	r, d, err := b.part("xl/_rels/workbook.xml.rels")
	if err != nil {
		return err
	}
	defer r.Close()
	var links struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := d.Decode(&links); err != nil {
		return b.damaged("its list of sheets is no XML")
	}
	for _, s := range b.file.WorkBook.Sheets.Sheet {
		for _, link := range links.List {
			if link.ID == s.ID && path.Base(link.Type) == "worksheet" {
				b.sheets = append(b.sheets, sheet{s.Name, partPath(link.Target), s.State != "" && s.State != "visible"})
			}
		}
	}
	return nil
}

// partPath returns the name of a part that xl/workbook.xml refers to.
func partPath(target string) string {
	target = strings.ToLower(strings.ReplaceAll(target, `\`, "/"))
	if path.IsAbs(target) {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return path.Join("xl", target)
}

// choose returns the sheet to read: the one that is wanted, or the only one with
// rows. One that is hidden counts where no other has any.
func (b *workbook) choose(wanted string) (sheet, error) {
	if wanted != "" {
		for _, s := range b.sheets {
			if strings.EqualFold(s.name, strings.TrimSpace(wanted)) {
				return s, nil
			}
		}
		return sheet{}, refuse("name one of "+quoted(b.sheets), "%s has no sheet %q", b.name, wanted)
	}
	var seen, hidden []sheet
	for _, s := range b.sheets {
		switch filled, err := b.hasRows(s); {
		case err != nil:
			return sheet{}, err
		case filled && s.hidden:
			hidden = append(hidden, s)
		case filled:
			seen = append(seen, s)
		}
	}
	filled := seen
	if len(seen) == 0 {
		filled = hidden
	}
	switch {
	case len(filled) == 0:
		return sheet{}, refuse("export it anew", "%s has no rows", b.name)
	case len(filled) > 1:
		return sheet{}, refuse("name one with --sheet: "+quoted(filled), "%s has %d sheets with rows", b.name, len(filled))
	}
	if len(seen) == 1 && len(hidden) > 0 {
		b.notef(0, 0, "hidden sheets were passed over: %s; --sheet reads one of them", quoted(hidden))
	}
	return filled[0], nil
}

// quoted lists the names of sheets.
func quoted(sheets []sheet) string {
	names := make([]string, len(sheets))
	for i, s := range sheets {
		names[i] = fmt.Sprintf("%q", s.name)
	}
	return strings.Join(names, ", ")
}

// hasRows reports whether a cell of s holds something.
func (b *workbook) hasRows(s sheet) (bool, error) {
	r, d, err := b.part(s.path)
	if err != nil {
		return false, err
	}
	defer r.Close()
	for cells := (&sheetScanner{d: d}); ; {
		row, err := cells.row()
		switch {
		case errors.Is(err, io.EOF):
			return false, nil
		case err != nil:
			return false, b.damaged("the sheet %q %v", s.name, err)
		case b.ctx.Err() != nil:
			return false, b.ctx.Err()
		}
		for _, c := range row.cells {
			if c.value != "" || c.formula {
				return true, nil
			}
		}
	}
}
