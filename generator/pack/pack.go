// Package pack keeps bytes that are rarely needed small: compressed in memory,
// by a method (S2) that costs little time. A project's texts and their HTML take
// most of the memory of a build, and shrink to less than half: a build of 10,000
// pages needs 360 MB instead of 650.
package pack

import (
	"bytes"
	"sync"

	"github.com/klauspost/compress/s2"
)

// Bytes are bytes that cannot be changed. The zero Bytes are none.
type Bytes struct{ packed []byte }

// buffers are what packing and unpacking needs for a moment.
var buffers = sync.Pool{New: func() any { return new(buffer) }}

type buffer struct{ in, out []byte }

// Of packs the parts, one after the other. It keeps nothing of them.
func Of[T []byte | string](parts ...T) Bytes {
	b := buffers.Get().(*buffer)
	defer buffers.Put(b)
	b.in = b.in[:0]
	for _, part := range parts {
		b.in = append(b.in, part...)
	}
	if len(b.in) == 0 {
		return Bytes{}
	}
	b.out = s2.Encode(b.out[:cap(b.out)], b.in)
	return Bytes{bytes.Clone(b.out)}
}

// Packed returns the bytes as they are kept, for [Restored].
func (p Bytes) Packed() []byte { return p.packed }

// Restored returns what was packed as Packed returned it, by this program. It keeps
// packed, which must not be changed.
func Restored(packed []byte) Bytes { return Bytes{packed} }

// Use calls f with the bytes, which are valid until f returns.
func (p Bytes) Use(f func([]byte)) {
	b := buffers.Get().(*buffer)
	defer buffers.Put(b)
	b.in = b.in[:0]
	if len(p.packed) > 0 {
		var err error
		if b.in, err = s2.Decode(b.in[:cap(b.in)], p.packed); err != nil {
			panic("pack: " + err.Error()) // packed is what Of made
		}
	}
	f(b.in)
}
