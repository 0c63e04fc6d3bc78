"""A sheet in, the older invoices out that it credits or replaces. Pure."""

import re
from collections.abc import Iterator

from relanced.intake.invoice.number import older_numbers
from relanced.intake.invoice.page.sheet import Sheet
from relanced.intake.lazy import lazy
from relanced.model.names import InvoiceNumber, number_key

_CORRECTS = lazy(
    r"annule et remplace|remplace la|remplace les|rectificative|replaces|supersedes|corrected invoice|ersetzt"
    r"|korrekturrechnung|sustituye|rectifica|sostituisce|vervangt"
)
_NEXT = lazy(
    r"\s{0,3}(?:[,;&+/]|(?:et|and|und|y|e|en)(?=\s))\s{0,3}(?:(?:et|and|und|n[°o.]|no|nr)\.?\s{0,2}){0,2}"
    r"([A-Za-z0-9][A-Za-z0-9/_.-]{0,29})"
)
_PLURAL = lazy(
    r"(?<![a-z])(?:factures|invoices|rechnungen|facturas|fatture|facturen)\s{1,3}(?:n[°o]?s?[.:\s]{1,3})?"
    r"(?=[a-z/_.-]{0,20}\d)([a-z0-9][a-z0-9/_.-]{0,29})"
)
MAX_OLDER = 30


def older_of(sheet: Sheet, own: str) -> tuple[InvoiceNumber, ...]:
    """Every older invoice that a paper names, each of a list («factures F-1, F-2 et F-3») too."""
    mine = number_key(own)
    firsts = (*older_numbers(sheet), *_plurals(sheet))
    found = dict.fromkeys(number for first in firsts for number in _with_list(sheet, first))
    return tuple(InvoiceNumber(each) for each in found if number_key(each) != mine)[:MAX_OLDER]


def corrected_by(sheet: Sheet, own: str) -> tuple[InvoiceNumber, ...]:
    """The invoices that a paper says it replaces: those of its words «annule et remplace», else all it names."""
    lines = tuple(chunk for chunk in sheet.chunks if _CORRECTS.search(chunk.plain))
    return (older_of(Sheet(lines), own) or older_of(sheet, own)) if lines else ()


def _plurals(sheet: Sheet) -> Iterator[str]:
    """The first number after «factures», where others follow it."""
    for chunk in sheet.chunks:
        for match in _PLURAL.finditer(chunk.plain):
            number = chunk.text[match.start(1) : match.end(1)].rstrip(".-/_")
            if len(list(_with_list(Sheet((chunk,)), number))) > 1:
                yield number


def _with_list(sheet: Sheet, number: str) -> Iterator[str]:
    """A number and those that follow it in a list; they are written as it is."""
    yield number
    for chunk in sheet.chunks:
        start = chunk.text.find(number)
        if start < 0:
            continue
        end = start + len(number)
        while match := _NEXT.match(chunk.text, end):
            other = match[1].rstrip(".-/_")
            if _shape(other) != _shape(number):
                break
            yield other
            end = match.start(1) + len(other)


def _shape(number: str) -> str:
    return re.sub(r"\d+", "9", number.casefold())
