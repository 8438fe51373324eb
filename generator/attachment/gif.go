package attachment

// gif reads the comments and texts of a picture, and XMP (GIF89a).
func (r pictureReader) gif(f file) {
	data := f.data
	if len(data) < 13 {
		r.refuse(f.where, Damaged)
		return
	}
	rest := data[13:]
	rest = rest[min(len(rest), colorTable(data[10])):]
	complete := true
	for len(rest) > 0 {
		switch rest[0] {
		case ';':
			r.trailing(f, rest[1:])
			return
		case ',':
			if len(rest) < 11 {
				r.refuse(f.where, Damaged)
				return
			}
			table := 10 + colorTable(rest[9]) + 1
			_, rest = subBlocks(rest[min(len(rest), table):], false)
			complete = rest != nil
		case '!':
			if len(rest) < 2 {
				r.refuse(f.where, Damaged)
				return
			}
			rest = r.gifExtension(f, rest[1], rest[2:])
			complete = rest != nil
		default:
			rest = rest[1:] // filling
		}
	}
	if !complete { // that the last byte is missing is nothing unusual
		r.refuse(f.where, Damaged)
	}
}

// colorTable returns the bytes of the table that flags announce.
func colorTable(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// gifExtension reads an extension and returns what follows it.
func (r pictureReader) gifExtension(f file, label byte, rest []byte) []byte {
	if label == 0xff && len(rest) >= 12 && string(rest[:12]) == "\x0bXMP DataXMP" {
		// The packet is not in blocks; what follows it makes it look so.
		_, after := subBlocks(rest, false)
		packet := rest[12 : len(rest)-len(after)]
		if end, ok := find(packet, []byte("\x01\xff\xfe\xfd")); ok {
			packet = packet[:end]
		}
		r.properties(within(f.where, "XMP"), packet)
		return after
	}
	keep := label == 0xfe || label == 0x01 || label == 0xff
	data, after := subBlocks(rest, keep)
	switch label {
	case 0xfe:
		r.bytes(within(f.where, "comment"), data)
	case 0x01, 0xff:
		r.strings(within(f.where, "extension"), data)
	}
	return after
}

// subBlocks joins the blocks up to the empty one, if they are kept. If that is
// missing, after is nil.
func subBlocks(rest []byte, keep bool) (data, after []byte) {
	for len(rest) > 0 && rest[0] != 0 {
		size := min(int(rest[0]), len(rest)-1)
		if keep {
			data = append(data, rest[1:1+size]...)
		}
		rest = rest[1+size:]
	}
	if len(rest) == 0 {
		return data, nil
	}
	return data, rest[1:]
}
