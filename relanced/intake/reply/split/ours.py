"""The rows of a reply and the letters of ours that it may quote in; which words are ours out. Pure, linear.

We know what we wrote: the difference tells what a client typed into our own lines, whatever marks
his mail program puts or forgets.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.intake.reply.split.rows import Kind, QuotedMail, Row, rows_of
from relanced.intake.reply.split.structure import Line

MAX_LETTERS, MAX_LETTER = 20, 50_000  # letters, characters of one

_RUN = 3  # words in a row that are found in a letter
_SURE_RUN = 5  # words in a row that nobody types by chance
_SHARE = 0.9  # of a line that is wholly ours
MAIL_SHARE = 0.6  # of a quoted mail that is one of ours
_LONG = 25  # words of ours that no mail holds by chance
_WORD = lazy(r"[^\W_]{1,60}")
_WIRE = lazy(
    r"<?\b(?:https?://|mailto:|www\.)[^\s>]{1,2000}>?|\[(?:cid|image|logo)\b[^\]\n]{0,200}\]", re.IGNORECASE
)
_ARROW = lazy(r"(?:[-=]{1,3}>|→|⇒|>>|<[-=]{1,3}|//|\*\*)\s*\S")
_SIGN = lazy(r"[^\w\s'’]")


@dataclass(frozen=True, slots=True)
class Letters:
    """What can be found again of the letters."""

    runs: frozenset[tuple[str, ...]]  # every three words in a row
    pairs: frozenset[tuple[str, ...]]  # every two
    starts: frozenset[str]  # the first word of each line
    ends: frozenset[str]  # the last one
    lines: frozenset[tuple[str, ...]]  # every line
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a row."""

    text: str
    start: int
    end: int


def letters_of(texts: Iterable[str]) -> Letters | None:
    """Take letters apart; None where there is nothing to compare with."""
    runs: set[tuple[str, ...]] = set()
    pairs: set[tuple[str, ...]] = set()
    lines: set[tuple[str, ...]] = set()
    for text in list(texts)[:MAX_LETTERS]:
        told = [tuple(word.text for word in words_of(line)) for line in _own_lines(text[:MAX_LETTER])]
        lines.update(line for line in told if line)
        flat = [word for line in told for word in line]
        pairs.update(pairwise(flat))
        runs.update(zip(flat, flat[1:], flat[2:], strict=False))
    if not runs:
        return None
    starts, ends = frozenset(line[0] for line in lines), frozenset(line[-1] for line in lines)
    return Letters(
        frozenset(runs),
        frozenset(pairs),
        starts,
        ends,
        frozenset(lines),
        frozenset(w for run in runs for w in run),
    )


def _own_lines(letter: str) -> list[str]:
    """The owner answers too, and quotes the client below: those words are not ours."""
    rows = rows_of(tuple(Line(line) for line in letter.split("\n")))
    return [row.text for row in rows if row.kind is Kind.TYPED]


def words_of(line: str) -> list[Word]:
    """The words of a line, folded, addresses of pages left out."""
    if "://" in line or "mailto:" in line or "[" in line or "www." in line:
        line = _WIRE.sub(lambda found: " " * len(found[0]), line)
    plain = fold(line)
    spans = (found.span() for found in _WORD.finditer(line))
    return [Word(plain[start:end], start, end) for start, end in spans]


def ours_in(rows: Sequence[Sequence[Word]], letters: Letters) -> list[list[bool]]:
    """For each word of each row, whether a letter has it in the same company."""
    flat = [word.text for row in rows for word in row]
    found = [False] * len(flat)
    for place in range(len(flat) - _RUN + 1):
        if tuple(flat[place : place + _RUN]) in letters.runs:
            found[place : place + _RUN] = [True] * _RUN
    told, place = [], 0
    for row in rows:
        whole = tuple(word.text for word in row) in letters.lines
        told.append([True] * len(row) if whole else found[place : place + len(row)])
        place += len(row)
    return told


def mark_ours(rows: list[Row], letters: Letters) -> None:
    """Turn typed rows that are wholly ours into quoted ones, whatever marks they lack."""
    at = [
        place for place, row in enumerate(rows) if row.kind in {Kind.TYPED, Kind.QUOTED} and row.bare.strip()
    ]
    words = [words_of(rows[place].bare) for place in at]
    told = ours_in(words, letters)
    wholly = [_is_wholly(each) for each in told]
    sure = [
        ours and _letters_in(row) > _SURE_RUN and _longest(each) >= _SURE_RUN
        for ours, row, each in zip(wholly, words, told, strict=True)
    ]
    taken = [rows[place].kind is Kind.QUOTED or sure[n] for n, place in enumerate(at)]
    for order in (range(1, len(at)), range(len(at) - 1, 0, -1)):
        for n in order:  # what a letter has right before or after a line that is ours
            if wholly[n - 1] and wholly[n] and _joined(words[n - 1], words[n], letters):
                taken[n - 1] = taken[n] = taken[n - 1] or taken[n]
    for n, place in enumerate(at):
        row = rows[place]
        if row.kind is Kind.TYPED and taken[n]:
            row.kind = Kind.QUOTED
        elif row.kind is Kind.TYPED and _is_between(n, taken, wholly) and sum(told[n]) > 0:
            row.kind, row.said = Kind.QUOTED, typed_part(row.bare, words[n], told[n])


def _joined(above: Sequence[Word], below: Sequence[Word], letters: Letters) -> bool:
    return (above[-1].text, below[0].text) in letters.pairs


def _is_between(n: int, taken: list[bool], wholly: list[bool]) -> bool:
    """Whether the rows above and below are of our letter."""
    return 0 < n < len(taken) - 1 and all(taken[k] and wholly[k] for k in (n - 1, n + 1))


def mark_typed(mail: QuotedMail, letters: Letters) -> float:
    """Find what was typed into one quoted mail, if that mail is a letter of ours; the share that is ours.

    It may be a letter much like one that we know: other numbers in the same sentences. So what counts is what
    stands between two words that follow each other in a letter.
    """
    rows = [row for row in mail.rows if row.bare.strip()]
    words = [words_of(row.bare) for row in rows]
    told = ours_in(words, letters)
    count, found = sum(map(len, words)), sum(map(sum, told))
    share = found / count if count else 0.0
    holds_letter = found >= _LONG and share >= MAIL_SHARE / 2  # and as much again was typed into it
    if count < _SURE_RUN or (share < MAIL_SHARE and not holds_letter):
        return min(share, MAIL_SHARE / 2)
    inserted = iter(
        _inserted([w.text for row in words for w in row], [o for row in told for o in row], letters)
    )
    for row, each, ours in zip(rows, words, told, strict=True):
        row.is_ours = all(ours)
        new = [next(inserted) for _ in each]
        if (
            any(new)
            or (share < MAIL_SHARE and not any(ours))
            or (not row.is_ours and _ARROW.search(row.bare))
        ):
            row.said = row.said or typed_part(row.bare, each, ours)
    return max(share, MAIL_SHARE)


def _inserted(flat: list[str], ours: list[bool], letters: Letters) -> list[bool]:
    """For each word, whether it stands in a run of new words put between two neighbours of a letter.

    A new sentence may hold a few of our words by chance: a short run of ours beside it may be of it.
    """
    bounds = [0]
    for place in range(1, len(flat)):
        goes_on = not ours[place] or (flat[place - 1], flat[place]) in letters.pairs
        if ours[place] != ours[place - 1] or not goes_on:
            bounds.append(place)
    bounds.append(len(flat))
    told = [False] * len(flat)
    for n in range(len(bounds) - 1):
        if ours[bounds[n]]:
            continue
        lefts, rights = {bounds[n]}, {bounds[n + 1]}
        run = flat[bounds[n] : bounds[n + 1]]
        is_sentence = sum(word.isalpha() and word not in letters.words for word in run) > 1
        if is_sentence and n and bounds[n] - bounds[n - 1] < _SURE_RUN:
            lefts.add(bounds[n - 1])
        if is_sentence and n + 2 < len(bounds) and bounds[n + 2] - bounds[n + 1] < _SURE_RUN:
            rights.add(bounds[n + 2])
        if any(_fits(flat, left, right, letters) for left in lefts for right in rights):
            told[bounds[n] : bounds[n + 1]] = [True] * (bounds[n + 1] - bounds[n])
    return told


def _fits(flat: list[str], left: int, right: int, letters: Letters) -> bool:
    """Whether a letter goes on after `left` with what stands at `right`; the mail may begin or end there."""
    if not left:
        return True
    return (
        flat[left - 1] in letters.ends
        if right == len(flat)
        else (flat[left - 1], flat[right]) in letters.pairs
    )


def typed_part(line: str, words: list[Word], ours: list[bool]) -> str:
    """The line without what is ours at its beginning and end.

    A short run of ours belongs to the sentence it stands in («à ce jour nous n'avons rien»), unless a sign
    parts them («Montant : 1 200 € -> faux»).
    """
    first, last = 0, len(words)
    while first < len(words) and ours[first]:
        first += 1
    while last > first and ours[last - 1]:
        last -= 1
    if first == last:
        return ""
    if 0 < first < _SURE_RUN and not _SIGN.search(line[words[first - 1].end : words[first].start]):
        first = 0
    if _SURE_RUN > len(words) - last > 0 and not _SIGN.search(line[words[last - 1].end : words[last].start]):
        last = len(words)
    start = words[first - 1].end if first else 0
    end = words[last].start if last < len(words) else len(line)
    return line[start:end].strip(" \t|;,:=<>→⇒-–—*/€$£%.").strip() if first else line[start:end].strip()


def _is_wholly(ours: list[bool]) -> bool:
    return bool(ours) and sum(ours) >= _SHARE * len(ours)


def _letters_in(words: list[Word]) -> int:
    return sum(word.text.isalpha() and len(word.text) > 1 for word in words)


def _longest(ours: list[bool]) -> int:
    best = run = 0
    for each in ours:
        run = run + 1 if each else 0
        best = max(best, run)
    return best
