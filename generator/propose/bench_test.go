package propose_test

import (
	"fmt"
	mathrand "math/rand/v2"
	"strings"
	"testing"
)

// BenchmarkPropose matches thousands of signups, of whom each can teach or learn
// one or two of forty topics.
func BenchmarkPropose(b *testing.B) {
	for _, n := range []int{500, 2000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r := mathrand.New(mathrand.NewPCG(1, 1))
			var people, signups, topics strings.Builder
			for k := range 40 {
				fmt.Fprintf(&topics, "  t%d: {en: T%d}\n", k, k)
			}
			for i := range 2 * n {
				role, level, list := "mentor", 1+r.IntN(4), "offers: [{topic: t%d, depth: %d}, {topic: t%d, depth: %d}]"
				if i%2 == 1 {
					role, level, list = "mentee", 5+r.IntN(4), "wants: [{topic: t%d, priority: %d}, {topic: t%d, priority: %d}]"
				}
				fmt.Fprintf(&people, "  - {id: p%d, name: N, unit: U%d, languages: [en], level: %d, "+list+"}\n", i, r.IntN(20), level, r.IntN(20), 1+r.IntN(3), 20+r.IntN(20), 1+r.IntN(3))
				fmt.Fprintf(&signups, "          - {person: p%d, role: %s}\n", i, role)
			}
			root := project("site: {title: T, languages: [en]}\ntopics:\n" + topics.String() + "people:\n" + people.String() + program("", "", signups.String(), ""))
			b.ReportAllocs()
			for b.Loop() {
				proposed(b, root)
			}
		})
	}
}
