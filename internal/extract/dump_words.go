package extract

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/text"
	"github.com/parley-news/parley/internal/when"
)

// section says what a heading opens.
type section uint8

const (
	noSection section = iota
	commentSection
	relatedSection
	footerSection
)

// sectionWords are headings of what follows an article, folded, by language families.
var sectionWords = map[section][]string{
	commentSection: {"comments", "comment", "discussion", "join the discussion", "join the conversation", "leave a comment", "leave a reply", "add a comment", "post a comment", "reader comments", "responses", "replies", "what do you think", "comments in chronological order", "conversation",
		"kommentare", "kommentar schreiben", "kommentieren", "diskussion", "leserkommentare", "commentaires", "laisser un commentaire", "reagir", "comentarios", "deja un comentario", "deja una respuesta", "comentarios recientes", "deixe um comentario", "commenti", "lascia un commento", "reacties", "kommentarer", "kommentar", "komentarze", "komentare", "komentari", "comentarii", "hozzaszolasok", "kommentit", "yorumlar", "yorum yap", "komentar", "tinggalkan balasan", "binh luan", "maoni",
		"комментарии", "комментарии читателеи", "обсуждение", "коментари", "коментарі", "σχολια", "نظرات", "نظر", "دیدگاه", "دیدگاه ها", "دیدگاهها", "نظرات کاربران", "ارسال نظر", "التعلیقات", "تعلیقات", "اضف تعلیقا", "تبصره", "تبصرے", "टिप्पणियां", "टिप्पणियाँ", "टिप्पणी", "মন্তব্য", "评论", "网友评论", "留言", "评论区", "コメント", "댓글", "תגובות"},
	relatedSection: {"related", "related articles", "related stories", "related posts", "related news", "related content", "related topics", "related coverage", "more on this story", "more stories", "more from", "more news", "read more", "read next", "read also", "also read", "recommended", "recommended for you", "recommended stories", "you may also like", "you might also like", "you may like", "most read", "most popular", "trending", "trending now", "top stories", "latest news", "latest stories", "latest", "popular posts", "recent posts", "best posts", "editors picks", "editor s picks", "up next", "dont miss", "don t miss", "similar posts", "similar articles", "further reading", "see also", "hot topics", "more articles", "other news", "other stories", "more in", "in this series", "around the web", "from the web", "sponsored", "promoted",
		"mehr zum thema", "auch interessant", "weitere artikel", "das konnte sie auch interessieren", "meistgelesen", "ahnliche artikel", "weitere themen", "lesen sie auch", "a lire aussi", "lire aussi", "articles similaires", "sur le meme sujet", "les plus lus", "a voir aussi", "noticias relacionadas", "articulos relacionados", "relacionado", "relacionados", "lo mas leido", "lo mas visto", "le puede interesar", "te puede interesar", "mas noticias", "leia tambem", "leia mais", "noticias relacionadas", "mais lidas", "veja tambem", "leggi anche", "articoli correlati", "i piu letti", "potrebbe interessarti", "lees ook", "meest gelezen", "gerelateerd", "las mer", "mest last", "les ogsa", "mest leste", "laes ogsa", "mest laeste", "czytaj takze", "zobacz tez", "czytaj tez", "mohlo by vas zajimat", "ctete take", "citeste si", "kapcsolodo cikkek", "lue myos", "luetuimmat", "ilgili haberler", "son haberler", "cok okunanlar", "baca juga", "berita terkait", "terkait", "artikel terkait", "terpopuler", "tin lien quan", "xem them", "soma zaidi", "habari zaidi",
		"читаите также", "материалы по теме", "по теме", "похожие материалы", "другие новости", "популярное", "последние новости", "главное", "читаите также на сайте", "читаите так же", "още по темата", "прочетете още", "читаите ще", "читати далі", "διαβαστε επισης", "σχετικα αρθρα", "اخبار مرتبط", "مطالب مرتبط", "مرتبط", "بیشتر بخوانید", "همچنین بخوانید", "پربازدیدترین", "پربیننده ترین", "تازه ها", "آخرین اخبار", "اخرین اخبار", "خبرهای مرتبط", "اقرا ایضا", "مواضیع ذات صله", "اخبار ذات صله", "ذات صله", "الاکثر قراءه", "متعلقه", "متعلقہ خبریں", "متعلقه خبریں", "مزید پڑهیں", "مزید خبریں", "یه بهی پڑهیں", "संबंधित खबरें", "यह भी पढ़ें", "ये भी पढ़ें", "আরও পড়ুন", "相关新闻", "相关阅读", "相关文章", "延伸阅读", "热门文章", "推荐阅读", "関連記事", "あわせて読みたい", "ランキング", "관련기사", "כתבות נוספות"},
	footerSection: {"about us", "contact us", "terms of use", "terms conditions", "terms of service", "privacy policy", "all rights reserved", "newsletter", "subscribe", "sign up", "follow us", "share this", "share this article", "share", "download the app", "advertisement", "advertising", "tags", "topics", "report abuse", "back to top", "copyright", "about the author", "site map", "sitemap", "cookie policy", "cookies", "notes", "references", "footnotes",
		"impressum", "datenschutz", "mentions legales", "nous contacter", "aviso legal", "quienes somos", "politica de privacidade", "note legali", "chi siamo", "uber uns", "о нас", "контакты", "реклама", "درباره ما", "تماس با ما", "من نحن", "اتصل بنا", "关于我们", "联系我们", "版权所有"},
}

var sectionIndex = indexSections()

func indexSections() map[string]section {
	m := map[string]section{}
	for _, k := range []section{commentSection, relatedSection, footerSection} {
		for _, w := range sectionWords[k] {
			if w = headingKey(w); m[w] == noSection {
				m[w] = k
			}
		}
	}
	return m
}

// maxHeading is the longest line, in bytes, that is looked up as a section's heading.
const maxHeading = 90

// sectionOf tells what a line opens, if it is such a heading: "Comments", "8 comments", "Comments (3)".
func sectionOf(s string) section {
	if len(s) > maxHeading {
		return noSection
	}
	k := headingKey(s)
	if k == "" {
		return noSection
	}
	if x := sectionIndex[k]; x != noSection {
		return x
	}
	if i := strings.LastIndexByte(k, ' '); i > 0 && strings.HasSuffix(k, " total comments") {
		return sectionIndex[strings.TrimSuffix(k, " total comments")]
	}
	return noSection
}

// headingKey is the letters of a short line, folded, with single spaces and no digits.
func headingKey(s string) string {
	s = text.Fold(s)
	var b strings.Builder
	gap := false
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// boiler are words that stand in what surrounds articles much more than in articles, folded.
var boiler = words("subscribe subscription newsletter newsletters cookie cookies privacy copyright login log-in signin sign signup register account advertisement advertise advertising sponsored share tweet facebook twitter whatsapp linkedin pinterest instagram youtube telegram email print rss app apps download menu search skip navigation homepage " +
	"sitemap terms policy rights reserved contact careers faq help donate comments comment reply replies upvote downvote related trending popular recommended loading javascript browser editor's picks unsubscribe follow followers posted permalink click here bookmark toggle close settings preferences consent " +
	"abonnieren anmelden registrieren impressum datenschutz agb werbung anzeige teilen merken drucken suche suchen startseite abonnez-vous s'abonner connexion inscription partager publicite mentions confidentialite abonnes recherche accueil suscribete suscribirse suscripcion iniciar sesion registrarse compartir publicidad aviso privacidad buscar inicio assine entrar compartilhar publicidade buscar iscriviti accedi abbonati condividi pubblicita cerca inloggen abonneren delen zoeken " +
	"подписаться подписка войти регистрация реклама поделиться поиск главная контакты копирование разрешено редакция اشتراک ورود عضویت تبلیغات جستجو خانه درباره تماس پیوند کپی حقوق محفوظ تسجیل الدخول اشترک مشارکه بحث الرییسیه اتصل سیاسه الخصوصیه giris uye ol abone paylas reklam ara anasayfa masuk daftar bagikan iklan cari beranda लॉगिन सदस्यता शेयर विज्ञापन खोजें")

// isAge reports whether a line says nothing but how long ago, perhaps after the name of a
// clock icon: "4 months ago", "time10 hours ago", "vor 3 Stunden", "1d".
func isAge(s, language string) bool {
	t, _ := ageOf(s, language)
	return t != ""
}

// maxAge is the longest line, in bytes, that can be an age.
const maxAge = 48

// ageRef is any day: whether words are an age does not depend on it.
var ageRef = time.Date(2020, 6, 15, 12, 0, 0, 0, time.UTC)

// ageOf returns the words of an age and what stands before them, when the line ends with it.
func ageOf(s, language string) (age, before string) {
	if len(s) > maxAge {
		return "", ""
	}
	at := strings.IndexFunc(s, unicode.IsDigit)
	if at >= 0 && compactAge(s[at:]) {
		return s[at:], strings.TrimSpace(s[:at])
	}
	if at < 0 && strings.IndexByte(s, ' ') < 0 && !text.Unspaced([]rune(s + " ")[0]) {
		return "", ""
	}
	start := 0
	if at > 0 { // an icon's name is glued to the number
		if r, _ := utf8.DecodeLastRuneInString(s[:at]); unicode.IsLetter(r) {
			start = at
		}
	}
	for _, l := range []string{language, "en"} {
		for _, f := range when.Find(s[start:], ageRef, l) {
			f.Span = f.Span.Shift(start)
			if f.Span.End == len(strings.TrimRight(s, ". ")) && isRelative(f, s, l) {
				return s[f.Span.Start:], strings.TrimSpace(s[:f.Span.Start])
			}
		}
		if l == "en" {
			break
		}
	}
	return "", ""
}

// isRelative reports whether a date depends on the day of writing, so that it is an age.
func isRelative(f when.Found, s, language string) bool {
	for _, g := range when.Find(f.Span.Of(s), ageRef.AddDate(-3, 0, 0), language) {
		return !g.Date.Time.Equal(f.Date.Time)
	}
	return false
}

// compactAge reads "1d", "5 h", "3mo".
func compactAge(s string) bool {
	t := strings.TrimLeftFunc(s, unicode.IsDigit)
	if len(s)-len(t) > 3 {
		return false
	}
	switch strings.TrimSpace(t) {
	case "s", "m", "h", "d", "w", "mo", "y", "min", "hr", "yr":
		return true
	}
	return false
}

// scoreOf reads a line that is nothing but votes: "+278", "-3", "▲ 12", "278 points".
func scoreOf(s string) *int {
	if len(s) > 24 {
		return nil
	}
	t := strings.TrimLeft(s, "▲△⬆↑👍♥❤⇧ ")
	marked := t != s
	neg := false
	if r, n := utf8.DecodeRuneInString(t); r == '+' || r == '-' || r == '−' {
		neg, marked, t = r != '+', true, t[n:]
	}
	v, digits := 0, 0
	for t != "" {
		r, n := utf8.DecodeRuneInString(t)
		d := text.Digit(r)
		if d < 0 && !(r == ',' && digits > 0) {
			break
		}
		if d >= 0 {
			v, digits = v*10+d, digits+1
		}
		t = t[n:]
	}
	if digits == 0 || digits > 7 {
		return nil
	}
	switch strings.ToLower(strings.TrimSpace(t)) {
	case "":
		if !marked {
			return nil
		}
	case "points", "point", "votes", "vote", "upvotes", "upvote", "likes", "like", "puntos", "punkte", "баллов", "голосов", "امتیاز", "رأی", "رای", "نقطة":
	default:
		return nil
	}
	if neg {
		v = -v
	}
	return &v
}
