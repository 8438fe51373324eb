package search

func (ix *index) indonesian(on func(*form) bool, numbers map[string]uint32, g *groups) []other {
	return nil
}
