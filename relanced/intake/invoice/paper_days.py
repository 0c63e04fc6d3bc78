"""A sheet in, its day of issue and its due day out: printed, or in words of payment. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from relanced.intake.amounts import find_amounts
from relanced.intake.days import FoundDay, find_days, fold
from relanced.intake.invoice.hints import TITLE_LABELS
from relanced.intake.invoice.kinds import INVOICE_KINDS
from relanced.intake.invoice.labels import Hit, Labels
from relanced.intake.invoice.labels_day import DAY_LABELS, EARLY_WORDS, LATE_WORDS, TERM_CUES, DayLabel
from relanced.intake.invoice.labels_number import NUMBER_LABELS, OLDER, NumberLabel
from relanced.intake.invoice.sheet import Chunk, Sheet
from relanced.intake.invoice.terms import TermsRead, read_terms

_OLDER = Labels({True: OLDER})
_EARLY = Labels({True: EARLY_WORDS})
_LATE = Labels({True: LATE_WORDS})
_OWN = frozenset({NumberLabel.INVOICE, NumberLabel.CREDIT, NumberLabel.PLAIN})
_FAR = 45  # letters between a label and its day
_PLACE = re.compile(r"[^\d:]{2,40}?(?:,\s*(?:le|den|a|li|the|on)?|\s(?:le|den|li))\s*$")
_AFTER_NUMBER = re.compile(r"(?:^|\s)(?:du|of|dated|vom|del|de|van|d\.d\.|date|-|–|—|,|/)\s*$")
# What may stand before the day beside a title: «du 10/09/2026», «SPECT-26-18 — 21 février 2026».
_NUMBER_THEN_DAY = re.compile(
    r"\W*(?:[a-z0-9/.-]*\d[a-z0-9/.-]*\s*[-–—,|·]\s*)?(?:du|of|dated|vom|del|van|en date du)?\s*:?\s*"
)
_SENTENCE_END = re.compile(r"[.;!]\s+(?=[A-ZÀ-Ý])|\n")
_PURE = re.compile(
    r"(?:a|sous|net|terms|within|in|binnen|innerhalb|von|entro|payable)?[\s:]*\d{1,3}\s*(?:j|jours?|days?|tagen?|tage|dagen|giorni|gg|dias)\b.{0,40}"
    r"|(?:net|n)\s*/?\s*\d{1,3}(?:\s*days)?(?:\s*eom)?|eom|comptant|due on receipt|a reception(?: de (?:la )?facture)?"
)


@dataclass(frozen=True, slots=True)
class DayRead:
    """A day, the words that led to it, and how well they do."""

    day: date
    words: str
    score: float


@dataclass(frozen=True, slots=True)
class PaperDays:
    """What a paper says about time."""

    issued: DayRead | None
    due: DayRead | None
    terms: tuple[str, ...]  # sentences that may tell the due day, the likeliest first


def read_days(sheet: Sheet, sent_on: date | None) -> PaperDays:
    """Find the day of issue, the printed due day and the terms of payment."""
    month_first = _is_month_first(sheet, sent_on)
    issues: list[DayRead] = []
    dues: list[DayRead] = []
    terms: list[str] = []
    for chunk in sheet.chunks:
        days = list(find_days(chunk.text, month_first=month_first))
        hits = DAY_LABELS.find(chunk.plain)
        for label, found in _labelled(chunk, hits, days):
            _file(label, DayRead(found.day, chunk.text[label.start : found.end], 10.0), chunk, issues, dues)
        if hits and not any(day.start >= hits[-1].end for day in days):
            _look_around(sheet, chunk, hits[-1], (issues, dues, terms), month_first=month_first)
        issues.extend(_unlabelled(chunk, hits, days))
    issues.extend(_beside_title(sheet, month_first=month_first))
    if not issues:
        issues.extend(_only_day(sheet, dues, month_first=month_first))
    issued = max(issues, key=lambda read: read.score, default=None)
    return PaperDays(issued, _due(dues, issued), (*terms, *_sentences(sheet)))


def terms_in(sentences: Iterable[str], issued_on: date) -> TermsRead | None:
    """The terms of the first sentence that tells any; days written in it count for nothing here."""
    for sentence in sentences:
        bare = sentence
        for found in reversed(list(find_days(sentence))):
            bare = bare[: found.start] + " " + bare[found.end :]
        read = read_terms(bare, issued_on)
        if read:
            return replace(read, words=" ".join(sentence.split())[:120])
    return None


def _file(
    label: Hit[DayLabel], read: DayRead, chunk: Chunk, issues: list[DayRead], dues: list[DayRead]
) -> None:
    if label.kind is DayLabel.DUE:
        if not _EARLY.find(chunk.plain) and not _LATE.find(chunk.plain[: label.start]):
            dues.append(read)
    elif label.kind is DayLabel.ISSUE:
        issues.append(read)
    elif label.kind is DayLabel.DATE:
        penalty = 2.0 if label.start <= 1 else 4.0
        issues.append(DayRead(read.day, read.words, read.score - penalty))


def _labelled(
    chunk: Chunk, hits: list[Hit[DayLabel]], days: list[FoundDay]
) -> Iterator[tuple[Hit[DayLabel], FoundDay]]:
    """Each day with the label right before it; a label speaks for the first day after it only."""
    used: set[int] = set()
    for found in days:
        before = [hit for hit in hits if hit.end <= found.start]
        if not before or before[-1].start in used:
            continue
        gap = chunk.plain[before[-1].end : found.start]
        if len(gap) <= _FAR and not _SENTENCE_END.search(chunk.text[before[-1].end : found.start]):
            used.add(before[-1].start)
            yield before[-1], found


def _look_around(
    sheet: Sheet,
    chunk: Chunk,
    label: Hit[DayLabel],
    sinks: tuple[list[DayRead], list[DayRead], list[str]],
    *,
    month_first: bool,
) -> None:
    """The value of a label that ends its chunk: beside it, else under it; a day, or words of payment."""
    issues, dues, terms = sinks
    rest = chunk.plain[label.end :]
    if label.kind is DayLabel.DUE and re.search(r"\w", rest):
        terms.extend([rest] if len(rest) < 60 and not _LATE.find(chunk.plain) else [])
    is_short = label.kind is DayLabel.DUE and len(rest.split()) == 1 and rest.strip().isalpha()
    if re.search(r"\w{3}", rest) and not is_short:  # «Scadenza pagamento» is a label all the same
        return
    for place, others in ((0.5, sheet.right_of(chunk)[:1]), (1.0, sheet.below(chunk)[:1])):
        for other in others:
            first = next(iter(find_days(other.text, month_first=month_first)), None)
            if first and not re.search(r"[a-z]{3}", other.plain[: first.start]):
                read = DayRead(first.day, f"{chunk.text.strip()} {other.text[: first.end]}", 10.0 - place)
                _file(label, read, chunk, issues, dues)
                return
            if label.kind is DayLabel.DUE and len(other.text) < 60 and _is_terms(other.plain):
                terms.append(other.text)
                return


def _is_terms(plain: str) -> bool:
    return not DAY_LABELS.find(plain)[:1] and read_terms(plain, date(2026, 1, 1)) is not None


def _unlabelled(chunk: Chunk, hits: list[Hit[DayLabel]], days: list[FoundDay]) -> Iterator[DayRead]:
    """«Lyon, le 3 mai 2027», and the day behind a title and its number."""
    for found in days[:1]:
        before = chunk.plain[: found.start]
        titles = [
            hit.start for hit in TITLE_LABELS.find(before) if hit.kind in INVOICE_KINDS and hit.start <= 12
        ]
        titles += [hit.start for hit in NUMBER_LABELS.find(before)[:1] if hit.kind in _OWN and hit.start == 0]
        ends_label = any(
            hit.kind in {DayLabel.DUE, DayLabel.ISSUE} and hit.end <= found.start for hit in hits
        )
        if titles and not ends_label and _AFTER_NUMBER.search(before) and not _OLDER.find(before):
            yield DayRead(found.day, chunk.text[: found.end], 8.0)
        elif _PLACE.match(before) and not re.search(r"\w", chunk.plain[found.end :]) and not ends_label:
            yield DayRead(found.day, chunk.text, 6.0)


def _beside_title(sheet: Sheet, *, month_first: bool) -> Iterator[DayRead]:
    """«Facture n° 12» and beside it, apart, «du 10/09/2026»."""
    for chunk in sheet.chunks:
        titles = any(hit.start == 0 and hit.kind in INVOICE_KINDS for hit in TITLE_LABELS.find(chunk.plain))
        numbers = any(hit.start == 0 and hit.kind in _OWN for hit in NUMBER_LABELS.find(chunk.plain)[:1])
        if not titles and not numbers:
            continue
        for other in (*sheet.right_of(chunk)[:1], *sheet.below(chunk)[:1]):
            found = next(iter(find_days(other.text, month_first=month_first)), None)
            if found and _NUMBER_THEN_DAY.fullmatch(other.plain[: found.start]):
                yield DayRead(found.day, f"{chunk.text} {other.text}", 6.5)


def _only_day(sheet: Sheet, dues: list[DayRead], *, month_first: bool) -> Iterator[DayRead]:
    """A day that stands alone in the upper part, where no label tells of any."""
    taken = {read.day for read in dues}
    for chunk in sheet.chunks:
        for found in find_days(chunk.text, month_first=month_first):
            alone = found.end - found.start >= len(chunk.text) - 4
            if alone and sheet.depth_of(chunk) < 0.7 and found.day not in taken:
                yield DayRead(found.day, chunk.text, 3.0 - chunk.top / 1e5)


def _due(dues: list[DayRead], issued: DayRead | None) -> DayRead | None:
    """The due day: of several instalments the last one, since chasing too early is the worse mistake."""
    fitting = [read for read in dues if issued is None or read.day >= issued.day]
    if not fitting:
        return None
    counts = Counter(read.day for read in fitting)
    most = max(counts.values())
    return max(
        (read for read in fitting if counts[read.day] == most), key=lambda read: (read.day, read.score)
    )


def _sentences(sheet: Sheet) -> tuple[str, ...]:
    """Sentences that speak of payment and not of delay; a line that goes on below is joined."""
    found: list[tuple[float, str]] = []
    for chunk in sheet.chunks:
        cued = bool(TERM_CUES.find(chunk.plain))
        pure = bool(_PURE.fullmatch(chunk.plain.strip(" .:-"))) and not _is_item(sheet, chunk)
        if not cued and not pure:
            continue
        text = chunk.text
        if cued and len(text) < 30:  # the head of a column: «Terms», and «Net 15» under it
            found.extend((0.0, each.text) for each in sheet.below(chunk)[:1] if _is_terms(each.plain))
        beside = sheet.right_of(chunk)[:1]
        if cued and len(chunk.text) < 45 and beside and len(beside[0].text) < 80:
            text = f"{text} {beside[0].text}"
        elif len(chunk.text) > 40 and not chunk.text.endswith((".", ":", ";")):
            text = " ".join([text, *(c.text for c in sheet.block_below(chunk, most=1))])
        elif cued and len(chunk.text) < 45:
            text = "\n".join([text, *(c.text for c in sheet.block_below(chunk, most=1))])
        for sentence in _SENTENCE_END.split(text):
            plain = fold(sentence)
            own = TERM_CUES.find(plain) or _PURE.fullmatch(plain.strip(" .:-")) or "\n" in text
            if own and not _LATE.find(plain):
                found.append((1.0 if _EARLY.find(plain) else 0.0 if cued else 0.5, sentence))
    return tuple(sentence for _, sentence in sorted(found, key=lambda pair: pair[0]))


def _is_item(sheet: Sheet, chunk: Chunk) -> bool:
    """Whether a line charges something: «10 day … £14,500.00» is no term of payment."""
    return any(
        each.has_cents or each.has_currency
        for other in sheet.line_of(chunk)
        for each in find_amounts(other.text)
    )


def _is_month_first(sheet: Sheet, sent_on: date | None) -> bool:
    """Whether days are written month first (12/31/2026): one proves it, or only so none is yet to come."""
    pairs = re.findall(r"(?<![\d./-])(\d{1,2})/(\d{1,2})/(?:20)?\d{2}(?!\d)", sheet.text[:20_000])
    if any(int(first) > 12 for first, _ in pairs):
        return False
    if any(int(second) > 12 for _, second in pairs):
        return True
    if sent_on is None or not pairs:
        return False
    plain = fold(sheet.text[:20_000])
    american = re.search(r"\$\s?\d|\busd\b", plain) and re.search(r"\b[A-Z]{2}\s\d{5}\b", sheet.text)
    return bool(american)
