package generator

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"mentorbook/generator/diag"
	"mentorbook/generator/letters"
	"mentorbook/generator/redact"
	"mentorbook/generator/render"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// answerDays is how many days a reader of a letter has to answer it.
const answerDays = 7

// Letters fills in a letter for everybody who gets one on the day of o. What is
// said to a reader is made of what that reader may see: of the pair's own
// portal, or of the public one. The same proofs are kept as for portals: made of
// sources without everything else, the letter is the same; and nothing hidden is
// in it. The list says what is wrong, and nothing is written to anybody then.
func (b *Builder) Letters(ctx context.Context, o Options, r letters.Request) (*letters.Outbox, diag.List, error) {
	sources, theme, list, err := b.load(ctx)
	if err != nil || sources.Config == nil || theme == nil {
		return nil, list, err
	}
	o.Audience, o.Pair, o.Words, o.ThemeAssets, o.IncludeSensitive = site.Organizers, "", theme.Words(), theme.Names(), nil
	o.DefaultTheme, o.OwnTheme = theme.Layers()
	for _, id := range site.SensitivePrograms(sources.Config) {
		if id == r.Program {
			o.IncludeSensitive = []string{id}
		}
	}
	full, _, more, err := site.Assemble(ctx, sources, o)
	if list = append(list, more...); err != nil || list.HasErrors() {
		return nil, list, err
	}
	readers, skipped, err := letters.Readers(full, sources.Config, r)
	if err != nil {
		return nil, nil, err
	}
	w := letterWriter{origin: origin{sources, theme, o}, editions: map[source.ID]*edition{}}
	if err := w.makeEditions(ctx, readers); err != nil {
		return nil, nil, err
	}
	out := &letters.Outbox{Moment: r.Moment, Letters: []letters.Draft{}, Skipped: skipped}
	for _, reader := range readers {
		draft, err := w.draft(full, reader, r)
		if err != nil {
			return nil, nil, err
		}
		out.Letters = append(out.Letters, draft)
	}
	if w.list.HasErrors() {
		w.list.Sort()
		return nil, w.list, nil
	}
	out.Note(readers, full.Now)
	return out, nil, nil
}

// letterWriter fills in letters, and proves them.
type letterWriter struct {
	origin   origin
	editions map[source.ID]*edition // by pair; the one of "" is public
	list     diag.List
}

// edition is what a reader of letters may see.
type edition struct {
	site    *site.Site
	secrets site.Secrets
	bare    *site.Site // the same, of sources without all else
}

// makeEditions makes what each of the readers may see, on all cores.
func (w *letterWriter) makeEditions(ctx context.Context, readers []letters.Reader) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, reader := range readers {
		pair := pairOf(reader)
		if w.editions[pair] != nil {
			continue
		}
		e := new(edition)
		w.editions[pair] = e
		g.Go(func() (err error) {
			*e, err = w.edition(ctx, pair)
			return err
		})
	}
	return g.Wait()
}

// pairOf is the pair that a letter is about; empty where it is about none.
func pairOf(reader letters.Reader) source.ID {
	if reader.Pairing == nil {
		return ""
	}
	return reader.Pairing.ID
}

// edition makes what the pair may see, or what everybody may.
func (w *letterWriter) edition(ctx context.Context, pair source.ID) (edition, error) {
	o := w.origin
	o.options.Audience, o.options.Pair, o.options.IncludeSensitive = site.Public, string(pair), nil
	if pair != "" {
		o.options.Audience = site.Participants
	}
	s, secrets, _, err := site.Assemble(ctx, o.sources, o.options)
	if err != nil {
		return edition{}, err
	}
	sources, _ := redact.Sources(o.sources, o.redaction())
	bare, err := site.Make(ctx, sources, o.options)
	if err != nil {
		return edition{}, err
	}
	return edition{s, secrets.Published(pathsOf(plan(s, o.theme).pages)), bare}, nil
}

// draft is the letter of a reader.
func (w *letterWriter) draft(full *site.Site, reader letters.Reader, r letters.Request) (letters.Draft, error) {
	e := w.editions[pairOf(reader)]
	to := w.addressee(full, reader)
	message, err := w.fill(e.site, reader, r, to)
	if err != nil {
		return letters.Draft{}, err
	}
	twin, err := w.fill(e.bare, reader, r, to)
	if err != nil {
		return letters.Draft{}, err
	}
	var data, other bytes.Buffer
	if err := cmp.Or(message.Write(&data), twin.Write(&other)); err != nil {
		return letters.Draft{}, err
	}
	at := reader.Text.Source.Whole()
	if !bytes.Equal(data.Bytes(), other.Bytes()) {
		w.list.Errorf(at, "interference", "this is a fault of mentorbook, not of what is written here; report it with this message",
			"this letter depends on something that its reader must not see; nothing was written")
	}
	if err := w.scan(e, reader, r, to); err != nil {
		return letters.Draft{}, err
	}
	return letters.NewDraft(reader, r, message, data.Bytes()), nil
}

// addressee is what a letter says about its reader and its day.
func (w *letterWriter) addressee(full *site.Site, reader letters.Reader) render.Addressee {
	to := render.Addressee{Role: reader.Role, Lang: reader.Lang, Session: reader.Session, AnswerBy: full.Now.AddDays(answerDays)}
	if p := reader.Person; p != nil {
		to.Name, to.Salutation = p.Name, p.Salutation
	}
	return to
}

// fill fills in a letter with what a site has.
func (w *letterWriter) fill(s *site.Site, reader letters.Reader, r letters.Request, to render.Addressee) (*letters.Message, error) {
	program, cohort := cohortOf(s, r)
	if cohort == nil {
		return nil, fmt.Errorf("the cohort %s/%s is not in the portal of those who read the letter", r.Program, r.Cohort)
	}
	to.Cohort, to.Deleted = cohort, w.deleted(r)
	if reader.Pairing != nil {
		for _, pairing := range cohort.Pairings {
			if pairing.ID == reader.Pairing.ID {
				to.Pairing = pairing
			}
		}
		if to.Pairing == nil {
			return nil, fmt.Errorf("the pair %s is not in its own portal", reader.Pairing.ID)
		}
	}
	renderer := render.New(s, w.origin.theme)
	filled := renderer.Letter(reader.Text, to)
	m := &letters.Message{
		From: cmp.Or(program.Contact, s.Settings.Contact), To: reader.Address, ToName: to.Name, Subject: filled.Subject,
		HTML: string(filled.HTML), Chat: filled.Chat, Lang: reader.Text.Lang, Date: day(s, w.origin.options.Now), Key: letters.Key(reader, r),
	}
	if len(reader.Text.Letter.Attach) > 0 && to.Pairing != nil && render.HasCalendar(to.Pairing) {
		var calendar bytes.Buffer
		if err := renderer.PairCalendar(&calendar, to.Pairing); err != nil {
			return nil, err
		}
		m.Calendar = calendar.Bytes()
	}
	return m, nil
}

// day is the morning of the day of the site: two runs on one day are the same.
func day(s *site.Site, now time.Time) time.Time {
	return s.Now.In(s.Settings.Timezone.Location(now.Location())).Add(8 * time.Hour)
}

// deleted is when the people of a cohort are taken off the lists. Only
// organizers have the number of days; the day itself is for whom it is about.
func (w *letterWriter) deleted(r letters.Request) schedule.Date {
	for _, p := range w.origin.sources.Config.Programs {
		for _, c := range p.Cohorts {
			if string(p.ID) == r.Program && string(c.ID) == r.Cohort && !c.Ends.IsZero() {
				return c.Ends.AddDays(p.RetentionDays)
			}
		}
	}
	return schedule.Date{}
}

func cohortOf(s *site.Site, r letters.Request) (*site.Program, *site.Cohort) {
	for _, p := range s.Programs {
		for _, c := range p.Cohorts {
			if string(p.ID) == r.Program && string(c.ID) == r.Cohort {
				return p, c
			}
		}
	}
	return nil, nil
}

// scan looks through a letter for what its reader must not see. Their own name is
// no secret to them: it is left out of what is looked through.
func (w *letterWriter) scan(e *edition, reader letters.Reader, r letters.Request, to render.Addressee) error {
	to.Name, to.Salutation = "", ""
	m, err := w.fill(e.site, reader, r, to)
	if err != nil {
		return err
	}
	for _, part := range []struct{ path, text string }{
		{"letter.txt", m.Subject + "\n\n" + letters.Plain(m.HTML) + "\n\n" + m.Chat}, {"letter.html", m.HTML}, {"sessions.ics", string(m.Calendar)},
	} {
		for _, leak := range e.secrets.Leaks(site.Output{Path: part.path, Data: []byte(part.text), Texts: []*site.Version{reader.Text}}) {
			hint := "take it out of the letter"
			if leak.Word {
				hint += "; if the word means something else there, write it under site.not_secret in " + source.ConfigPath
			}
			w.list.Errorf(reader.Text.Source.Whole(), "leak", hint, "this letter would show %s to a reader of it", leak.What)
		}
	}
	return nil
}
