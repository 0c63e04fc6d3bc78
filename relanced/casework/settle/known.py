"""The numbers of all items in; for letters and digits of a reference the numbers that they may be out. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from relanced.casework.settle.numbers import Number, ends_so, is_exact, is_whole, near, number_of
from relanced.casework.settle.settlement import OpenItem
from relanced.casework.settle.tokens import Label, Token, covers_noise
from relanced.casework.settle.words import COUNT_WORDS, INVOICE_WORDS

LEAST_BARE = 7  # digits of a number without letters that nothing else is likely to have
_LEAST_SLIP = 5  # letters and digits of a number in which one slip is seen
_SPELT = tuple(w for w in INVOICE_WORDS if len(w) >= 4)  # that a bank may glue to what stands before


class Known:
    """All numbers that a text may name."""

    def __init__(self, items: Sequence[OpenItem]) -> None:
        self.numbers = [number for number in map(number_of, items) if number.groups]
        self._by_parts: dict[tuple[str, ...], list[Number]] = {}
        self._by_running: dict[int, list[Number]] = {}
        for number in self.numbers:
            self._by_running.setdefault(int(number.running), []).append(number)
            if len(number.parts) > 1:
                self._by_parts.setdefault(number.parts, []).append(number)
        self._letters = {number.letters for number in self.numbers if number.letters}
        self.most_parts = max(map(len, self._by_parts), default=0)

    def exactly(self, tokens: Sequence[Token]) -> list[Number]:
        """The numbers that these tokens are, sign for sign."""
        return self._by_parts.get(tuple(t.text for t in tokens), [])

    def whole(self, tokens: Sequence[Token], word: str, label: Label, *, is_joined: bool) -> list[Number]:
        """The numbers of which rows of digits are all that is needed, under the letters before them."""
        digits = tuple(t.text for t in tokens)
        hits = [n for n in self.numbers if is_whole(n, digits, has_letters=bool(word) and word == n.letters)]
        own = [n for n in hits if n.letters and n.letters == word]
        bare = [n for n in hits if not n.letters and not word]
        hits = own or bare or [n for n in hits if not is_joined or may_dress(word, n)]
        if label in {Label.OTHER, Label.DATE}:
            return [n for n in hits if n.letters and n.letters == word and is_joined]
        if not any(t.noise for t in tokens):
            return hits
        if not covers_noise(tokens):  # «2026-10-05» is a day before it is F2026-010
            return []
        if label is Label.INVOICE and len(digits) > 1:
            return hits
        return [n for n in hits if is_exact(n, digits) and n.letters == word and (is_joined or not word)]

    def running(self, digits: str) -> list[Number]:
        """The numbers that end in these digits, zeros or not."""
        return [n for n in self._by_running.get(int(digits), ()) if ends_so(n, digits)]

    def going_on(self, start: str, besides: Iterable[Number]) -> Iterator[OpenItem]:
        """The items whose numbers begin so and go on."""
        own = {id(n) for n in besides}
        return (n.item for n in self.numbers if id(n) not in own and n.compact.startswith(start))

    def has_letters(self, letters: str) -> bool:
        """Whether a number has exactly these letters."""
        return letters in self._letters

    def may_begin(self, letters: str) -> bool:
        """Whether letters are those of a number, or a part of them."""
        return len(letters) > 1 and any(letters in own for own in self._letters)

    def looks_like_one(self, word: str, groups: Sequence[str], *, labelled: bool) -> bool:
        """A number in the form of ours, or one slip from one of ours; `word`: letters joined to the digits."""
        digits = "".join(groups)
        if self.has_letters(word):
            return any(n.letters == word and _is_as_long(n, groups) for n in self.numbers)
        size = len(word) + len(digits)
        if word and size >= _LEAST_SLIP and any(near(word + digits, n.compact) for n in self.numbers):
            return True
        if (word and word not in INVOICE_WORDS) or len(digits) < _LEAST_SLIP:
            return False
        return any(
            _has_form(n, groups, labelled=labelled)
            or (len(groups) == len(n.groups) and near(digits, n.digits))
            for n in self.numbers
        )


def may_dress(word: str, number: Number | None) -> bool:
    """Whether letters joined to digits can be this number's: its own, a part of them, or a word for invoice."""
    if not word or word in INVOICE_WORDS or word in COUNT_WORDS:
        return True
    if number is None or not number.letters:
        return word.endswith(_SPELT)
    own = number.letters
    is_part = word.startswith(own) or own.startswith(word) or own.endswith(word)
    return is_part or word.endswith((*_SPELT, *(w + own for w in _SPELT)))


def _is_as_long(number: Number, groups: Sequence[str]) -> bool:
    """About as many digits; or the same year, or whatever stands before the running number, and any after it."""
    if abs(len(number.digits) - sum(map(len, groups))) <= 1:
        return True
    return len(groups) == len(number.groups) > 1 and _before(number, groups) == number.before


def _has_form(number: Number, groups: Sequence[str], *, labelled: bool) -> bool:
    """Digits without letters in the form of a number: its year and as many digits, or its length."""
    digits = "".join(groups)
    if len(groups) == len(number.groups) > 1 and _before(number, groups) == number.before:
        return labelled or not number.letters or len(digits) >= LEAST_BARE
    if abs(len(number.digits) - len(digits)) > 1:
        return False
    year = number.groups[0] if number.place else ""
    if len(number.groups) > 1 and year and digits.startswith(year):
        return labelled or len(digits) >= LEAST_BARE
    is_alike = not number.letters and number.digits[0] == digits[0]
    return is_alike and (labelled or len(number.digits) == len(digits))


def _before(number: Number, groups: Sequence[str]) -> tuple[str, ...]:
    return tuple(group for place, group in enumerate(groups) if place != number.place)
