package outline

// ExampleOrganisation is the invented organisation of the starter playbook. In
// lower case it is in the addresses of the starter, too.
const ExampleOrganisation = "Nusaraya"

// ExamplePeople are the invented people of the starter playbook.
func ExamplePeople() []string {
	return []string{
		"Euis Kembangjati", "Hendra Liemarasa", "Binsar Simanjolo", "Tingang Lawairiak", "Norlaila Galuhmartani",
		"Jein Tumalandow", "Wening Prasojokarto", "Zulmi Palindih", "Rojali Cempakabaru", "Melissa Tanudiraya",
		"Bagas Tirtajumena", "Yosina Mambrisar", "Yuliza Kotopalito", "Holil Sorebbu", "Sekar Lintangjati",
		"Teuku Rimbasyah", "Tiurma Hutasolai", "Baiq Bintangare", "Besse Tenrisoli", "Cecep Awikarang",
		"I Made Tirtalangit", "Ruben Tandirapang", "Yohana Tuhaluna", "Maria Bereklaran",
	}
}
