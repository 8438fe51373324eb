package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"

	"mentorbook/generator/diag"
)

// checker looks for what would be lost, and for markup that would be published as
// text. It reads the input and the references, and adds to the list; it writes
// nothing. The parser of alerts and the writer show it what they come by, in the
// order of the text: its own fields keep it from reporting a thing twice.
type checker struct {
	*input
	list       *diag.List
	references *references

	conflicts  []int                    // where lines begin that git may have left
	reported   struct{ start, end int } // the text in which markup was reported last
	marks      int                      // how many marks of the text were looked at
	htmlWarned ast.Node                 // the last block whose raw HTML was reported
}

// checkerKey finds the *checker of the document being parsed.
var checkerKey = parser.NewContextKey()
