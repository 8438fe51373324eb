package source

import (
	"strings"
	"unicode"
)

// refused lists, in English and Indonesian, keys that this data model has no
// place for on purpose, and why. Naming is disclosing: an index of who has
// which trait is itself sensitive data, and it is the union of the lists in
// Indonesia's UU 27/2022 and the GDPR's article 9, and more. Spelling is
// folded by foldKey.
var refused = func() map[string]string {
	const (
		trait   = "protected traits are never stored, because publishing who has one is a disclosure"
		private = "what is said in a session stays with the pair"
		judging = "mentoring is not appraisal, so people are not rated"
	)
	words := map[string]string{
		trait: `gender jeniskelamin kelamin sex ethnicity ethnic etnis etnisitas suku sukubangsa race ras tribe
			religion agama faith belief kepercayaan disability disabilities disabilitas difabel health kesehatan
			medical riwayatkesehatan orientation orientasi sexualorientation orientasiseksual birthdate dateofbirth
			birthday dob tanggallahir tgllahir ulangtahun tempatlahir placeofbirth age umur usia maritalstatus
			statusperkawinan statuspernikahan statuskawin nik ktp nomorinduk nationalid passport paspor biometric
			biometrik genetic genetik criminalrecord catatankejahatan politics politicalopinion pandanganpolitik
			union serikatpekerja pregnancy kehamilan`,
		private: `notes catatan sessionnotes catatansesi sessioncontent isisesi minutesofmeeting notulen transcript transkrip`,
		judging: `rating ratings penilaian nilai peringkat score skor salary gaji upah performance kinerja appraisal`,
	}
	out := map[string]string{}
	for reason, list := range words {
		for _, word := range strings.Fields(list) {
			out[word] = reason
		}
	}
	return out
}()

// Refused reports whether a header of a table names something that is refused, and
// why: any of its words does, or some that follow each other. "Jenis Kelamin (L/P)"
// does.
func Refused(header string) (reason string, ok bool) {
	words := strings.FieldsFunc(header, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for from := range words {
		for to := from + 1; to <= min(from+3, len(words)); to++ {
			if reason, ok := refusedKey(strings.Join(words[from:to], "")); ok {
				return reason, true
			}
		}
	}
	return "", false
}

// refusedKey reports whether a key names something that is refused, and why.
func refusedKey(key string) (reason string, ok bool) {
	reason, ok = refused[foldKey(key)]
	return reason, ok
}

func foldKey(key string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '_', '-', ' ', '.':
			return -1
		}
		return r
	}, strings.ToLower(key))
}
