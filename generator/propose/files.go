package propose

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/patch"
	"mentorbook/generator/source"
	"mentorbook/generator/yamledit"
)

// files returns the list of pairs with the new proposals, and without those of
// the last proposal that are no longer proposed. Every other line stays as it is.
func (x *roster) files(pairs []Pair, random io.Reader) ([]patch.File, error) {
	items, err := x.newItems(pairs, random)
	if err != nil {
		return nil, err
	}
	list := &x.cohort.Pairings
	if list.Missing {
		if items == "" {
			return nil, nil
		}
		return []patch.File{{Path: shownPath(list), Data: []byte(items)}}, nil
	}
	node := list.Node
	if list.Path == "" {
		node = x.cohort.In("pairings")
	}
	file := node.File()
	data := file.Data
	if items != "" {
		if data, err = yamledit.Insert(node, items); err != nil {
			return nil, x.explainInsert(err, file.Path)
		}
	}
	data, err = x.withoutOld(file.Path, data, pairs)
	if err != nil || string(data) == string(file.Data) {
		return nil, err
	}
	return []patch.File{{Path: file.Path, Was: file.Data, Data: data}}, nil
}

func shownPath(list *source.List[source.Pairing]) string {
	if list.Private {
		return source.PrivatePrefix + list.Path
	}
	return list.Path
}

// saysNull reports whether the cohort says of a key that it has nothing, by a word
// where nothing would do.
func (x *roster) saysNull(key string) bool {
	at := x.cohort.At(key)
	text := at.File.Bytes()[at.Start:at.End]
	return string(text) == "~" || strings.EqualFold(string(text), "null")
}

func (x *roster) explainInsert(err error, path string) error {
	at := fmt.Sprintf("the cohort %s/%s", x.program.ID, x.cohort.ID)
	switch {
	case x.saysNull("pairings"):
		return fmt.Errorf("%s says that it has no pairs; write pairings: with nothing behind it, or pairings: private:pairings.yaml", at)
	case x.cohort.Pairings.IsZero():
		return fmt.Errorf("%s has no list of pairs to write to; add the line pairings: to it, or pairings: private:pairings.yaml", at)
	case errors.Is(err, yamledit.ErrOneLine):
		return fmt.Errorf("%s lists the pairs of %s on one line; write pairings: on a line of its own, with nothing or with a pair a line below it, each after a dash", path, at)
	}
	return fmt.Errorf("%s has a layout that nothing can be added to safely: %w", path, err)
}

// newItems writes the pairs that are not in the list yet as items of it.
func (x *roster) newItems(pairs []Pair, random io.Reader) (string, error) {
	taken := map[source.ID]bool{}
	for _, program := range x.config.Programs {
		for _, cohort := range program.Cohorts {
			for _, r := range cohort.Pairings.Items {
				taken[r.ID] = true
			}
		}
	}
	var out strings.Builder
	for _, pair := range pairs {
		if pair.Kept {
			continue
		}
		id, err := newID(random, taken)
		if err != nil {
			return "", err
		}
		var topics []string
		for _, topic := range pair.Topics {
			topics = append(topics, string(topic))
		}
		fmt.Fprintf(&out, "- {id: %s, mentor: %s, mentee: %s, topics: [%s], status: proposed}\n",
			id, pair.Mentor, pair.Mentee, strings.Join(topics, ", "))
	}
	return out.String(), nil
}

// newID makes an id that says nothing, and that no pair has.
func newID(random io.Reader, taken map[source.ID]bool) (source.ID, error) {
	for {
		id, err := source.NewID("pair-", random)
		if err != nil {
			return "", err
		}
		if !taken[id] {
			taken[id] = true
			return id, nil
		}
	}
}

// withoutOld takes the proposals out of a file that are no longer made.
func (x *roster) withoutOld(path string, data []byte, pairs []Pair) ([]byte, error) {
	kept := map[[2]source.ID]bool{}
	for _, pair := range pairs {
		kept[[2]source.ID{pair.Mentor, pair.Mentee}] = true
	}
	block, _ := yamledit.ParseFile(&diag.File{Path: path, Data: data}, new(diag.List))
	var old []source.Node
	for _, r := range x.cohort.Pairings.Items {
		two := [2]source.ID{r.Mentor, r.Mentee}
		if r.Status == "proposed" && x.last[two] && !kept[two] {
			old = append(old, block.Same(r.Node))
		}
	}
	if len(old) == 0 {
		return data, nil
	}
	files, err := yamledit.Remove(old)
	if err != nil {
		return nil, err
	}
	return files[0].Data, nil
}
