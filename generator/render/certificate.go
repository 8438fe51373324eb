package render

import (
	"bytes"

	"mentorbook/generator/figures"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
)

// CertificatePath returns where the certificate of a pair lies.
func CertificatePath(s *site.Site, lang string, pairing *site.Pairing) string {
	return s.Path(lang, certificateKey(pairing))
}

func certificateKey(pairing *site.Pairing) string { return pairKey(pairing) + "-thanks" }

// Certificate renders the sheet that thanks a pair.
func (r *Renderer) Certificate(w *bytes.Buffer, lang string, pairing *site.Pairing) error {
	p := r.at(lang, certificateKey(pairing))
	program := p.programLink(pairing.Cohort.Program)
	page, err := p.page(p.text("certificate.title"), program.Title, p.programsLink(), program)
	if err != nil {
		return err
	}
	page.Of = pairing.Mentor.Name + " – " + pairing.Mentee.Name
	return r.theme.execute(w, lang, "certificate", "base", CertificatePage{
		Page: page, Program: program.Title, Type: pairing.Cohort.Program.Type, Mentor: pairing.Mentor.Name, Mentee: pairing.Mentee.Name,
		Sessions: figures.Sessions(pairing, schedule.Done), Starts: pairing.Cohort.Starts, Ends: pairing.Cohort.Ends,
	})
}
