"""A quoted mail in; what somebody typed into it in bold or italics without a word about it out. Pure, linear.

A letter has bold words of its own: headings, amounts, last warnings. So an answer must stand behind the cells
of a line, or speak as a client does; whatever speaks as a creditor is ours.
"""

import re
from collections import Counter

from relanced.intake.days import MONTH_OF, fold
from relanced.intake.lazy import lazy
from relanced.intake.reply.split.ink import look_around
from relanced.intake.reply.split.rows import QuotedMail, Row

_MAX_WORDS = 30  # of an answer
_MAX_CELL_WORDS = 8  # words before it in its line; a sentence has more
_ANSWER = lazy(
    r"\b(?:payee?s?|reglee?s?|viree?s?|soldee?s?|mandatee?s?|paid|settled|remitted|bezahlt|uberwiesen|beglichen|pagad[oa]s?|"
    r"abonad[oa]s?|transferid[oa]s?|pagat[oaei]|saldat[oaei]|bonificat[oaei]|betaald|overgemaakt|voldaan|"
    r"contestee?s?|litige|disputed?|wrong|incorrect|erronee?s?|errone|faux|fausse|refusee?s?|bestritten|strittig|falsch|"
    r"reklamiert|rechazad[oa]s?|disconforme|errat[oa]|betwist|onjuist|doublon|duplicate|doppelt|duplicad[oa]|doppi[oa]|"
    r"dubbel|avoir|credit note|gutschrift|abono|nota di credito|creditnota|creditfactuur|inconnue?|unknown|unbekannt|"
    r"(?:jamais|pas|never|not|nicht|nie|no|nunca|non|mai|niet|nooit) (?:recue?s?|received|livree?s?|delivered|erhalten|"
    r"geliefert|recibid[oa]|ricevut[oa]|ontvangen|geleverd|commandee?|ordered|bestellt|besteld)|"
    r"d'accord|agree|einverstanden|acuerdo|akkoord|cassee?s?|broken|damaged|missing|manqu\w*|fehl(?:t|en)|falta\w*|"
    r"manca\w*|ontbreekt|defekt|defectu\w*|en attente|pending|on hold|"
    r"offen wegen|pendiente de|in attesa|wacht op|a venir|virement|transfer|uberweisung|bonifico|overboeking|"
    r"j'ai|nous avons)\b"
    r"|\b(?:ok|oui|non|yes|no|ja|nein|nee|si|deja|already|bereits|schon|ya|gia|reeds|al)\b"
)
# What creditors write: of your payment, of delays, of what is to be done
_CREDITOR = lazy(
    r"\b(?:votre|vos|your|ihre[nrms]?|vostr[oaie]|uw|vous|you|sie|ustedes?|voi|u)\b|"
    r"\b(?:retards?|impayee?s?|overdue|unpaid|outstanding|uberfallig|unbezahlt|offener?|vencid[oa]s?|impagad[oa]s?|scadut[oaei]|"
    r"insolut[oaei]|vervallen|openstaand\w*|dues?|reminder|rappel|relance|mahnung|recordatorio|sollecito|aanmaning|"
    r"penalites?|poursuites|legal action|echus?|echues?|fallig\w*|verschuldigd)\b|"
    r"\b(?:a|zu|da|te|to be) (?:regler|payer|verser|zahlen|pagare|betalen|paid)\b|"
    r"\b(?:recu|received|erhalten|recibido|ricevuto|"
    r"ontvangen)\b.{0,30}\b(?:paiement|reglement|virement|payment|zahlung|pago|pagamento|betaling)"
)
_CELL_END = lazy(
    r"[\d€$£]\W{0,3}$|\b(?:eur|chf|gbp|ttc|ht)\W{0,3}$", re.IGNORECASE
)  # «sous huit jours» is ours
_WORD = lazy(r"[^\W\d_]{3,30}")
_NO_ANSWER = frozenset(
    {"ttc", "eur", "euros", "total", "iban", "bic", "net", "brutto", "netto", "montant", "facture", *MONTH_OF}
)


def mark_bold(mail: QuotedMail) -> bool:
    """Find the bold ends of lines and bold lines that answer; whether any was found."""
    if look_around(mail)[1]:
        return False
    ends = [_bold_end(row) for row in mail.rows]
    counted = Counter(fold(end) for _, end in ends)
    began = False
    found = False
    for row, (before, end) in zip(mail.rows, ends, strict=True):
        if (
            end
            and not row.said
            and not row.is_ours
            and _is_answer(before, end, began=began, times=counted[fold(end)])
        ):
            row.said = end
            found = True
        began = began or bool(before)
    return found


def _bold_end(row: Row) -> tuple[str, str]:
    """What of a line is not bold, and the bold run that ends it."""
    place = len(row.pieces)
    while place and (not row.pieces[place - 1][1].strip() or _is_bold(row, place - 1)):
        place -= 1
    before, end = ("".join(text for _, text in part) for part in (row.pieces[:place], row.pieces[place:]))
    return " ".join(before.split()), " ".join(end.split())


def _is_bold(row: Row, place: int) -> bool:
    look = row.pieces[place][0]
    return look.is_strong and not look.is_fixed


def _is_answer(before: str, end: str, *, began: bool, times: int) -> bool:
    plain = fold(end[:400])
    if len(end.split()) > _MAX_WORDS or _CREDITOR.search(plain):
        return False
    answers = bool(_ANSWER.search(plain))
    cells = re.search(r"\d", before) and len(_WORD.findall(before)) <= _MAX_CELL_WORDS
    if not cells:
        return answers and began and not before
    told = [word for word in _WORD.findall(plain) if word not in _NO_ANSWER]
    return answers or (times == 1 and len(told) > 1 and bool(_CELL_END.search(before)))
