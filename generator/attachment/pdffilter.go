package attachment

import (
	"bytes"
	"compress/flate"
	"compress/lzw"
	"encoding/ascii85"
	"io"

	tifflzw "golang.org/x/image/tiff/lzw"
)

// decode unpacks a stream (ISO 32000-1, 7.4). Where its last filters are those
// of a picture, it returns what they would get, and the name of the first.
func (p *pdf) decode(s *pdfObject) (data []byte, picture pdfName) {
	if s.decoded == nil {
		s.decoded, s.picture = p.unfilter(s)
		if s.decoded == nil {
			s.decoded = []byte{}
		}
	}
	return s.decoded, s.picture
}

func (p *pdf) unfilter(s *pdfObject) (data []byte, picture pdfName) {
	dict := p.dict(s.value)
	filters, parameters := p.list(dict["Filter"]), p.list(dict["DecodeParms"])
	data = s.stream
	for i, filter := range filters {
		var with pdfDict
		if i < len(parameters) {
			with = p.dict(parameters[i])
		}
		name, _ := p.resolve(filter).(pdfName)
		switch name {
		case "DCTDecode", "DCT", "JPXDecode", "CCITTFaxDecode", "CCF", "JBIG2Decode":
			return data, name
		}
		in := filterReader(name, data, with, p)
		if in == nil {
			p.refuse(p.where, UnknownFormat)
			return nil, ""
		}
		var ok bool
		if data, ok = p.unpack(p.where, in, len(data)); !ok {
			return nil, ""
		}
		data = p.unpredict(data, with)
		if p.full() {
			return nil, ""
		}
	}
	return data, ""
}

func filterReader(name pdfName, data []byte, with pdfDict, p *pdf) io.Reader {
	switch name {
	case "FlateDecode", "Fl":
		if len(data) >= 2 && data[0]&0xf == 8 && (int(data[0])<<8|int(data[1]))%31 == 0 {
			data = data[2:] // its checksum is often missing or wrong: nobody looks
		}
		return flate.NewReader(bytes.NewReader(data))
	case "LZWDecode", "LZW":
		if early, is := p.resolve(with["EarlyChange"]).(float64); is && early == 0 {
			return lzw.NewReader(bytes.NewReader(data), lzw.MSB, 8)
		}
		return tifflzw.NewReader(bytes.NewReader(data), tifflzw.MSB, 8)
	case "ASCII85Decode", "A85":
		data, _, _ = bytes.Cut(data, []byte("~"))
		return ascii85.NewDecoder(bytes.NewReader(data))
	case "ASCIIHexDecode", "AHx":
		l := pdfLexer{data: append([]byte{'<'}, data...)}
		return bytes.NewReader([]byte(l.hex()))
	case "RunLengthDecode", "RL":
		return &runLengths{data: data}
	}
	return nil
}

// runLengths unpacks run lengths (7.4.5).
type runLengths struct {
	data   []byte
	length int  // bytes that are left of a run
	copies bool // of one byte
}

func (r *runLengths) Read(out []byte) (n int, err error) {
	for n < len(out) {
		if r.length == 0 {
			if len(r.data) < 2 || r.data[0] == 128 {
				return n, io.EOF
			}
			r.copies = r.data[0] > 128
			if r.length = int(r.data[0]) + 1; r.copies {
				r.length = 257 - int(r.data[0])
			}
			r.data = r.data[1:]
		}
		if len(r.data) == 0 {
			return n, io.ErrUnexpectedEOF
		}
		out[n] = r.data[0]
		n++
		if r.length--; !r.copies || r.length == 0 {
			r.data = r.data[1:]
		}
	}
	return n, nil
}

// unpredict undoes a predictor (7.4.4.4): that of PNG, or of TIFF for bytes.
func (p *pdf) unpredict(data []byte, with pdfDict) []byte {
	predictor := p.number(with["Predictor"], 1)
	colors, bits := p.number(with["Colors"], 1), p.number(with["BitsPerComponent"], 8)
	columns := p.number(with["Columns"], 1)
	if predictor < 2 || colors < 1 || colors > 64 || bits < 1 || bits > 32 || columns < 1 || columns > 1<<24 {
		return data
	}
	pixel := max(1, colors*bits/8)
	row := (colors*bits*columns + 7) / 8
	if predictor == 2 {
		for start := 0; bits == 8 && start < len(data); start += row {
			line := data[start:min(len(data), start+row)]
			for i := pixel; i < len(line); i++ {
				line[i] += line[i-pixel]
			}
		}
		return data
	}
	return unpredictPNG(data, row, pixel)
}

func unpredictPNG(data []byte, row, pixel int) []byte {
	out := make([]byte, 0, len(data))
	above := make([]byte, min(row, len(data)))
	for len(data) > 1 {
		line := data[1:min(len(data), 1+row)]
		for i := range line {
			var left, upLeft byte
			if i >= pixel {
				left, upLeft = line[i-pixel], above[i-pixel]
			}
			switch data[0] {
			case 1:
				line[i] += left
			case 2:
				line[i] += above[i]
			case 3:
				line[i] += byte((int(left) + int(above[i])) / 2)
			case 4:
				line[i] += paeth(left, above[i], upLeft)
			}
		}
		out = append(out, line...)
		above = line
		data = data[1+len(line):]
	}
	return out
}

// paeth is the predictor of that name (PNG, 9.4).
func paeth(left, up, upLeft byte) byte {
	p := int(left) + int(up) - int(upLeft)
	toLeft, toUp, toUpLeft := abs(p-int(left)), abs(p-int(up)), abs(p-int(upLeft))
	switch {
	case toLeft <= toUp && toLeft <= toUpLeft:
		return left
	case toUp <= toUpLeft:
		return up
	}
	return upLeft
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
