package diag

import (
	"cmp"
	"fmt"
)

// kinOf tells diagnostics of different causes apart.
type kinOf struct {
	severity    Severity
	code, cause string
}

// others are the diagnostics for which one stands.
type others struct {
	more  int
	files map[string]bool // of all of them
}

// where says in which files they are, if not all in the one of the first.
func (o others) where(first string) string {
	if len(o.files) == 1 && o.files[first] {
		return " in this file"
	}
	return fmt.Sprintf(", in %d files", len(o.files))
}

// gathered leaves of many diagnostics of one cause the first. The others are
// counted with it, by its number in the list that is left.
func gathered(l List, most int) (left List, with map[int]others) {
	with = map[int]others{}
	if most == 0 {
		return l, with
	}
	all := map[kinOf]int{}
	of := func(d Diagnostic) kinOf { return kinOf{d.Severity, d.Code, cmp.Or(d.Kin, d.Message)} }
	for _, d := range l {
		all[of(d)]++
	}
	first := map[kinOf]int{}
	for _, d := range l {
		kin := of(d)
		if all[kin] <= most {
			left = append(left, d)
			continue
		}
		at, seen := first[kin]
		if !seen {
			at = len(left)
			first[kin], with[at] = at, others{files: map[string]bool{}}
			left = append(left, d)
		}
		o := with[at]
		o.files[d.Span.path()] = true
		if seen {
			o.more++
		}
		with[at] = o
	}
	return left, with
}
