package roster

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"mentorbook/generator/lazyregexp"
)

// field is what a column can say. Its name is what import-map.yaml and the JSON of
// the command call it.
type field struct {
	name    string
	headers string             // in both languages, folded, the best first; a | between two
	asks    *lazyregexp.Regexp // finds it in the text of a question, folded; nil for what no form asks in a sentence
	unless  *lazyregexp.Regexp // what makes the question another one
	many    bool               // several columns can say it together
	closed  bool               // only words of a list get in, so that no trait can
}

var mentorAndMentee = lazyregexp.New(`\bmentors?\b.*\bmentees?\b|\bmentees?\b.*\bmentors?\b`)

// nameAndMore asks for two things in one cell, which nobody could part.
var nameAndMore = lazyregexp.New(`\b(name and|nama dan)\b`)

// fields are all that columns can say. A question is the first that its text fits,
// but for topics: one that asks for both kinds of them is neither.
var fields = []field{
	{name: "directory", headers: "directory|mentor directory|direktori|direktori mentor|list me",
		asks: lazyregexp.New(`\b(director(y|ies)|direktori|be listed|daftar mentor)\b`), closed: true},
	{name: "avoid", headers: "avoid|do not pair with|not with|conflict of interest|hindari|jangan dipasangkan dengan|tidak dengan",
		asks: lazyregexp.New(`\b(not|never|avoid|don t)\b.*\b(pair(ed)?|match(ed)?|work with)\b|\b(jangan|tidak|hindari)\b.*\b(di)?(pasang|jodoh)(kan)?\b`), unless: lazyregexp.New(`\b(prefer|lebih suka)\b`), many: true},
	{name: "prefer", headers: "prefer|preferred partner|preferred colleague|lebih suka dengan|rekan yang diinginkan",
		asks: lazyregexp.New(`\b(prefer|like) to be (paired|matched) with\b|\bingin (di)?(pasang|jodoh)kan dengan\b`), many: true},
	{name: "choices", headers: "choices|choice|preferred mentor|preferred mentors|mentor choice|first choice|second choice|third choice|1st choice|2nd choice|3rd choice|pilihan|pilihan mentor|mentor pilihan|pilihan pertama|pilihan kedua|pilihan ketiga",
		asks: lazyregexp.New(`\b(preferred|choice of|choose (a|your|up to \w+)) mentors?\b|\bwho(m)? would you like (as|to be) your mentor\b|\b(pilihan|pilih) (\w+ )?mentor\b|\bsiapa\b.*\bmentor\b`), many: true},
	{name: "role", headers: "role|program role|mentor or mentee|mentor mentee|register as|join as|participate as|peran|peran dalam program|mentor atau mentee|mendaftar sebagai|ikut sebagai",
		asks: lazyregexp.New(`\bi d like to be\b|\bi would like to be( an?)?$|\bsaya (ingin|mau) (menjadi|jadi)$|\bwould you like to (be|join|take part|participate)\b|\b(which|what) role\b|\brole in (the|this) (mentoring )?(program(me)?|cohort|round)\b|\bperan\b|\bmenjadi apa\b|\b(be|become|menjadi|jadi) (an? )?mentor\b.*\bmentee\b|\b(mendaftar|ikut|bergabung|berpartisipasi)\b.*\bsebagai\b|\bmentor (or|atau|dan|and) (a )?mentee\b`), closed: true},
	{name: "as_mentor", headers: "as mentor|be a mentor|sebagai mentor|menjadi mentor|jadi mentor",
		asks: lazyregexp.New(`\b(be|become|join as|register as) an? mentor\b|\b(menjadi|jadi|sebagai) (seorang )?mentor\b`), unless: mentorAndMentee, closed: true},
	{name: "as_mentee", headers: "as mentee|be a mentee|sebagai mentee|menjadi mentee|jadi mentee",
		asks: lazyregexp.New(`\b(be|become|join as|register as) an? mentee\b|\b(menjadi|jadi|sebagai) (seorang )?mentee\b`), unless: mentorAndMentee, closed: true},
	{name: "capacity", headers: "capacity|max pairs|maximum pairs|number of mentees|max mentees|kapasitas|jumlah mentee|jumlah pasangan|kuota",
		asks: lazyregexp.New(`\bhow many (mentees|mentors|pairs|people|colleagues)\b|\bberapa (banyak )?(mentee|mentor|orang|pasangan|rekan)\b`), closed: true},
	{name: "availability", headers: "availability|available|free time|times|preferred times|ketersediaan|ketersediaan waktu|waktu luang|jadwal|jadwal luang|hari dan jam",
		asks: lazyregexp.New(`\bwhen\b.*\b(available|meet|free|time)\b|\bdays? and (hours?|times?)\b|\bhari dan (jam|waktu)\b|\b(availability|available|free time)\b|\bkapan\b|\b(waktu|jadwal) (luang|kosong|yang)\b|\bketersediaan\b`), unless: lazyregexp.New(`\b(available|availability) (from|until|since)\b`), many: true, closed: true},
	{name: "timezone", headers: "timezone|time zone|tz|zona waktu", asks: lazyregexp.New(`\btime ?zone\b|\bzona waktu\b`), closed: true},
	{name: "languages", headers: "languages|language|spoken languages|preferred language|bahasa|bahasa yang dikuasai|penguasaan bahasa",
		asks: lazyregexp.New(`\b(which|what) languages?\b|\blanguages?\b.*\b(speak|meet|prefer|use)\b|\bbahasa (apa|mana|yang|untuk)\b|\bdalam bahasa\b`), many: true, closed: true},
	{name: "offers", headers: "offers|offer|can teach|teaches|topics to teach|teaching topics|can share|skills|expertise|strengths|topik yang diajarkan|topik yang dapat diajarkan|dapat diajarkan|bisa mengajar|bisa diajarkan|ajar|teach|keahlian|keterampilan|kompetensi",
		asks: lazyregexp.New(`\b(teach|share|offer|help (others|a colleague|colleagues)|expertise|good at|skills? (do )?you have)\b|\b(meng|di)?ajar(kan)?\b|\b(mem|di)?bagikan\b|\bberbagi\b|\btawarkan\b|\bkeahlian\b|\bkuasai\b`), many: true, closed: true},
	{name: "wants", headers: "wants|want|wants to learn|learn|topics to learn|learning topics|learning goals|learning needs|goals|interests|development needs|topik yang ingin dipelajari|ingin dipelajari|ingin belajar|belajar|minat|minat belajar|tujuan belajar|kebutuhan belajar|first wish|second wish|third wish|wish",
		asks: lazyregexp.New(`\b(learn|want to know|develop(ment)?|improve|interested in)\b|\b(mem|di)?pelajari\b|\bbelajar\b|\b(meng|di)?kembangkan\b|\bminat\b`), many: true, closed: true},
	{name: "consent", headers: "consent|i agree|agree|agreement|privacy consent|data consent|persetujuan|setuju|persetujuan data|persetujuan data pribadi|persetujuan pemrosesan data",
		asks: lazyregexp.New(`\b(i (hereby )?(agree|consent)|i have read|do you (agree|consent)|consent)\b|\b(setuju|menyetujui|persetujuan|mengizinkan)\b|\bsaya (telah|sudah) membaca\b|\bmay we\b.*\b(keep|store|use|process)\b|\b(bersedia|izin)\b.*\bdata\b|\bdata\b.*\b(dipakai|digunakan|diproses|disimpan)\b`), closed: true},
	{name: "manager", headers: "manager email|manager e mail|manager s email|line manager email|supervisor email|email of manager|email atasan|email atasan langsung|manager id|manager number|manager employee id|supervisor id|nik atasan|nip atasan|manager|line manager|direct manager|supervisor|reports to|reporting to|atasan|atasan langsung|manager name|nama atasan|nama atasan langsung|manajer|supervisor name",
		asks: lazyregexp.New(`\b(manager|supervisor|atasan)\b`)},
	{name: "email", headers: "email|email address|e mail|e mail address|work email|work e mail|company email|office email|alamat email|surel|alamat surel|email kantor|email perusahaan|email kerja|mail|username|user name|user principal name",
		asks: lazyregexp.New(`\be ?mail\b|\bsurel\b`)},
	{name: "number", headers: "employee id|employee number|employee no|emp id|emp no|emp number|staff id|staff number|staff no|personnel number|badge number|nik karyawan|nik pegawai|nomor induk karyawan|nomor induk pegawai|no induk karyawan|no induk pegawai|nip|npk|nopek|nomor karyawan|nomor pegawai|no karyawan|no pegawai|id karyawan|id pegawai"},
	{name: "salutation", headers: "salutation|sapaan|panggilan|nama panggilan|nickname|preferred name|known as",
		asks: lazyregexp.New(`\b(address|call) you\b|\bsapaan\b|\b(di)?panggil\b`)},
	{name: "first_name", headers: "first name|given name|nama depan"},
	{name: "last_name", headers: "last name|surname|family name|nama belakang|nama keluarga"},
	{name: "name", headers: "full name|name|nama lengkap|nama|employee name|staff name|display name|participant name|your name|nama karyawan|nama pegawai|nama peserta|nama anda",
		asks: lazyregexp.New(`\b(full|your) name\b|\bnama (lengkap|anda)\b`), unless: nameAndMore},
	{name: "unit", headers: "unit|department|dept|unit kerja|departemen|bagian|divisi|division|business unit|org unit|organizational unit|team|tim|bidang|section|seksi|satuan kerja|satker|function|fungsi|directorate|direktorat",
		asks: lazyregexp.New(`\b(which|what|your) (unit|department|division|team)\b|\b(unit|bagian|divisi|departemen) (apa|mana|anda|kerja)\b`), unless: nameAndMore},
	{name: "site", headers: "site|location|work location|office|office location|workplace|branch|city|lokasi|lokasi kerja|kantor|tempat kerja|cabang|kota|penempatan",
		asks: lazyregexp.New(`\bwhere (do you work|are you based)\b|\b(which|your) (site|office|location)\b|\bdi mana\b.*\b(bekerja|kantor|berkantor)\b|\b(lokasi|kantor|kota) (apa|mana|anda)\b`)},
	{name: "level", headers: "level|grade|job level|job grade|golongan|band|tingkat|jenjang|level jabatan|tingkat jabatan|kelas jabatan|pangkat|eselon|seniority|jabatan|position|job title|posisi",
		asks: lazyregexp.New(`\b(your|which|what) (level|grade|position|job title)\b|\b(level|golongan|jabatan|posisi) (apa|anda)\b`)},
	{name: "timestamp", headers: "timestamp|completion time|submitted at|submission date|submission time|submit date|registration date|registered at|sign up date|stempel waktu|cap waktu|waktu penyelesaian|waktu selesai|tanggal pengisian|tanggal daftar|tanggal pendaftaran|date|tanggal"},
}

// kind is a kind of table that comes in, with what its columns can say.
type kind struct {
	name   string
	fields []string
	own    []field // that no other kind has; they are looked for first
}

// isReply reports whether a table says what became of pairs, of people who are in
// the list already.
func (k kind) isReply() bool { return k.own != nil }

var personFields = strings.Fields("directory avoid prefer capacity availability timezone languages offers wants consent manager email number salutation first_name last_name name unit site level timestamp")

// kinds are the tables that New reads.
var kinds = []kind{
	{name: "people", fields: personFields},
	{name: "signups", fields: append(slices.Clone(personFields), "role", "as_mentor", "as_mentee", "choices")},
	{name: "answers", fields: whoFields, own: answerFields},
	{name: "sessions", fields: whoFields, own: sessionFields},
	{name: "pulse", fields: whoFields, own: []field{}},
}

// whoFields say who sent a reply, and when.
var whoFields = strings.Fields("email number first_name last_name name timestamp")

var (
	personField = field{name: "person", headers: "person|person id|your id|id orang|id peserta"}
	pairField   = field{name: "pair", headers: "pair|pairing|pair id|pairing id|your pair|pasangan|id pasangan|kode pasangan"}
)

// answerFields are what answers to proposals say: those of people, and the tables of
// package review.
var answerFields = []field{
	personField, pairField,
	{name: "cohort", headers: "cohort|angkatan"},
	{name: "mentor", headers: "mentor|your mentor|proposed mentor|mentor anda|usulan mentor", many: true},
	{name: "mentee", headers: "mentee|your mentee|proposed mentee|mentee anda|usulan mentee"},
	{name: "new_mentor", headers: "new mentor|mentor baru"},
	{name: "new_mentee", headers: "new mentee|mentee baru"},
	{name: "answer", headers: "answer|choice|your answer|your choice|decision|response|reply|jawaban|pilihan|jawaban anda|pilihan anda|keputusan|tanggapan",
		asks: lazyregexp.New(`\b(suits?|accept|agree|happy|yes or no|your (answer|choice|decision|mentor))\b|\b(cocok|menerima|terima|setuju|bersedia|ya atau tidak|jawaban|pilihan|keputusan)\b`)},
}

// sessionFields are what became of a session.
var sessionFields = []field{
	personField, pairField,
	{name: "session", headers: "session|session number|session id|session no|number of the session|sesi|nomor sesi|sesi ke|pertemuan ke|id sesi",
		asks: lazyregexp.New(`\bwhich session\b|\b(sesi|pertemuan) (yang )?(mana|ke berapa|keberapa)\b`)},
	{name: "new_day", headers: "new date|new day|moved to|new date and time|tanggal baru|hari baru|dipindah ke|dipindahkan ke|pindah ke",
		asks: lazyregexp.New(`\b(new|moved to which) (date|day)\b|\b(tanggal|hari) (yang )?baru\b|\bpindah ke (tanggal|hari)\b`)},
	{name: "status", headers: "status|what happened|outcome|result|hasil|keterangan|apa yang terjadi",
		asks: lazyregexp.New(`\b(did (you|the session)|has the session)\b|\bwhat (happened|became)\b|\bapakah\b.*\b(sesi|bertemu|terlaksana|berlangsung)\b|\bapa yang terjadi\b`)},
	{name: "time", headers: "time|new time|jam|waktu|pukul|jam baru|waktu baru"},
	{name: "day", headers: "date|day|session date|date of the session|planned date|tanggal|hari|tanggal sesi|tanggal pertemuan",
		asks: lazyregexp.New(`\bwhen (did|was|is)\b|\bkapan\b|\b(on )?which (date|day)\b|\btanggal (berapa|sesi)\b`)},
	{name: "minutes", headers: "minutes|length in minutes|duration in minutes|menit|lama dalam menit"},
	{name: "mode", headers: "mode|how|cara bertemu|cara"},
}

// Kinds names the kinds of tables that New reads.
func Kinds() []string {
	var names []string
	for _, k := range kinds {
		names = append(names, k.name)
	}
	return names
}

func kindOf(name string) kind {
	return kinds[slices.IndexFunc(kinds, func(k kind) bool { return k.name == name })]
}

// field returns a field by its name: one that another kind of table has, too.
func (k kind) field(name string) *field {
	for _, list := range [][]field{k.own, fields, answerFields, sessionFields} {
		if i := slices.IndexFunc(list, func(f field) bool { return f.name == name }); i >= 0 {
			return &list[i]
		}
	}
	panic("no field " + name) // the enum of source.MappedColumn has it
}

// formTools are columns that form tools add, and that say nothing here.
const formTools = "id|no|nomor|number|nr|start time|waktu mulai|last modified time|waktu terakhir diubah|points|total points|quiz feedback|feedback|language of form|ip address"

// eitherTopics are headers of topics that may be either kind.
const eitherTopics = "topic|topics|topik|tema|skill|minat dan keahlian"

var (
	behind    = lazyregexp.New(`(?s)^(.*\S)\s*\([^()]*\)\s*$`) // what stands in brackets behind a header
	numbering = lazyregexp.New(`^(?:no\.? ?)?\d+[.):]\s*`)
	remark    = lazyregexp.New(`\s*(?:\*+|\((?:wajib|wajib diisi|required|optional|opsional|pilih.*|select.*|choose.*|check.*)\))\s*$`)
	ordinal   = lazyregexp.New(`^(.*?) ?#? ?([1-9])$`)
	inGrid    = lazyregexp.New(`(?s)^(.*\S)\s*\[(.+)\]\s*$`)
)

// fold writes a header or a word as all of its spellings: in lower case, letters
// and digits only, one space between words.
func fold(text string) string {
	text = strings.ToLower(norm.NFKC.String(text))
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}), " ")
}

// foldHeader is fold for a header, without its number and what says how to fill
// in the form.
func foldHeader(text string) string {
	text = numbering.ReplaceAllString(strings.ToLower(strings.TrimSpace(text)), "")
	for remark.MatchString(text) {
		text = remark.ReplaceAllString(text, "")
	}
	return fold(text)
}

func oneOf(list, word string) bool { return rankIn(list, word) >= 0 }

// rankIn returns where a word is in a list with | between words, or -1.
func rankIn(list, word string) int { return slices.Index(strings.Split(list, "|"), word) }
