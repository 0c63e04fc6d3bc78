"""What two sources say of one invoice in, their contradictions in words out. Pure.

Quiet by design: an amount counts only after a label that means it («net à payer», «total TTC»), a day
only after its own; a false alarm teaches the owner to look away.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from relanced.intake.amounts import find_amounts
from relanced.intake.days import find_days
from relanced.intake.invoice.labels.kinds import INVOICE_KINDS
from relanced.intake.invoice.labels.labels_money import MoneyLabel
from relanced.intake.invoice.paper import Paper
from relanced.intake.invoice.xml.xml_facts import Structured
from relanced.model.facts import InvoiceKind
from relanced.model.money import Money
from relanced.model.names import number_key

_SURE_NUMBER = 5.0  # score of a number after its label
_SURE_DAY = 7.0
_MAX_TEXT = 40_000  # characters of a page that are searched
_SELF_BILLED = "389"  # in German it is headed «Gutschrift», as a credit note is
_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "HKD", "SGD"})  # all print «$»


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one source surely says; None or empty: nothing that may contradict another."""

    where: str  # «in the XML», «on the page»
    number: str
    kind: InvoiceKind | None
    to_pay: Money | None
    gross: Money | None  # with VAT, before prepayments
    currencies: frozenset[str]
    issued_on: date | None
    due_days: tuple[date, ...]
    text: str  # of a page: what stands in it somewhere is not contradicted


def claim_of_xml(xml: Structured) -> Claim:
    """What an XML says."""
    kind = InvoiceKind.CREDIT_NOTE if xml.total.cents < 0 else INVOICE_KINDS.get(xml.kind)
    return Claim(
        where="in the XML",
        number=xml.number,
        kind=None if xml.code == _SELF_BILLED else kind,
        to_pay=_positive(xml.total),
        gross=_positive(xml.gross) if xml.gross else None,
        currencies=frozenset({xml.total.currency}),
        issued_on=xml.issued_on,
        due_days=() if kind is InvoiceKind.CREDIT_NOTE else xml.due_days,
        text="",
    )


def claim_of_paper(paper: Paper) -> Claim:
    """What a page surely says."""
    label, money = (paper.total.label, paper.total.money) if paper.total else (None, None)
    issued, due, text = paper.days.issued, paper.days.due, paper.text[:_MAX_TEXT]
    number = paper.number
    is_sure = number is not None and number.score >= _SURE_NUMBER and not number.rivals
    return Claim(
        where="on the page",
        number=number.number if number and is_sure else "",
        kind=INVOICE_KINDS.get(paper.title.kind) if paper.title else None,
        to_pay=money if label in {MoneyLabel.NET, MoneyLabel.CREDITED} else None,
        gross=money if label is MoneyLabel.GROSS else None,
        currencies=_printed(text),
        issued_on=issued.day if issued and issued.score >= _SURE_DAY else None,
        due_days=(due.day,) if due else (),
        text=text,
    )


def contradictions(one: Claim, other: Claim) -> tuple[str, ...]:
    """Each contradiction between two sources as one sentence, the first source first."""
    told = (*_numbers(one, other), *_kinds(one, other), *_amounts(one, other), *_days(one, other))
    return tuple(f"{what}: {mine} {one.where}, {theirs} {other.where}" for what, mine, theirs in told)


_Told = Iterator[tuple[str, str, str]]


def _numbers(one: Claim, other: Claim) -> _Told:
    if not one.number or not other.number:
        return
    mine, theirs = number_key(one.number), number_key(other.number)
    elsewhere = mine in number_key(other.text) or theirs in number_key(one.text)
    if mine != theirs and not elsewhere:
        yield "number", one.number, other.number


def _kinds(one: Claim, other: Claim) -> _Told:
    """Only what gives money back against what asks for it: a deposit often calls itself an invoice."""
    notes = [claim.kind is InvoiceKind.CREDIT_NOTE for claim in (one, other)]
    if one.kind and other.kind and notes[0] is not notes[1]:
        yield "kind", one.kind.value.replace("_", " "), other.kind.value.replace("_", " ")


def _amounts(one: Claim, other: Claim) -> _Told:
    if one.currencies and other.currencies and not _wide(one.currencies) & _wide(other.currencies):
        yield "currency", ", ".join(sorted(one.currencies)), ", ".join(sorted(other.currencies))
    if one.to_pay and other.to_pay:
        if one.to_pay.cents != other.to_pay.cents:
            yield "amount", str(one.to_pay), str(other.to_pay)
        return
    mine, theirs = one.gross, other.gross
    # «Total» also heads sums of a part: the right one may stand farther down.
    elsewhere = (mine and _is_printed(mine, other)) or (theirs and _is_printed(theirs, one))
    if mine and theirs and mine.cents != theirs.cents and not elsewhere:
        yield "amount", str(mine), str(theirs)


def _days(one: Claim, other: Claim) -> _Told:
    mine, theirs = one.issued_on, other.issued_on
    if mine and theirs and not _same(mine, theirs) and not _stands(mine, other) and not _stands(theirs, one):
        yield "day of issue", mine.isoformat(), theirs.isoformat()
    if one.due_days and other.due_days:
        both = [(a, b) for a in one.due_days for b in other.due_days]
        if not any(_same(a, b) for a, b in both):
            yield "due day", one.due_days[-1].isoformat(), other.due_days[-1].isoformat()


def _same(one: date, other: date) -> bool:
    """Whether two days are one, or may be: 03/05 is March to some and May to others."""
    swapped = (one.year, one.day, one.month) == (other.year, other.month, other.day)
    return one == other or swapped


def _stands(day: date, claim: Claim) -> bool:
    return any(found.day == day for found in find_days(claim.text))


def _is_printed(money: Money, claim: Claim) -> bool:
    return any(abs(found.money.cents) == money.cents for found in find_amounts(claim.text, money.currency))


def _printed(text: str) -> frozenset[str]:
    """The currencies of a page; none where no two amounts name one, which may then be of something else."""
    found = Counter(each.money.currency for each in find_amounts(text, "") if each.has_currency)
    return frozenset(found) if max(found.values(), default=0) > 1 else frozenset()


def _wide(currencies: frozenset[str]) -> frozenset[str]:
    return currencies | _DOLLARS if currencies & _DOLLARS else currencies


def _positive(money: Money) -> Money:
    return Money(abs(money.cents), money.currency)
