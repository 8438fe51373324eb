package search

// typed collects forms that readers may type for forms on the site, one after the
// other in one text: far more are tried than are kept, and a string for each would
// cost more than all that is done with them.
type typed struct {
	text  []byte
	found []found
}

// found is a form that was kept.
type found struct{ end, of uint32 }

// try returns a form, which is made of parts. It is valid until the next one.
func (t *typed) try(parts ...string) []byte {
	start := 0
	if n := len(t.found); n > 0 {
		start = int(t.found[n-1].end)
	}
	t.text = t.text[:start]
	for _, part := range parts {
		t.text = append(t.text, part...)
	}
	return t.text[start:]
}

// keep keeps the form that was tried last, as one for a form on the site.
func (t *typed) keep(of uint32) { t.found = append(t.found, found{uint32(len(t.text)), of}) }

// formsPerRun is how many forms on the site a core looks at at a time.
const formsPerRun = 64

// others returns the forms that were kept, and forgets them.
func (t *typed) others() []other {
	text, start := string(t.text), uint32(0)
	out := make([]other, len(t.found))
	for i, f := range t.found {
		out[i] = other{form: text[start:f.end], of: f.of}
		start = f.end
	}
	t.found = t.found[:0]
	return out
}
