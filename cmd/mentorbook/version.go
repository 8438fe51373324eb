package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  nothingElse,
		Run:   func(cmd *cobra.Command, _ []string) { fmt.Fprintln(cmd.OutOrStdout(), versionLines()) },
	}
}

// versionLines say what this program is and, where the go command recorded it, of
// which commit.
func versionLines() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return versionOf(info)
}

func versionOf(info *debug.BuildInfo) string {
	version := info.Main.Version
	if version == "" {
		version = "(unknown)"
	}
	line := fmt.Sprintf("mentorbook %s %s %s/%s", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	vcs := map[string]string{}
	for _, setting := range info.Settings {
		if key, ok := strings.CutPrefix(setting.Key, "vcs."); ok {
			vcs[key] = setting.Value
		}
	}
	if vcs["revision"] == "" {
		return line
	}
	line += "\ncommit " + vcs["revision"]
	if day, _, ok := strings.Cut(vcs["time"], "T"); ok {
		line += " of " + day
	}
	if vcs["modified"] == "true" {
		line += ", with changes"
	}
	return line
}
