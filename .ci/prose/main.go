// Command prose prints what readers of one language read in the starter
// playbook, for the spelling check.
//
// In goes a language code; out come lines of a place ("content/en/faq.md:12"),
// a tab and the words that are written there. Code, link targets, ids,
// addresses and every key and value that only the tool reads are left out. The
// program judges nothing: a file it cannot read ends it.
package main

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("prose: ")
	if len(os.Args) != 2 {
		log.Fatal("usage: go run ./.ci/prose LANGUAGE, in the folder that holds content/")
	}
	out := bufio.NewWriter(os.Stdout)
	if err := write(out, os.Args[1]); err != nil {
		log.Fatal(err)
	}
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
}

// write prints the documents, snippets and pictures of lang, and then its texts
// in programs.yaml.
func write(w io.Writer, lang string) error {
	p := &printer{w: w, lang: lang}
	err := filepath.WalkDir(filepath.Join("content", lang), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		p.path = filepath.ToSlash(path)
		switch filepath.Ext(path) {
		case ".md":
			return p.document(string(data))
		case ".svg":
			p.picture(string(data))
		}
		return nil
	})
	if err != nil {
		return err
	}
	data, err := os.ReadFile("programs.yaml")
	if err != nil {
		return err
	}
	p.path = "programs.yaml"
	return p.yaml(data, 0, p.translations)
}

type printer struct {
	w    io.Writer
	lang string
	path string
}

// document prints front matter, if there is any, and body.
func (p *printer) document(text string) error {
	line := 1
	if rest, ok := strings.CutPrefix(text, "---\n"); ok {
		front, body, ok := strings.Cut(rest, "\n---\n")
		if !ok {
			return fmt.Errorf("%s: the front matter is not closed", p.path)
		}
		if err := p.yaml([]byte(front), 1, p.values); err != nil {
			return err
		}
		text, line = body, 4+strings.Count(front, "\n")
	}
	p.body(text, line)
	return nil
}

// body prints Markdown that starts on the given line.
func (p *printer) body(text string, line int) {
	fence := ""
	for s := range strings.Lines(text) {
		mark := fencePattern.FindString(s)
		switch {
		case fence == "" && mark != "":
			fence = strings.TrimSpace(mark)
		case fence != "" && strings.TrimSpace(s) == fence:
			fence = ""
		case fence == "":
			p.print(line, s)
		}
		line++
	}
}

// picture prints the texts of an SVG.
func (p *printer) picture(text string) {
	for _, m := range svgTextPattern.FindAllStringSubmatchIndex(text, -1) {
		p.print(1+strings.Count(text[:m[0]], "\n"), text[m[2]:m[3]])
	}
}

// yaml walks a YAML text that stands after the given number of lines.
func (p *printer) yaml(data []byte, offset int, walk func(*yaml.Node, int)) error {
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return fmt.Errorf("%s: %w", p.path, err)
	}
	walk(&root, offset)
	return nil
}

// toolOnly are the keys of front matter whose values readers do not read.
var toolOnly = []string{
	"aliases", "attach", "audience", "reader", "evidence", "for", "id", "keywords", "kind", "lead", "related", "sensitivity", "src", "to", "topics", "type", "url",
}

// values prints every text of front matter, which is all in one language. A key
// that is not listed counts as text, so that a new one is checked.
func (p *printer) values(n *yaml.Node, offset int) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			switch key := n.Content[i].Value; {
			case slices.Contains(toolOnly, key):
			case key == "references":
				p.references(n.Content[i+1], offset)
			default:
				p.values(n.Content[i+1], offset)
			}
		}
	case yaml.ScalarNode:
		if n.ShortTag() == "!!str" {
			p.print(offset+n.Line, n.Value)
		}
	default:
		for _, child := range n.Content {
			p.values(child, offset)
		}
	}
}

// references prints a list of references. What a work is called, in quotation
// marks, is in the work's own language and left out.
func (p *printer) references(list *yaml.Node, offset int) {
	for _, reference := range list.Content {
		if title := value(reference, "title"); title != nil {
			title.Value = workPattern.ReplaceAllString(title.Value, " ")
		}
	}
	p.values(list, offset)
}

// translations prints what stands under the language's code in maps by
// language. Such a map has the other language too: a lone id: is an id.
func (p *printer) translations(n *yaml.Node, offset int) {
	if n.Kind == yaml.MappingNode && value(n, "en") != nil && value(n, "id") != nil {
		if text := value(n, p.lang); text != nil {
			p.values(text, offset)
		}
		return
	}
	for i, child := range n.Content {
		if i%2 == 1 && n.Kind == yaml.MappingNode && n.Content[i-1].Value == "synonyms" {
			continue // what readers type, right or not
		}
		p.translations(child, offset)
	}
}

func value(mapping *yaml.Node, key string) *yaml.Node {
	for i := 0; i < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	return nil
}

var (
	fencePattern   = regexp.MustCompile("^ *(```+|~~~+)")
	workPattern    = regexp.MustCompile(`“[^”]*”`)
	svgTextPattern = regexp.MustCompile(`<(?:text|tspan|title|desc)\b[^>]*>([^<]+)<`)

	// notRead is what Markdown holds besides words: code, heading ids, includes,
	// alerts, the targets of links and pictures (a title after one stays), bare
	// addresses, and numbers.
	notRead = regexp.MustCompile("`[^`]*`" + `|\{#[^}]*\}|\{\{.*?\}\}|\{[a-z.-]+\}|\[![A-Z]+\]|\]\([^)\s]*|https?://\S+|\S+@\S+|[0-9][0-9.,:/]*%?`)
	marks   = regexp.MustCompile(`[*_#>|\[\]()"]`)
)

func (p *printer) print(line int, s string) {
	s = marks.ReplaceAllString(notRead.ReplaceAllString(s, " "), " ")
	s = strings.NewReplacer("’", "'", "‘", "'").Replace(s)
	words := slices.DeleteFunc(strings.Fields(s), func(word string) bool { return !strings.ContainsFunc(word, unicode.IsLetter) })
	if len(words) > 0 {
		fmt.Fprintf(p.w, "%s:%d\t%s\n", p.path, line, strings.Join(words, " "))
	}
}
