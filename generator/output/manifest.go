package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// formatVersion is that of the manifest and of the journal.
const formatVersion = 1

// manifest is what a published directory says about itself: whose site it is
// and which files are ours, so that everything else can be left alone.
//
// It holds no times. Two builds of one site are then equal byte for byte, their
// manifests included; its own modification time stands in for those of the
// files, which are all written before it.
type manifest struct {
	Version int `json:"version"`
	Edition
	Files []manifestFile `json:"files"` // in order of path
}

type manifestFile struct {
	Path string `json:"path"`
	Size int64  `json:"size"` // in bytes
	Hash digest `json:"sha256"`
}

// digest is a SHA-256 hash. A site is compared with what somebody may have put
// on a shared disk, so the hash is one that cannot be forged; with the
// processor's instructions for it, it is also the fastest in the standard
// library that is long enough never to collide.
type digest [sha256.Size]byte

func (d digest) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, d[:]), nil }

func (d *digest) UnmarshalText(text []byte) error {
	if hex.DecodedLen(len(text)) != len(d) {
		return errors.New("a hash has the wrong length")
	}
	_, err := hex.Decode(d[:], text)
	return err
}

// encode writes one file a line: sites are kept in version control, and a
// changed page should be a changed line.
func (m manifest) encode() ([]byte, error) {
	edition, err := json.Marshal(m.Edition)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\"version\":%d,%s,\"files\":[", m.Version, edition[1:len(edition)-1]) // without its braces
	for i, file := range m.Files {
		line, err := json.Marshal(file)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		b.Write(line)
	}
	b.WriteString("\n]}\n")
	return b.Bytes(), nil
}

// parseManifest reads what encode wrote. Its paths decide what is removed, so
// one that leads out of the directory must not get through.
func parseManifest(data []byte) (manifest, error) {
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return manifest{}, err
	}
	if m.Version != formatVersion {
		return manifest{}, fmt.Errorf("its version is %d, this mentorbook writes version %d", m.Version, formatVersion)
	}
	for i, file := range m.Files {
		if err := checkPath(file.Path); err != nil {
			return manifest{}, fmt.Errorf("%q: %w", file.Path, err)
		}
		if i > 0 && strings.Compare(m.Files[i-1].Path, file.Path) >= 0 {
			return manifest{}, fmt.Errorf("%q is out of order", file.Path)
		}
		if file.Size < 0 {
			return manifest{}, fmt.Errorf("%q has a size below zero", file.Path)
		}
	}
	return m, nil
}
