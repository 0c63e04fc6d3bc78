"""A paper as it is generally read and what the owner's rule found on it in, the paper by that rule out. Pure.

The rule wins field by field. What it found and is no such value («total» on a word) makes the paper
unreadable, with the rule's name: a rule that is wrong must not be passed over in silence.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from relanced.intake.amounts import currency_of, find_amounts
from relanced.intake.days import find_days
from relanced.intake.invoice.labels.kinds import Kind
from relanced.intake.invoice.labels.labels_money import MoneyLabel
from relanced.intake.invoice.money.totals import TotalRead
from relanced.intake.invoice.number import NumberRead
from relanced.intake.invoice.owner_rules import Ruled
from relanced.intake.invoice.paper import Paper
from relanced.intake.invoice.title import Title
from relanced.intake.invoice.when.paper_days import DayRead
from relanced.intake.invoice.when.terms import read_terms
from relanced.intake.readings import RuleUse
from relanced.model.names import InvoiceNumber

MAX_NUMBER = 40
_SURE = 99.0  # score of what the owner himself said
_KINDS = {"invoice": Kind.INVOICE, "deposit": Kind.DEPOSIT, "credit_note": Kind.CREDIT_NOTE}
_ANY_DAY = date(2000, 1, 1)


def is_no_invoice(rule: Ruled | None) -> bool:
    """Whether the owner says that such papers are never to be read as invoices."""
    return rule is not None and rule.kind == "none"


def by_rule(paper: Paper, rule: Ruled | None) -> Paper:
    """The paper with every field that the rule found in place of what was generally read."""
    if rule is None:
        return paper
    faults: list[str] = []
    total = _total(rule, paper, faults)
    number = _number(rule, paper, faults)
    return replace(
        paper,
        title=_title(rule, paper),
        number=number,
        days=replace(
            paper.days,
            issued=_day(rule, "issued", rule.issued, faults) or paper.days.issued,
            due=_due(rule, paper, faults),
            terms=tuple(_terms(rule, faults)) or paper.days.terms,
        ),
        total=total,
        client_name=rule.client or paper.client_name,
        is_bought=paper.is_bought and rule.kind is None,
        is_ruled=number is not paper.number or total is not paper.total,
        faults=(*faults, *rule.problems),
    )


def rule_use(rule: Ruled, paper: Paper) -> RuleUse:
    """What the rule did on this paper, which it was applied to."""
    return RuleUse(name=rule.name, missed=rule.missed, faults=paper.faults)


def _said(rule: Ruled, found: str) -> str:
    return f"your rule {rule.name}: «{' '.join(found.split())[:80]}»"


def _fault(rule: Ruled, key: str, found: str, what: str) -> str:
    return f"{_said(rule, found)}, which its `{key}` found, {what}"


def _title(rule: Ruled, paper: Paper) -> Title | None:
    """The kind that the rule gives; a paper without any title on which it finds number or amount asks for money."""
    if rule.kind in _KINDS:
        return Title(_KINDS[rule.kind], _SURE, f"your rule {rule.name}: {rule.kind}")
    if paper.title is None and (rule.number or rule.total):
        return Title(Kind.INVOICE, _SURE, f"your rule {rule.name}")
    return paper.title


def _number(rule: Ruled, paper: Paper, faults: list[str]) -> NumberRead | None:
    if rule.number is None:
        return paper.number
    number = " ".join(rule.number.split())
    if not any(char.isdigit() for char in number) or len(number) > MAX_NUMBER:
        faults.append(_fault(rule, "number", rule.number, "is no invoice number"))
        return None
    older = next((each for each in paper.older if each != number), None)
    return NumberRead(InvoiceNumber(number), _said(rule, rule.number), older, _SURE)


def _total(rule: Ruled, paper: Paper, faults: list[str]) -> TotalRead | None:
    own = currency_of(rule.currency or "") or rule.currency
    if rule.total is None:
        return paper.total
    usual = own or (paper.total.money.currency if paper.total else "EUR")
    found = list(find_amounts(rule.total, usual))
    if len(found) != 1:
        faults.append(_fault(rule, "total", rule.total, "is two amounts" if found else "is no amount"))
        return None
    money = found[0].money
    negative = money.cents < 0
    return TotalRead(-money if negative else money, _said(rule, rule.total), negative, MoneyLabel.NET)


def _day(rule: Ruled, what: str, found: str | None, faults: list[str]) -> DayRead | None:
    if found is None:
        return None
    day = next(find_days(found), None)
    if day is None:
        faults.append(_fault(rule, what, found, "is no day"))
        return None
    return DayRead(day.day, _said(rule, found), _SURE)


def _due(rule: Ruled, paper: Paper, faults: list[str]) -> DayRead | None:
    """The rule's due day; its terms go before a day that was generally read."""
    if rule.due is not None:
        return _day(rule, "due", rule.due, faults)
    return None if rule.terms is not None else paper.days.due


def _terms(rule: Ruled, faults: list[str]) -> Iterator[str]:
    if rule.terms is None:
        return
    if read_terms(rule.terms, _ANY_DAY) is None:
        faults.append(_fault(rule, "terms", rule.terms, "holds no terms of payment"))
        return
    yield rule.terms
