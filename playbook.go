// Package playbook holds the starter playbook: the project that "mentorbook
// init" writes and that this repository shows when it is served.
package playbook

import "embed"

// Starter is a project: content/ and programs.yaml. The dates in it suit
// StarterDate.
//
//go:embed all:content programs.yaml
var Starter embed.FS

// StarterDate is the day that the starter's cohorts, sessions and reviews are
// written for: one cohort of each program is running, one is about to open.
const StarterDate = "2026-11-23"
