package claim

import "strings"

// family is a group of predicates that come to the same accusation or fact, whoever words it.
type family uint8

const (
	noFamily family = iota
	harbour
	attack
	support
	violate
	cross
	block
	withdraw
	collapse
	provoke
	detain
	abuse
	displace
	destroy
	interfere
	deceive
	steal
	control
	disown
	deploy
	recognise
	agree
	poison
	arm
)

// lasting predicates describe a state of affairs that statements far apart in time may speak of.
var lasting = map[family]bool{harbour: true, support: true, interfere: true, control: true, disown: true, recognise: true, deceive: true, steal: true, abuse: true, arm: true, poison: true}

// harmful predicates are accusations when said of somebody.
var harmful = map[family]bool{harbour: true, attack: true, support: true, violate: true, cross: true, block: true, provoke: true, detain: true, abuse: true, displace: true, destroy: true, interfere: true, deceive: true, steal: true, control: true, poison: true, withdraw: true, collapse: true, arm: true, deploy: true}

// plain names a family in words for readers.
var plain = map[family]string{
	harbour: "sheltering", attack: "attacking", support: "supporting", violate: "breaking an agreement or law", cross: "crossing a border", block: "blocking", withdraw: "walking away",
	collapse: "collapse", provoke: "starting it", detain: "detaining", abuse: "abusing", displace: "driving people out", destroy: "destroying", interfere: "interfering", deceive: "deceiving",
	steal: "stealing", control: "controlling", disown: "being somebody's own affair", deploy: "moving forces", recognise: "recognising", agree: "agreeing", poison: "spoiling land or water", arm: "making weapons",
}

// trigger is a word that brings a family, perhaps only with one of certain words near it.
type trigger struct {
	family family
	noun   bool            // acts of its owner: "X's attack on Y", "X attacks on Y"
	with   map[string]bool // stems, one of which must follow within a few words; nil: none needed
	stay   bool            // somebody stays on the doer's ground: "hide on X soil", "based in X"
	swap   bool            // the roles are the other way round: "a puppet of X", "finds shelter in X"
}

// triggers by stem. Several senses of one word are tried in order.
var triggers = buildTriggers()

func buildTriggers() map[string][]trigger {
	m := map[string][]trigger{}
	add := func(f family, noun bool, list string) {
		for _, w := range strings.Fields(list) {
			m[stem(w)] = append(m[stem(w)], trigger{family: f, noun: noun})
		}
	}
	with := func(f family, verbs, needs string) {
		n := stems(needs)
		for _, w := range strings.Fields(verbs) {
			m[stem(w)] = append(m[stem(w)], trigger{family: f, with: n})
		}
	}
	add(harbour, false, "harbour harbor shelter host")
	add(harbour, true, "hideout hideouts")
	with(harbour, "give provide offer grant afford extend", "refuge shelter sanctuary haven hideout safe space asylum")
	with(harbour, "allow permit let enable tolerate", "operate use plan launch territory soil base hide coordinate shelter stage attack attacks train stay land borders")
	with(harbour, "find enjoy have take seek", "shelter refuge sanctuary haven")
	add(attack, false, "attack strike shell mortar bomb bombard raid ambush kill massacre shoot assault slay murder execute assassinate gun")
	add(attack, true, "airstrike airstrikes bombardment bombing shelling raid offensive assault massacre killing killings assassination")
	with(attack, "fire open lob", "fire rocket rockets missile missiles shell shells mortar mortars shot shots at on")
	with(attack, "hit target pound", "village villages position positions post posts area areas camp camps convoy school hospital house houses civilian civilians home homes target targets base bases town city forces soldiers")
	add(support, false, "back fund finance sponsor bankroll aid")
	with(support, "create establish", "support proxy puppet militia insurgency rebels militants")
	with(support, "support", "")
	with(support, "give provide offer supply send deliver", "weapon weapons arms money cash fund funds funding support ammunition backing training drones fuel equipment")
	with(support, "arm train equip", "rebel rebels group groups militant militants fighter fighters insurgents militia militias separatists")
	add(violate, false, "violate breach flout infringe")
	add(violate, true, "violation violations breach")
	with(violate, "break ignore", "ceasefire truce agreement deal accord promise promises law treaty pledge")
	with(cross, "cross enter penetrate", "border frontier line airspace territory river")
	add(cross, true, "incursion incursions intrusion invasion")
	add(cross, false, "invade intrude trespass")
	with(block, "block obstruct close shut halt stop seal prevent delay deny", "aid convoy convoys border crossing crossings road roads gate route routes trade access port passage food trucks inspectors shipment shipments supplies talks water gas")
	add(block, true, "blockade")
	with(withdraw, "withdraw pull walk storm quit leave abandon boycott", "talks negotiations table room agreement deal treaty meeting out")
	add(collapse, false, "collapse stall unravel")
	with(collapse, "fail break fall sabotage derail torpedo undermine scuttle", "talks negotiations deal agreement truce ceasefire peace process down apart")
	add(collapse, true, "deadlock stalemate breakdown")
	with(provoke, "start provoke begin instigate trigger initiate ignite", "war conflict fighting clash clashes violence fire shooting hostilities escalation battle riot riots unrest fire")
	with(provoke, "fire shoot attack", "first")
	add(detain, false, "detain arrest abduct kidnap imprison jail seize")
	with(detain, "hold take", "hostage hostages prisoner prisoners captive")
	add(abuse, false, "torture rape persecute mistreat abuse oppress harass beat")
	add(abuse, true, "torture atrocity atrocities")
	add(displace, false, "displace expel deport evict uproot")
	add(destroy, false, "destroy demolish burn raze damage torch bulldoze vandalise vandalize sink")
	add(interfere, false, "interfere meddle rig spy hack")
	add(interfere, true, "interference meddling espionage")
	add(deceive, false, "lie mislead fabricate deceive falsify forge conceal")
	add(deceive, true, "disinformation misinformation propaganda fabrication hoax cover-up")
	with(deceive, "cover hide", "up truth facts toll evidence losses deaths")
	add(steal, false, "steal loot embezzle plunder smuggle bribe pocket misuse siphon")
	add(steal, true, "embezzlement corruption theft smuggling")
	with(control, "take get receive follow obey", "orders order instructions directions cues direction")
	with(deploy, "deploy mass move send amass station", "troops tanks forces soldiers units artillery jets warships")
	with(recognise, "recognise recognize respect acknowledge accept", "sovereignty independence border borders legitimacy territory integrity government state result results election")
	with(agree, "agree sign accept reach", "ceasefire truce deal agreement talks terms proposal accord treaty")
	add(poison, false, "pollute contaminate poison dump")
	with(poison, "divert dam release", "water river waste sewage")
	with(arm, "enrich develop build produce make acquire", "uranium bomb weapon weapons missile missiles warhead nuclear")
	for _, w := range []string{"based", "hiding", "operating", "operate", "entrenched", "sheltering"} {
		m[stem(w)] = append(m[stem(w)], trigger{family: harbour, stay: true, with: stems("in on from inside within across")})
	}
	for _, w := range []string{"puppet", "proxy", "stooge", "pawn"} {
		m[w] = append(m[w], trigger{family: support, noun: true, swap: true})
	}
	for _, w := range []string{"problem", "affair", "matter", "issue"} {
		m[stem(w)] = append(m[stem(w)], trigger{family: disown, noun: true})
	}
	return m
}

// claimNouns turn the actor before them into one who claims: "the Karsundi allegations of shelling".
var claimNouns = stems("rumour rumours charge accusation claim claims allegation allegations accusation accusations charge charges report reports statement assertion assertions narrative")

// anybody stands for any actor: "do not permit any group", "host militants".
var anybody = stems("anyone anybody nobody none group groups militant militants terrorist terrorists insurgent insurgents extremist extremists rebel rebels fighter fighters organisation organization organisations organizations faction factions")

// doubtful verbs before a predicate leave open whether it happened.
var doubtful = set("would should must could may might if unless will shall can thought")

var negators = set("not never no neither nor without n't cannot none nobody hardly")

// armed are nouns that mean the actor named before them: "the X fighters" are X. In "X refugees" they are not.
var armed = stems("member members fighter fighters militant militants cell cells leader leaders rebel rebels group groups force forces troop troops army military government regime militia movement insurgents separatists terrorists soldiers commanders men network side party units brigade front")

// dismissals call what was said false.
var dismissals = stems("baseless unfounded false untrue lie lies fabricated fabrication nonsense ridiculous absurd fiction propaganda groundless incorrect wrong slander smear invented hoax it this that reject rejected dismissed dismiss categorically strongly completely totally entirely outright")
