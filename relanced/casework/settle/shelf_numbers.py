"""Numbers and marks of items in; for a reference the items that it may name out. An index, changed by its shelf.

It finds at least what `references.read_mentions` can name, and a witness for each of its questions
about the whole: is there a number of these letters, of this form, one slip from this word, or one
that goes on where the text ends?
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, pairwise
from string import ascii_uppercase
from string import digits as ascii_digits
from sys import intern
from typing import NamedTuple, TypeVar

from relanced.casework.settle.known import LEAST_BARE
from relanced.casework.settle.numbers import Written, compact, written
from relanced.casework.settle.references import MAX_RANGE, RANGE_SIGNS, attempts
from relanced.casework.settle.settlement import OpenItem
from relanced.casework.settle.structured import structured_in
from relanced.casework.settle.tokens import Token, tokens_of
from relanced.casework.settle.words import INVOICE_WORDS, RANGE_WORDS

MAX_RUN = 4  # groups of digits that may be one number
MAX_TAIL = 9  # words at the end of a text that may be a number cut short: some have letters in parts
MAX_LETTERS = 80  # of a number
_WITNESSES = 3  # numbers that go on where the text ends: one may be what the text names as a whole
_MARK = 4  # the last signs of a mark, by which it is found
_LEAST_FORM = 5  # letters and digits that may have the form of a number, or be one slip from one
_YEAR = 6  # at most so many digits before a running number tell its form
_SIGNS = ascii_uppercase + ascii_digits

_Form = tuple[object, ...]
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Named(NamedTuple):
    """What a reference may name."""

    items: set[int]
    tails: tuple[str, ...]  # it may end inside a number that begins so: only witnesses of these are here


class _Hit(NamedTuple):
    place: int
    before: str  # its digits beside the running number
    letters: str
    running: int


class _Parts(NamedTuple):
    """An invoice number taken apart."""

    whole: str  # letters and digits without what parts them
    letters: str
    size: int  # groups of digits
    wholes: tuple[str, ...]  # it, and its digits alone
    runs: tuple[tuple[str, str, int], ...]  # digits beside, letters, the running number by which it is found
    forms: tuple[_Form, ...]  # what a number that is none of ours may have in common with it
    bare: tuple[tuple[_Form, str], ...]  # without letters: how long, the first digit; its year


@dataclass(slots=True)
class NumberIndex:
    """Items, each a whole number here, and what their numbers and marks say."""

    _waiting: dict[int, OpenItem] = field(default_factory=dict)  # by place: known by their marks alone so far
    _by_running: dict[int, list[tuple[int, str, str]]] = field(default_factory=dict)
    _by_form: dict[_Form, dict[int, None]] = field(default_factory=dict)
    _bare: dict[_Form, dict[str, dict[int, None]]] = field(default_factory=dict)  # by year, or ""
    _by_start: list[tuple[str, int]] = field(default_factory=list)  # sorted
    _by_whole: dict[str, list[tuple[int, int]]] = field(default_factory=dict)  # with its groups of digits
    _by_letters: dict[str, dict[int, None]] = field(default_factory=dict)
    _by_mark: dict[str, list[tuple[int, str]]] = field(default_factory=dict)  # its end: the mark

    def add(self, place: int, item: OpenItem) -> None:
        """Take in an item that is not yet there; many are paid before anybody asks for them here."""
        self._waiting[place] = item
        for mark in _read_marks(item.marks):
            self._by_mark.setdefault(mark[-_MARK:], []).append((place, mark))

    def _enter(self, place: int, item: OpenItem) -> None:
        parts = _parts(written(item))
        for before, letters, running in parts.runs:
            self._by_running.setdefault(running, []).append((place, before, letters))
        for form in parts.forms:
            self._by_form.setdefault(form, {})[place] = None
        for form, year in parts.bare:
            self._bare.setdefault(form, {}).setdefault(year, {})[place] = None
        self._by_letters.setdefault(parts.letters, {})[place] = None
        for whole in parts.wholes:
            self._by_whole.setdefault(whole, []).append((place, parts.size))
        insort(self._by_start, (parts.whole, place))

    def remove(self, place: int, item: OpenItem) -> None:
        """Forget an item that is there."""
        for mark in _read_marks(item.marks):
            _take_out(self._by_mark, mark[-_MARK:], (place, mark))
        if self._waiting.pop(place, None) is not None:
            return
        parts = _parts(written(item))
        for before, letters, running in parts.runs:
            _take_out(self._by_running, running, (place, before, letters))
        for form in parts.forms:
            _take_away(self._by_form, form, place)
        for form, year in parts.bare:
            _take_away(self._bare[form], year, place)
        _take_away(self._by_letters, parts.letters, place)
        for whole in parts.wholes:
            _take_out(self._by_whole, whole, (place, parts.size))
        del self._by_start[bisect_left(self._by_start, (parts.whole, place))]

    def named(self, text: str) -> Named:
        """The items that a reference may name, and the witnesses."""
        for place, item in self._waiting.items():
            self._enter(place, item)
        self._waiting.clear()
        found: set[int] = set()
        tails: dict[str, None] = {}
        for attempt in attempts(text):
            told = tokens_of(attempt)
            tokens = [token.text for token in told]
            hits = {*self._running(tokens), *self._structured(attempt)}
            found.update(hit.place for hit in hits)
            if RANGE_WORDS.intersection(tokens) or any(sign in attempt for sign in RANGE_SIGNS):
                found.update(self._between(hits))
            marked = set(self._marked("".join(tokens)))
            is_blanked = bool(marked) or any(True for _ in structured_in(attempt))
            cut = {tail: list(self._beginning(tail)) for tail in _tails(tokens, hits, anywhere=is_blanked)}
            tails.update((tail, None) for tail, places in cut.items() if places)
            found.update(marked, *cut.values(), self._letters_left(tokens, anywhere=is_blanked))
            for start, token in enumerate(told):
                if token.is_digits and (is_blanked or not token.noise):
                    is_joined = is_blanked or _is_close(attempt, told, start)
                    found.update(self._strangers(tokens, start, is_joined=is_joined))
        return Named(found, tuple(tails))

    def has_marks(self, text: str) -> bool:
        """Whether a reference may hold a mark of one of these items."""
        return bool(self._by_mark) and any(
            True
            for attempt in attempts(text)
            for _ in self._marked("".join(token.text for token in tokens_of(attempt)))
        )

    def _running(self, tokens: Sequence[str]) -> Iterator[_Hit]:
        """Each row of digits as a running number, and as one that has its year before it."""
        for end in range(1, len(tokens) + 1):
            row = ""
            for token in reversed(tokens[max(0, end - MAX_RUN) : end]):
                if not token.isdigit():
                    break
                if not row:
                    yield from self._of_running(int(token))
                row = token + row
                for cut in range(len(row)):
                    for hit in self._of_running(int(row[cut:])):
                        if hit.before.endswith(row[:cut]) and (cut or not hit.before):
                            yield hit

    def _structured(self, text: str) -> Iterator[_Hit]:
        """The numbers that structured references carry: at their end, or as the whole of it."""
        for carries in (found.carries for found in structured_in(text)):
            whole = carries.lstrip("0")
            yield from (_Hit(place, "", "", 0) for place, _ in self._by_whole.get(whole, ()))
            for cut in range(len(carries)):
                if carries[cut:].isdigit():
                    for hit in self._of_running(int(carries[cut:])):
                        if carries[:cut].endswith(hit.before) or not hit.before.strip("0"):
                            yield hit

    def _of_running(self, running: int) -> Iterator[_Hit]:
        for place, before, letters in self._by_running.get(running, ()):
            yield _Hit(place, before, letters, running)

    def _between(self, hits: Iterable[_Hit]) -> Iterator[int]:
        """The items between two numbers of one series, as far apart as a range may be."""
        series: dict[tuple[str, str], set[int]] = {}
        for hit in hits:
            for letters in {hit.letters, *(other.letters for other in hits if other.before == hit.before)}:
                series.setdefault((hit.before, letters), set()).add(hit.running)
        for (before, letters), ends in series.items():
            for first, last in pairwise(sorted(ends)):
                for running in range(first + 1, last) if last - first <= MAX_RANGE else ():
                    there = self._of_running(running)
                    yield from (h.place for h in there if (h.before, h.letters) == (before, letters))

    def _strangers(self, tokens: Sequence[str], start: int, *, is_joined: bool) -> Iterator[int]:
        """Witnesses that a number from here on, which is none of ours, has the form of ours, or nearly is one."""
        own = tokens[start - 1 : start]  # more words before it count where numbers of ours have such letters
        words = [word for word in _chains(tokens[:start]) if word in self._by_letters or word in own]
        yield from (next(reversed(self._by_letters[word])) for word in words if word in self._by_letters)
        words = words if is_joined else []
        for size, token in enumerate(tokens[start : start + MAX_RUN], start=1):
            if not token.isdigit():
                return
            groups = tokens[start : start + size]
            found = [form for form in _forms_like(groups, words) if form in self._by_form]
            yield from (next(reversed(self._by_form[form])) for form in found)
            yield from self._as_bare("".join(groups))
            yield from self._nearly(groups, words, {form[0] for form in found})

    def _as_bare(self, row: str) -> Iterator[int]:
        """Numbers without letters about as long, that begin alike, and not with their year: that is asked apart."""
        for count in (len(row) - 1, len(row), len(row) + 1):
            by_year = self._bare.get((count, row[0]), {})
            others = (places for year, places in by_year.items() if not year or not row.startswith(year))
            yield from (next(reversed(places)) for places in islice(others, 1))

    def _nearly(self, groups: Sequence[str], words: Iterable[str], forms: set[object]) -> Iterator[int]:
        """Numbers one slip away, where letters or form alone do not tell whether it may be one of ours."""
        row = "".join(groups)
        if len(row) < LEAST_BARE or forms.isdisjoint({"year", "before", "bare before"}):
            yield from self._one_slip(row, len(groups))
            for word in words:
                if word not in self._by_letters:
                    yield from self._one_slip(word + row)
            return
        for word in words:
            if word not in self._by_letters and word not in INVOICE_WORDS:
                yield from self._one_slip(word + row)

    def _one_slip(self, word: str, size: int = 0) -> Iterator[int]:
        """One number that one slip makes of this word; of digits alone, one with so many groups of them."""
        lengths: list[_Form] = [("length", len(word) + more) for more in (-1, 0, 1)]
        may_be = len(word) >= _LEAST_FORM and any(length in self._by_form for length in lengths)
        for slip in _slips(word) if may_be else ():
            for place, groups in self._by_whole.get(slip, ()):
                if size in {0, groups}:
                    yield place
                    return

    def _letters_left(self, tokens: Sequence[str], *, anywhere: bool) -> Iterator[int]:
        """One number of which the letters where the text ends may be a part."""
        for token in {*tokens} if anywhere else {*tokens[-1:]}:
            owners = (places for own, places in self._by_letters.items() if token in own)
            yield from (next(reversed(places)) for places in islice(owners, 1))

    def _marked(self, text: str) -> Iterator[int]:
        for end in {text[place : place + _MARK] for place in range(len(text) - _MARK + 1)}:
            yield from (item for item, mark in self._by_mark.get(end, ()) if mark in text)

    def _beginning(self, start: str) -> Iterator[int]:
        place = bisect_left(self._by_start, (f"{start}\0", 0))
        for whole, item in self._by_start[place : place + _WITNESSES]:
            if whole.startswith(start):
                yield item


@lru_cache(maxsize=16_384)  # an item comes, is paid, and is forgotten
def _parts(number: Written) -> _Parts:
    whole, size = number.compact, len(number.groups)
    if not size:
        return _Parts(whole, "", 0, (whole,), (), (), ())
    before, letters = intern("".join(number.before)), intern(number.letters)
    digits = number.digits
    runs = [(before, letters, int(number.running))]
    if number.place != size - 1:
        runs.append(("", letters, int(digits)))  # 118/2026, written 1182026
    wholes = tuple(dict.fromkeys((whole, digits)))
    forms: list[_Form] = [("shape", letters, len(digits)), *(("length", len(w)) for w in wholes)]
    if size > 1:
        series = intern("-".join(number.before))
        forms += [("series", letters, size, number.place, series)]
        forms += [("before" if letters else "bare before", size, number.place, series)]
    year = number.groups[0] if number.place else ""
    if year and len(year) <= _YEAR:
        forms.append(("year", len(digits), intern(year)))
    bare = () if letters else (((len(digits), digits[0]), intern(year)),)
    return _Parts(whole, letters, size, wholes, tuple(runs), tuple(forms), bare)


def _forms_like(groups: Sequence[str], words: Iterable[str]) -> Iterator[_Form]:
    """The forms of ours that rows of digits may have, behind each of these words or behind none."""
    row, size = "".join(groups), len(groups)
    for count in (len(row) - 1, len(row), len(row) + 1):
        yield from (("shape", word, count) for word in words)
        if len(row) >= _LEAST_FORM:
            yield from (("year", count, row[:length]) for length in range(1, _YEAR + 1))
    for place in {0, size - 1} if size > 1 else ():  # of the running number
        series = "-".join([*groups[:place], *groups[place + 1 :]])
        yield "before", size, place, series
        yield "bare before", size, place, series
        yield from (("series", word, size, place, series) for word in words)


def _tails(tokens: Sequence[str], hits: Iterable[_Hit], *, anywhere: bool) -> set[str]:
    """What may be the beginning of a number where the text ends; `anywhere`: what follows may be no part of it."""
    found: set[str] = set()
    starts = {start for hit in hits for start in (hit.before, hit.letters + hit.before)}
    for end in range(1 if anywhere else len(tokens), len(tokens) + 1):
        found.update("".join(tokens[max(0, end - size) : end]) for size in range(1, MAX_TAIL + 1))
        last = tokens[end - 1] if tokens else ""
        found.update(f"{before}{last}" for before in starts)
    return found - {""}


def _chains(tokens: Sequence[str]) -> Iterator[str]:
    """The letters before a row of digits: the last word, the last two, and so on."""
    chain = ""
    for token in reversed(tokens):
        chain = token + chain
        if token.isdigit() or len(chain) > MAX_LETTERS:
            return
        yield chain


def _is_close(text: str, told: Sequence[Token], place: int) -> bool:
    """Whether the word before a row of digits may be a part of the number: at most one sign stands between."""
    before = told[place - 1] if place else None
    if before is None or told[place].start - before.end > 1:
        return False
    return text[before.end : told[place].start] != " " or len(before.text) <= 2


def _slips(word: str) -> Iterator[str]:
    """All that differ by one sign more, less or other, or by two that are swapped."""
    for place in range(len(word) + 1):
        start, end = word[:place], word[place:]
        yield start + end[1:]
        yield start + end[1:2] + end[:1] + end[2:]
        for sign in _SIGNS:
            yield f"{start}{sign}{end[1:]}"
            yield f"{start}{sign}{end}"


def _read_marks(marks: Sequence[str]) -> Iterator[str]:
    """Each mark that is long enough to be found, without what parts it."""
    for mark in marks:
        plain = compact(mark)
        if len(plain) >= _MARK:
            yield plain


def _take_out(index: dict[_Key, list[_Value]], key: _Key, value: _Value) -> None:
    index[key].remove(value)
    if not index[key]:
        del index[key]


def _take_away(index: dict[_Key, dict[int, None]], key: _Key, place: int) -> None:
    del index[key][place]
    if not index[key]:
        del index[key]
