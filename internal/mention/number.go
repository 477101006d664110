package mention

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/text"
)

// numbers finds numbers in digits of any script and in words. A range ("10 to 12",
// "10–12") is one mention with the value of its lower end; so is a number with its scale ("1.2 million").
func (f *finder) numbers() []Mention {
	var out []Mention
	for i := 0; i < len(f.toks); {
		v, n := f.number(i)
		if n == 0 {
			i++
			continue
		}
		last := i + n - 1
		if m := f.rangeEnd(last); m > 0 {
			last += m
		}
		out = append(out, Mention{Kind: NumberMention, Span: text.Span{Start: f.toks[i].span.Start, End: f.numberEnd(last)}, Value: v, Name: -1})
		i = last + 1
	}
	return out
}

// numberEnd is where the number that ends in token i ends: before the unit in "10-kilometre".
func (f *finder) numberEnd(i int) int {
	t := &f.toks[i]
	if t.written(digits) {
		if cut := strings.IndexFunc(t.low, func(r rune) bool { return isHyphen(r) }); cut > 0 {
			return t.span.Start + cut
		}
	}
	return t.span.End
}

// number reads a number that begins at token i: its value and how many tokens it takes.
func (f *finder) number(i int) (float64, int) {
	t := &f.toks[i]
	if t.written(digits) {
		v, ok := digitsValue(t.low)
		if !ok {
			return 0, 0
		}
		n := 1
		for i+n < len(f.toks) && f.toks[i+n].glue == spaced {
			s, ok := scaleWords[f.toks[i+n].low]
			if !ok {
				break
			}
			v *= s
			n++
		}
		return v, n
	}
	if t.written(capital) && !t.first {
		return 0, 0
	}
	return f.wordNumber(i)
}

// wordNumber reads a number in words: "forty-six", "two hundred and five", "three million".
func (f *finder) wordNumber(i int) (float64, int) {
	total, part, n := 0.0, 0.0, 0
	for j := i; j < len(f.toks); j++ {
		t := &f.toks[j]
		if j > i && t.glue != spaced {
			break
		}
		if s, ok := scaleWords[t.low]; ok && n > 0 {
			if s == 100 {
				part *= s
			} else {
				total, part = total+part*s, 0
			}
			n = j - i + 1
			continue
		}
		if t.low == "and" && n > 0 && j > i && scaleWords[f.toks[j-1].low] > 0 && next(f.toks, j, spaced) && numberWord(f.toks[j+1].low) > 0 {
			continue
		}
		v := numberWord(t.low)
		if v < 0 || n > 0 && (part > 0 && int(part)%100 != 0 && !(part < 100 && int(part)%10 == 0 && v < 10)) {
			break
		}
		part += v
		n = j - i + 1
	}
	if n == 1 && ambiguousNumbers[f.toks[i].low] {
		return 0, 0
	}
	return total + part, n
}

// numberWord is the value of one number word, hyphenated ones included, or -1.
func numberWord(w string) float64 {
	if v, ok := smallNumbers[w]; ok {
		return v
	}
	if tens, ones, ok := strings.Cut(w, "-"); ok {
		a, ok1 := smallNumbers[tens]
		b, ok2 := smallNumbers[ones]
		if ok1 && ok2 && a >= 20 && b < 10 {
			return a + b
		}
	}
	return -1
}

// rangeEnd returns how many tokens after last continue a range: "to 12", "–12".
func (f *finder) rangeEnd(last int) int {
	i := last + 1
	if i >= len(f.toks) {
		return 0
	}
	if gap := f.body[f.toks[last].span.End:f.toks[i].span.Start]; gap == "–" || gap == "-" || gap == " – " {
		if f.toks[i].written(digits) {
			_, n := f.number(i)
			return n
		}
		return 0
	}
	if w := f.toks[i].low; (w == "to" || w == "or" || w == "تا" || w == "до" || w == "bis") && f.toks[i].glue == spaced && next(f.toks, i, spaced) {
		if _, n := f.number(i + 1); n > 0 {
			return n + 1
		}
	}
	return 0
}

// digitsValue reads digits of any script with marks of grouping and decimals.
func digitsValue(w string) (float64, bool) {
	var b strings.Builder
	b.Grow(len(w))
	end := len(w)
	for i, r := range w {
		d := text.Digit(r)
		switch {
		case d >= 0:
			b.WriteByte(byte('0' + d))
		case r == '.' || r == '٫':
			if thousands(w, i, '.') {
				continue
			}
			b.WriteByte('.')
		case r == ',' || r == '٬':
			if !thousands(w, i, ',') && strings.Count(w, ",") == 1 && !strings.Contains(w, ".") {
				b.WriteByte('.')
			}
		default:
			end = i
		}
		if end < len(w) {
			break
		}
	}
	if rest := w[end:]; rest != "" && !numberTail(rest) {
		return 0, false
	}
	v, err := strconv.ParseFloat(b.String(), 64)
	return v, err == nil
}

// numberTail reports whether what follows digits in one word leaves them a number: "20th", "5m", "10-day".
func numberTail(rest string) bool {
	switch rest {
	case "st", "nd", "rd", "th", "s", "m", "bn", "k", "km", "kg", "mm", "cm":
		return true
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return isHyphen(r)
}

// thousands reports whether the mark at i groups digits by three rather than setting off decimals.
func thousands(w string, i int, mark byte) bool {
	n := 0
	for _, r := range w[i+1:] {
		if text.Digit(r) < 0 {
			break
		}
		n++
	}
	if mark == '.' {
		return n == 3 && strings.Count(w, ".") > 1
	}
	return n == 3
}

var scaleWords = map[string]float64{
	"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "lakh": 1e5, "crore": 1e7, "m": 1e6, "bn": 1e9,
	"mil": 1e3, "mille": 1e3, "tausend": 1e3, "millones": 1e6, "millón": 1e6, "millions": 1e6, "millionen": 1e6, "milliarden": 1e9, "milliards": 1e9, "milioni": 1e6, "miliardi": 1e9, "milhões": 1e6,
	"тысяч": 1e3, "тысячи": 1e3, "тыс": 1e3, "миллион": 1e6, "миллиона": 1e6, "миллионов": 1e6, "млн": 1e6, "млрд": 1e9, "миллиардов": 1e9,
	"صد": 100, "هزار": 1e3, "میلیون": 1e6, "میلیارد": 1e9, "ألف": 1e3, "آلاف": 1e3, "مليون": 1e6, "ملايين": 1e6, "مليار": 1e9, "مئة": 100, "लाख": 1e5, "करोड़": 1e7, "हज़ार": 1e3, "हजार": 1e3,
	"万": 1e4, "億": 1e8, "亿": 1e8,
}

var smallNumbers = map[string]float64{
	"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
	"fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "a dozen": 12, "dozen": 12,
	"dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "veinte": 20, "treinta": 30,
	"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "vingt": 20,
	"zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "zwanzig": 20, "dreißig": 30,
	"два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9, "десять": 10, "двенадцать": 12, "двадцать": 20, "тридцать": 30,
	"یک": 1, "دو": 2, "سه": 3, "چهار": 4, "پنج": 5, "شش": 6, "هفت": 7, "هشت": 8, "نه": 9, "ده": 10, "یازده": 11, "دوازده": 12, "سیزده": 13, "چهارده": 14, "پانزده": 15, "شانزده": 16, "هفده": 17, "هجده": 18, "نوزده": 19, "بیست": 20, "سی": 30, "چهل": 40, "پنجاه": 50,
	"ثلاثة": 3, "أربعة": 4, "خمسة": 5, "ستة": 6, "سبعة": 7, "ثمانية": 8, "تسعة": 9, "عشرة": 10, "عشرين": 20, "عشرون": 20,
}

// ambiguousNumbers are number words that mostly mean something else when they stand alone.
var ambiguousNumbers = map[string]bool{"one": true, "once": true, "sei": true, "sept": true, "یک": true, "نه": true, "ده": true, "سی": true, "elf": true, "acht": true, "m": true, "dozen": false}
