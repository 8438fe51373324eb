package generator_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"mentorbook/generator"
	"mentorbook/generator/output"
	"mentorbook/generator/site"
)

// The benchmarks of this file print the median and what is allocated:
//
//	go test ./generator -run - -bench 'Phases|Rebuild|FirstPage' -pages 10000

// BenchmarkPhases measures each phase of a build on its own.
func BenchmarkPhases(b *testing.B) {
	project := generated(b)
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
	b.Run("load", func(b *testing.B) {
		measure(b, func() { (&generator.Builder{Project: project}).Load(b.Context()) })
	})
	b.Run("assemble", func(b *testing.B) {
		measure(b, func() { site.Assemble(b.Context(), sources, o) })
	})
	b.Run("plan", func(b *testing.B) {
		measure(b, func() { generator.Plan(assembled, theme) })
	})
	b.Run("render", func(b *testing.B) {
		measure(b, func() { portal.Verify(b.Context(), output.Options{}) })
	})
	n := 0
	dir := b.TempDir()
	b.Run("publish", func(b *testing.B) {
		measure(b, func() {
			n++
			portal.Publish(b.Context(), filepath.Join(dir, fmt.Sprint(n)), output.Options{})
		})
	})
	b.Run("publish-unchanged", func(b *testing.B) {
		measure(b, func() {
			if result, _, err := portal.Publish(b.Context(), filepath.Join(dir, "1"), output.Options{}); err != nil || len(result.Changed) > 0 {
				b.Fatal(result.Changed, err)
			}
		})
	})
}

// BenchmarkRebuild measures what a writer waits for: a file is saved, the
// project is built again and the page made.
func BenchmarkRebuild(b *testing.B) {
	project := generated(b)
	builder := &generator.Builder{Project: project}
	builder.Memo.Clock = func() time.Time { return time.Now().Add(time.Hour) } // all files are old
	show(b, builder, "guides/part-07/page-00007.html")
	n := 0
	measure(b, func() {
		n++
		edit(b, project, fmt.Sprintf("Edit %d.\n", n))
		if page := show(b, builder, "guides/part-07/page-00007.html"); !bytes.Contains(page, fmt.Appendf(nil, "Edit %d.", n)) {
			b.Fatal("the page is as it was")
		}
	})
}

// BenchmarkFirstPage measures how long a new server takes until it has a page.
func BenchmarkFirstPage(b *testing.B) {
	project := generated(b)
	measure(b, func() { show(b, &generator.Builder{Project: project}, "index.html") })
}

// show builds and makes one page.
func show(b *testing.B, builder *generator.Builder, name string) []byte {
	portal, list, err := builder.Build(b.Context(), options(site.Organizers))
	if err != nil || list.HasErrors() {
		b.Fatal(err, places(list))
	}
	i := slices.IndexFunc(portal.Artifacts, func(a generator.Artifact) bool { return a.Path == name })
	var page bytes.Buffer
	if err := portal.Artifacts[i].Render(&page); err != nil {
		b.Fatal(err)
	}
	return page.Bytes()
}

// edit writes a file of a generated project anew, with a line at its end.
func edit(b *testing.B, project generator.Project, line string) {
	const name = "content/en/guides/part-07/page-00007.md"
	file, err := project.Root.Open(name)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	if err := os.WriteFile(file.(*os.File).Name(), []byte("---\ntitle: Edited\nsummary: S\nkind: article\nversion: 1\n---\n"+line+headings), 0o666); err != nil {
		b.Fatal(err)
	}
}

// headings are those that other pages link to.
const headings = "\n## A {#part-0}\n\n## B {#part-1}\n\n## C {#part-2}\n\n## D {#part-3}\n\n## E {#part-4}\n\n## F {#part-5}\n"

func generated(b *testing.B) generator.Project {
	dir := b.TempDir()
	generate(b, dir, *benchPages)
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { root.Close() })
	return generator.Project{Root: root.FS()}
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
