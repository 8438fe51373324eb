package markdown

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"mentorbook/generator/diag"
)

// FuzzStored: what is restored is what was stored, and what is no stored document
// never is one by panic.
func FuzzStored(f *testing.F) {
	f.Add("---\n---\n# T\n\nA [link](a.md#b \"T\"), ![x](y.png) and a note[^1].\n\n## H {#h}\n\n{{include tip.md}}\n\n- [ ] do [it](b.md)\n\n[^1]: Here.\n", []byte("\x01\x02\x00\x00"))
	f.Add("", []byte{})
	f.Fuzz(func(t *testing.T, text string, damaged []byte) {
		file := &diag.File{Path: "a.md", Data: []byte(text)}
		want, _ := New().ConvertPage(file, 0, "T")
		data := want.AppendStored(nil)
		got := Restore(file, data)
		if got == nil || !same(got, want) {
			t.Fatalf("%+v was restored as %+v", want, got)
		}
		for i := range min(len(data), 64) {
			Restore(file, data[:i])
		}
		Restore(file, damaged)
		Restore(&diag.File{}, data)
	})
}

// same compares two documents by all that can be told of them.
func same(a, b *Document) bool {
	html := func(d *Document) string {
		var w bytes.Buffer
		d.Write(&w, func(w *bytes.Buffer, s Slot) string {
			w.WriteString(s.Dest)
			return "</a>"
		})
		d.Source(func(data []byte) { w.Write(data) })
		return w.String() + strings.Join(d.Texts(), "\x00")
	}
	equal := func(a, b any) bool { return reflect.DeepEqual(a, b) }
	return a.Title == b.Title && a.Words == b.Words && html(a) == html(b) &&
		(len(a.Slots)+len(b.Slots) == 0 || equal(a.Slots, b.Slots)) && (len(a.Headings)+len(b.Headings) == 0 || equal(a.Headings, b.Headings))
}
