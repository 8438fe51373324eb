package generator_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/markdown"
	"mentorbook/generator/output"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// The benchmarks of this file print the median and what is allocated:
//
//	go test ./generator -run - -bench 'Phases|Rebuild|FirstPage' -benchtime 5x -pages 10000

// BenchmarkPhases measures each phase of a build on its own, and the floor of
// the whole.
func BenchmarkPhases(b *testing.B) {
	project, dir := generated(b)
	o := options(site.Organizers)
	builder := &generator.Builder{Project: project}
	sources, theme, err := builder.Load(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	assembled, _, _, err := site.Assemble(b.Context(), sources, o)
	if err != nil {
		b.Fatal(err)
	}
	portal, _, err := builder.Build(b.Context(), o)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := portal.Index(b.Context()); err != nil {
		b.Fatal(err)
	}
	phase := func(name string, f func()) {
		b.Run(name, func(b *testing.B) { measure(b, f) })
	}
	phase("load", func() { (&generator.Builder{Project: project}).Load(b.Context()) })
	phase("markdown", func() { convert(sources.Documents) }) // a part of load
	phase("assemble", func() { site.Assemble(b.Context(), sources, o) })
	phase("plan", func() { generator.Plan(assembled, theme) })
	phase("search", func() {
		generator.Plan(assembled, theme).Index(b.Context())
	})
	phase("render", func() { portal.Verify(b.Context()) }) // and look for what must not be there

	files, out, n := finished(b, portal), b.TempDir(), 0
	target := func() string { return filepath.Join(out, fmt.Sprint(n)) }
	if _, err := output.Publish(b.Context(), target(), files, output.PublishOptions{}); err != nil {
		b.Fatal(err)
	}
	phase("publish", func() {
		n++
		if _, err := output.Publish(b.Context(), target(), files, output.PublishOptions{}); err != nil {
			b.Fatal(err)
		}
	})
	phase("publish-unchanged", func() {
		if result, err := output.Publish(b.Context(), target(), files, output.PublishOptions{}); err != nil || len(result.Changed) > 0 {
			b.Fatal(result.Changed, err)
		}
	})
	phase("floor", func() {
		n++
		floorTime(b, dir, target())
	})
}

// convert makes the Markdown of all documents into HTML, on all cores.
func convert(documents []*source.Document) {
	converter := markdown.New()
	work := make(chan *source.Document)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for doc := range work {
				data := doc.Source.Bytes()
				file := &diag.File{Path: doc.Source.Path, Data: data}
				converter.Convert(file, bytes.Index(data, []byte("\n---\n"))+len("\n---\n"), "")
			}
		})
	}
	for _, doc := range documents {
		work <- doc
	}
	close(work)
	workers.Wait()
}

// finished returns the files of a portal, made once: what is left is to write
// them.
func finished(b *testing.B, portal *generator.Portal) []output.Artifact {
	var out []output.Artifact
	for _, a := range artifacts(b, portal) {
		var data bytes.Buffer
		if err := a.Render(&data); err != nil {
			b.Fatal(err)
		}
		out = append(out, output.Artifact{Path: a.Path, Render: func(w *bytes.Buffer) error {
			w.Write(data.Bytes())
			return nil
		}})
	}
	return out
}

// BenchmarkRebuild measures what a writer waits for: a file is saved, the
// project is built again and the page made.
func BenchmarkRebuild(b *testing.B) {
	project, dir := generated(b)
	builder := &generator.Builder{Project: project}
	builder.Memo.Clock = func() time.Time { return time.Now().Add(time.Hour) } // all files are old
	show(b, builder, "guides/part-07/page-00007.html")
	n := 0
	measure(b, func() {
		n++
		edit(b, dir, fmt.Sprintf("Edit %d.\n", n))
		if page := show(b, builder, "guides/part-07/page-00007.html"); !bytes.Contains(page, fmt.Appendf(nil, "Edit %d.", n)) {
			b.Fatal("the page is as it was")
		}
	})
}

// BenchmarkFirstPage measures how long a new server takes until it has a page.
func BenchmarkFirstPage(b *testing.B) {
	project, _ := generated(b)
	measure(b, func() { show(b, &generator.Builder{Project: project}, "index.html") })
}

// show builds and makes one page.
func show(b *testing.B, builder *generator.Builder, name string) []byte {
	portal, list, err := builder.Build(b.Context(), options(site.Organizers))
	if err != nil || list.HasErrors() {
		b.Fatal(err, places(list))
	}
	i := slices.IndexFunc(portal.Pages, func(a generator.Artifact) bool { return a.Path == name })
	var page bytes.Buffer
	if err := portal.Pages[i].Render(&page); err != nil {
		b.Fatal(err)
	}
	return page.Bytes()
}

// edit writes a file of a generated project anew, with a line at its end.
func edit(b *testing.B, dir, line string) {
	name := filepath.Join(dir, "content", "en", "guides", "part-07", "page-00007.md")
	if err := os.WriteFile(name, []byte("---\ntitle: Edited\nsummary: S\nkind: article\nversion: 1\n---\n"+line+headings), 0o666); err != nil {
		b.Fatal(err)
	}
}

// headings are those that other pages link to.
const headings = "\n## A {#part-0}\n\n## B {#part-1}\n\n## C {#part-2}\n\n## D {#part-3}\n\n## E {#part-4}\n\n## F {#part-5}\n"

// generated returns a generated project, and the folder that it is in.
func generated(b *testing.B) (generator.Project, string) {
	dir := b.TempDir()
	generate(b, dir, *benchPages)
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { root.Close() })
	return generator.Project{Root: root.FS()}, dir
}

// measure runs f as a benchmark does, and reports the median time and what a
// run allocates for each page of the project.
func measure(b *testing.B, f func()) {
	var times []time.Duration
	var allocations uint64
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.ReadMemStats(&before)
		start := time.Now()
		f()
		times = append(times, time.Since(start))
		runtime.ReadMemStats(&after)
		allocations += after.Mallocs - before.Mallocs
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "median-ms")
	b.ReportMetric(float64(allocations)/float64(len(times)**benchPages), "allocs/page")
	b.ReportMetric(0, "ns/op")
}
