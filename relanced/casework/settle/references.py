"""What a payer wrote with his transfer in, the items that he may mean out. Pure.

People drop letters, zeros and separators, write only the running number, several numbers, ranges;
they type O for 0; banks cut the end. A mention is sure when the whole number is there, whatever
its dress; all else must be borne out by amount and payer.

An answer depends on the items
- whose running number is a row of digits of the text (as it stands, or with O and I as digits), with
  or without zeros, or its end behind the digits that come before it in the number;
- between two such numbers, where the text can mean «to»; whose mark, or whose number, stands in the
  text or in a structured reference; whose number begins as the text ends;
- one whose number is one slip away from a word with digits of the text; and one of each shape
  (`numbers.number_of`: letters, digits before the running number, how many digits it has).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from relanced.casework.settle.known import LEAST_BARE, Known, may_dress
from relanced.casework.settle.mentions import Mention, Mentions, take_marks, take_structured
from relanced.casework.settle.names import fold_text
from relanced.casework.settle.numbers import Number, compact, is_exact
from relanced.casework.settle.settlement import OpenItem
from relanced.casework.settle.tokens import Label, Token, are_joined, covers_noise, label_of, tokens_of
from relanced.casework.settle.words import INVOICE_WORDS, LIST_WORDS, RANGE_WORDS

MAX_REFERENCE = 600  # characters read
MAX_RANGE = 60  # numbers in «0101 to 0160»
RANGE_SIGNS = ("..", "->", "…", "→", " - ", "–")  # between two numbers they may mean «to»
_SPELT = re.compile(r"(?:(?<![A-Z])[OQIL]{1,9})?[0-9][0-9OQIL]{0,40}(?![A-Z])")  # «F2O26-OO12», «O4I0»
_AS_DIGITS = str.maketrans("OQIL", "0011")
_GAP = re.compile(r"[ ./_–-]{1,3}")  # between two rows of digits of one number
_LEAST_TEXT = 20  # characters that a bank leaves of a reference at least: a shorter one is not cut
_MOST_DIGITS = 12  # of an invoice number in one row
_MAX_GROUPS = 4  # rows of digits in one number

_Read = tuple[int, Mention | None, Number | None]  # tokens taken, what they mean, the number


def attempts(text: str) -> tuple[str, ...]:
    """The ways to read a reference, folded: as it stands, then with O and I as digits; one where they agree."""
    folded = fold_text(text[:MAX_REFERENCE])
    return tuple(dict.fromkeys((folded, _SPELT.sub(lambda match: match[0].translate(_AS_DIGITS), folded))))


def read_mentions(text: str, items: Sequence[OpenItem]) -> Mentions:
    """Find the numbers and marks of these items in a text."""
    known = Known(items)
    best = Mentions((), ())
    for attempt in attempts(text):
        read = _Reader(attempt, known).read()
        if any(m.sure for m in read.found) or not best.found:
            best = read if read.found or not best.strangers else best
        if any(m.sure for m in best.found):
            break
    return best


def is_one(text: str, told: list[Token], place: int, size: int, letters: str) -> bool:
    """Whether so many tokens are one number with these letters: they stand close, and are no day, no amount."""
    tokens = told[place : place + size]
    for end, start in ((a.end, b.start) for a, b in pairwise(tokens)):
        if start - end > 3 or any(sign in text[end:start] for sign in ",;+&()"):
            return False
    if letters:
        return covers_noise(tokens)
    is_elses = label_of(text, told, place) in {Label.OTHER, Label.DATE}
    return not is_elses and not any(t.noise for t in tokens)


class _Reader:
    """One pass over a text, from left to right."""

    def __init__(self, text: str, known: Known) -> None:
        self._known = known
        text, structured = take_structured(text, known.numbers)
        self._text, marks = take_marks(text, known.numbers)
        self.found: list[Mention] = [*structured, *marks]
        self.strangers: list[str] = []
        self.between: list[OpenItem] = []
        self.unread: list[str] = []
        self.is_range = False
        self._tokens = tokens_of(self._text)

    def read(self) -> Mentions:
        place, last, last_end = 0, None, -1
        while place < len(self._tokens):
            follows = last is not None and self._is_list_gap(last_end, place)
            size, mention, number = self._exactly_at(place)
            if mention is None and self._tokens[place].is_digits:
                size, mention, number = self._at(place, last if follows else None)
            if mention:
                self.found.append(mention)
                if last and number:
                    self._add_range(last, number, last_end, place)
                last, last_end = number, place + size
            place += size
        cut = self._cut_end(last_end)
        if cut and not any(m.sure for m in self.found):
            self.found = [*(m for m in self.found if not set(m.items) & set(cut.items)), cut]
        found, strangers, between = tuple(self.found), tuple(self.strangers), tuple(self.between)
        return Mentions(found, strangers, between, is_range=self.is_range, cut=cut, unread=tuple(self.unread))

    def _exactly_at(self, place: int) -> _Read:
        """A number sign for sign from this token on, whatever parts its signs."""
        for size in range(min(self._known.most_parts, len(self._tokens) - place), 1, -1):
            tokens = self._tokens[place : place + size]
            hits = self._known.exactly(tokens)
            if hits and is_one(self._text, self._tokens, place, size, hits[0].letters):
                return size, self._sure(tokens, hits, place), hits[0]
        return 1, None, None

    def _sure(self, tokens: list[Token], hits: list[Number], place: int, word: str = "") -> Mention:
        written = self._text[tokens[0].start : tokens[-1].end]
        labelled = label_of(self._text, self._tokens, place) is Label.INVOICE
        strong = labelled or any(c.isalpha() for c in written) or len(compact(written)) >= LEAST_BARE
        is_end = tokens[-1] is self._tokens[-1] and not self._text[tokens[-1].end :].strip(" .")
        longer: dict[OpenItem, None] = {}
        if is_end:
            for start in {compact(written): None, word + compact(written): None}:
                longer.update(dict.fromkeys(self._known.going_on(start, hits)))
        items = tuple(n.item for n in hits)
        return Mention(written, items, sure=True, strong=strong, labelled=labelled, longer=tuple(longer))

    def _at(self, place: int, last: Number | None) -> _Read:
        """Read the number that starts at a row of digits."""
        word, is_joined = self._word_before(place)
        run = self._digit_run(place)
        label = label_of(self._text, self._tokens, place)
        for size in range(len(run), 0, -1):
            tokens = run[:size]
            hits = self._known.whole(tokens, word, label, is_joined=is_joined)
            if not hits:
                continue
            mention = self._sure(tokens, hits, place, word if is_joined else "")
            digits = tuple(t.text for t in tokens)
            exact = is_exact(hits[0], digits)
            # «2026-10» may be a month, «F2026-10» and «2026-010» are not; «INV-002» at the end may go on.
            is_telling = exact or is_joined or label is Label.INVOICE or len(digits[-1]) > 2
            is_cut = bool(mention.longer) and not exact and len(self._text) >= _LEAST_TEXT
            strong = mention.strong or (is_joined and word == hits[0].letters)
            return size, replace(mention, sure=is_telling and not is_cut, strong=strong), hits[0]
        if label in {Label.OTHER, Label.DATE} or self._is_cut(word, run):
            return len(run), None, None
        return self._running_number(run, word if is_joined else "", last, labelled=label is Label.INVOICE)

    def _is_cut(self, word: str, run: list[Token]) -> bool:
        """Whether the text ends inside a number of several groups: «181/20»."""
        digits = "".join(t.text for t in run)
        if len(run) < 2 or run[-1] is not self._tokens[-1] or len(digits) < 3:
            return False
        return any(any(self._known.going_on(start, ())) for start in (digits, word + digits))

    def _running_number(self, run: list[Token], word: str, last: Number | None, *, labelled: bool) -> _Read:
        """One row of digits: the running number alone, a number that does not exist, or nothing of ours."""
        token = run[0]
        if token.noise:
            return 1, None, None
        if last is not None and (
            hits := [n for n in self._known.running(token.text) if n.before == last.before]
        ):
            hits = [n for n in hits if n.letters == last.letters] or hits
            return 1, self._in_list(token, word, hits, last), hits[0]
        if len(run) > 1 and self._text[run[0].end : run[1].start] == " ":
            run = run[:1]  # «1061 980» are two numbers
        if self._known.looks_like_one(word, [t.text for t in run], labelled=labelled):
            self.strangers.append(word + "".join(t.text for t in run))
            return len(run), None, None
        is_telling = labelled or len(token.text.lstrip("0")) >= 3 or len(token.text) >= 4
        hits = self._known.running(token.text) if len(token.text) <= _MOST_DIGITS else []
        if hits and is_telling and may_dress(word, None):
            items = tuple(n.item for n in hits)
            return 1, Mention(token.text, items, sure=False, labelled=labelled), hits[0]
        is_year = len(token.text) == 4 and token.text.startswith(("200", "201", "202", "203"))
        if 2 <= len(token.text) <= _MOST_DIGITS and not is_year:
            self.unread.append(token.text)
        return 1, None, None

    def _in_list(self, token: Token, word: str, hits: list[Number], last: Number) -> Mention:
        """«F2026-0101, 0103»: as sure as what it follows, unless the text may end inside it."""
        before = "".join(last.before) if last.place else ""
        longer: dict[OpenItem, None] = {}
        if token is self._tokens[-1] and len(self._text) >= _LEAST_TEXT:
            for start in (last.letters + before + token.text, before + token.text, word + token.text):
                longer.update(dict.fromkeys(self._known.going_on(start, hits)))
        sure = bool(self.found) and self.found[-1].sure and not longer
        items = tuple(n.item for n in hits)
        return Mention(token.text, items, sure=sure, labelled=True, longer=tuple(longer))

    def _word_before(self, place: int) -> tuple[str, bool]:
        """The letters before a row of digits («FA-ACME-»), and whether they are a part of it."""
        if place == 0 or self._tokens[place - 1].is_digits:
            return "", False
        before = self._tokens[place - 1]
        gap = self._text[before.end : self._tokens[place].start]
        is_joined = are_joined(self._text, before, self._tokens[place]) or (
            gap == " " and len(before.text) <= 2
        )
        first, chain = place - 1, before.text
        while first > 0 and not self._tokens[first - 1].is_digits:
            one, other = self._tokens[first - 1], self._tokens[first]
            if not are_joined(self._text, one, other):
                break
            first, chain = first - 1, one.text + chain
        return (chain if self._known.has_letters(chain) else before.text), is_joined

    def _digit_run(self, place: int) -> list[Token]:
        """Rows of digits with nothing but separators between."""
        run = [self._tokens[place]]
        for token in self._tokens[place + 1 : place + _MAX_GROUPS]:
            if not token.is_digits or not _GAP.fullmatch(self._text, run[-1].end, token.start):
                break
            run.append(token)
        return run

    def _is_list_gap(self, last_end: int, place: int) -> bool:
        words = self._tokens[last_end:place]
        return len(words) <= 1 and all(t.text in LIST_WORDS | RANGE_WORDS | INVOICE_WORDS for t in words)

    def _add_range(self, last: Number, number: Number, last_end: int, place: int) -> None:
        """The items between two numbers, where the words between them mean «to», or a sign may."""
        words = self._tokens[last_end:place]
        gap = self._text[self._tokens[last_end - 1].end : self._tokens[place].start]
        says_to = any(t.text in RANGE_WORDS for t in words)
        first, end = int(last.running), int(number.running)
        is_series = last.before == number.before and first < end <= first + MAX_RANGE
        if not is_series or not (says_to or any(sign in gap for sign in RANGE_SIGNS)):
            return
        self.is_range = self.is_range or says_to
        for between in range(first + 1, end):
            alike = (n for n in self._known.running(str(between)) if n.letters == last.letters)
            self.between.extend(n.item for n in alike if n.before == last.before)

    def _cut_end(self, last_end: int) -> Mention | None:
        """The text ends inside a number: everything that begins so."""
        if len(self._text) < _LEAST_TEXT:
            return None
        for first in range(max(0, last_end, len(self._tokens) - _MAX_GROUPS - 1), len(self._tokens)):
            tail = "".join(t.text for t in self._tokens[first:])
            if len(tail) >= 3 and any(c.isdigit() for c in tail):
                exact = [n for n in self._known.numbers if n.compact == tail]
                if hits := tuple(self._known.going_on(tail, exact)):
                    return Mention(tail, hits, sure=False, cut=True)
        if self._tokens and self._known.may_begin(self._tokens[-1].text):
            self.unread.append(self._tokens[-1].text)  # «REGLEMENT DE NOS FACTURES INV-»
        return None
