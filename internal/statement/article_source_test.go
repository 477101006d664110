package statement

import (
	"testing"

	"github.com/parley-news/parley/internal/mention"
)

// A source may be nothing but an article or pronoun; there is no role in it to resolve.
func TestASourceOfOneSmallWord(t *testing.T) {
	t.Parallel()
	reached := false
	for _, body := range []string{
		"This shows that the bridge was never safe. This suggests that the repair failed. This says that nobody looked.",
		"The bridge fell at dawn. This confirms that the ministry knew, and the said that it was safe.",
		"This indicates the council was warned. “This,” said the, “is the end.” This claims that it is over.",
	} {
		for _, s := range Find(body, "en", mention.Find("", body, "en")) {
			switch s.Source.Of(body) {
			case "This", "this", "the", "The":
				reached = true
			}
		}
	}
	if !reached {
		t.Error("no sentence here has a source of one small word: the test looks at nothing")
	}
}
