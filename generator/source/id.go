package source

import "io"

// NewID draws an id that says nothing, behind a prefix. It has no vowels, so it is
// no word, and no letter that reads as a digit.
func NewID(prefix string, random io.Reader) (ID, error) {
	const letters = "bcdfghjkmnpqrstvwxz23456789"
	var bytes [6]byte
	if _, err := io.ReadFull(random, bytes[:]); err != nil {
		return "", err
	}
	name := []byte(prefix)
	for _, b := range bytes {
		name = append(name, letters[int(b)%len(letters)])
	}
	return ID(name), nil
}
