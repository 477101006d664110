package extract

import (
	"strings"
	"unicode"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// maxBeforeComments is how many lines may stand between the heading of the comments and the first of them.
const maxBeforeComments = 10

// findComments reads the comments under a heading: each begins with an age, perhaps after
// its author's name, and may end with its votes.
func (d *dump) findComments() {
	d.section = -1
	for i := range d.lines {
		if d.lines[i].sect != commentSection {
			continue
		}
		if d.section < 0 {
			d.section = i
		}
		if d.readComments(i) {
			d.section = i
			return
		}
	}
}

func (d *dump) readComments(heading int) bool {
	want := leadingCount(d.lines[heading].text)
	first := -1
	for i := heading + 1; i < len(d.lines) && i <= heading+maxBeforeComments; i++ {
		if n := leadingCount(d.lines[i].text); n > 0 && d.lines[i].sect == commentSection {
			want = n
		}
		if _, _, ok := d.opens(i); ok {
			first = i
			break
		}
		if d.lines[i].sect == relatedSection {
			return false
		}
	}
	if first < 0 {
		return false
	}
	named := d.authorsLead(first)
	scored := d.votesClose(first)
	if named && first-1 > heading {
		first--
	}
	for i := first; i < len(d.lines) && (want == 0 || len(d.comments) < want); {
		c, next, ok := d.comment(i, named, scored)
		if !ok {
			break
		}
		for k := i; k < next; k++ {
			d.use[k] = usedComment
		}
		d.comments = append(d.comments, c)
		i = next
	}
	for i := heading; i < first && len(d.comments) > 0; i++ {
		d.use[i] = usedComment
	}
	return len(d.comments) > 0
}

// leadingCount is the number in "8 comments", "8comments", "Comments (8)"; 0 when there is none.
func leadingCount(s string) int {
	n, digits := 0, 0
	for _, r := range s {
		d := text.Digit(r)
		if d < 0 {
			if digits > 0 {
				break
			}
			continue
		}
		if digits++; digits > 6 {
			return 0
		}
		n = n*10 + d
	}
	return n
}

// opens reports whether line i is an age, perhaps with a name before it: "3 hours ago", "Mira, 3 hours ago".
func (d *dump) opens(i int) (age, author string, ok bool) {
	if i >= len(d.lines) {
		return "", "", false
	}
	age, before := ageOf(d.lines[i].text, d.language)
	if age == "" {
		return "", "", false
	}
	before = trimMarks(before)
	if before != "" && (countWords(before) > 4 || strings.ToLower(before) == before && len(before) < 5) {
		before = ""
	}
	return age, before, true
}

// maxProbe is how many lines are looked at to learn the form of a page's comments.
const maxProbe = 300

// authorsLead reports whether a short line that can be a name stands before most ages.
func (d *dump) authorsLead(first int) bool {
	ages, names := 0, 0
	for i := first; i < len(d.lines) && i < first+maxProbe && ages < 20 && d.lines[i].sect != relatedSection; i++ {
		if !d.lines[i].isAge {
			continue
		}
		ages++
		if p := d.line(i - 1); i > 0 && d.lines[i-1].score == nil && isAuthor(p) && d.lines[i-1].sect == noSection {
			names++
		}
	}
	return names*10 >= ages*7
}

// votesClose reports whether votes follow the text of the first comments.
func (d *dump) votesClose(first int) bool {
	for i := first + 1; i < len(d.lines) && i < first+8; i++ {
		if d.lines[i].score != nil {
			return true
		}
		if d.lines[i].isAge {
			return false
		}
	}
	return false
}

// isAuthor reports whether a line can be a member's name.
func isAuthor(s string) bool {
	n := countWords(s)
	return n >= 1 && n <= 4 && len(s) <= 60 && !endsSentence(s) && strings.IndexFunc(s, unicode.IsLetter) >= 0
}

// maxCommentLines bounds the lines of one comment.
const maxCommentLines = 60

// comment reads the comment that begins at line i.
func (d *dump) comment(i int, named, scored bool) (news.Comment, int, bool) {
	c := news.Comment{}
	if _, _, ok := d.opens(i); named && !ok {
		c.Author = d.lines[i].text
		i++
	}
	age, author, ok := d.opens(i)
	if !ok {
		return c, i, false
	}
	c.Age = age
	if c.Author == "" {
		c.Author = author
	}
	c.Time = d.resolveAge(age)
	var paras []string
	for i++; i < len(d.lines) && len(paras) < maxCommentLines; i++ {
		l := &d.lines[i]
		if l.score != nil {
			c.Score = l.score
			if scored {
				i++
				break
			}
			continue
		}
		_, _, next := d.opens(i)
		if next || named && i+1 < len(d.lines) && d.lines[i+1].isAge && isAuthor(l.text) || l.sect == relatedSection || l.sect == footerSection && !isButton(l.text) {
			break
		}
		if l.sect == commentSection || isButton(l.text) {
			continue
		}
		paras = append(paras, l.text)
	}
	c.Text = strings.Join(paras, "\n\n")
	return c, i, c.Text != ""
}

// isButton reports whether a line is nothing but words of a page's buttons: "Reply", "Report abuse".
func isButton(s string) bool {
	if len(s) > 40 {
		return false
	}
	n := 0
	for w := range strings.FieldsSeq(strings.ToLower(s)) {
		w = trimMarks(w)
		if w != "" && !boiler[w] && !buttons[w] && strings.IndexFunc(w, unicode.IsLetter) >= 0 {
			return false
		}
		n++
	}
	return n > 0
}

var buttons = words("reply replies report like likes dislike edit delete translate award flag quote abuse view more show hide all older newer antworten melden gefällt répondre signaler responder denunciar rispondi beantwoorden ответить пожаловаться پاسخ گزارش رد بلاغ yanıtla balas")
