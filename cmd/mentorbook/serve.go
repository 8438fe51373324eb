package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"mentorbook/generator"
	"mentorbook/generator/preview"
	"mentorbook/generator/site"
)

type serveFlags struct {
	addr         string
	open, expose bool
	poll         time.Duration
}

func serveCommand(c *commonFlags) *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Preview the project, and follow every change",
		Long: "Preview the project in a browser. Every change shows at once; what is wrong is\n" +
			"shown over the page. Everything is shown: drafts, and what only organizers see.\n" +
			"Another audience can be chosen in the browser. The pairs of a sensitive program\n" +
			"are shown with --include-sensitive PROGRAM only.",
		Args: nothingElse,
		RunE: func(cmd *cobra.Command, _ []string) error { return serve(cmd, c, f) },
	}
	cmd.Flags().StringVar(&f.addr, "addr", "127.0.0.1:4000", "where to answer")
	sensitiveFlag(cmd, c)
	cmd.Flags().BoolVar(&f.open, "open", false, "open the browser")
	cmd.Flags().BoolVar(&f.expose, "expose", false, "answer to other machines; whoever reaches this one can read everything")
	cmd.Flags().DurationVar(&f.poll, "poll", 0, "look for changes this often, on drives that do not report them (such as 1s)")
	return cmd
}

func serve(cmd *cobra.Command, c *commonFlags, f serveFlags) error {
	if c.audience == "" {
		c.audience = site.Organizers.String()
	}
	if !cmd.Flags().Changed("drafts") {
		c.drafts = true
	}
	if f.poll < 0 {
		return fmt.Errorf("--poll %v is no length of time to wait; write 1s", f.poll)
	}
	_, project, _, err := c.read(cmd)
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(c.source, "programs.yaml")); err != nil {
		return c.explain(err)
	}
	listener, err := listen(cmd.Context(), f)
	if err != nil {
		return err
	}
	url := "http://" + listener.Addr().String() + "/"
	project.Found = boundMemory().found
	builder := &generator.Builder{Project: project}
	builder.Memo.Clock, builder.Memo.Identity = time.Now, identity
	server := preview.New(preview.Settings{
		Build: func(ctx context.Context, audience string, unchanged func(string) bool) (*preview.Snapshot, error) {
			builder.Memo.Unchanged = unchanged
			portal := *c
			portal.audience = audience
			if audience != site.Organizers.String() {
				portal.sensitive = nil
			}
			return snapshot(ctx, &portal, builder)
		},
		Audiences: site.AudienceNames(), Audience: c.audience,
		Folders: watched(c), Poll: f.poll, Expose: f.expose,
	})
	return server.Serve(cmd.Context(), listener, func() {
		fmt.Fprintf(cmd.ErrOrStderr(), "serving %s\n", url)
		if f.open {
			openBrowser(url)
		}
	})
}

// snapshot builds the project once for the preview.
func snapshot(ctx context.Context, c *commonFlags, builder *generator.Builder) (*preview.Snapshot, error) {
	options, err := c.options() // again each time: the day may have changed
	if err != nil {
		return nil, err
	}
	portal, list, err := builder.Build(ctx, options)
	if err != nil {
		return nil, err
	}
	out := &preview.Snapshot{Problems: list}
	if portal == nil {
		return out, nil
	}
	out.Sources = portal.SourcePages()
	out.Files = make(map[string]preview.Render, len(portal.Pages))
	for _, a := range portal.Pages {
		out.Files[a.Path] = a.Show
	}
	out.More = func(path string) preview.Render {
		if a := portal.SearchFile(path); a != nil {
			return a.Show
		}
		return nil
	}
	return out, nil
}

func watched(c *commonFlags) []string {
	folders := []string{c.source}
	if c.private != "" {
		folders = append(folders, c.private)
	}
	return folders
}

// listen takes the address. When it is in use, the error names the next one
// that is free.
func listen(ctx context.Context, f serveFlags) (net.Listener, error) {
	host, port, err := net.SplitHostPort(f.addr)
	if err != nil {
		return nil, fmt.Errorf("--addr %q is not an address; write 127.0.0.1:4000", f.addr)
	}
	if ip := net.ParseIP(host); !f.expose && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("--addr %s can be reached by other machines, and the preview shows everything; use 127.0.0.1, or allow it with --expose", f.addr)
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", f.addr)
	if !errors.Is(err, syscall.EADDRINUSE) {
		return listener, err
	}
	first, _ := strconv.Atoi(port)
	for next := first + 1; next < first+100; next++ {
		candidate := net.JoinHostPort(host, strconv.Itoa(next))
		if l, err := config.Listen(ctx, "tcp", candidate); err == nil {
			l.Close()
			return nil, fmt.Errorf("%s is in use, perhaps by another preview; this one is free: --addr %s", f.addr, candidate)
		}
	}
	return nil, fmt.Errorf("%s is in use; choose another --addr", f.addr)
}

// openBrowser asks the desktop. Without one nothing happens: the address was
// printed.
func openBrowser(url string) {
	command := exec.Command("xdg-open", url)
	switch runtime.GOOS {
	case "darwin":
		command = exec.Command("open", url)
	case "windows":
		command = exec.Command("rundll32", "url.dll,FileProtocolHandler", url)
	}
	if command.Start() == nil {
		go command.Wait()
	}
}
