"""By when a claim must be declared, and that the owner is told."""

from dataclasses import replace
from datetime import date

from casework.casework_makers import RULES, account_of, invoice, ledger_of, reply
from casework.law_makers import client

from relanced.casework.law.insolvency import declaration
from relanced.model.client import Place
from relanced.model.intents import Intent

FIRM = RULES.firm


def test_two_months_from_the_publication() -> None:
    found = declaration(client(), FIRM, date(2026, 5, 20), date(2026, 5, 4))
    assert found is not None
    assert found.by == date(2026, 7, 4)
    assert "Bodacc of 2026-05-04" in found.words()


def test_an_unknown_publication_is_counted_from_the_day_it_became_known_and_said_so() -> None:
    found = declaration(client(), FIRM, date(2025, 12, 31))
    assert found is not None
    assert found.by == date(2026, 2, 28)
    assert "not known" in found.words()


def test_four_months_for_a_creditor_who_is_not_in_france() -> None:
    who = replace(client(), place=Place(country="FR"))
    found = declaration(who, replace(FIRM, country="BE"), date(2026, 5, 4), date(2026, 5, 4))
    assert found is not None
    assert found.by == date(2026, 9, 4)


def test_a_debtor_elsewhere_has_another_law() -> None:
    assert declaration(replace(client(), place=Place(country="DE")), FIRM, date(2026, 5, 4)) is None


def test_the_hold_of_an_insolvent_client_names_the_day() -> None:
    mail = reply(Intent.INSOLVENCY, on=date(2026, 3, 20), mentions=("F2026-001",))
    holds = account_of(ledger_of(invoice(), mail)).holds
    assert any("by 2026-05-20" in hold.question and "R622-24" in hold.question for hold in holds)
