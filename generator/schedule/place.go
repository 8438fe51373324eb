package schedule

import "time"

// Placement is where an offset from the start of a cohort comes to lie.
type Placement struct {
	Planned   Date   // what the offset alone gives
	Date      Date   // the day that counts
	Moves     []Move // why Date is not Planned, in the order met; empty when it is
	NoOpenDay bool   // a year of days was closed: Date is Planned, and cannot hold
}

// Move is one reason why a placement is not on its planned day. The next move,
// or the placement itself, says where it led.
type Move struct {
	From   Date // the day that was given up
	Reason Reason
	Closed int // index in Cohort.Closed when the reason is ClosedDay, else 0
}

// Reason is why a day was given up.
type Reason uint8

const (
	// Weekend: a Saturday or Sunday, and the pair has no slot.
	Weekend Reason = iota
	// ClosedDay: the cohort is closed on it.
	ClosedDay
	// SlotDay: it is not the weekday of the pair's slot. This happens to most
	// sessions of a pair with a slot and is hardly worth a reader's time.
	SlotDay
	// Agreed: the pair fixed another date.
	Agreed
)

// Milestone returns the day by which something that is due at the given offset
// has to be done. It needs a working day and no hour, so it follows the rule of
// a session without a slot, and is one day for the program and for every pair.
func (c Cohort) Milestone(at Offset) Placement {
	return c.place(c.Starts.AddOffset(at), nil)
}

// searchDays bounds the search for an open day. A session that has to wait
// longer than a year needs a person, not a date.
const searchDays = 366

// place finds the first day from planned on that can be used.
//
// Without a slot that is a day from Monday to Friday that is not closed. With
// one it is the slot's weekday, in the week of the planned date unless that
// weekday is past, and week by week from there while it is closed: a pair that
// keeps Tuesdays at ten expects the next Tuesday, not the next morning. Their
// weekday may well be a Saturday.
func (c Cohort) place(planned Date, slot *WeeklyTime) Placement {
	p := Placement{Planned: planned, Date: planned}
	day, step := planned, 1
	if slot != nil {
		step = 7
		if wait := int(slot.Day-planned.Weekday()+7) % 7; wait > 0 {
			p.leave(planned, SlotDay, 0)
			day = planned.AddDays(wait)
		}
	}
	for ; day.DaysSince(planned) <= searchDays; day = day.AddDays(step) {
		closed, isClosed := c.closedOn(day)
		switch {
		case isClosed:
			p.leave(day, ClosedDay, closed)
		case slot == nil && isWeekend(day):
			p.leave(day, Weekend, 0)
		default:
			p.Date = day
			return p
		}
	}
	p.NoOpenDay = true
	return p
}

// leave records that day was given up. A run of days with one reason counts
// once: a fortnight's closure is one move.
func (p *Placement) leave(day Date, reason Reason, closed int) {
	if n := len(p.Moves); n > 0 && p.Moves[n-1].Reason == reason && p.Moves[n-1].Closed == closed {
		return
	}
	p.Moves = append(p.Moves, Move{day, reason, closed})
}

// fix returns p at the day that people agreed on, which counts as it is.
func (p Placement) fix(day Date) Placement {
	switch {
	case day == p.Planned:
		p.Moves = nil
	case day != p.Date || p.NoOpenDay:
		p.leave(p.Date, Agreed, 0)
	}
	p.Date, p.NoOpenDay = day, false
	return p
}

// closedOn returns the index of the first entry that closes day. It is asked
// before the weekend is: the holiday's name tells a reader more.
func (c Cohort) closedOn(day Date) (index int, closed bool) {
	for i, stretch := range c.Closed {
		if !day.Before(stretch.From) && !day.After(stretch.To) {
			return i, true
		}
	}
	return 0, false
}

func isWeekend(d Date) bool {
	day := d.Weekday()
	return day == time.Saturday || day == time.Sunday
}
