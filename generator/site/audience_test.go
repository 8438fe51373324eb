package site

import (
	"context"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	playbook "mentorbook"
	"mentorbook/generator/diag"
	"mentorbook/generator/source"
)

var starterDay = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func loadStarter(t *testing.T) *source.Sources {
	t.Helper()
	src, list, err := source.Load(context.Background(), source.Project{Root: playbook.Starter}, nil)
	if err != nil || list.HasErrors() {
		t.Fatalf("the starter cannot be read: %v, %v", err, list)
	}
	return src
}

// variants are sites that differ in what they leave out.
func variants(src *source.Sources) []Options {
	all := []Options{{Audience: Organizers, Now: starterDay.AddDate(1, 0, 0), Drafts: true}}
	for _, a := range Audiences() {
		all = append(all, Options{Audience: a, Now: starterDay})
	}
	for _, program := range src.Config.Programs {
		if pairs := program.Cohorts[0].Pairings.Items; isSensitive(&program) && len(pairs) > 0 {
			all = append(all, Options{Audience: Participants, Pair: string(pairs[0].ID), Now: starterDay})
		}
	}
	return all
}

// assembled is what Assemble returns, in a form that can be compared.
type assembled struct {
	site    *Site
	secrets Secrets
	list    diag.List
}

func assembleAll(src *source.Sources, all []Options) []assembled {
	out := make([]assembled, len(all))
	for i, o := range all {
		s, secrets, list, _ := Assemble(context.Background(), src, o)
		secrets.scanner = nil // holds scratch memory
		list.Sort()
		out[i] = assembled{s, secrets, list}
	}
	return out
}

// TestAssembleLeavesItsSourcesAlone assembles every variant, one after the
// other and at once, and compares the sources with untouched ones. Loading is
// what reuse saves, so nothing of one variant may show in the next.
func TestAssembleLeavesItsSourcesAlone(t *testing.T) {
	src, untouched := loadStarter(t), loadStarter(t)
	all := variants(src)
	first := assembleAll(src, all)

	var wait sync.WaitGroup
	for _, o := range all {
		wait.Go(func() { Assemble(context.Background(), src, o) })
	}
	wait.Wait()
	if d := difference(src, untouched); d != "" {
		t.Errorf("the sources have changed at %s", d)
	}

	backwards := slices.Clone(all)
	slices.Reverse(backwards)
	again := assembleAll(src, backwards)
	slices.Reverse(again)
	for i, o := range all {
		if d := difference(again[i], first[i]); d != "" {
			t.Errorf("audience %s, pair %q, drafts %v: another order made another site, at %s", o.Audience, o.Pair, o.Drafts, d)
		}
	}
	if d := difference(assembleAll(untouched, all[:1])[0], first[0]); d != "" {
		t.Errorf("sources that were used before made another site, at %s", d)
	}
}

type levels struct {
	source.Node
	Open    string
	Shared  string   `level:"c"`
	Own     string   `level:"own"`
	Office  []string `level:"o"`
	Nowhere *int     `level:"n"`
	Inner   []inner
	Private *inner `level:"o"`
}

type inner struct {
	source.Node
	Open   string
	Shared string `level:"c"`
}

func TestRestrictKeepsWhatAnAudienceMaySee(t *testing.T) {
	number := 7
	all := levels{Open: "a", Shared: "b", Own: "o", Office: []string{"c"}, Nowhere: &number,
		Inner: []inner{{Open: "d", Shared: "e"}}, Private: &inner{Open: "f", Shared: "g"}}
	everything := all
	everything.Nowhere = nil
	for _, c := range []struct {
		reader, floor level
		want          levels
	}{
		{open, open, levels{Open: "a", Inner: []inner{{Open: "d"}}}},
		{shared, open, levels{Open: "a", Shared: "b", Inner: []inner{{Open: "d", Shared: "e"}}}},
		{own, open, levels{Open: "a", Shared: "b", Own: "o", Inner: []inner{{Open: "d", Shared: "e"}}}},
		{shared, own, levels{Open: "a", Inner: []inner{{Open: "d"}}}},
		{own, own, levels{Open: "a", Shared: "b", Own: "o", Inner: []inner{{Open: "d", Shared: "e"}}}},
		{office, open, everything},
		{office, own, everything},
	} {
		if got := restrict(all, c.reader, c.floor); !reflect.DeepEqual(got, c.want) {
			t.Errorf("for %d, at least %d: %+v, want %+v", c.reader, c.floor, got, c.want)
		}
	}
}

func TestRestrictSharesNoMemory(t *testing.T) {
	all := levels{Office: []string{"c"}, Inner: []inner{{Shared: "e"}}, Private: &inner{Open: "f"}}
	got := restrict(all, office, open)
	got.Office[0], got.Inner[0].Shared, got.Private.Open = "x", "x", "x"
	if all.Office[0] != "c" || all.Inner[0].Shared != "e" || all.Private.Open != "f" {
		t.Errorf("a change to the copy changed the original: %+v", all)
	}
}

// TestEveryRecordIsReadFieldByField finds structs that restrict would copy
// whole, levels and all.
func TestEveryRecordIsReadFieldByField(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var visit func(t reflect.Type)
	visit = func(typ reflect.Type) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || seen[typ] {
			return
		}
		seen[typ] = true
		for i := range typ.NumField() {
			f := typ.Field(i)
			if f.Tag.Get("level") != "" && !leveled(typ) {
				t.Errorf("%s.%s has a level, which nothing heeds: the type embeds no source.Node", typ, f.Name)
			}
			if !f.Anonymous {
				visit(f.Type)
			}
		}
	}
	visit(reflect.TypeFor[source.Config]())
}

func TestAudiencesAreParsedByName(t *testing.T) {
	for _, a := range Audiences() {
		if got, ok := ParseAudience(a.String()); !ok || got != a {
			t.Errorf("%s is read as %v, %v", a, got, ok)
		}
	}
	for _, name := range []string{"", "never", "Public", "all"} {
		if got, ok := ParseAudience(name); ok {
			t.Errorf("%q is read as %s", name, got)
		}
	}
}
