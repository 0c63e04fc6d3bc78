"""A sheet in, the kind of paper out: an invoice, or one of the many papers that only look like one."""

import re
from dataclasses import dataclass
from statistics import median

from relanced.intake.amounts import find_amounts
from relanced.intake.days import fold
from relanced.intake.invoice.labels.hints import TITLE_LABELS, Hints
from relanced.intake.invoice.labels.kinds import INVOICE_KINDS, Kind
from relanced.intake.invoice.labels.labels import NOT_AN_INVOICE, Hit, Labels, words_of
from relanced.intake.invoice.labels.labels_number import NUMBER_LABELS, NumberLabel
from relanced.intake.invoice.page.sheet import Chunk, Sheet, chunk_of
from relanced.intake.invoice.page.tokens import number_at
from relanced.intake.lazy import lazy

_REFUSALS = Labels({True: NOT_AN_INVOICE})
_LEAD = lazy(
    r"(?:(?:duplicata(?: de)?|duplicat|copie(?: de)?|copy(?: of)?|votre|notre|ma|your|our|sales|vat|commercial|original"
    r"|electronic|tipo (?:di |de )?documento|tipologia documento|type de (?:document|piece)|document type|belegart|type"
    r"|document|soort document|copia(?: di cortesia(?: della| di)?)?|kopie|zweitschrift|duplikat|duplicado|duplicato|e"
    r"|elektronische|simplified|proposition de|objet|betreff|subject|asunto|oggetto|onderwerp|tipo|concerne|nature"
    r"|service|monthly|consulting|td\d\d|\d{1,2}\.?(?:e|er|eme|st|nd|rd|th|a|o)?)[\s:–-]{1,4}){0,3}"
)
# «Facturé à» folds to «facture a»: a label before a name, no title.
_NO_TITLE = lazy(
    r"\s*(?:a(?!\s*\d)|le|par|au(?!\s*\d)|aux|payable|to|an|for|aan|from|date|address|total|amount)(?![a-z0-9]|[-/.]\w)"
)
_CREDIT_REST = lazy(r"(?:sur|client|partiel|total|commercial|de|relatif|pour|en)\b|[^a-z]")
_DATE_REST = lazy(r"\s*(?:du|au|as of|at|per|zum|al|del|vom|of|dated|op|tot)\s+\d")
_NUMBER_REST = lazy(r"[\s:#/-]*+(?:n[°ºo.]?|no|nr|num\w*|ref\w*|id)?[\s.:°#-]*+[a-z]{0,8}[\s/-]{0,2}\d")
_DEPOSIT_ITEM = lazy(
    r"(?:1\s*+x?\s*+)?(?:facture d')?(?:acompte|deposit|anzahlung|anticipo|acconto|aanbetaling)\b[^%]{0,30}\d{1,3}\s?%"
)
# Kinds that an invoice refers to by their number and day: «Bon de livraison BL-12 du 20/06».
_REFERRED = frozenset({Kind.QUOTE, Kind.ORDER, Kind.DELIVERY})
# Kinds that an invoice does not refer to, as it refers to quotes, orders and deliveries.
_NEVER_NAMED = frozenset({Kind.STATEMENT, Kind.REMINDER, Kind.PRO_FORMA})
# A number after the kind's name, with or without its day, small print beside the true title.
_REFERENCE = lazy(r"\d")
_SPACED_OUT = lazy(r"(?<![a-z])(?:[a-z] ){1,15}[a-z](?![a-z'’])")  # «n o t e d’honoraires»
_NUMBER_LABEL = lazy(r"^n\b|num(?:ero|ber|mer)|nummer")
_SUBJECT = lazy(r"(?:objet|concerne|betreff|subject|re|asunto|oggetto|onderwerp|betreft)\b")
_UNPAID = lazy(
    r"\b(?:impaye|unpaid|overdue|outstanding|relance|rappel|reminder|mahnung|uberfallig|offen|sollecito|scadut|insolut"
    r"|impagad|vencid|reclamacion|herinnering|aanmaning|openstaand|mise en demeure|en retard)"
)
# An «Abschlagsrechnung» for work that is done, as builders write them; else it asks for money in advance.
_PROGRESS = lazy(
    r"erbrachte[nr]? leistung|leistungsstand|kumuliert|sicherheitseinbehalt|bautenstand|fertigstellungsgrad"
    r"|aufmass|ab(?:zgl\.?|zuglich) (?:\w+ )?(?:\d+\. )?abschlags|baufortschritt|(?:vor|bis)herige abschlags|\bvob\b"
)
_WEAK = 3.0
_MODEST = 4.0  # of a title that stands only where no other does
_HEAD, _BODY = 0.4, 0.6  # how far down the sheet a title may stand
# Words that also begin a row or a sentence.
_ALONE = frozenset(
    words_of(
        fr="honoraires; honoraire; vos honoraires; mes honoraires; nos honoraires",
        en="fees; professional fees; bill",
        de="honorar; honorare; liquidation; kostennote; kostenrechnung; faktura",
        es="minuta; honorarios",
        it="onorario; onorari; nota",
        nl="ereloon; nota",
    )
)
_NUMBERED = {NumberLabel.INVOICE: Kind.INVOICE, NumberLabel.CREDIT: Kind.CREDIT_NOTE}


@dataclass(frozen=True, slots=True)
class Title:
    """What a paper calls itself, how surely, and in which words."""

    kind: Kind
    score: float
    words: str


def read_title(sheet: Sheet, hints: Hints) -> Title | None:
    """The kind of a paper, from its largest and highest title; None where it bears no title at all.

    A word that denies («not an invoice») outweighs every title.
    """
    if not sheet.chunks:
        return None
    for chunk in sheet.chunks:
        if _REFUSALS.find(chunk.plain):
            return Title(Kind.PRO_FORMA, 99.0, chunk.text)
    usual = median(chunk.height for chunk in sheet.chunks)
    named = hints.kinds()
    best: Title | None = None
    for chunk in sheet.chunks:
        found = _title_of(chunk) or _title_of(_joined(sheet, chunk))
        if found is None:
            continue
        kind, score = found
        score -= 3.0 if kind in _REFERRED and _REFERENCE.search(chunk.plain) and kind not in named else 0.0
        score += min(5.0, max(0.0, 5.0 * (chunk.height / usual - 1.05)))
        score += 2.0 if sheet.depth_of(chunk) < 0.4 else -2.0
        score += 2.5 if kind in named else 0.0
        score -= 4.0 if _is_row(sheet, chunk) else 0.0
        score += 1.5 if kind in _NEVER_NAMED and score >= 6.0 else 0.0
        if best is None or score > best.score + 0.01:
            best = Title(kind, score, chunk.text)
    if best is None or best.score < _WEAK:
        return _alone_on_line(sheet, usual) or _by_its_number(sheet, named)
    if best.kind in _REFERRED and _REFERENCE.search(best.words):
        # «Bon de livraison n° BL-12 du 03/10» on an invoice whose own number is labelled.
        best = _by_its_number(sheet, named) or best
    return _refined(best, sheet, named)


def _title_of(chunk: Chunk) -> tuple[Kind, float] | None:
    """The title that a chunk begins with, and how much it looks like one."""
    plain = _SPACED_OUT.sub(_closed_up, chunk.plain)
    lead = _LEAD.match(plain)
    start = lead.end() if lead else 0
    hit = next((hit for hit in TITLE_LABELS.find(plain) if hit.start <= start + 1), None)
    if hit is None or len(plain) > 120:
        return None
    rest = plain[hit.end :]
    if _NO_TITLE.match(rest):
        return None
    if _NUMBER_LABEL.search(plain[hit.start : hit.end]):
        return None  # the label of a number, perhaps over a list of several: see _by_its_number
    if hit.kind in INVOICE_KINDS and _SUBJECT.match(plain) and _UNPAID.search(rest):
        return Kind.REMINDER, 6.0  # «Objet : facture n° F-12 impayée»
    return hit.kind, _shape(rest, hit)


def _alone_on_line(sheet: Sheet, usual: float) -> Title | None:
    """A word that is a title only where nothing stands beside it, larger than the rest or high up: «Honoraires»."""
    for chunk in sheet.chunks:
        high = chunk.height > 1.15 * usual or sheet.depth_of(chunk) < _HEAD
        if (
            chunk.plain.strip(" .-–") in _ALONE
            and high
            and sheet.depth_of(chunk) < _BODY
            and len(sheet.line_of(chunk)) == 1
        ):
            return Title(Kind.INVOICE, _MODEST, chunk.text)
    return None


def _by_its_number(sheet: Sheet, named: tuple[Kind, ...]) -> Title | None:
    """A paper without any title whose number has a label that says what it is: «N° FACTURA» over «A/000412».

    Not where the mail calls it something else, nor where the label heads a list of several numbers.
    """
    if any(kind not in INVOICE_KINDS for kind in named):
        return None
    for chunk in sheet.chunks:
        hit = next(iter(NUMBER_LABELS.find(chunk.plain)), None)
        kind = _NUMBERED.get(hit.kind) if hit else None
        if hit is None or kind is None or hit.start > 0 or sheet.depth_of(chunk) > _BODY:
            continue
        if len(chunk.plain[: hit.end].split()) == 1 and hit.end == len("invoice"):
            continue  # a sentence that begins so
        bare = not re.search(r"\w", chunk.text[hit.end :])
        listed = [each for each in sheet.block_below(chunk, most=3) if number_at(each.text, strong=True)]
        after = chunk.text[hit.end :] if not bare else _beside(sheet, chunk, listed)
        if len(listed) <= 1 and number_at(after, strong=True):
            return Title(kind, _MODEST, chunk.text)
    return None


def _beside(sheet: Sheet, label: Chunk, below: list[Chunk]) -> str:
    """The value of a label that stands alone: beside it, else under it."""
    right = sheet.right_of(label)[:1]
    if right and number_at(right[0].text, strong=True):
        return right[0].text
    under = below or list(sheet.below(label)[:1])
    return under[0].text if under else ""


def _joined(sheet: Sheet, chunk: Chunk) -> Chunk:
    """A chunk with its neighbours of the same size: «N O T E  D’HONORAIRES» is one title in two pieces."""
    pieces = [chunk]
    for beside in sheet.right_of(chunk)[:3]:
        near = beside.left - pieces[-1].right <= 5 * chunk.height
        if not near or abs(beside.height - chunk.height) > 1:
            break
        pieces.append(beside)
    box = (chunk.left, chunk.top, pieces[-1].right, chunk.bottom)
    words = (_SPACED_OUT.sub(_closed_up, piece.plain) for piece in pieces)
    return chunk_of(" ".join(words)[:200], box, chunk.line)


def _closed_up(match: "re.Match[str]") -> str:
    return match[0].replace(" ", "")


def _is_row(sheet: Sheet, chunk: Chunk) -> bool:
    """A line with an amount: a row of a statement, no title."""
    return any(
        found.has_currency or found.has_cents
        for other in sheet.line_of(chunk)
        if other is not chunk
        for found in find_amounts(other.text)
    )


def _shape(rest: str, hit: Hit[Kind]) -> float:
    words = rest.strip(" .:-–—|()°")
    if not words or _NUMBER_REST.match(rest) or _DATE_REST.match(rest):
        return 6.0
    if hit.end - hit.start == len("avoir") and hit.kind is Kind.CREDIT_NOTE and not _CREDIT_REST.match(words):
        return 0.5  # the verb: «avoir lu et accepté»
    if len(words) <= 28 and hit.kind is not Kind.TERMS:
        return 3.0
    return 5.0 if hit.kind is Kind.TERMS else 0.5


def _refined(title: Title, sheet: Sheet, named: tuple[Kind, ...]) -> Title:
    """«Facture» over a deposit: the mail calls it so, or its only line is a share paid in advance."""
    if title.kind is Kind.DEPOSIT and "abschlag" in fold(title.words):
        done = next((chunk for chunk in sheet.chunks if _PROGRESS.search(chunk.plain)), None)
        return Title(Kind.INVOICE, title.score, f"{title.words} … {done.text}") if done else title
    if title.kind is not Kind.INVOICE:
        return title
    is_rest = re.search(r"solde|final|schluss|saldo|eind", fold(title.words))
    is_part = re.search(
        r"acompte|deposit|anzahlung|abschlag|acconto|anticipo|aanbetaling|voorschot", fold(title.words)
    )
    if (Kind.DEPOSIT in named or is_part) and not is_rest:
        return Title(Kind.DEPOSIT, title.score, title.words)
    items = [chunk for chunk in sheet.chunks if _DEPOSIT_ITEM.match(chunk.plain)]
    if len(items) == 1 and not is_rest and not _deducts(sheet, items[0]):
        return Title(Kind.DEPOSIT, title.score, f"{title.words} … {items[0].text}")
    return title


def _deducts(sheet: Sheet, item: Chunk) -> bool:
    """Whether this line takes a deposit off instead of asking for one."""
    below_zero = any(re.match(r"[€£$\s]*[-−–(]", other.text) for other in sheet.right_of(item))
    return below_zero or bool(
        re.search(r"verse|recu|dedui|regle|paid|received|bezahlt|erhalten|geleistet", item.plain)
    )


def is_invoice(kind: Kind) -> bool:
    """Whether this kind of paper is an invoice, a deposit invoice or a credit note."""
    return kind in INVOICE_KINDS
