package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// asker asks questions on a terminal, one after the other. Where there is no
// terminal nobody would answer, and nothing waits.
type asker struct {
	ctx   context.Context
	out   io.Writer
	lines <-chan string // closed at the end of the input
}

// newAsker returns nil where nobody can be asked.
func newAsker(cmd *cobra.Command, c *commonFlags) *asker {
	if c.quiet || !term.IsTerminal(int(os.Stdin.Fd())) || !term.IsTerminal(int(os.Stderr.Fd())) {
		return nil
	}
	lines := make(chan string)
	go func() { // a read cannot be interrupted: it is left behind
		defer close(lines)
		in := bufio.NewScanner(os.Stdin)
		for in.Scan() {
			lines <- in.Text()
		}
	}()
	return &asker{cmd.Context(), cmd.ErrOrStderr(), lines}
}

var errNoAnswer = errors.New("nothing was answered; nothing was written")

// ask asks until an answer is accepted, which says why it is not. Nothing is an
// answer like others.
func (a *asker) ask(question string, accept func(answer string) error) error {
	for {
		fmt.Fprintf(a.out, "%s: ", question)
		select {
		case <-a.ctx.Done():
			fmt.Fprintln(a.out)
			return a.ctx.Err()
		case line, ok := <-a.lines:
			if !ok {
				fmt.Fprintln(a.out)
				return errNoAnswer
			}
			err := accept(strings.TrimSpace(line))
			if err == nil {
				return nil
			}
			fmt.Fprintf(a.out, "  %v\n", err)
		}
	}
}
