"""The words around a day in, whether it is one of payment out: six languages, folded text. Pure.

Every search looks at one sentence or at a few dozen characters of it, and is linear.
"""

from relanced.intake.lazy import lazy

# what was paid is no promise; nor is a refusal
_PAST = lazy(
    r"\b(?:avons|ai|a|ont|avait|avions)(?: (?!la\b)\w+)? (?:ete )?(?:paye|regle|vire|verse|effectue|envoye|"
    r"poste)e?s?\b"
    r"|\b(?:we|i|was|were|have|has|been|already)(?: (?!gets?\b|be\b)\w+)? (?:paid|settled|transferred|sent)\b"
    r"|\b(?:bezahlt|uberwiesen|beglichen|abgebucht) (?:haben|hat|habe|worden)\b|\b(?:haben|"
    r"habe) .{0,60}\b(?:bezahlt|uberwiesen)\b"
    r"|\b(?:hemos|he|ha sido|fue) (?:pagado|pagada|abonado|transferido)\b|\b(?:abbiamo|ho|"
    r"stata) (?:pagat[oa]|saldat[oa])\b"
    r"|\b(?:hebben|heb) .{0,60}\b(?:betaald|overgemaakt)\b"
)
_AHEAD = lazy(
    r"\b\w+(?:erai|erons|erez|ra|ront)\b|\bwill\b|\bll\b|\bwerden\b|\bwird\b|\bgoing to\b|"
    r"\bsera\b|\bverra\b|\bzal\b"
)
_REFUSAL = lazy(
    r"\bne (?:sera|seront|paierons|payerons|reglerons|paierai|reglerai|paie|paye|pourrons|"
    r"pourra)\w* (?:pas|jamais|rien)\b"
    r"|\b(?:will not|won.t|cannot|can.t|not going to) (?:be )?(?:pay|paid|settle)\w*\b|\b(?:zahlen|"
    r"bezahlen) (?:wir |ich )?nicht\b"
)
_BEFORE_NOT = lazy(
    r"(?:\b(?:pas|not|nicht|niet|non|no|sauf|instead of|plutot que|au lieu du?)(?: (?:avant|before|"
    r"vor|voor|on|le|until))?(?: (?:le|the|dem|de|el|il|l))?"
    r"|\b(?:facture|avoir|devis|mail|courrier|relance|rappel|commande|invoice|letter|reminder|email|"
    r"rechnung|mahnung|factura|fattura|factuur|aanmaning|recordatorio|sollecito|livraison|order|statement)s?"
    r"(?: (?:\S*\d\S*))?(?: (?:n[o°]? ?\S*))?(?: (?:du|de|of|dated|from|vom|del|van))(?: (?:the|el|il|de))?"
    r"|\b(?:depuis|since|seit|desde|sinds|on avait dit|had said|(?:avais|avait|"
    r"avions) dit)(?: (?:le|the|dem|el|il))?)\s*$"
)
_LAST = (
    r"(?:(?:la )?semaine (?:derniere|passee)|(?:le )?mois dernier|last (?:week|month)|"
    r"(?:letzte[rn]?|vergangene[rn]?|vorige[rn]?) (?:woche|monats?)|(?:la )?semana pasada|(?:el )?mes pasado|"
    r"(?:la )?(?:settimana scorsa|scorsa settimana)|(?:il )?mese scorso|(?:vorige|afgelopen) (?:week|maand)|"
    r"hier|yesterday|gestern|ayer|ieri|gisteren)"
)
_FEAST = (
    r"(?:pasqua|paques|easter|ostern|pascua|semana santa|pasen|natale|noel|christmas|xmas|weihnachten|navidad(?:es)?|"
    r"kerst(?:mis)?|fetes|feiertagen?|feestdagen|feste|fiestas|vacances|holidays?|ferien|vacaciones|ferie|vakantie)"
)
_PAST_BEHIND = lazy(
    rf"^[\s,(]*{_LAST}\b|^ (?:dernier(?! delai)|passe|pasado|scors[oa]|last|past)\b|"
    rf"^,? (?:dopo|apres|after|nach|despues de|tras|na) (?:l[aeo]s? |the |el |den |de )?{_FEAST}\b"
)
_PAST_BEFORE = lazy(
    rf"\b{_LAST}[\s,(]{{1,3}}(?:le |du |on |the |am |vom |el |del |il |de ){{0,2}}[^\s,;.]{{1,15}}$|"
    r"\b(?:last|letzte[rn]?|vergangene[rn]?|vorige[rn]?|afgelopen|scors[oa]) \w{3,10}$"
)
# «le virement du 2» on the 6th: one that was made, where nothing says that it is to come
_PAYMENT_OF = lazy(
    r"\b(?:virement|paiement|reglement|versement|cheque|transfer|payment|remittance|uberweisung|zahlung|"
    r"transferencia|pago|bonifico|pagamento|overboeking|betaling) (?:du|of|dated|from|vom|del|van)"
    r"(?: (?:the|de))? ?[^\s,;.]{0,6}$"
)
_TO_COME = lazy(r"^.{0,12}\b(?:prochain|prevu|programme|next|geplant|prossimo|proximo|previst\w+|gepland)")
_AT_ONCE = lazy(
    r"tout de suite|de suite|sur[- ]le[- ]champ|immediatement|dans l.heure|right (?:now|away)|straight away|"
    r"immediately|sofort|subito|meteen"
)
_LOWER = lazy(
    r"\b(?:fruhestens|no earlier than|not before|au plus tot|ten vroegste|como pronto|non prima)\b[^,;.]{0,12}$"
)
_LOWER_BEHIND = lazy(
    r"^\s*(?:au plus tot|at the earliest|fruhestens|op zijn vroegst|como pronto|al piu presto)"
)
_CLAUSE = lazy(r"[,;:()]| (?:mais|but|aber|pero|ma|maar|puis|then|dann|und|et|and|y|en) ")
# delivery, meeting: the day of something else, where its clause says nothing of paying
_ELSEWHERE = lazy(
    r"\b(?:livr(?:ee?s?|aisons?)|deliver(?:y|ed|ies)|liefer\w+|geliefert|entreg\w+|consegn\w+|"
    r"gelever\w+|levering|"
    r"reunions?|meetings?|besprechung|termin|rendez[- ]?vous|rdv|appointment|riunione|vergadering|reunion|"
    r"audience|hearing|intervention|inspection|formation|training|"
    r"facture datee?|dated|echue|fallig|vencida|scaduta|vervallen|recue?s? le|received on|"
    # money that comes to him, and not to us
    r"(?:client|customer|kunde|cliente|klant)s? (?:me|nous|us|uns|nos|ci|ons|mir|mich)? ?(?:paie|"
    r"paye|pays|zahlt|paga|betaalt))\b"
)
_PAYS = lazy(
    r"\b(?:pai(?!r)\w*|pay\w*|regl\w+|vir(?:e|er|ement|ements|erai|ons|ez|ons)\b|verse\w*|"
    r"versement|transfer\w*|settle\w*|sold\w|"
    r"zahl\w*|bezahl\w*|uberweis\w*|pag\w+|abon\w+|ingres\w+|bonific\w*|sald\w+|betaal\w*|betal\w*|overmak\w*|"
    r"maak\w*|mandat\w*|cheque\w*|solde|money|argent|geld)\b"
)
_IF_NOT = lazy(
    r"\b(?:si (?:jamais )?(?:vous|tu) (?:ne |n.)\w+|if (?:you|it|nothing|there.s no|it.s not|"
    r"you.ve) ?(?:don.?t|haven.?t|hasn.?t|not|do not|have not|didn.?t|isn.?t)?|"
    r"falls (?:sie|du)?|wenn sie (?:nichts|bis)|si no|se non|als (?:u|je) (?:niets|niet))\b[^,;]{0,60}$"
)
_CONDITION = lazy(
    r"\b(?:(?:des|apres|a|suite a) (?:la )?reception|des que|sitot|une fois|a condition|"
    r"sous reserve|quand vous|lorsque vous|si vous|si tu|apres (?:avoir recu|correction)|"
    r"as soon as|once|if you|when you|upon|on receipt|subject to|provided|after (?:receiving|"
    r"receipt|we receive)|"
    r"sobald|nach (?:erhalt|eingang|korrektur)|wenn sie|vorausgesetzt|"
    r"en cuanto|una vez|cuando nos|si nos|si me|tras (?:recibir|la recepcion)|al recibir|"
    r"appena|una volta|dopo (?:aver|la ricezione)|alla ricezione|se (?:mi|ci)|quando (?:mi|ci)|"
    r"zodra|na ontvangst|als (?:u|jullie|je)|indien)\b[^.!?,;]{0,70}"
)
_ON_US = lazy(
    r"\b(?:votre|vos|vous|tu|ton|your|you|ihre[nrms]?|sie|su|sus|ustedes|usted|nos (?:env|mand|"
    r"pas)\w+|me (?:env|mand|pas)\w+|"
    r"vostr[aoie]|voi|sua|mi (?:mand|invi)\w+|ci (?:mand|invi)\w+|uw|u|jullie|je|"
    r"avoir|rib|iban|correcte?d?|corrigee?|corrige|rectifi\w+|credit note|gutschrift\w*|"
    r"korrigiert\w*|korrektur|nota de credito|"
    r"rectificad\w+|nota di credito|corrett\w+|creditnota|gecorrigeerd\w*|bon de commande|po)\b"
)
_WISH = lazy(
    r"\b(?:if you (?:like|prefer|wish|want|need|have|haven|don)|si vous (?:voulez|preferez|"
    r"souhaitez|avez|n\b|ne\b)|wenn sie (?:wollen|mochten))\b"
)
_LATEST = lazy(
    r"\b(?:au plus tard|at the latest|latest|spatestens|a mas tardar|como muy tarde|al piu tardi|"
    r"uiterlijk|en tout cas|in any case|de toute facon)\b"
)
_ABSENT = lazy(
    r"\b(?:absente?s?|absence|conges?|vacances|fermes?|fermee?s?|fermeture|(?:de|mon|son|"
    r"notre) retour|out of (?:the )?office|away|on leave|"
    r"holidays?|vacation|closed|urlaub|abwesend|geschlossen|zuruck|vacaciones|ausente|"
    r"cerrad[oa]s?|ferie|assente|chius[oi]|"
    r"vakantie|afwezig|gesloten)\b"
)


def is_refusal(sentence: str) -> bool:
    """«ne sera pas réglée»: whatever day it names."""
    return bool(_REFUSAL.search(sentence))


def is_past(sentence: str) -> bool:
    """Whether it tells of a payment that was made, and looks ahead at none."""
    return bool(_PAST.search(sentence)) and not _AHEAD.search(sentence)


def depends_on_us(sentence: str) -> bool:
    """«dès réception de votre RIB»: what waits for us is no promise of a day, unless a latest one is given."""
    if _LATEST.search(sentence) or _WISH.search(sentence):
        return False
    return any(_ON_US.search(found[0]) for found in _CONDITION.finditer(sentence))


def is_of_another_thing(before: str) -> bool:
    """«pas vendredi», «votre facture du 12», «depuis le 3 mars»: by what stands right before a day."""
    return bool(_BEFORE_NOT.search(before))


def is_of_the_past(through: str, behind: str, *, is_gone: bool) -> bool:
    """«virement du 2, la semaine dernière», «last Friday»; «Monday after Easter» is no Monday that we know.

    `through`: what stands before the day, and the day itself; `is_gone`: it may have been this month's.
    """
    if _PAST_BEHIND.search(behind) or _PAST_BEFORE.search(through):
        return True
    return is_gone and bool(_PAYMENT_OF.search(through)) and not _TO_COME.search(behind)


def is_at_once(words: str) -> bool:
    """«sofort», «straight away»: today, where no other day is named."""
    return bool(_AT_ONCE.fullmatch(words))


def is_lower_bound(before: str, behind: str) -> bool:
    """«au plus tôt», «frühestens»: from then on, and nobody knows until when."""
    return bool(_LOWER.search(before) or _LOWER_BEHIND.match(behind))


def is_elsewhere(before: str, behind: str) -> bool:
    """The day of a delivery, a meeting, or of «if you see nothing by Monday, call me»."""
    if _IF_NOT.search(before):
        return True
    clause = _CLAUSE.split(before)[-1] + " " + _CLAUSE.split(behind)[0]
    other = _ELSEWHERE.search(clause)
    return bool(other) and not _PAYS.search(_ELSEWHERE.sub(" ", clause))


def talks_of_absence(sentence: str) -> bool:
    """Whether it tells of an absence and not of paying."""
    return bool(_ABSENT.search(sentence)) and not _PAYS.search(sentence)
