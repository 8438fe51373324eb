package seal

import (
	"bytes"
	"testing"
)

func FuzzSeal(f *testing.F) {
	f.Add([]byte("We merge, and nobody knows."), []byte("before"), byte(1))
	f.Add([]byte{}, []byte{}, byte(0))
	f.Fuzz(func(t *testing.T, data, before []byte, key byte) {
		secret, other := [32]byte{key}, [32]byte{key, 1}
		sealed := Seal(bytes.Clone(before), data, secret)
		again := Seal(nil, data, secret)
		body := sealed[min(len(before), len(sealed)):]
		if !bytes.HasPrefix(sealed, before) || len(data) >= 8 && (bytes.Contains(body, data) || bytes.Equal(body, again) || bytes.Equal(Open(bytes.Clone(body), other), data)) {
			t.Errorf("%q was sealed as %q, and as %q", data, body, again)
		}
		if got := Open(bytes.Clone(body), secret); !bytes.Equal(got, data) {
			t.Errorf("%q was opened as %q", data, got)
		}
		Open(bytes.Clone(before), secret)
	})
}
