package source

import (
	"crypto/sha256"
	"fmt"
	"path"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/markdown"
	"mentorbook/generator/schedule"
)

// Document is one Markdown file: a guide, a session template, a form, a letter or
// a page.
type Document struct {
	Node   // the front matter
	Source *diag.File
	Lang   string
	Key    string // the path below content/<lang>/ without .md: "guides/how-it-works"
	Kind   Kind
	Common
	Guide   *Guide           // of a guide only
	Session *SessionTemplate // of a session template only
	Form    *Form            // of a form only
	Letter  *Letter          // of a letter only
	Body    *markdown.Document
	IDs     HeadingIDs
	Look    [sha256.Size]byte // equal where nothing but the document's own pages can tell two readings of its file apart
	Sound   bool              // every value of the front matter could be read
	Example []diag.Span       // where it speaks of the starter's organisation
}

// lookOf is a hash of what a document is to everything but its own pages: readings of a
// file with the same look differ at most in what they say below the front matter, and
// not in what can be linked to. Of a letter it is all that is written: what it asks for
// stands anywhere in it.
func lookOf(d *Document) (look [sha256.Size]byte) {
	front := d.frontMatter()
	if d.Letter != nil {
		front = string(d.Source.Bytes())
	}
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q %q %v\n", d.Source.Path, front, d.Body.Title, d.includes(), d.Sound)
	for _, heading := range d.Body.Headings {
		fmt.Fprintf(h, "%d %q %q\n", heading.Level, heading.ID, heading.Text)
	}
	h.Sum(look[:0])
	return look
}

// frontMatter returns the bytes of the front matter, and of what is before it.
func (d *Document) frontMatter() string {
	_, end := d.Node.Range()
	return string(d.Source.Bytes()[:end])
}

// includes lists the snippets that a document includes, whose headings are its own.
func (d *Document) includes() []string {
	var out []string
	for _, slot := range d.Body.Slots {
		if slot.Kind == markdown.Include {
			out = append(out, slot.Dest)
		}
	}
	return out
}

// Way is where the path of a link leads that is written in a file: to the
// document Key in a language. It is zero for every other link.
type Way struct{ Lang, Key, Fragment string }

// WayFrom follows the path of a link from the folder that its file is in, below
// content/.
func WayFrom(folder string, slot *markdown.Slot) Way {
	dest, fragment, _ := strings.Cut(slot.Dest, "#")
	if slot.Kind != markdown.Link || dest == "" || dest[0] == '/' || path.Ext(dest) != ".md" || strings.Contains(dest, ":") {
		return Way{}
	}
	if lang, rest, ok := strings.Cut(path.Join(folder, dest), "/"); ok && lang != ".." {
		return Way{lang, keyOf(rest), fragment}
	}
	return Way{}
}

// HeadingIDs are the ids of a document's headings in one piece of memory: they
// are looked up once for every link to a heading, from all over the project.
type HeadingIDs string

// Has reports whether one of the headings has that id.
func (ids HeadingIDs) Has(id string) bool {
	if id == "" || strings.Contains(id, "\n") {
		return false
	}
	for rest := string(ids); ; {
		i := strings.Index(rest, id)
		if i < 0 {
			return false
		}
		end := i + len(id)
		if i > 0 && rest[i-1] == '\n' && end < len(rest) && rest[end] == '\n' {
			return true
		}
		rest = rest[i+1:]
	}
}

func headingIDs(body *markdown.Document) HeadingIDs {
	out := []byte{'\n'}
	for _, h := range body.Headings {
		out = append(append(out, h.ID...), '\n')
	}
	return HeadingIDs(out)
}

// Common is the front matter that every document may have.
type Common struct {
	Title      string        `yaml:"title,required" length:"120" doc:"the title of the page"`
	Summary    string        `yaml:"summary,required" length:"200" doc:"one or two sentences for lists and search, at most 200 characters"`
	Topics     []ID          `yaml:"topics" doc:"ids of topics"`
	Keywords   []string      `yaml:"keywords" doc:"words that readers may search for and the page does not say; they find it as its headings do"`
	Audience   string        `yaml:"audience" enum:"public participants organizers" doc:"who may read it (default public)"`
	Author     string        `yaml:"author" doc:"who wrote it"`
	Owner      string        `yaml:"owner" doc:"who keeps it up to date"`
	Date       schedule.Date `yaml:"date" doc:"when it was last changed"`
	ReviewBy   schedule.Date `yaml:"review_by" doc:"when somebody should read it again"`
	Image      *Image        `yaml:"image" doc:"a picture for the top of the page"`
	References []Reference   `yaml:"references" doc:"where facts come from"`
	Related    []Slug        `yaml:"related" doc:"file names of related guides, without .md"`
	Order      int           `yaml:"order" min:"0" max:"10000" doc:"the place in lists; lower comes first"`
	Reader     string        `yaml:"reader" enum:"mentor mentee manager organizer sponsor" doc:"whose way in the page is: the home page leads there, in the words of that reader"`
	Draft      bool          `yaml:"draft" doc:"true hides it until it is ready"`
	Publish    schedule.Date `yaml:"publish" doc:"not shown before this day"`
	Expire     schedule.Date `yaml:"expire" doc:"not shown from this day on"`
	Aliases    []string      `yaml:"aliases" machine:"yes" doc:"earlier addresses, such as guides/old-name.html, or guides/old-name.html#heading of a heading that is here now"`
	Version    int           `yaml:"version" min:"1" max:"100000" doc:"of an original: raise it when translations must follow"`
	Unchecked  bool          `yaml:"unchecked" doc:"true publishes the files that this page links to although nobody can look into them for names"`
	Translates int           `yaml:"translates" min:"1" max:"100000" doc:"of a translation: the version of the original it renders"`
}

// Image is a picture with its text equivalent.
type Image struct {
	Node
	Src    string `yaml:"src,required" machine:"yes" doc:"a path relative to the file"`
	Alt    string `yaml:"alt,required" doc:"what the picture says"`
	Credit string `yaml:"credit" doc:"who made it"`
}

// Reference is where a fact comes from.
type Reference struct {
	Node
	Title    string `yaml:"title,required" doc:"author, year, where it appeared"`
	URL      string `yaml:"url" machine:"yes" doc:"a web address"`
	Note     string `yaml:"note" doc:"what it shows, and how strong it is"`
	Evidence string `yaml:"evidence" enum:"review study case company press official" doc:"the kind of evidence"`
}

// Guide is the front matter of a guide.
type Guide struct {
	Node
	Common
	Kind string `yaml:"kind,required" enum:"definition benefits how-it-works example safety operations article" doc:"what the guide is; some kinds require headings"`
}

// SessionTemplate is the front matter of a session template.
type SessionTemplate struct {
	Node
	Common
	Minutes     int      `yaml:"minutes,required" min:"5" max:"480" doc:"how long the session takes"`
	Roles       *Roles   `yaml:"roles" doc:"what each side does"`
	Prep        *Prep    `yaml:"prep" doc:"what each side prepares"`
	Agenda      []Step   `yaml:"agenda,required" least:"1" doc:"the timed steps; their minutes add up to the session's"`
	Prompts     []string `yaml:"prompts" doc:"questions to start from"`
	Bring       string   `yaml:"bring" length:"160" doc:"what the pair has at hand, in a few words"`
	Outcome     string   `yaml:"outcome" doc:"what the pair leaves with"`
	FollowUp    []string `yaml:"follow_up" doc:"what happens after the session"`
	Sensitivity string   `yaml:"sensitivity" enum:"normal sensitive" doc:"sensitive: nothing is ever kept in the browser"`
	Type        string   `yaml:"type" enum:"reverse traditional reciprocal" doc:"the type of program that its words are for, and so who of the two is the senior; without it, that of the programs that have it in their plan"`
}

// Roles says what each side does in a session.
type Roles struct {
	Node
	Mentor string `yaml:"mentor" doc:"what the mentor does"`
	Mentee string `yaml:"mentee" doc:"what the mentee does"`
}

// Prep says what each side prepares.
type Prep struct {
	Node
	Mentor []string `yaml:"mentor" doc:"what the mentor prepares"`
	Mentee []string `yaml:"mentee" doc:"what the mentee prepares"`
}

// Step is one timed step of an agenda.
type Step struct {
	Node
	Minutes int    `yaml:"minutes,required" min:"1" max:"480" doc:"how long the step takes"`
	Lead    string `yaml:"lead,required" enum:"mentor mentee both" doc:"who leads"`
	Name    string `yaml:"step,required" doc:"the name of the step"`
	Detail  string `yaml:"detail" doc:"what to say and do"`
}

// Form is the front matter of a form.
type Form struct {
	Node
	Common
	Fields      []Field `yaml:"fields,required" doc:"what the form asks"`
	Sensitivity string  `yaml:"sensitivity" enum:"normal sensitive" doc:"sensitive: nothing is ever kept in the browser"`
}

// Field is one question of a form.
type Field struct {
	Node
	ID      ID       `yaml:"id,required" doc:"a short id, the same in every language"`
	Label   string   `yaml:"label,required" doc:"the question"`
	Type    string   `yaml:"type,required" enum:"text long scale choice date signature" doc:"how it is answered"`
	Help    string   `yaml:"help" doc:"a hint below the question"`
	Group   string   `yaml:"group" doc:"the heading of the group it belongs to; without it, that of the question before"`
	Options []string `yaml:"options" doc:"the answers of a choice"`
	Max     int      `yaml:"max" min:"2" max:"11" doc:"the highest point of a scale (default 5)"`
	Low     string   `yaml:"low" doc:"what 1 on a scale means"`
	High    string   `yaml:"high" doc:"what the highest point means"`
}
