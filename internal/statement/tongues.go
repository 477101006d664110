package statement

import (
	"strings"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// tongue is what the rules know of a language; all words folded.
type tongue struct {
	verbs     map[string]news.StatementKind
	nouns     map[string]bool // sources without a name
	that      map[string]bool // conjunctions that begin what is reported
	not       map[string]bool
	verbFirst bool // the verb mostly follows the quotation, its subject behind it
}

func (l *tongue) negates(content []string) bool {
	for i, w := range content {
		if i >= negatedWithin {
			break
		}
		if l.not[text.Fold(w)] {
			return true
		}
	}
	return false
}

// spoken is how a language is written down below: verbs by what they do.
type spoken struct {
	say, accuse, deny, confirm, demand, threaten, promise, praise, condemn, concede, announce, ask string
	nouns, that, not                                                                               string
	verbFirst                                                                                      bool
}

var tongues = func() map[string]*tongue {
	out := map[string]*tongue{}
	for lang, s := range spokenLanguages {
		l := &tongue{verbs: map[string]news.StatementKind{}, nouns: foldedWords(s.nouns), that: foldedWords(s.that), not: foldedWords(s.not), verbFirst: s.verbFirst}
		for _, k := range []struct {
			kind  news.StatementKind
			words string
		}{
			{news.Assert, s.say}, {news.Accuse, s.accuse}, {news.Deny, s.deny}, {news.Confirm, s.confirm}, {news.Demand, s.demand}, {news.Threaten, s.threaten},
			{news.Promise, s.promise}, {news.Praise, s.praise}, {news.Condemn, s.condemn}, {news.Concede, s.concede}, {news.Announce, s.announce}, {news.Question, s.ask},
		} {
			for w := range foldedWords(k.words) {
				l.verbs[w] = k.kind
			}
		}
		out[lang] = l
	}
	return out
}()

func foldedWords(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[text.Fold(w)] = true
	}
	return m
}

var spokenLanguages = map[string]spoken{
	"es": {
		say:  "dijo dice dijeron declaró declararon afirmó afirma afirmaron señaló señalaron explicó aseguró aseguraron añadió agregó indicó sostuvo subrayó insistió comentó manifestó informó informaron advirtió advirtieron escribió recordó",
		deny: "negó niega negaron rechazó rechazaron desmintió", accuse: "acusó acusa acusaron denunció denuncia denunciaron", confirm: "confirmó confirmaron", demand: "exigió exige exigieron pidió pide pidieron instó reclamó",
		threaten: "amenazó amenaza", promise: "prometió promete", praise: "elogió celebró", condemn: "condenó condena criticó", concede: "admitió reconoció", announce: "anunció anunciaron", ask: "preguntó",
		nouns: "portavoz autoridades funcionarios fuentes testigos expertos analistas gobierno ministerio policía ejército", that: "que", not: "no nunca jamás ni", verbFirst: true,
	},
	"fr": {
		say:  "dit déclaré affirme affirmé déclare explique expliqué indiqué indique ajouté ajoute souligné souligne estimé estime assuré assure précisé précise rappelé lancé martelé écrit soutenu insisté averti",
		deny: "nié nie démenti dément rejeté rejette", accuse: "accusé accuse dénoncé dénonce", confirm: "confirmé confirme", demand: "exigé exige réclamé réclame appelé demandé", threaten: "menacé menace",
		promise: "promis promet", praise: "salué salue félicité", condemn: "condamné condamne critiqué critique", concede: "reconnu reconnaît admis admet", announce: "annoncé annonce",
		nouns: "autorités porte-parole sources témoins experts analystes gouvernement ministère police armée responsables", that: "que qu", not: "ne pas jamais ni", verbFirst: true,
	},
	"de": {
		say:  "sagte sagten sagt erklärte erklärten erklärt betonte betont meinte teilte berichtete hieß schrieb warnte warnt behauptete behauptet ergänzte äußerte unterstrich versicherte",
		deny: "bestritt bestreitet dementierte wies leugnete", accuse: "beschuldigte beschuldigt warf wirft bezichtigte", confirm: "bestätigte bestätigt", demand: "forderte fordert verlangte verlangt", threaten: "drohte droht",
		promise: "versprach verspricht", praise: "lobte lobt begrüßte", condemn: "verurteilte verurteilt kritisierte kritisiert", concede: "räumte gestand", announce: "kündigte verkündete", ask: "fragte",
		nouns: "sprecher sprecherin behörden beamte quellen zeugen experten regierung ministerium polizei armee", that: "dass daß", not: "nicht kein keine keinen nie niemals", verbFirst: true,
	},
	"pt": {
		say:  "disse disseram diz afirmou afirmaram afirma declarou declararam explicou acrescentou ressaltou destacou informou informaram alertou advertiu escreveu sustentou garantiu assegurou",
		deny: "negou nega negaram rejeitou desmentiu", accuse: "acusou acusa acusaram denunciou", confirm: "confirmou confirmaram", demand: "exigiu exige pediu pede pediram", threaten: "ameaçou", promise: "prometeu",
		praise: "elogiou saudou", condemn: "condenou criticou", concede: "admitiu reconheceu", announce: "anunciou anunciaram", ask: "perguntou",
		nouns: "porta-voz autoridades funcionários fontes testemunhas especialistas analistas governo ministério polícia exército", that: "que", not: "não nunca jamais nem", verbFirst: true,
	},
	"ru": {
		say:  "сказал сказала сказали заявил заявила заявили заявило отметил отметила сообщил сообщила сообщили сообщило добавил добавила подчеркнул подчеркнула пояснил пояснила считает говорит утверждает написал напомнил предупредил предупредила",
		deny: "опроверг опровергла опровергли отверг отвергла отрицает", accuse: "обвинил обвинила обвинили обвиняет", confirm: "подтвердил подтвердила подтвердили", demand: "потребовал потребовала потребовали призвал призвала призвали",
		threaten: "пригрозил пригрозила", promise: "пообещал пообещала обещал", praise: "похвалил приветствовал", condemn: "осудил осудила осудили раскритиковал", concede: "признал признала", announce: "объявил объявила объявили", ask: "спросил",
		nouns: "власти чиновники источник источники эксперты правительство министерство полиция армия представитель", that: "что будто", not: "не нет никогда ни", verbFirst: true,
	},
	"fa": {
		say: "گفت گفتند گفته میگوید میگویند افزود اعلام اظهار تصریح تأکید تاکید نوشت", deny: "رد تکذیب", accuse: "متهم", confirm: "تأیید تایید", demand: "خواست خواستار", threaten: "تهدید", promise: "وعده", condemn: "محکوم", announce: "اعلام",
		nouns: "مقامات سخنگوی سخنگو منابع کارشناسان دولت وزارت پلیس ارتش شاهدان", that: "که", not: "نه نیست نبود نمیکند نمیکنیم نکرده هیچ",
	},
	"ar": {
		say: "قال قالت قالوا وقال وقالت أضاف أضافت وأضاف وأضافت صرح صرحت وصرح أكد أكدت وأكد وأكدت أوضح أوضحت وأوضح ذكر ذكرت وذكر يقول تقول كتب حذر حذرت وحذر", deny: "نفى نفت ونفى ونفت رفض رفضت", accuse: "اتهم اتهمت واتهم واتهمت",
		demand: "طالب طالبت وطالب دعا دعت ودعا", threaten: "هدد هددت وهدد", promise: "وعد وعدت تعهد تعهدت", condemn: "أدان أدانت وأدان", concede: "أقر اعترف", announce: "أعلن أعلنت وأعلن وأعلنت",
		nouns: "مسؤولون مسؤول متحدث السلطات مصادر مصدر شهود خبراء الحكومة الوزارة الشرطة الجيش", that: "إن أن إنه إنها أنه أنها بأن", not: "لا لم لن ليس ليست ما", verbFirst: true,
	},
}
