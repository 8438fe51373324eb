package attachment

// Opened reports whether everything in the file was looked into.
func (c *Content) Opened() bool { return len(c.Refusals) == 0 }
