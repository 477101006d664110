package cluster

import _ "embed"

//go:embed testdata/storyline-pairs.jsonl
var storylinePairs string

// StorylinePairs are the pairs of articles labelled by hand for measuring Lines, as JSON Lines of {a, b, same} by
// document identifier. See testdata/README.md.
func StorylinePairs() string { return storylinePairs }
