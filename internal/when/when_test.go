package when

import (
	"testing"
	"time"
	"unicode/utf8"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"2025-06-18T14:20:05Z", "2025-06-18T14:20:05Z"}, {"2025-06-18T14:20:05.123+02:00", "2025-06-18T12:20:05Z"}, {"2025-06-18 14:20", "2025-06-18T14:20"},
		{"2025-06-18T14:20-0430", "2025-06-18T18:50Z"}, {"20250618", "2025-06-18"}, {"2025-06", "2025-06"}, {"2025", "2025"}, {"2025/06/18", "2025-06-18"},
		{"2025-06-18T14:20:05 GMT+3", "2025-06-18T11:20:05Z"},
		{"Wed, 18 Jun 2025 14:20:05 GMT", "2025-06-18T14:20:05Z"}, {"Wed, 18 Jun 25 14:20 EST", "2025-06-18T19:20Z"}, {"Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z"},
		{"Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37"}, {"1750256405", "2025-06-18T14:20:05Z"}, {"1750256405123", "2025-06-18T14:20:05Z"},
		{"18-06-2025", "2025-06-18"}, {"06/18/2025", "2025-06-18"}, {"05-06-2025", ""}, {"05.06.2025", "2025-06-05"}, {"5/5/2025", "2025-05-05"},
		{"June 18, 2025", "2025-06-18"}, {"Sun. April 14, 2024", "2024-04-14"}, {"18 June 2025, 14:20 GMT", "2025-06-18T14:20Z"}, {"Published: Jun. 18, 2025 at 2:20 p.m. EST", "2025-06-18T19:20Z"},
		{"June 18th, 2025 2 PM", "2025-06-18T14:00"}, {"12:05 AM, June 18, 2025", "2025-06-18T00:05"}, {"June 2025", "2025-06"},
		{"18 de junho de 2025 às 14h20", "2025-06-18T14:20"}, {"18. Juni 2025, 14:20 Uhr", "2025-06-18T14:20"}, {"18 июня 2025 г., 14:20 МСК", "2025-06-18T11:20Z"},
		{"2025年6月18日 14:20", "2025-06-18T14:20"}, {"۲۷ مهر ۱۴۰۴", "2025-10-19"}, {"۱۴۰۴/۰۷/۲۷", "2025-10-19"}, {"18 haziran 2025", "2025-06-18"}, {"2025. június 18.", "2025-06-18"},
		{"", ""}, {"no date", ""}, {"31 February 2025", ""}, {"2025-13-01", ""}, {"25:00", ""}, {"June 18", ""}, {"99999999999999999999999", ""}, {"2025-06-18T25:61:00Z", ""},
	} {
		d, ok := Parse(c.in)
		if ok != (c.want != "") || ok && d.String() != c.want {
			t.Errorf("Parse(%q) = %v, %v, want %q", c.in, d, ok, c.want)
		}
	}
	if d, ok := ParseDayFirst("05-06-2025"); !ok || d.String() != "2025-06-05" {
		t.Errorf("ParseDayFirst(05-06-2025) = %v, %v", d, ok)
	}
}

func TestSolarHijri(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		y, m, d int
		want    string
	}{{1404, 7, 27, "2025-10-19"}, {1403, 12, 30, "2025-03-20"}, {1400, 1, 1, "2021-03-21"}, {1399, 12, 30, "2021-03-20"}, {1357, 11, 22, "1979-02-11"}, {1404, 12, 30, ""}, {1404, 13, 1, ""}} {
		d, ok := OfSolarHijri(c.y, c.m, c.d)
		if ok != (c.want != "") || ok && d.String() != c.want {
			t.Errorf("OfSolarHijri(%d, %d, %d) = %v, %v, want %q", c.y, c.m, c.d, d, ok, c.want)
		}
	}
}

// ref is a Friday.
var ref = time.Date(2025, 11, 28, 9, 30, 0, 0, time.UTC)

var findCases = []struct{ lang, in, words, want string }{
	{"en", "It met in late November and left.", "late November", "~2025-11"},
	{"en", "The truce of October 19 held.", "October 19", "2025-10-19"},
	{"en", "He fell in August 2021.", "August 2021", "2021-08"},
	{"en", "It began in 2022.", "2022", "2022"},
	{"en", "after the fateful 2021 withdrawal", "2021", "2021"},
	{"en", "strikes last year killed 46", "last year", "2024"},
	{"en", "Last November they spoke", "Last November", "2024-11"},
	{"en", "last month's promotion", "last month", "2025-10"},
	{"en", "He said on Thursday that", "Thursday", "2025-11-27"},
	{"en", "He said Friday.", "Friday", "2025-11-28"},
	{"en", "They will meet on Tuesday", "Tuesday", "2025-12-02"},
	{"en", "three years ago", "three years ago", "2022"},
	{"en", "4 months ago", "4 months ago", "2025-07"},
	{"en", "1d ago", "1d ago", "2025-11-27"},
	{"en", "10 hours ago", "10 hours ago", "~2025-11-27T23:30Z"},
	{"en", "about a decade ago", "about a decade ago", "~2015"},
	{"en", "earlier this month", "earlier this month", "~2025-11"},
	{"en", "yesterday", "yesterday", "2025-11-27"},
	{"en", "this week", "this week", "~2025-11-28"},
	{"en", "on Sunday, April 14, 2024, at noon", "Sunday, April 14, 2024", "2024-04-14"},
	{"en", "on the 3rd of March 2024", "3rd of March 2024", "2024-03-03"},
	{"en", "in early 2024", "early 2024", "~2024"},
	{"en", "mid-October", "mid-October", "~2025-10"},
	{"en", "in the summer of 2023", "summer of 2023", "~2023-06"},
	{"en", "signed on 2025-10-19.", "2025-10-19", "2025-10-19"},
	{"en", "in December 2022.", "December 2022", "2022-12"},
	{"en", "elections are due in March", "March", "2026-03"},
	{"en", "talks in January", "January", "2026-01"},
	{"en", "the 1,640-mile border and 2000 people may march", "", ""},
	{"en", "Sunday Times readers on page 12", "", ""},
	{"en", "the 2,021 houses, $2021, 2021% and room 20215", "", ""},
	{"de", "Das Treffen am 19. Oktober in Lusava", "19. Oktober", "2025-10-19"},
	{"de", "vor drei Jahren", "vor drei Jahren", "2022"},
	{"de", "Ende November 2024", "Ende November 2024", "~2024-11"},
	{"de", "im vergangenen Jahr", "vergangenen Jahr", "2024"},
	{"fr", "le 19 octobre dernier", "19 octobre", "2025-10-19"},
	{"fr", "il y a 4 mois", "il y a 4 mois", "2025-07"},
	{"fr", "la semaine dernière", "semaine dernière", "~2025-11-21"},
	{"fr", "jeudi 27 novembre 2025", "jeudi 27 novembre 2025", "2025-11-27"},
	{"es", "el 19 de octubre de 2025", "19 de octubre de 2025", "2025-10-19"},
	{"es", "hace tres años", "hace tres años", "2022"},
	{"es", "el año pasado", "año pasado", "2024"},
	{"pt", "em agosto de 2021", "agosto de 2021", "2021-08"},
	{"pt", "no mês passado", "mês passado", "2025-10"},
	{"it", "due giorni fa", "due giorni fa", "2025-11-26"},
	{"it", "il mese scorso", "mese scorso", "2025-10"},
	{"ru", "19 октября 2025 года", "19 октября 2025 года", "2025-10-19"},
	{"ru", "в прошлом году", "прошлом году", "2024"},
	{"ru", "три года назад", "три года назад", "2022"},
	{"ru", "в августе 2021 года", "августе 2021 года", "2021-08"},
	{"tr", "19 Ekim'de", "19 Ekim", "2025-10-19"},
	{"tr", "geçen yıl", "geçen yıl", "2024"},
	{"tr", "3 yıl önce", "3 yıl önce", "2022"},
	{"id", "pada 19 Oktober 2025", "19 Oktober 2025", "2025-10-19"},
	{"id", "bulan lalu", "bulan lalu", "2025-10"},
	{"fa", "روز ۲۷ مهر ۱۴۰۴ گفت", "۲۷ مهر ۱۴۰۴", "2025-10-19"},
	{"fa", "در ۱۹ اکتبر ۲۰۲۵", "۱۹ اکتبر ۲۰۲۵", "2025-10-19"},
	{"fa", "سال گذشته", "سال گذشته", "2024"},
	{"fa", "سه سال پیش", "سه سال پیش", "2022"},
	{"prs", "۲۷ میزان ۱۴۰۴", "۲۷ میزان ۱۴۰۴", "2025-10-19"},
	{"ar", "في 19 أكتوبر 2025", "19 أكتوبر 2025", "2025-10-19"},
	{"ar", "تشرين الأول 2025", "تشرين الأول 2025", "2025-10"},
	{"ar", "العام الماضي", "العام الماضي", "2024"},
	{"ar", "قبل يومين", "قبل يومين", "2025-11-26"},
	{"ur", "19 اکتوبر 2025", "19 اکتوبر 2025", "2025-10-19"},
	{"ur", "گزشتہ سال", "گزشتہ سال", "2024"},
	{"hi", "19 अक्टूबर 2025", "19 अक्टूबर 2025", "2025-10-19"},
	{"hi", "पिछले साल", "पिछले साल", "2024"},
	{"zh", "他于2025年10月19日说", "2025年10月19日", "2025-10-19"},
	{"zh", "去年", "去年", "2024"},
	{"zh", "三天前", "三天前", "2025-11-25"},
	{"zh", "10月19日", "10月19日", "2025-10-19"},
	{"zh", "二〇二一年八月", "二〇二一年八月", "2021-08"},
	{"ja", "昨年", "昨年", "2024"},
	{"uk", "19 жовтня 2025 року", "19 жовтня 2025 року", "2025-10-19"},
}

func show(d Date) string {
	if d.Approx {
		return "~" + d.String()
	}
	return d.String()
}

func TestFind(t *testing.T) {
	t.Parallel()
	for _, c := range findCases {
		words, got := "", ""
		for i, f := range Find(c.in, ref, c.lang) {
			if i > 0 {
				words, got = words+"|", got+"|"
			}
			words, got = words+f.Span.Of(c.in), got+show(f.Date)
		}
		if words != c.words || got != c.want {
			t.Errorf("Find(%q, %s) = %q %s, want %q %s", c.in, c.lang, words, got, c.words, c.want)
		}
	}
}

func TestFindWithoutReferenceIsAbsolute(t *testing.T) {
	t.Parallel()
	s := "Last year, on Thursday, in November, 4 months ago, and on 19 October 2025."
	got := Find(s, time.Time{}, "en")
	if len(got) != 1 || got[0].Date.String() != "2025-10-19" {
		t.Errorf("Find without reference = %v", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2025-06-18T14:20:05+99:99", "Sun. April 14, 2024", "۲۷ مهر ۱۴۰۴", "1:1:1 pm pm", "\xff", "0000-00-00", "2025年99月"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := Parse(s); ok && (d.IsZero() || d.Time.Year() < 900 || d.Time.Year() > 2300) {
			t.Fatalf("Parse(%q) = %v", s, d)
		}
		ParseDayFirst(s)
	})
}

func FuzzFind(f *testing.F) {
	for _, c := range findCases {
		f.Add(c.in, c.lang)
	}
	f.Add("9999 years ago 10月月 年年 \xff", "zh")
	f.Fuzz(func(t *testing.T, s, lang string) {
		last := 0
		for _, d := range Find(s, ref, lang) {
			if !d.Span.In(s) && utf8.ValidString(s) || d.Span.Start < last || d.Span.Len() <= 0 || d.Date.IsZero() {
				t.Fatalf("Find(%q, %q) gives %v", s, lang, d)
			}
			last = d.Span.End
		}
	})
}

func BenchmarkFind(b *testing.B) {
	s := ""
	for range 50 {
		s += "In the days after the fall of the old council in August 2021, the chief of the harbour was seen in a hotel. Talks peaked last October, and on Thursday both sides agreed, three years ago to the day. "
	}
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		Find(s, ref, "en")
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Parse("Wed, 18 Jun 2025 14:20:05 GMT")
	}
}
