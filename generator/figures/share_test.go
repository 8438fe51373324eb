package figures

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// shared is what a reader sees of a table, row by row: what is too small, withheld or
// not there looks the same.
func shared(t *Table, rows, columns int) string {
	for i := range t.Rows {
		t.Rows[i].Name = fmt.Sprint(i)
	}
	for k := range t.Columns {
		t.Columns[k] = fmt.Sprint(k)
	}
	t.conceal(true)
	seen := slices.Repeat([]string{"."}, rows*columns)
	for i, row := range t.Rows {
		for k, column := range t.Columns {
			var at, to int
			fmt.Sscan(row.Name, &at)
			fmt.Sscan(column, &to)
			if band, shown := t.Band(i, k); shown {
				seen[at*columns+to] = fmt.Sprint(band.From)
			}
		}
	}
	return strings.Join(seen, " ")
}

// TestSharedTablesCannotBeSubtracted goes through all small tables. From any two that
// follow each other nobody can work out by how much a count changed, up to the
// smallest group: it may have been anything from a range at least as wide.
func TestSharedTablesCannotBeSubtracted(t *testing.T) {
	const least = 3
	for _, c := range []struct{ rows, columns, highest int }{{1, 2, 11}, {1, 3, 8}, {2, 2, 8}} {
		possible := map[string][][2]int{} // by what is seen, the least and the most of each cell
		counts := make([]int, c.rows*c.columns)
		for more := true; more; more = increase(counts, c.highest) {
			seen := shared(table(least, slices.Collect(slices.Chunk(slices.Clone(counts), c.columns))...), c.rows, c.columns)
			spans, known := possible[seen]
			if !known {
				for _, n := range counts {
					spans = append(spans, [2]int{n, n})
				}
			}
			for i, n := range counts {
				spans[i] = [2]int{min(spans[i][0], n), max(spans[i][1], n)}
			}
			possible[seen] = spans
		}
		for first, before := range possible {
			for second, after := range possible {
				for i := range before {
					if from, to := after[i][0]-before[i][1], after[i][1]-before[i][0]; to-from < least {
						t.Fatalf("%q and then %q tell that count %d grew by %d to %d", first, second, i, from, to)
					}
				}
			}
		}
	}
}

// TestOneOrTwoPeopleChangeNothingThatTells changes one or two of the pairs of random
// cohorts: of each cell that differs then, the reader sees that it may have changed
// by as many as the smallest group has, or not at all.
func TestOneOrTwoPeopleChangeNothingThatTells(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const least = 5
	for range 300 {
		rows, columns := 1+r.IntN(4), 1+r.IntN(4)
		var counts [][]int
		for range rows {
			row := make([]int, columns)
			for k := range row {
				row[k] = r.IntN(4) * r.IntN(6)
			}
			counts = append(counts, row)
		}
		draw := func() []string {
			var copied [][]int
			for _, row := range counts {
				copied = append(copied, slices.Clone(row))
			}
			return strings.Fields(shared(table(least, copied...), rows, columns))
		}
		before := draw()
		for range 1 + r.IntN(2) {
			i, k := r.IntN(rows), r.IntN(columns)
			if counts[i][k] > 0 && r.IntN(2) == 0 {
				counts[i][k]--
			} else {
				counts[i][k]++
			}
		}
		for i, now := range draw() {
			from, to := bounds(before[i], least)
			low, high := bounds(now, least)
			if fewest, most := low-to, high-from; (fewest > 0 || most < 0) && max(most, -fewest) < least {
				t.Fatalf("from %s to %s is a change of %d to %d", before[i], now, fewest, most)
			}
		}
	}
}

// bounds are what a cell may be.
func bounds(seen string, least int) (from, to int) {
	if seen == "." {
		return 0, 1 << 20
	}
	fmt.Sscan(seen, &from)
	return from, from + least - 1
}
