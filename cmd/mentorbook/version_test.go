package main

import (
	"runtime/debug"
	"strings"
	"testing"
)

func TestVersionNamesTheCommit(t *testing.T) {
	info := &debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}}
	if got := versionOf(info); !strings.HasPrefix(got, "mentorbook v1.2.3 go") || strings.Contains(got, "\n") {
		t.Errorf("without a commit it is %q", got)
	}
	info.Settings = []debug.BuildSetting{{Key: "vcs.revision", Value: "0123abcd"}, {Key: "vcs.time", Value: "2026-11-30T19:00:00Z"}, {Key: "vcs.modified", Value: "true"}}
	if got := versionOf(info); !strings.HasSuffix(got, "\ncommit 0123abcd of 2026-11-30, with changes") {
		t.Errorf("with a commit it is %q", got)
	}
	if got := versionOf(&debug.BuildInfo{}); !strings.HasPrefix(got, "mentorbook (unknown) go") {
		t.Errorf("without anything it is %q", got)
	}
}
