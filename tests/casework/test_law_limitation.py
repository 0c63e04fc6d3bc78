"""When a claim is barred by time, what has probably begun the period anew, and when the owner is asked."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from casework.casework_makers import ALPHA, PARIS, RULES, at, invoice, ledger_of, reply
from casework.law_makers import client, late, paid

from relanced.casework.law.limitation import Limitation, limitation_of
from relanced.casework.law.watch import deadlines_of
from relanced.casework.ledger import Case, Ledger, Promise
from relanced.model.actions import AskOwner
from relanced.model.client import Client, ClientKind, ClientRule, Place
from relanced.model.facts import Fact
from relanced.model.intents import Intent
from relanced.model.rules import Rules

ISSUED = date(2021, 3, 10)
DUE = date(2021, 4, 10)


def rules(kind: ClientKind = ClientKind.BUSINESS) -> Rules:
    rule = ClientRule(match=(ALPHA,), name="Alpha", kind=kind)
    return replace(RULES, start_on=date(2020, 1, 1), clients=(rule,))


def period(case: Case, who: Client) -> Limitation:
    found = limitation_of(case, who, RULES.firm, lambda moment: moment.astimezone(PARIS).date())
    assert found is not None
    return found


def ledger(*facts: Fact, kind: ClientKind = ClientKind.BUSINESS) -> Ledger:
    return ledger_of(invoice(on=ISSUED, due=DUE), *facts, rules=rules(kind))


def deadlines(stands: Ledger, who: Rules, today: date) -> list[AskOwner]:
    return [each for account in stands.accounts.values() for each in deadlines_of(account, who, today)]


def asked(on: date, *facts: Fact, kind: ClientKind = ClientKind.BUSINESS) -> list[str]:
    return [each.question for each in deadlines(ledger(*facts, kind=kind), rules(kind), on)]


@pytest.mark.parametrize(
    ("kind", "until", "law"),
    [
        (ClientKind.BUSINESS, date(2026, 3, 10), "L110-4"),
        (ClientKind.CONSUMER, date(2023, 3, 10), "L218-2"),
        (ClientKind.PUBLIC, date(2025, 12, 31), "31 décembre 1968"),  # four years from 1 January 2022
    ],
)
def test_the_period_of_each_kind_of_client(kind: ClientKind, until: date, law: str) -> None:
    found = period(late("100.00", DUE, issued=ISSUED), client(kind))
    assert found.until == until
    assert law in found.source
    assert found.acknowledged is None


@pytest.mark.parametrize("kind", list(ClientKind))
@pytest.mark.parametrize("issued", [date(9998, 12, 30), date.max, date.min])
def test_an_invoice_of_a_day_that_cannot_be_stops_no_plan(kind: ClientKind, issued: date) -> None:
    who = rules(kind)
    stands = ledger_of(invoice(on=issued, due=issued), invoice("F2026-002", on=ISSUED, due=DUE), rules=who)
    for today in (date(2026, 3, 1), date(9999, 12, 30)):
        deadlines(stands, who, today)
    account = next(iter(stands.accounts.values()))
    case = next(each for each in account.cases if each.number == "F2026-001")
    found = period(case, account.client)
    assert found.until == date.max if issued > DUE else found.until.year < 10


def test_a_leap_day_ends_on_28_february() -> None:
    assert period(late("1.00", DUE, issued=date(2024, 2, 29)), client()).until == date(2029, 2, 28)


def test_a_promise_and_a_part_payment_begin_it_anew_probably() -> None:
    case = late("100.00", DUE, paid("10.00", date(2023, 6, 1)), issued=ISSUED)
    promised = Promise(made_at=at(date(2025, 1, 15)), pays_on=date(2025, 2, 1))
    found = period(replace(case, promises=(promised,)), client())
    assert (found.until, found.until_then) == (date(2026, 3, 10), date(2030, 1, 15))
    assert found.acknowledged is not None
    assert "promise" in found.acknowledged.what


def test_what_comes_after_the_end_begins_nothing_anew_unless_an_earlier_word_kept_it_alive() -> None:
    after_end = paid("10.00", date(2026, 4, 1))
    assert period(late("100.00", DUE, after_end, issued=ISSUED), client()).acknowledged is None
    kept = late("100.00", DUE, paid("10.00", date(2024, 1, 1)), after_end, issued=ISSUED)
    assert period(kept, client()).until_then == date(2031, 4, 1)


def test_a_public_buyer_s_part_payment_counts_from_the_year_after() -> None:
    case = late("100.00", DUE, paid("10.00", date(2023, 6, 1)), issued=ISSUED)
    assert period(case, client(ClientKind.PUBLIC)).until_then == date(2027, 12, 31)


def test_a_firm_or_a_client_elsewhere_has_no_period_by_french_law() -> None:
    def day_of(moment: datetime) -> date:
        return moment.date()

    case = late("1.00", DUE)
    assert limitation_of(case, client(), replace(RULES.firm, country="BE"), day_of) is None
    assert limitation_of(case, replace(client(), place=Place(country="DE")), RULES.firm, day_of) is None


@pytest.mark.parametrize(
    ("on", "is_asked"),
    [
        (date(2025, 9, 9), False),
        (date(2025, 9, 10), True),  # six months before
        (date(2025, 10, 10), True),
        (date(2025, 11, 15), False),
        (date(2026, 1, 10), True),  # two months before
        (date(2026, 3, 10), True),
        (date(2026, 4, 9), True),  # «was barred»
        (date(2026, 5, 1), False),
    ],
)
def test_the_owner_is_asked_six_and_two_months_before(on: date, *, is_asked: bool) -> None:
    assert bool(asked(on)) is is_asked


def test_the_question_says_when_by_which_law_and_what_to_do() -> None:
    [question] = asked(date(2026, 2, 1))
    for words in (
        "F2026-001",
        "2026-03-10",
        "5 years",
        "L110-4",
        "1200.00 EUR",
        "2240",
        "relanced write-off",
    ):
        assert words in question
    assert "was barred" in asked(date(2026, 3, 20))[0]


def test_a_word_that_probably_began_it_anew_is_told_and_watched_in_its_turn() -> None:
    promise = reply(
        Intent.PROMISE, on=date(2024, 5, 2), promised_on=date(2024, 5, 20), mentions=("F2026-001",)
    )
    [first] = asked(date(2026, 2, 1), promise)
    assert "probably begun it anew, until 2029-05-02" in first
    [second] = asked(date(2029, 4, 1), promise)
    assert "after 2029-05-02" in second


def test_a_public_buyer_is_told_that_a_written_demand_interrupts() -> None:
    [question] = asked(date(2025, 12, 1), kind=ClientKind.PUBLIC)
    assert "article 2" in question


def test_neither_for_an_insolvent_client_nor_for_a_case_that_is_only_listed() -> None:
    insolvency = reply(Intent.INSOLVENCY, on=date(2025, 12, 1), mentions=("F2026-001",))
    assert asked(date(2026, 2, 1), insolvency) == []
    assert deadlines(ledger_of(invoice(on=ISSUED, due=DUE)), RULES, date(2026, 2, 1)) == []
