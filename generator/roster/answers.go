package roster

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/fit"
	"mentorbook/generator/lazyregexp"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
	"mentorbook/generator/table"
)

// answer is what a row says of a pair.
type answer struct {
	row    table.Row
	cell   table.Cell // of the answer
	sent   moment
	person source.ID // who answers; empty where those who run the program decide
	pair   *pair     // whom the answer is about; nil where that is not listed

	mentor, mentee       source.ID // of a decision
	newMentor, newMentee source.ID // of a swap
	offered              []source.ID
	word                 string // yes, no, talk, accept, drop, swap, withdraw, choice or none
	choice               source.ID
}

// readAnswers reads answers to proposals: of people, the table of a review sheet, or
// that beside choice sheets.
func (r *reader) readAnswers() error {
	if !r.has("answer") {
		r.problem(diag.Error, r.table.Header.Number, 0, "say in the import map which column it is, as {header: …, is: answer}", "no column says what people answer")
		return nil
	}
	var answers []*answer
	for _, row := range r.table.Rows {
		if a := r.answerIn(r.readable(row)); a != nil {
			answers = append(answers, a)
		}
	}
	answers = r.lastAnswers(answers)
	for _, a := range answers {
		r.free(a)
	}
	for _, a := range answers {
		r.decide(a)
	}
	return r.proposeChosen(answers)
}

// answerIn reads a row; nil where it says nothing, or what cannot be read.
func (r *reader) answerIn(row table.Row) *answer {
	a := &answer{row: row, cell: r.cell(row, "answer")}
	if a.cell.Text == "" && blankAnswer(r, row) {
		return nil // no answer yet
	}
	if cell := r.cell(row, "cohort"); cell.Text != "" && strings.TrimSpace(cell.Text) != r.Program+"/"+r.Cohort {
		r.bad(row, cell, "import it with --cohort and the name that the row has", "the row is about another cohort than %s/%s", r.Program, r.Cohort)
		return nil
	}
	var ok bool
	if a.sent, ok = r.sentAt(row); !ok {
		return nil
	}
	before := len(r.failed)
	a.person = r.sender(row)
	r.readTwo(a)
	if len(r.failed) > before {
		return nil
	}
	switch {
	case len(a.offered) > 0 && a.person != "":
		ok = r.readChoice(a)
	case a.person == "" && a.mentor != "" && a.mentee != "":
		ok = r.readDecision(a)
	case a.person == "":
		r.problem(diag.Error, row.Number, 0, "write their e-mail address, staff number or id", "the row does not say who answers")
		return nil
	default:
		ok = r.readOwn(a)
	}
	if !ok {
		return nil
	}
	return a
}

// blankAnswer reports whether the answer is empty: words for nobody are one.
func blankAnswer(r *reader, row table.Row) bool {
	for _, c := range r.columns["answer"] {
		if isNone(row.Cells[c.index].Text) {
			return false
		}
	}
	return true
}

// readTwo reads whom a row names as mentors and mentees.
func (r *reader) readTwo(a *answer) {
	for _, c := range r.columns["mentor"] {
		cell := a.row.Cells[c.index]
		if blank(cell.Text) {
			continue
		}
		id := r.named(a.row, cell, cell.Text)
		if c.ordinal > 0 {
			a.offered = append(a.offered, id)
		} else {
			a.mentor = id
		}
	}
	for name, to := range map[string]*source.ID{"mentee": &a.mentee, "new_mentor": &a.newMentor, "new_mentee": &a.newMentee} {
		if cell := r.cell(a.row, name); cell.Text != "" {
			*to = r.named(a.row, cell, cell.Text)
		}
	}
}

var noneWords = lazyregexp.New(`^(none|none of (them|these)|no one|nobody|tidak ada|bukan semuanya|tak satu ?pun|0)$`)

func isNone(text string) bool { return noneWords.MatchString(fold(text)) }

// readChoice reads which of the mentors on a choice sheet a mentee asks for.
func (r *reader) readChoice(a *answer) bool {
	for _, c := range r.columns["answer"] {
		if text := a.row.Cells[c.index]; text.Text != "" {
			a.cell = text
			break
		}
	}
	text := strings.TrimSuffix(strings.TrimSpace(a.cell.Text), ".0")
	a.word = "choice"
	if n, err := strconv.Atoi(text); err == nil && n >= 1 && n <= len(a.offered) {
		a.choice = a.offered[n-1]
		return true
	}
	if isNone(text) {
		a.word = "none"
		return true
	}
	if id, found := r.people.meant(text); found && slices.Contains(a.offered, id) {
		a.choice = id
		return true
	}
	r.bad(a.row, a.cell, "write the number of a mentor on the sheet, or none", "this is none of the %d choices", len(a.offered))
	return false
}

// readDecision reads what those who run the program decided about a pair.
func (r *reader) readDecision(a *answer) bool {
	for _, p := range r.ours() {
		if p.Mentor == a.mentor && p.Mentee == a.mentee && (a.pair == nil || a.pair.Status == "declined") {
			a.pair = p
		}
	}
	switch a.word = fold(a.cell.Text); {
	case !oneOf("accept|drop|swap|withdraw", a.word):
		r.bad(a.row, a.cell, "write accept, swap, drop or withdraw", "%s is no decision about a pair", quote(a.cell.Text))
		return false
	case a.word == "swap" && (a.newMentor == "" || a.newMentee == ""):
		r.bad(a.row, a.cell, "write both ids into new_mentor and new_mentee", "a swap needs the pair that takes the place of this one")
		return false
	}
	return true
}

var (
	talks   = lazyregexp.New(`\b(talk|discuss|question|questions|call me|bicara|bicarakan|berbicara|diskusi|berdiskusi|ngobrol|mengobrol|tanya|bertanya)\b`)
	refuses = lazyregexp.New(`^(no|tidak|belum)\b|\b(declined?|refuse|reject(ed)?|not (this time|now|suitable)|does not suit|doesn t suit|menolak|tolak|ditolak|keberatan|tidak cocok|kurang cocok)\b`)
	accepts = lazyregexp.New(`^(yes|ya|iya)\b|\b(accept(ed)?|suits me|gladly|with pleasure|terima|menerima|cocok|dengan senang hati)\b`)
)

// answerWord reads yes, no or let us talk. Whoever wants to talk has not answered
// yet, whatever else they say.
func answerWord(text string) string {
	return readingOf(text, reading{"talk", talks, false, false}, reading{"no", refuses, true, false}, reading{"yes", accepts, true, true})
}

// readOwn reads what somebody answers about the pair that was proposed to them.
func (r *reader) readOwn(a *answer) bool {
	if a.word = answerWord(a.cell.Text); a.word == "" {
		r.bad(a.row, a.cell, "write yes, no or let us talk", "this is none of the answers")
		return false
	}
	named, ok := r.pairNamed(a.row)
	if !ok {
		return false
	}
	partner := a.mentor
	if partner == "" || partner == a.person {
		partner = a.mentee
	}
	var open, live, declined []*pair
	for _, p := range r.ours() {
		switch {
		case !p.has(a.person) || named != nil && p != named || partner != "" && partner != a.person && !p.has(partner):
		case p.Status == "proposed":
			open = append(open, p)
		case p.isLive():
			live = append(live, p)
		default:
			declined = append(declined, p)
		}
	}
	switch {
	case len(open) == 1:
		return r.aboutProposal(a, open[0], named != nil || partner != "", len(declined) > 0)
	case len(open) == 0 && len(live) == 1:
		a.pair = live[0]
	case len(open) == 0 && len(live) == 0 && len(declined) > 0:
		a.pair = declined[len(declined)-1]
	case len(open)+len(live) > 1:
		r.problem(diag.Error, a.row.Number, 0, "write the id of the pair in a column called pair", "%s is in %d pairs of this cohort, and the row does not say which one is meant", a.person, len(open)+len(live))
		return false
	default:
		r.problem(diag.Error, a.row.Number, 0, "leave the row out, or run match first", "no pair of this cohort is proposed to %s", a.person)
		return false
	}
	return true
}

// aboutProposal finds out whether an answer is about a proposal, or about an earlier
// one that came to nothing: forms keep what people answered before.
func (r *reader) aboutProposal(a *answer, p *pair, named, earlier bool) bool {
	a.pair = p
	if named || !earlier {
		return true
	}
	asked := schedule.Date{}
	for _, l := range p.Letters {
		if l.For == "proposal" && asked.Before(l.Date) {
			asked = l.Date
		}
	}
	switch {
	case asked.IsZero():
		r.problem(diag.Warning, a.row.Number, 0, "", "%s was not asked about the pair %s yet, so the answer is about an earlier one, and changes nothing", a.person, p.ID)
	case a.sent.day.IsZero():
		r.problem(diag.Error, a.row.Number, 0, "add a column with the day of the answer, or with the id of the pair", "%s was asked about more than one pair, and the row does not say when it was sent", a.person)
	case a.sent.day.Before(asked):
		r.problem(diag.Warning, a.row.Number, 0, "", "the answer is older than the proposal of the pair %s, so it is about an earlier one, and changes nothing", p.ID)
	default:
		return true
	}
	return false
}

// lastAnswers returns one answer for each person and pair: the last.
func (r *reader) lastAnswers(all []*answer) (out []*answer) {
	last := map[string]*answer{}
	replaced := map[*answer]*answer{}
	for _, a := range bySending(all, func(a *answer) moment { return a.sent }) {
		key := fmt.Sprint(a.person, " ", a.mentor, " ", a.mentee)
		if a.pair != nil {
			key = fmt.Sprint(a.person, " ", a.pair.ID)
		}
		if a.word == "choice" || a.word == "none" {
			key = "choice " + string(a.person)
		}
		if before := last[key]; before != nil {
			replaced[before] = a
		}
		last[key] = a
	}
	for _, a := range all {
		if by := replaced[a]; by != nil {
			r.problem(diag.Warning, a.row.Number, 0, "", "row %d answers the same and is the later one, so this row is left out", by.row.Number)
			continue
		}
		out = append(out, a)
	}
	return out
}

// free takes back proposals, before others need the room of the two.
func (r *reader) free(a *answer) {
	switch {
	case a.word == "drop":
		r.drop(a)
	case (a.word == "swap" || a.word == "withdraw") && a.pair != nil && a.pair.Status == "proposed":
		if a.pair.Accepted != nil {
			r.problem(diag.Error, a.row.Number, a.cell.Column, "talk to both first", "somebody has said yes to the pair %s already, so it is not taken back", a.pair.ID)
			return
		}
		a.pair.removed, a.pair.row = true, a.row.Number
	}
}

// drop declines a pair; one that is not listed is listed as declined, so that it is
// not proposed again.
func (r *reader) drop(a *answer) {
	switch {
	case a.pair == nil:
		p := r.newPair(a.mentor, a.mentee, a.row.Number)
		p.Status = "declined"
	case a.pair.Status == "proposed" || a.pair.Status == "accepted" && !a.pair.hasMet():
		a.pair.Status, a.pair.Accepted, a.pair.row = "declined", nil, a.row.Number
	case a.pair.Status != "declined":
		r.begun(a)
	}
}

func (r *reader) begun(a *answer) {
	r.problem(diag.Warning, a.row.Number, a.cell.Column, "talk to both; where it is over, write status: ended beside it", "the pair %s is %s already, so nothing changes", a.pair.ID, a.pair.Status)
}

// newPair adds a pair. It has no id yet.
func (r *reader) newPair(mentor, mentee source.ID, row int) *pair {
	p := &pair{program: r.program, cohort: r.cohort, row: row}
	p.Mentor, p.Mentee, p.Status = mentor, mentee, "proposed"
	p.Topics = r.shared(mentor, mentee)
	r.pairs = append(r.pairs, p)
	return p
}

// shared returns the topics that one offers and the other wants.
func (r *reader) shared(mentor, mentee source.ID) (out []source.ID) {
	of := r.fitting()
	for _, topic := range fit.Shared(of.Person(r.people.byID[mentor], r.cohort.Starts), of.Person(r.people.byID[mentee], r.cohort.Starts)) {
		out = append(out, source.ID(topic))
	}
	return out
}

func (r *reader) fitting() *site.Fitting { return site.NewFitting(r.config) }

// decide does what an answer says. Rows that free somebody have been heeded.
func (r *reader) decide(a *answer) {
	switch a.word {
	case "talk":
		r.problem(diag.Warning, a.row.Number, a.cell.Column, "call them, and import what comes of it", "%s wants to talk first about the pair %s, so nothing changes", a.person, a.pair.ID)
	case "yes":
		r.accept(a)
	case "no":
		if a.pair.Status == "proposed" || a.pair.Status == "accepted" {
			r.drop(a)
		} else if a.pair.isLive() {
			r.begun(a)
		}
	case "accept":
		if a.pair == nil {
			r.propose(a, a.mentor, a.mentee)
		} else if a.pair.Status == "declined" {
			r.problem(diag.Warning, a.row.Number, a.cell.Column, "", "the pair %s was declined, so nothing changes", a.pair.ID)
		}
	case "swap":
		r.propose(a, a.newMentor, a.newMentee)
	case "none":
		r.declineAll(a)
	case "choice":
		r.wish(a)
	}
}

// accept writes down the day on which one of a pair said yes.
func (r *reader) accept(a *answer) {
	p := a.pair
	switch {
	case p.Status == "declined":
		r.problem(diag.Warning, a.row.Number, a.cell.Column, "to ask again, run match", "the pair %s came to nothing, so a yes changes nothing", p.ID)
		return
	case p.Status != "proposed":
		return
	}
	accepted := source.Accepted{}
	if p.Accepted != nil {
		accepted = *p.Accepted
	}
	day := a.sent.day
	if day.IsZero() {
		day = r.today()
	}
	side := &accepted.Mentor
	if p.Mentee == a.person {
		side = &accepted.Mentee
	}
	if side.IsZero() {
		*side, p.row = day, a.row.Number
	}
	p.Accepted = &accepted
	if !accepted.Mentor.IsZero() && !accepted.Mentee.IsZero() {
		p.Status, p.row = "accepted", a.row.Number
	}
}

// propose adds a proposal, if it breaks no rule.
func (r *reader) propose(a *answer, mentor, mentee source.ID) {
	if p := r.listed(mentor, mentee); p != nil && p.isLive() {
		return
	}
	reason := r.against(mentor, mentee)
	for _, id := range []source.ID{mentor, mentee} {
		if reason == "" && r.room(id) < 1 {
			reason = string(id) + " has as many pairs as there is room for"
		}
	}
	if reason != "" {
		r.bad(a.row, a.cell, "look for another pair with mentorbook match", "%s and %s cannot be proposed: %s", mentor, mentee, reason)
		return
	}
	r.newPair(mentor, mentee, a.row.Number)
}

// listed is the pair of two people in this cohort; one that is live comes first.
func (r *reader) listed(mentor, mentee source.ID) (found *pair) {
	for _, p := range r.pairs {
		if p.cohort == r.cohort && p.Mentor == mentor && p.Mentee == mentee && !p.removed && (found == nil || p.isLive()) {
			found = p
		}
	}
	return found
}

// against says which rule of the program speaks against two people; nothing where
// none does. Of the reporting line and of whom people avoid it says no more than that.
func (r *reader) against(mentor, mentee source.ID) string {
	for _, id := range []source.ID{mentor, mentee} {
		if r.people.byID[id] == nil || r.signups[id] == nil {
			return fmt.Sprintf("%s has not signed up for this cohort", id)
		}
	}
	if r.signups[mentor].Role == "mentee" || r.signups[mentee].Role == "mentor" {
		return "they signed up for other roles"
	}
	rules := site.FitProgram(r.program)
	rules.Earlier, rules.Declined = map[[2]string]bool{}, map[[2]string]bool{}
	for _, p := range r.pairs {
		two := fit.Two(string(p.Mentor), string(p.Mentee))
		switch {
		case p.removed:
		case p.Status == "declined":
			rules.Declined[two] = rules.Declined[two] || p.program == r.program
		case p.Status != "proposed" || p.cohort != r.cohort:
			rules.Earlier[two] = true
		}
	}
	of := r.fitting()
	objections := fit.Objections(of.Person(r.people.byID[mentor], r.cohort.Starts), of.Person(r.people.byID[mentee], r.cohort.Starts), nil, rules)
	if len(objections) == 0 {
		return ""
	}
	return objectionWords[objections[0].Rule]
}

var objectionWords = map[fit.Rule]string{
	fit.SamePerson: "they are one person", fit.LevelGap: "their levels are not far enough apart",
	fit.IsManager: "of their reporting line", fit.IsManagersManager: "of their reporting line", fit.SameManager: "of their reporting line",
	fit.Avoided: "somebody asked not to be paired", fit.NoSharedLanguage: "they share no language", fit.NoSharedTopic: "they share no topic",
	fit.SameUnit: "they are of one unit", fit.OtherSite: "they work at two sites", fit.ZoneGap: "their time zones are too far apart",
	fit.NoOverlap: "they have too little time in common", fit.EarlierPair: "they were a pair before", fit.DeclinedPair: "the pair was declined",
}

// room returns how many more pairs somebody can be in while the cohort runs.
func (r *reader) room(id source.ID) int {
	room := r.people.byID[id].Capacity
	for _, p := range r.pairs {
		atOnce := p.cohort == r.cohort || !p.cohort.Ends.Before(r.cohort.Starts) && !r.cohort.Ends.Before(p.cohort.Starts)
		if p.has(id) && p.isLive() && atOnce {
			room--
		}
	}
	return room
}

// wish notes whom a mentee asks for: the first of the choices of the signup.
func (r *reader) wish(a *answer) {
	s := r.signups[a.person]
	if s == nil {
		r.bad(a.row, a.cell, "import the signup first", "%s has not signed up for this cohort", a.person)
		return
	}
	choices := []source.ID{a.choice}
	for _, id := range s.Choices {
		if id != a.choice {
			choices = append(choices, id)
		}
	}
	if !slices.Equal(choices, s.Choices) {
		r.wishes = append(r.wishes, wishOf{s, choices})
		r.out.Changed = append(r.out.Changed, a.person)
		r.out.Changes = append(r.out.Changes, Change{ID: a.person, Row: a.row.Number, List: "signups", Fields: []string{"choices"}})
	}
}

// wishOf is a signup with the choices that it is to have.
type wishOf struct {
	signup  *source.Signup
	choices []source.ID
}

func (r *reader) putChoices(ed *editor) error {
	for _, w := range r.wishes {
		if err := ed.set(changesOf(w.signup.Node, []value{{"choices", inRow(w.choices)}})); err != nil {
			return err
		}
	}
	return nil
}

// declineAll declines the pairs with all mentors of a choice sheet.
func (r *reader) declineAll(a *answer) {
	for _, mentor := range a.offered {
		p := r.listed(mentor, a.person)
		switch {
		case p == nil:
			p = r.newPair(mentor, a.person, a.row.Number)
			p.Status = "declined"
		case p.Status == "proposed":
			p.Status, p.Accepted, p.row = "declined", nil, a.row.Number
		}
	}
}

// proposeChosen proposes the mentors whom mentees asked for. Where more ask for one
// than there is room for, match finds the best for all, and nobody is proposed here.
func (r *reader) proposeChosen(answers []*answer) error {
	asked := map[source.ID][]*answer{}
	for _, a := range answers {
		if a.word != "choice" || r.signups[a.person] == nil {
			continue
		}
		p := r.listed(a.choice, a.person)
		switch {
		case p != nil && p.isLive():
		case p != nil && p.Status == "declined":
			r.problem(diag.Warning, a.row.Number, a.cell.Column, "offer them another mentor", "the pair %s was declined, so it is not proposed again", p.ID)
		default:
			if reason := r.against(a.choice, a.person); reason != "" {
				r.bad(a.row, a.cell, "offer them another mentor", "%s and %s cannot be proposed: %s", a.choice, a.person, reason)
			} else if r.room(a.person) < 1 {
				r.problem(diag.Warning, a.row.Number, a.cell.Column, "run match, which heeds the choice", "%s is in a pair already, so the choice is noted only", a.person)
			} else {
				asked[a.choice] = append(asked[a.choice], a)
			}
		}
	}
	for _, a := range answers {
		same := asked[a.choice]
		if len(same) == 0 || a != same[0] {
			continue
		}
		room := max(r.room(a.choice), 0)
		for _, one := range same {
			if room < len(same) {
				r.problem(diag.Warning, one.row.Number, one.cell.Column, "run match, which finds the best for all", "%d ask for %s, who has room for %d, so the choice is noted only", len(same), one.choice, room)
			} else {
				r.newPair(one.choice, one.person, one.row.Number)
			}
		}
	}
	return r.nameNewPairs()
}

// nameNewPairs gives each new pair an id.
func (r *reader) nameNewPairs() error {
	for _, p := range r.pairs {
		for p.ID == "" {
			id, err := source.NewID("pair-", r.Random)
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(r.pairs, func(other *pair) bool { return other.ID == id }) {
				p.ID = id
			}
		}
	}
	return nil
}

// sortProblems puts them in the order of the table.
func (r *reader) sortProblems() {
	slices.SortStableFunc(r.out.Problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
	})
}
