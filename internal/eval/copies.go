package eval

// Copies measures package reuse on documents labelled with what each derives from.
func Copies(path string, o Options) (Report, error) { return Report{}, nil }
