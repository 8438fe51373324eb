package roster

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/lazyregexp"
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
	"mentorbook/generator/table"
	"mentorbook/generator/yamledit"
)

// report is what a row says of a session.
type report struct {
	row     table.Row
	sent    moment
	pair    *pair
	session schedule.Session // as it is in the plan of the pair
	status  string
	starts  schedule.Start // zero where nothing is said
	minutes int
	mode    string
}

// readSessions reads what became of sessions, the oldest row first: one that was
// moved and then held has its new day.
func (r *reader) readSessions() {
	if !r.has("status") && !r.has("new_day") {
		r.problem(diag.Error, r.table.Header.Number, 0, "say in the import map which column it is, as {header: …, is: status}", "no column says what became of the sessions")
		return
	}
	var reports []report
	for _, row := range r.table.Rows {
		if one, ok := r.reportIn(r.readable(row)); ok {
			reports = append(reports, one)
		}
	}
	after := map[*pair]map[source.ID]source.SessionOverride{}
	for _, one := range bySending(reports, func(one report) moment { return one.sent }) {
		if after[one.pair] == nil {
			after[one.pair] = map[source.ID]source.SessionOverride{}
		}
		id := source.ID(one.session.ID)
		o, known := after[one.pair][id]
		if !known {
			o = one.pair.override(id)
		}
		after[one.pair][id] = one.on(o)
		one.pair.row = one.row.Number
	}
	for _, p := range r.pairs {
		r.settle(p, after[p])
	}
}

// override is what differs from the plan for a session of a pair.
func (p *pair) override(id source.ID) source.SessionOverride {
	for _, o := range p.Sessions {
		if o.ID == id {
			return o
		}
	}
	return source.SessionOverride{ID: id}
}

// on returns what differs from the plan once a report is in.
func (one report) on(o source.SessionOverride) source.SessionOverride {
	o.Status = one.status
	day := one.session.Date
	if !o.Starts.IsZero() {
		day = o.Starts.Date
	}
	switch {
	case one.starts.IsZero():
	case one.starts.Date != day, one.status == "moved" && o.Starts.IsZero():
		o.Starts = one.starts
	case one.starts.Timed && !one.isAt(o.Starts):
		o.Starts = one.starts
	}
	o.Minutes, o.Mode = cmp.Or(one.minutes, o.Minutes), cmp.Or(one.mode, o.Mode)
	return o
}

// isAt reports whether a session begins at the hour that a report says, as it is.
func (one report) isAt(starts schedule.Start) bool {
	if !starts.IsZero() {
		return starts == one.starts
	}
	s := one.session
	return !s.AllDay && s.Start.Hour() == one.starts.Hour && s.Start.Minute() == one.starts.Minute
}

// settle takes over what the table says of the sessions of a pair. One that was held
// stays so. Two that accepted each other and met are an active pair, and one that
// met for the last time has completed its program.
func (r *reader) settle(p *pair, after map[source.ID]source.SessionOverride) {
	for _, item := range p.program.Plan {
		o, said := after[item.ID]
		if !said {
			continue
		}
		was := p.override(item.ID)
		if was.Status == "done" && o.Status != "done" {
			r.problem(diag.Warning, p.row, 0, "correct it by hand where that is wrong", "session %s of the pair %s was held already, so it stays as it is", item.ID, p.ID)
			continue
		}
		if sameSession(was, o) {
			continue
		}
		o.Revision = was.Revision + 1
		if i := slices.IndexFunc(p.Sessions, func(s source.SessionOverride) bool { return s.ID == item.ID }); i >= 0 {
			p.Sessions[i] = o
		} else {
			p.Sessions = append(p.Sessions, o)
		}
	}
	if a := p.Accepted; p.Status == "accepted" && len(after) > 0 && p.hasMet() && a != nil && !a.Mentor.IsZero() && !a.Mentee.IsZero() {
		p.Status = "active"
	}
	if p.Status == "active" && len(after) > 0 && r.metForTheLastTime(p) {
		p.Status = "completed"
	}
}

// metForTheLastTime reports whether the last session of the plan was held, and no
// other is still to come.
func (r *reader) metForTheLastTime(p *pair) bool {
	if len(p.sessions) == 0 {
		return false
	}
	for _, s := range p.sessions {
		o, day := p.override(source.ID(s.ID)), s.Date
		if !o.Starts.IsZero() {
			day = o.Starts.Date
		}
		if o.Status != "done" && o.Status != "cancelled" && !s.NoOpenDay && !day.Before(r.today()) {
			return false
		}
	}
	last := p.sessions[len(p.sessions)-1]
	return p.override(source.ID(last.ID)).Status == "done"
}

// reportIn reads a row. It is false where it says nothing, or what cannot be read.
func (r *reader) reportIn(row table.Row) (one report, ok bool) {
	one.row = row
	status, newDay := r.cell(row, "status"), r.cell(row, "new_day")
	if status.Text == "" && newDay.Text == "" {
		return one, false // nothing is known of it yet
	}
	before := len(r.failed)
	if one.sent, ok = r.sentAt(row); !ok {
		return one, false
	}
	if one.pair, ok = r.pairOf(row); !ok {
		return one, false
	}
	if one.session, ok = r.sessionOf(row, one.pair); !ok {
		return one, false
	}
	if status.Text != "" {
		one.status = sessionStatus(status.Text)
		if one.status == "" {
			r.bad(row, status, "write done, moved or cancelled", "this does not say what became of the session")
		}
	}
	if newDay.Text != "" && (one.status == "" || one.status == "cancelled") {
		one.status = "moved" // not held then, but another day is agreed
	}
	r.readStart(&one)
	r.readLength(&one)
	return one, len(r.failed) == before
}

var (
	movedWords     = lazyregexp.New(`\b(moved?|postponed?|reschedul(ed|e|ing)|another day|new date|later date|dipindah(kan)?|pindah|ditunda|tunda|diundur(kan)?|undur|jadwal ulang|dijadwalkan ulang|dimajukan)\b`)
	cancelledWords = lazyregexp.New(`\b(cancel(l?ed|led|ed)?|did not|didn t|not held|no show|skipped|batal|dibatalkan|tidak (jadi|bertemu|terlaksana|berlangsung|ada))\b`)
	doneWords      = lazyregexp.New(`\b(done|held|met|took place|completed|finished|happened|terlaksana|selesai|bertemu|berlangsung|sudah)\b`)
	plannedWords   = lazyregexp.New(`^(planned|scheduled|as planned|direncanakan|terjadwal|sesuai rencana)$`)
)

// sessionStatus reads what became of a session.
func sessionStatus(text string) string {
	return readingOf(text, reading{"planned", plannedWords, false, false}, reading{"moved", movedWords, false, false},
		reading{"cancelled", cancelledWords, true, false}, reading{"done", doneWords, true, true})
}

// pairOf is the pair that a row is about: the one with its id, or the one that the
// sender is in.
func (r *reader) pairOf(row table.Row) (*pair, bool) {
	p, ok := r.pairNamed(row)
	if !ok {
		return nil, false
	}
	before := len(r.failed)
	sender := r.sender(row)
	if len(r.failed) > before {
		return nil, false
	}
	if p != nil {
		if sender != "" && !p.has(sender) {
			r.problem(diag.Error, row.Number, 0, "correct the row", "%s is not in the pair %s", sender, p.ID)
			return nil, false
		}
		return r.agreedPair(row, p)
	}
	if sender == "" {
		r.problem(diag.Error, row.Number, 0, "write the id of the pair, or the e-mail address of one of the two", "the row does not say which pair it is about")
		return nil, false
	}
	var running, over []*pair
	for _, p := range r.ours() {
		switch {
		case !p.has(sender):
		case slices.Contains([]string{"accepted", "active", "paused"}, p.Status):
			running = append(running, p)
		case p.Status == "ended" || p.Status == "completed":
			over = append(over, p)
		}
	}
	if len(running) == 0 {
		running = over
	}
	switch len(running) {
	case 1:
		return r.agreedPair(row, running[0])
	case 0:
		r.problem(diag.Error, row.Number, 0, "import the answers first", "%s is in no pair that agreed", sender)
	default:
		r.problem(diag.Error, row.Number, 0, "write the id of the pair in a column called pair", "%s is in %d pairs, and the row does not say which one is meant", sender, len(running))
	}
	return nil, false
}

func (r *reader) agreedPair(row table.Row, p *pair) (*pair, bool) {
	if p.Status == "proposed" || p.Status == "declined" {
		r.problem(diag.Error, row.Number, 0, "import the answers first", "the pair %s is %s, and has no sessions", p.ID, p.Status)
		return nil, false
	}
	return p, true
}

var sessionNumber = lazyregexp.New(`^(?:(?:session|sesi|pertemuan|no|nomor|ke) )*(\d{1,3})(?: 0)?(?:st|nd|rd|th)?$`)

// sessionOf is the session that a row is about: by the id of its item of the plan, by
// its number, by its title, or by the day on which it was to be.
func (r *reader) sessionOf(row table.Row, p *pair) (schedule.Session, bool) {
	cell := r.cell(row, "session")
	if cell.Text == "" {
		if cell = r.cell(row, "day"); cell.Text == "" {
			r.problem(diag.Error, row.Number, 0, "write its number", "the row does not say which session it is about")
			return schedule.Session{}, false
		}
	}
	if i := r.sessionNamed(cell, p); i >= 0 {
		return p.sessions[i], true
	}
	r.bad(row, cell, fmt.Sprintf("write a number from 1 to %d, or an id: %s", len(p.sessions), strings.Join(planOf(p), ", ")), "this is no session of the pair %s", p.ID)
	return schedule.Session{}, false
}

func planOf(p *pair) (out []string) {
	for _, item := range p.program.Plan {
		out = append(out, string(item.ID))
	}
	return out
}

// sessionNamed returns which session a cell means, or -1.
func (r *reader) sessionNamed(cell table.Cell, p *pair) int {
	if i := slices.IndexFunc(p.sessions, func(s schedule.Session) bool { return s.ID == strings.TrimSpace(cell.Text) }); i >= 0 {
		return i
	}
	if m := sessionNumber.FindStringSubmatch(fold(cell.Text)); m != nil && cell.Kind != table.Date {
		if n, _ := strconv.Atoi(m[1]); n >= 1 && n <= len(p.sessions) {
			return n - 1
		}
		return -1
	}
	if at, ok := momentOf(cell, r.dayFirst); ok {
		return slices.IndexFunc(p.sessions, func(s schedule.Session) bool { return s.Date == at.day || s.Planned == at.day })
	}
	return r.sessionTitled(fold(cell.Text), p)
}

// sessionTitled returns the only session with a title, in any language, or -1.
func (r *reader) sessionTitled(title string, p *pair) int {
	found := -1
	for i, item := range p.program.Plan {
		for _, d := range r.site.Documents {
			if d.Key != "sessions/"+string(item.Session) {
				continue
			}
			for _, lang := range r.site.Languages {
				if v := d.Written(lang); v != nil && fold(v.Title) == title {
					if found >= 0 && found != i {
						return -1
					}
					found = i
				}
			}
		}
	}
	return found
}

// readStart reads on which day and at what time a session was, or is to be.
func (r *reader) readStart(one *report) {
	cell := r.cell(one.row, "new_day")
	if cell.Text == "" && r.cell(one.row, "session").Text != "" {
		cell = r.cell(one.row, "day")
	}
	if cell.Text == "" {
		if one.status == "moved" {
			r.problem(diag.Error, one.row.Number, columnOf(cell, r.columns["new_day"]), "write the new day, or cancelled where there is none yet", "the session was moved, and the row does not say to which day")
		}
		return
	}
	at, ok := momentOf(cell, r.dayFirst)
	if !ok {
		r.bad(one.row, cell, "write it as 2026-02-10", "this is no date")
		return
	}
	switch c := one.pair.cohort; {
	case at.day.Before(c.Starts) || at.day.After(c.Ends):
		r.bad(one.row, cell, fmt.Sprintf("choose a day from %s to %s", c.Starts, c.Ends), "the day %s is outside the cohort", at.day)
		return
	case slices.ContainsFunc(one.pair.calendar.Closed, func(s schedule.Closed) bool { return !at.day.Before(s.From) && !at.day.After(s.To) }):
		r.bad(one.row, cell, "choose another day", "the day %s is a closed one", at.day)
		return
	case one.status == "done" && at.day.After(r.today()):
		r.bad(one.row, cell, "write the day on which it was", "the day %s is still to come, so nothing was held on it", at.day)
		return
	}
	one.starts = schedule.Start{Date: at.day}
	if at.seconds > 0 {
		one.starts.Timed, one.starts.Hour, one.starts.Minute = true, at.seconds/3600, at.seconds/60%60
	}
	r.readTime(one)
}

func (r *reader) readTime(one *report) {
	cell := r.cell(one.row, "time")
	if cell.Text == "" {
		return
	}
	m := timeOfDay.FindStringSubmatch(cell.Text)
	if !cell.Time.IsZero() {
		m = []string{"", strconv.Itoa(cell.Time.Hour()), strconv.Itoa(cell.Time.Minute()), "", ""}
	}
	if m == nil {
		r.bad(one.row, cell, "write it as 14:00", "this is no time of day")
		return
	}
	at := minutes(m[1], m[2], strings.ToLower(m[4]))
	if at < 0 || at >= 24*60 {
		r.bad(one.row, cell, "write it as 14:00", "this is no time of day")
		return
	}
	one.starts.Timed, one.starts.Hour, one.starts.Minute = true, at/60, at%60
}

var modes = map[string]string{
	"online": "online", "daring": "online", "video": "online", "remote": "online",
	"onsite": "onsite", "on site": "onsite", "in person": "onsite", "luring": "onsite", "tatap muka": "onsite", "hybrid": "hybrid", "hibrida": "hybrid",
}

func (r *reader) readLength(one *report) {
	if cell := r.cell(one.row, "minutes"); cell.Text != "" {
		n, err := strconv.Atoi(strings.TrimSuffix(fold(cell.Text), " 0"))
		if err != nil || n < 5 || n > 480 {
			r.bad(one.row, cell, "write a number from 5 to 480", "this is no number of minutes")
		}
		one.minutes = n
	}
	if cell := r.cell(one.row, "mode"); cell.Text != "" {
		if one.mode = modes[fold(cell.Text)]; one.mode == "" {
			r.bad(one.row, cell, "write online, onsite or hybrid", "this is no way to meet")
		}
	}
}

// ---- what is written ----

// setPairs writes what becomes of pairs that are listed. What goes on lines of its own
// is written pair by pair, and all else at once: each time, the file is read again.
func (ed *editor) setPairs(pairs []*pair) error {
	var files []string
	changes := map[string][]yamledit.Change{}
	for _, p := range pairs {
		path := p.was.Node.File().Path
		if !slices.Contains(files, path) {
			files = append(files, path)
		}
		changes[path] = append(changes[path], changesOf(p.was.Node, p.values())...)
		changes[path] = append(changes[path], p.sessionChanges()...)
	}
	for _, path := range files {
		if err := ed.set(changes[path]); err != nil {
			return err
		}
	}
	for _, p := range pairs {
		if items := p.newSessions(); items != "" && !p.sessionsOnOneLine() {
			if err := ed.insertOrSet(p.was.Node, "sessions", items, p.allSessions()); err != nil {
				return err
			}
		}
	}
	return nil
}

// sessionsOnOneLine reports whether what differs from the plan stands on one line, and
// is written as a whole.
func (p *pair) sessionsOnOneLine() bool {
	return len(p.was.Sessions) == 0 || p.was.Node.In("sessions").InBrackets()
}

// sessionChanges are values of sessions that are listed, or the whole list, where
// there are new ones and it stands on one line.
func (p *pair) sessionChanges() (out []yamledit.Change) {
	if p.newSessions() != "" && p.sessionsOnOneLine() {
		return []yamledit.Change{{In: p.was.Node, Key: "sessions", Value: p.allSessions()}}
	}
	for _, o := range p.changedSessions() {
		if i := p.listedSession(o.ID); i >= 0 {
			out = append(out, changesOf(p.was.Sessions[i].Node, differing(p.was.Sessions[i], o))...)
		}
	}
	return out
}

// newSessions are the items of those sessions that are not listed yet.
func (p *pair) newSessions() (items string) {
	for _, o := range p.changedSessions() {
		if p.listedSession(o.ID) < 0 {
			items += flowItem(sessionValues(o))
		}
	}
	return items
}

func (p *pair) listedSession(id source.ID) int {
	return slices.IndexFunc(p.was.Sessions, func(was source.SessionOverride) bool { return was.ID == id })
}

// allSessions is the whole list on one line.
func (p *pair) allSessions() string {
	return listed(p.Sessions, func(o source.SessionOverride) string {
		return strings.TrimSuffix(strings.TrimPrefix(flowItem(sessionValues(o)), "- "), "\n")
	})
}

// sessionValues are the keys of a session that differs from the plan.
func sessionValues(o source.SessionOverride) []value {
	return append([]value{{"id", string(o.ID)}}, differing(source.SessionOverride{}, o)...)
}

func differing(was, is source.SessionOverride) (out []value) {
	if is.Starts != was.Starts {
		out = append(out, value{"starts", is.Starts.String()})
	}
	if is.Minutes != was.Minutes {
		out = append(out, value{"minutes", strconv.Itoa(is.Minutes)})
	}
	if is.Mode != was.Mode {
		out = append(out, value{"mode", is.Mode})
	}
	if is.Status != was.Status {
		out = append(out, value{"status", is.Status})
	}
	if is.Revision != was.Revision {
		out = append(out, value{"revision", strconv.Itoa(is.Revision)})
	}
	return out
}
