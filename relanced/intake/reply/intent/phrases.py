"""Folded words in, the phrases of a list that stand in them out: linear time. Pure.

The small language of phrases is explained in model/phrases.py.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from relanced.intake.days import fold
from relanced.intake.kept import kept
from relanced.intake.lazy import lazy
from relanced.model.phrases import GAP, MAX_GAP, pieces_of

MAX_KEPT = 20_000  # words whose phrases are kept: a stranger may write any number of them
_WORD = lazy(r"[^\W_]+|[?👍👌🙏]")
# Of a run of signs only the first begins a stop: thousands of dots are looked at once.
_STOP = lazy(r"(?<![.!?…])[.!?…]+(?=[\s)»\"”]|$)|\n[ \t]*\n|\n[ \t]*[-*•]")
_CLAUSE = lazy(r"[,;:()\n«»\"–—]| - ")


class Word(NamedTuple):
    """One word of a text, folded, and which clause of its sentence it stands in."""

    text: str
    clause: int


Sentence = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a phrase: whole words, stems, or a gap (neither)."""

    words: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()

    @property
    def is_gap(self) -> bool:
        """Whether any few words may stand here."""
        return not self.words and not self.stems

    def takes(self, word: str) -> bool:
        """Whether this word may stand here."""
        return word in self.words or word.startswith(self.stems)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled phrase."""

    written: str
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found in a sentence: words start to end (exclusive)."""

    phrase: Phrase
    start: int
    end: int


def compile_phrase(written: str) -> Phrase:
    """Read a phrase. Raises ValueError where it names no word."""
    elements: list[Element] = []
    for piece in pieces_of(fold(written)):
        if piece == GAP:
            elements.append(Element())
            continue
        options = piece.split("|")
        stems = tuple(option[:-1] for option in options if option.endswith("*"))
        elements.append(Element(frozenset(o for o in options if not o.endswith("*")), stems))
    return Phrase(written, tuple(elements))


@kept
def sentences(text: str) -> tuple[Sentence, ...]:
    """Cut a text into sentences of folded words; a single line break ends none (mails are wrapped)."""
    return tuple(_sentences(fold(text)))


def _sentences(plain: str) -> Iterator[Sentence]:
    start = 0
    for stop in [*_STOP.finditer(plain), None]:
        end = stop.end() if stop else len(plain)
        words = tuple(_words(plain[start:end]))
        start = end
        if words:
            yield words


def _words(sentence: str) -> Iterator[Word]:
    clause, last = 0, 0
    for found in _WORD.finditer(sentence):
        start, end = found.span()
        if sentence[last:start] != " " and _CLAUSE.search(sentence, last, start):
            clause += 1
        last = end
        yield Word(found[0], clause)


class PhraseBook:
    """Phrases, looked up by the first letters of their first word; compiled when a text is first searched.

    Raises ValueError for a phrase that names no word.
    """

    def __init__(self, written: Iterable[str]) -> None:
        self._written = tuple(written)
        self._by_start: Mapping[str, Sequence[Phrase]] | None = None
        self._begun: dict[str, tuple[Phrase, ...]] = {}
        for each in self._written:
            pieces_of(each)

    def find(self, sentence: Sentence) -> Iterator[Hit]:
        """Every phrase at every place of a sentence."""
        for place, word in enumerate(sentence):
            for phrase in self._beginning_with(word.text):
                end = _end(phrase.elements, sentence, place)
                if end is not None:
                    yield Hit(phrase, place, end)

    def _beginning_with(self, word: str) -> tuple[Phrase, ...]:
        """The phrases whose first word this can be; kept, because words come again and again."""
        found = self._begun.get(word)
        if found is None:
            starts = {word[:1], word[:2]}
            if self._by_start is None:
                self._by_start = _by_start(self._written)
            those = (phrase for start in starts for phrase in self._by_start.get(start, ()))
            found = tuple(phrase for phrase in those if phrase.elements[0].takes(word))
            if len(self._begun) < MAX_KEPT:
                self._begun[word] = found
        return found


def _by_start(written: Iterable[str]) -> Mapping[str, Sequence[Phrase]]:
    found: dict[str, list[Phrase]] = {}
    for phrase in map(compile_phrase, written):
        first = phrase.elements[0]
        for start in {option[:2] for option in (*first.words, *first.stems)}:
            found.setdefault(start, []).append(phrase)
    return found


def _end(elements: tuple[Element, ...], sentence: Sentence, place: int) -> int | None:
    """Where the phrase ends if it begins here. A gap takes as few words as it can, and never goes back."""
    gap = 0
    for element in elements:
        if element.is_gap:
            gap = MAX_GAP
            continue
        for offset in range(gap + 1):
            if place + offset < len(sentence) and element.takes(sentence[place + offset].text):
                place += offset + 1
                break
        else:
            return None
        gap = 0
    return place
