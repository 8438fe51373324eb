package search_test

import (
	"hash/fnv"
	"slices"
	"testing"

	"mentorbook/generator/search"
	"mentorbook/internal/searchreader"
)

// TestQualityOfWordForms brings together the forms of a gold set, with and
// without their roots on the site, and holds the result to what it must reach.
// Half of the roots were never looked at while the rules were written.
func TestQualityOfWordForms(t *testing.T) {
	forms := rowsOf(t, "forms.tsv")
	for _, withRoots := range []bool{true, false} {
		for _, half := range []string{"tuned", "untouched", "all"} {
			var words, roots []string
			for _, line := range forms {
				if half == "all" || (half == "tuned") == tuned(line[0]) {
					roots, words = append(roots, line[0]), append(words, line[1])
				}
			}
			m := measureForms(words, roots, withRoots, func(line string) {
				if *misses && half == "tuned" {
					t.Log(line)
				}
			})
			t.Logf("roots on the site: %-5v %-9s forms %4d  brought together %.1f%%  false merges %.2f%%",
				withRoots, half, m.forms, m.together, m.wrong)
			if half == "all" && (m.together < 98.5 || m.wrong > .3) { // 95 and 1 are asked for, and more is reached
				t.Errorf("brought together %.1f%%, want 98.5%%; false merges %.2f%%, want at most 0.3%%", m.together, m.wrong)
			}
		}
	}
}

func tuned(root string) bool {
	h := fnv.New32a()
	h.Write([]byte(root))
	return h.Sum32()%2 == 0
}

type formMeasure struct {
	forms           int
	together, wrong float64 // percent
}

// measureForms makes a site of the words and compares its classes with the
// roots. A form is together with its root when it is in the class that holds
// most forms of that root; it is a false merge when most of its class is of
// another root. Function words are not searched for: they are no forms here, and
// the forms of such a root (bagi, dalam) need only be together.
func measureForms(words, roots []string, withRoots bool, miss func(string)) formMeasure {
	var text string
	for i, w := range words {
		if withRoots || w != roots[i] {
			text += w + ". "
		}
	}
	classes := search.Classes("id", text)
	classOf := func(form string) int { // a doubled form is in the class of its last word
		parts := search.Words(form)
		class, ok := classes[parts[len(parts)-1]]
		if !ok {
			return -1
		}
		return class
	}
	rootsIn, classesOf := map[int]map[string]int{}, map[string]map[int]int{}
	for i, w := range words {
		c := classOf(w)
		if c < 0 || !withRoots && w == roots[i] {
			continue
		}
		if rootsIn[c] == nil {
			rootsIn[c] = map[string]int{}
		}
		if classesOf[roots[i]] == nil {
			classesOf[roots[i]] = map[int]int{}
		}
		rootsIn[c][roots[i]]++
		classesOf[roots[i]][c]++
	}
	var m formMeasure
	together, wrong, counted := 0, 0, 0
	for i, w := range words {
		if classOf(w) < 0 {
			continue
		}
		if w == roots[i] {
			if withRoots && most(rootsIn[classOf(w)]) != roots[i] {
				wrong++
				miss(w + ": a root in the class of " + most(rootsIn[classOf(w)]))
			}
			if withRoots {
				counted++
			}
			continue
		}
		counted++
		m.forms++
		c := classOf(w)
		home := c == most(classesOf[roots[i]])
		if withRoots && classOf(roots[i]) >= 0 {
			home = c == classOf(roots[i])
		}
		if home {
			together++
		} else {
			miss(w + " is not with " + roots[i])
		}
		if most(rootsIn[c]) != roots[i] {
			wrong++
			miss(w + " of " + roots[i] + " is in the class of " + most(rootsIn[c]))
		}
	}
	m.together = 100 * float64(together) / float64(m.forms)
	m.wrong = 100 * float64(wrong) / float64(counted)
	return m
}

// most returns the key that counts most, the least of equals.
func most[K int | string](counts map[K]int) K {
	var keys []K
	for k := range counts {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b K) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		if a < b {
			return -1
		}
		return 1
	})
	return keys[0]
}

// TestWordsAreFoundInBothSpellings: a reader need not know which one a page has.
func TestWordsAreFoundInBothSpellings(t *testing.T) {
	for _, pair := range [][2]string{
		{"colour", "color"}, {"colours", "colors"}, {"favour", "favor"}, {"labour", "labor"}, {"behaviour", "behavior"},
		{"centre", "center"}, {"programme", "program"}, {"centres", "centers"}, {"programmes", "programs"}, {"licence", "license"}, {"defence", "defense"}, {"offence", "offense"}, {"organise", "organize"},
	} {
		for i, word := range pair {
			r := open(t, search.Site{Languages: []string{"en"}, Pages: []search.Page{page("en", "guide", "a.html", "A", "We talk of "+word+" here.")}})
			asked := pair[1-i]
			results, err := r.Query(searchreader.Query{Text: asked})
			if err != nil || len(results.Pages) != 1 || len(results.Corrected) > 0 {
				t.Errorf("a page with %q is found by %q: %v, corrected %v (%v)", word, asked, len(results.Pages) == 1, results.Corrected, err)
			}
		}
	}
}
