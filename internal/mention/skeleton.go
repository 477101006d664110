package mention

// Skeleton reduces a name to the consonants it sounds like, for joining the same name in different scripts.
func Skeleton(name string) string { return "" }
