"""A notice of insolvency in the Journal: every client of that SIREN stops, and the owner hears by when to declare."""

from dataclasses import replace
from datetime import date

from casework.casework_makers import (
    ALPHA,
    BETA,
    MONDAY,
    RULES,
    account_of,
    after,
    at,
    decided,
    invoice,
    ledger_of,
    plan_of,
    questions_in,
    source,
    steps_in,
)

from relanced.casework.insolvent import sirens_of
from relanced.casework.ledger import HoldKind
from relanced.casework.story import story
from relanced.model.client import ClientRule
from relanced.model.decided import Verb
from relanced.model.facts import InsolvencyFound

SIREN = "732829320"
BILL = invoice(ids=(f"siren:{SIREN}",))


def found(on: date, published_on: date | None = None) -> InsolvencyFound:
    return InsolvencyFound(
        source=source(at(on), f"insolvency {on}", "Relanced/Journal"),
        siren=SIREN,
        name="ALPHA MENUISERIE",
        kind="Jugement d'ouverture de liquidation judiciaire",
        court="Tribunal de commerce de Rennes",
        published_on=published_on or on,
        notice_id="B202600421234",
        decided_at=at(on),
    )


def test_it_stops_the_client_and_tells_by_when_to_declare() -> None:
    facts = (BILL, found(after(6), after(2)))
    actions = plan_of(*facts, today=after(7))
    assert steps_in(actions) == {}
    [asked] = questions_in(actions)
    for words in ("liquidation judiciaire", "B202600421234", "by 2026-05-04", "Bodacc of 2026-03-04"):
        assert words in asked.question


def test_without_it_the_reminder_leaves() -> None:
    assert steps_in(plan_of(BILL, today=after(7))) == {"F2026-001": "rappel"}


def test_other_clients_go_on() -> None:
    other = invoice("F2026-002", to=BETA)
    assert steps_in(plan_of(BILL, other, found(after(6)), today=after(7))) == {"F2026-002": "rappel"}


def test_the_siren_of_the_configuration_counts_too() -> None:
    rules = replace(RULES, clients=(ClientRule(match=(ALPHA,), name="Alpha", siren=SIREN),))
    ledger = ledger_of(invoice(), found(after(6)), rules=rules)
    account = account_of(ledger, "Alpha")
    assert [hold.kind for hold in account.holds] == [HoldKind.INSOLVENCY]
    assert sirens_of(account, rules) == (SIREN,)


def test_the_siren_on_his_invoices_is_what_a_client_without_a_table_is_looked_up_by() -> None:
    assert sirens_of(account_of(ledger_of(BILL)), RULES) == (SIREN,)
    assert sirens_of(account_of(ledger_of(invoice())), RULES) == ()


def test_a_siren_that_nobody_bears_is_only_shown() -> None:
    fact = found(MONDAY)
    assert ledger_of(invoice(), fact).unmatched == (fact,)


def test_the_owner_can_let_the_client_go_on() -> None:
    resumed = decided(Verb.RESUME, "alpha.example", on=after(6))
    facts = (BILL, found(after(5)), resumed)
    assert steps_in(plan_of(*facts, today=after(7))) == {"F2026-001": "rappel"}


def test_the_story_tells_of_it() -> None:
    facts = (BILL, found(after(6)))
    tale = story(ledger_of(*facts), facts, RULES, "alpha.example", after(7))
    assert tale is not None
    assert any("Bodacc" in event.what for event in tale.events)
