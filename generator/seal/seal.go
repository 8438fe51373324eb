// Package seal keeps bytes from those who have not something else.
//
// In go bytes and a secret, such as the hash of a file that only some may read; out
// come bytes that say nothing without it (AES-256 in counter mode, with a nonce of its
// own each time). It refuses to vouch for what it opens: with another secret, or from
// bytes that were changed, come other bytes.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"slices"
)

// Seal appends data to dst, sealed: as long as data, and 16 bytes.
func Seal(dst, data []byte, secret [sha256.Size]byte) []byte {
	start := len(dst)
	dst = slices.Grow(dst, aes.BlockSize+len(data))[:start+aes.BlockSize]
	rand.Read(dst[start:]) // never fails
	dst = append(dst, data...)
	Open(dst[start:], secret)
	return dst
}

// Open returns what was sealed, in the same memory, or nil where that is too short.
func Open(sealed []byte, secret [sha256.Size]byte) []byte {
	if len(sealed) < aes.BlockSize {
		return nil
	}
	block, err := aes.NewCipher(secret[:])
	if err != nil {
		panic(err) // a secret has the length of a key
	}
	data := sealed[aes.BlockSize:]
	cipher.NewCTR(block, sealed[:aes.BlockSize]).XORKeyStream(data, data)
	return data
}
