package lang

import (
	"strings"

	"github.com/parley-news/parley/internal/text"
)

// StopWords returns the commonest words of a language, folded as text.Fold does, or nil
// when there is no list for it. The map is shared: it must not be changed.
func StopWords(tag string) map[string]bool {
	tag = base(tag)
	switch tag {
	case "prs", "tg":
		tag = "fa"
	case "nb", "nn":
		tag = "no"
	}
	return stopWords[tag]
}

var stopWords = foldedStopWords()

func foldedStopWords() map[string]map[string]bool {
	out := make(map[string]map[string]bool, len(wordLists))
	for tag, list := range wordLists {
		m := map[string]bool{}
		for w := range strings.FieldsSeq(list) {
			m[text.Fold(w)] = true
		}
		out[tag] = m
	}
	return out
}

// wordLists are the commonest function words by language. They identify the language too,
// so that each list should hold the words that tell it from its neighbours.
var wordLists = map[string]string{
	"en":  "the of and to in a is that for it was on as with be by he at from his this are have not they but had which or were been has their who will more would about she when there an what can we said its than also you one all out into them up other after over only some could so no her him two first new if where how i my do did most between during before being because such these those while",
	"fr":  "de la le et les des en un une du à est que qui dans pour par sur au pas ne il plus se avec ce sont son ont aux cette été mais ou comme elle nous leur sa ses être fait deux même ces lui entre après très sans où était depuis aussi avait tout peut dont vous l d c s n qu on je a",
	"es":  "de la que el en y a los se del las un por con no una su para es al lo como más pero sus le ha este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno les ni contra otros ese eso ante ellos e esto antes algunos qué fue ser son está han era dos según años tras",
	"pt":  "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos ter seus quem nas me esse eles são você num nem suas foram pode segundo ainda após disse",
	"it":  "di e il la che in un a è per una del non sono con le si da al i dei gli nel della lo ha come anche più ma alla dal delle all dell ai sul su o se ci questo degli suo sua essere era stato tra loro nella hanno fra anni dopo due quando cui solo molto prima dalla nell sulla ancora stata perché contro",
	"ca":  "de la i el que a en els per un les del amb no una és al se ha com més dels va són pel sobre també seva aquest aquesta però han entre ser fins quan tot pels molt sense perquè anys després aquests on hi l d s n i amb el la ser està sobre tenir són fer ja quan li o aquesta cap estan contra qui va ja encara dos dia després només havia hem gran",
	"gl":  "de a o que e do da en un para é con non unha os no se na por máis as dos como pero foi ao das ten seu súa ou ser cando moi xa está tamén pola polo ata isto ela entre era despois sen mesmo aos unhas uns galego galicia",
	"ro":  "de și în la a care cu o pe nu din un că să este pentru mai sunt au fi al ca fost prin ale fie dar sau după cel lui cei această acest lor se ce iar pot între astfel foarte fără când avea doar spre toate decât aceste despre către",
	"de":  "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei wir ich hatte kann gegen vom können schon wenn habe seine ihre dann unter soll",
	"nl":  "de van het een en in is dat op te zijn voor met die niet aan er om ook als dan maar bij nog naar uit wordt door over hij worden werd was ze of hebben ik zich heeft deze tot meer kan geen wat al onder zo wel haar hun had je mensen moet zou tegen wij veel na omdat tussen waar",
	"af":  "die van en in is het dat 'n nie te op om vir met sy wat was aan hy ook as daar hulle deur sal by maar uit kan word na tot jaar onder sê oor nog ons ek meer is",
	"sv":  "och att det i som en på är av för med till den har de inte om ett han men var jag sig från vi så kan när år under också efter eller nu där vid mot skulle kommer ut får finns vara hade alla andra mycket än här då sedan över bara in blir upp vad få två vill ha många hur mer går sin ska säger någon",
	"da":  "og i at det er en til af på for med de der den som ikke har et om han var men fra vi jeg sig kan så ved eller blev efter skal også være nu hun over mod bliver end hvor blandt mange år når sin kun to få ud må vil mellem havde op her noget nogle siger hvad anden kunne ville andre uden",
	"no":  "og i å det er en på til av for som at med de den har ikke et om han var men fra vi jeg seg kan så ved eller ble etter skal også være nå hun over mot blir enn hvor blant mange år når sin bare to få ut må vil mellom hadde opp her noe noen sier hva andre kunne ville uten dette",
	"is":  "og að í á sem er til það um með var en við ekki af hann fyrir hún þau þeir eru því hafa verið frá þá upp eða eftir þegar hefur einnig þessi ég sér úr þar",
	"fi":  "ja on ei se että hän oli ovat joka mutta kun myös niin kuin sen ole tai jos vain ne olla mukaan jo nyt hänen jotka vielä kanssa siitä mitä sitä voi olivat tämän jonka sekä ollut koska mikä tämä ennen jälkeen vuonna sanoo kertoo sanoi yli noin siis me minä",
	"et":  "ja on ei et see ta kui oli mis ka aga seda oma ning mida ole siis veel kes või nii välja selle olid ma pole juba tema kuid mitte nagu üle vaid pärast tuleb oleks mille sest mees eesti",
	"hu":  "a az és hogy nem is egy ez meg volt csak azt van már mint ha ki még de el vagy be pedig le kell lesz ezt annak majd sem szerint után közölte között nagy minden fel aki azonban illetve lehet ami több arra során úgy mert ilyen voltak lenne magyar",
	"pl":  "w i na z do się nie że jest to o jak a za przez od po ale dla co są tym są jego tak oraz już ich tego był może ma być które który która było przed także lat tylko jako tej czy ze roku również będzie po został przy jej mu bardzo gdy nad pod miał między została oni",
	"cs":  "a v se na je že s z o do to i za ve pro jsou ale jako po by jeho od si k který které však podle být také jsem která tak už není bylo co byl než jen při nebo až před má jejich ze kteří aby mezi roku může let ještě která bude této tento jak když pouze řekl",
	"sk":  "a v sa na je že s z o do to aj za vo pre sú ale ako po by jeho od si k ktorý ktoré však podľa byť tiež som ktorá tak už nie bolo čo bol než len pri alebo až pred má ich zo ktorí aby medzi roku môže rokov ešte bude tejto tento keď povedal",
	"hr":  "i u je na se da za su od a s o koji ne što iz to kao će bi nije te ali koja do po prema koje ili samo kako bio nakon zbog sve više već može biti bez dok tako još bila između rekao također prije godine gdje ovaj tko vlada",
	"sl":  "in je v na da se za so z s pa ki po o iz ne ali tudi kot od bi še ter do bo pri je biti ni lahko ko več samo že med zaradi sem po leta vse kar proti ob tem kako zelo",
	"lt":  "ir kad į iš yra su tai buvo ne bet kaip jis apie dėl kurie savo taip pat po už jau ar nuo bus tik prie metų nėra arba labai jo jie kuris mes šiuo per iki tarp",
	"lv":  "un ir ka no ar uz par kas bet arī tas nav kā pie tika lai gan tikai pēc jau būs viņš vai savu līdz šo kur bija pa to viņa vairāk ļoti gada starp",
	"sq":  "të e në që dhe për i me është një nga se nuk ka më do si u ai kjo janë por tij ky së duke edhe kur ndaj sipas pas deri ishte kanë gjithë këtë",
	"tr":  "ve bir bu için da de ile olarak çok daha olan gibi ne en kadar sonra ise ya ama her o değil oldu var şu dedi ki mi içinde olduğunu ancak olduğu kendi göre iki diye büyük yeni son arasında tarafından karşı nedeniyle yok bunun onun üzerine edildi etti eden",
	"az":  "və bir bu üçün da də ilə olan kimi edib daha o çox ki isə olub sonra deyil var hər onun öz görə qədər həm lakin amma edən olaraq bildirib tərəfindən edir etmək ölkə azərbaycan azərbaycanın olduğunu sonra belə bütün qeyd",
	"uz":  "va bu bir bilan uchun ham o'z edi emas bo'lgan bo'ladi deb qilish haqida yil kerak lekin ularning shu o'sha barcha yangi keyin orqali bo'yicha esa uning mumkin dan ga",
	"id":  "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga ke karena ada bisa oleh saat mereka telah atau kata sebagai lebih bahwa sudah tersebut adalah para kami saya hanya seperti dia namun menjadi bagi belum masih satu secara antara setelah harus kepada hari tahun serta sangat ketika dapat banyak melalui pun ia bukan negara kita mengatakan menurut jika tentang sementara orang lainnya tetapi sedang hingga mengenai maupun apa pernah sejak bagaimana semua dua tak lain merupakan beberapa memiliki menjadi pemerintah kemudian baru akibat agar",
	"ms":  "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga ke kerana ada boleh oleh ketika mereka telah atau kata sebagai lebih bahawa sudah tersebut ialah para kami saya hanya seperti beliau namun menjadi bagi belum masih satu secara antara selepas perlu kepada hari tahun serta sangat dapat banyak melalui daripada berkata manakala turut pihak sebuah adalah negara mempunyai kita orang sejak hingga semua kemudian dua baru lain bukan agar kerajaan menerusi ahli terhadap sebelum mahu",
	"tl":  "ang ng sa na at mga ay ni si para ito hindi kung niya may nang siya kay ko rin din pa lang naman isang mula sila ayon dahil kanyang ating nila noong pero wala upang",
	"vi":  "và của là có được cho các không trong một với những này người đã để khi tại đến từ về như cũng ra vào năm sẽ nhiều phải trên ông đó theo sau nhưng việc đang bị hơn lại còn thì hai rằng vì ở do mà",
	"sw":  "ya na wa kwa ni katika za la kuwa hiyo cha kama huo hii lakini baada watu hilo pia huyo hivyo yake wake ambao ambayo amesema alisema kutoka bila kati hao hayo mwaka nchi nchini serikali zaidi sana tu si moja ili hadi bado wakati wengine yao wao mtu siku kila mpya nchi vya",
	"so":  "oo ka ay in ku iyo waa ah la soo uu u ee waxaa ayaa ma ugu aan si wax dal kale isaga doona kasta hal dhexe sheegay magaalada dowladda",
	"ha":  "da a ya ta na ne da ce wanda cikin kuma mai su don an ba ga shi domin suka kasar amma wannan yi sun za yadda bayan kan cewa yake wasu",
	"yo":  "ni ti ati awọn fun si o wọn naa pe kan lati jẹ ń ṣe nínú àwọn tí sí fún",
	"ru":  "и в не на что с он по как это а к но из у за от же для так все было был его о только или бы до она мы при которые также уже ее они может быть если когда чтобы этом после еще более этого том года году были который ранее сообщил со нет время во том лет об того однако между своих",
	"uk":  "і в не на що з та у до як це за про а від але його для й по так вже також було був або вона вони які бути який цього може якщо через після при ще він є все щоб є більше року їх до цьому під час тому між інших лише",
	"be":  "і ў не на што з у да як гэта за пра а ад але яго для па так ужо таксама было быў або яна яны якія які можа калі пасля пры яшчэ ён ёсць каб больш года гэтага іх",
	"bg":  "на и в да за се от с е че по не са като ще до при но а или това който които има беше което със след този им му ли той още те която само във би към бъде през тези както може без между само години тя много повече освен обаче",
	"sr":  "и у је на се да за су од а са о који не што из то као ће би није те али која до по према које или само како био након због све више већ може бити без док тако још била између рекао такође пре године где овај када ово јер смо сам чак људи њих ипак бити нас ову једна један тада њихов пошто",
	"mk":  "и во на да се за од е со не што по ги како му го ја кои но или ќе кој која при само од до беше има тоа оваа овој според додека може меѓу бил сите години денес уште",
	"kk":  "және мен бұл бір үшін деп да де осы еді болып емес ол бар қазақстан туралы жылы болды кейін сол екен бойынша өз ғана сондай халық",
	"tg":  "ва дар ба аз ки ин бо он барои аст шуд буд мешавад ҳам ё то низ кард тоҷикистон ҷумҳурии онҳо худ ҳар",
	"mn":  "нь байна юм энэ бол болон дээр байсан гэж мөн үед тэр хэд гэсэн монгол улсын",
	"fa":  "و در به از که این را با است برای آن یک خود تا کرد بر هم نیز گفت می‌شود شد دارد باید شده ما اما یا بود وی کند کرده آنها اگر هر بین همچنین مورد پس پیش کنند می‌کند هستند است همه نیست چه سال بسیار داشت دو بدون توسط هزار حال دیگر چون من شود",
	"ps":  "د په او چې دی له کې ته یې هم دا نه سره ده پر دغه يې وي کړي شوي کړ ویل کوي تر خو به لپاره شو ورته هغه دې باندې پورې وو کوم وکړ کړه وروسته یو چی نو اړه",
	"ar":  "في من على أن إلى التي عن مع هذا هذه الذي بعد ما كان لا كما أو قال ذلك بين قد لم كل وقال حيث خلال إن و أكثر كانت عند هو هي غير أي حتى منذ تم عام يوم لها قبل ثم به لن عليه نحو ضد دون وفي فيها لكن بأن الى وأن أنه ليس عدد",
	"ur":  "کے میں کی ہے اور سے کا کو اس نے ہیں کہ پر یہ بھی تو ایک نہیں تھا ان وہ کر جو گیا لیے ہو ساتھ کہا بعد تھے ہوئے کرنے اپنے جا رہے رہا کچھ ہی تک یا گئی تھی ہم دیا والے گے کیا طرح آپ",
	"ckb": "لە و بۆ بە کە ئەم لەسەر هەر دەکات لەگەڵ ئەو کرد نییە هەیە یان بوو دەبێت خۆی تا ئەوە دوای",
	"he":  "של את על לא עם הוא כי זה גם היא אם או אך כל יותר אל אבל אין יש מה בין היה אחרי זו אני לפני רק אותו עוד שלא להיות הם כך היום לאחר אמר ידי כאשר",
	"hi":  "के में की है और से का को ने यह पर हैं कि भी इस एक नहीं तो ही था हो कर जो लिए उन्होंने कहा साथ गया वह किया अपने उनके थे बाद रहे दिया ये जा करने थी रहा हुए उस तक द्वारा अब होने लेकिन या सकता सभी गई कुछ कोई जब",
	"mr":  "आहे आणि या व ते हे की एक आहेत तर नाही हा होते मध्ये त्या असे केले ही केली झाली करण्यात त्यांनी झाले पण असून करून यांनी त्यांच्या मात्र म्हणून येथे आता होता होती सर्व काही आपल्या हा यांच्या जात",
	"ne":  "र छ पनि को का छन् गरेको भएको हो लाई यो गर्न गरे थियो भने मा लागि गर्ने तथा त्यो भन्ने एक गरी नेपाल हुने बाट उनले अहिले",
	"bn":  "ও এই করে থেকে এবং হয় করা না তার যে এ জন্য একটি তিনি হয়েছে সঙ্গে কিন্তু বলেন পর নিয়ে আর তা আছে হবে সে তাদের ছিল কথা মধ্যে বা কোনো",
	"as":  "আৰু এই কৰা হয় পৰা যে কৰি নাই হৈছে লগত",
	"zh":  "的 一 是 在 不 了 有 和 人 这 中 大 为 上 个 国 我 以 要 他 时 来 用 们 到 于 与 也 对 说 而 及 但 将 被",
}
