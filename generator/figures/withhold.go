package figures

// Table is a table of counts that may be shared. It shows no totals: a total
// beside a breakdown gives away what the breakdown withholds.
type Table struct {
	Name    string // pairs, sessions, units or topics
	Columns []string
	Rows    []Row

	// Parts says that rows and columns add up to something that a reader may know
	// from elsewhere: how many pairs a cohort has, how many of them a unit.
	Parts bool

	known []bool // by node of the graph below: a reader may know the total
}

// Row is a row of a Table. Nothing that fewer than Least pairs or people stand
// behind is shown, and nothing of a row that is smaller than that as a whole. A
// zero in a larger row says that nobody is meant, and is small only where the
// row is Sensitive.
type Row struct {
	Name      string
	Counts    []int
	Behind    []int // how many pairs or people stand behind each count; nil when it counts them itself
	Size      int   // how many stand behind the row
	Least     int
	Each      []int // of each count, how many belong to one who stands behind it; nil: one
	Sensitive bool

	withheld []bool
}

func (r *Row) small(k int) bool {
	behind := r.Counts[k]
	if r.Behind != nil {
		behind = r.Behind[k]
	}
	return behind < r.Least && (behind > 0 || r.Sensitive || r.Size < r.Least)
}

// band is how wide the band is in which a count is told.
func (r *Row) band(k int) int {
	if r.Each == nil {
		return r.Least
	}
	return r.Least * r.Each[k]
}

// Shown returns the count in row i and column k, or false where it is withheld. It
// is for a table that is looked at once: two of them can be subtracted.
func (t *Table) Shown(i, k int) (count int, shown bool) {
	row := &t.Rows[i]
	if row.withheld == nil || row.withheld[k] {
		return 0, false
	}
	return row.Counts[k], true
}

// Band returns the band of the count in row i and column k, or false where it is
// withheld. A count in the first band is never told from nothing.
func (t *Table) Band(i, k int) (band Band, shown bool) {
	count, shown := t.Shown(i, k)
	if size := t.Rows[i].band(k); shown && count >= size {
		return BandOf(count, size), true
	}
	return Band{}, false
}

// cell is a place in a table.
type cell struct{ row, column int }

// Withhold decides what is shown. Small counts are not, and neither are as many
// others as it takes so that no withheld count can be worked out, even by
// somebody who knows the total of every row and column that is not small itself:
// for each of them another table exists that looks the same. Where that cannot
// be had, the whole table is withheld. A zero is the first to go: it is missed
// least, and a reader cannot tell what is too small from what is not there.
//
// That is as far as it goes: of totals known exactly, and of the way this chooses
// what to withhold, somebody could sometimes conclude more.
func (t *Table) Withhold() {
	var queue []cell
	for i := range t.Rows {
		row := &t.Rows[i]
		row.withheld = make([]bool, len(t.Columns))
		for k := range t.Columns {
			if row.small(k) {
				row.withheld[k] = true
				queue = append(queue, cell{i, k})
			}
		}
	}
	if !t.Parts {
		return
	}
	t.known = make([]bool, t.outside())
	for node := range t.known {
		t.known[node] = t.mayBeKnown(node)
	}
	// What could be another count still could when more is withheld, so that
	// looking at each once is enough.
	for len(queue) > 0 {
		more, ok := t.cover(queue[0])
		if !ok {
			t.withholdAll()
			return
		}
		for _, c := range more {
			t.Rows[c.row].withheld[c.column] = true
		}
		queue = append(queue[1:], more...)
	}
}

func (t *Table) withholdAll() {
	for i := range t.Rows {
		for k := range t.Columns {
			t.Rows[i].withheld[k] = true
		}
	}
}

// cover finds what else to withhold so that c could be one more or one less,
// without a change to anything that a reader may know. It is the least that
// does it, and nothing where c is covered already.
//
// Change it, and its row and column no longer add up; another withheld count in
// that column has to make up for it, then one in that one's row, until the way
// comes back to where it began. So this is a search for the shortest way in a
// graph of rows and columns. A count leads from its row to its column when it
// grows and back when it shrinks, which it cannot below zero. One that is
// withheld costs nothing, any other what is lost with it. A row or column whose
// total nobody knows makes up for anything: they all meet in one place outside.
func (t *Table) cover(c cell) (more []cell, ok bool) {
	more, cost, ok := t.way(t.columnNode(c.column), c.row, c)
	if (!ok || cost > 0) && t.Rows[c.row].Counts[c.column] > 0 {
		if less, lower, found := t.way(c.row, t.columnNode(c.column), c); found && (!ok || lower < cost) {
			more, ok = less, true
		}
	}
	return more, ok
}

// The nodes of the graph are the rows, the columns, and the place outside.
func (t *Table) columnNode(column int) int { return len(t.Rows) + column }

func (t *Table) outside() int { return len(t.Rows) + len(t.Columns) }

// step is the end of a way through the graph.
type step struct {
	cost           int
	from           int  // the node before
	through        cell // what leads on from there
	more           bool // through has to be withheld for it
	reached, final bool
}

// way returns the cells to withhold on the cheapest way from one node to another
// that does without one cell (Dijkstra's algorithm).
func (t *Table) way(from, to int, without cell) (more []cell, cost int, ok bool) {
	steps := make([]step, t.outside()+1)
	steps[from].reached = true
	for {
		here := -1
		for node, s := range steps { // in order, so that ties are always decided alike
			if s.reached && !s.final && (here < 0 || s.cost < steps[here].cost) {
				here = node
			}
		}
		switch here {
		case -1:
			return nil, 0, false
		case to:
			for node := to; node != from; node = steps[node].from {
				if steps[node].more {
					more = append(more, steps[node].through)
				}
			}
			return more, steps[to].cost, true
		}
		steps[here].final = true
		t.leave(here, without, func(next, cost int, through cell) {
			if s := &steps[next]; !s.reached || !s.final && steps[here].cost+cost < s.cost {
				*s = step{cost: steps[here].cost + cost, from: here, through: through, more: cost > 0, reached: true}
			}
		})
	}
}

// leave visits the nodes next to one, with what it costs to go there.
func (t *Table) leave(node int, without cell, visit func(next, cost int, through cell)) {
	through := func(next int, c cell) {
		row, cost := &t.Rows[c.row], 0
		if !row.withheld[c.column] {
			cost = 1 + row.Counts[c.column]
		}
		if c != without && (next >= len(t.Rows) || row.Counts[c.column] > 0) {
			visit(next, cost, c)
		}
	}
	switch k := node - len(t.Rows); {
	case node == t.outside():
		for n, known := range t.known {
			if !known {
				visit(n, 0, cell{})
			}
		}
		return
	case k < 0:
		for k := range t.Columns {
			through(t.columnNode(k), cell{node, k})
		}
	default:
		for i := range t.Rows {
			through(i, cell{i, k})
		}
	}
	if !t.known[node] {
		visit(t.outside(), 0, cell{})
	}
}

// mayBeKnown reports whether a reader may know the total of a row or column: it is
// large enough to be told, and the total of more than one count.
func (t *Table) mayBeKnown(node int) bool {
	total, least := 0, 0
	if node < len(t.Rows) {
		for _, n := range t.Rows[node].Counts {
			total += n
		}
		return len(t.Columns) > 1 && total >= t.Rows[node].Least
	}
	for _, row := range t.Rows {
		total += row.Counts[node-len(t.Rows)]
		if least == 0 || row.Least < least {
			least = row.Least
		}
	}
	return len(t.Rows) > 1 && total >= least
}
