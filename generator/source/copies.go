package source

import (
	"strings"

	"mentorbook/generator/lazyregexp"
	"mentorbook/generator/markdown"
)

// Folders that are synchronized, and file managers, keep copies under names of
// their own. The first group is the name of the original.

// sureCopies are names that nobody gives to a page.
var sureCopies = compiled(
	`(.+)\.sync-conflict-\d{8}-\d{6}(?:-[A-Z0-9]+)?`,                                                  // Syncthing
	`(.+?)[ _-]*\((?i:[^()]*(?:conflicted copy|conflict|konflik|bertentangan)[^()]*)\)(?: ?\(\d+\))?`, // Dropbox, Nextcloud, Google Drive
	`(.+?)(?i:[ _.-]+conflict(?:ed)?(?:[ _-]copy)?)[ _-]+\d{4}-?\d\d-?\d\d.*`,                         // ownCloud, Seafile
	`(.+?)(?i:[ _.-]+sync-conflict)-\d{4}-?\d\d-?\d\d.*`,
	`(.+?) ?- (?i:copy|salin|salinan|kopi)(?: ?\(\d+\))?`, // Windows
	`(?i:(?:copy|salinan|salin)(?: \(\d+\))? (?:of|dari)) (.+)`,
	`(.+?)_(?:BACKUP|BASE|LOCAL|REMOTE)_\d+`, // git mergetool
	`(.+)\.(?:orig|bak)`,
)

// likelyCopies are names that a page cannot have either, and that mean a copy
// where there is an original beside them.
var likelyCopies = compiled(
	`(.+?)[ _-]*\(\d{1,3}\)`, // Google Drive, browsers
	`(.+) \d{1,2}`,           // iCloud
	`(.+?)[ _](?i:copy|salin|salinan)(?:[ _]?\d{1,3})?`,
	`(?i:copy|salinan|salin)[ _](?:(?i:of|dari)[ _])?(.+)`,
	`(.+?)-[A-Z0-9]*[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*`, // OneDrive: the name of a computer
	`(.+?)-(?:[A-Za-z0-9]+-)*(?:DESKTOP|LAPTOP|PC|MacBook|iMac|Mac|iPhone|iPad|Surface|ThinkPad)(?:-[A-Za-z0-9]+)*`,
)

func compiled(patterns ...string) []*lazyregexp.Regexp {
	var out []*lazyregexp.Regexp
	for _, p := range patterns {
		out = append(out, lazyregexp.New(`^`+p+`$`))
	}
	return out
}

// copyOf returns the name of which name looks like a copy, both without an
// ending. The original is empty where it is not there.
func copyOf(name string, exists func(string) bool) (original string, ok bool) {
	isID := ID(name).Valid()
	if isID && !strings.Contains(name, "conflict") { // as nearly every name; no pattern matches those
		return "", false
	}
	if base, ok := matchCopy(sureCopies, name, exists); ok || isID {
		return base, ok
	}
	base, ok := matchCopy(likelyCopies, name, exists)
	return base, ok && base != ""
}

func matchCopy(patterns []*lazyregexp.Regexp, name string, exists func(string) bool) (original string, ok bool) {
	for _, pattern := range patterns {
		m := pattern.FindStringSubmatch(name)
		if m == nil {
			continue
		}
		ok = true
		for _, base := range []string{m[1], strings.TrimSpace(m[1]), markdown.Slug(m[1])} {
			if exists(base) {
				return base, true
			}
		}
	}
	return "", ok
}
