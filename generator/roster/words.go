package roster

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"mentorbook/generator/lazyregexp"
	"mentorbook/generator/schedule"
	"mentorbook/generator/table"
)

// blank reports whether a cell says nothing.
func blank(text string) bool {
	return strings.Trim(text, " \n\t-–—._/") == "" ||
		oneOf("n a|na|none|nobody|no one|nil|nihil|tidak ada|belum ada|kosong|anonymous|anonim", fold(text))
}

const (
	yesWords = "yes|y|ya|iya|ok|oke|true|benar|1|x|v|agree|agreed|i agree|setuju|saya setuju|bersedia|mau|boleh|checked|on"
	// listedWords are answers to who may see an entry of the directory: they agree.
	listedWords = "to mentors and mentees|mentors and mentees|to everybody here|to everybody|everybody|to everyone|everyone|public|kepada para mentor dan mentee|para mentor dan mentee|mentor dan mentee|kepada semua rekan di sini|semua rekan di sini|semua rekan|semua orang|publik"
	noWords     = "no|n|tidak|tdk|t|false|salah|0|disagree|i do not agree|i don t agree|tidak setuju|tidak bersedia|belum|off"
)

var (
	negated  = lazyregexp.New(`\b(not|don t|no|tidak|tak|belum|jangan)\b`)
	affirmed = lazyregexp.New(`^(yes|ya|iya|i (hereby )?(agree|consent)|i have read|i understand|saya (telah |sudah )?(setuju|menyetujui|bersedia|membaca|memahami)|dengan ini saya)\b|\b(agree|consent|setuju|menyetujui|bersedia)\b`)
)

// yesOrNo reads a word of agreement, or a sentence that somebody ticked.
func yesOrNo(text string) (yes, known bool) {
	if strings.ContainsAny(text, "✓✔☑√✅") {
		return true, true
	}
	folded := fold(text)
	switch {
	case oneOf(yesWords, folded):
		return true, true
	case oneOf(noWords, folded):
		return false, true
	case negated.MatchString(folded):
		return false, strings.HasPrefix(folded, "no") || strings.HasPrefix(folded, "tidak") || affirmed.MatchString(folded)
	}
	return true, affirmed.MatchString(folded)
}

// pieces returns what a cell with several values has, in order. Values stand on
// lines, between semicolons or between commas; one that has a comma itself is
// recognised by known.
func pieces(text string, known func(string) bool) []string {
	var out []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '\n' || r == '|' }) {
		out = append(out, betweenCommas(part, known)...)
	}
	return slices.DeleteFunc(out, func(s string) bool { return blank(s) })
}

// betweenCommas joins what commas part as long as that is known, the longest run
// first.
func betweenCommas(text string, known func(string) bool) (out []string) {
	parts := splitOutside(text)
	for from := 0; from < len(parts); {
		to := min(len(parts), from+8)
		for to > from+1 && !known(strings.Join(parts[from:to], ",")) {
			to--
		}
		out = append(out, strings.TrimSpace(strings.Join(parts[from:to], ",")))
		from = to
	}
	return out
}

// splitOutside parts a text at commas that are not in brackets.
func splitOutside(text string) (parts []string) {
	depth, from := 0, 0
	for i, c := range text {
		switch c {
		case '(', '[':
			depth++
		case ')', ']':
			depth = max(0, depth-1)
		case ',':
			if depth == 0 {
				parts, from = append(parts, text[from:i]), i+1
			}
		}
	}
	return append(parts, text[from:])
}

// The words for how well somebody knows a topic, and how much they want it.
const (
	basicWords    = "basic|basics|beginner|a little|dasar|pemula|sedikit"
	practiceWords = "practice|intermediate|practised|some|menengah|praktik|cukup|sedang"
	expertWords   = "expert|advanced|very well|ahli|mahir|pakar|lanjut|sangat"
	firstWords    = "first|high|most|very much|pertama|tinggi|utama|sangat ingin"
	secondWords   = "second|medium|kedua|sedang"
	thirdWords    = "third|low|later|ketiga|rendah|nanti"
)

// degree reads a depth or a priority, from 1 to 3.
func degree(text string, words [3]string) (n int, ok bool) {
	folded := fold(text)
	for i, list := range words {
		if folded == strconv.Itoa(i+1) || oneOf(list, folded) {
			return i + 1, true
		}
	}
	return 0, false
}

var (
	depthWords    = [3]string{basicWords, practiceWords, expertWords}
	priorityWords = [3]string{firstWords, secondWords, thirdWords}

	inBrackets = lazyregexp.New(`^(.*\S)\s*\(([^()]*)\)$`)
	behindSign = lazyregexp.New(`^(.*\S)\s*[:–-]\s*([^:–-]+)$`)
)

// parted returns a piece as a topic and what is said of it: in brackets, or behind
// a colon or a dash.
func parted(piece string) (topic, said string) {
	for _, form := range []*lazyregexp.Regexp{inBrackets, behindSign} {
		if m := form.FindStringSubmatch(piece); m != nil {
			return m[1], m[2]
		}
	}
	return piece, ""
}

// ---- times ----

var dayWords = func() map[string]time.Weekday {
	out := map[string]time.Weekday{}
	for day, words := range []string{
		"sunday sun su minggu ahad min", "monday mon mo senin sen", "tuesday tue tues tu selasa sel", "wednesday wed we rabu rab",
		"thursday thu thur thurs th kamis kam", "friday fri fr jumat jum", "saturday sat sa sabtu sab",
	} {
		for _, word := range strings.Fields(words) {
			out[word] = time.Weekday(day)
		}
	}
	return out
}()

// partsOfDay are hours, in minutes since midnight.
var partsOfDay = map[string][2]int{
	"morning": {8 * 60, 12 * 60}, "mornings": {8 * 60, 12 * 60}, "pagi": {8 * 60, 12 * 60},
	"afternoon": {13 * 60, 17 * 60}, "afternoons": {13 * 60, 17 * 60}, "siang": {12 * 60, 15 * 60}, "sore": {15 * 60, 18 * 60},
	"evening": {18 * 60, 21 * 60}, "evenings": {18 * 60, 21 * 60}, "malam": {18 * 60, 21 * 60},
}

// office is what a day without hours stands for.
var office = [2]int{8 * 60, 17 * 60}

var (
	timeToken = lazyregexp.New(`(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?\s*(?:-|–|—|to|until|till|sampai|hingga|s\.?d\.?)\s*(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?|[\pL']+|-|–`)
	fillers   = "and|dan|atau|or|at|on|jam|pukul|hari|wib|wita|wit|pm|am|every|setiap|any|time|kapan|saja|the|in|di|pada"
)

// anyTime are answers that leave out no time.
const anyTime = "any|any time|anytime|any day|always|flexible|kapan saja|bebas|fleksibel|selalu|semua hari"

// freeTime is a part of a day of the week, in minutes since midnight.
type freeTime struct {
	day      time.Weekday
	from, to int
}

// freeTimes reads when somebody is available: days with hours or parts of the day.
// Days without hours are office hours, hours without days are every working day's.
func freeTimes(text string) (out []freeTime, ok bool) {
	text = strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(text), "jum'at", "jumat"), "jum’at", "jumat")
	var days []time.Weekday
	timed, span := false, false // the days have hours; a dash stands behind the last day
	put := func(hours [2]int) {
		if len(days) == 0 {
			days = []time.Weekday{1, 2, 3, 4, 5}
		}
		for _, day := range days {
			out = append(out, freeTime{day, hours[0], hours[1]})
		}
		timed = true
	}
	begin := func() {
		if timed {
			days, timed = nil, false
		}
	}
	at := 0
	for _, m := range timeToken.FindAllStringSubmatchIndex(text, -1) {
		if strings.Trim(text[at:m[0]], " ,;:.&+/()\n\t") != "" {
			return nil, false
		}
		word := strings.Trim(text[m[0]:m[1]], "'")
		at = m[1]
		day, isDay := dayWords[word]
		hours, isPart := partsOfDay[word]
		switch {
		case m[2] >= 0:
			hours, valid := clockSpan(text, m)
			if !valid {
				return nil, false
			}
			put(hours)
		case isDay && span && len(days) > 0:
			for next := days[len(days)-1]; next != day; {
				next = (next + 1) % 7
				days = append(days, next)
			}
		case isDay:
			begin()
			days = append(days, day)
		case isPart:
			put(hours)
		case oneOf("weekdays|weekday|workdays", word), word == "kerja":
			begin()
			days = append(days, 1, 2, 3, 4, 5)
		case oneOf("weekend|weekends", word):
			begin()
			days = append(days, 6, 0)
		case oneOf("-|–|to|until|sampai|hingga", word) || oneOf(fillers, word):
		default:
			return nil, false
		}
		span = oneOf("-|–|to|until|sampai|hingga", word)
	}
	if strings.Trim(text[at:], " ,;:.&+/()\n\t") != "" {
		return nil, false
	}
	if !timed && len(days) > 0 {
		put(office)
	}
	return out, len(out) > 0
}

// inOrder returns times as the week has them, each once.
func inOrder(times []freeTime) []freeTime {
	slices.SortFunc(times, func(a, b freeTime) int {
		return cmp.Or(cmp.Compare((a.day+6)%7, (b.day+6)%7), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	return slices.Compact(times)
}

// clockSpan reads "9.00-11:30" and "1-3 pm".
func clockSpan(text string, m []int) (span [2]int, ok bool) {
	group := func(i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return text[m[2*i]:m[2*i+1]]
	}
	from, to := minutes(group(1), group(2), cmp.Or(group(3), group(6))), minutes(group(4), group(5), group(6))
	if from > to && group(3) == "" && group(6) == "pm" { // 9-1 pm
		from -= 12 * 60
	}
	return [2]int{from, to}, from >= 0 && from < to && to < 24*60
}

func minutes(hour, minute, half string) int {
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute)
	switch {
	case half == "pm" && h < 12:
		h += 12
	case half == "am" && h == 12:
		h = 0
	}
	return h*60 + m
}

// ---- moments ----

var (
	numericDay = lazyregexp.New(`^(\d{1,4})[/.-](\d{1,2})[/.-](\d{2,4})(?:[T ,]+(.*))?$`)
	writtenDay = lazyregexp.New(`^(?:\pL+,? )?(?:(\d{1,2})(?:st|nd|rd|th)?[ -](\pL{3,})|(\pL{3,}) (\d{1,2})(?:st|nd|rd|th)?),?[ -](\d{4})(?:[T ,]+(.*))?$`)
	timeOfDay  = lazyregexp.New(`(?i)^(?:at |pukul |jam )?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*(am|pm)?`)
	months     = strings.Fields("jan feb mar apr may jun jul aug sep oct nov dec")
	bulan      = map[string]int{"mei": 5, "agu": 8, "agt": 8, "okt": 10, "des": 12, "peb": 2, "nop": 11}
)

// reading is a word of ours, and what people write for it.
type reading struct {
	word  string
	means *lazyregexp.Regexp // in folded text
	plain bool               // it is also what a plain yes or no says
	yes   bool               // which of the two
}

// readingOf returns the first word that a text means, or nothing.
func readingOf(text string, words ...reading) string {
	folded := fold(text)
	yes, known := yesOrNo(text)
	for _, w := range words {
		if w.means.MatchString(folded) || known && w.plain && w.yes == yes {
			return w.word
		}
	}
	return ""
}

// moment is when a row was sent.
type moment struct {
	day     schedule.Date
	seconds int // since midnight
}

// bySending returns items in the order in which they were sent. Those that were sent
// at one time, or without a time, stay in theirs.
func bySending[T any](items []T, sent func(T) moment) []T {
	out := slices.Clone(items)
	slices.SortStableFunc(out, func(a, b T) int {
		return cmp.Or(sent(a).day.Compare(sent(b).day), cmp.Compare(sent(a).seconds, sent(b).seconds))
	})
	return out
}

// dayFirst reports whether the dates of a column have the day before the month. It
// is unsure where they could be either.
func dayFirst(texts []string) (yes, sure bool) {
	for _, text := range texts {
		m := numericDay.FindStringSubmatch(text)
		if m == nil || len(m[1]) == 4 {
			continue
		}
		first, _ := strconv.Atoi(m[1])
		second, _ := strconv.Atoi(m[2])
		switch {
		case first > 12:
			return true, true
		case second > 12:
			return false, true
		}
	}
	return true, false
}

// momentOf reads a date, with or without a time of day.
func momentOf(cell table.Cell, dayFirst bool) (out moment, ok bool) {
	if !cell.Time.IsZero() {
		return moment{schedule.DateOf(cell.Time), cell.Time.Hour()*3600 + cell.Time.Minute()*60 + cell.Time.Second()}, true
	}
	if days, err := strconv.ParseFloat(cell.Text, 64); err == nil && days > 20_000 && days < 80_000 { // as Excel counts them
		at := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Add(time.Duration(days * 24 * float64(time.Hour)))
		return momentOf(table.Cell{Time: at}, dayFirst)
	}
	var year, month, day, rest string
	if m := numericDay.FindStringSubmatch(cell.Text); m != nil {
		year, month, day, rest = m[3], m[2], m[1], m[4]
		switch {
		case len(m[1]) == 4:
			year, day = m[1], m[3]
		case !dayFirst:
			month, day = m[1], m[2]
		}
	} else if m := writtenDay.FindStringSubmatch(cell.Text); m != nil {
		year, month, day, rest = m[5], m[2]+m[3], m[1]+m[4], m[6]
		month = strconv.Itoa(monthNamed(month))
	} else {
		return moment{}, false
	}
	y, _ := strconv.Atoi(year)
	mo, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if y < 100 {
		y += 2000
	}
	at := time.Date(y, time.Month(mo), d, 0, 0, 0, 0, time.UTC)
	if at.Day() != d || int(at.Month()) != mo {
		return moment{}, false
	}
	out.day = schedule.DateOf(at)
	if m := timeOfDay.FindStringSubmatch(rest); m != nil {
		seconds, _ := strconv.Atoi(m[3])
		out.seconds = minutes(m[1], m[2], strings.ToLower(m[4]))*60 + seconds
	}
	return out, true
}

func monthNamed(name string) int {
	name = strings.ToLower(name)[:3]
	if i := slices.Index(months, name); i >= 0 {
		return i + 1
	}
	return bulan[name]
}

// ---- zones ----

var (
	zoneWords = map[string]string{
		"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura",
		"jakarta": "Asia/Jakarta", "bangkok hanoi jakarta": "Asia/Jakarta", "makassar": "Asia/Makassar", "jayapura": "Asia/Jayapura",
		"singapore": "Asia/Singapore", "kuala lumpur": "Asia/Kuala_Lumpur", "utc": "UTC", "gmt": "UTC",
	}
	offsetZone = lazyregexp.New(`^\(?(?:utc|gmt) ?([+-])0?(\d{1,2})(?::?00)?\)?\s*(.*)$`)
)

// zoneNamed returns the IANA name of a time zone that a cell names.
func zoneNamed(text string) (name string, ok bool) {
	if zone := zoneWords[fold(text)]; zone != "" {
		return zone, true
	}
	if m := offsetZone.FindStringSubmatch(strings.ToLower(text)); m != nil {
		if zone := zoneWords[fold(m[3])]; zone != "" {
			return zone, true
		}
		sign := map[string]string{"+": "-", "-": "+"}[m[1]] // POSIX counts the other way round
		text = "Etc/GMT" + sign + m[2]
	}
	if first, rest, found := strings.Cut(text, " ("); found && strings.HasSuffix(rest, ")") { // WIB (Jakarta)
		if zone := zoneWords[fold(first)]; zone != "" {
			return zone, true
		}
	}
	zone, err := time.LoadLocation(text)
	if err != nil || text == "" || text == "Local" {
		return "", false
	}
	return zone.String(), true
}
