package eval

// Events measures package timeline on a folder of pages with a gold.json.
func Events(dir string, o Options) (Report, error) { return Report{}, nil }
