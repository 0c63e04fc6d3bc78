"""A case in, when its claim is barred by time, and what may have begun the period anew, out. Pure.

The day of the invoice is what it is counted from: the earliest that may count. The due day (between
firms), or the end of the work (consumers: Cass. 3e civ., 1 March 2023, 21-23.176), may be meant; work that
ended long before it was invoiced begins it earlier still, and relanced does not know of it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from relanced.casework.law.balance import fell_on
from relanced.casework.law.months import years_after
from relanced.casework.ledger import Case, PostingKind
from relanced.model.client import Client, ClientKind
from relanced.model.rules import Firm


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgment:
    """A word or a deed of the debtor that owns to the debt, probably."""

    on: date
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limitation:
    """The period after which nothing can be claimed in court any more."""

    years: int
    source: str
    since: date
    until: date  # the last day, counted without what interrupts
    acknowledged: Acknowledgment | None  # the last one before the end
    until_then: date | None  # the last day, should it have interrupted


_YEARS = {
    ClientKind.BUSINESS: (5, "Code de commerce, L110-4"),
    ClientKind.CONSUMER: (2, "Code de la consommation, L218-2"),
    ClientKind.PUBLIC: (4, "loi n° 68-1250 du 31 décembre 1968, article 1"),
}


def limitation_of(
    case: Case, client: Client, firm: Firm, day_of: Callable[[datetime], date]
) -> Limitation | None:
    """By French law; None where the firm is elsewhere, or the debtor is known to be."""
    if firm.country != "FR" or (client.place is not None and client.place.country != "FR"):
        return None
    years, source = _YEARS[client.kind]
    since = case.invoice.issued_on
    until = _ends(client.kind, since, years)
    last, ends = None, until
    for each in sorted(_acknowledgments(case, day_of), key=lambda each: each.on):
        if since < each.on <= ends:
            last, ends = each, max(ends, _ends(client.kind, each.on, years))
    return Limitation(
        years=years,
        source=source,
        since=since,
        until=until,
        acknowledged=last,
        until_then=ends if last is not None else None,
    )


def _ends(kind: ClientKind, since: date, years: int) -> date:
    """Public buyers: four years from the first day of the year after (loi of 1968, articles 1 and 2)."""
    ends = years_after(since, years)
    return ends.replace(month=12, day=31) if kind is ClientKind.PUBLIC else ends


def _acknowledgments(case: Case, day_of: Callable[[datetime], date]) -> Iterator[Acknowledgment]:
    """What owns to the debt (Code civil, 2240); a formal notice is none (Cass. com., 18 May 2022, 20-23.204)."""
    for promise in case.promises:
        yield Acknowledgment(on=day_of(promise.made_at), what=f"the promise to pay by {promise.pays_on}")
    if case.plan is not None:
        yield Acknowledgment(on=day_of(case.plan.agreed_at), what="the plan of instalments")
    for posting in case.postings:
        if posting.kind is PostingKind.PAYMENT:
            on = fell_on(posting, day_of)
            yield Acknowledgment(on=on, what=f"the payment of {posting.amount} on {on}")
