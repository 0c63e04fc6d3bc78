"""A sheet in, the number of the paper out, told apart from the many other numbers on it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from relanced.intake.amounts import find_amounts
from relanced.intake.days import find_days, fold
from relanced.intake.invoice.hints import TITLE_LABELS, Hints
from relanced.intake.invoice.kinds import INVOICE_KINDS, Kind
from relanced.intake.invoice.labels import Hit, Labels
from relanced.intake.invoice.labels_number import NUMBER_LABELS, OLDER, NumberLabel
from relanced.intake.invoice.sheet import Chunk, Sheet
from relanced.model.names import InvoiceNumber, number_key

_OLDER = Labels({True: OLDER})
_SKIP = re.compile(r"[\s.:#°º]*")
_TOKEN = re.compile(
    r"(?:[A-Z]{1,6}\s(?=\d))?[A-Za-z0-9](?:[A-Za-z0-9]|[-_/.–](?=[A-Za-z0-9])){0,29}"
    r"(?:\s[-/]\s\d{1,6}(?![\d/.]|-\d))?(?![A-Za-z0-9€£$%]|[.,]\d)"
)
_SPLIT_NUMBER = re.compile(r"(?:[A-Z]{1,6}\s)?\d{2,4}(?:\s\d{2,6}){1,2}\s*$")  # «F 2026 042»
# «Facture d'acompte n° 1 — FA2026-042»: the first counts the deposits, the second is the number.
_COUNTED = re.compile(r"\s*\d{1,2}\s*(?:[-–—|:]|n[°o])\s*(?=[A-Za-z]*\d|[A-Z]{1,6}\s?[-/]?\d)")
_CONNECTORS = re.compile(
    r"(?:[\s.:,#°º'’(]|\b(?:la|le|les|l|de|du|d|the|your|our|notre|votre|facture|invoice|rechnung|factura|fattura|factuur"
    r"|avoir|n|no|nr|num|numero|number|nummer|der|die|zur|zu|unserer|ihrer|unsere|il|el|van|onze|uw|nostra|nuestra|vs|ns"
    r"|acompte|et|remplace|replaces|ref|reference|invoices|sur|acconto|credit|note|solde|s)\b){0,12}"
)
_GOOD = 4.0


@dataclass(frozen=True, slots=True)
class NumberRead:
    """The number of a paper, the words that led to it, and the older number that it replaces or credits."""

    number: InvoiceNumber
    words: str
    older: InvoiceNumber | None
    score: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    number: str
    score: float
    words: str


def read_number(sheet: Sheet, kind: Kind, hints: Hints) -> NumberRead | None:
    """The paper's own number, or None where no number is labelled well enough."""
    older = older_numbers(sheet)
    older_keys = {number_key(number) for number in older}
    best: _Candidate | None = None
    for candidate in _candidates(sheet, kind):
        score = candidate.score + 2.0 * hints.confirms(candidate.number)
        score -= 7.0 if number_key(candidate.number) in older_keys else 0.0
        if best is None or score > best.score:
            best = _Candidate(candidate.number, score, candidate.words)
    if best is None or best.score < _GOOD:
        best = _from_mail(sheet, hints)
    if best is None:
        return None
    others = [number for number in older if number_key(number) != number_key(best.number)]
    return NumberRead(
        InvoiceNumber(best.number), best.words, InvoiceNumber(others[0]) if others else None, best.score
    )


def older_numbers(sheet: Sheet) -> tuple[str, ...]:
    """The numbers of older invoices that a paper names: «remplace la facture F-1»."""
    found = []
    for chunk in sheet.chunks:
        own = [*NUMBER_LABELS.find(chunk.plain), *_title_hits(chunk)]
        for hit in _OLDER.find(chunk.plain):
            if any(label.start == 0 and hit.end <= label.end for label in own):
                continue
            gap = _CONNECTORS.match(chunk.plain, hit.end)
            token = _token(chunk.text[gap.end() if gap else hit.end :])
            if token:
                found.append(token)
    return tuple(dict.fromkeys(found))


def _candidates(sheet: Sheet, kind: Kind) -> Iterator[_Candidate]:
    # A bare «n°» or «réf.» below the first sum belongs to an item.
    summed = (
        chunk.line for chunk in sheet.chunks if any(each.has_cents for each in find_amounts(chunk.text))
    )
    first_sum = next(summed, sheet.chunks[-1].line + 1 if sheet.chunks else 0)
    for chunk in sheet.chunks:
        hits = [*NUMBER_LABELS.find(chunk.plain)]
        if not any(hit.start == 0 for hit in hits):
            hits = [*_title_hits(chunk), *hits]
        for place, hit in enumerate(hits):
            if hit.kind is NumberLabel.DECOY or _is_older(chunk, hit):
                continue
            end = hits[place + 1].start if place + 1 < len(hits) else len(chunk.text)
            found = _value(sheet, chunk, hit, end)
            if found:
                token, far = found
                words = f"{chunk.text[hit.start : hit.end].strip()} {token}"
                yield _Candidate(token, _worth(hit, kind, is_head=chunk.line < first_sum) - far, words)


def _worth(hit: Hit[NumberLabel], kind: Kind, *, is_head: bool) -> float:
    if hit.kind is NumberLabel.PLAIN:
        return 6.0 if hit.start <= 1 and is_head else 2.0
    asked = NumberLabel.CREDIT if kind is Kind.CREDIT_NOTE else NumberLabel.INVOICE
    return (10.0 if hit.kind is asked else 7.0) - (0.0 if hit.start <= 12 else 2.0)


def _title_hits(chunk: Chunk) -> list[Hit[NumberLabel]]:
    """A title at the start of a chunk stands for a label: «FACTURE 26-019»."""
    return [
        Hit(
            NumberLabel.CREDIT if hit.kind is Kind.CREDIT_NOTE else NumberLabel.INVOICE,
            hit.start,
            hit.end,
        )
        for hit in TITLE_LABELS.find(chunk.plain)
        if hit.start == 0 and hit.kind in INVOICE_KINDS
    ]


def _is_older(chunk: Chunk, hit: Hit[NumberLabel]) -> bool:
    for older in _OLDER.find(chunk.plain[: hit.start]):
        gap = _CONNECTORS.match(chunk.plain, older.end)
        if gap and gap.end() >= hit.start:
            return True
    return False


def _value(sheet: Sheet, chunk: Chunk, hit: Hit[NumberLabel], end: int) -> tuple[str, float] | None:
    """The number after a label: in its chunk, else beside it, else under it; and how far that is."""
    rest = chunk.text[hit.end : end]
    token = _whole(sheet, chunk, _token(rest, strong=hit.kind is not NumberLabel.PLAIN))
    if token:
        return token, 0.0
    if re.search(r"\w", rest) or end < len(chunk.text):
        return None
    beside = sheet.right_of(chunk)[:1]
    for other in beside:
        token = _whole(sheet, other, _token(other.text, strong=True))
        if token and not _is_labelled(other):
            return token, 0.5
    for other in sheet.below(chunk)[:1]:
        token = _whole(sheet, other, _token(other.text, strong=True))
        if token and len(other.text) <= len(token) + 18 and not _is_labelled(other):
            return token, 1.0
    return None


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


def _token(text: str, *, strong: bool = False) -> str | None:
    """The number that a text begins with, or None: dates, amounts and bare years are no numbers."""
    start = _SKIP.match(text)
    rest = text[start.end() if start else 0 :]
    counted = _COUNTED.match(rest)
    if counted and (further := _token(rest[counted.end() :], strong=strong)) and len(further) > 3:
        return further
    if strong and _SPLIT_NUMBER.match(rest):
        return rest.strip()
    match = _TOKEN.match(rest)
    if match is None or not re.search(r"\d", match[0]):
        return None
    token = match[0]
    if any(found.start == 0 and found.end >= len(token) - 1 for found in find_days(rest[: len(token) + 12])):
        return None
    if re.fullmatch(r"(?:19|20)\d\d", token) and not strong:
        return None
    if re.match(r"\s?%", rest[len(token) :]) or any(
        found.start == 0 and (found.has_currency or found.has_cents) for found in find_amounts(rest[:40])
    ):
        return None
    return token


def _from_mail(sheet: Sheet, hints: Hints) -> _Candidate | None:
    """The number that subject or file name give after «Facture», where the page prints it unlabelled."""
    for text in (hints.subject, hints.filename.rpartition(".")[0].replace("_", " ")):
        for hit in TITLE_LABELS.find(fold(text)):
            if hit.kind not in INVOICE_KINDS:
                continue
            rest = text[hit.end :]
            gap = _CONNECTORS.match(fold(rest))
            token = _token(rest[gap.end() if gap else 0 :])
            key = number_key(token or "")
            if token and len(key) >= 3:
                printed = next((c for c in sheet.chunks if key in number_key(c.text)), None)
                if printed:
                    return _Candidate(token, _GOOD, f"{printed.text} (named in the mail)")
    return None
