package when

// tables holds the date vocabulary by language; see newTable for the notation. The order of
// tags is fixed by tags, so that what is made of all of them is deterministic.
var tables = map[string]*table{
	"en": newTable(`capital:
months: january,jan february,feb march,mar april,apr may june,jun july,jul august,aug september,sept,sep october,oct november,nov december,dec
short: jan feb mar apr jun jul aug sept sep oct nov dec sun mon tue tues wed thu thur thurs fri sat d h hr hrs min mins wk wks mo mos yr yrs m s sec secs w y
weekdays: sunday,sun monday,mon tuesday,tue,tues wednesday,wed thursday,thu,thur,thurs friday,fri saturday,sat
units: minute,minutes,min,mins,m hour,hours,hr,hrs,h day,days,d week,weeks,wk,wks,w month,months,mo,mos year,years,yr,yrs,y decade,decades weekend,weekends
counts: one,a,an two,couple three,few,several four five six seven eight nine ten eleven twelve
last: last past
next: next coming
this: this
ago: ago
days: yesterday-1 today+0 tonight+0 tomorrow+1
late: late early mid end beginning start middle
around: around about nearly almost roughly some over approximately circa
lead: in on since by until till from during before after through to of at between around late early mid dated
link: of the
seasons: spring summer autumn,fall winter
future: will would shall due scheduled expected upcoming planned plans until by
earlier: earlier later
filler: at on of the published posted updated date by last modified st nd rd th`),
	"fr": newTable(`after:
months: janvier,janv février,fév,févr mars avril,avr mai juin juillet,juil août septembre,sept octobre,oct novembre,nov décembre,déc
weekdays: dimanche lundi mardi mercredi jeudi vendredi samedi
units: minute,minutes heure,heures jour,jours semaine,semaines mois an,ans,année,années décennie,décennies week-end
counts: un,une deux trois,quelques quatre cinq six sept huit neuf dix onze douze
last: dernier dernière passé passée derniers
next: prochain prochaine
this: ce cette cet
before: il_y_a
days: hier-1 aujourd+0 demain+1
late: fin début mi
around: environ près vers
lead: en le au depuis dès jusque de du fin début ce
link: de
year: année an
seasons: printemps été automne hiver
filler: le à publié mis jour h er et`),
	"es": newTable(`after:
months: enero,ene febrero,feb marzo,mar abril,abr mayo,may junio,jun julio,jul agosto,ago septiembre,setiembre,sept,sep octubre,oct noviembre,nov diciembre,dic
weekdays: domingo lunes martes miércoles jueves viernes sábado
units: minuto,minutos hora,horas día,días semana,semanas mes,meses año,años década,décadas -
counts: un,una,uno dos tres,unos,unas,varios cuatro cinco seis siete ocho nueve diez once doce
last: pasado pasada último última
next: próximo próxima
this: este esta
ago: atrás
before: hace
days: ayer-1 hoy+0 mañana+1 anteayer-2 anoche-1
late: finales principios mediados comienzos
around: unos cerca casi
lead: en el desde hasta de del este
link: de del
year: año
seasons: primavera verano otoño invierno
short: mar may ago sep sept ene feb abr jun jul oct nov dic
filler: el a las publicado actualizado de del`),
	"pt": newTable(`after:
months: janeiro,jan fevereiro,fev março,mar abril,abr maio,mai junho,jun julho,jul agosto,ago setembro,set outubro,out novembro,nov dezembro,dez
weekdays: domingo segunda-feira,segunda terça-feira,terça quarta-feira,quarta quinta-feira,quinta sexta-feira,sexta sábado
units: minuto,minutos hora,horas dia,dias semana,semanas mês,meses ano,anos década,décadas -
counts: um,uma dois,duas três,alguns,algumas quatro cinco seis sete oito nove dez onze doze
last: passado passada último última
next: próximo próxima
this: este esta neste nesta
ago: atrás
before: há
days: ontem-1 hoje+0 amanhã+1 anteontem-2
late: final fim início meados
around: cerca quase
lead: em no na desde até de do da
link: de do
year: ano
seasons: primavera verão outono inverno
short: jan fev mar abr mai jun jul ago set out nov dez segunda terça quarta quinta sexta
filler: às publicado atualizado em de h`),
	"it": newTable(`after:
months: gennaio,gen febbraio,feb marzo,mar aprile,apr maggio,mag giugno,giu luglio,lug agosto,ago settembre,set,sett ottobre,ott novembre,nov dicembre,dic
weekdays: domenica lunedì martedì mercoledì giovedì venerdì sabato
units: minuto,minuti ora,ore giorno,giorni settimana,settimane mese,mesi anno,anni decennio,decenni -
counts: un,una,uno due tre,alcuni,qualche quattro cinque sei sette otto nove dieci undici dodici
last: scorso scorsa passato passata ultimo ultima
next: prossimo prossima
this: questo questa quest
ago: fa
days: ieri-1 oggi+0 domani+1
late: fine inizio metà
around: circa quasi
lead: nel in il dal da di fino lo la
link: di del
year: anno
seasons: primavera estate autunno inverno
short: gen feb mar apr mag giu lug ago set sett ott nov dic
filler: alle ore pubblicato aggiornato il`),
	"de": newTable(`capital:
months: januar,jan,jänner februar,feb,feber märz,mrz april,apr mai juni,jun juli,jul august,aug september,sept,sep oktober,okt november,nov dezember,dez
weekdays: sonntag montag dienstag mittwoch donnerstag freitag samstag,sonnabend
units: minute,minuten stunde,stunden tag,tage,tagen,tages woche,wochen monat,monate,monaten,monats jahr,jahre,jahren,jahres jahrzehnt,jahrzehnte,jahrzehnten wochenende
counts: ein,eine,einem,einer,eines zwei drei,einigen,wenigen vier fünf sechs sieben acht neun zehn elf zwölf
last: letzte letzten letzter letztes letztem vergangene vergangenen vergangener vergangenes vergangenem vorigen voriges vorige
next: nächste nächsten nächster nächstes kommende kommenden kommendes
this: diese diesen dieser dieses diesem
before: vor
days: gestern-1 heute+0 morgen+1 vorgestern-2 übermorgen+2
late: ende anfang mitte
around: etwa rund fast gut circa gegen
lead: im am in seit bis von vom ab nach vor ende anfang mitte zum den der jahr
link: des der
year: jahr jahres
seasons: frühling,frühjahr sommer herbst winter
short: jan feb apr jun jul aug sep sept okt nov dez mrz
filler: uhr um den der am veröffentlicht aktualisiert stand`),
	"nl": newTable(`after:
months: januari,jan februari,feb maart,mrt april,apr mei juni,jun juli,jul augustus,aug september,sept,sep oktober,okt november,nov december,dec
weekdays: zondag maandag dinsdag woensdag donderdag vrijdag zaterdag
units: minuut,minuten uur,uren dag,dagen week,weken maand,maanden jaar,jaren decennium,decennia weekend
counts: een,één twee drie,enkele,paar vier vijf zes zeven acht negen tien elf twaalf
last: vorige vorig afgelopen laatste
next: volgende volgend komende
this: deze dit
ago: geleden
days: gisteren-1 vandaag+0 morgen+1 eergisteren-2
late: eind begin medio
lead: in op sinds tot van vanaf eind begin
year: jaar
short: jan feb mrt apr jun jul aug sep sept okt nov dec
filler: om uur op gepubliceerd`),
	"ru": newTable(`months: январь,января,январе,янв февраль,февраля,феврале,фев март,марта,марте апрель,апреля,апреле,апр май,мая,мае июнь,июня,июне,июн июль,июля,июле,июл август,августа,августе,авг сентябрь,сентября,сентябре,сен,сент октябрь,октября,октябре,окт ноябрь,ноября,ноябре,ноя,нояб декабрь,декабря,декабре,дек
weekdays: воскресенье,воскресенья понедельник,понедельника вторник,вторника среда,среду,среды четверг,четверга пятница,пятницу,пятницы суббота,субботу,субботы
units: минуту,минуты,минут час,часа,часов день,дня,дней неделя,неделю,недели,недель,неделе месяц,месяца,месяцев,месяце год,года,лет,году десятилетие,десятилетия,десятилетий выходные
counts: один,одну,одна два,две три,несколько четыре пять шесть семь восемь девять десять одиннадцать двенадцать
last: прошлый прошлого прошлом прошлой прошлую минувший минувшего минувшей минувшую минувшем
next: следующий следующего следующем следующей следующую будущем
this: этот этой этом эту этого нынешнем текущем текущего
ago: назад
days: вчера-1 сегодня+0 завтра+1 позавчера-2 накануне-1
late: конце начале середине концу началу конца начала
around: около примерно почти
lead: в с во до по от на к после конце начале середине
year: год года году г гг
seasons: весной летом осенью зимой
short: янв фев апр июн июл авг сен окт ноя дек сент нояб
filler: в г опубликовано обновлено от мск`),
	"uk": newTable(`months: січень,січня,січні лютий,лютого,лютому березень,березня,березні квітень,квітня,квітні травень,травня,травні червень,червня,червні липень,липня,липні серпень,серпня,серпні вересень,вересня,вересні жовтень,жовтня,жовтні листопад,листопада,листопаді грудень,грудня,грудні
weekdays: неділя,неділю,неділі понеділок,понеділка вівторок,вівторка середа,середу,середи четвер,четверга п'ятниця,п'ятницю субота,суботу,суботи
units: хвилину,хвилини,хвилин годину,години,годин день,дня,дні,днів тиждень,тижня,тижні,тижнів місяць,місяця,місяці,місяців рік,року,роки,років,році десятиліття -
counts: один,одну два,дві три,кілька чотири п'ять шість сім вісім дев'ять десять одинадцять дванадцять
last: минулий минулого минулому минулої
next: наступний наступного наступному
this: цей цього цьому
ago: тому
days: вчора-1 учора-1 сьогодні+0 завтра+1 позавчора-2
late: кінці початку середині наприкінці
lead: у в з до від на після
year: рік року році р
filler: о опубліковано`),
	"fa": newTable(`after:
months: ژانویه,جنوری فوریه,فبروری مارس,مارچ آوریل,آپریل,اپریل مه,می ژوئن,جون ژوئیه,جولای,جولای اوت,آگوست,اگست سپتامبر,سپتمبر اکتبر,اکتوبر نوامبر,نومبر دسامبر,دسمبر
solar: فروردین,حمل اردیبهشت,ثور خرداد,جوزا تیر,سرطان مرداد,امرداد,اسد شهریور,سنبله مهر,میزان آبان,عقرب آذر,قوس دی,جدی بهمن,دلو اسفند,حوت
weekdays: یکشنبه,یک‌شنبه دوشنبه,دو‌شنبه سه‌شنبه,سهشنبه چهارشنبه,چهار‌شنبه پنجشنبه,پنج‌شنبه جمعه,آدینه شنبه
units: دقیقه ساعت روز هفته ماه سال دهه -
counts: یک دو سه,چند چهار پنج شش هفت هشت نه ده یازده دوازده
last: گذشته پیش قبل پارسال
next: آینده بعد
this: این امسال جاری
ago: پیش قبل
days: دیروز-1 امروز+0 فردا+1 پریروز-2 دیشب-1 امشب+0
years: پارسال-1 امسال+0
late: اواخر اوایل اواسط
around: حدود تقریبا نزدیک
lead: در از تا روز ماه اواخر اوایل سال تاریخ برای
year: سال
short: مه می دی تیر مهر میزان اسد قوس جدی دلو حمل سرطان
filler: ساعت روز تاریخ`),
	"ps": newTable(`after:
months: جنوري,جنورۍ فبروري,فبرورۍ مارچ اپریل مې,می جون جولای اګست سپتمبر,سپتامبر اکتوبر,اکتبر نومبر,نوامبر ډسمبر,دسمبر
solar: وری غویی غبرګولی چنګاښ زمری وږی تله لړم لیندۍ مرغومی سلواغه کب
weekdays: یکشنبه,یکشنبې دوشنبه,دوشنبې سه‌شنبه,سې‌شنبې چارشنبه,چارشنبې پنجشنبه,پنجشنبې جمعه,جمعې شنبه,شنبې
units: دقیقې,دقیقه ساعته,ساعت ورځ,ورځې اونۍ میاشت,میاشتې کال,کاله لسیزه -
last: تېر تیر تېره تیره
this: دا دې سږ
ago: مخکې وړاندې
days: پرون-1 نن+0 سبا+1
lead: په د تر له
year: کال
short: مې می تله کب زمری`),
	"ar": newTable(`after:
months: يناير,جانفي فبراير,شباط,فيفري مارس,آذار أبريل,إبريل,نيسان,أفريل مايو,أيار,ماي يونيو,حزيران,جوان يوليو,تموز,جويلية أغسطس,آب,أوت سبتمبر,أيلول أكتوبر نوفمبر ديسمبر
months: كانون_الثاني - - - - - - - - تشرين_الأول تشرين_الثاني كانون_الأول
weekdays: الأحد,أحد الإثنين,الاثنين,إثنين الثلاثاء,ثلاثاء الأربعاء,أربعاء الخميس,خميس الجمعة,جمعة السبت,سبت
units: دقيقة,دقائق ساعة,ساعات يوم,أيام,اليوم,يوما أسبوع,أسابيع,الأسبوع شهر,أشهر,شهور,الشهر,شهرا سنة,سنوات,عام,أعوام,العام,السنة,عاما عقد,عقود,العقد -
counts: واحد يومين ثلاثة,ثلاث,عدة,بضعة أربعة,أربع خمسة,خمس ستة,ست سبعة,سبع ثمانية,ثماني تسعة,تسع عشرة,عشر
last: الماضي الماضية المنصرم الفائت
next: المقبل المقبلة القادم القادمة
this: هذا هذه الحالي الجاري الحالية
before: قبل منذ
days: أمس-1 اليوم+0 غدا+1 قبل_يومين-2 منذ_يومين-2
years: قبل_عامين-2 قبل_سنتين-2 منذ_عامين-2
late: أواخر أوائل مطلع منتصف نهاية بداية
around: نحو حوالي قرابة
lead: في منذ يوم حتى من شهر عام سنة أواخر أوائل
link: من
year: عام سنة العام
short: آب أحد جمعة سبت خميس جوان ماي
filler: الساعة يوم م في`),
	"ur": newTable(`after:
months: جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر
weekdays: اتوار پیر,سوموار منگل بدھ جمعرات جمعہ,جمعے ہفتہ,ہفتے,سنیچر
units: منٹ گھنٹے,گھنٹہ دن,روز ہفتے,ہفتہ,ہفتوں ماہ,مہینے,مہینہ,مہینوں سال,برس دہائی,دہائیاں -
counts: ایک دو تین,چند چار پانچ چھ سات آٹھ نو دس گیارہ بارہ
last: گزشتہ گذشتہ پچھلے پچھلی
next: آئندہ اگلے اگلی
this: اس رواں
ago: قبل پہلے
days: گزشتہ_روز-1 آج+0
late: اواخر اوائل
lead: کو میں سے بروز سال
year: سال
short: پیر منگل
filler: بروز کو`),
	"tr": newTable(`capital:
months: ocak,oca şubat,şub mart nisan,nis mayıs haziran,haz temmuz,tem ağustos,ağu eylül,eyl ekim,eki kasım,kas aralık,ara
weekdays: pazar pazartesi salı çarşamba perşembe cuma cumartesi
units: dakika saat gün hafta ay yıl,sene - -
counts: bir iki üç,birkaç dört beş altı yedi sekiz dokuz on onbir oniki
last: geçen geçtiğimiz
next: gelecek önümüzdeki
this: bu
ago: önce
days: dün-1 bugün+0 yarın+1 önceki_gün-2
years: geçen_yıl-1 geçen_sene-1 bu_yıl+0
late: sonu başı ortası
around: yaklaşık
lead: ve günü tarihinde
year: yılı yılında yıl
short: oca şub nis haz tem ağu eyl eki kas ara mart pazar salı
filler: saat güncelleme tarihi yayınlanma`),
	"id": newTable(`after:
months: januari,jan februari,feb maret,mar april,apr mei juni,jun juli,jul agustus,agu,ags september,sep oktober,okt november,nov desember,des
weekdays: minggu,ahad senin selasa rabu kamis jumat,jum'at sabtu
units: menit jam hari minggu,pekan bulan tahun dekade -
counts: satu,sebulan dua tiga,beberapa empat lima enam tujuh delapan sembilan sepuluh sebelas
last: lalu kemarin silam
next: depan mendatang
this: ini
ago: lalu silam yang_lalu
days: kemarin-1 besok+1
late: akhir awal pertengahan
around: sekitar
lead: pada di sejak hingga dari bulan tahun hari
year: tahun
short: minggu ahad jan feb mar apr jun jul agu ags sep okt nov des
filler: pukul wib wita wit`),
	"ms": newTable(`after:
months: januari,jan februari,feb mac april,apr mei jun julai ogos september,sept oktober,okt november,nov disember,dis
weekdays: ahad isnin selasa rabu khamis jumaat sabtu
units: minit jam hari minggu bulan tahun dekad -
counts: satu dua tiga,beberapa empat lima enam tujuh lapan sembilan sepuluh
last: lalu lepas
next: depan
this: ini
ago: lalu lepas
days: semalam-1 esok+1
lead: pada di sejak hingga dari bulan tahun hari
year: tahun
short: jan feb mac jun`),
	"hi": newTable(`after:
months: जनवरी फरवरी,फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर,सितम्बर अक्टूबर,अक्तूबर नवंबर,नवम्बर दिसंबर,दिसम्बर
weekdays: रविवार,इतवार सोमवार मंगलवार बुधवार गुरुवार,गुरूवार,बृहस्पतिवार शुक्रवार शनिवार
units: मिनट घंटे,घंटा,घण्टे दिन हफ्ते,हफ़्ते,सप्ताह महीने,महीना,माह साल,वर्ष,वर्षों दशक -
counts: एक दो तीन,कुछ चार पांच,पाँच छह,छः सात आठ नौ दस ग्यारह बारह
last: पिछले पिछली बीते गत
next: अगले अगली
this: इस
ago: पहले पूर्व
days: आज+0
lead: को में से वर्ष साल
year: साल वर्ष सन
filler: को बजे प्रकाशित`),
	"bn": newTable(`months: জানুয়ারি,জানুয়ারী ফেব্রুয়ারি,ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর
weekdays: রোববার,রবিবার সোমবার মঙ্গলবার বুধবার বৃহস্পতিবার শুক্রবার শনিবার
units: মিনিট ঘণ্টা,ঘন্টা দিন সপ্তাহ,সপ্তাহে মাস,মাসে বছর,বছরে দশক -
last: গত
next: আগামী
this: চলতি এই
ago: আগে
days: আজ+0 গতকাল-1 আগামীকাল+1
year: সাল সালে সালের`),
	"pl": newTable(`months: styczeń,stycznia,styczniu luty,lutego,lutym marzec,marca,marcu kwiecień,kwietnia,kwietniu maj,maja,maju czerwiec,czerwca,czerwcu lipiec,lipca,lipcu sierpień,sierpnia,sierpniu wrzesień,września,wrześniu październik,października,październiku listopad,listopada,listopadzie grudzień,grudnia,grudniu
weekdays: niedziela,niedzielę poniedziałek wtorek środa,środę czwartek piątek sobota,sobotę
units: minutę,minuty,minut godzinę,godziny,godzin dzień,dni tydzień,tygodnie,tygodni,tygodniu miesiąc,miesiące,miesięcy,miesiącu rok,lata,lat,roku dekada -
counts: jeden dwa,dwie trzy,kilka cztery pięć sześć siedem osiem dziewięć dziesięć
last: zeszły zeszłym zeszłego ubiegły ubiegłym ubiegłego zeszłą
next: przyszły przyszłym
this: tym tego
ago: temu
days: wczoraj-1 dziś+0 dzisiaj+0 jutro+1 przedwczoraj-2
lead: w we od do po
year: rok roku r
filler: godz opublikowano`),
	"cs": newTable(`months: leden,ledna,lednu únor,února,únoru březen,března,březnu duben,dubna,dubnu květen,května,květnu červen,června,červnu červenec,července,červenci srpen,srpna,srpnu září říjen,října,říjnu listopad,listopadu prosinec,prosince,prosinci
weekdays: neděle,neděli pondělí úterý středa,středu čtvrtek pátek sobota,sobotu
units: minutu,minuty,minut hodinu,hodiny,hodin den,dny,dnů,dní týden,týdny,týdnů měsíc,měsíce,měsíců rok,roky,let,roce,roku - -
last: loni minulý minulého minulém
before: před
days: včera-1 dnes+0 zítra+1 předevčírem-2
years: loni-1 letos+0
lead: v ve od do po
year: rok roku roce`),
	"sv": newTable(`months: januari,jan februari,feb mars april,apr maj juni,jun juli,jul augusti,aug september,sep,sept oktober,okt november,nov december,dec
weekdays: söndag,söndagen,söndags måndag,måndagen,måndags tisdag,tisdagen,tisdags onsdag,onsdagen,onsdags torsdag,torsdagen,torsdags fredag,fredagen,fredags lördag,lördagen,lördags
units: minut,minuter timme,timmar dag,dagar,dagen vecka,veckor,veckan månad,månader,månaden år,året decennium,decennier helgen
counts: en,ett två tre,några fyra fem sex sju åtta nio tio elva tolv
last: förra
next: nästa
this: denna detta
ago: sedan
before: för
days: igår-1 i_går-1 idag+0 i_dag+0 imorgon+1 i_morgon+1
years: i_fjol-1
lead: i på sedan från till den
short: jan feb mars apr jun jul aug sep sept okt nov dec
filler: kl den publicerad uppdaterad`),
	"da": newTable(`months: januar,jan februar,feb marts april,apr maj juni,jun juli,jul august,aug september,sep,sept oktober,okt november,nov december,dec
weekdays: søndag mandag tirsdag onsdag torsdag fredag lørdag
units: minut,minutter time,timer dag,dage uge,uger,ugen måned,måneder år årti,årtier weekenden
counts: en,et to tre,nogle fire fem seks syv otte ni ti elleve tolv
last: sidste
next: næste
this: denne dette
ago: siden
before: for
days: i_går-1 i_dag+0 i_morgen+1
lead: i på siden fra til den
short: jan feb jun jul aug sep sept okt nov dec
filler: kl den`),
	"no": newTable(`months: januar,jan februar,feb mars april,apr mai juni,jun juli,jul august,aug september,sep,sept oktober,okt november,nov desember,des
weekdays: søndag mandag tirsdag onsdag torsdag fredag lørdag
units: minutt,minutter time,timer dag,dager uke,uker,uka,uken måned,måneder år tiår helgen
counts: en,ett,et to tre,noen fire fem seks sju,syv åtte ni ti elleve tolv
last: forrige sist
next: neste
this: denne dette
ago: siden
before: for
days: i_går-1 i_dag+0 i_morgen+1
years: i_fjor-1
lead: i på siden fra til den
short: jan feb jun jul aug sep sept okt nov des
filler: kl den publisert oppdatert`),
	"ro": newTable(`after:
months: ianuarie,ian februarie,feb martie aprilie,apr mai iunie,iun iulie,iul august,aug septembrie,sept octombrie,oct noiembrie,nov decembrie,dec
weekdays: duminică luni marți miercuri joi vineri sâmbătă
units: minut,minute oră,ore zi,zile săptămână,săptămâni,săptămâna lună,luni,luna an,ani,anul deceniu,decenii -
last: trecut trecută
this: acest această
before: acum
days: ieri-1 azi+0 astăzi+0 mâine+1
lead: în din pe de
short: luni mai ian feb apr iun iul aug sept oct nov dec`),
	"hu": newTable(`months: január,jan,januárban február,febr,februárban március,márc,márciusban április,ápr,áprilisban május,máj,májusban június,jún,júniusban július,júl,júliusban augusztus,aug,augusztusban szeptember,szept,szeptemberben október,okt,októberben november,nov,novemberben december,dec,decemberben
weekdays: vasárnap hétfő,hétfőn kedd,kedden szerda,szerdán csütörtök,csütörtökön péntek,pénteken szombat,szombaton
units: perce,perc órája,óra napja,nap hete,hét hónapja,hónap éve,év - -
last: tavaly múlt
days: tegnap-1 ma+0 holnap+1
years: tavaly-1 idén+0
short: jan febr márc ápr máj jún júl aug szept okt nov dec ma`),
	"fi": newTable(`months: tammikuu,tammikuuta,tammikuussa,tammikuun helmikuu,helmikuuta,helmikuussa,helmikuun maaliskuu,maaliskuuta,maaliskuussa,maaliskuun huhtikuu,huhtikuuta,huhtikuussa,huhtikuun toukokuu,toukokuuta,toukokuussa,toukokuun kesäkuu,kesäkuuta,kesäkuussa,kesäkuun heinäkuu,heinäkuuta,heinäkuussa,heinäkuun elokuu,elokuuta,elokuussa,elokuun syyskuu,syyskuuta,syyskuussa,syyskuun lokakuu,lokakuuta,lokakuussa,lokakuun marraskuu,marraskuuta,marraskuussa,marraskuun joulukuu,joulukuuta,joulukuussa,joulukuun
weekdays: sunnuntai,sunnuntaina maanantai,maanantaina tiistai,tiistaina keskiviikko,keskiviikkona torstai,torstaina perjantai,perjantaina lauantai,lauantaina
units: minuuttia tuntia päivää,päivä viikkoa,viikko,viikolla kuukautta,kuukausi vuotta,vuosi,vuonna - -
last: viime
next: ensi
this: tällä tänä
ago: sitten
days: eilen-1 tänään+0 huomenna+1
year: vuonna`),
	"el": newTable(`months: ιανουάριος,ιανουαρίου,ιανουάριο φεβρουάριος,φεβρουαρίου,φεβρουάριο μάρτιος,μαρτίου,μάρτιο απρίλιος,απριλίου,απρίλιο μάιος,μαΐου,μάιο ιούνιος,ιουνίου,ιούνιο ιούλιος,ιουλίου,ιούλιο αύγουστος,αυγούστου,αύγουστο σεπτέμβριος,σεπτεμβρίου,σεπτέμβριο οκτώβριος,οκτωβρίου,οκτώβριο νοέμβριος,νοεμβρίου,νοέμβριο δεκέμβριος,δεκεμβρίου,δεκέμβριο
weekdays: κυριακή δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο
units: λεπτά ώρες,ώρα μέρες,ημέρες,ημέρα εβδομάδα,εβδομάδες μήνα,μήνες,μήνας χρόνια,χρόνο,έτος δεκαετία -
last: περασμένο περασμένη προηγούμενη
days: χθες-1 χτες-1 σήμερα+0 αύριο+1
before: πριν`),
	"he": newTable(`after:
months: ינואר,בינואר פברואר,בפברואר מרץ,במרץ,מרס,במרס אפריל,באפריל מאי,במאי יוני,ביוני יולי,ביולי אוגוסט,באוגוסט ספטמבר,בספטמבר אוקטובר,באוקטובר נובמבר,בנובמבר דצמבר,בדצמבר
weekdays: ראשון שני שלישי רביעי חמישי שישי שבת
short: ראשון שני שלישי רביעי חמישי שישי
units: דקות,דקה שעות,שעה ימים,יום שבועות,שבוע,השבוע חודשים,חודש,החודש שנים,שנה,השנה עשור,עשורים -
last: שעבר שעברה
before: לפני
days: אתמול-1 היום+0 מחר+1 שלשום-2
year: שנת בשנת`),
	"vi": newTable(`months: tháng_một tháng_hai tháng_ba tháng_tư tháng_năm tháng_sáu tháng_bảy tháng_tám tháng_chín tháng_mười tháng_mười_một tháng_mười_hai
units: phút giờ ngày tuần tháng năm - -
ago: trước
last: trước
days: hôm_qua-1 hôm_nay+0
year: năm`),
}

// relatives name tables that serve another tag as well.
var relatives = map[string]string{"prs": "fa", "tg": "fa", "nb": "no", "nn": "no", "gl": "pt", "ca": "es", "be": "ru", "bg": "ru", "sr": "ru", "mr": "hi", "ne": "hi", "sk": "cs"}

// tags lists the tables in a fixed order, the most widely written first.
var tags = []string{"en", "es", "fr", "de", "pt", "it", "ru", "ar", "fa", "tr", "id", "nl", "pl", "uk", "ur", "hi", "bn", "sv", "da", "no", "cs", "ro", "hu", "fi", "el", "he", "ps", "ms", "vi"}

// tableOf is the table of a language tag, English where there is none.
func tableOf(tag string) *table {
	tag = baseTag(tag)
	if t := tables[tag]; t != nil {
		return t
	}
	if t := tables[relatives[tag]]; t != nil {
		return t
	}
	return tables["en"]
}

func baseTag(tag string) string {
	for i := 0; i < len(tag); i++ {
		if tag[i] == '-' || tag[i] == '_' {
			return tag[:i]
		}
	}
	return tag
}

// anyMonth knows the month names and masthead words of every language; a word that
// two languages use for different months belongs to the one that stands first in tags.
var anyMonth = mergeMonths()

func mergeMonths() map[string]*entry {
	m := map[string]*entry{}
	for _, tag := range tags {
		for w, e := range tables[tag].words {
			keep := e.roles & (isMonth | isSolar | isWeekday | isFiller | isLink | isYearWord)
			if keep == 0 {
				continue
			}
			old := m[w]
			if old == nil {
				c := *e
				c.roles = keep
				m[w] = &c
				continue
			}
			if old.roles&(isMonth|isSolar) == 0 && keep&(isMonth|isSolar) != 0 {
				old.month = e.month
			} else {
				keep &^= isMonth | isSolar
			}
			old.roles |= keep
		}
	}
	return m
}
