"""What a payer wrote with his transfer in, the items that he may mean out. Pure.

People drop letters, zeros and separators, write only the running number, several numbers, ranges;
they type O for 0; banks cut the end. A mention is sure when the whole number is there, whatever
its dress; all else must be borne out by amount and payer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from relanced.casework.settle_names import fold_text
from relanced.casework.settle_words import INVOICE_WORDS, LIST_WORDS, RANGE_WORDS
from relanced.casework.settlement import OpenItem

MAX_REFERENCE = 600  # characters read
MAX_RANGE = 60  # numbers in «0101 to 0160»
_TOKEN = re.compile(r"[A-Z]+|\d+")
_NOISE = re.compile(  # what holds digits and is no number of an invoice
    r"\b\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b|(?<!\d)\d{1,20}(?:[.,]\d{1,20})? ?%"
    r"|\b\d{1,2} ?/ ?\d{1,2}\b|\b\d{1,20}[.,]\d{2}\b|\b\d{1,20} ?(?:EUR|EUROS|USD|GBP|CHF)\b|[€£$] ?\d+"
)
_ZERO = re.compile(r"(?<=\d)[OQ](?=[\dOQ])|(?<![A-Z])[OQ](?=\d)|(?<=\d)[OQ](?![A-Z])")
_ONE = re.compile(r"(?<=\d)[IL](?=\d)")


@dataclass(frozen=True, slots=True)
class Mention:
    """One number as written, and what it may mean."""

    written: str
    items: tuple[OpenItem, ...]  # several: the same running number in two years, one order for two invoices
    sure: bool  # False: amount or payer must bear it out
    cut: bool = False  # the text ends inside the number


@dataclass(frozen=True, slots=True)
class Mentions:
    """All that a text names."""

    found: tuple[Mention, ...]
    strangers: tuple[str, ...]  # numbers in the form of ours that are none of these items
    between: tuple[OpenItem, ...] = ()  # further items, where a hyphen may mean «to»


@dataclass(frozen=True, slots=True)
class _Number:
    """An invoice number taken apart."""

    item: OpenItem
    letters: str
    groups: tuple[str, ...]  # of digits


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    is_noise: bool

    @property
    def is_digits(self) -> bool:
        return self.text.isdigit()


def read_mentions(text: str, items: Sequence[OpenItem]) -> Mentions:
    """Find the numbers and marks of these items in a text."""
    folded = fold_text(text[:MAX_REFERENCE])
    numbers = [_number(item) for item in items]
    best = Mentions((), ())
    for attempt in dict.fromkeys((folded, _ONE.sub("1", _ZERO.sub("0", folded)))):
        best = _Reader(attempt, items, numbers).read()
        if best.found:
            break
    return best


def near(written: str, number: str) -> bool:
    """Whether one slip makes one number of the other: two digits swapped, one wrong, one missing."""
    one, other = _compact(written), _compact(number)
    if one == other or abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 3:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    one, other = one[start:], other[start:]
    swapped = len(one) > 1 and one[1::-1] == other[:2] and one[2:] == other[2:]
    return swapped or one[1:] == other[1:] or one[1:] == other or one == other[1:]


@lru_cache(maxsize=8192)
def _compact(text: str) -> str:
    return "".join(_TOKEN.findall(fold_text(text)))


@lru_cache(maxsize=8192)
def _number(item: OpenItem) -> _Number:
    parts = _TOKEN.findall(fold_text(item.number))
    letters = "".join(p for p in parts if not p.isdigit())
    groups = [p for p in parts if p.isdigit()]
    if len(groups) == 1 and len(groups[0]) >= 7 and groups[0].startswith("20"):
        groups = [groups[0][:4], groups[0][4:]]  # F20260410: year and running number written together
    return _Number(item, letters, tuple(groups))


class _Reader:
    """One pass over a text, from left to right."""

    def __init__(self, text: str, items: Sequence[OpenItem], numbers: Sequence[_Number]) -> None:
        self.found: list[Mention] = []
        self.strangers: list[str] = []
        self.between: list[OpenItem] = []
        self._numbers = [n for n in numbers if n.groups]
        self._text = self._take_marks(text, items)
        noise = [match.span() for match in _NOISE.finditer(self._text)]
        self._tokens = [
            _Token(m[0], m.start(), m.end(), any(s < m.end() and m.start() < e for s, e in noise))
            for m in _TOKEN.finditer(self._text)
        ]
        self._speaks_of_invoices = (
            any(t.text in INVOICE_WORDS and len(t.text) > 1 for t in self._tokens) or "°" in text
        )

    def read(self) -> Mentions:
        place, last, last_end = 0, None, -1
        while place < len(self._tokens):
            if not self._tokens[place].is_digits:
                place += 1
                continue
            follows = last is not None and self._is_list_gap(last_end, place)
            size, mention, number = self._at(place, last if follows else None)
            ranged = self._range(last, number, last_end, place) if last and number else ()
            if mention and ranged:
                self._add_range(mention, ranged, last_end, place)
            elif mention:
                self.found.append(mention)
            if mention:
                last, last_end = number, place + size
            place += size
        cut = self._cut_end()
        if cut and not any(m.sure for m in self.found):
            self.found = [*(m for m in self.found if not set(m.items) & set(cut.items)), cut]
        return Mentions(tuple(self.found), tuple(self.strangers), tuple(self.between))

    def _take_marks(self, text: str, items: Sequence[OpenItem]) -> str:
        """Find order and quote numbers as a whole, and blank them: their digits are no invoice's."""
        marks: dict[str, list[OpenItem]] = {}
        for item in items:
            for mark in item.marks:
                key = _compact(mark)
                if len(key) >= 4 and sum(c.isdigit() for c in key) >= 3:
                    marks.setdefault(key, []).append(item)
        for key, theirs in marks.items():
            loose = r"[^A-Z0-9]{0,3}".join(re.escape(p) for p in _TOKEN.findall(key))
            match = re.search(rf"(?<![0-9]){loose}(?![0-9])", text)
            if match:
                self.found.append(Mention(match[0], tuple(theirs), sure=True))
                text = text[: match.start()] + "#" * len(match[0]) + text[match.end() :]
        return text

    def _at(self, place: int, last: _Number | None) -> tuple[int, Mention | None, _Number | None]:
        """Read the number that starts at a token: (tokens taken, what it means, the number)."""
        word, is_attached = self._word_before(place)
        run = self._digit_run(place)
        for size in range(len(run), 0, -1):
            tokens = run[:size]
            digits = tuple(t.text for t in tokens)
            hits = [n for n in self._numbers if _is_whole(n, digits, word)]
            hits = [n for n in hits if n.letters == word] or [
                n for n in hits if _may_dress(word, is_attached, n)
            ]
            if any(t.is_noise for t in tokens):  # «2026-10-05» is a day before it is F2026-010
                hits = [
                    n
                    for n in hits
                    if n.letters == word and (is_attached or not word) and _is_exact(n, digits)
                ]
            if hits:
                written = (word if is_attached else "") + self._text[tokens[0].start : tokens[-1].end]
                # «2026-10» may be a month, «F2026-10» and «2026-010» are not.
                sure = (
                    is_attached or word in INVOICE_WORDS or len(digits[-1]) > 2 or _is_exact(hits[0], digits)
                )
                return size, Mention(written, tuple(n.item for n in hits), sure=sure), hits[0]
        return self._running_number(place, run, last, word, is_attached=is_attached)

    def _running_number(
        self, place: int, run: list[_Token], last: _Number | None, word: str, *, is_attached: bool
    ) -> tuple[int, Mention | None, _Number | None]:
        token = self._tokens[place]
        if last is not None and not token.is_noise:
            hits = [n for n in self._numbers if n.groups[:-1] == last.groups[:-1] and _ends_so(n, token.text)]
            hits = [n for n in hits if n.letters == last.letters] or hits
            if hits:
                return 1, Mention(token.text, tuple(n.item for n in hits), sure=True), hits[0]
        if self._looks_like_ours(word, run) and is_attached:
            size = max(1, min(len(run), max(len(n.groups) for n in self._numbers)))
            self.strangers.append(word + "".join(t.text for t in run[:size]))
            return size, None, None
        is_telling = len(token.text.lstrip("0")) >= 3 or len(token.text) >= 4 or self._speaks_of_invoices
        fits_word = not is_attached or _may_dress(word, is_attached, None)
        if token.is_noise or not is_telling or not fits_word:
            return 1, None, None
        hits = [n for n in self._numbers if _ends_so(n, token.text)]
        if not hits:
            return 1, None, None
        return 1, Mention(token.text, tuple(n.item for n in hits), sure=False), hits[0]

    def _looks_like_ours(self, word: str, run: list[_Token]) -> bool:
        digits = "".join(t.text for t in run)
        return bool(word) and any(
            n.letters == word
            and abs(len("".join(n.groups)) - len(digits)) <= 1
            and n.groups[0][:2] == digits[:2]
            for n in self._numbers
        )

    def _word_before(self, place: int) -> tuple[str, bool]:
        if place == 0 or self._tokens[place - 1].is_digits:
            return "", False
        before = self._tokens[place - 1]
        gap = self._text[before.end : self._tokens[place].start]
        return before.text, gap in {"", "-", "/", "_", "."} or (gap == " " and len(before.text) <= 2)

    def _digit_run(self, place: int) -> list[_Token]:
        """Up to four groups of digits with nothing but separators between."""
        run = [self._tokens[place]]
        for token in self._tokens[place + 1 : place + 4]:
            if not token.is_digits or not re.fullmatch(
                r"[ ./_–-]{1,3}", self._text[run[-1].end : token.start]
            ):
                break
            run.append(token)
        return run

    def _is_list_gap(self, last_end: int, place: int) -> bool:
        words = self._tokens[last_end:place]
        return (
            place > 0
            and len(words) <= 1
            and all(t.text in LIST_WORDS or t.text in RANGE_WORDS or t.text in INVOICE_WORDS for t in words)
        )

    def _range(self, last: _Number, number: _Number, last_end: int, place: int) -> tuple[OpenItem, ...]:
        """The items between two numbers, where the words between them mean «to»."""
        words = self._tokens[last_end:place]
        gap = self._text[self._tokens[last_end - 1].end : self._tokens[place].start]
        says_to = any(t.text in RANGE_WORDS for t in words) or any(
            sign in gap for sign in ("..", "->", "…", "→", " - ", "–")
        )
        first, end = int(last.groups[-1]), int(number.groups[-1])
        if not says_to or last.groups[:-1] != number.groups[:-1] or not first < end <= first + MAX_RANGE:
            return ()
        return tuple(
            n.item
            for n in self._numbers
            if n.letters == last.letters
            and n.groups[:-1] == last.groups[:-1]
            and first < int(n.groups[-1]) < end
        )

    def _add_range(self, mention: Mention, ranged: tuple[OpenItem, ...], last_end: int, place: int) -> None:
        self.found.append(mention)
        if any(t.text in RANGE_WORDS for t in self._tokens[last_end:place]):
            self.found.extend(Mention(item.number, (item,), sure=True) for item in ranged)
        else:
            self.between.extend(ranged)

    def _cut_end(self) -> Mention | None:
        """The text ends inside a number: everything that begins so."""
        for first in range(max(0, len(self._tokens) - 4), len(self._tokens)):
            tail = "".join(t.text for t in self._tokens[first:])
            if len(tail) < 3 or not any(c.isdigit() for c in tail):
                continue
            hits = [
                n.item
                for n in self._numbers
                if len(key := _compact(n.item.number)) > len(tail) and key.startswith(tail)
            ]
            if hits:
                return Mention(tail, tuple(hits), sure=False, cut=True)
        return None


def _is_whole(number: _Number, digits: tuple[str, ...], word: str) -> bool:
    """The whole number is there: group by group without regard to zeros, or all in one, or the year short."""
    groups = number.groups
    joined = "".join(digits)
    if len(groups) == 1:
        same = int(joined) == int(groups[0])
        long_enough = len(joined) >= 5 and len(joined) == len(groups[0])
        return same and len(digits) == 1 and (long_enough or (bool(word) and word == number.letters))
    if joined == "".join(groups):
        return True
    if len(digits) == len(groups):
        return _year_alike(groups[0], digits[0]) and all(
            int(a) == int(b) for a, b in zip(groups[1:], digits[1:], strict=True)
        )
    if len(digits) != 1 or len(groups) != 2:
        return False
    return any(
        joined.startswith(year)
        and joined[len(year) :].isdigit()
        and int(joined[len(year) :]) == int(groups[1])
        for year in _years(groups[0], joined, groups[1])
    )


def _is_exact(number: _Number, digits: tuple[str, ...]) -> bool:
    return "".join(number.groups) == "".join(digits)


def _years(year: str, joined: str, running: str) -> Iterator[str]:
    """How the year may stand before the running number: in full; short only before all its zeros."""
    yield year
    if len(year) == 4 and len(joined) == 2 + len(running):
        yield year[2:]


def _year_alike(ours: str, theirs: str) -> bool:
    if int(ours) == int(theirs):
        return True
    short, long = sorted((ours, theirs), key=len)
    return len(short) == 2 and len(long) == 4 and long.startswith("20") and long.endswith(short)


def _may_dress(word: str, is_attached: bool, number: _Number | None) -> bool:
    """Whether the letters before the digits can be this number's: its own, a word for invoice, or apart."""
    if not word or not is_attached or word in INVOICE_WORDS:
        return True
    if number is None or not number.letters:
        return len(word) > 3
    return word.startswith(number.letters) or number.letters.startswith(word) or len(word) > 4


def _ends_so(number: _Number, digits: str) -> bool:
    return int(number.groups[-1]) == int(digits) and len(digits) <= max(len(number.groups[-1]), 6)
