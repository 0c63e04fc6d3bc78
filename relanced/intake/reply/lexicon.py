"""Tables of words (one a language) in, a Lexicon that hears intents out. Pure: the tables are read elsewhere.

A table, as in words/fr.toml:

    markers = ["nous", "vous", …]     # everyday words: they tell the language
    ignore = ["sauf erreur", …]       # phrases that mean nothing, whatever words they hold
    negations = ["pas", "aucun*", …]  # before a phrase, they take it back
    negations_after = ["pas"]         # right behind a phrase, they take it back
    temporary = ["vacances", …]       # he will be back: no change of address
    [dispute]                         # one table an intent
    sure = ["contest*", …]            # 3 points
    likely = […]                      # 2 points
    hint = […]                        # 1 point

Whoever wants to add words of his own appends to these lists.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from relanced.intake.reply.phrases import Element, Phrase, PhraseBook, Sentence, compile_phrase
from relanced.model.intents import Intent

POINTS = {"sure": 3, "likely": 2, "hint": 1}
_LISTS = frozenset({"markers", "ignore", "negations", "negations_after", "temporary"})
_LOOK_BACK = 4  # words in which a negation reaches forward
_LOOK_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Heard:
    """One phrase that speaks for an intent."""

    intent: Intent
    points: int
    phrase: str  # as the table has it
    words: str  # as they stand in the text, folded
    at: int


@dataclass(frozen=True, slots=True)
class Tongue:
    """The words of one language."""

    name: str
    markers: frozenset[str]
    ignore: PhraseBook
    negations: Element
    negations_after: Element
    temporary: PhraseBook
    book: PhraseBook
    meaning: Mapping[str, tuple[tuple[Intent, int], ...]]  # written phrase → what it speaks for

    def hear(self, sentence: Sentence) -> Iterator[Heard]:
        """What one sentence says. A phrase inside a longer one of the same intent counts once."""
        deaf = {n for hit in self.ignore.find(sentence) for n in range(hit.start, hit.end)}
        taken: dict[Intent, set[int]] = {}
        hits = sorted(self.book.find(sentence), key=lambda hit: (hit.start - hit.end, hit.start))
        for hit in hits:
            places = set(range(hit.start, hit.end))
            if deaf & places or self._is_denied(hit.phrase, sentence, hit.start, hit.end):
                continue
            words = " ".join(word.text for word in sentence[hit.start : hit.end])
            for intent, points in self.meaning[hit.phrase.written]:
                mine = taken.setdefault(intent, set())
                if not mine & places:
                    mine |= places
                    yield Heard(intent, points, hit.phrase.written, words, hit.start)

    def is_temporary(self, sentence: Sentence) -> bool:
        """Whether a sentence speaks of an absence that ends."""
        return next(self.temporary.find(sentence), None) is not None

    def _is_denied(self, phrase: Phrase, sentence: Sentence, start: int, end: int) -> bool:
        if any(self._denies(word) for element in phrase.elements for word in element.words):
            return False  # it says its own «not»
        clause = sentence[start].clause
        before = sentence[max(0, start - _LOOK_BACK) : end]
        if any(word.clause == clause and self.negations.takes(word.text) for word in before):
            return True
        clause = sentence[end - 1].clause
        behind = sentence[end : end + _LOOK_AHEAD]
        return any(word.clause == clause and self.negations_after.takes(word.text) for word in behind)

    def _denies(self, word: str) -> bool:
        return self.negations.takes(word) or self.negations_after.takes(word)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every language that is known."""

    tongues: tuple[Tongue, ...]

    def tongues_of(self, text: tuple[Sentence, ...]) -> tuple[Tongue, ...]:
        """The languages in which this may be written: the likeliest, and any that comes near to it."""
        words = [word.text for sentence in text for word in sentence]
        counts = {t.name: sum(word in t.markers for word in words) for t in self.tongues}
        best = max(counts.values(), default=0)
        return tuple(t for t in self.tongues if counts[t.name] * 4 >= best * 3 or counts[t.name] + 1 >= best)


def parse_lexicon(tables: Mapping[str, Mapping[str, object]]) -> Lexicon:
    """Compile the tables, keyed by language. Raises ValueError naming language, key and fault."""
    return Lexicon(tuple(_tongue(name, table) for name, table in tables.items()))


def _tongue(name: str, table: Mapping[str, object]) -> Tongue:
    meaning: dict[str, list[tuple[Intent, int]]] = {}
    for key, value in table.items():
        if key in _LISTS:
            continue
        if key not in list(Intent) or not isinstance(value, Mapping):
            raise ValueError(f"words/{name}: [{key}] is no intent; known are {', '.join(Intent)}")
        for level in value:
            if level not in POINTS:
                raise ValueError(f"words/{name}: {key}.{level}: expected sure, likely or hint")
            for written in _list(name, value, level, f"{key}.{level}"):
                meaning.setdefault(written, []).append((Intent(key), POINTS[level]))
    return Tongue(
        name=name,
        markers=frozenset(_list(name, table, "markers", "markers")),
        ignore=_book(name, "ignore", _list(name, table, "ignore", "ignore")),
        negations=_element(name, table, "negations"),
        negations_after=_element(name, table, "negations_after"),
        temporary=_book(name, "temporary", _list(name, table, "temporary", "temporary")),
        book=_book(name, "an intent", list(meaning)),
        meaning={written: tuple(intents) for written, intents in meaning.items()},
    )


def _book(name: str, where: str, written: list[str]) -> PhraseBook:
    try:
        return PhraseBook([compile_phrase(phrase) for phrase in written])
    except ValueError as fault:
        raise ValueError(f"words/{name}: {where}: {fault}") from None


def _element(name: str, table: Mapping[str, object], key: str) -> Element:
    words = _list(name, table, key, key)
    return compile_phrase("|".join(words)).elements[0] if words else Element(frozenset({""}))


def _list(name: str, table: Mapping[str, object], key: str, where: str) -> list[str]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"words/{name}: {where}: expected a list of phrases, found {value!r}")
    return list(value)
