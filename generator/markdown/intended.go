package markdown

import (
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/lazyregexp"
)

var (
	mailBefore  = lazyregexp.New(`^(?i:mailto|e-?mail|mail)(?:\s*:\s*|\s+)(?://)?`)
	mailNamed   = lazyregexp.New(`^[^<>]*<\s*([^<>\s]+)\s*>$`)
	mailPattern = lazyregexp.New(`^[^\s/@:<>\\]+@[\pL\pN](?:[\pL\pN.-]*[\pL\pN])?(?:\?\S*)?$`)

	phoneBefore  = lazyregexp.New(`^(?i:tel|telp|telepon|telephone|phone|callto|call|whatsapp|wa|sms|mobile|hp|fax)(?:\.?\s*:\s*(?://)?|\.?\s+)`)
	phonePattern = lazyregexp.New(`^(?:\+?[0-9]|\(\+?[0-9])[0-9 ().\x{a0}-]{5,}$`)
	notAPhone    = lazyregexp.New(`^(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-.]\d{1,2}[-.]\d{4}|\d+(?:\.\d+){2,})$`) // a day, an address of a network, a version

	webScheme   = lazyregexp.New(`^([A-Za-z]{3,7})(?:[:;]?\s*[/\\]+|:)\s*(.+)$`)
	hostPattern = lazyregexp.New(`^(?i:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[A-Za-z]{2,}$`)
	port        = lazyregexp.New(`:\d{1,5}$`)

	ownDisk = lazyregexp.New(`^(?i:file:|[a-z]:[/\\]|[/\\]{2}[^/\\])`)
)

// hostEndings are those of hosts that are named without a path. After most dots
// the ending of a file follows.
var hostEndings = strings.Fields("ac ai app biz cloud co com dev edu example gov id info int io local me mil my net org ph sg test uk xyz")

// Intended returns the address on the web, for mail or for a telephone that a
// writer meant with one that leads nowhere: its beginning is missing or mistyped,
// or what is written before it belongs to the text. It returns "" where nobody
// knows. What it returns is accepted in a link, and stands between < and > where
// it holds a space.
func Intended(dest string) string {
	dest = strings.TrimSpace(dest)
	for _, meant := range []func(string) string{meantMail, meantPhone, meantWeb} {
		address := meant(dest)
		if address == "" || address == dest || classify(address) != web || !leadsOut([]byte(strings.ReplaceAll(address, " ", "%20"))) {
			continue
		}
		return address
	}
	return ""
}

// inLink writes an address as it stands in the parentheses of a link.
func inLink(address string) string {
	if strings.ContainsAny(address, " ()") {
		return "<" + address + ">"
	}
	return address
}

// OnOwnDisk reports whether an address is that of a file on the writer's own
// computer, or on a share.
func OnOwnDisk(dest string) bool { return ownDisk.MatchString(dest) }

// ownDiskHint is for an address that no reader can open.
const ownDiskHint = "readers cannot open a file of your computer or of a share; copy it beside this one and link to its name"

func meantMail(dest string) string {
	before := mailBefore.FindString(dest)
	dest = dest[len(before):]
	if named := mailNamed.FindStringSubmatch(dest); named != nil {
		dest = named[1]
	}
	if !mailPattern.MatchString(dest) || before == "" && fileEnding.MatchString(dest) {
		return ""
	}
	return "mailto:" + dest
}

func meantPhone(dest string) string {
	dest = dest[len(phoneBefore.FindString(dest)):]
	if !phonePattern.MatchString(dest) || notAPhone.MatchString(dest) {
		return ""
	}
	number := strings.Map(func(r rune) rune {
		if r == '+' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, dest)
	if len(number) < 6 {
		return ""
	}
	return "tel:" + number
}

func meantWeb(dest string) string {
	slashes := strings.ReplaceAll(dest, `\`, "/")
	if scheme, rest, ok := mistypedScheme(slashes); ok {
		if again, behind, ok := mistypedScheme(rest); ok { // "https://http://…"
			scheme, rest = again, behind
		}
		return withHost(scheme+"://", rest, true)
	}
	if rest, ok := strings.CutPrefix(slashes, "//"); ok {
		return withHost("https://", rest, false)
	}
	return withHost("https://", slashes, false)
}

// mistypedScheme takes "htp://", "https:/" and the like off an address.
func mistypedScheme(dest string) (scheme, rest string, ok bool) {
	m := webScheme.FindStringSubmatch(dest)
	if m == nil {
		return "", "", false
	}
	word := strings.ToLower(m[1])
	if word != "ftp" {
		scheme, ok = diag.Closest(word, []string{"http", "https"})
	}
	return scheme, m[2], ok
}

// withHost returns the address where what follows is a host. Behind a scheme, any
// dot makes one; elsewhere it may be a file as well.
func withHost(start, rest string, behindScheme bool) string {
	host, _, hasPath := strings.Cut(rest, "/")
	host, _, hasQuery := strings.Cut(host, "?")
	host, _, _ = strings.Cut(host, "#")
	plain := port.ReplaceAllString(host, "")
	ending := strings.ToLower(plain[strings.LastIndexByte(plain, '.')+1:])
	switch {
	case !hostPattern.MatchString(plain):
		return ""
	case behindScheme, strings.HasPrefix(strings.ToLower(host), "www."), hasPath && ending != "md", slices.Contains(hostEndings, ending) && (hasQuery || !hasPath):
		return start + rest
	}
	return ""
}
