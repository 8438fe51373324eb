package figures

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

func table(least int, counts ...[]int) *Table {
	t := &Table{Name: "test", Columns: make([]string, len(counts[0])), Parts: true}
	for _, row := range counts {
		t.Rows = append(t.Rows, Row{Counts: row, Least: least, Size: sum(row)})
	}
	return t
}

// shownIn returns the count in row i and column k, or false where it is withheld.
func shownIn(t *Table, i, k int) (count int, shown bool) {
	return t.Rows[i].Counts[k], !t.Rows[i].withheld[k]
}

func sum(counts []int) int {
	total := 0
	for _, n := range counts {
		total += n
	}
	return total
}

// pattern draws a table: a dot is what is withheld.
func pattern(t *Table) string {
	var out string
	for i := range t.Rows {
		for k := range t.Columns {
			if n, shown := shownIn(t, i, k); shown {
				out += fmt.Sprintf(" %d", n)
			} else {
				out += " ."
			}
		}
		out += "\n"
	}
	return out
}

func TestWithhold(t *testing.T) {
	for _, c := range []struct {
		name  string
		table *Table
		want  string
	}{
		{"nothing is small", table(5, []int{5, 6}, []int{7, 8}), " 5 6\n 7 8\n"},
		{"a zero in a large row is no small count", table(5, []int{12, 0, 9}, []int{5, 6, 0}), " 12 0 9\n 5 6 0\n"},
		{"a zero is withheld beside a small count", table(5, []int{12, 3, 0, 0}), " 12 . . 0\n"},
		{"without a zero the smallest count goes", table(5, []int{12, 3, 6, 8}), " 12 . . 8\n"},
		{"rows and columns are made up for", table(5, []int{9, 3, 9}, []int{8, 9, 7}, []int{9, 9, 9}), " 9 . .\n 8 . .\n 9 9 9\n"},
		{"nothing of a small row is shown", table(5, []int{0, 3, 0}, []int{0, 30, 40}, []int{0, 8, 9}), " . . .\n 0 30 40\n . . .\n"},
		{"nothing at all is shown where all can be worked out", table(5, []int{6, 3}), " . .\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.table.Withhold()
			if got := pattern(c.table); got != c.want {
				t.Errorf("shown is\n%swant\n%s", got, c.want)
			}
		})
	}
}

func TestSensitiveRowsShowNoZero(t *testing.T) {
	tab := table(10, []int{30, 0, 20})
	tab.Rows[0].Sensitive = true
	tab.Withhold()
	if _, shown := shownIn(tab, 0, 1); shown {
		t.Error("the zero is shown")
	}
}

func TestWhatFewPairsHadIsWithheld(t *testing.T) {
	tab := table(5, []int{30, 40, 12})
	tab.Rows[0].Behind, tab.Rows[0].Size = []int{5, 8, 4}, 8 // 12 sessions of 4 pairs
	tab.Withhold()
	if _, shown := shownIn(tab, 0, 2); shown {
		t.Error("the sessions of four pairs are shown")
	}
}

// TestNothingWithheldCanBeWorkedOut goes through all small tables, and tries
// every number in the place of what is withheld. For each withheld count at
// least two numbers must be possible for somebody who sees the table and knows
// all large totals, or nothing of the table may be shown.
func TestNothingWithheldCanBeWorkedOut(t *testing.T) {
	for _, c := range []struct{ rows, columns, highest int }{{1, 2, 5}, {1, 3, 4}, {2, 2, 4}, {2, 3, 2}, {3, 2, 2}} {
		counts := make([]int, c.rows*c.columns)
		for more := true; more; more = increase(counts, c.highest) {
			checkTable(t, table(2, slices.Collect(slices.Chunk(slices.Clone(counts), c.columns))...))
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 40 { // larger ones, and rows of several thresholds
		counts := make([]int, 9)
		for i := range counts {
			counts[i] = random.IntN(5)
		}
		tab := table(3, counts[:3], counts[3:6], counts[6:])
		tab.Rows[random.IntN(3)].Sensitive = true
		tab.Rows[random.IntN(3)].Least = 4
		checkTable(t, tab)
	}
}

// increase counts up, digit by digit, and reports whether there was a next one.
func increase(digits []int, highest int) bool {
	for i := range digits {
		if digits[i]++; digits[i] <= highest {
			return true
		}
		digits[i] = 0
	}
	return false
}

func checkTable(t *testing.T, tab *Table) {
	t.Helper()
	tab.Withhold()
	var withheld []cell
	for i := range tab.Rows {
		for k := range tab.Columns {
			n, shown := shownIn(tab, i, k)
			if shown && n > 0 && n < tab.Rows[i].Least {
				t.Fatalf("%d is shown in\n%s", n, pattern(tab))
			}
			if !shown {
				withheld = append(withheld, cell{i, k})
			}
		}
	}
	if len(withheld) == 0 || len(withheld) == len(tab.Rows)*len(tab.Columns) {
		return
	}
	possible := possibleValues(tab, withheld)
	for i, c := range withheld {
		if len(possible[i]) < 2 {
			t.Fatalf("the count in row %d, column %d can only be %d:\n%s%v", c.row, c.column, tab.Rows[c.row].Counts[c.column], pattern(tab), tab.Rows)
		}
	}
}

// possibleValues tries every number for what is withheld, by brute force, and
// returns those with which all that a reader may know holds.
func possibleValues(tab *Table, withheld []cell) []map[int]bool {
	var wanted []int // totals of rows and columns that are known, -1 for others
	for node := range tab.outside() {
		wanted = append(wanted, -1)
		if tab.known[node] {
			wanted[node] = total(tab, node)
		}
	}
	possible := make([]map[int]bool, len(withheld))
	for i := range possible {
		possible[i] = map[int]bool{}
	}
	original := make([]int, len(withheld))
	for i, c := range withheld {
		original[i] = tab.Rows[c.row].Counts[c.column]
	}
	try(tab, withheld, 0, wanted, func() {
		for i, c := range withheld {
			possible[i][tab.Rows[c.row].Counts[c.column]] = true
		}
	})
	for i, c := range withheld {
		tab.Rows[c.row].Counts[c.column] = original[i]
	}
	return possible
}

// try fills the withheld cells from the i-th on. No number that matters is more
// than one above what a cell of these tables holds.
func try(tab *Table, withheld []cell, i int, wanted []int, found func()) {
	if i == len(withheld) {
		for node, want := range wanted {
			if want >= 0 && total(tab, node) != want {
				return
			}
		}
		found()
		return
	}
	c := withheld[i]
	for n := range 6 {
		tab.Rows[c.row].Counts[c.column] = n
		try(tab, withheld, i+1, wanted, found)
	}
}

// BenchmarkManyUnits withholds most of the table of 60 units.
func BenchmarkManyUnits(b *testing.B) {
	for b.Loop() {
		tab := &Table{Columns: make([]string, 60), Parts: true}
		for i := range 60 {
			row := Row{Counts: make([]int, 60), Least: 5}
			for k := range row.Counts {
				row.Counts[k] = (i*7 + k*k) % 6
			}
			row.Size = sum(row.Counts)
			tab.Rows = append(tab.Rows, row)
		}
		tab.Withhold()
	}
}

func total(tab *Table, node int) int {
	if node < len(tab.Rows) {
		return sum(tab.Rows[node].Counts)
	}
	n := 0
	for _, row := range tab.Rows {
		n += row.Counts[node-len(tab.Rows)]
	}
	return n
}
