// Command mentorbook turns a folder of guides, session templates and program
// data into a searchable mentoring portal of plain files.
//
// This package is a thin shell around package generator: flags, signals, exit
// codes, and the tool's voice (voice.go).
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

// Exit codes that scripts may rely on.
const (
	exitOK          = 0
	exitContent     = 1 // the content has errors; nothing was written
	exitEnvironment = 2 // usage, or something that cannot be read or written
	exitInterrupted = 130
)

// errContent says that diagnostics were printed and are the reason to fail.
var errContent = errors.New("the content has errors")

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, func() {
		stop() // a second signal ends the process at once
		time.AfterFunc(toTidyUp, giveUp)
	})
	err := rootCommand().ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errContent):
		return exitContent
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		fmt.Fprintln(os.Stderr, "interrupted; nothing was written")
		return exitInterrupted
	}
	fmt.Fprintf(os.Stderr, "error: %v\n", err)
	return exitEnvironment
}

// toTidyUp is how long an interrupted command may take to end by itself. What it
// waits for then is a disk that does not answer, or a layout.
const toTidyUp = 800 * time.Millisecond

// giveUp ends the process in the middle of whatever it does, which leaves no more
// behind than a kill would: see package output.
func giveUp() {
	fmt.Fprintln(os.Stderr, "interrupted in the middle of its work; run it again")
	os.Exit(exitInterrupted)
}

func rootCommand() *cobra.Command {
	var c commonFlags
	root := &cobra.Command{
		Use:   "mentorbook",
		Short: "A static site generator for mentoring playbooks",
		Long: "mentorbook turns Markdown guides, session templates and program data into a\n" +
			"portal of plain files, which any web server or file share can hold.",
		Args:          knownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		Version:       versionLines(),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetVersionTemplate("{{.Version}}\n")
	root.Flags().BoolP("version", "v", false, "print the version")
	root.PersistentFlags().BoolP("help", "h", false, "say what a command does, and its flags")
	c.register(root.PersistentFlags())
	root.SetFlagErrorFunc(explainFlag)
	root.AddCommand(serveCommand(&c), buildCommand(&c), checkCommand(&c), initCommand(&c), newCommand(&c), languageCommand(&c), programCommand(&c), statusCommand(&c), importCommand(&c), matchCommand(&c), lettersCommand(&c), purgeCommand(&c), verifyCommand(&c), schemaCommand(), versionCommand())
	root.SetHelpCommand(helpCommand(root))
	addCompletion(root)
	c.complete(root)
	return root
}

// addCompletion adds the scripts for shells, which cobra writes.
func addCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		if cmd.Name() != "completion" {
			continue
		}
		cmd.Short = "Write a script that lets a shell complete commands and flags"
		cmd.Long = "completion writes a script for a shell, which then completes commands, flags and\ntheir values with the Tab key. The help of each shell below says where it goes."
		cmd.Args = knownCommand
		cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() } // without it, an unknown shell would be no mistake
		for _, shell := range cmd.Commands() {
			shell.Short = "Write the script for " + shell.Name()
			shell.Args = nothingElse
		}
	}
}
