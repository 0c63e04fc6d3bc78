"""A text and the places that name invoices in, its sentences and what each says of whom out. Pure.

Between two invoices of one sentence the cut is made where a clause ends; where none does, both stay
in one piece.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.intake.reply.each.spots import Spot

MAX_UNITS = 80
_BULLET = r"(?:[-*•–·>]|\(?\d{1,2}[.)]|[a-z]\))"
_STOP = lazy(r"(?<![.!?…])[.!?…]++(?=[\s)»\"”])|\n[ \t]*\n|\n(?=[ \t]*" + _BULLET + r"[ \t])")
# Before a number that begins a line: «- Facture n° », «1) ».
_LEAD = lazy(
    rf"[ \t]*(?:{_BULLET}[ \t]{{0,3}})?"
    r"(?:(?:la|pour|sur|votre|our|for|die|zur|invoice|factures?|fact\.?|fac\.?|rechnung|factura|fattura|factuur|"
    r"re|ref\.?|n[°ºo]\.?|nr\.?|no\.?|#|:|the|your)[ \t]{0,3}){0,4}",
    re.IGNORECASE,
)
_BULLETED = lazy(rf"[ \t]*{_BULLET}[ \t]")
_BEHIND_TITLE = lazy(r"[ \t]*(?:[:|–—]|- |\n|$)")
_BUT = lazy(
    r";|\bmais\b|\bbut\b|\baber\b|\bpero\b|\bmaar\b|\bpar contre\b|\ben revanche\b|\btandis que\b|\balors que\b"
    r"|\bwhereas\b|\bwhile\b|\bhowever\b|\bquant a\b|\bhingegen\b|\bwahrend\b|\binvece\b|\bmentre\b|\bmientras\b"
)
_AND = lazy(r",(?!\d)|\bet\b|\band\b|\bund\b|(?<!\bil )\by\b|\be\b| - | – | / ")
_LINE = lazy(r"\n")
# Nothing but such words between two numbers: they are named together.
_LIST = lazy(
    r"(?:[\s,;/&+()«»\"':-]|\b(?:et|and|und|y|e|en|ou|or|oder|que|ainsi|la|les|le|l|the|die|der|n|no|nr|facture|"
    r"factures|invoice|invoices|rechnung|rechnungen|as|well|sowie|puis)\b|[°º])*"
)
# What ties one invoice to another, or to a condition, or says the same of several.
_TIES = lazy(
    r"\b(?:idem|pareil\w*|egalement|aussi|meme\w*|de meme|toutes?|tous|les deux|chacune?|l.une|both|all|each|same|"
    r"ditto|also|too|either|neither|likewise|alle|beide\w*|auch|ebenfalls|ebenso|gleich\w*|todas?|ambas|tambien|"
    r"tutte|entrambe|anche|allebei|ook|une fois|des que|quand|lorsque|si|sous reserve|a condition|tant que|once|"
    r"if|when|until|unless|as soon as|subject to|provided|wenn|sobald|falls|sofern|cuando|quando|zodra|"
    r"apres|after|nach|(?<!par )contre|au lieu|instead|remplace\w*|replaces?|annule et remplace|deduire|compens\w+|"
    r"imput\w+)\b"
)
_MANY = lazy(
    r"\b(?:factures|invoices|rechnungen|facturas|fatture|facturen|toutes?|tous|les deux|both|all|alle|beide\w*|"
    r"todas|ambas|tutte|entrambe|allebei|par ailleurs|de plus|en outre|enfin|besides|moreover|in addition|"
    r"furthermore|ausserdem|ferner|solde|autres?|others?|rest\w*|ubrige\w*)\b"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence that speaks of these invoices."""

    keys: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence, or line of a list."""

    text: str
    pieces: tuple[Piece, ...]  # empty: it names no invoice
    goes_on: bool  # whether it stands in the same paragraph as the one before
    is_of_item: bool  # whether that paragraph began with an invoice's number
    is_of_many: bool  # whether it speaks of several things


def cut(text: str, spots: Sequence[Spot]) -> tuple[Unit, ...] | None:
    """The sentences of a text; None where what is said of one invoice is tied to another or to a condition."""
    units: list[Unit] = []
    is_item = False
    for start, end, goes_on in _sentences(text, spots):
        mine = [spot for spot in spots if start <= spot.start < end]
        words = text[start:end]
        pieces = tuple(_pieces(text, start, end, mine))
        if mine and _TIES.search(fold(words)):
            return None
        if mine:
            is_item = _is_heading(text, mine[0])
        elif not goes_on:
            is_item = False
        units.append(Unit(words, pieces, goes_on, is_item and not mine, bool(_MANY.search(fold(words)))))
        if len(units) > MAX_UNITS:
            return None
    return tuple(units)


def _is_heading(text: str, spot: Spot) -> bool:
    """Whether a paragraph begins with this number as with a title: «- F-12», «F-12 : …», alone in its line."""
    before = text[text.rfind("\n", 0, spot.start) + 1 : spot.start]
    is_title = _BEHIND_TITLE.match(text, spot.end) is not None or _BULLETED.match(before) is not None
    return is_title and _LEAD.fullmatch(before) is not None


def _sentences(text: str, spots: Sequence[Spot]) -> Iterator[tuple[int, int, bool]]:
    """Start, end, and whether it goes on in the paragraph of the sentence before."""
    inside = [(spot.start, spot.end) for spot in spots]
    ends = {
        m.end(): "\n" in m[0] for m in _STOP.finditer(text) if not any(a <= m.start() < b for a, b in inside)
    }
    for line in _item_lines(text, spots):
        ends.setdefault(line, True)
    start, goes_on = 0, False
    for end in [*sorted(ends), len(text)]:
        if text[start:end].strip():
            yield start, end, goes_on
            goes_on = not ends.get(end, False)
        elif ends.get(end, False):
            goes_on = False
        start = end


def _item_lines(text: str, spots: Sequence[Spot]) -> Iterator[int]:
    """Where a line begins that begins with a number: a new item of a list or table, not a wrapped line."""
    items: set[int] = set()
    for spot in spots:
        line = text.rfind("\n", 0, spot.start) + 1
        if line in items or not _LEAD.fullmatch(text, line, spot.start):
            continue
        before = text.rfind("\n", 0, max(0, line - 1)) + 1
        last = text[before : max(0, line - 1)].rstrip()
        if before in items or not last or last[-1] in ".:;!?…|)":
            items.add(line)
            if line:
                yield line


def _pieces(text: str, start: int, end: int, spots: Sequence[Spot]) -> Iterator[Piece]:
    """Cut one sentence between its invoices, where a clause ends."""
    keys: list[str] = []
    begin = start
    for place, spot in enumerate(spots):
        keys.append(spot.key)
        if place + 1 == len(spots):
            break
        follower = spots[place + 1]
        is_intro = len(keys) > 1 and follower.key in keys  # «F-12 et F-13 : la première …, la seconde …»
        parting = follower.start if is_intro else _parting(text, spot.end, follower.start)
        if parting is not None:
            yield Piece(tuple(dict.fromkeys(keys)), text[begin:parting])
            begin, keys = parting, []
    if keys:
        yield Piece(tuple(dict.fromkeys(keys)), text[begin:end])


def _parting(text: str, start: int, end: int) -> int | None:
    """Where what is said of one invoice ends and of the next begins; None: they are named together."""
    between = fold(text[start:end])
    if len(between) != end - start:  # folding has changed its length: places would not fit
        between = text[start:end].lower()
    if _LIST.fullmatch(between):
        return None
    for pattern in (_BUT, _AND, _LINE):
        found = list(pattern.finditer(between))
        if found:
            return start + found[-1].start()
    return None
