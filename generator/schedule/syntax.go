package schedule

import "fmt"

// SyntaxError is the error of every parser in this package. It is in two
// parts because a diagnostic shows them apart, as message and hint.
type SyntaxError struct {
	What string // what the text should have been: "date"
	Text string // the text as it was given
	Want string // what is accepted, as an instruction: "write year-month-day, …"
}

// Message says what is wrong, without the next step.
func (e *SyntaxError) Message() string {
	return fmt.Sprintf("%q is not a %s", e.Text, e.What)
}

// Error returns the message and the next step.
func (e *SyntaxError) Error() string {
	return e.Message() + ": " + e.Want
}
