package mention

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/text"
)

// hanOrgans follow the name of a state or body; hanOffices follow it too and stand before a person.
var (
	hanOrgans = []string{"政府", "军方", "軍方", "外交部", "国防部", "國防部", "总统", "總統", "总理", "總理", "外长", "外長", "军队", "軍隊", "议会", "議會", "当局", "當局", "大使", "领导人", "領導人", "官员", "官員", "警方", "部队", "部隊"}
	// hanBreaks are characters that begin or end no name, as function words or verbs.
	hanBreaks = "的在和与與对對向从從是了被将將说說称稱也就都而并並但或于於为為以及由把这這那其他她它们們我你有没沒不会會要已到日月年时時分上下中内內外前后後每各该該某本今昨明个個名位起次一二三四五六七八九十两兩百千万萬亿億"
)

// findHan finds, in Chinese text, foreign names written with a middle dot and
// words that stand twice or more before "government", "army", "president".
func (f *finder) findHan() {
	found := map[string]NameKind{}
	for _, line := range text.Paragraphs(f.body) {
		f.dotted(line, found)
	}
	count, dropped := map[string]int{}, map[string]bool{}
	f.beforeOrgans(func(w string) { count[w]++ })
	f.beforeOrgans(func(w string) {
		if count[w] >= 2 && !endsWithOrgan(w) {
			found[w] = Place
		}
	})
	for longer, n := range count { // of runs within one another that stand as often, the longest
		for w := longer; len(w) > 0; {
			_, k := utf8.DecodeRuneInString(w)
			w = w[k:]
			if count[w] == n && found[longer] == Place && found[w] == Place {
				dropped[w] = true
			}
		}
	}
	for w := range dropped {
		delete(found, w)
	}
	list := make([]string, 0, len(found))
	for w := range found {
		list = append(list, w)
	}
	sort.Slice(list, func(i, j int) bool {
		if len(list[i]) != len(list[j]) {
			return len(list[i]) > len(list[j])
		}
		return list[i] < list[j]
	})
	if len(list) > 200 {
		list = list[:200]
	}
	f.recordHan(list, found)
}

// dotted finds names of the form "阿里·维尔".
func (f *finder) dotted(line text.Span, found map[string]NameKind) {
	s := line.Of(f.body)
	for i, r := range s {
		if r != '·' && r != '・' {
			continue
		}
		a, b := i, i+utf8.RuneLen(r)
		for n := 0; n < 5 && a > 0; n++ {
			c, w := utf8.DecodeLastRuneInString(s[:a])
			if !unicode.Is(unicode.Han, c) || strings.ContainsRune(hanBreaks, c) || endsWithOrgan(s[:a]) {
				break
			}
			a -= w
		}
		for n := 0; n < 5 && b < len(s); n++ {
			c, w := utf8.DecodeRuneInString(s[b:])
			if !unicode.Is(unicode.Han, c) || strings.ContainsRune(hanBreaks, c) || strings.ContainsRune("表告指认認否宣警强強呼", c) {
				break
			}
			b += w
		}
		if a < i && b > i+utf8.RuneLen(r) {
			found[s[a:b]] = Person
		}
	}
}

func endsWithOrgan(s string) bool {
	for _, o := range hanOrgans {
		if strings.HasSuffix(s, o) {
			return true
		}
	}
	return false
}

// beforeOrgans yields the runs of two to five characters before each organ that hold no function word.
func (f *finder) beforeOrgans(yield func(string)) {
	for _, organ := range hanOrgans {
		for from := 0; ; {
			i := strings.Index(f.body[from:], organ)
			if i < 0 {
				break
			}
			end, a := from+i, from+i
			for n := 1; n <= 5 && a > 0; n++ {
				c, w := utf8.DecodeLastRuneInString(f.body[:a])
				if !unicode.Is(unicode.Han, c) || strings.ContainsRune(hanBreaks, c) {
					break
				}
				a -= w
				if n >= 2 {
					yield(f.body[a:end])
				}
			}
			from = end + len(organ)
		}
	}
}

// recordHan adds a mention wherever a name of the list stands, longer names first.
func (f *finder) recordHan(list []string, kinds map[string]NameKind) {
	first := map[rune][]string{}
	for _, w := range list {
		r := firstRune(w)
		first[r] = append(first[r], w)
	}
	token := 0
	for i := 0; i < len(f.body); {
		r, n := utf8.DecodeRuneInString(f.body[i:])
		for _, w := range first[r] {
			if strings.HasPrefix(f.body[i:], w) {
				for token < len(f.toks)-1 && f.toks[token].span.Start < i {
					token++
				}
				last := token
				for last < len(f.toks)-1 && f.toks[last+1].span.Start < i+len(w) {
					last++
				}
				k := f.add(i, i+len(w), token, last)
				f.entries[k].votes[kinds[w]] += 2
				n = len(w)
				break
			}
		}
		i += n
	}
}
