package chromium

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	devtools "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// reportViolations makes errors of what a page's own policy blocks.
const reportViolations = `addEventListener('securitypolicyviolation', e =>
	console.error('the policy blocks ' + e.violatedDirective + ' ' + e.blockedURI + ' at ' + e.sourceFile + ':' + e.lineNumber))`

// log is what happened in a tab: what went wrong and what was asked for.
type log struct {
	sync.Mutex
	sites    []string // beginnings of the addresses that pages may ask for
	problems []string
	pardoned []string // words of problems that the test makes itself
	requests []string // addresses, in order, without data: ones
	also     []func(event any)
}

// Pardon takes problems with these words for what the test wants to see.
func (b *Tab) Pardon(words ...string) {
	b.log.Lock()
	defer b.log.Unlock()
	b.log.pardoned = append(b.log.pardoned, words...)
}

// Requests returns the addresses that the tab asked for so far, in order.
func (b *Tab) Requests() []string {
	b.log.Lock()
	defer b.log.Unlock()
	return slices.Clone(b.log.requests)
}

// Listen hands all further events of the DevTools protocol to a function, which
// must not use the tab.
func (b *Tab) Listen(also func(event any)) {
	b.log.Lock()
	defer b.log.Unlock()
	b.log.also = append(b.log.also, also)
}

func (l *log) unpardoned() (problems []string) {
	l.Lock()
	defer l.Unlock()
	for _, problem := range l.problems {
		if !slices.ContainsFunc(l.pardoned, func(words string) bool { return strings.Contains(problem, words) }) {
			problems = append(problems, problem)
		}
	}
	return problems
}

func (b *Tab) listen(event any) {
	b.log.Lock()
	defer b.log.Unlock()
	for _, also := range b.log.also {
		also(event)
	}
	if dialog, ok := event.(*page.EventJavascriptDialogOpening); ok {
		b.log.problems = append(b.log.problems, fmt.Sprintf("a dialog opens on %s: %s", dialog.URL, dialog.Message))
		go func() { // the page waits for an answer; it may have ended meanwhile
			_, _ = chromedp.Call(b.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{})
		}()
		return
	}
	b.log.note(event)
}

func (l *log) note(event any) {
	problem := ""
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			problem = "console:"
			for _, arg := range e.Args {
				problem += " " + cmp.Or(string(arg.Value), arg.Description)
			}
		}
	case *runtime.EventExceptionThrown:
		problem = "exception: " + (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error()
	case *devtools.EventEntryAdded:
		if e.Entry.Level == devtools.EntryLevelError {
			problem = fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		address := e.Request.URL
		if strings.HasPrefix(address, "data:") || strings.HasPrefix(address, "blob:") {
			return
		}
		l.requests = append(l.requests, address)
		if !slices.ContainsFunc(l.sites, func(site string) bool { return strings.HasPrefix(address, site) }) {
			problem = "another site is asked for " + address
		}
	}
	if problem != "" {
		l.problems = append(l.problems, problem)
	}
}
