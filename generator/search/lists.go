package search

import "strings"

// functionWords carry no subject of their own. They are not indexed, and a
// query is answered without them. Each language has its own; a word of one that
// means something in another is not here.
var functionWords = strings.Fields(`
a about after all also am an and any are as at be because been before being between both but by can could did do does
doing down during each for from further had has have having he her here hers him his how i if in into is it its itself
just let me more most my no nor not now of off on once only or other our ours out over own same she should so some such
than that the their theirs them then there these they this those through to too under until up us very was we were
what when where which while who whom why will with would you your yours yourself
adalah agar akan aku anda antara apa apabila apakah atau bagaimana bagi bahwa banyak beberapa begitu belum berapa bila
bisa boleh bukan dalam dan dapat dari daripada demi dengan di dia hanya harus hingga ialah ini itu jadi jangan jika
juga kalau kalian kami kamu kapan karena ke kepada ketika kita lagi lalu lebih maka masih mana mereka merupakan mengapa
namun nya oleh pada para pasti pula pun saat saja saling sambil sampai sangat saya seperti serta sebagai sebelum
sedang sejak selalu selama semua setelah setiap siapa suatu sudah supaya tanpa tapi telah tentang tentu terhadap
tersebut tetapi tiap tidak untuk walau yaitu yakni yang`)

// foldingRules make spellings equal that people mix up, old Indonesian ones
// among them: pairs of what is replaced and what it becomes.
const foldingRules = "oe u dj j tj c sy s f p v p"
