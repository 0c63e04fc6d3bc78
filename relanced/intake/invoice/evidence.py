"""What was read on a paper in, the evidence for each field out: its value as understood, its words as printed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from relanced.intake.invoice.paper import Paper, To
from relanced.intake.invoice.xml.xml_facts import Structured
from relanced.intake.readings import Evidence, Field
from relanced.model.facts import InvoiceKind
from relanced.model.money import Money
from relanced.model.names import ClientId
from relanced.model.terms import Terms

MAX_WORDS = 140


@dataclass(frozen=True, slots=True)
class Due:
    """When it is due: a day, or terms, or neither; and the words for it."""

    day: date | None
    terms: Terms | None
    words: str


NOT_SAID = Due(None, None, "")


def evidence_of_paper(
    paper: Paper, kind: InvoiceKind | None, issued: tuple[date | None, str], due: Due, to: To
) -> tuple[Evidence, ...]:
    """The evidence of a page, whether or not it makes an invoice."""
    issued_on, issued_words = issued
    told = [
        _one(Field.KIND, kind.value if kind else "", paper.title.words if paper.title else ""),
        _one(
            Field.NUMBER,
            paper.number.number if paper.number else "",
            paper.number.words if paper.number else "",
        ),
        _one(
            Field.TOTAL,
            str(paper.total.money) if paper.total else "",
            paper.total.words if paper.total else "",
        ),
        _one(Field.ISSUED, issued_on.isoformat() if issued_on else "", issued_words),
        *_due(due),
        _client(paper.client_name, paper.client_name, paper.client_ids, to),
    ]
    return tuple(filter(None, told))


def evidence_of_xml(
    xml: Structured, kind: InvoiceKind, due: Due, ids: Iterable[ClientId], to: To, printed_name: str
) -> tuple[Evidence, ...]:
    """The evidence of an XML; what the page adds says so in its own words."""
    total = Money(abs(xml.total.cents), xml.total.currency)
    code = f"XML, type {xml.code}" if xml.code else "XML"
    words = f"XML: {xml.buyer}" if xml.buyer else printed_name
    told = [
        _one(Field.KIND, kind.value, code),
        _one(Field.NUMBER, xml.number, f"XML: number {xml.number}"),
        _one(Field.TOTAL, str(total), f"XML: amount to be paid {total}"),
        _one(Field.ISSUED, xml.issued_on.isoformat(), f"XML: issued {xml.issued_on}"),
        *_due(due),
        _client(xml.buyer or printed_name, words, tuple(ids), to),
    ]
    return tuple(filter(None, told))


def _due(due: Due) -> Iterator[Evidence | None]:
    if due.day:
        yield _one(Field.DUE, due.day.isoformat(), due.words)
    elif due.terms:
        yield _one(Field.TERMS, str(due.terms), due.words)


def _client(name: str, words: str, ids: tuple[ClientId, ...], to: To) -> Evidence | None:
    if not name:
        return _one(Field.CLIENT, to.name or to.email, "the mail's To")
    return _one(Field.CLIENT, ", ".join((name, *ids)), words)


def _one(field: Field, value: str, words: str) -> Evidence | None:
    if not value:
        return None
    return Evidence(field=field, value=value, words=" ".join(words.split())[:MAX_WORDS])
