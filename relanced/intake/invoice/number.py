"""A sheet in, the number of the paper out, told apart from the many other numbers on it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relanced.intake.amounts import find_amounts
from relanced.intake.days import find_days, fold
from relanced.intake.invoice.labels.hints import TITLE_LABELS, Hints
from relanced.intake.invoice.labels.kinds import INVOICE_KINDS, Kind
from relanced.intake.invoice.labels.labels import Hit, Labels
from relanced.intake.invoice.labels.labels_day import DAY_LABELS
from relanced.intake.invoice.labels.labels_money import MONEY_LABELS
from relanced.intake.invoice.labels.labels_number import NAME_LABELS, NUMBER_LABELS, OLDER, NumberLabel
from relanced.intake.invoice.page.sheet import Chunk, Sheet
from relanced.intake.invoice.page.tokens import day_like_number, number_at, prints, says_number
from relanced.intake.invoice.party.registrations import siren_id, vat_id
from relanced.intake.invoice.when.paper_days import read_days
from relanced.intake.lazy import lazy
from relanced.model.names import InvoiceNumber, number_key

_OLDER = Labels({True: OLDER})
_SUBJECT = lazy(
    r"(?:(?:objet|betreff|subject|asunto|oggetto|onderwerp)\s?[:-]?\s?)?"
    r"(?:(?:ma|notre|votre|our|my|your|meine|unsere|ihre|mi|nuestra|mia|nostra|la mia|la nostra|mijn|onze)\s)?"
)
_COUNT = lazy(r"[\s.:#°º]*\d{1,2}(?![\w]|[-/.]\w)")  # «Situation n° 3»: which one it is, no number
_ORDINAL = lazy(r"\d{1,2}\.?(?:e|er|eme|st|nd|rd|th|a|o)?\s*")  # «1. Abschlagsrechnung Nr. AR-2026-12»
_CONNECTORS = lazy(
    r"(?:[\s.:,#°º'’(]|\b(?:la|le|les|l|de|du|d|the|your|our|notre|votre|facture|invoice|rechnung|factura|fattura|factuur"
    r"|avoir|n|no|nr|num|numero|number|nummer|der|die|zur|zu|unserer|ihrer|unsere|il|el|van|onze|uw|nostra|nuestra|vs|ns"
    r"|acompte|et|remplace|replaces|ref|reference|invoices|sur|acconto|credit|note|solde|s)\b){0,12}"
)
# Over a table of items: «Référence | Désignation | Qté» announces no number of the paper.
_ITEMS = lazy(
    r"\b(?:designation|qte|quantite|description|qty|quantity|prix unit|menge|bezeichnung|einzelpreis|cantidad"
    r"|descripcion|quantita|descrizione|qta|omschrijving|aantal)\b"
)
_GOOD = 4.0
_WELL = 8.5  # a label that names the invoice itself, in the head of the paper
_MARGIN = 1.5  # of a candidate that is as good as the best; less than any word of the mail weighs
_NEAR_LINES = 12  # between a title and the number that stands alone near it
_NEAR = 160.0  # the same in points
_SHAPE = lazy(
    r"(?=.{3,24}$)(?:[A-Z]{1,6}[\s/._-]?)?\d{1,8}(?:[-/._–]?[A-Z]{1,4})?(?:[-/._–][A-Z]?\d{1,8}){0,3}(?:[-/._–]?[A-Z]{1,3})?$",
    re.IGNORECASE,
)
# An IBAN or VAT number, a telephone, a SIREN or SIRET, a bar code, a year; what no series of invoices looks like.
_NO_SHAPE = lazy(
    r"[A-Z]{2}\d{8,}|0\d{8,}|\d{3}\s?\d{3}\s?\d{3}.*|(?!20[2-4]\d)\d{9,}|(?:19|20)\d\d", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class NumberRead:
    """The number of a paper, the words that led to it, and the older number that it replaces or credits.

    `rivals` is empty where the number is sure; else it holds all that may be the number, this one first.
    """

    number: InvoiceNumber
    words: str
    older: InvoiceNumber | None
    score: float
    rivals: tuple[InvoiceNumber, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether nothing else on the paper may be its number; else its series settles it, or a person."""
        return not self.rivals


@dataclass(frozen=True, slots=True)
class _Candidate:
    number: str
    score: float
    words: str

    @property
    def key(self) -> str:
        return number_key(self.number)


def read_number(sheet: Sheet, kind: Kind, hints: Hints) -> NumberRead | None:
    """The paper's own number; unsure where others are labelled as well, or where it stands without a label.

    None where nothing on the paper looks like its number.
    """
    older = older_numbers(sheet)
    ranked = _ranked(sheet, kind, hints, {number_key(number) for number in older})
    best = ranked[0] if ranked and ranked[0].score >= _GOOD else _from_mail(sheet, hints)
    if best:
        as_good = [each for each in ranked if each.score >= _GOOD and best.score - each.score <= _MARGIN]
        others = [each for each in as_good if each.key not in best.key and best.key not in each.key]
        rivals = [best, *others] if others else []
    else:
        rivals = _unlabelled(sheet, {number_key(number) for number in older})
        best = next(iter(rivals), None)
        if best and best.key == number_key(hints.filename.rpartition(".")[0]):
            rivals = []
    if best is None:
        return None
    replaced = [number for number in older if number_key(number) != best.key]
    return NumberRead(
        InvoiceNumber(best.number),
        best.words,
        InvoiceNumber(replaced[0]) if replaced else None,
        best.score,
        tuple(InvoiceNumber(each.number) for each in rivals),
    )


def _ranked(sheet: Sheet, kind: Kind, hints: Hints, older: set[str]) -> list[_Candidate]:
    """The labelled candidates, each number once, the best first.

    «Note d'honoraires n° 4 … Réf. facture : NH-2614-04»: a mere count never goes before a well labelled number.
    """
    best: dict[str, _Candidate] = {}
    candidates = [*_candidates(sheet, kind), *_written_as_day(sheet, hints)]
    well = any(each.score >= _WELL and not _is_count(each) and each.key not in older for each in candidates)
    for each in candidates:
        score = each.score + 2.0 * hints.confirms(each.number) - (7.0 if each.key in older else 0.0)
        score -= 10.0 if well and _is_count(each) else 0.0
        if each.key not in best or score > best[each.key].score:
            best[each.key] = _Candidate(each.number, score, each.words)
    return sorted(best.values(), key=lambda each: -each.score)


def _is_count(one: _Candidate) -> bool:
    return bool(re.fullmatch(r"\d{1,2}", one.number))


def _written_as_day(sheet: Sheet, hints: Hints) -> Iterator[_Candidate]:
    """«Facture n° 14/04/2026», the fourteenth of its month; only where the day of issue is another of that month."""
    for chunk in sheet.chunks:
        hits = [hit for hit in NUMBER_LABELS.find(chunk.plain) if hit.kind is NumberLabel.INVOICE][:1]
        found = day_like_number(chunk.text[hits[0].end :]) if hits and hits[0].start == 0 else None
        if found is None or not says_number(chunk.plain[: hits[0].end]):
            continue
        issued = read_days(sheet, hints.sent_on).issued
        number, month, year = found
        shown = sum(other.text.count(number) for other in sheet.chunks)
        fits = issued is not None and (issued.day.month, issued.day.year) == (month, year)
        if fits and issued and number_key(number) not in number_key(issued.words) and shown == 1:
            yield _Candidate(number, 10.0, chunk.text)


def _unlabelled(sheet: Sheet, older: set[str]) -> list[_Candidate]:
    """What has the shape of an invoice number and stands alone near the title, under no label of its own."""
    titles = [chunk for chunk in sheet.chunks if _title_hits(chunk)]
    end = _first_sum(sheet)
    found: dict[str, tuple[float, _Candidate]] = {}
    for chunk in sheet.chunks:
        far = min((abs(title.top - chunk.top) for title in titles), default=_NEAR)
        near = far < _NEAR and any(abs(title.line - chunk.line) <= _NEAR_LINES for title in titles)
        token = _alone(chunk)
        if chunk.line < end and near and token and not _is_announced(sheet, chunk):
            one = _Candidate(token, 0.0, chunk.text)
            if one.key not in older and (one.key not in found or far < found[one.key][0]):
                found[one.key] = far, one
    return [one for _, one in sorted(found.values(), key=lambda each: each[0])]


def _alone(chunk: Chunk) -> str | None:
    """The number that is all of a chunk; a day may follow it."""
    token = number_at(chunk.text)
    rest = chunk.text.strip(" .:#")[len(token) :] if token else ""
    if token is None or not _SHAPE.match(token) or _NO_SHAPE.fullmatch(token):
        return None
    if re.search(r"\w", rest) and not any(day.start <= 8 for day in find_days(rest)):
        return None
    return token if vat_id(token) is None and siren_id(token) is None else None


def _is_announced(sheet: Sheet, chunk: Chunk) -> bool:
    """Whether the words on its left, or over it, say what it is: another number, a sum, a name."""
    left = [other for other in sheet.line_of(chunk) if other.right <= chunk.left + 2]
    over = [other for other in sheet.chunks if other.line < chunk.line and chunk in sheet.below(other)[:1]]
    near = [*left[-1:], *(other for other in over if not _title_hits(other))]
    tables = (NUMBER_LABELS, NAME_LABELS, MONEY_LABELS, DAY_LABELS)
    return any(table.find(other.plain) for other in near for table in tables)


def _first_sum(sheet: Sheet) -> int:
    """The line of the first sum: a bare «n°» or «réf.» below it belongs to an item."""
    summed = (
        chunk.line for chunk in sheet.chunks if any(each.has_cents for each in find_amounts(chunk.text))
    )
    return next(summed, sheet.chunks[-1].line + 1 if sheet.chunks else 0)


def older_numbers(sheet: Sheet) -> tuple[str, ...]:
    """The numbers of older invoices that a paper names: «remplace la facture F-1»."""
    found = []
    for chunk in sheet.chunks:
        own = [*NUMBER_LABELS.find(chunk.plain), *_title_hits(chunk)]
        for hit in _OLDER.find(chunk.plain):
            if any(_begins(chunk, label.start) and hit.end <= label.end for label in own):
                continue
            gap = _CONNECTORS.match(chunk.plain, hit.end)
            token = number_at(chunk.text[gap.end() if gap else hit.end :])
            if token:
                found.append(token)
    return tuple(dict.fromkeys(found))


def _candidates(sheet: Sheet, kind: Kind) -> Iterator[_Candidate]:
    first_sum = _first_sum(sheet)
    for chunk in sheet.chunks:
        hits = [*NUMBER_LABELS.find(chunk.plain)]
        if not any(hit.start == 0 for hit in hits):
            titles = [*_title_hits(chunk), *_second_titles(chunk)]
            ends = {hit.end for hit in hits}
            hits = sorted((*(each for each in titles if each.end not in ends), *hits), key=lambda h: h.start)
            hits = _tied(chunk, hits)
        for place, hit in enumerate(hits):
            if hit.kind is NumberLabel.DECOY or _is_older(chunk, hit):
                continue
            end = hits[place + 1].start if place + 1 < len(hits) else len(chunk.text)
            if hit.kind is NumberLabel.PLAIN and any(
                _ITEMS.search(each.plain) for each in sheet.line_of(chunk)
            ):
                continue
            found = _value(sheet, chunk, hit, end)
            if found:
                token, far = found
                words = f"{chunk.text[hit.start : hit.end].strip()} {token}"
                yield _Candidate(token, _worth(hit, kind, is_head=chunk.line < first_sum) - far, words)


def _worth(hit: Hit[NumberLabel], kind: Kind, *, is_head: bool) -> float:
    if hit.kind is NumberLabel.PLAIN:
        return 6.0 if hit.start <= 1 and is_head else 2.0
    asked = NumberLabel.CREDIT if kind is Kind.CREDIT_NOTE else NumberLabel.INVOICE
    return (
        (10.0 if hit.kind is asked else 7.0) - (0.0 if hit.start <= 12 else 2.0) - (0.0 if is_head else 2.0)
    )


def _title_hits(chunk: Chunk) -> list[Hit[NumberLabel]]:
    """A title at the start of a chunk stands for a label: «FACTURE 26-019»."""
    return [
        Hit(
            NumberLabel.CREDIT if hit.kind is Kind.CREDIT_NOTE else NumberLabel.INVOICE,
            hit.start,
            hit.end,
        )
        for hit in TITLE_LABELS.find(chunk.plain)
        if hit.kind in INVOICE_KINDS and _begins(chunk, hit.start)
    ]


def _tied(chunk: Chunk, hits: list[Hit[NumberLabel]]) -> list[Hit[NumberLabel]]:
    """«Honorarnote Nr.» is one label, whatever the name of the paper: a title and the bare «Nr.» after it."""
    tied: list[Hit[NumberLabel]] = []
    for hit in hits:
        before = tied[-1] if tied else None
        follows = before and hit.kind is NumberLabel.PLAIN and before.kind is not NumberLabel.DECOY
        apart = before and re.search(r"\w", chunk.plain[before.end : hit.start])
        if before and follows and not apart and not _COUNT.match(chunk.plain, hit.end):
            tied[-1] = Hit(before.kind, before.start, hit.end)
        else:
            tied.append(hit)
    return tied


def _begins(chunk: Chunk, start: int) -> bool:
    """Whether words stand at the start of a chunk; a count or «Objet : ma» may go before them."""
    before = chunk.plain[:start]
    return start == 0 or bool(_ORDINAL.fullmatch(before) or _SUBJECT.fullmatch(before))


def _second_titles(chunk: Chunk) -> list[Hit[NumberLabel]]:
    """The plain word «facture» after another title: «SITUATION N° 3 – Facture FS26-031»."""
    hits = [hit for hit in TITLE_LABELS.find(chunk.plain) if hit.kind in INVOICE_KINDS]
    if not hits or hits[0].start > 0 or hits[0].kind is Kind.CREDIT_NOTE:
        return []
    first = chunk.plain[: hits[0].end]
    return [
        Hit(NumberLabel.INVOICE, hit.start, hit.end)
        for hit in hits[1:]
        if hit.kind is Kind.INVOICE
        and chunk.plain[hit.start : hit.end] not in first
        and chunk.plain[: hit.start].rstrip()[-1:] in {"-", "–", "—", "|", "/", "·", ":", "("}
    ]


def _is_older(chunk: Chunk, hit: Hit[NumberLabel]) -> bool:
    for older in _OLDER.find(chunk.plain[: hit.start]):
        gap = _CONNECTORS.match(chunk.plain, older.end)
        if gap and gap.end() >= hit.start:
            return True
    return False


def _value(sheet: Sheet, chunk: Chunk, hit: Hit[NumberLabel], end: int) -> tuple[str, float] | None:
    """The number after a label: in its chunk, else beside it, else under it; and how far that is."""
    rest = chunk.text[_label_end(chunk, hit) : end]
    token = _whole(sheet, chunk, number_at(rest, strong=hit.kind is not NumberLabel.PLAIN))
    if token:
        return token, 0.0
    # LaTeX draws the «o» of «n°» as a letter of its own, above: «Note d'honoraires n | 2026/118».
    if (re.search(r"\w", rest) and rest.strip(" .:").lower() != "n") or end < len(chunk.text):
        return None
    # Under a bare «FACTURE» anything may stand: an address, a register, a telephone.
    is_title = any((each.start, each.end) == (hit.start, hit.end) for each in TITLE_LABELS.find(chunk.plain))
    is_title = is_title and not says_number(chunk.plain[hit.start : hit.end])
    beside = [other for other in sheet.right_of(chunk) if re.search(r"\d|\w\w", other.text)][:1]
    for other in beside:
        token = _whole(sheet, other, _alone(other) if is_title else number_at(other.text, strong=True))
        if token and not _is_labelled(other):
            return token, 0.5
    for other in sheet.below(chunk)[:1]:
        token = _whole(sheet, other, _alone(other) if is_title else number_at(other.text, strong=True))
        if token and len(other.text) <= len(token) + 18 and not _is_labelled(other):
            return token, 1.0
    return None


def _label_end(chunk: Chunk, hit: Hit[NumberLabel]) -> int:
    """Where a label ends; «Facture N-2026-12»: the «N» belongs to the number that it is tied to."""
    tied = re.match(r"[-/_][A-Za-z0-9]", chunk.text[hit.end :])
    start = chunk.plain.rfind(" ", 0, hit.end) + 1
    return start if tied and start > hit.start else hit.end


def _whole(sheet: Sheet, chunk: Chunk, token: str | None) -> str | None:
    """A number that a narrow column breaks after its hyphen goes on below; None where the rest is not found."""
    if token is None or not re.search(re.escape(token) + r"\s?[-/]$", chunk.text):
        return token
    for other in sheet.block_below(chunk, most=1):
        if re.fullmatch(r"[A-Za-z0-9]+(?:[-/.][A-Za-z0-9]+)*", other.text):
            return token + chunk.text[-1] + other.text
    return None


def _is_labelled(chunk: Chunk) -> bool:
    return any(hit.start == 0 for hit in NUMBER_LABELS.find(chunk.plain))


def _from_mail(sheet: Sheet, hints: Hints) -> _Candidate | None:
    """The number that subject or file name give after «Facture», where the page prints it unlabelled."""
    for text in (hints.subject, hints.filename.rpartition(".")[0].replace("_", " ")):
        for hit in TITLE_LABELS.find(fold(text)):
            if hit.kind not in INVOICE_KINDS:
                continue
            rest = text[hit.end :]
            gap = _CONNECTORS.match(fold(rest))
            token = number_at(rest[gap.end() if gap else 0 :])
            key = number_key(token or "")
            if token and len(key) >= 3:
                printed = next((c for c in sheet.chunks if prints(c.text, key)), None)
                if printed:
                    return _Candidate(token, _GOOD, f"{printed.text} (named in the mail)")
    return None
