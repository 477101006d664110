package statement

import (
	"testing"

	"github.com/parley-news/parley/internal/mention"
)

func TestASourceWithoutAWordOfItsOwnIsNoFault(t *testing.T) {
	t.Parallel()
	for _, det := range []string{"the", "a", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "some", "any", "all", "one"} {
		for _, rest := range []string{" said the road was closed.", ", he said, denied that the road was closed.", " told reporters that the road was closed."} {
			body := "Ada Moor met the council. “We left the valley,” " + det + rest + " According to " + det + ", nobody was hurt."
			Find(body, "en", mention.Find("T", body, "en"))
		}
	}
}
