"""A mail's layout in, whose its words are out: the bank's own, or the payer's, who writes what he likes. Pure.

An amount, a currency, a word such as «chargeback» counts as the bank's only outside the payer's
name and words: the value behind their label, the name in a sentence, what stands in quotes.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from relanced.intake.bank.figures import money_in
from relanced.intake.bank.labels import PAYERS_WORDS
from relanced.intake.bank.layout.glued import glued_in, told_plainly
from relanced.intake.bank.layout.parts import Layout
from relanced.intake.bank.sentences import payer_in, reference_in
from relanced.intake.lazy import lazy
from relanced.model.facts import Credit

_QUOTED = lazy(r"[«“„][^«»“”„]{1,200}[»”“]|\"[^\"]{1,200}\"")
_GAP = " \x04 "  # stands where the payer's words stood; nothing matches it


def without_quotes(text: str) -> str:
    """A sentence without what stands in quotes."""
    return _QUOTED.sub(_GAP, text)


def without_name(text: str) -> str:
    """A sentence without the payer's name and words."""
    text = without_quotes(text)
    for his in (reference_in(text), payer_in(text)):
        if len(his) > 1:
            text = text.replace(his, _GAP)
    return text


def banks_texts(layout: Layout) -> Iterator[str]:
    """The lines of a body, and the cells of its lists, without the payers' names and words."""
    his: dict[int, list[str]] = {}
    for pair in layout.pairs:
        if pair.role in PAYERS_WORDS:
            his.setdefault(pair.line, []).append(pair.value)
    listed = {row.line: row for table in layout.tables for row in table}
    for place, line in enumerate(layout.lines):
        if place in listed:
            row = listed[place]
            yield "\t".join(
                cell for cell, role in zip(row.cells, row.roles, strict=True) if role not in PAYERS_WORDS
            )
            continue
        text = line
        for value in his.get(place, ()):
            text = text.replace(" ".join(value.split()), _GAP).replace(value, _GAP)
        yield text


def undecided(layout: Layout, subject: str, found: Sequence[Credit]) -> str:
    """Why the amount of a payment may be another: in words; "" where nothing speaks for another."""
    words = layout.vocabulary
    runs = [subject, *(run for line in layout.lines for run in line.split("\t"))]
    glued = {each.whole: each.shorter[0][1] for run in runs for each in glued_in(run, words)}
    bank = [subject, *(run for line in banks_texts(layout) for run in line.split("\t"))]
    own = told_plainly(bank, words) if glued else set()
    his = _his_alone(layout, bank)
    for credit in found:
        if credit.amount.cents in his:
            return f"tells of {credit.amount} among the payer's words only"
        shorter = glued.get(credit.amount)
        if shorter is not None and credit.amount not in own:
            return f"may tell of {shorter} or of {credit.amount}: a word runs into the amount"
    return ""


def _his_alone(layout: Layout, bank: Sequence[str]) -> set[int]:
    """The cents that are told in the values behind the labels of the payer's name and words alone."""
    his = {pair.value for pair in layout.pairs if pair.role in PAYERS_WORDS}
    his |= {  # «Motif» alone on its line
        below
        for above, below in pairwise(layout.lines)
        if money_in(below) and layout.vocabulary.role_of(above) in PAYERS_WORDS
    }
    told = {abs(found.money.cents) for text in his for found in money_in(text)}
    if not told:
        return set()
    return told - {abs(found.money.cents) for text in bank if text not in his for found in money_in(text)}
