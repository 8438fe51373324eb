package site

// What a portal has a page for, and what it prints as one, depends on what is
// there. Those who make the pages and those who find them ask here.

// mostChapters is how many guides are printed as one book. More are a library, and
// their page would be too large for any browser.
const mostChapters = 150

// Chapters returns the guides that are printed as one book, in the order of their
// lists, those of folders after the others; none where there are too few or too
// many for one.
func (s *Site) Chapters() []*Document {
	guides := chapters(s.Section("guides"))
	if len(guides) < 2 || len(guides) > mostChapters {
		return nil
	}
	return guides
}

func chapters(s *Section) []*Document {
	if s == nil {
		return nil
	}
	out := append([]*Document(nil), s.Documents...)
	for _, sub := range s.Sub {
		out = append(out, chapters(sub)...)
	}
	return out
}

// HasReport reports whether this portal has a report of a cohort: it is for
// organizers, and shows its pairs.
func (s *Site) HasReport(c *Cohort) bool {
	return s.Audience >= Organizers && !c.Program.Withheld && !c.Starts.IsZero()
}

// HasCertificate reports whether a pair is thanked with a certificate: it has
// completed its program, and nobody has to hide that. Only organizers learn of
// either, and give it to whom it is for.
func (p *Pairing) HasCertificate() bool {
	return p.Status == "completed" && !p.Cohort.Program.Sensitive
}
