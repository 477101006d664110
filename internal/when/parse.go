package when

// Parse reads a date in a notation that machines and mastheads write.
func Parse(s string) (Date, bool) { return Date{}, false }
