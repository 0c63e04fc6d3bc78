"""A sheet in, the days out that are its day of issue by where they stand, and not by a label. Pure."""

import re
from collections.abc import Iterable, Iterator

from relanced.intake.days import WEEKDAY_OF, FoundDay, find_days
from relanced.intake.invoice.labels.hints import TITLE_LABELS
from relanced.intake.invoice.labels.kinds import INVOICE_KINDS
from relanced.intake.invoice.labels.labels import Hit, Labels
from relanced.intake.invoice.labels.labels_day import DayLabel
from relanced.intake.invoice.labels.labels_number import NUMBER_LABELS, OLDER, NumberLabel
from relanced.intake.invoice.page.sheet import Chunk, Sheet
from relanced.intake.invoice.when.day_phrases import names_a_sum
from relanced.intake.invoice.when.day_reads import DayRead
from relanced.intake.invoice.when.payment_words import is_charged
from relanced.intake.lazy import lazy

_OLDER = Labels({True: OLDER})
_OWN = frozenset({NumberLabel.INVOICE, NumberLabel.CREDIT, NumberLabel.PLAIN})
_WEEKDAY = rf"(?:(?:{'|'.join(WEEKDAY_OF)}),?\s+(?:(?:le|the|den|el|il)\s+)?)?"
_PLACE = lazy(
    rf"[^\d:]{{2,40}}?(?:,\s*(?:(?:le|den|am|a|li|the|on|el|il)\s+)?{_WEEKDAY}|\s(?:le|den|am|li|el|il)\s+{_WEEKDAY})"
)
_AFTER_NUMBER = lazy(r"(?:^|\s)(?:du|of|dated|vom|del|de|van|d\.d\.|date|-|–|—|,|/)\s*$")
# What may stand before the day beside a title: «du 10/09/2026», «SPECT-26-18 — 21 février 2026».
_NUMBER_THEN_DAY = lazy(
    r"\W*+(?:(?=[a-z/.-]*+\d)[a-z0-9/.-]*\s*+[-–—,|·]\s*+)?(?:du|le|of|dated|vom|del|van|en date du)?\s*+:?\s*+"
    + _WEEKDAY
)
_OF = frozenset({"del", "du", "vom", "of", "van", "dated", "le", "in data", "d.d"})
_HEAD = 0.4  # of a sheet: how far down its own title stands


def unlabelled(
    sheet: Sheet, chunk: Chunk, hits: list[Hit[DayLabel]], days: list[FoundDay]
) -> Iterator[DayRead]:
    """«Lyon, le 3 mai 2027», and the day behind a title and its number."""
    for found in days[:1]:
        before = chunk.plain[: found.start]
        if any(hit.kind in {DayLabel.DUE, DayLabel.ISSUE} and hit.end <= found.start for hit in hits):
            return
        if _starts_with_title(before) and _AFTER_NUMBER.search(before):
            older = [hit.start for hit in _OLDER.find(before)]
            if not older:
                yield DayRead(found.day, chunk.text[: found.end], 8.0)
            elif max(older) <= 2 and sheet.depth_of(chunk) < _HEAD and not is_charged(sheet, chunk):
                # «Facture d'acompte n° 12 du 4 mai 2026» heads a deposit, or is deducted further down.
                yield DayRead(found.day, chunk.text[: found.end], 5.0)
        elif _PLACE.fullmatch(before) and not re.search(r"\w", chunk.plain[found.end :]):
            yield DayRead(found.day, chunk.text, 6.0)


def _starts_with_title(before: str) -> bool:
    titles = (hit.kind in INVOICE_KINDS and hit.start <= 12 for hit in TITLE_LABELS.find(before))
    return any(titles) or any(hit.kind in _OWN and hit.start == 0 for hit in NUMBER_LABELS.find(before)[:1])


def beside_title(sheet: Sheet, *, month_first: bool) -> Iterator[DayRead]:
    """«Facture n° 12» and beside it, apart, «du 10/09/2026»."""
    for chunk in sheet.chunks:
        titles = any(hit.start == 0 and hit.kind in INVOICE_KINDS for hit in TITLE_LABELS.find(chunk.plain))
        numbers = any(hit.start == 0 and hit.kind in _OWN for hit in NUMBER_LABELS.find(chunk.plain)[:1])
        if not titles and not numbers:
            continue
        under = sheet.below(chunk)[:1]
        if under and under[0].plain.strip(" :.") in _OF:  # «Numero | 12» and under it «Del | 10/10/2026»
            under = sheet.right_of(under[0])[:1]
        for other in (*sheet.right_of(chunk)[:1], *under):
            found = next(iter(find_days(other.text, month_first=month_first)), None)
            if found and _NUMBER_THEN_DAY.fullmatch(other.plain[: found.start]):
                yield DayRead(found.day, f"{chunk.text} {other.text}", 6.5)


def only_days(sheet: Sheet, dues: Iterable[DayRead], *, month_first: bool) -> Iterator[DayRead]:
    """A day that stands alone in the upper part, where no label tells of any; the days of items do not count."""
    taken = {read.day for read in dues}
    for chunk in sheet.chunks:
        for found in find_days(chunk.text, month_first=month_first):
            alone = found.end - found.start >= len(chunk.text) - 4
            if not alone or found.day in taken or sheet.depth_of(chunk) >= 0.7:
                continue
            if not any(names_a_sum(other.text) for other in sheet.line_of(chunk) if other is not chunk):
                yield DayRead(found.day, chunk.text, 3.0 - chunk.top / 1e5)
