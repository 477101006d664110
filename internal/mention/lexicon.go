package mention

import (
	_ "embed"
	"strings"
)

// vocabulary is ordinary English words that begin sentences in news, counted over a
// collection of American articles of 2012 to 2020: words that stood at the start of a sentence and
// were written in lower case at least four times as often as with a capital inside one.
//
//go:embed vocabulary.txt
var vocabulary string

// class is what a word can be, as bits. One look-up per token answers all questions about it.
type class uint32

const (
	stopWord     class = 1 << iota // function words: begin sentences, never names
	foreignStop                    // function words of other languages than English, which may be part of names in English
	commonWord                     // ordinary words that often begin sentences
	ordinaryWord                   // further ordinary words, from the vocabulary
	calendar                       // days and months
	office                         // a title that stands before a person's name: "minister", "general"
	softOffice                     // an office that is also a surname: "king", "judge"
	portfolio                      // words that go before or inside an office: "foreign", "deputy"
	groupWord                      // the name it stands in is of a group: "front", "ministry"
	placeWord                      // the name it stands in is of a place: "province", "river"
	bodyHead                       // the organ of an owner: "military", "government"
	bodyAdj                        // goes between the owner and the organ: "foreign", "armed"
	sayVerb                        // what persons and bodies do with words
	auxVerb                        // verbs that follow a subject
	inPlace                        // prepositions that place
	particle                       // lower-case words inside a name
	honorific                      // "Mr", "Dr": always before a person
	givenName                      // common first names
	plainTail                      // lower-case second halves of a hyphenated adjective: "-led"
	plainHead                      // lower-case first halves: "anti-"
	kinNoun                        // lower-case nouns that come before a person: "analyst", "activist"
)

func classOf(low string) class { return lexicon[low] }

// classIn is what a word can be in a text of the language.
func classIn(low, lang string) class {
	c := lexicon[low]
	if c&foreignStop != 0 && lang != "en" && lang != "" {
		c |= stopWord
	}
	if c == 0 {
		if i := strings.IndexAny(low, "'’"); i > 0 && contraction[strings.TrimLeft(low[i:], "'’")] && lexicon[low[:i]]&stopWord != 0 {
			return stopWord // "I’ve"
		}
		if strings.HasSuffix(low, "n’t") || strings.HasSuffix(low, "n't") {
			return stopWord | auxVerb
		}
	}
	return c
}

var contraction = words("s re ve ll d m")

var lexicon = buildLexicon()

func buildLexicon() map[string]class {
	m := map[string]class{}
	for _, t := range []struct {
		c     class
		words string
	}{
		{stopWord, stopWords}, {foreignStop, otherStopWords}, {commonWord, commonWords}, {ordinaryWord, vocabulary}, {calendar, calendarWords},
		{office, officeWords}, {softOffice | office, softOffices}, {portfolio, portfolioWords},
		{groupWord, groupWords}, {placeWord, placeWords}, {bodyHead, bodyHeads}, {bodyAdj, bodyAdjectives},
		{sayVerb, sayVerbs}, {auxVerb, auxVerbs}, {inPlace, placePrepositions}, {particle, particles},
		{honorific | office, honorifics}, {givenName, givenNames}, {plainTail, shortTails}, {plainHead, prefixes}, {kinNoun, kinNouns},
	} {
		for _, w := range strings.Fields(t.words) {
			m[w] |= t.c
		}
	}
	return m
}

// Function words of English, in lower case; otherStopWords are those of other languages in Latin and Cyrillic script.
const stopWords = `the a an this that these those it its he she they we i you his her their our my your him them us me who whom whose which what when where why how
in on at by for from with to of off up down into onto over under about above below after before during since until till while as if unless though although because so but and or nor yet
not no yes there here then than thus hence also too very just only even still again both either neither each every all any some most many much more less few several other another such same
one two three four five six seven eight nine ten first second third last next now today yesterday tomorrow is are was were be been being has have had do does did will would shall should can could may might must
let let's it's that's there's he's she's i'm i've we're we've they're you're don't didn't isn't wasn't won't can't doesn't what's who's here's
despite amid among amongst between against through throughout across around near within without toward towards upon per via like unlike beyond behind beside besides except including according given
however meanwhile moreover furthermore therefore otherwise instead indeed perhaps maybe once twice often always never sometimes usually already soon later earlier recently finally eventually initially originally similarly additionally
specifically particularly especially notably nevertheless nonetheless rather quite almost nearly whether whatever whoever wherever whenever please thanks sorry well ok okay yeah oh`

const otherStopWords = `el la los las un una unos unas y o pero de del en por para con sin sobre entre hasta desde que se su sus lo al es son fue era ha han no si como más este esta estos estas ese esa eso aunque cuando según también tras ante durante
le les des du au aux et ou mais dans sur sous avec sans pour par chez vers entre depuis pendant selon ce cet cette ces il elle ils elles on nous vous je tu son sa ses leur leurs est sont été avait ont qui que quoi dont où si comme plus après avant alors aussi ainsi
der die das den dem des ein eine einer eines einem einen und oder aber auch nicht nur noch schon in im an am auf aus bei beim mit nach seit von vom zu zum zur über unter vor hinter zwischen durch für gegen ohne um wegen während er sie es wir ihr ich du sein seine ihre ist sind war waren wird werden wurde hat haben hatte dass wenn weil als wie was wer wo da so dann doch man sich laut
il lo gli una uno e ed ma nel nella nei nelle sul sulla dal dalla dei delle degli con per tra fra che chi cui non più anche come quando dopo prima secondo è sono era ha hanno questo questa questi queste
o os as um uma uns umas e ou mas em no na nos nas do da dos das ao aos à às por pelo pela com sem sob sobre entre até desde que se seu sua seus suas não mais também como quando após antes segundo é são foi era tem têm este esta esse essa isso
de het een en of maar in op aan bij met van voor door uit over naar tot zonder tegen tussen dat die dit deze er hij zij ze wij we ik je zijn haar hun is was waren wordt werd heeft hebben had niet ook nog al als wanneer volgens na
och att det som en ett på för med av till från inte men om han hon den de var är har hade kan ska efter enligt og ikke til fra jeg
i w na z do od po przez dla się nie to jest są był była było ale że jak co który która po przed według oraz
ve bir bu da de için ile çok daha gibi ama ancak olarak olan sonra önce göre
yang dan di ke dari untuk dengan pada adalah itu ini tidak akan oleh dalam juga
и в во на с со к ко о об от до из за по под при про над без для у не ни а но да или же бы ли что как это этот эта эти тот та те он она они мы вы я его её их который которая которые если когда после перед также был была были было есть будет нет все всё так уже ещё только между через
і й та у з із зі до від під над за про по на не що як це цей ця ці той він вона вони ми ви який яка які коли після також але або якщо`

const commonWords = `officials official authorities police residents witnesses analysts experts observers critics supporters opponents protesters demonstrators rebels fighters militants insurgents soldiers troops forces civilians
people men women children families victims survivors workers students teachers doctors journalists lawyers judges lawmakers legislators senators voters leaders ministers diplomats envoys negotiators mediators delegates negotiations talks tensions relations
violence clashes attacks strikes airstrikes fighting war peace security reports sources media government parliament congress president minister military army state country nation region city town village border capital police court
researchers scientists investigators prosecutors activists members parties groups businesses companies investors markets prices shares stocks oil gas food water health education women's trade crossings routes refugees
former current senior local foreign international national regional federal central western eastern northern southern new old big small high low good bad great major minor main key top early late recent past future public private political economic social legal
long short many thousands hundreds dozens millions billions half part some none nobody everyone everybody someone somebody anyone nothing something everything
increased increasing growing rising falling speaking asked according following based given taken seen made built set see read watch follow share click subscribe sign get go come take make look think know say says said tell ask call calls add adds note listen
back top more less better best worst latest updated breaking exclusive analysis opinion editorial comment comments review video photo photos image images file story stories news report editor edited related advertisement copyright rights
hello dear thank welcome sure right wrong true false fact facts question answer problem issue
geography history economics science technology business culture sport sports politics religion law weather travel
islam islamic muslim muslims christian christians jewish jews hindu hindus buddhist catholic catholics god allah internet covid covid-19 coronavirus
earlier later elsewhere overall generally officially reportedly allegedly apparently clearly obviously importantly interestingly unfortunately fortunately historically traditionally currently previously subsequently ultimately consequently separately together
mr mrs ms dr sir madam ladies gentlemen day week month year morning evening night monday's home page menu search login log share print email contact privacy terms
ordinary practical similar different further additional any geographical military-led neither images such even shift legitimizing supplemented beijing-led questions question-and-answer q&a
homes houses hospitals schools roads bridges power electricity aid humanitarian ceasefire truce agreement deal treaty sanctions elections election vote votes polls poll results result
rescuers firefighters paramedics medics farmers fishermen drivers passengers tourists customers consumers employers employees unions union strikers nurses patients parents mothers fathers boys girls kids neighbours neighbors friends relatives
snow rain floods flood flooding storm storms fire fires smoke earthquake earthquakes drought heat winds wind temperatures rivers
nach laut angaben beamte regierung polizei sprecher zwei drei vier fünf gestern heute morgen jahr jahre mehr weitere neue`

const calendarWords = `monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre octobre novembre décembre
montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober dezember
gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
ramadan eid christmas easter am pm gmt utc est edt pst`

const officeWords = `rep reps sen sens gov govs del sec amb president minister premier chancellor secretary ambassador envoy governor mayor senator congressman congresswoman congressperson representative lawmaker mp deputy speaker spokesman spokeswoman spokesperson chairman chairwoman chairperson chair chief commissioner
director administrator commander general gen lieutenant lt colonel col brigadier brig major maj captain capt sergeant sgt corporal cpl admiral adm marshal commodore inspector superintendent sheriff constable detective officer lieutenant-general major-general brigadier-general
ayatollah imam mullah maulana mufti mawlawi maulvi hojatoleslam pastor reverend rev rabbi archbishop cardinal monsignor attorney prosecutor justice ceo cfo chief-executive coordinator rapporteur consul attaché attache charge chargé head leader co-founder founder
professor prof premier-designate president-elect undersecretary under-secretary emir emirate's sultan sheikh shaikh sheik prince princess king queen crown emperor president's vice-president first-lady lady
warlord militiaman czar whip lawyer economist analyst correspondent editor-in-chief adviser advisor
presidente ministro ministra canciller primer gobernador alcalde senador portavoz secretario general président ministre premier chancelier secrétaire gouverneur maire sénateur porte-parole
präsident präsidentin minister ministerin außenminister außenministerin innenminister verteidigungsminister bundeskanzler bundeskanzlerin kanzler ministerpräsident ministerpräsidentin sprecher sprecherin regierungssprecher general botschafter
presidente ministro ministra premier cancelliere governatore sindaco senatore portavoce primeiro-ministro
президент министр премьер премьер-министр губернатор мэр сенатор депутат генерал полковник посол глава председатель секретарь представитель пресс-секретарь президент прем'єр міністр`

const softOffices = `king queen prince major judge pope bishop dean marshal baron lord sir duke earl sergeant chief general mayor speaker leader head chair`

const portfolioWords = `prime foreign defence defense interior home finance information justice education health energy trade agriculture labour labor environment transport oil economy economic internal external affairs state national security deputy vice acting former ex interim
assistant senior junior under supreme chief executive general permanent special first second lead principal press interim then caretaker lieutenant major brigadier rear field crown attorney prime party opposition police army navy air force military intelligence
house senate parliament parliamentary majority minority federal presidential religious spiritual managing human rights public works planning culture water higher and of for climate border refugee un immigration commerce treasury homeland`

const groupWords = `front army movement party forces force group ministry agency council committee commission organisation organization union league alliance coalition network brigade brigades battalion regiment corps guard guards militia resistance liberation
company corporation corp inc ltd llc plc bank university institute institution college school academy association federation foundation fund authority bureau department office court parliament congress senate assembly house cabinet
police navy directorate service services command club society center centre times post news press journal herald tribune gazette television tv radio broadcasting media hospital church mosque group's airlines airways motors technologies industries holdings
embassy consulate delegation mission secretariat tribunal board administration government regime republicans democrats conservatives brotherhood jihad hezb hizb jamaat lashkar tehrik tehreek harakat jabhat jaish nations emirates states' intelligence staff exchange
partido ejército gobierno ministerio universidad banco frente parti armée gouvernement ministère université banque partei armee regierung ministerium universität bundeswehr bundestag partito esercito governo ministero università
партия армия фронт министерство правительство движение совет союз комитет служба университет банк компания`

const placeWords = `province district city town village county region valley river mountain mountains mount lake sea ocean gulf bay strait island islands peninsula desert airport port street avenue road square square hotel palace crossing line pass corridor heights hills
republic kingdom emirate federation territory territories hill coast plateau delta dam bridge camp base prison park stadium border capital north south east west northern southern eastern western central upper lower`

const bodyHeads = `military army navy government ministry police parliament forces authorities administration regime cabinet intelligence embassy leadership court senate assembly delegation establishment militia guards coastguard presidency`

const bodyAdjectives = `foreign defence defense interior information armed security air border national central federal provincial finance justice health energy supreme high constitutional caretaker interim ruling civilian law-enforcement police coast naval ground spy ministry's economy trade`

const sayVerbs = `said says say told tells tell added adds denied denies deny accused accuses accuse claimed claims claim argued argues argue insisted insists insist warned warns warn stated states declared declares announced announces alleged alleges allege
confirmed confirms rejected rejects reject dismissed dismisses condemned condemns vowed vows pledged pledges urged urges repeated repeats reiterated complained complains demanded demands demand called calls asked asks wrote writes noted notes explained explains admitted admits conceded concedes reiterated reiterates
stressed stresses emphasized emphasizes emphasised emphasises promised promises threatened threatens blamed blames criticized criticised praised praises tweeted posted testified replied responded believes believe believed thinks think thought hopes hope hoped expects expected wants wanted
dijo afirmó negó acusó declaró anunció aseguró dit affirmé déclaré accusé nié sagte erklärte betonte warf bestritt forderte detto dichiarato ha disse afirmou negou acusou сказал сказала заявил заявила заявили сообщил сообщила сообщили отметил подчеркнул обвинил обвинила обвинили отверг отрицает`

const auxVerbs = `is was are were has had have will would can could may might must should does did do also still never now began started continued became remains remained went came made took gave left held met visited arrived returned fled killed attacked struck launched fired carried faces faced sees saw seems appeared appears plans planned agreed refused failed
won lost sent signed led leads banned backed supported hosted hosts borders shares expanded closed opened accepted removed welcomed rolls needs wants blames views knows`

const placePrepositions = `in at from to near inside outside into across throughout toward towards around within via en desde hacia à depuis vers aus nach в из`

const particles = `of the de del della dei di da dos das do du des la le el al ul ur ud bin ibn bint abu van von der den zu af ter i e y und et and for`

const honorifics = `mr mrs ms miss mx dr sir dame mister madam señor señora sr sra don doña monsieur madame mme m herr frau signor signora г-н г-жа`

const givenNames = `ahmad ahmed mohammad mohammed muhammad mohamed ali hassan hasan hussein husain omar umar ibrahim yusuf yousef abdul abdullah khalid karim rashid fatima maryam mariam aisha zainab amir reza hamid saeed said tariq bilal imran nasir naser mahmoud mustafa
john james robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark paul steven andrew kenneth george edward brian kevin timothy jeffrey gary eric stephen jonathan larry scott frank peter patrick jack dennis jerry
mary patricia jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa margaret sandra ashley kimberly emily donna michelle carol amanda melissa deborah stephanie laura rebecca sharon cynthia kathleen amy anna angela helen emma
jean pierre jacques françois francois philippe nicolas marie anne sophie claire hans karl klaus wolfgang jürgen heinrich friedrich ursula angelika martin andreas stefan thomas maria josé jose juan carlos luis miguel antonio manuel francisco pedro jorge ana carmen isabel
vladimir dmitry dmitri sergei sergey alexander aleksandr ivan mikhail andrei andrey nikolai igor oleg olga natalia tatiana elena svetlana yuri viktor victor boris
владимир дмитрий сергей александр иван михаил андрей николай игорь олег ольга наталья татьяна елена светлана юрий виктор борис алексей анна мария
raj rahul narendra sanjay amit anil sunil priya wei li xi jun ming hiroshi kenji takashi kim park lee ram`

const shortTails = `led run era bid fed hit set old won own due day day's era's age aged`

const prefixes = `anti pro non ex post pre mid trans cross then now self un counter sub inter intra neo semi quasi co all former late early once sino`

const kinNouns = `analyst activist researcher expert journalist lawyer student farmer teacher doctor resident author writer scholar economist scientist historian singer actor actress player coach striker businessman businesswoman entrepreneur candidate nominee lawmaker politician
diplomat negotiator mediator veteran fighter militant cleric preacher commentator columnist reporter photographer witness survivor victim suspect defendant father mother brother sister son daughter wife husband powerbroker insider aide adviser advisor whistleblower`
