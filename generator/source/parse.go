package source

import (
	"fmt"

	"mentorbook/generator/diag"
	"mentorbook/generator/yamledit"
)

// ParseConfig reads a programs.yaml by itself: the lists that it keeps in files
// of their own are empty. The values know their places in the block. The error
// says that the file has mistakes.
func ParseConfig(data []byte) (*Config, *yamledit.Block, error) {
	var list diag.List
	config := new(Config)
	b, root := yamledit.ParseFile(&diag.File{Path: ConfigPath, Data: data}, &list)
	if root != nil {
		d := &decoder{block: b, list: &list}
		d.languages = d.siteLanguages(root)
		decodeInto(d, root, config, nil)
	}
	if root == nil || list.HasErrors() {
		return nil, b, fmt.Errorf("%s has mistakes; mentorbook check lists them", ConfigPath)
	}
	return config, b, nil
}
