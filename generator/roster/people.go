package roster

import (
	"slices"
	"strings"

	"mentorbook/generator/source"
)

// knownPeople says who is meant by an address, a number or a name.
type knownPeople struct {
	byID     map[source.ID]*source.Person // of the list
	email    map[string]source.ID
	number   map[string]source.ID
	names    map[string][]source.ID // a name may be several people's
	nameUnit map[string][]source.ID // of those in the list for whom nothing else is known
	alike    map[string][]source.ID // by name and unit, of all in the list
	taken    map[source.ID]bool     // ids, once given

	remembered map[source.ID]bool // ids that an import map has
	units      map[string]string  // of units that have a name in several languages, as YAML
}

// newKnownPeople collects those in the list, and whom the import maps know.
func newKnownPeople(p *project, more *source.ImportMap) *knownPeople {
	k := &knownPeople{
		byID: map[source.ID]*source.Person{}, email: map[string]source.ID{}, number: map[string]source.ID{},
		names: map[string][]source.ID{}, nameUnit: map[string][]source.ID{}, alike: map[string][]source.ID{}, taken: map[source.ID]bool{},
		remembered: map[source.ID]bool{}, units: map[string]string{},
	}
	known := p.remembered.People
	if more != nil {
		known = slices.Concat(known, more.People)
	}
	for _, m := range known {
		k.know(m.ID, m.Email, m.Number)
		k.taken[m.ID], k.remembered[m.ID] = true, true
	}
	for i := range p.config.People.Items {
		person := &p.config.People.Items[i]
		k.byID[person.ID], k.taken[person.ID] = person, true
		if person.Email != "" && k.email[strings.ToLower(person.Email)] == "" {
			k.email[strings.ToLower(person.Email)] = person.ID
		}
		for _, unit := range person.Unit.Strings() {
			if k.units[fold(unit)] == "" && len(person.Unit.Strings()) > 1 {
				k.units[fold(unit)] = byLanguage(person.Unit, p.config.Site.Languages)
			}
		}
		k.names[fold(person.Name)] = append(k.names[fold(person.Name)], person.ID)
		for _, unit := range person.Unit.Strings() {
			key := nameUnit(person.Name, unit)
			k.alike[key] = append(k.alike[key], person.ID)
			if person.Email == "" && !k.remembered[person.ID] {
				k.nameUnit[key] = append(k.nameUnit[key], person.ID)
			}
		}
	}
	return k
}

// byLanguage writes a text that is there in several languages.
func byLanguage(text source.Localized, languages []string) string {
	var parts []string
	for _, lang := range languages {
		if name := text.In(lang); name != "" {
			parts = append(parts, lang+": "+scalar(name))
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func nameUnit(name, unit string) string { return fold(name) + "\n" + fold(unit) }

func (k *knownPeople) know(id source.ID, email, number string) {
	if email != "" {
		k.email[strings.ToLower(email)] = id
	}
	if number != "" {
		k.number[strings.ToLower(number)] = id
	}
}

// meant returns the person that a cell names, by address, number, id or name; an
// address may stand in brackets behind a name.
func (k *knownPeople) meant(text string) (id source.ID, found bool) {
	text = strings.TrimSpace(text)
	if name, rest, ok := strings.Cut(text, "<"); ok {
		text = strings.TrimSuffix(strings.TrimSpace(rest), ">")
		if strings.TrimSpace(text) == "" {
			text = name
		}
	} else if m := inBrackets.FindStringSubmatch(text); m != nil {
		if id, found := k.meant(m[2]); found {
			return id, true
		}
		text = m[1]
	}
	key := strings.ToLower(text)
	for _, by := range []map[string]source.ID{k.email, k.number} {
		if id, found := by[key]; found {
			return id, true
		}
	}
	if id := source.ID(text); k.byID[id] != nil {
		return id, true
	}
	if named := k.names[fold(text)]; len(named) == 1 {
		return named[0], true
	}
	return "", false
}

// newID draws an id that says nothing, and that nobody has had.
func (r *reader) newID() (source.ID, error) {
	for {
		id, err := source.NewID("p-", r.Random)
		if err != nil {
			return "", err
		}
		if !r.people.taken[id] {
			r.people.taken[id] = true
			return id, nil
		}
	}
}
