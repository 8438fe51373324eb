package table

import "bytes"

// recognise refuses what is no table, by what it begins with.
func recognise(name string, data []byte) error {
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return refuse("export it anew", "%s is empty", name)
	}
	return nil
}
