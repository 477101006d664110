package timeline

// triggerText names the happenings that are looked for and the words that tell of them; readTriggers
// describes the form. Verbs are finite pasts and participles, nouns what can be dated or done. The classes follow the event
// classes that political science codes news by, cut down to those whose words are plain.
const triggerText = `
en
verb attack: attacked, attacking, ambushed, raided, stormed, targeted, targeting, assaulted, invaded, invading, launched an attack, opened fire, stabbed, rammed, overran
noun attack: attack, attacks, raid, raids, ambush, assault, offensive, incursion, invasion, crackdown, military operation, hit-and-run attacks
verb strike: struck, shelled, shelling, bombarded, bombarding, fired missiles, fired rockets, fired at, fired on, strafed, launched strikes, launched airstrikes, carried out airstrikes, carried out strikes
noun strike: strike, strikes, airstrike, airstrikes, air strike, air strikes, air raid, air raids, bombardment, shelling, drone strike, drone strikes, drone attack, drone attacks, missile attack, missile strikes, rocket attack, rocket fire, mortar fire, artillery fire
verb bombing: exploded, detonated, bombed, bombing, blew up
noun bombing: bombing, bombings, suicide bombing, explosion, blast, car bomb, suicide attack
verb clash: clashed, clashing, skirmished, exchanged fire, traded fire
noun clash: clash, clashes, skirmish, skirmishes, gunfight, firefight, exchange of fire, fighting, hostilities
verb killing: killed, killing, shot dead, executed, murdered, beheaded, massacred, lynched, gunned down
verb death: died, perished
noun killing: killing, killings, murder, massacre, execution, executions
noun death: death
verb assassination: assassinated, assassinating
noun assassination: assassination
verb ceasefire: agreed to a ceasefire, declared a ceasefire, agreed a ceasefire, called a truce, agreed to a truce, laid down arms
noun ceasefire: ceasefire, cease-fire, truce, armistice
verb agreement: signed, signing, inked, concluded an agreement, reached an agreement, reached a deal, struck a deal, agreed to
noun agreement: agreement, accord, pact, treaty, memorandum of understanding, deal, peace deal, mining deals
verb talks: met, met with, negotiated, held talks, sat down with, conferred
noun talks: talks, negotiations, summit, peace conference, round of talks
noun mediation: mediation
verb mediation: mediated, mediate, brokered, brokering, facilitated, helped mediate
verb visit: visited, visiting, travelled to, traveled to, arrived in, toured, flew to, hosted, hosting, paid a visit
noun visit: visit, state visit, trip
verb protest: protested, rallied, marched, demonstrated, took to the streets, went on strike, rioted
noun protest: protest, protests, demonstration, demonstrations, rally, march, riot, riots, sit-in, uprising
verb detention: arrested, arresting, detained, detaining, jailed, imprisoned, captured, kidnapped, abducted, abducting, rounded up
noun detention: arrest, detention, kidnapping, abduction
verb release: released, releasing, freed, freeing, pardoned
noun release: prisoner exchange, prisoner swap
verb election: elected, re-elected, won the election
verb vote: voted
noun election: election, elections, referendum, runoff
noun fall of government: coup, coup d'etat, military coup
verb fall of government: overthrew, toppled, ousted, toppling, ousting, overthrown, deposed
verb return to power: returned to power, seized power, took power, came to power, regained power, took control of, seized control of, takeover, swept to power, reclaimed power, retook
noun return to power: reinstatement, takeover, return to power, seizure of power
verb return: returned to, returned from
verb recognition: recognised, recognized, recognising, recognizing, taking its place, taking its seat, took its seat
noun recognition: recognition
verb aid: donated, delivered aid, delivered supplies, airlifted, sent aid
verb withdrawal: withdrew, withdrawn, pulled out, pulling out, evacuated, retreated
noun withdrawal: withdrawal, pullout, evacuation, retreat
verb deportation: deported, deporting, expelled, expelling, repatriated
noun deportation: deportation, deportations, expulsion
verb appointment: appointed, appointing, inaugurated, sworn in, nominated, took office, took over as
noun appointment: appointment, inauguration
verb resignation: resigned, resigning, stepped down, dismissed, sacked, fired from
noun resignation: resignation, dismissal
verb trial: sentenced, sentencing, convicted, indicted, acquitted, pleaded guilty, charged with
noun trial: conviction, indictment, verdict
verb law: passed a law, approved a law, banned, banning, outlawed, signed into law, repealed, enacted, ratified
noun law: ban, decree
noun disaster: earthquake, flood, floods, landslide, cyclone, hurricane, tsunami, avalanche
verb deployment: deployed, deploying, mobilised, mobilized, stationed
verb creation: founded, was established, launched the
pair talks collapse: talks, negotiations, dialogue, summit, negotiation | collapsed, collapse, failed, deadlock, deadlocked, broke down, fell apart, breakdown, stalled, broken off, broke off, impasse, without agreement, without a deal, inconclusive, suspended
pair sanctions relief: sanctions, bounties, bounty, blacklist, embargo, list of designated, terrorist list, restrictions | lifted, lifting, removed, removing, eased, easing, waived, dropped, delisted, suspended
pair sanctions: sanctions, embargo, tariffs, asset freeze | imposed, imposing, slapped, announced, tightened, extended
pair diplomatic exchange: ambassador, ambassadors, envoy, diplomatic ties, diplomatic relations, embassy, consulate, charge d'affaires, credentials, diplomats | sent, sending, upgraded, upgrading, appointed, welcomed, accepted, accepting, reopened, reopening, opened, received, recalled, expelled, restored, severed, established, named, closed
pair fall of government: government, regime, republic, president, administration | fall, fell, collapse, collapsed, toppled, overthrow
pair border closure: border, crossing, crossings, frontier | closed, closing, shut, closure, sealed
pair border opening: border, crossing, crossings | reopened, reopening, opened
pair ceasefire: ceasefire, truce | agreed, declared, announced, signed, brokered, extended, took effect, came into force, took hold
pair ceasefire broken: ceasefire, truce | broken, collapsed, violated, broke
pair agreement: agreement, deal, deals, accord, pact, treaty, memorandum | signed, signing, reached, concluded, inked, struck, agreed
pair return to power: power, control | returned, seized, regained, retook
unless release: statement, memo, report, letter, video, footage, book, figures, data, documents, list, plan, ad, album, film, movie, copy, transcript, tape, tapes, emails, results
unless strike: deal, bargain, agreement, tone, chord, balance, teachers, teachers', union
unless attack: ad, ads, line, lines, dog, suspect, suspects, victims
unless bombing: suspect, suspects, victims, case, trial
unless killing: suspect, suspects, case, trial, penalty, himself, herself
unless death: penalty, toll, row, threats, threat
unless visit: website, site
unless talks: show, radio
unless election: campaign, year, season, day, night, results, law
unless trial: trial, over
light: launched, launch, launching, carried out, conducted, conducting, held, holding, staged, mounted, suffered, faced, committed, perpetrated, hosted, began, started, resumed, responded, responding, organised, organized, undertook, carrying out
future: will, would, could, may, might, should, must, can, cannot, shall, if, unless, whether, threatened, threatening, plans, planned, planning, vowed, intends, hopes, likely, wants, want, urged, urging, demanded, demanding, calls for, called for, calling for, prevent, preventing, avoid, possible, potential, future, expected, ahead, consider, considering, propose, proposed
negation: not, never, no, n't, denied, denies, denying, without, didn't, don't, doesn't, hasn't, haven't, wasn't, weren't, failed
aux: was, were, been, being, be, is, are, got, had been, has been, have been
by: by
against: on, against, at, with, of, to, for
break: after, before, when, while, following, but, who, which, whose, amid, because, since, although, as, despite, until, prompting, sparking
join: and, with, then

es
verb attack: atacó, atacaron, asaltaron
noun attack: ataque, ataques, ofensiva, atentado
verb strike: bombardeó, bombardearon
noun strike: bombardeo, bombardeos
verb clash: se enfrentaron
noun clash: enfrentamiento, enfrentamientos, combates, choques
verb killing: mató, mataron, murieron, asesinaron
verb talks: se reunieron, se reunió, negociaron
noun talks: negociaciones, conversaciones, cumbre, reunión
noun ceasefire: alto el fuego, tregua
verb agreement: firmaron, firmó, acordaron
noun agreement: acuerdo, tratado
verb detention: detuvo, detuvieron, arrestó, arrestaron
verb protest: protestaron, manifestaron, marcharon
noun protest: protesta, protestas, manifestación
noun election: elecciones, referéndum
verb visit: visitó, viajó
verb resignation: dimitió, renunció
pair talks collapse: conversaciones, negociaciones, diálogo | fracasaron, fracaso, rompieron, colapsaron, estancamiento
light: lanzó, lanzaron, realizó, realizaron, celebraron
future: podría, podrían, si, amenazó, planea
negation: no, nunca, negó, sin
aux: fue, fueron, ha sido, han sido
by: por
against: contra, a, con, en
break: tras, después, cuando, mientras, pero, que, antes
join: y, con

ru
verb attack: атаковал, атаковали, атаковала, напали
noun attack: атака, атаки, нападение, нападения, наступление
verb strike: обстреляли, обстрелял, обстреляла, нанесли удар, нанесла удар, разбомбили
noun strike: удар, удары, обстрел, обстрелы, авиаудар, авиаудары
noun bombing: взрыв, взрывы, теракт
noun clash: столкновения, столкновение, бои
verb killing: убили, убил, погибли, погиб
noun talks: переговоры, переговорах, саммит
verb talks: встретились, провели переговоры
noun ceasefire: перемирие, прекращение огня, прекращении огня
verb agreement: подписали, подписал, договорились
noun agreement: соглашение, договор
verb detention: задержали, арестовали, задержал
noun protest: протест, протесты, митинг
noun election: выборы, референдум
verb visit: посетил, посетила, прибыл
pair talks collapse: переговоры | сорвались, провалились, зашли в тупик, прерваны
future: может, могут, если, будет, будут
negation: не, без, отрицает, опроверг
aux: был, были, была
against: по, на, против, с
break: после, когда, пока, но, который, что
join: и, а

fa
noun attack: حمله, حملات, یورش
noun strike: بمباران, حملات هوایی, حمله هوایی, موشکباران, گلولهباران
noun bombing: انفجار, بمبگذاری
noun clash: درگیری, درگیریها, نبرد
verb killing: کشته شدند, کشته شد, کشتند
noun talks: مذاکرات, گفتگوها, نشست, گفتوگوها
noun ceasefire: آتشبس, آتش بس
noun agreement: توافق, توافقنامه, پیمان
verb detention: بازداشت شد, بازداشت شدند, دستگیر شدند
noun protest: اعتراض, اعتراضات, تظاهرات
noun election: انتخابات
noun visit: سفر
pair talks collapse: مذاکرات, گفتگوها | شکست, بنبست, ناکام, بینتیجه
future: خواهد, اگر, ممکن, باید
negation: نشد, نکرد, رد, تکذیب
against: به, بر, علیه, با
break: پس, هنگامی, اما, که, وقتی
join: و

fr
verb attack: a attaqué, ont attaqué, attaqué
noun attack: attaque, attaques, offensive, attentat
noun strike: frappe, frappes, bombardement, bombardements
noun clash: affrontements, combats
verb killing: a tué, ont tué
noun talks: pourparlers, négociations, sommet, discussions
noun ceasefire: cessez-le-feu, trêve
verb agreement: ont signé, a signé, signé
noun agreement: accord, traité
verb detention: arrêté, arrêtés
noun protest: manifestation, manifestations
noun election: élection, élections, référendum
pair talks collapse: pourparlers, négociations, discussions | échoué, échec, impasse, rompus
future: pourrait, pourraient, si, menace
negation: ne, pas, sans, nié
aux: été, est, sont
by: par
against: contre, sur, avec, à, de
break: après, quand, mais, qui, alors
join: et, avec

de
verb attack: griff, griffen, überfiel, überfielen
noun attack: angriff, angriffe, offensive, anschlag
verb strike: beschoss, beschossen, bombardierte, bombardierten
noun strike: luftangriff, luftangriffe, beschuss, raketenangriff
noun clash: gefechte, kämpfe, zusammenstöße
verb killing: tötete, töteten
noun talks: gespräche, verhandlungen, gipfel, treffen
noun ceasefire: waffenruhe, waffenstillstand, feuerpause
verb agreement: unterzeichneten, unterzeichnete, vereinbarten
noun agreement: abkommen, einigung, vertrag
verb detention: verhaftete, verhafteten, festgenommen
noun protest: protest, proteste, demonstration
noun election: wahl, wahlen, referendum
pair talks collapse: gespräche, verhandlungen | gescheitert, scheiterten, abgebrochen
future: könnte, könnten, würde, wenn, soll, will
negation: nicht, kein, keine, ohne, bestritt
aux: wurde, wurden, worden
by: von
against: gegen, auf, mit
break: nachdem, als, während, aber, nach, dass
join: und, mit
`
