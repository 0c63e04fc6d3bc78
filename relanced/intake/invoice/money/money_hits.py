"""The folded words of one chunk in, its labels of money out, each as what it means in its place. Pure."""

from relanced.intake.invoice.labels.labels import Hit
from relanced.intake.invoice.labels.labels_money import MONEY_LABELS, MoneyLabel
from relanced.intake.lazy import lazy

ASKING = frozenset({MoneyLabel.NET, MoneyLabel.CREDITED})
WHOLES = frozenset({*ASKING, MoneyLabel.GROSS, MoneyLabel.BARE})
_RANK = {MoneyLabel.BARE: 2, MoneyLabel.GROSS: 3, MoneyLabel.NET: 5, MoneyLabel.CREDITED: 5}
_APART = frozenset(
    {
        MoneyLabel.OTHER,
        MoneyLabel.DISCOUNT,
        MoneyLabel.EARLIER,
        MoneyLabel.RETAINED,
        MoneyLabel.ADDED,
        MoneyLabel.PREPAID,
    }
)
_CURRENCY = r"(eur|euros?|gbp|usd|chf|cad|aud|sek|nok|dkk|pln|czk|huf|ron|jpy|mad|tnd|xof|xpf|€|£|\$)"
_DOTTED = lazy(r"(?<![a-z])(?:t\.\s?t\.\s?c\.?|h\.\s?t\.?(?![a-z])|t\.\s?v\.\s?a\.?)")
# What may stand inside a label: «Total CHF inkl. 8.1 % MwSt.»
_BETWEEN = lazy(rf"(?<![a-z]){_CURRENCY}(?![a-z\s]{{0,60}}+\d)|(?<![\d.,])\d{{1,2}}(?:[.,]\d{{1,2}})?\s?%")
_NEGATED = lazy(
    r"\b(?:sans|hors|pas d|pas de|aucun|without|no|not|ohne|kein\w*|zonder|geen|senza|nessuno|sin)\W{1,2}"
    r"(?:\w+ )?(?:skonto\w*|escompte|discount|sconto|korting|abzug|aftrek)"
)
# Only where something is paid early, or only a part, or the sum of one page or of another paper.
_PART_BEFORE = lazy(
    r"skonto|escompte|discount|\bsconto|korting|pronto pago|\b(?:dont|davon|darin|hiervon|waarvan|thereof)\b"
    r"|of which|di cui|de los? cuales|enthalten|lohn|\bcumul|kumul|\b(?:if|si|falls|wenn|indien|sofern)\b"
    r"|bei zahlung|bij betaling|\bse pagato|early|apres credit d"
    r"|\b(?:devis|marche|contrat|commande|angebot|auftrag|contract|quote|order|preventivo|presupuesto|offerte)\W{1,3}$"
)
_PART_AFTER = lazy(
    r"\b(?:pages?|seite|pagina|pag|blad|hoja|feuille)\b|\bcumul|kumul|skonto|escompte|discount|\bsconto\b|korting"
    r"|pronto pago|\bif (?:paid|settled|payment|you pay)|\bsi (?:paiement|paye|regle|se paga)|\bse pagat"
    r"|bei (?:zahlung|bezahlung|uberweisung bis|lastschrift)|bij betaling|when paid (?:by|within|before)"
    r"|\b(?:du|des) (?:devis|marche|contrat)\b|de la commande|of (?:the )?(?:contract|order|quote)|avant remise"
    r"|before discount|vor (?:abzug|skonto|rabatt)|apres credit d|\b(?:lohn|arbeits)\w*|precedent|vorperiode"
)
_BRACKETS = lazy(r"\([^()]{0,60}\)")
_AMOUNT = lazy(r"\d[.,]\d\d(?![\d.])|[€£$]|\d\s?(?:eur|chf|gbp|usd)\b")
_INCLUDED = lazy(r"\W{0,3}(?:incl|inkl|inc\b|compris|included|enthalten|inbegrepen|compres)")
_OF_ALL = lazy(r"tot|gesamt|summe|montant|betrag|amount|importe|bedrag")
# A base that says so, and not merely «net», which is also what is left to be paid.
_UNTAXED = lazy(r"\b(?:h ?t|htva|hors|exc?l?|exkl|excluding|imponib\w*|vat|tva|btw|iva|mwst|ust|tax|base)\b")
# What may stand between a label of one word and its amount; other words make it that of a part:
# «Total maçonnerie», «Solde mission», «Brutto-Gewicht».
_LIGHT = lazy(
    r"(?:en|de|la|le|les|du|des|d|l|au|aux|a|ce|cette|the|of|for|this|is|in|im|der|die|das|dieser|fur|per|al|del|della"
    r"|di|il|el|los|een|het|van|dit|deze|voor|op|euros?|eur|chf|gbp|usd|sterling|factures?|invoices?|rechnung|fattura"
    r"|factura|factuur|note|honoraires|nr|no|n|num|date|jour|jours|days|tage|tagen|ttc|ht|inkl|incl|inc|tva|tvac|vat|mwst"
    r"|ust|iva|btw|tax|taxes?|comprises?|compris|incluse?|included|inclus|and|et|und|e|y|net|due|now|on|by|before|until|bis"
    r"|vom|zum|am|avant|jusqu|entro|antes|uiterlijk|upon|receipt|reception|sous|within|innerhalb|dans|our|your|payer|regler"
    r"|pay|zahlen|pagar|pagare|betalen|general|final|facture|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre"
    r"|octobre|novembre|decembre|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|januar|februar|marz|juni|juli|oktober|dezember|dem|den|sont|ist|fallig|betragt|amounts|to|as|at)"
)
_WORDS = lazy(r"[a-z]+")
_MAX_BEFORE = 60  # characters before a label that may say that it is of a part


def money_hits(plain: str) -> list[Hit[MoneyLabel]]:
    """The labels of a chunk: «Total à payer TTC» is one, and «(dont TVA 20 %)» none of its own."""
    even = _DOTTED.sub(lambda match: match[0].replace(".", "").replace(" ", "").ljust(len(match[0])), plain)
    even = _NEGATED.sub(lambda match: " " * len(match[0]), even)  # «sans escompte»
    hits: list[Hit[MoneyLabel]] = []
    for hit in MONEY_LABELS.find(_BETWEEN.sub(lambda match: " " * len(match[0]), even)):
        gap = plain[hits[-1].end : hit.start] if hits else ")"
        if hits and "(" in gap and ")" not in gap:
            continue
        joined = _joined(hits[-1], hit, even) if hits and _is_small(gap) else None
        if joined is None:
            hits.append(hit)
        else:
            hits[-1] = Hit(joined, hits[-1].start, hit.end)
    return [_in_place(hit, hits[place + 1 :], even) for place, hit in enumerate(hits)]


def _is_small(gap: str) -> bool:
    return len(gap) <= 3 and not any(sign.isalnum() for sign in gap)


def _joined(one: Hit[MoneyLabel], other: Hit[MoneyLabel], plain: str) -> MoneyLabel | None:
    """What two labels side by side mean; None: each for itself."""
    if one.kind in WHOLES and other.kind in WHOLES:
        return max(one.kind, other.kind, key=lambda each: _RANK[each])
    if one.kind in _APART and other.kind in WHOLES | {MoneyLabel.BASE, MoneyLabel.TAX}:
        return one.kind  # «Montant du devis TTC», «Remise HT»
    if one.kind in WHOLES and other.kind is MoneyLabel.BASE:
        return MoneyLabel.BASE
    if one.kind is MoneyLabel.BASE and other.kind in WHOLES:
        return MoneyLabel.BASE if _UNTAXED.search(plain[one.start : one.end]) else other.kind
    if one.kind in WHOLES and other.kind is MoneyLabel.TAX:
        return MoneyLabel.GROSS if _INCLUDED.match(plain[other.end :]) else MoneyLabel.TAX
    return None


def _in_place(hit: Hit[MoneyLabel], later: list[Hit[MoneyLabel]], plain: str) -> Hit[MoneyLabel]:
    """The label, or OTHER where the words around it say that it is only of a part."""
    if hit.kind is MoneyLabel.TAX and _INCLUDED.match(plain[hit.end :]) and _OF_ALL.match(plain[hit.start :]):
        return Hit(MoneyLabel.OTHER, hit.start, hit.end)  # «Total (MwSt. enthalten)»: the whole, or the tax
    if hit.kind not in WHOLES and hit.kind is not MoneyLabel.BASE:
        return hit
    before = plain[max(0, hit.start - _MAX_BEFORE) : hit.start]
    after = plain[hit.end : later[0].start if later else len(plain)]
    amount = _AMOUNT.search(after)
    after = after[: amount.start()] if amount else after
    is_short = plain[hit.start : hit.end].isalpha()
    in_passing = is_short and hit.kind is MoneyLabel.NET and hit.start > 2
    if is_short and not all(_LIGHT.fullmatch(word) for word in _WORDS.findall(_BRACKETS.sub(" ", after))):
        kind = MoneyLabel.BASE if hit.kind is MoneyLabel.BARE else MoneyLabel.OTHER
        return Hit(kind, hit.start, hit.end)
    if in_passing or _PART_BEFORE.search(before) or _PART_AFTER.search(after):
        return Hit(MoneyLabel.OTHER, hit.start, hit.end)
    return hit
