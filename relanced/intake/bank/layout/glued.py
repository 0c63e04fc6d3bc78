"""Texts in, where a payer's last digits and the bank's amount run together in them out. Pure.

«Virement de GARAGE 9 120,00 €» is 120,00 of GARAGE 9, or 9 120,00 of GARAGE. What the mail tells
elsewhere decides; where nothing does, it stays open.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from relanced.intake.bank.figures import money_in
from relanced.intake.bank.labels import FIGURES, Role
from relanced.intake.bank.layout.parts import Line
from relanced.intake.bank.vocabulary import GENERAL, Vocabulary
from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.model.money import Money

BORDER = "\u200b"  # stands where two numbers meet, and no sign of an amount
_NUMBER = lazy("\\d{1,3}(?:[ \u00a0\u202f\u2009\u2007]\\d{3})+(?!\\d)")
_BEFORE = lazy(r"(\S{1,80})\s{1,3}$")
_CODE_BETWEEN = lazy(  # «GARAGE 9 EUR 120.00»
    r"(?<=[\w.)] )(\d{1,3}) (?=(?:EUR|GBP|CHF|USD|€|£|\$) ?\d[\d.,' ]{0,14}[.,]\d\d(?!\d))"
)
_AMOUNT_FOLLOWS = frozenset(
    """de d'un du des a au pour total somme montant credit recu recue verse envoye paye regle encaisse credite
    von uber mit um zu hohe betragt wurden sind haben hat ihnen dir sie betrag gutschrift
    of for you received paid sent is was to amount por importe pagado enviado recibido son en
    di per importo pagato inviato ricevuto van voor met ontvangen betaald bedrag euro eur""".split()  # noqa: SIM905 - a list of words reads worse
)
_MONEY = FIGURES | {Role.BALANCE, Role.DEBIT}


@dataclass(frozen=True, slots=True)
class Glued:
    """An amount that a word stands directly before."""

    whole: Money
    shorter: tuple[tuple[int, Money], ...]  # where in the text a shorter one may begin, and which


def glued_in(text: str, vocabulary: Vocabulary = GENERAL) -> Iterator[Glued]:
    """The amounts of one run of text that may begin farther right: «word 9 120,00»."""
    for found in money_in(text):
        words = text[found.start : found.end]
        number = _NUMBER.match(words)
        before = _BEFORE.search(text[max(found.start - 84, 0) : found.start])
        if not (number and before) or _is_announced(text[: found.start], before[1], vocabulary):
            continue
        starts = [found.start + match.end() for match in re.finditer(r"\d+[^\d]", number[0])]
        shorter = tuple((at, each[0].money) for at in starts if (each := money_in(text[at : found.end])))
        yield Glued(found.money, shorter)


def _is_announced(before: str, word: str, vocabulary: Vocabulary) -> bool:
    """A label, a sign, or a word of the bank's that an amount follows stands before it."""
    if word[-1] in ":=>|·-–—→+" or not re.search(r"\w", word):
        return True
    if fold(word).strip(".,;()").replace("’", "'") in _AMOUNT_FOLLOWS:
        return True
    label = re.split(r"[.;:!?]\s|\t|\n", before[-120:])[-1]
    return vocabulary.likely_role(label) in _MONEY


def told_plainly(texts: Sequence[str], vocabulary: Vocabulary = GENERAL) -> set[Money]:
    """The amounts of texts that begin where they seem to."""
    return {
        found.money
        for text in texts
        for glued in [{each.whole for each in glued_in(text, vocabulary)}]
        for found in money_in(text)
        if found.money not in glued
    }


def parted(text: str, plainly: set[Money], vocabulary: Vocabulary = GENERAL) -> str:
    """A text with a border where the shorter of two readings is the one that is told elsewhere as well."""
    text = _CODE_BETWEEN.sub(rf"\1 {BORDER}", text)
    if not _NUMBER.search(text):
        return text
    cuts = [
        at
        for each in glued_in(text, vocabulary)
        if each.whole not in plainly
        for at, money in each.shorter
        if money in plainly
    ]
    for at in sorted(set(cuts), reverse=True):
        text = text[:at] + BORDER + text[at:]
    return text


def parted_lines(lines: Sequence[Line], subject: str, vocabulary: Vocabulary) -> list[Line]:
    """The lines of a body, each with such borders."""
    plainly = told_plainly([subject, *(cell for line in lines for cell in line.cells)], vocabulary)
    return [
        replace(
            line,
            cells=tuple(parted(cell, plainly, vocabulary) for cell in line.cells),
            raw=parted(line.raw, plainly, vocabulary),
        )
        for line in lines
    ]
