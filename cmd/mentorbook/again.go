package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/output"
	"mentorbook/generator/schedule"
	"mentorbook/generator/trace"
)

// A build that would read what the last one read, for the same readers on the same
// day, has nothing to do. It finds that out by asking everything once more, and
// says what the last one said.

// lastBuild is what a build leaves for the next one into the same folder.
type lastBuild struct {
	Sum       trace.Sum        `json:"sum"`  // of everything that the build depends on
	Zone      string           `json:"zone"` // in which its day is one
	Questions []trace.Question `json:"questions"`
	Summary   summary          `json:"summary"`
	Edition   output.Edition   `json:"edition"`
	Said      said             `json:"said"`
}

// said is what a build printed of problems.
type said struct{ Plain, Coloured string }

// again is a build that may have been made before.
type again struct {
	flags    string
	now      time.Time
	output   string
	roots    map[int]fs.FS
	recorder trace.Recorder
	program  func() (trace.Sum, error) // the hash of this program
}

// newAgain begins to watch what is read of a project, which it returns.
func newAgain(cmd *cobra.Command, f buildFlags, p generator.Project, now time.Time) (*again, generator.Project) {
	a := &again{flags: decisive(cmd), now: now, output: f.output, roots: map[int]fs.FS{0: p.Root}, program: sync.OnceValues(programSum)}
	go a.program() // it takes a moment, and is needed at the end
	p.Root = a.recorder.Watch(0, p.Root)
	if p.Private != nil {
		a.roots[1] = p.Private
		p.Private = a.recorder.Watch(1, p.Private)
	}
	return a, p
}

// indifferent are the flags that change nothing in a portal, and those that stand
// for what is asked otherwise: the day, and the files themselves.
func indifferent() []string {
	return []string{
		"source", "private", "output", "now", "quiet", "no-color", "format", "workers", "in-place", "replace",
		"strict", "prove", // which are looked at
		"help",
	}
}

// decisive writes down the flags that a portal depends on.
func decisive(cmd *cobra.Command) string {
	var b strings.Builder
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !slices.Contains(indifferent(), f.Name) {
			fmt.Fprintf(&b, "--%s=%q\n", f.Name, f.Value.String())
		}
	})
	return b.String()
}

// sum brings together everything that a build depends on.
func (a *again) sum(zone *time.Location, answers trace.Sum) (trace.Sum, error) {
	program, err := a.program()
	return sha256.Sum256(fmt.Appendf(nil, "%x\n%s%s %s\n%x\n", program, a.flags, schedule.DateOf(a.now.In(zone)), zone, answers)), err
}

// last returns the build that is in the output folder, if one now would come to
// the same. The error is ctx's.
func (a *again) last(ctx context.Context) (*lastBuild, error) {
	data, ok := output.Recall(a.output)
	var m lastBuild
	ok = ok && json.Unmarshal(data, &m) == nil
	if !ok {
		return nil, nil
	}
	answers, ok, err := trace.Again(ctx, a.roots, m.Questions)
	if !ok || err != nil {
		return nil, err
	}
	if zone, err := time.LoadLocation(m.Zone); err == nil {
		if sum, err := a.sum(zone, answers); err == nil && sum == m.Sum {
			return &m, nil
		}
	}
	return nil, nil
}

// remember leaves a build for the next one. Nothing is lost where that fails.
func (a *again) remember(portal *generator.Portal, r output.Result, s summary, list diag.List) {
	questions, answers, ok := a.recorder.Trace()
	zone := portal.Site.Settings.Timezone.Location(time.UTC)
	sum, err := a.sum(zone, answers)
	if !ok || err != nil {
		return
	}
	s.Changed, s.Removed = 0, 0
	m := lastBuild{Sum: sum, Zone: zone.String(), Questions: questions, Summary: s, Edition: portal.Edition(), Said: saidOf(list)}
	if data, err := json.Marshal(m); err == nil {
		_ = output.Remember(a.output, r, data)
	}
}

func saidOf(list diag.List) (out said) {
	var plain, coloured strings.Builder
	diag.Print(&plain, list, diag.Text, shownOptions(false))
	diag.Print(&coloured, list, diag.Text, shownOptions(true))
	return said{plain.String(), coloured.String()}
}

// says repeats what a build printed of problems.
func (v *voice) says(s said) {
	if v.colour {
		fmt.Fprint(v.stderr, s.Coloured)
	} else {
		fmt.Fprint(v.stderr, s.Plain)
	}
}
