package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
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
	"mentorbook/generator/seal"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
	"mentorbook/generator/trace"
)

// A build that would read what the last one read, for the same readers on the same
// day, has nothing to do. It finds that out by asking everything once more, and
// says what the last one said. Any other build has as much less to do as is the same:
// texts are not read again, and pages not made again, of which all is as it was.

// lastBuild is what a build leaves for the next one into the same folder.
type lastBuild struct {
	Sum       trace.Sum      `json:"sum"`    // of everything that the build depends on
	Around    trace.Sum      `json:"around"` // of everything that all pages depend on
	Program   trace.Sum      `json:"program"`
	Zone      string         `json:"zone"` // in which its day is one
	Questions []trace.Asked  `json:"questions"`
	Summary   summary        `json:"summary"`
	Edition   output.Edition `json:"edition"`
	Said      said           `json:"said"`
	Searched  site.Searched  `json:"searched"`
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
	secret   trace.Sum                 // with which a lastBuild is sealed: it names hidden files, and repeats what was said of them

	memory *output.Memory // of the last build; nil when it is of no use
	before lastBuild      // in memory
	around trace.Sum      // as that of a lastBuild; zero when it is not known
}

// newAgain begins to watch what is read of a project, which it returns.
func newAgain(cmd *cobra.Command, f buildFlags, p generator.Project, now time.Time) (*again, generator.Project) {
	a := &again{flags: decisive(cmd), now: now, output: f.output, roots: map[int]fs.FS{0: p.Root}, program: sync.OnceValues(programSum)}
	a.secret = secretOf(p.Root)
	go a.program() // it takes a moment, and is needed at the end
	p.Root = a.recorder.Watch(0, p.Root)
	if p.Private != nil {
		a.roots[1] = p.Private
		p.Private = a.recorder.Watch(1, p.Private)
	}
	return a, p
}

// mostSecret is more than programs.yaml may have. A mistaken file may have any number
// of bytes.
const mostSecret = 16 << 20

// secretOf is the hash of programs.yaml, or of nothing: whoever has no such file will
// hear so.
func secretOf(project fs.FS) (sum trace.Sum) {
	h := sha256.New()
	if f, err := project.Open(source.ConfigPath); err == nil {
		defer f.Close()
		_, _ = io.CopyN(h, f, mostSecret)
	}
	h.Sum(sum[:0])
	return sum
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
	memory := output.Recall(a.output)
	if known := memory != nil && json.Unmarshal(seal.Open(memory.Data, a.secret), &a.before) == nil; !known {
		return nil, nil
	}
	a.memory = memory
	answers, ok, err := trace.Again(ctx, a.roots, a.before.Questions)
	if !ok || err != nil {
		return nil, err
	}
	if zone, err := time.LoadLocation(a.before.Zone); err == nil {
		if sum, err := a.sum(zone, answers); err == nil && sum == a.before.Sum {
			return &a.before, nil
		}
	}
	return nil, nil
}

// builder returns a Builder that knows of the last build what is of use.
func (a *again) builder(project generator.Project) *generator.Builder {
	b := &generator.Builder{Project: project}
	if a.memory == nil {
		return b
	}
	if program, err := a.program(); err != nil || program != a.before.Program {
		return b
	}
	b.Memo.Texts = source.ParseTexts(a.memory.Bulk(textsName))
	b.Searched = &a.before.Searched
	b.Searched.Same = b.Memo.AsInTexts
	return b
}

// What is kept of a build in files of their own.
const (
	textsName = "texts" // source.Texts
	foundName = "found" // what the search index was made of, which says no more than that
)

// lookAround says what of a portal, which is about to be published, is as it was.
func (a *again) lookAround(portal *generator.Portal, memo *source.Memo, o *generator.PublishOptions) {
	texts := portal.Texts()
	_, answers, ok := a.recorder.TraceBut(func(q trace.Question) bool { return q.Root == 0 && texts[q.Path] })
	others, err := a.sum(zoneOf(portal), answers)
	if !ok || err != nil {
		return
	}
	a.around = portal.Surroundings(others)
	if a.memory != nil && a.around == a.before.Around {
		o.Before = a.memory
		o.Same = &generator.Before{Text: memo.AsInTexts, Found: func() []byte { return a.memory.Bulk(foundName) }}
	}
}

func zoneOf(portal *generator.Portal) *time.Location {
	return portal.Site.Settings.Timezone.Location(time.UTC)
}

// remember leaves a build for the next one. Nothing is lost where that fails.
func (a *again) remember(portal *generator.Portal, b *generator.Builder, o generator.Options, r output.Result, s summary, list diag.List) {
	questions, answers, ok := a.recorder.Trace()
	zone := zoneOf(portal)
	sum, err := a.sum(zone, answers)
	if !ok || err != nil {
		return
	}
	program, _ := a.program() // is known, since the sum is
	s.Changed, s.Removed = 0, 0
	m := lastBuild{Sum: sum, Around: a.around, Program: program, Zone: zone.String(), Questions: questions, Summary: s, Edition: portal.Edition(), Said: saidOf(list), Searched: b.LastSearched(o)}
	if data, err := json.Marshal(m); err == nil {
		texts := output.Bulk{Name: textsName, Write: b.Memo.WriteTexts}
		if b.Memo.KeepsTexts() {
			texts.Before = a.memory
		}
		found := output.Bulk{Name: foundName, Write: func(w io.Writer, _ bool) error {
			_, err := w.Write(portal.Found())
			return err
		}}
		_ = output.Remember(a.output, r, seal.Seal(nil, data, a.secret), texts, found)
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
