package attachment

// officeWords is how the parts of office documents are marked up, by the local
// names of elements.
func officeWords(kind kind) vocabulary {
	if kind == openDocument {
		return vocabulary{
			blocks: set("p", "h", "ruby-text"),
			apart: set("creator", "creator-initials", "date", "date-string", "note-citation", "meta-date-string",
				"sender-initials", "title", "desc"),
			breaks: set("s", "tab", "line-break"),
		}
	}
	return vocabulary{
		blocks: set("p", "si", "is", "text", "rt", "rPh"),
		inline: set("t", "delText"),
		apart:  set("author"),
		breaks: set("tab", "br", "cr", "ptab", "noBreakHyphen", "vertAlign"),
		coded:  set("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"),
	}
}

// Elements whose text is not in the document any more, and not yet before the
// change that is being tracked.
func deletes(element string) bool {
	return element == "del" || element == "moveFrom" || element == "deletion"
}

func inserts(element string) bool { return element == "ins" || element == "moveTo" }

func set(names ...string) map[string]bool {
	s := make(map[string]bool, len(names))
	for _, name := range names {
		s[name] = true
	}
	return s
}

// meaning is what an attribute is to a reader.
type meaning int

const (
	internal meaning = iota // for programs
	shown                   // a text or a name that somebody gave
	byWhom                  // who made something
)

// meaningOf knows the attributes of office documents and of SVG.
func meaningOf(prefix, element, attribute string) meaning {
	switch attribute {
	case "author", "initials", "userName", "userId", "displayName", "lastModifiedBy":
		return byWhom
	case "descr", "title", "alt", "tooltip", "string", "string-value", "screenTip", "displayText", "promptTitle",
		"prompt", "errorTitle", "error", "description", "label", "aria-label", "help-message", "Target", "href", "location":
		return shown
	case "name":
		return meaningOfName(prefix, element)
	case "v":
		return either(element == "s") // a cell in the cache of a pivot table
	case "val":
		return either(valueIsText[element])
	}
	return internal
}

func either(isShown bool) meaning {
	if isShown {
		return shown
	}
	return internal
}

var (
	valueIsText     = set("alias", "tag", "docVar", "default", "statusText", "helpText", "placeholder")
	nameIsOfProgram = set("sequence-decl", "fill-image", "gradient", "hatch", "marker", "stroke-dash", "opacity", "layer")
	nameIsGiven     = set("sheet", "definedName", "docPr", "cNvPr", "bookmarkStart", "tableColumn", "table", "property",
		"customSheetView", "pivotTableDefinition", "cacheField", "docVar", "section", "custShow", "scenario", "dataField")
)

func meaningOfName(prefix, element string) meaning {
	switch {
	case element == "cmAuthor", element == "author", element == "userInfo":
		return byWhom
	case nameIsOfProgram[element]:
	case nameIsGiven[element], prefix == "table", prefix == "draw", prefix == "text", prefix == "form":
		return shown
	}
	return internal
}
