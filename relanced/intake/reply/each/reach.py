"""A typed text and the words that may be invoice numbers in, whether it means more than these out. Pure.

«Je conteste tout», «le reste», «every one of your invoices», «F2026-001 à F2026-003»: the numbers that
such a text names do not tell all that it is about. What is found here only ever adds silence.
"""

import re
from collections.abc import Callable, Sequence

from relanced.intake.days import MONTH_OF, fold
from relanced.intake.lazy import lazy
from relanced.intake.reply.each.mentions import mentions_in
from relanced.intake.reply.intent.understand import Understood
from relanced.model.intents import Intent

MAX_READ = 20_000  # characters

# Every alternative begins with \b, so that it is asked once for all of them: only words are looked at.
_MONTH = rf"(?:{'|'.join(sorted(map(re.escape, MONTH_OF), key=len, reverse=True))})"
_GAP = r"(?:[\w'-]+ ){0,3}"
_NO_NUMBER = r"(?![^.;\n]{0,15}\d)"  # «vos factures F2026-001 et …» are these, and no others
_FR = (
    rf"\b(?:tou(?:te?s?|s)|ensemble|totalite|integralite|chacune?) {_GAP}"
    r"(?:factur\w+|relances?|rappels?|creances?|montants?|sommes?|prestations?|commandes?|livraisons?|chantiers?|"
    r"travaux|impayes?|encours|compte|celles)\b"
    r"|\b(?<!\bdu )(?<!\ben )(?<!\bapres )(?<!\bavant )(?<!\bmalgre )(?<!\bc'est )tout"
    r"(?= (?:est|sera|a ete|etait|ce que|ce qui|sauf|cela)\b| ?(?:[.,;:!)]|$))"
    r"|\b(?:le|du|au|ce) reste\b|\bles (?:autres|suivantes|precedentes|anterieures|restantes)\b|\bl'autre\b"
    r"|\baucune? (?:de|des|facture)\b|\bcelles? (?:de|du|des|d'|qui|que|dat|relati|concernant)"
    r"|\bet (?:les )?suivantes?\b|\bdoi(?:s|t|vons) (?:plus )?rien\b|\brien n'est du\b|\bune autre facture\b"
    rf"|\b(?:vos|les|ces|nos|mes) factures\b{_NO_NUMBER}"
)
_EN = (
    rf"\b(?:all|every|each|any|none) (?:one |single |of )?{_GAP}"
    r"(?:invoic\w+|bills?|reminders?|amounts?|orders?|deliver\w+|charges|account|work|them|these|those|items?)\b"
    r"|\ball (?:is|are|was|were|have|has|paid|settled|sorted|wrong|disputed|done)\b|\beverything\b"
    r"|\bthe (?:rest|remainder|remaining|others?)\b|\bthe ones? (?:from|of|for|dated|in)\b"
    r"|\bthose (?:from|of|for|dated)\b|\band (?:the )?following\b|\bonwards?\b|\bowe you (?:nothing|anything)\b"
    r"|\bnothing is (?:due|owed)\b|\banother (?:one|invoice|bill)\b"
    rf"|\b(?:your|these|those|our) (?:invoices|bills)\b{_NO_NUMBER}"
)
_DE = (
    rf"\b(?:alle[nrs]?|samtliche[nrs]?|jede[nrs]?|keine[nrs]?) {_GAP}"
    r"(?:\w*rechnung\w*|mahnung\w*|forderung\w*|betrag\w*|posten|leistung\w*|lieferung\w*|auftrag\w*)\b"
    r"|\balles (?:ist|wird|wurde|was|falsch|bezahlt|bestritten|uberwiesen)\b|\balles(?= ?(?:[.,;:!)]|$))"
    r"|\b(?:der|den|dem) rest\b|\b(?:restliche|ubrige|weitere|andere)[nrs]? rechnung\w*"
    r"|\bdie (?:andere|ubrige|restliche)n?\b"
    rf"|\b(?:die|diejenige) (?:vom|von|aus) (?:dem |monat |letzte\w* ){{0,2}}{_MONTH}\b|\bund folgende\b"
    r"|\bschulden (?:ihnen )?nichts\b"
    rf"|\b(?:ihre|diese|die|unsere) rechnungen\b{_NO_NUMBER}"
)
_ES = (
    rf"\b(?:tod[oa]s?|ningun[oa]?|cada) {_GAP}(?:factur\w+|recordatorios?|importes?|deudas?|pedidos?|entregas?)\b"
    r"|\btodo (?:esta|lo que|sera|fue|ha sido)\b|\btodo(?= ?(?:[.,;:!)]|$))"
    r"|\b(?:el|del|al) resto\b|\bl[ao]s? (?:demas|restantes|siguientes|anteriores)\b|\b(?:la|las|el) otr[ao]s?\b"
    rf"|\bl[ao]s? de (?:el mes de |este mes|{_MONTH})\b|\by siguientes\b|\bno (?:les? |os )?debemos nada\b"
    rf"|\b(?:sus|vuestras|las|estas) facturas\b{_NO_NUMBER}"
)
_IT = (
    rf"\b(?:tutt[aeio]|nessuna?|ogni|ciascuna|insieme) {_GAP}"
    r"(?:fattur\w+|sollecit\w+|importi?|ordini|consegn\w+|somme)\b"
    r"|\btutto (?:e|sara|quello|quanto|cio|e stato)\b|\btutto(?= ?(?:[.,;:!)]|$))"
    r"|\b(?:il|del|al) resto\b|\b(?:le|gli|i) (?:altr[ei]|rimanenti|restanti|successiv[ei])\b|\bl'altra\b"
    r"|\bquell[ae] (?:di|del|dell'|relativ\w+|che)\b|\be seguenti\b|\bnon (?:vi )?dobbiamo (?:nulla|niente)\b"
    rf"|\b(?:vostre|nostre|queste|le) fatture\b{_NO_NUMBER}"
)
_NL = (
    rf"\b(?:alle|elke|iedere|geen) {_GAP}(?:factu\w+|herinnering\w*|aanmaning\w*|bedrag\w*|leveringen|orders)\b"
    r"|\balles (?:is|wordt|werd|wat|betaald|betwist)\b|\balles(?= ?(?:[.,;:!)]|$))"
    r"|\bde (?:rest|overige|andere|resterende|volgende)\b"
    rf"|\bdie van (?:de maand |vorige maand|{_MONTH})\b|\ben volgende\b"
    r"|\b(?:niets|niks) (?:meer )?(?:verschuldigd|schuldig)\b"
    rf"|\b(?:uw|jullie|deze|onze|de) facturen\b{_NO_NUMBER}"
)
_MORE = lazy(f"{_FR}|{_EN}|{_DE}|{_ES}|{_IT}|{_NL}")
_TO = r"(?:a|au|jusqu'a|to|through|thru|until|till|bis|hasta|al|fino a|tot|tot en met|t/m|-{1,2}>?|–|—|\.{2,3}|…)"
_LEAD = r"(?:(?:la |facture |invoice |rechnung |factura |fattura |factuur ){0,2}(?:n[°ºo]\.? ?|nr\.? ?)?)"


_GRAVE = frozenset({Intent.DISPUTE, Intent.INSOLVENCY})
_PART = lazy(
    r"[.!?;\n]|,(?!\d)|\b(?:sauf|mais|hormis|except|but|au(?:ß|ss)er|aber|salvo|pero|excepto|tranne|behalve|maar)\b",
    re.IGNORECASE,
)
_WORD = lazy(r"[^\W\d_]{3,}")
_SAYING = 2  # words from which a part says something
_MAX_PARTS = 60
_CLEAR = 0.6  # confidence from which a part is believed


def speaks_of_all(text: str, mentions: Sequence[str]) -> bool:
    """Whether a text speaks of all invoices, of the rest, or of a range: fr, en, de, es, it, nl."""
    plain = " ".join(fold(text[:MAX_READ].replace("’", "'")).split())
    return _MORE.search(plain) is not None or _is_range(plain, mentions)


def _is_range(plain: str, mentions: Sequence[str]) -> bool:
    words = sorted({fold(word) for word in mentions}, key=len, reverse=True)
    if not words:
        return False
    number = "|".join(map(re.escape, words))
    pattern = re.compile(rf"(?<![\w@])(?:{number}) ?{_TO} ?{_LEAD}(?:{number})(?![\w@])")
    return pattern.search(plain) is not None


def grave_in_parts(text: str, hear: Callable[[str], Understood]) -> tuple[Intent, ...]:
    """What a part of a text says of dispute or insolvency, where the text as a whole may drown it.

    «Toutes vos factures sont contestées, sauf celle-ci que je paie vendredi» sounds like a promise.
    """
    parts = [part for part in _PART.split(text[:MAX_READ]) if len(_WORD.findall(part)) >= _SAYING][
        :_MAX_PARTS
    ]
    heard = (hear(part).verdict for part in parts)
    told = (each.intent for each in heard if each.intent in _GRAVE and each.confidence >= _CLEAR)
    return tuple(dict.fromkeys(told))


def in_subject_alone(mentions: Sequence[str], text: str) -> tuple[str, ...]:
    """Those of the words that the text itself does not name: the subject may be that of our own letter."""
    typed = set(mentions_in("", text))
    return tuple(word for word in mentions if word not in typed)
