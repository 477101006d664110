package lang

import (
	"strings"
	"testing"
)

// Sentences are ours.
var samples = []struct{ want, text string }{
	{"en", "The harbour council said on Monday that it would not accept the offer, because the talks had failed and the ferry remained closed."},
	{"fr", "Le conseil du port a déclaré lundi qu'il n'accepterait pas l'offre, car les pourparlers ont échoué et le bac reste fermé."},
	{"es", "El consejo del puerto dijo el lunes que no aceptará la oferta, porque las conversaciones fracasaron y el transbordador sigue cerrado."},
	{"pt", "O conselho do porto disse na segunda-feira que não aceitará a oferta, porque as conversas fracassaram e a balsa continua fechada."},
	{"it", "Il consiglio del porto ha detto lunedì che non accetterà l'offerta, perché i colloqui sono falliti e il traghetto è ancora chiuso."},
	{"de", "Der Hafenrat sagte am Montag, dass er das Angebot nicht annehmen werde, weil die Gespräche gescheitert sind und die Fähre geschlossen bleibt."},
	{"nl", "De havenraad zei maandag dat hij het aanbod niet zal aannemen, omdat de gesprekken zijn mislukt en de veerboot nog gesloten is."},
	{"sv", "Hamnrådet sade på måndagen att det inte kommer att godta erbjudandet, eftersom samtalen har misslyckats och färjan är stängd."},
	{"da", "Havnerådet sagde mandag, at det ikke vil tage imod tilbuddet, efter at samtalerne brød sammen, og færgen blev lukket af myndighederne."},
	{"no", "Havnerådet sa mandag at det ikke vil ta imot tilbudet, etter at samtalene brøt sammen og fergen ble stengt av myndighetene."},
	{"pl", "Rada portu powiedziała w poniedziałek, że nie przyjmie oferty, ponieważ rozmowy się nie powiodły, a prom jest nadal zamknięty."},
	{"cs", "Rada přístavu v pondělí řekla, že nabídku nepřijme, protože jednání se nezdařila a přívoz je stále uzavřen."},
	{"ro", "Consiliul portului a spus luni că nu va accepta oferta, pentru că discuțiile au eșuat și feribotul este încă închis."},
	{"hu", "A kikötői tanács hétfőn azt mondta, hogy nem fogadja el az ajánlatot, mert a tárgyalások nem vezettek eredményre, és a komp még zárva van."},
	{"fi", "Satamaneuvosto sanoi maanantaina, että se ei hyväksy tarjousta, koska neuvottelut ovat epäonnistuneet ja lautta on vielä suljettu."},
	{"tr", "Liman meclisi pazartesi günü teklifi kabul etmeyeceğini söyledi, çünkü görüşmeler başarısız oldu ve feribot hâlâ kapalı, bir süre daha öyle kalacak."},
	{"az", "Liman şurası bazar ertəsi bildirib ki, təklifi qəbul etməyəcək, çünki danışıqlar uğursuz olub və bərə hələ də bağlıdır."},
	{"id", "Dewan pelabuhan mengatakan pada hari Senin bahwa mereka tidak akan menerima tawaran itu karena pembicaraan gagal dan feri masih ditutup."},
	{"ms", "Majlis pelabuhan berkata pada hari Isnin bahawa ia tidak akan menerima tawaran itu kerana rundingan gagal dan feri masih ditutup selepas ribut."},
	{"vi", "Hội đồng cảng hôm thứ Hai nói rằng họ sẽ không chấp nhận đề nghị, vì các cuộc đàm phán đã thất bại và bến phà vẫn đóng cửa."},
	{"sw", "Baraza la bandari lilisema Jumatatu kwamba halitakubali pendekezo hilo kwa sababu mazungumzo yameshindwa na kivuko bado kimefungwa."},
	{"ru", "Совет порта заявил в понедельник, что не примет предложение, так как переговоры провалились, а паром всё ещё закрыт."},
	{"uk", "Рада порту заявила в понеділок, що не прийме пропозицію, бо переговори зазнали невдачі, а пором все ще закритий."},
	{"bg", "Пристанищният съвет заяви в понеделник, че няма да приеме предложението, защото разговорите се провалиха и фериботът все още е затворен."},
	{"sr", "Савет луке је у понедељак рекао да неће прихватити понуду, јер су разговори пропали, а трајект је и даље затворен."},
	{"ar", "قال مجلس الميناء يوم الاثنين إنه لن يقبل العرض لأن المحادثات فشلت ولا تزال العبارة مغلقة."},
	{"fa", "شورای بندر روز دوشنبه گفت که این پیشنهاد را نمی‌پذیرد، چون گفت‌وگوها شکست خورده و کشتی هنوز بسته است. استاندار در دانشگاه سخن گفت."},
	{"prs", "والی به باشندگان ولسوالی گفت که پوهنتون و شفاخانه تا ماه عقرب بسته می‌ماند و معاش کارمندان در سرطان داده می‌شود. قوماندان این را رد کرد."},
	{"ur", "بندرگاہ کی کونسل نے پیر کو کہا کہ وہ یہ پیشکش قبول نہیں کرے گی کیونکہ بات چیت ناکام ہو گئی ہے اور کشتی بند ہے۔"},
	{"ps", "د بندر شورا د دوشنبې په ورځ وویل چې دا وړاندیز به ونه مني، ځکه چې خبرې اترې ناکامې شوې او بېړۍ لا هم تړلې ده."},
	{"he", "מועצת הנמל אמרה ביום שני כי לא תקבל את ההצעה, משום שהשיחות נכשלו והמעבורת עדיין סגורה."},
	{"bn", "বন্দর পরিষদ সোমবার বলেছে যে তারা এই প্রস্তাব গ্রহণ করবে না, কারণ আলোচনা ব্যর্থ হয়েছে এবং ফেরি এখনও বন্ধ।"},
	{"hi", "बंदरगाह परिषद ने सोमवार को कहा कि वह इस प्रस्ताव को स्वीकार नहीं करेगी, क्योंकि बातचीत विफल रही है और नौका अब भी बंद है।"},
	{"mr", "बंदर परिषदेने सोमवारी सांगितले की हा प्रस्ताव मान्य करण्यात येणार नाही, कारण चर्चा अयशस्वी झाली आहे आणि फेरी अजूनही बंद आहे."},
	{"ta", "துறைமுக சபை திங்கட்கிழமை இந்த முன்மொழிவை ஏற்காது என்று கூறியது."},
	{"te", "నౌకాశ్రయ మండలి సోమవారం ఈ ప్రతిపాదనను అంగీకరించదని తెలిపింది."},
	{"th", "สภาท่าเรือกล่าวเมื่อวันจันทร์ว่าจะไม่ยอมรับข้อเสนอ เพราะการเจรจาล้มเหลว"},
	{"ka", "ნავსადგურის საბჭომ ორშაბათს განაცხადა, რომ წინადადებას არ მიიღებს."},
	{"hy", "Նավահանգստի խորհուրդը երկուշաբթի ասաց, որ չի ընդունի առաջարկը։"},
	{"el", "Το συμβούλιο του λιμανιού είπε τη Δευτέρα ότι δεν θα δεχθεί την προσφορά."},
	{"zh", "港口委员会周一表示不会接受这一提议，因为谈判已经失败，渡轮仍然关闭。"},
	{"ja", "港の評議会は月曜日、協議が失敗したため提案を受け入れないと述べた。"},
	{"ko", "항만 위원회는 월요일 협상이 결렬되어 제안을 받아들이지 않겠다고 밝혔다."},
}

func TestIdentify(t *testing.T) {
	t.Parallel()
	for _, c := range samples {
		if got := Identify(c.text, ""); got != c.want {
			t.Errorf("Identify(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestIdentifyIsUnsureRatherThanWrong(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "12:30 +278", "Lusava", "\xff\xfe", "Lusava Varn Kelmo Tarn Ostred"} {
		if got := Identify(s, ""); got != "" {
			t.Errorf("Identify(%q) = %q, want unsure", s, got)
		}
	}
}

func TestHintDecidesBetweenNeighboursOnly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, hint, want string }{
		{"Feri tidak akan beroperasi pada hari itu.", "ms", "ms"},
		{"Feri tidak akan beroperasi pada hari itu.", "id-ID", "id"},
		{samples[0].text, "fa", "en"}, {samples[0].text, "fr", "en"}, {samples[5].text, "EN-us", "de"},
	} {
		if got := Identify(c.text, c.hint); got != c.want {
			t.Errorf("Identify(%q, %q) = %q, want %q", c.text, c.hint, got, c.want)
		}
	}
}

func TestDirection(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]string{"fa": "rtl", "ar-EG": "rtl", "UR": "rtl", "prs": "rtl", "en": "ltr", "": "ltr", "zh-Hant": "ltr", "he_IL": "rtl"} {
		if got := Direction(tag); got != want {
			t.Errorf("Direction(%q) = %q, want %q", tag, got, want)
		}
	}
}

func TestStopWordsAreFolded(t *testing.T) {
	t.Parallel()
	if m := StopWords("en-GB"); !m["the"] || m["harbour"] {
		t.Error("English stop words are wrong")
	}
	if !StopWords("de")["fur"] || !StopWords("prs")["در"] || StopWords("xx") != nil {
		t.Error("stop words are not folded or not there")
	}
}

func FuzzIdentify(f *testing.F) {
	for _, c := range samples {
		f.Add(c.text, "")
	}
	f.Add(strings.Repeat("\xe2\x80", 5000), "zh-")
	f.Fuzz(func(t *testing.T, s, hint string) {
		got := Identify(s, hint)
		if len(got) > 3 {
			t.Fatalf("Identify(%q) = %q", s, got)
		}
	})
}

func BenchmarkIdentify(b *testing.B) {
	s := strings.Repeat(samples[0].text+"\n", 40)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		Identify(s, "")
	}
}
