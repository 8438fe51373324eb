package leak_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"mentorbook/generator/leak"
)

// people returns what n people bring: a name, an address and an id each.
func people(n int) []leak.Secret {
	given := []string{"Ann", "Budi", "Citra", "Dewi", "Eka", "Fajar", "Gita", "Hadi", "Indah", "Joko"}
	var list []leak.Secret
	for i := range n {
		name := fmt.Sprintf("%s %s Q%03dson", given[i%10], given[i/10%10], i)
		list = append(list,
			leak.Secret{Value: name},
			leak.Secret{Value: strings.ReplaceAll(strings.ToLower(name), " ", ".") + "@portal.example"},
			leak.Secret{Value: fmt.Sprintf("p%04d", i)})
	}
	return list
}

// titles returns n unpublished titles in the words that pages use.
func titles(n int) []leak.Secret {
	words := strings.Fields("how mentoring works in the first session and what to bring when you meet each other again for a talk")
	var list []leak.Secret
	for i := range n {
		var title []string
		for j := range 5 {
			title = append(title, words[(i*(j+3)+j*j)%len(words)])
		}
		list = append(list, leak.Secret{Value: strings.Join(title, " ") + fmt.Sprint(" z", i)})
	}
	return list
}

const paragraph = `<h2 id="first-session">The first session <a class="anchor" href="#first-session" aria-label="Link to this section">#</a></h2>
<p>In the first session you and your mentor agree how mentoring works for the two of you: when you meet, what to bring, and what stays <em>between you</em>. It takes an hour &amp; a cup of tea; don&#39;t skip it.</p>
<ul class="checklist"><li>Read <a href="../guides/how-it-works.html">how it works</a></li><li>Write down three things you want to learn</li></ul>
`

func cleanPage(size int) []byte {
	page := `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>How it works</title></head><body>`
	return []byte(page + strings.Repeat(paragraph, size/len(paragraph)) + `</body></html>`)
}

func BenchmarkScan(b *testing.B) {
	text := "In the first session you and your mentor agree how mentoring works for the two of you. "
	russian := "На первой встрече вы с наставником договоритесь, как будете работать вместе. "
	shard, _ := json.Marshal(map[string][]string{"excerpts": strings.SplitAfter(strings.Repeat(text, 200), ". ")})
	noise := make([]byte, 100<<10)
	rand.NewChaCha8([32]byte{}).Read(noise)
	for _, bench := range []struct {
		name, path string
		secrets    []leak.Secret
		data       []byte
	}{
		{"page", "a.html", people(2000), cleanPage(20 << 10)},
		{"page, titles in its words", "a.html", append(people(2000), titles(500)...), cleanPage(20 << 10)},
		{"JSON", "a.json", people(2000), shard},
		{"calendar", "a.ics", people(2000), []byte(strings.Repeat(calendar(text), 200))},
		{"Cyrillic", "a.html", people(2000), []byte(strings.Repeat("<p>"+russian+"</p>", 150))},
		{"Chinese", "a.html", people(2000), []byte(strings.Repeat("<p>第一次见面时,你和导师商定如何合作。</p>", 300))},
		{"image", "a.png", people(2000), noise},
	} {
		b.Run(bench.name, func(b *testing.B) {
			s := leak.New(bench.secrets)
			b.SetBytes(int64(len(bench.data)))
			b.ReportAllocs()
			for b.Loop() {
				if s.Scan(bench.path, bench.data) != nil {
					b.Fatal("the page is not clean")
				}
			}
		})
	}
}

func BenchmarkFind(b *testing.B) {
	s := leak.New(people(2000))
	text := []byte(strings.Repeat("In the first session *you* and your mentor agree how mentoring works.\n", 200))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		s.Find(text)
	}
}

func BenchmarkNew(b *testing.B) {
	list := people(10000)
	b.ReportAllocs()
	for b.Loop() {
		leak.New(list)
	}
}
