package timeline

// lexiconText holds the words of figures by language, in the form that readLexicons describes.
// "people", "things", "measure" and "spell" without a name give English singulars; plurals are made. "act<" words
// govern only what stands before them, "act>" words only what stands after.
const lexiconText = `
en
least: at least, no fewer than, no less than, not less than, a minimum of, minimum of, more than, over, upwards of, in excess of, above, exceeding, well over
most: up to, at most, as many as, no more than, not more than, fewer than, less than, under, a maximum of, as few as
about: about, around, some, nearly, almost, approximately, roughly, an estimated, estimated, close to, just over, just under, an additional, another, a further, the other
between: between
and: and
of: of
part: including, among them, of whom, of them, of those, including at least, including some, including more than, included, including about
vague 24: dozens, dozens of
vague 12: a dozen
vague 40: scores of
vague 200: hundreds, hundreds of, several hundred
vague 2000: thousands, thousands of, several thousand
vague 20000: tens of thousands, tens of thousands of
vague 200000: hundreds of thousands, hundreds of thousands of
vague 2000000: millions, millions of
vague 1: one
people: civilian, person, boy, girl, baby, infant, toddler, soldier, officer, guard, fighter, militant, insurgent, terrorist, rebel, gunman, attacker, combatant, hostage, prisoner, detainee, inmate, migrant, refugee, passenger, worker, labourer, laborer, student, pupil, teacher, journalist, reporter, photographer, doctor, nurse, medic, paramedic, rescuer, firefighter, patient, resident, inhabitant, villager, farmer, fisherman, shepherd, protester, protestor, demonstrator, activist, official, diplomat, member, family, household, victim, martyr, paramilitary, pilgrim, worshipper, tourist, foreigner, national, citizen, volunteer, driver, sailor, pilot, marine, commander, policeman, constable, serviceman, conscript, adult, teenager, youth, bomber, suspect, employee, miner, trader, settler, peacekeeper, observer, bystander, commuter, asylum seeker
people person: people, persons, others, more, individuals, souls, lives
people person=killed: deaths, death, fatalities, fatality, bodies, corpses, dead, killed
people person=casualties: casualties
people person=injured: injuries, wounded, injured
people person=arrested: arrests, detentions
people child: child, children, kids, minors, schoolchildren
people woman: woman, women
people man: man, men
people soldier: troops, servicemen, personnel
people police officer: police, policemen
people guard: guards
things: house, home, building, shop, school, hospital, clinic, mosque, church, temple, village, town, district, province, country, state, nation, vehicle, car, truck, bus, tank, drone, missile, rocket, shell, mortar, bomb, mine, aircraft, jet, helicopter, ship, boat, vessel, post, outpost, checkpoint, base, camp, airstrike, strike, attack, raid, explosion, blast, violation, seat, vote, tent, animal, goat, sheep, site, target, position, bridge, project, case, incident, company, factory, weapon, rifle
measure: kilometer, metre, meter, mile, hectare, acre, tonne, ton, kilogram, gram, litre, liter, barrel, dollar, euro, pound, rupee, ruble, rouble, yuan, afghani, rial, dirham, degree, megawatt, yard, inch
measure percent: percent, per cent, pc, percentage
measure kilometer: kilometre, kilometres, km, kms
measure foot: foot, feet
spell: quarter, half, third, second, minute, hour, day, night, week, month, year, decade, century, time, season, round, page, fold, hrs
spell year: yr, yrs, am, pm, p.m, a.m, o'clock
act killed: killed, kill, kills, killing, slain, slaying, martyred, massacred, murdered, executed, assassinated, gunned
act< killed: died, dead, die, perished, dies, dying, drowned
act> killed: death, deaths, claimed, toll, claiming, lives
act injured: injured, injuring, injures, injure, wounded, wounding, wounds, wound, hurt, hurting, maimed
act displaced: displaced, displacing, uprooted, uprooting, displace
act< displaced: fled, flee, fleeing, homeless
act arrested: arrested, arresting, detained, detaining, apprehended, jailed, imprisoned, arrest, detain
act captured: captured, capturing
act missing: missing
act kidnapped: kidnapped, kidnapping, abducted, abducting
act rescued: rescued, rescuing
act released: released, releasing, freed, freeing
act evacuated: evacuated, evacuating
act deported: deported, deporting, expelled, expelling, repatriated
act sentenced: sentenced, sentencing
act infected: infected
act< surrendered: surrendered
act deployed: deployed, deploying, deploy
act destroyed: destroyed, destroying, razed, demolished, demolishing, burned, destroy
act damaged: damaged, damaging
act seized: seized, seizing
aux: was, were, been, be, being, is, are, had, have, has, got, reportedly, also, allegedly, all
stop: in, on, at, from, to, by, with, for, was, were, been, is, are, had, have, has, after, before, during, that, this, these, who, which, as, per, a, an, into, against, against, than, since, until, near, would, will, could, may, said, he, she, it, they, we, i, you, not
break: but, while, when, where, after, before, because, although, though, if, who, which, that, said, says
determiner: the, a, an, his, her, their, its, our, several, many, dozens, hundreds, scores

es
least: al menos, por lo menos, como mínimo, más de, no menos de
most: hasta, como máximo, menos de
about: unos, unas, cerca de, casi, alrededor de, aproximadamente, otros, otras
between: entre
and: y, e
of: de
part: entre ellos, entre ellas, incluidos, incluidas, incluyendo, de ellos
vague 24: decenas, decenas de
vague 12: una docena, una docena de
vague 200: cientos, cientos de, centenares de
vague 2000: miles, miles de
people civilian: civil, civiles
people person: persona, personas, gente, vidas
people person=killed: muertos, muertas, fallecidos, víctimas mortales
people person=injured: heridos, heridas, lesionados
people person=arrested: detenidos, arrestos, detenciones
people person=missing: desaparecidos
people person=displaced: desplazados
people child: niño, niños, niña, niñas, menores
people woman: mujer, mujeres
people man: hombre, hombres
people soldier: soldado, soldados, militares, uniformados
people police officer: policía, policías, agentes
people fighter: combatiente, combatientes, milicianos
people militant: insurgentes, terroristas
people resident: vecinos, habitantes, residentes
people family: familia, familias
people worker: trabajadores, obreros
things house: casa, casas, viviendas
things school: escuela, escuelas
things vehicle: vehículo, vehículos
things village: aldea, aldeas, pueblos
measure percent: por ciento, porciento
measure kilometer: kilómetro, kilómetros, km
measure dollar: dólares
measure euro: euros
spell year: año, años, día, días, mes, meses, hora, horas, minutos, semana, semanas, veces
act killed: mataron, mató, matando, mata, asesinados, asesinadas, murieron, murió, fallecieron, muertos, muertas, muerto
act injured: heridos, heridas, hirió, hirieron, hiriendo, herido
act displaced: desplazados, desplazadas, desplazó
act arrested: detenidos, detenidas, detuvo, detuvieron, arrestados, arrestó
act missing: desaparecidos, desaparecidas
act released: liberados, liberó
act destroyed: destruidas, destruidos, destruyó
aux: fueron, han, resultaron, ha, fue, resultó, sido
stop: en, con, por, para, que, a, al, del, la, el, los, las, un, una, su, según, tras, desde, fueron, han
break: pero, mientras, cuando, donde, tras, después, según, que
determiner: el, la, los, las, un, una, sus, su, varios, varias

ru
least: не менее, как минимум, по меньшей мере, более, свыше, больше
most: до, не более, менее
about: около, примерно, почти, порядка, ещё, приблизительно
between: между
and: и
of: из
part: в том числе, включая, среди них, из них
vague 24: десятки
vague 200: сотни
vague 2000: тысячи
people civilian: гражданских
people person: человек, человека, люди, людей, людям
people person=killed: погибших, убитых, убитыми, погибшими, погибшие
people person=injured: раненых, пострадавших, ранеными
people child: дет*, ребен*, несовершеннолетн*
people woman: женщин*
people soldier: солдат*, военн*, военнослужащ*, бойц*
people militant: боевик*, террорист*
people police officer: полицейск*
people resident: жител*
people family: семей, семья, семьи
people refugee: беженц*
things house: дом, дома, домов
things village: сел, села, деревень
things drone: беспилотник*, дрон*
things missile: ракет*
measure percent: процент*
measure kilometer: километр*, км
measure dollar: доллар*
measure ruble: рубл*
spell year: год, года, лет, дней, дня, часов, часа, минут, месяц*, недел*, суток, раз
adjective civilian: мирн
act killed: погиб*, убит*, убил*, скончал*, жертв*, убив*
act injured: ранен*, ранил*, пострадал*
act arrested: задержа*, арестов*
act missing: пропал*, пропавш*
act evacuated: эвакуир*
act displaced: бежал*, покинул*
act destroyed: разруш*, уничтож*
aux: были, был, было, получили
stop: в, на, с, от, по, к, что, который, которые, для, при, о
break: но, что, когда, после, который, которые
determiner: этот, свои

fa
least: دست کم, دستکم, حداقل, بیش از, بیشتر از, لااقل
most: حداکثر, کمتر از
about: حدود, نزدیک به, تقریبا, قریب
between: بین
and: و
of: از
part: از جمله, شامل, به شمول
vague 24: ده ها, دهها
vague 200: صدها
vague 2000: هزاران
people civilian: غیرنظامی, غیرنظامیان
people person: نفر, تن, شخص, انسان
people child: کودک, کودکان
people woman: زن, زنان
people man: مرد, مردان
people soldier: سرباز, سربازان, نظامی, نظامیان
people guard: مرزبان, مرزبانان
people militant: شبه نظامی
people family: خانواده
people resident: ساکن, باشنده
people refugee: پناهنده, مهاجر, آواره
things house: خانه, منزل
things village: روستا
measure percent: درصد, فیصد
measure kilometer: کیلومتر, کیلومتری
measure dollar: دلار
spell year: سال, ساله, روز, روزه, ماه, ساعت, دقیقه, هفته, بار
adjective militant: شبه
act killed: کشته, کشتند, جان, شهید, قربانی, کشت, مرگ, کشته شدن
act injured: زخمی, مجروح, مصدوم
act displaced: آواره, بیجا
act arrested: بازداشت, دستگیر
act missing: مفقود, ناپدید
act released: آزاد
act destroyed: ویران, تخریب
aux: شدند, شده, است, دیگر, نیز
stop: در, به, با, که, برای, را, این, آن
break: اما, که, ولی, پس
determiner: این

ar
least: ما لا يقل عن, على الأقل, أكثر من, لا يقل عن
most: أقل من, ما يصل إلى
about: نحو, حوالي, قرابة, زهاء
and: و
part: بينهم, من بينهم, بينهن
vague 24: عشرات
vague 200: مئات
vague 2000: آلاف
people civilian: مدني, مدنيا, مدنيين, مدنيون
people person: شخص, شخصا, أشخاص
people person=killed: قتيل, قتيلا, قتلى, شهيدا
people person=injured: جريح, جريحا, جرحى, مصابا
people child: طفل, طفلا, أطفال
people woman: امرأة, نساء
people soldier: جندي, جنديا, جنود
measure percent: بالمئة
measure kilometer: كيلومتر, كيلومترا
spell year: عام, عاما, سنة, أعوام, يوم, يوما, أيام, ساعة, شهر, أشهر
act killed: مقتل, قتل, قُتل, استشهاد, مصرع
act injured: إصابة, أصيب, جرح
act arrested: اعتقال, توقيف
act displaced: نزوح
stop: في, من, إلى, على, عن, أن
break: لكن, أن, بعد

fr
least: au moins, plus de, pas moins de
most: jusqu'à, moins de, au plus
about: environ, près de, quelque, une dizaine de
between: entre
and: et
of: de
part: dont, parmi lesquels, y compris
vague 24: des dizaines de, dizaines de
vague 200: des centaines de, centaines de
vague 2000: des milliers de, milliers de
people civilian: civil, civils
people person: personne, personnes, vies
people person=killed: morts, tués
people person=injured: blessés
people child: enfant, enfants
people woman: femme, femmes
people soldier: soldat, soldats, militaires
people police officer: policiers
people family: familles
things house: maisons
measure percent: pourcent
measure kilometer: kilomètres, km
measure euro: euros
measure dollar: dollars
spell year: ans, jours, heures, mois, semaines, années
act killed: tué, tués, tuant, morts, mort, tuées, mortes
act injured: blessé, blessés, blessant, blessées
act displaced: déplacés, déplacées
act arrested: arrêtés, arrêté, interpellés
act missing: disparus, disparues
aux: ont, été, sont
stop: dans, à, en, par, pour, sur, avec, que, qui, le, la, les, un, une
break: mais, qui, que, quand, après
determiner: le, la, les, un, une, des

de
least: mindestens, mehr als, wenigstens, über
most: bis zu, höchstens, weniger als
about: etwa, rund, fast, ungefähr, knapp, weitere
between: zwischen
and: und
part: darunter, davon
vague 24: dutzende
vague 200: hunderte
vague 2000: tausende
people civilian: zivilisten, zivilist
people person: menschen, personen, mensch
people person=killed: tote, todesopfer, toten
people person=injured: verletzte, verletzten
people child: kinder, kind
people woman: frauen, frau
people soldier: soldaten, soldat
people police officer: polizisten
people family: familien
things house: häuser
measure percent: prozent
measure kilometer: kilometer, km
measure euro: euro
measure dollar: dollar
spell year: jahre, jahren, tage, tagen, stunden, monate, wochen, uhr
act killed: getötet, starben, tot, töteten, tötete, ums
act injured: verletzt
act displaced: vertrieben
act arrested: festgenommen, verhaftet
act missing: vermisst
aux: wurden, worden, sind, seien
stop: in, an, auf, bei, mit, von, zu, im, am, dass, die, der, das, nach
break: aber, dass, als, nach, die
determiner: die, der, das, ein, eine
`
