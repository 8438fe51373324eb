package output

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Whatever sequence of sites is published, in whatever ways, and whatever step
// of it is interrupted, the directory holds the last one, and a foreign file.
func TestAnySequenceOfSitesEndsInTheLast(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 0))
			dir := filepath.Join(t.TempDir(), "public")
			last := randomSite(random)
			mustPublish(t, dir, last, PublishOptions{})
			theirs := site{"page/theirs.txt": "kept", "theirs": "kept"}
			write(t, dir, theirs)
			for range 15 {
				next := randomSite(random)
				opts := PublishOptions{InPlace: random.IntN(2) == 0, Workers: 1 + random.IntN(4)}
				if random.IntN(2) == 0 {
					publishInterrupted(dir, next, opts, int64(1+random.IntN(60)))
				} else {
					wantDifference(t, last, next, publishInTwo(t, dir, next, random, opts))
					want := maps.Clone(next)
					maps.Copy(want, theirs)
					wantFiles(t, dir, want)
					last = next
					continue
				}
				mustPublish(t, dir, last, opts)
			}
			wantAlone(t, dir)
		})
	}
}

// randomSite draws few names, so that files become folders and change case.
func randomSite(random *rand.Rand) site {
	s := site{}
	var drawn []Artifact
	for range random.IntN(12) {
		path := []string{"a", "A", "b", "page", "Page.html", "page.html"}[random.IntN(6)]
		for random.IntN(2) == 0 {
			path += "/" + []string{"a", "B", "b", "x.html", "y.css"}[random.IntN(5)]
		}
		candidate := append(drawn, Artifact{Path: path})
		if NewPaths(0).addAll(candidate) != nil || strings.EqualFold(path, "page") || strings.HasPrefix(path, "page/theirs") {
			continue
		}
		drawn = candidate
		s[path] = strings.Repeat("x", random.IntN(3))
	}
	return s
}

// publishInTwo publishes a site of which some files are found later.
func publishInTwo(t *testing.T, dir string, s site, random *rand.Rand, opts PublishOptions) Result {
	t.Helper()
	all := s.artifacts()
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	n := random.IntN(len(all) + 1)
	opts.Later = func(context.Context) ([]Artifact, error) { return all[n:], nil }
	result, err := Publish(context.Background(), dir, all[:n], opts)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func publishInterrupted(dir string, s site, opts PublishOptions, step int64) {
	steps := int64(0)
	d := disk{fault: func(string, string) error {
		if steps++; steps >= step {
			return fmt.Errorf("interrupted")
		}
		return nil
	}}
	opts.Workers = 1
	publish(context.Background(), d, dir, s.artifacts(), opts)
}

func wantDifference(t *testing.T, last, next site, result Result) {
	t.Helper()
	var changed, removed []string
	for path, data := range next {
		if old, ok := last[path]; !ok || old != data {
			changed = append(changed, path)
		}
	}
	for path := range last {
		if _, ok := next[path]; !ok {
			removed = append(removed, path)
		}
	}
	slices.Sort(changed)
	slices.Sort(removed)
	if !slices.Equal(result.Changed, changed) || !slices.Equal(result.Removed, removed) {
		t.Errorf("changed %q and removed %q, want %q and %q", result.Changed, result.Removed, changed, removed)
	}
}

func BenchmarkPublish(b *testing.B) {
	for _, pages := range []int{1_000, 10_000} {
		body := bytes.Repeat([]byte("a mentoring page of common size "), 256) // 8 KiB
		var list []Artifact
		edited := 0
		for i := range pages {
			list = append(list, Artifact{fmt.Sprintf("guides/%d/page-%d.html", i%20, i), func(out *bytes.Buffer) error {
				if i == 0 {
					fmt.Fprint(out, edited)
				}
				out.Write(body)
				return nil
			}})
		}
		run := func(dir string, inPlace bool) {
			if _, err := Publish(context.Background(), dir, list, PublishOptions{InPlace: inPlace}); err != nil {
				b.Fatal(err)
			}
		}
		b.Run(fmt.Sprintf("%d/first", pages), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				dir := filepath.Join(b.TempDir(), fmt.Sprint(b.N), fmt.Sprint(edited))
				edited++
				b.StartTimer()
				run(dir, false)
			}
		})
		dir := filepath.Join(b.TempDir(), "public")
		run(dir, false)
		b.Run(fmt.Sprintf("%d/unchanged", pages), func(b *testing.B) {
			for b.Loop() {
				run(dir, false)
			}
		})
		for name, inPlace := range map[string]bool{"exchange": false, "in place": true} {
			b.Run(fmt.Sprintf("%d/one changed, %s", pages, name), func(b *testing.B) {
				for b.Loop() {
					edited++
					run(dir, inPlace)
				}
			})
		}
	}
}
