"""A typed text that names several invoices in, what it says of each out. Pure.

Whatever cannot surely be told apart stays together: then the whole mail counts for every invoice.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from relanced.intake.lazy import lazy
from relanced.intake.reply.each.cut import Piece, Unit, cut
from relanced.intake.reply.each.spots import keys_in, spots_in
from relanced.intake.reply.intent.understand import MAX_HEARD, QUIET, Understood
from relanced.model.facts import SaidOf
from relanced.model.intents import Intent

MAX_INVOICES = 20
MAX_WORDS = 200  # characters of a piece that is kept
_CLEAR = 0.6  # confidence from which «nothing to say» is believed of one invoice, where another has more
_SAYING = 2  # words beside numbers from which something is said
_WORD = lazy(r"(?<!\w)[^\W\d_]{3,}(?!\w)")
_Hear = Callable[[str], Understood]


def said_of(text: str, mentions: tuple[str, ...], hear: _Hear) -> tuple[SaidOf, ...]:
    """What the text says of these invoices, where it says different things of them; else nothing.

    An invoice is left out of which nothing is said. What stands outside all pieces, and wants
    something, counts for every invoice.
    """
    words = text[:MAX_HEARD]
    keys = keys_in(mentions)
    spots = spots_in(words, keys)
    named = {spot.key for spot in spots}
    units = cut(words, spots) if 2 <= len(named) <= MAX_INVOICES else None
    if units is None:
        return ()
    pieces, everybody = _gathered(units, hear)
    heard = {key: _heard(texts, hear, everybody) for key, texts in pieces.items()}
    told: dict[tuple[object, ...], SaidOf] = {}
    for key, said in heard.items():
        if said is None:
            continue
        alike = (said.intent, said.also, said.promised_on)
        known = told.get(alike)
        mine = tuple(word for word, its in keys.items() if its == key)
        told[alike] = replace(
            said if known is None else known, mentions=(*(known.mentions if known else ()), *mine)
        )
    is_same = len(told) == 1 and None not in heard.values()
    return () if is_same else tuple(told.values())


def _gathered(units: Sequence[Unit], hear: _Hear) -> tuple[dict[str, list[str]], list[Understood]]:
    """By invoice the texts that speak of it; and what is said of no invoice, or of all.

    A sentence right behind one that speaks of an invoice goes on about it, unless it wants something
    that the one before did not, or speaks of more than one.
    """
    pieces: dict[str, list[str]] = {}
    everybody: list[Understood] = []
    last: Piece | None = None
    for unit in units:
        for piece in unit.pieces:
            for key in piece.keys:
                pieces.setdefault(key, []).append(piece.text)
        if unit.pieces:
            last = unit.pieces[-1] if len(unit.pieces) == 1 else None
            continue
        wanted = hear(unit.text)
        if last is None or not unit.goes_on or not _is_more_of(wanted, hear(last.text), unit):
            everybody.append(wanted)
            last = None
            continue
        for key in last.keys:
            pieces[key].append(unit.text)
    return pieces, everybody


def _is_more_of(wanted: Understood, before: Understood, unit: Unit) -> bool:
    if unit.is_of_many:
        return False
    news = _loud(wanted) - {before.verdict.intent, *before.verdict.also}
    return not news or unit.is_of_item


def _loud(heard: Understood) -> set[Intent]:
    return {heard.verdict.intent, *heard.verdict.also} - QUIET - {Intent.NOT_SURE}


def _heard(texts: Sequence[str], hear: _Hear, everybody: Sequence[Understood]) -> SaidOf | None:
    """What is said of one invoice, or None where that is nothing, or not clear.

    Where something is said of it that is not understood it is NOT_SURE, whatever was understood of
    the others.
    """
    text = "\n".join(dict.fromkeys(texts))
    heard = hear(text)
    verdict = heard.verdict
    is_bare = verdict.intent is Intent.NOT_SURE and len(_WORD.findall(text)) < _SAYING
    is_faint = verdict.intent in QUIET and verdict.confidence < _CLEAR
    if is_bare or is_faint or verdict.intent is Intent.AUTO_REPLY:
        return None
    intents = dict.fromkeys((verdict.intent, *verdict.also))
    shared = {intent for each in everybody for intent in _loud(each)}
    intents.update(dict.fromkeys(sorted(shared)))
    days = [each.promised_on for each in (heard, *everybody) if Intent.PROMISE in _loud(each)]
    return SaidOf(
        mentions=(),
        intent=verdict.intent,
        also=tuple(intents)[1:],
        promised_on=next((day for day in days if day is not None), None),
        words=" ".join(text.split()).strip(" ,;:–-|")[:MAX_WORDS],
    )
