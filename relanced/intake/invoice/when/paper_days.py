"""A sheet in, its day of issue and its due day out: printed, or in words of payment. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from relanced.intake.days import FoundDay, YearlessDay, find_days, find_yearless
from relanced.intake.invoice.labels.hints import TITLE_LABELS
from relanced.intake.invoice.labels.kinds import INVOICE_KINDS
from relanced.intake.invoice.labels.labels import Hit
from relanced.intake.invoice.labels.labels_day import DAY_LABELS, DayLabel
from relanced.intake.invoice.labels.labels_number import NUMBER_LABELS, NumberLabel
from relanced.intake.invoice.page.sheet import Chunk, Sheet
from relanced.intake.invoice.when.day_order import is_month_first
from relanced.intake.invoice.when.day_phrases import asked_days, continues, is_filler, paired
from relanced.intake.invoice.when.day_reads import DayRead, PaperDays
from relanced.intake.invoice.when.day_values import Values, values_of
from relanced.intake.invoice.when.instalments import instalments_of
from relanced.intake.invoice.when.issue_places import beside_title, only_days, unlabelled
from relanced.intake.invoice.when.payment_words import (
    LATE,
    SENTENCE_END,
    is_early,
    is_terms,
    payment_sentences,
    terms_in,
)
from relanced.intake.invoice.when.sale_terms import without_sale_terms
from relanced.intake.lazy import lazy

__all__ = ["DayRead", "PaperDays", "read_days", "terms_in"]

_FAR = 45  # letters between a label and its day
_MOST_DAYS = 400  # between issue and due day: more is a misreading
_ISSUE_SCORES = {DayLabel.ISSUE: 10.0, DayLabel.DATE: 6.0, DayLabel.NAMED: 6.5}
_DUE_SCORE = 10.0
_PROSE_SCORE = 8.0
_SHORTEST = 14  # letters of a sentence that names a day
_FIRST_WORD = {DayLabel.DATE: 2.0, DayLabel.NAMED: 1.0}  # better where nothing stands before the label
_AFTER_MAIL = 3.0  # how much worse a day of issue after that of the mail
_CLAUSE_END = lazy(r";\s|[.!]\s+(?=[A-ZÀ-Ý])|\n")
_MOST_LOOKS = 400  # each walks over the sheet: a hostile page is made of labels
_WRAPPED = lazy(
    r"(?:(?<!\d)\d{1,2}(?:er|st|nd|rd|th|\.)?\s+[^\W\d_]{3,10}\.?|\s(?:le|the|by|am|el|il|bis|op))$"
)


@dataclass(slots=True)
class _Notes:
    """What was found so far, best or not."""

    issues: list[DayRead] = field(default_factory=list)
    dues: list[DayRead] = field(default_factory=list)
    yearless: list[tuple[YearlessDay, str, float]] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    looks: int = 0  # labels whose value was sought in other chunks


@dataclass(frozen=True, slots=True)
class _Line:
    """A chunk with its labels and days; a day that is broken over two lines is one."""

    chunk: Chunk
    text: str
    plain: str
    hits: list[Hit[DayLabel]]
    days: list[FoundDay]


def read_days(sheet: Sheet, sent_on: date | None) -> PaperDays:
    """Find the day of issue, the printed due day and the terms of payment."""
    sheet = without_sale_terms(sheet)
    month_first = is_month_first(sheet, sent_on)
    notes = _Notes()
    values = values_of(sheet)
    for chunk in sheet.chunks:
        line = _line_of(sheet, chunk, month_first=month_first)
        if line.hits or line.days:
            _read_line(values, line, notes, month_first=month_first)
            notes.issues.extend(unlabelled(sheet, chunk, line.hits, line.days))
        _read_prose(line, notes)
    notes.issues.extend(beside_title(sheet, month_first=month_first))
    if not notes.issues:
        notes.issues.extend(only_days(sheet, notes.dues, month_first=month_first))
    issued = max(notes.issues, key=lambda read: _worth(read, sent_on), default=None)
    return PaperDays(issued, _due(notes, issued), (*notes.terms, *payment_sentences(sheet)))


def _worth(read: DayRead, sent_on: date | None) -> float:
    """A day well after the mail is seldom that of issue; it stays where nothing as good says another."""
    is_late = sent_on is not None and read.day > sent_on + timedelta(days=3)
    return read.score - (_AFTER_MAIL if is_late else 0.0)


def _line_of(sheet: Sheet, chunk: Chunk, *, month_first: bool) -> _Line:
    text, plain = chunk.text, chunk.plain
    hits = DAY_LABELS.find(plain)
    if hits and _WRAPPED.search(text):
        rest = sheet.block_below(chunk, most=1)
        text, plain = (" ".join([text, *(c.text for c in rest)]), " ".join([plain, *(c.plain for c in rest)]))
        hits = [hit for hit in DAY_LABELS.find(plain) if hit.start < len(chunk.plain)]
    return _Line(chunk, text, plain, hits, list(find_days(text, month_first=month_first)))


def _read_line(values: Values, line: _Line, notes: _Notes, *, month_first: bool) -> None:
    for label, found in _labelled(line):
        _file(label, found.day, line.text[label.start : found.end], line, notes, 0.0)
    if not line.hits or any(day.start >= line.hits[-1].end for day in line.days):
        return
    last = line.hits[-1]
    if last.kind is DayLabel.DUE and _read_yearless(line, last, notes):
        return
    _look_around(values, line, notes, month_first=month_first)


def _labelled(line: _Line) -> Iterator[tuple[Hit[DayLabel], FoundDay]]:
    """Each day with the label right before it; a label speaks for the first day after it, or for a list."""
    row = paired(line.plain, line.hits, line.days)
    if row is not None:
        yield from row
        return
    used: dict[int, int] = {}  # labels with the end of their last day
    for found in line.days:
        before = [hit for hit in line.hits if hit.end <= found.start]
        if not before:
            continue
        label = before[-1]
        start = used.get(label.start, label.end)
        gap = line.plain[start : found.start]
        goes_on = label.start not in used or (label.kind is DayLabel.DUE and continues(gap))
        if goes_on and len(gap) <= _FAR and not SENTENCE_END.search(line.text[start : found.start]):
            used[label.start] = found.end
            yield label, found


def _file(label: Hit[DayLabel], day: date, words: str, line: _Line, notes: _Notes, cost: float) -> None:
    """Put a day where its label says that it belongs."""
    if label.kind is DayLabel.DUE:
        if _is_due(line, label):
            notes.dues.append(DayRead(day, words, _DUE_SCORE - cost))
    elif label.kind in _ISSUE_SCORES and not _is_of_another_paper(line, label):
        better = _FIRST_WORD.get(label.kind, 0.0) if label.start <= 1 else 0.0
        notes.issues.append(DayRead(day, words, _ISSUE_SCORES[label.kind] + better - cost))


def _is_of_another_paper(line: _Line, label: Hit[DayLabel]) -> bool:
    """«Auftragsnummer / Datum», «Votre commande du … en date du»: the day of what is named before it."""
    before = line.plain[: label.start]
    if label.kind is DayLabel.ISSUE or not before:
        return False
    numbers = [hit.kind for hit in NUMBER_LABELS.find(before)]
    titles = [hit.kind for hit in TITLE_LABELS.find(before)]
    return numbers[-1:] == [NumberLabel.DECOY] or (bool(titles) and titles[-1] not in INVOICE_KINDS)


def _is_due(line: _Line, label: Hit[DayLabel]) -> bool:
    """Whether a sentence asks for the whole sum in time: not with a discount, not after a delay."""
    ends = [match.end() for match in _CLAUSE_END.finditer(line.text)]
    start = max((end for end in ends if end <= label.start), default=0)
    end = min((end for end in ends if end > label.end), default=len(line.text))
    is_net = line.plain.startswith("net", label.start)  # «netto bis 15.05., 2 % Skonto bis 23.04.»
    return (is_net or not is_early(line.plain[start:end])) and not LATE.find(line.plain[start : label.start])


def _read_yearless(line: _Line, label: Hit[DayLabel], notes: _Notes) -> bool:
    """«Échéance : le vendredi 30 octobre»: the year is that of the invoice, which is not known yet."""
    found = next(find_yearless(line.text[label.end :]), None)
    if found is None or not is_filler(line.plain[label.end : label.end + found.start]):
        return False
    if _is_due(line, label):
        notes.yearless.append((found, line.text[label.start : label.end + found.end], _DUE_SCORE))
    return True


def _look_around(values: Values, line: _Line, notes: _Notes, *, month_first: bool) -> None:
    """The value of a label that ends its chunk, in another chunk: a day, several, or words of payment."""
    label = line.hits[-1]
    is_due = label.kind is DayLabel.DUE
    notes.looks += 1
    if notes.looks > _MOST_LOOKS:
        return
    rest = line.plain[label.end :]
    if is_due and re.search(r"\w", rest):
        notes.terms.extend([rest] if len(rest) < 60 and not LATE.find(line.plain) else [])
    is_short = is_due and len(rest.split()) == 1 and rest.strip().isalpha()
    if re.search(r"\w{3}", rest) and not is_short:  # «Scadenza pagamento» is a label all the same
        return
    if is_due and not values.is_item_head(line.chunk):
        parts = instalments_of(values.sheet, line.chunk, month_first=month_first)
        notes.dues.extend(parts if _is_due(line, label) else [])
        if len(parts) > 1:
            return
    for cost, other in values.of(line.chunk):
        if _take(line, other, cost, notes, month_first=month_first):
            return


def _take(line: _Line, other: Chunk, cost: float, notes: _Notes, *, month_first: bool) -> bool:
    """Take what a chunk says to the labels that end another one; whether it says anything."""
    label = line.hits[-1]
    days = list(find_days(other.text, month_first=month_first))
    words = f"{line.chunk.text.strip()} {other.text}"
    if days and is_filler(other.plain[: days[0].start]):
        for each, found in paired(line.plain, line.hits, days) or [(label, days[0])]:
            _file(each, found.day, words, line, notes, cost)
        return True
    if label.kind is not DayLabel.DUE:
        return False
    yearless = next(find_yearless(other.text), None)
    if yearless and not days and is_filler(other.plain[: yearless.start]):
        notes.yearless.append((yearless, words, _DUE_SCORE - cost))
        return True
    if len(other.text) < 60 and is_terms(other.plain):
        notes.terms.append(other.text)
        return True
    return False


def _read_prose(line: _Line, notes: _Notes) -> None:
    """«Merci de votre règlement pour le 15 octobre au plus tard», «bis 30.10.2026 ohne Abzug»."""
    if len(line.text) < _SHORTEST or LATE.find(line.plain):
        return
    for found in asked_days(line.plain, [*line.days, *find_yearless(line.text)]):
        words = line.text[max(0, found.start - _FAR) : found.end]
        if isinstance(found, FoundDay):
            notes.dues.append(DayRead(found.day, words, _PROSE_SCORE))
        else:
            notes.yearless.append((found, words, _PROSE_SCORE))


def _due(notes: _Notes, issued: DayRead | None) -> DayRead | None:
    """The due day: of several instalments the last one, since chasing too early is the worse mistake."""
    dues = list(notes.dues)
    for found, words, score in notes.yearless if issued else ():
        day = found.after(issued.day) if issued else None
        dues.extend([DayRead(day, words, score)] if day else [])
    fitting = [read for read in dues if issued is None or 0 <= (read.day - issued.day).days <= _MOST_DAYS]
    if not fitting:
        return None
    parts = sorted({read.day: read for read in fitting if read.is_part}.values(), key=lambda read: read.day)
    if len(parts) > 1:
        return replace(parts[-1], words="; ".join(read.words for read in parts))
    counts = Counter(read.day for read in fitting)
    most = max(counts.values())
    return max(
        (read for read in fitting if counts[read.day] == most), key=lambda read: (read.day, read.score)
    )
