package yamledit

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/lazyregexp"
)

// Characters that look like a space, like nothing, or like a quotation mark are
// letters to YAML. Text that has them may be sound YAML, and say something else
// than its writer sees.

// inKey is the place of an invisible character.
const inKey = "in this key"

// lookalike returns the first key that holds an invisible character, or value
// that a curly mark or an invisible character cuts in two, or nil.
func (b *Block) lookalike(n *yaml.Node) *fault {
	for i, child := range n.Content {
		isKey := n.Kind == yaml.MappingNode && i%2 == 0
		var found *fault
		switch {
		case isKey:
			found = b.disguisedKey(child, n.Content[i+1])
		case child.Kind != yaml.ScalarNode:
			found = b.lookalike(child)
		case child.Style == 0:
			found = b.disguisedQuote(child)
		}
		if found == nil && n.Style&yaml.FlowStyle != 0 && i > 0 {
			found = b.parted(n, i)
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// disguisedKey finds an invisible character in a key. One behind its colon makes
// the value a part of it.
func (b *Block) disguisedKey(key, value *yaml.Node) *fault {
	if key.Kind != yaml.ScalarNode || key.Style != 0 {
		return nil
	}
	at := strings.IndexFunc(key.Value, func(r rune) bool { return invisible(r) != "" })
	if at < 0 {
		return nil
	}
	start := b.Span(key).Start
	if !strings.HasPrefix(string(b.file.Bytes()[start:]), key.Value) {
		return nil
	}
	where := inKey
	switch {
	case at == 0 && start == b.LineSpan(key.Line).Start:
		where = inFront
	case at > 0 && key.Value[at-1] == ':' && IsNull(value):
		where = behindKey
	}
	return invisibleFault(b.file.Bytes(), start+at, where)
}

// disguisedQuote finds an invisible character that keeps a quotation mark from
// being one.
func (b *Block) disguisedQuote(n *yaml.Node) *fault {
	if n.Value == "" || n.Value[0] < utf8.RuneSelf {
		return nil
	}
	r, size := utf8.DecodeRuneInString(n.Value)
	if invisible(r) == "" || size == len(n.Value) || !strings.ContainsRune(`"'[{`, rune(n.Value[size])) {
		return nil
	}
	return invisibleFault(b.file.Bytes(), b.Span(n).Start, besideSign)
}

// parted finds a text in curly marks of which a comma in brackets makes two.
func (b *Block) parted(n *yaml.Node, i int) *fault {
	before, item := n.Content[i-1], n.Content[i]
	if n.Kind == yaml.MappingNode && (i%2 != 0 || !IsNull(n.Content[i+1])) {
		return nil
	}
	if item.Value == "" || item.Value[len(item.Value)-1] < utf8.RuneSelf || before.Kind != yaml.ScalarNode || item.Kind != yaml.ScalarNode || before.Style != 0 || item.Style != 0 ||
		!curlyStart.MatchString(before.Value) || !curlyEnd.MatchString(item.Value) {
		return nil
	}
	o := outline{data: b.file.Bytes(), all: b.file.Bytes()}
	o.curly(b.Span(before).Start)
	return o.found
}

var (
	curlyStart = lazyregexp.New(`^[“„‘‚«][^”“’‘»]*$`)
	curlyEnd   = lazyregexp.New(`^[^“„‘‚«]*[”“’‘»]$`)

	// curlyWhole is a text between two quotation marks of which at least the first
	// is curly, and that holds no other quotation.
	curlyWhole = lazyregexp.New(`^(?:[“”„]([^“”„"]+)[”“"]|«\s*([^«»]+?)\s*»|[‘’‚]([^‘‚'"“”]+)[’‘'])$`)
)

// Disguise is what the writer of a plain value does not see in it.
type Disguise struct {
	Meant         string // the value without it
	Start, End    int    // where in the value it is, in bytes
	Message, Hint string
}

// DisguiseOf returns the curly marks around a plain value, or the invisible
// characters at its ends, or nil where there are none.
func DisguiseOf(value string) *Disguise {
	if value == "" || value[0] < utf8.RuneSelf && value[len(value)-1] < utf8.RuneSelf {
		return nil
	}
	if m := curlyWhole.FindStringSubmatch(value); m != nil {
		first, _ := utf8.DecodeRuneInString(value)
		last, _ := utf8.DecodeLastRuneInString(value)
		return &Disguise{
			Meant: m[1] + m[2] + m[3], End: len(value),
			Message: fmt.Sprintf("the marks %c and %c begin and end no quotation here, and are left out", first, last),
			Hint:    `type the straight marks " or '; to show the curly ones, put the straight ones around them`,
		}
	}
	says := func(r rune) bool { return !dispensable(value, r) }
	start, last := strings.IndexFunc(value, says), strings.LastIndexFunc(value, says)
	if start < 0 {
		return nil
	}
	_, size := utf8.DecodeRuneInString(value[last:])
	end := last + size
	at, where := 0, "in front of this value"
	switch {
	case start == 0 && end == len(value):
		return nil
	case start == 0:
		at, where = end, "behind this value"
	}
	f := invisibleFault([]byte(value), at, where)
	return &Disguise{Meant: value[start:end], Start: f.start, End: f.end, Message: f.message + ", which is left out", Hint: f.hint}
}

// dispensable reports whether a character at an end of a value says nothing. The
// marks of direction and the joiners do, in scripts that need them.
func dispensable(value string, r rune) bool {
	switch r {
	case '\u200c', '\u200d', '\u200e', '\u200f':
		return !strings.ContainsFunc(value, func(r rune) bool { return r > unicode.MaxLatin1 && unicode.IsLetter(r) })
	}
	return invisible(r) != ""
}

// IsBlank reports whether a text has nothing that a reader could see.
func IsBlank(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsSpace(r) && invisible(r) == "" })
}
