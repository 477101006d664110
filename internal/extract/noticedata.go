package extract

import "strings"

// Phrases are ASCII-folded to lower case. A name or an address follows each of them.
var republishedPhrases = strings.Split(strings.TrimSpace(`
republished with permission from
republished with the permission of
republished by permission of
republished from
republished courtesy of
re-published from
reprinted with permission from
reprinted with the permission of
reprinted by permission of
reprinted from
reproduced from
reposted from
cross-posted from
crossposted from
originally published by
originally published on
originally published in
originally published at
originally posted on
originally posted at
originally posted by
originally appeared on
originally appeared in
originally appeared at
first published by
first published on
first published in
first published at
first appeared on
first appeared in
first appeared at
previously published in
previously published on
previously published by
was produced by
erschien zuerst bei
erschien zuerst in
erschien zuerst im
erschien zuerst auf
zuerst erschienen bei
zuerst erschienen in
zuerst erschienen auf
zuerst veröffentlicht bei
zuerst veröffentlicht von
zuerst veröffentlicht auf
zuerst veröffentlicht in
übernommen von
republié à partir de
publié à l'origine sur
publié à l'origine par
publié à l'origine dans
publié initialement sur
publié initialement par
publié initialement dans
initialement publié sur
initialement publié par
initialement publié dans
d'abord été publié par
d'abord été publié sur
publicado originalmente en
publicado originalmente por
publicado originalmente em
originalmente publicado en
originalmente publicado em
originalmente publicado por
publicado por primera vez en
republicado de
pubblicato originariamente su
pubblicato originariamente da
pubblicato originariamente in
pubblicato per la prima volta su
verscheen eerder op
verscheen eerder in
verscheen oorspronkelijk op
verscheen oorspronkelijk in
впервые опубликовано в
впервые опубликовано на
впервые опубликован в
впервые опубликован на
перепечатано из
ilk olarak yayımlandı
این مطلب نخستین بار در
این مقاله نخستین بار در
بازنشر از
نشر لأول مرة في
نُشر لأول مرة في
نقلا عن
本文转载自
转载自
轉載自
本文首发于
`), "\n")

// thisText are the words by which a notice speaks of the text it stands under.
var thisText = strings.Fields("this article story piece essay post report column commentary interview op-ed analysis editorial opinion excerpt version dieser beitrag artikel text kommentar cet article tribune " +
	"este artículo artigo texto reportaje nota reportagem questo articolo dit stuk эта статья этот материал текст статья материал مقاله مطلب گزارش یادداشت المقال هذا bu yazı haber 本文")

// nameStops end a name inside a notice.
var nameStops = []string{" under ", " and is ", " and was ", " and has ", " and appears ", " with permission", " with the permission", " by permission", " here", " as part of", " as a ", " through ", " via ",
	" where ", " which ", " in partnership", " in collaboration", " unter ", " und ", " sous ", " bajo ", " sob ", " con permiso", " read the original", " in english", " in arabic", " on january", " on february", " on march", " on april",
	" on may ", " on june", " on july", " on august", " on september", " on october", " on november", " on december", " on monday", " on tuesday", " on wednesday", " on thursday", " on friday", " on saturday", " on sunday",
	" on 1", " on 2", " on 3", " in 2", " in 1", " am ", " le ", " el ", " منتشر ", " под ", " - ", " – ", " — "}

// creditPhrases come before an agency's name; those that end in a colon open their paragraph and need no agency-like name.
var creditPhrases = []string{
	"with inputs from", "with input from", "with agency inputs from", "with reporting from", "with reporting by", "with additional reporting from", "with additional reporting by", "with files from", "with information from",
	"with material from", "additional reporting from", "additional reporting by", "reporting by", "reported by", "this story was provided to", "this report was provided by", "this report was supplied by", "courtesy of", "copyright ©", "copyright",
	"mit material von", "mit informationen von", "mit agenturmaterial von", "avec", "con información de", "con informações da", "con informazioni di", "met informatie van",
	"source:", "sources:", "quelle:", "quellen:", "fuente:", "fuentes:", "fonte:", "bron:", "kilde:", "källa:", "kaynak:", "źródło:", "zdroj:", "источник:", "джерело:", "منبع:", "منبع :", "المصدر:", "المصدر :", "بشکریہ:", "स्रोत:", "来源：", "来源:", "來源：", "新闻来源：", "出典：",
}

// contributedPhrases come after it.
var contributedPhrases = []string{" contributed to this", " contributed reporting", " contributed additional reporting", " has contributed to", " also contributed", " also reported", " hat zu diesem", " a contribué à", " contribuyó a", " contribuiu para"}

var articles = words("the der die das dem den la le les el los las il lo gli i de het o os as l'")

var months = words("january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec " +
	"januar februar märz mai juni juli oktober dezember janvier février mars avril juin juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")

// agencies are news agencies as credit lines write them, lower case.
var agencies = lines(`reuters
thomson reuters
thomson reuters foundation
afp
agence france-presse
agence france presse
ap
associated press
dpa
deutsche presse-agentur
efe
europa press
ansa
adnkronos
agi
xinhua
xinhuanet
新华社
中新社
中国新闻网
央视新闻
tass
тасс
ria novosti
риа новости
interfax
интерфакс
sputnik
ukrinform
укринформ
унн
unian
ians
pti
ani
uni
anadolu
anadolu agency
anadolu ajansı
aa
dha
iha
kyodo
kyodo news
jiji
jiji press
共同
時事
yonhap
연합뉴스
bloomberg
irna
ایرنا
isna
ایسنا
tasnim
تسنیم
fars
فارس
mehr
مهر
ایلنا
pajhwok
bakhtar
apa
sda
keystone-sda
ats
ritzau
ntb
tt
stt
belga
anp
lusa
pa
pa media
press association
canadian press
la presse canadienne
cp
aap
upi
wam
وام
spa
واس
mena
kuna
كونا
petra
بترا
qna
قنا
nna
sana
سانا
wafa
وفا
maan
app
unb
bss
bernama
antara
vna
cna
pna
nampa
apanews
panapress
mti
pap
čtk
ctk
tasr
agerpres
bta
tanjug
hina
belta
kazinform
trend
azertac
armenpress
trend news agency
the canadian press
رويترز
فرانس برس
أ ف ب
الأناضول
د ب أ
eurasianet
tribune news service
tns
inter press service
ips
kna
epd
afd
agência brasil
estadão conteúdo
télam
telam
notimex
prensa latina
redacción efe
cna
globe newswire
pr newswire
business wire
`)

// agencyWords mark an unknown name as an agency's.
var agencyWords = words("agency agence agentur agencia agência agenzia ajansı newswire wire newsdesk presse-agentur presseagentur nachrichtenagentur news press service dienst information خبرگزاری وكالة агентство 通讯社 通信")

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

func lines(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Split(strings.TrimSpace(s), "\n") {
		m[w] = true
	}
	return m
}
