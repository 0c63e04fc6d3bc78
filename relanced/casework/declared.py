"""A ledger, a client and the day of a judgment in, what is to be declared of his debts out. Pure.

Code de commerce: L622-24 (what was born before the judgment), L622-25 (due on its day, and to come), L622-28
(it ends interest), L441-10 II (no compensation where the proceedings forbid payment on the due day).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from relanced.casework.calendar import Calendar
from relanced.casework.law.balance import fell_on
from relanced.casework.law.charges import charges_of
from relanced.casework.law.insolvency import declaration
from relanced.casework.ledger import Account, Case, HoldKind, Ledger
from relanced.casework.target import find_account, find_case
from relanced.model.client import Client
from relanced.model.dossier import DeclareBy, Declared, DeclaredLine, DeclareFrom
from relanced.model.facts import Fact, InsolvencyFound
from relanced.model.law import LateCharges
from relanced.model.money import Money
from relanced.model.rules import Rules

_ONE_DAY = timedelta(days=1)


def declared_of(
    ledger: Ledger, facts: Iterable[Fact], rules: Rules, target: str, judgment_on: date | None, today: date
) -> Declared | None:
    """What the client owed on the day of the judgment, where it is known, else today; None: nobody bears that name.

    An invoice as the target means its client: a claim is declared as a whole. Invoices issued after the
    judgment are only named: they are paid or declared by other rules.
    """
    found = find_case(ledger, target)
    account = found[0] if found else find_account(ledger, target)
    if account is None:
        return None
    calendar, client = Calendar(rules.calendar), account.client
    published = _published(ledger, facts, client)
    on = judgment_on or today
    open_ = [(case, owed) for case in account.cases if (owed := _owed(case, on, calendar)).cents > 0]
    before = [(case, owed) for case, owed in open_ if case.invoice.issued_on <= on]
    lines = [_line(case, owed, client, rules, judgment_on) for case, owed in before]
    return Declared(
        client=client,
        ids=tuple(dict.fromkeys(each for case, _ in before for each in case.invoice.client_ids)),
        judgment_on=judgment_on,
        on=today,
        due=tuple(line for line in lines if line.due_on <= on),
        to_come=tuple(line for line in lines if line.due_on > on),
        later=tuple(case.number for case, _ in open_ if case.invoice.issued_on > on),
        court=published.court if published else "",
        published_on=published.published_on if published else None,
        ends=_ends(account, rules, judgment_on, published, calendar),
        is_insolvent=published is not None or _known_on(account, calendar) is not None,
    )


def _owed(case: Case, on: date, calendar: Calendar) -> Money:
    later = sum(p.amount.cents for p in case.postings if fell_on(p, calendar.day_of) > on)
    return Money(case.owed.cents + later, case.owed.currency)


def _line(case: Case, owed: Money, client: Client, rules: Rules, judgment_on: date | None) -> DeclaredLine:
    return DeclaredLine(
        number=case.number,
        issued_on=case.invoice.issued_on,
        due_on=case.due_on,
        owed=owed,
        charges=_charges(case, client, rules, judgment_on) if judgment_on else None,
    )


def _charges(case: Case, client: Client, rules: Rules, judgment_on: date) -> LateCharges | None:
    """Until the eve of the judgment, which takes effect with its day (R621-4), whenever we heard of it."""
    if case.due_on >= judgment_on:
        return None
    holds = tuple(hold for hold in case.holds if hold.kind is not HoldKind.INSOLVENCY)
    return charges_of(replace(case, holds=holds), client, rules, judgment_on - _ONE_DAY)


def _known_on(account: Account, calendar: Calendar) -> date | None:
    holds = [*account.holds, *(hold for case in account.cases for hold in case.holds)]
    since = [hold.since for hold in holds if hold.kind is HoldKind.INSOLVENCY]
    return calendar.day_of(min(since)) if since else None


def _published(ledger: Ledger, facts: Iterable[Fact], client: Client) -> InsolvencyFound | None:
    """The first notice of the register about this client."""
    found = [
        fact
        for fact in facts
        if isinstance(fact, InsolvencyFound)
        and (link := ledger.links.get(fact.source.fingerprint)) is not None
        and client.key in link.clients
    ]
    return min(found, key=lambda fact: (fact.published_on, fact.notice_id), default=None)


def _ends(
    account: Account,
    rules: Rules,
    judgment_on: date | None,
    published: InsolvencyFound | None,
    calendar: Calendar,
) -> tuple[DeclareBy, ...]:
    """Counted from the publication, which alone counts; else from each day that is known, as `plan` counts."""
    days = {
        DeclareFrom.JUDGMENT: judgment_on,
        DeclareFrom.KNOWN: _known_on(account, calendar),
    }
    if published is not None:
        days = {DeclareFrom.PUBLISHED: published.published_on}
    ends = []
    for basis, day in days.items():
        found = declaration(account.client, rules.firm, day) if day is not None else None
        if found is not None:
            ends.append(DeclareBy(by=found.by, counted_from=found.counted_from, basis=basis))
    return tuple(sorted(ends, key=lambda each: each.by))
