package source

import "strings"

// IsMailbox reports whether a text can be an e-mail address.
func IsMailbox(address string) bool {
	name, host, ok := strings.Cut(address, "@")
	return ok && name != "" && strings.Contains(host, ".") && !strings.ContainsAny(address, " <>\"'")
}
