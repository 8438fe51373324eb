package schedule_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"mentorbook/generator/schedule"
)

// spring is a cohort around the closings of March 2026 in Indonesia: Nyepi on
// Thursday the 19th, the Lebaran leave from Friday the 20th to Tuesday the
// 24th. It begins on a Monday.
func spring() schedule.Cohort {
	return schedule.Cohort{
		Starts: date("2026-02-02"),
		Ends:   date("2026-07-31"),
		Closed: []schedule.Closed{nyepi: closed("2026-03-19", "2026-03-19"), lebaran: closed("2026-03-20", "2026-03-24")},
	}
}

// The indices of spring's closed days.
const nyepi, lebaran = 0, 1

var weekdays = []time.Weekday{time.Sunday, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday}

func TestSessionWithoutSlotMovesToTheNextOpenWorkingDay(t *testing.T) {
	for _, test := range []struct {
		offset, want string
		moves        []schedule.Move
	}{
		{"P0W", "2026-02-02", nil},
		{"P3W", "2026-02-23", nil},
		// A Saturday and a Sunday are one weekend.
		{"P5D", "2026-02-09", []schedule.Move{move("2026-02-07", schedule.Weekend)}},
		{"P6D", "2026-02-09", []schedule.Move{move("2026-02-08", schedule.Weekend)}},
		// Nyepi, then the leave that begins the day after and covers a weekend.
		{"P45D", "2026-03-25", []schedule.Move{closedMove("2026-03-19", nyepi), closedMove("2026-03-20", lebaran)}},
		{"P49D", "2026-03-25", []schedule.Move{closedMove("2026-03-23", lebaran)}},
		{"P44D", "2026-03-18", nil},
		{"P51D", "2026-03-25", nil},
	} {
		got := schedule.Plan(spring(), items(test.offset), schedule.Pair{})[0]
		planned := spring().Starts.AddOffset(offset(test.offset))
		if got.Planned != planned || got.Date != date(test.want) || !reflect.DeepEqual(got.Moves, test.moves) {
			t.Errorf("%s: planned %s, on %s, moves %v; want %s, %s, %v",
				test.offset, got.Planned, got.Date, got.Moves, planned, test.want, test.moves)
		}
		if !got.AllDay || !got.Start.IsZero() || !got.End.IsZero() {
			t.Errorf("%s: a session without a slot has hours: %v to %v", test.offset, got.Start, got.End)
		}
	}
}

func TestWeekendBeforeAClosedMondayIsPartOfTheAccount(t *testing.T) {
	cohort := spring()
	cohort.Closed = []schedule.Closed{closed("2026-02-09", "2026-02-09")}
	got := schedule.Plan(cohort, items("P5D"), schedule.Pair{})[0]
	want := []schedule.Move{move("2026-02-07", schedule.Weekend), closedMove("2026-02-09", 0)}
	if got.Date != date("2026-02-10") || !reflect.DeepEqual(got.Moves, want) {
		t.Errorf("on %s, moves %v; want 2026-02-10, %v", got.Date, got.Moves, want)
	}
}

func TestSessionMovesIntoTheNextYear(t *testing.T) {
	cohort := schedule.Cohort{
		Starts: date("2026-12-01"), Ends: date("2027-03-31"),
		Closed: []schedule.Closed{closed("2026-12-24", "2027-01-01")},
	}
	got := schedule.Plan(cohort, items("P4W"), schedule.Pair{})[0]
	// 1 January 2027 is a Friday.
	want := []schedule.Move{closedMove("2026-12-29", 0), move("2027-01-02", schedule.Weekend)}
	if got.Date != date("2027-01-04") || !reflect.DeepEqual(got.Moves, want) {
		t.Errorf("on %s, moves %v; want 2027-01-04, %v", got.Date, got.Moves, want)
	}
}

func TestSessionWithSlotKeepsItsWeekday(t *testing.T) {
	for _, test := range []struct {
		slot         time.Weekday
		offset, want string
		moves        []schedule.Move
	}{
		{time.Monday, "P3W", "2026-02-23", nil},
		// Later in the planned week.
		{time.Thursday, "P3W", "2026-02-26", []schedule.Move{move("2026-02-23", schedule.SlotDay)}},
		// Past in the planned week (a Wednesday), so in the next.
		{time.Tuesday, "P9D", "2026-02-17", []schedule.Move{move("2026-02-11", schedule.SlotDay)}},
		// Closed: a week later, although Wednesday the 25th is open.
		{time.Thursday, "P45D", "2026-03-26", []schedule.Move{closedMove("2026-03-19", nyepi)}},
		{time.Tuesday, "P7W", "2026-03-31", []schedule.Move{move("2026-03-23", schedule.SlotDay), closedMove("2026-03-24", lebaran)}},
		// People who chose Saturdays have them.
		{time.Saturday, "P3W", "2026-02-28", []schedule.Move{move("2026-02-23", schedule.SlotDay)}},
	} {
		pair := schedule.Pair{Slot: &schedule.WeeklyTime{Day: test.slot, Hour: 10}, Location: zone(t, "Asia/Jakarta")}
		got := schedule.Plan(spring(), items(test.offset), pair)[0]
		if got.Date != date(test.want) || !reflect.DeepEqual(got.Moves, test.moves) {
			t.Errorf("%s on %s: on %s, moves %v; want %s, %v", test.offset, test.slot, got.Date, got.Moves, test.want, test.moves)
		}
		if want := test.want + "T10:00:00+07:00"; got.AllDay || got.Start.Format(time.RFC3339) != want {
			t.Errorf("%s on %s: starts %s, want %s", test.offset, test.slot, got.Start.Format(time.RFC3339), want)
		}
		if got.End.Sub(got.Start) != 45*time.Minute {
			t.Errorf("%s on %s: lasts %s, want 45 minutes", test.offset, test.slot, got.End.Sub(got.Start))
		}
	}
}

func TestHourOfASessionFollowsTheClocksOfThePair(t *testing.T) {
	for _, test := range []struct{ zone, start, want, utc string }{
		{"Asia/Jakarta", "2026-03-29T02:30", "2026-03-29T02:30:00+07:00", "2026-03-28T19:30:00Z"},
		{"Asia/Jakarta", "2026-10-25T02:30", "2026-10-25T02:30:00+07:00", "2026-10-24T19:30:00Z"},
		// Before and after the clocks go forward in Berlin.
		{"Europe/Berlin", "2026-03-28T10:00", "2026-03-28T10:00:00+01:00", "2026-03-28T09:00:00Z"},
		{"Europe/Berlin", "2026-03-29T10:00", "2026-03-29T10:00:00+02:00", "2026-03-29T08:00:00Z"},
		{"Europe/Berlin", "2026-03-29T01:59", "2026-03-29T01:59:00+01:00", "2026-03-29T00:59:00Z"},
		// The hour that is skipped is an hour later.
		{"Europe/Berlin", "2026-03-29T02:00", "2026-03-29T03:00:00+02:00", "2026-03-29T01:00:00Z"},
		{"Europe/Berlin", "2026-03-29T02:30", "2026-03-29T03:30:00+02:00", "2026-03-29T01:30:00Z"},
		{"Europe/Berlin", "2026-03-29T03:00", "2026-03-29T03:00:00+02:00", "2026-03-29T01:00:00Z"},
		// Of the hour that comes twice, the first is meant.
		{"Europe/Berlin", "2026-10-25T01:59", "2026-10-25T01:59:00+02:00", "2026-10-24T23:59:00Z"},
		{"Europe/Berlin", "2026-10-25T02:00", "2026-10-25T02:00:00+02:00", "2026-10-25T00:00:00Z"},
		{"Europe/Berlin", "2026-10-25T02:30", "2026-10-25T02:30:00+02:00", "2026-10-25T00:30:00Z"},
		{"Europe/Berlin", "2026-10-25T03:00", "2026-10-25T03:00:00+01:00", "2026-10-25T02:00:00Z"},
		// Lord Howe's clocks change by half an hour.
		{"Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-04T02:45:00+11:00", "2026-10-03T15:45:00Z"},
		{"Australia/Lord_Howe", "2026-10-04T02:30", "2026-10-04T02:30:00+11:00", "2026-10-03T15:30:00Z"},
		{"Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-05T01:45:00+11:00", "2026-04-04T14:45:00Z"},
		{"Australia/Lord_Howe", "2026-04-05T02:00", "2026-04-05T02:00:00+10:30", "2026-04-04T15:30:00Z"},
		{"America/New_York", "2026-03-08T02:30", "2026-03-08T03:30:00-04:00", "2026-03-08T07:30:00Z"},
		{"America/New_York", "2026-11-01T01:30", "2026-11-01T01:30:00-04:00", "2026-11-01T05:30:00Z"},
		// Apia went across the date line and had no 30 December 2011.
		{"Pacific/Apia", "2011-12-30T10:00", "2011-12-31T10:00:00+14:00", "2011-12-30T20:00:00Z"},
	} {
		pair := schedule.Pair{Location: zone(t, test.zone), Overrides: []schedule.Override{{ID: "s1", Starts: start(test.start)}}}
		got := schedule.Plan(spring(), items("P0W"), pair)[0].Start
		if got.Format(time.RFC3339) != test.want || got.UTC().Format(time.RFC3339) != test.utc {
			t.Errorf("%s in %s is %s, %s; want %s, %s", test.start, test.zone,
				got.Format(time.RFC3339), got.UTC().Format(time.RFC3339), test.want, test.utc)
		}
	}
}

// TestHoursAgreeWithAClockThatIsWatched reads the clocks of a zone every half
// hour for a year. A time they show is its first moment. A time they skip is
// where it would have been, had nobody touched them.
func TestHoursAgreeWithAClockThatIsWatched(t *testing.T) {
	const step = 30 * time.Minute
	for _, name := range []string{"Asia/Jakarta", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo", "Africa/Casablanca", "America/St_Johns"} {
		loc := zone(t, name)
		wallOf := func(t time.Time) time.Time {
			t = t.In(loc)
			return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, time.UTC)
		}
		begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		first := map[time.Time]time.Time{} // by what the clocks show
		for now := begin.AddDate(0, 0, -2); now.Year() < 2027; now = now.Add(step) {
			if wall := wallOf(now); first[wall].IsZero() {
				first[wall] = now
			}
		}
		var untouched time.Time
		for wall := begin; wall.YearDay() < 364; wall = wall.Add(step) {
			want, shown := first[wall]
			if !shown {
				want = untouched.Add(step)
			}
			untouched = want
			pair := schedule.Pair{Location: loc, Overrides: []schedule.Override{{ID: "s1", Starts: schedule.Start{
				Date: schedule.DateOf(wall), Timed: true, Hour: wall.Hour(), Minute: wall.Minute(),
			}}}}
			if got := schedule.Plan(spring(), items("P0W"), pair)[0].Start; !got.Equal(want) {
				t.Fatalf("%s in %s is %s, want %s", wall.Format(time.DateTime), name, got, want.In(loc))
			}
		}
	}
}

func TestSlotKeepsItsHourWhenTheClocksChange(t *testing.T) {
	pair := schedule.Pair{Slot: &schedule.WeeklyTime{Day: time.Tuesday, Hour: 10}, Location: zone(t, "Europe/Berlin")}
	got := schedule.Plan(spring(), items("P6W", "P8W"), pair)
	for i, want := range []string{"2026-03-17T10:00:00+01:00", "2026-03-31T10:00:00+02:00"} {
		if s := got[i].Start.Format(time.RFC3339); s != want {
			t.Errorf("session %d starts %s, want %s", i, s, want)
		}
	}
}

func TestSessionLastsItsMinutesAcrossAChangeOfClocks(t *testing.T) {
	pair := schedule.Pair{
		Location:  zone(t, "Europe/Berlin"),
		Overrides: []schedule.Override{{ID: "s1", Starts: start("2026-03-29T01:30"), Minutes: 60}},
	}
	got := schedule.Plan(spring(), items("P0W"), pair)[0]
	if want := "2026-03-29T03:30:00+02:00"; got.End.Format(time.RFC3339) != want {
		t.Errorf("ends %s, want %s", got.End.Format(time.RFC3339), want)
	}
}

func TestAgreedStartHoldsAsItIs(t *testing.T) {
	slot := &schedule.WeeklyTime{Day: time.Tuesday, Hour: 10}
	slotDay := move("2026-03-16", schedule.SlotDay)
	for _, test := range []struct {
		name   string
		slot   *schedule.WeeklyTime
		starts string
		want   string // empty for a day without an hour
		moves  []schedule.Move
	}{
		{"another day and hour", slot, "2026-03-18T14:30", "2026-03-18T14:30:00Z", []schedule.Move{slotDay, move("2026-03-17", schedule.Agreed)}},
		{"an earlier day", slot, "2026-03-13T09:00", "2026-03-13T09:00:00Z", []schedule.Move{slotDay, move("2026-03-17", schedule.Agreed)}},
		{"the slot's day at another hour", slot, "2026-03-17T16:00", "2026-03-17T16:00:00Z", []schedule.Move{slotDay}},
		{"the planned day", slot, "2026-03-16T10:00", "2026-03-16T10:00:00Z", nil},
		{"a day only keeps the slot's hour", slot, "2026-03-18", "2026-03-18T10:00:00Z", []schedule.Move{slotDay, move("2026-03-17", schedule.Agreed)}},
		{"a closed day", slot, "2026-03-19T10:00", "2026-03-19T10:00:00Z", []schedule.Move{slotDay, move("2026-03-17", schedule.Agreed)}},
		{"an hour without a slot", nil, "2026-03-21T09:00", "2026-03-21T09:00:00Z", []schedule.Move{move("2026-03-16", schedule.Agreed)}},
		{"a day without a slot", nil, "2026-03-21", "", []schedule.Move{move("2026-03-16", schedule.Agreed)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			pair := schedule.Pair{Slot: test.slot, Overrides: []schedule.Override{{ID: "s1", Starts: start(test.starts)}}}
			got := schedule.Plan(spring(), items("P6W"), pair)[0]
			if !got.Fixed || got.Planned != date("2026-03-16") || got.Date != start(test.starts).Date {
				t.Errorf("fixed %v, planned %s, on %s", got.Fixed, got.Planned, got.Date)
			}
			if !reflect.DeepEqual(got.Moves, test.moves) {
				t.Errorf("moves %v, want %v", got.Moves, test.moves)
			}
			if got.AllDay != (test.want == "") || !got.AllDay && got.Start.Format(time.RFC3339) != test.want {
				t.Errorf("all day %v, starts %s; want %s", got.AllDay, got.Start.Format(time.RFC3339), test.want)
			}
		})
	}
}

func TestOverrideChangesOnlyWhatItNames(t *testing.T) {
	cohort := spring()
	cohort.Revision = 2
	pair := schedule.Pair{
		Slot: &schedule.WeeklyTime{Day: time.Monday, Hour: 10},
		Overrides: []schedule.Override{
			{ID: "s2", Minutes: 90, Mode: "onsite", Revision: 3},
			{ID: "s3", Status: schedule.Cancelled},
			{ID: "s3", Status: schedule.Done}, // the first counts
		},
	}
	got := schedule.Plan(cohort, items("P0W", "P3W", "P6W", "P9W"), pair)
	bare := schedule.Plan(cohort, items("P0W", "P3W", "P6W", "P9W"), schedule.Pair{Slot: pair.Slot})

	want := bare[1]
	want.Minutes, want.Mode, want.Sequence = 90, "onsite", 5
	want.End = want.Start.Add(90 * time.Minute)
	if !reflect.DeepEqual(got[1], want) {
		t.Errorf("changed session is\n%+v, want\n%+v", got[1], want)
	}
	want = bare[2]
	want.Status = schedule.Cancelled
	if !reflect.DeepEqual(got[2], want) {
		t.Errorf("cancelled session is\n%+v, want it on its date\n%+v", got[2], want)
	}
	if !reflect.DeepEqual(got[0], bare[0]) || !reflect.DeepEqual(got[3], bare[3]) {
		t.Error("sessions without an override changed")
	}
	if bare[0].Sequence != 2 {
		t.Errorf("sequence %d, want the cohort's revision 2", bare[0].Sequence)
	}
}

func TestCohortThatIsAlwaysClosedHasNoOpenDay(t *testing.T) {
	cohort := spring()
	cohort.Closed = []schedule.Closed{closed("0001-01-01", "9999-12-31")}
	for _, slot := range []*schedule.WeeklyTime{nil, {Day: time.Monday, Hour: 10}} {
		pair := schedule.Pair{Slot: slot, Overrides: []schedule.Override{{ID: "s2", Starts: start("2026-03-02")}}}
		got := schedule.Plan(cohort, items("P3W", "P3W"), pair)
		if s := got[0]; !s.NoOpenDay || s.Date != s.Planned || !s.AllDay || !s.Start.IsZero() {
			t.Errorf("slot %v: %+v; want no open day, and no hour", slot, s)
		}
		if s := got[1]; s.NoOpenDay || s.Date != date("2026-03-02") || s.AllDay != (slot == nil) {
			t.Errorf("slot %v: %+v; want it on the day agreed", slot, s)
		}
	}
}

func TestSearchForAnOpenDayTakesAYear(t *testing.T) {
	for until, found := range map[string]bool{"2027-02-02": true, "2027-02-03": false} {
		cohort := spring()
		cohort.Closed = []schedule.Closed{closed("2026-02-02", until)}
		got := schedule.Plan(cohort, items("P0W"), schedule.Pair{})[0]
		if got.NoOpenDay == found || found && got.Date != date("2027-02-03") {
			t.Errorf("closed until %s: no open day %v, on %s", until, got.NoOpenDay, got.Date)
		}
	}
}

func TestMilestoneFallsOnAnOpenWorkingDay(t *testing.T) {
	got := spring().Milestone(offset("P45D"))
	want := schedule.Placement{
		Planned: date("2026-03-19"), Date: date("2026-03-25"),
		Moves: []schedule.Move{closedMove("2026-03-19", nyepi), closedMove("2026-03-20", lebaran)},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("milestone %+v, want %+v", got, want)
	}
}

// TestPlansKeepTheirPromises draws random cohorts, plans and pairs, with 24,000
// sessions at least.
func TestPlansKeepTheirPromises(t *testing.T) {
	zones := []*time.Location{nil, zone(t, "Asia/Jakarta"), zone(t, "Europe/Berlin"), zone(t, "America/New_York"), zone(t, "Australia/Lord_Howe")}
	sessions, changing := 0, 0 // all, and those on a day on which the clocks change
	for seed := uint64(0); sessions < 24_000; seed++ {
		r := rand.New(rand.NewPCG(seed, 1))
		cohort, plan, pair := randomInput(r, zones)
		before := fmt.Sprintf("%+v %+v %+v", cohort, plan, pair)
		got := schedule.Plan(cohort, plan, pair)
		if again := schedule.Plan(cohort, plan, pair); !reflect.DeepEqual(got, again) {
			t.Fatalf("seed %d: two plans of one input differ", seed)
		}
		if after := fmt.Sprintf("%+v %+v %+v", cohort, plan, pair); after != before {
			t.Fatalf("seed %d: Plan changed its input", seed)
		}
		var last *schedule.Session // placed by the rules alone
		for i := range got {
			s := &got[i]
			if s.ID != plan[i].ID || s.Planned != cohort.Starts.AddOffset(plan[i].At) {
				t.Fatalf("seed %d: session %s planned for %s is not item %+v", seed, s.ID, s.Planned, plan[i])
			}
			if s.AllDay != s.Start.IsZero() || !s.AllDay && s.End.Sub(s.Start) != time.Duration(s.Minutes)*time.Minute {
				t.Fatalf("seed %d: session lasts from %s to %s: %+v", seed, s.Start, s.End, s)
			}
			sessions++
			if want, changes := wanted(pair, s); !s.Start.Equal(want) {
				t.Fatalf("seed %d: session on %s starts %s, want %s", seed, s.Date, s.Start, want)
			} else if changes {
				changing++
			}
			if s.Fixed || s.NoOpenDay {
				continue
			}
			if s.Date.Before(s.Planned) || !open(cohort, pair.Slot, s.Date) {
				t.Fatalf("seed %d: session planned for %s is on %s, which is earlier or not open", seed, s.Planned, s.Date)
			}
			for d := s.Planned; d != s.Date; d = d.AddDays(1) {
				if open(cohort, pair.Slot, d) {
					t.Fatalf("seed %d: session planned for %s is on %s, but %s is open", seed, s.Planned, s.Date, d)
				}
			}
			if (len(s.Moves) == 0) != (s.Date == s.Planned) || len(s.Moves) > 0 && s.Moves[0].From != s.Planned {
				t.Fatalf("seed %d: session planned for %s is on %s, moves %v", seed, s.Planned, s.Date, s.Moves)
			}
			if last != nil && s.Date.Before(last.Date) {
				t.Fatalf("seed %d: session on %s follows one on %s", seed, s.Date, last.Date)
			}
			last = s
		}
	}
	if changing < 100 {
		t.Errorf("only %d of %d sessions are on a day on which the clocks change", changing, sessions)
	}
}

// wanted is the moment at which a session should begin, worked out by trying
// every offset from UTC that the zone has around it: the first moment at which
// the clocks show the hour, or else the moment at which they would have, had
// nobody touched them. It also says whether they are touched on that day.
func wanted(pair schedule.Pair, s *schedule.Session) (at time.Time, changes bool) {
	if s.AllDay {
		return time.Time{}, false
	}
	loc := pair.Location
	if loc == nil {
		loc = time.UTC
	}
	var clock schedule.Start
	if pair.Slot != nil {
		clock.Hour, clock.Minute = pair.Slot.Hour, pair.Slot.Minute
	}
	if i := slices.IndexFunc(pair.Overrides, func(o schedule.Override) bool { return o.ID == s.ID && o.Starts.Timed }); i >= 0 {
		clock = pair.Overrides[i].Starts
	}
	wall := time.Date(s.Date.Year, s.Date.Month, s.Date.Day, clock.Hour, clock.Minute, 0, 0, time.UTC)
	offsets := map[int]bool{}
	for hour := -36; hour <= 36; hour += 6 {
		_, offset := wall.Add(time.Duration(hour) * time.Hour).In(loc).Zone()
		offsets[offset] = true
	}
	for offset := range offsets {
		moment := wall.Add(-time.Duration(offset) * time.Second)
		if _, there := moment.In(loc).Zone(); there == offset && (at.IsZero() || moment.Before(at)) {
			at = moment
		}
	}
	if at.IsZero() { // the clocks skip the hour
		_, before := wall.AddDate(0, 0, -1).In(loc).Zone()
		at = wall.Add(-time.Duration(before) * time.Second)
	}
	return at, len(offsets) > 1
}

// open is the rule, said the other way round: may a session be on this day?
func open(c schedule.Cohort, slot *schedule.WeeklyTime, d schedule.Date) bool {
	if slices.ContainsFunc(c.Closed, func(x schedule.Closed) bool { return x.From.Compare(d) <= 0 && d.Compare(x.To) <= 0 }) {
		return false
	}
	if slot != nil {
		return d.Weekday() == slot.Day
	}
	return d.Weekday() >= time.Monday && d.Weekday() <= time.Friday
}

// randomInput returns a plan in the order of its offsets, a pair with some
// overrides, and a cohort whose closings are at times longer than the search.
func randomInput(r *rand.Rand, zones []*time.Location) (schedule.Cohort, []schedule.Item, schedule.Pair) {
	begin := date("2020-01-01").AddDays(r.IntN(6000))
	cohort := schedule.Cohort{Starts: begin, Ends: begin.AddDays(r.IntN(400)), Revision: r.IntN(3)}
	for range r.IntN(6) {
		from := begin.AddDays(r.IntN(200))
		length := r.IntN(12)
		if r.IntN(20) == 0 {
			length = 500
		}
		cohort.Closed = append(cohort.Closed, schedule.Closed{From: from, To: from.AddDays(length)})
	}

	var plan []schedule.Item
	at := schedule.Offset{Months: r.IntN(2)}
	for i := range 1 + r.IntN(8) {
		plan = append(plan, schedule.Item{ID: fmt.Sprintf("s%d", i), At: at, Minutes: 15 * (1 + r.IntN(6))})
		at.Days += r.IntN(25)
	}

	pair := schedule.Pair{Location: zones[r.IntN(len(zones))]}
	if r.IntN(2) == 0 {
		pair.Slot = &schedule.WeeklyTime{Day: weekdays[r.IntN(7)], Hour: r.IntN(24), Minute: r.IntN(60)}
	}
	for _, item := range plan {
		if r.IntN(4) > 0 {
			continue
		}
		o := schedule.Override{ID: item.ID, Revision: r.IntN(3), Status: schedule.Status(r.IntN(4))}
		if r.IntN(2) == 0 {
			o.Starts = schedule.Start{Date: begin.AddDays(r.IntN(200)), Timed: r.IntN(2) == 0}
		}
		if o.Starts.Timed {
			o.Starts.Hour, o.Starts.Minute = r.IntN(24), r.IntN(60)
		}
		pair.Overrides = append(pair.Overrides, o)
	}
	return cohort, plan, pair
}

// BenchmarkPlan dates 24,000 sessions: 2,000 pairs with twelve each.
func BenchmarkPlan(b *testing.B) {
	cohort := spring()
	plan := items("P0W", "P2W", "P4W", "P6W", "P8W", "P10W", "P12W", "P14W", "P16W", "P18W", "P20W", "P22W")
	pair := schedule.Pair{
		Slot:      &schedule.WeeklyTime{Day: time.Thursday, Hour: 10},
		Location:  zone(b, "Europe/Berlin"),
		Overrides: []schedule.Override{{ID: "s3", Starts: start("2026-03-04T11:00")}},
	}
	for b.Loop() {
		for range 2000 {
			schedule.Plan(cohort, plan, pair)
		}
	}
}

// items returns a plan with sessions s1, s2 and so on, of 45 minutes each.
func items(offsets ...string) []schedule.Item {
	plan := make([]schedule.Item, len(offsets))
	for i, at := range offsets {
		plan[i] = schedule.Item{ID: fmt.Sprintf("s%d", i+1), At: offset(at), Minutes: 45}
	}
	return plan
}

func closed(from, to string) schedule.Closed {
	return schedule.Closed{From: date(from), To: date(to)}
}

func move(from string, reason schedule.Reason) schedule.Move {
	return schedule.Move{From: date(from), Reason: reason}
}

func closedMove(from string, index int) schedule.Move {
	return schedule.Move{From: date(from), Reason: schedule.ClosedDay, Closed: index}
}

func start(s string) schedule.Start {
	v, err := schedule.ParseStart(s)
	if err != nil {
		panic(err)
	}
	return v
}
