package generator_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	playbook "mentorbook"
	"mentorbook/generator"
	"mentorbook/generator/site"
)

// BenchmarkProof measures what the proof adds to a first build, and to a check,
// of the starter and of the generated project. The two kinds of builds take
// turns; what is printed are ratios of medians.
//
//	go test ./generator -run - -bench Proof -benchtime 5x -pages 10000
func BenchmarkProof(b *testing.B) {
	generated, _ := generated(b)
	for _, project := range []struct {
		name string
		generator.Project
	}{{"starter", generator.Project{Root: playbook.Starter}}, {"generated", generated}} {
		b.Run(project.name+"/build", func(b *testing.B) { measureProof(b, project.Project) })
		b.Run(project.name+"/check", func(b *testing.B) { measureProofs(b, project.Project) })
	}
}

// measureProof builds a portal with the proof and without it.
func measureProof(b *testing.B, project generator.Project) {
	out, n := b.TempDir(), 0
	build := func(publish func(*generator.Portal, string) error) time.Duration {
		runtime.GC()
		n++
		start := time.Now()
		portal, list, err := generator.Build(b.Context(), project, options(site.Public))
		if err != nil || list.HasErrors() {
			b.Fatal(err, places(list))
		}
		dir := filepath.Join(out, fmt.Sprint(n))
		if err := publish(portal, dir); err != nil {
			b.Fatal(err)
		}
		took := time.Since(start)
		os.RemoveAll(dir)
		return took
	}
	var with, without []time.Duration
	for b.Loop() {
		with = append(with, build(func(p *generator.Portal, dir string) error {
			_, list, err := p.Publish(b.Context(), dir, generator.PublishOptions{Prove: true})
			if len(list) > 0 {
				b.Fatal(places(list))
			}
			return err
		}))
		without = append(without, build(func(p *generator.Portal, dir string) error {
			return p.PublishUnproved(b.Context(), dir, generator.PublishOptions{})
		}))
	}
	reportProof(b, median(with), median(without))
}

// measureProofs checks a project, and then proves all its portals once more.
func measureProofs(b *testing.B, project generator.Project) {
	var all, proofs []time.Duration
	for b.Loop() {
		runtime.GC()
		builder := &generator.Builder{Project: project}
		start := time.Now()
		if list, err := builder.Check(b.Context(), options(site.Public)); err != nil || list.HasErrors() {
			b.Fatal(err, places(list))
		}
		all = append(all, time.Since(start))
		var portals []*generator.Portal
		for _, a := range site.Audiences() {
			portal, _, err := builder.Build(b.Context(), options(a))
			if err != nil {
				b.Fatal(err)
			}
			portals = append(portals, portal)
		}
		start = time.Now()
		for _, p := range portals {
			p.Prove(context.Background())
		}
		portals[0].ProvePairs(context.Background())
		proofs = append(proofs, time.Since(start))
	}
	reportProof(b, median(all), median(all)-median(proofs))
}

func reportProof(b *testing.B, with, without time.Duration) {
	b.ReportMetric(float64(with.Microseconds())/1000, "with-ms")
	b.ReportMetric(float64(without.Microseconds())/1000, "without-ms")
	b.ReportMetric(100*(with.Seconds()/without.Seconds()-1), "%-slower")
	b.ReportMetric(0, "ns/op")
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}
