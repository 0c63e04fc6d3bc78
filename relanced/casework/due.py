"""What is printed of a due day, and what was agreed, in; the day, and how it was got, out. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from relanced.model.client import ClientRule
from relanced.model.facts import InvoiceSent
from relanced.model.rules import Rules
from relanced.model.terms import USUAL, EndOfMonth, Terms

_READINGS = {EndOfMonth.DAYS_FIRST: "days first", EndOfMonth.MONTH_FIRST: "month first"}


class DueFrom(StrEnum):
    """How a due day was got."""

    PRINTED = "printed"
    TERMS = "terms"  # computed from the words of payment
    CLIENT = "client"  # nothing is said: what was agreed with this client, as configured
    FIRM = "firm"  # nothing is said: what the firm agrees with everybody, as configured
    LAW = "law"  # nothing is said or configured: article L441-10 I of the code de commerce


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A due day and where it comes from."""

    on: date  # date.max: beyond the calendar; misread terms must stop nobody
    got: DueFrom
    how: str  # for the owner
    other: date | None = None  # the day that the other lawful reading of the terms gives


def due_of(
    printed: date | None, terms: Terms | None, issued_on: date, rules: Rules, client: ClientRule | None
) -> Due:
    """The due day: as printed, else by the terms printed, else by what was agreed with this client."""
    if printed is not None:
        return Due(on=printed, got=DueFrom.PRINTED, how="as printed")
    agreed = rules.agreed(client)
    counted = terms or agreed.terms
    try:
        on = counted.due_on(issued_on, agreed.end_of_month)
        other = counted.other_reading(issued_on, agreed.end_of_month)
    except (OverflowError, ValueError):
        on, other = date.max, None
    said = f"{counted}{_reading(other, agreed.end_of_month, client)}"
    if terms is not None:
        return Due(on=on, got=DueFrom.TERMS, how=f"by its terms, {said}", other=other)
    if client is not None and client.terms is not None:
        how = f"nothing is printed; terms of [[client]] {client.name}, {said}"
        return Due(on=on, got=DueFrom.CLIENT, how=how, other=other)
    if counted != USUAL:
        return Due(on=on, got=DueFrom.FIRM, how=f"nothing is printed; [firm] terms, {said}", other=other)
    return Due(on=on, got=DueFrom.LAW, how=f"nothing is printed; {said}, the law's usual term")


def due_in_words(sent: InvoiceSent, rules: Rules) -> str:
    """«due on 2026-06-14: nothing is printed; [firm] terms, 45 days, end of month, counted …»; for the owner."""
    client = rules.client_rule(sent.client_address)
    due = due_of(sent.due_on, sent.terms, sent.issued_on, rules, client)
    return f"due on {due.on}" + ("" if due.got is DueFrom.PRINTED else f": {due.how}")


def _reading(other: date | None, used: EndOfMonth, client: ClientRule | None) -> str:
    """Which of the two lawful ways was taken, which key says so, and what the other gives, where they differ."""
    if other is None:
        return ""
    untaken = next(each for each in EndOfMonth if each is not used)
    own = client is not None and client.end_of_month is not None
    key = "his" if own else "[firm]"
    return f", counted {_READINGS[used]} by {key} end_of_month (counted {_READINGS[untaken]} it would be {other})"
