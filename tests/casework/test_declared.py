"""What is declared of an insolvent client's debts: on the day of the judgment, due and to come apart."""

from dataclasses import replace
from datetime import date

from casework.casework_makers import RULES, account_of, after, credit, invoice, ledger_of, notice, reply

from relanced.casework.declared import declared_of
from relanced.casework.law.insolvency import Declaration
from relanced.edge.laws import read_laws
from relanced.model.dossier import Declared, DeclareFrom
from relanced.model.facts import Fact
from relanced.model.intents import Intent
from relanced.model.money import money_of

LAWFUL = replace(RULES, laws=read_laws(None)[0])


def declared(*facts: Fact, judgment: date | None, target: str = "alpha.example") -> Declared:
    found = declared_of(ledger_of(*facts, rules=LAWFUL), facts, LAWFUL, target, judgment, after(100))
    assert found is not None
    return found


def test_due_and_to_come_are_told_apart_by_the_day_of_the_judgment() -> None:
    facts = (
        invoice("F-1", due=after(10)),
        invoice("F-2", due=after(60)),
        invoice("F-3", on=after(70), due=after(90)),
    )

    found = declared(*facts, judgment=after(50))

    assert [line.number for line in found.due] == ["F-1"]
    assert [line.number for line in found.to_come] == ["F-2"]
    assert found.later == ("F-3",)


def test_interest_ends_on_the_eve_of_the_judgment_and_the_compensation_of_an_earlier_delay_stays() -> None:
    facts = (
        invoice("F-1", due=after(10)),
        reply(Intent.INSOLVENCY, on=after(60), text="Redressement judiciaire."),
    )

    [line] = declared(*facts, judgment=after(50)).due

    assert line.charges is not None
    assert line.charges.until == after(49)
    assert line.charges.indemnity == money_of("40.00", "EUR")
    # 1 200.00 × 12.15 % × 39 days / 365: 2.15 % of the ECB on 1 January 2026 and 10 points
    assert line.charges.interest == money_of("15.58", "EUR")


def test_an_invoice_due_on_the_day_of_the_judgment_bears_neither() -> None:
    [line] = declared(invoice("F-1", due=after(50)), judgment=after(50)).due

    assert line.charges is None


def test_what_was_paid_before_is_not_declared_and_what_came_after_does_not_count() -> None:
    facts = (
        invoice("F-1", due=after(10)),
        notice(credit("200.00", "F-1", "Alpha Menuiserie"), on=after(20)),
        notice(credit("300.00", "F-1", "Alpha Menuiserie"), on=after(70)),
    )

    [line] = declared(*facts, judgment=after(50)).due

    assert line.owed == money_of("1000.00", "EUR")


def test_without_the_day_of_the_judgment_no_interest_is_computed() -> None:
    [line] = declared(invoice("F-1", due=after(10)), judgment=None).due

    assert line.charges is None


def test_the_deadline_is_counted_from_the_earliest_day_known() -> None:
    told = reply(Intent.INSOLVENCY, on=date(2026, 4, 10), text="Liquidation judiciaire.")
    facts = (invoice("F-1", due=after(10)), told)

    assert declared(*facts, judgment=date(2026, 4, 2)).by == date(2026, 6, 2)
    assert declared(*facts, judgment=None).by == date(2026, 6, 10)
    assert declared(*facts[:1], judgment=None).by is None


def test_every_end_is_shown_with_its_basis_and_that_of_the_plan_is_among_them() -> None:
    told = reply(Intent.INSOLVENCY, on=date(2026, 4, 10), mentions=("F-1",), text="Liquidation judiciaire.")
    facts = (invoice("F-1", due=after(10)), told)

    ends = declared(*facts, judgment=date(2026, 4, 2)).ends
    asked = [hold.question for hold in account_of(ledger_of(*facts, rules=LAWFUL)).holds]

    assert [(end.basis, end.counted_from, end.by) for end in ends] == [
        (DeclareFrom.JUDGMENT, date(2026, 4, 2), date(2026, 6, 2)),
        (DeclareFrom.KNOWN, date(2026, 4, 10), date(2026, 6, 10)),
    ]
    words = Declaration(by=ends[1].by, counted_from=ends[1].counted_from, basis=ends[1].basis).words()
    assert any(words in question for question in asked)


def test_an_invoice_as_the_target_means_its_whole_client() -> None:
    facts = (invoice("F-1", due=after(10)), invoice("F-2", due=after(12)))

    assert [line.number for line in declared(*facts, judgment=after(50), target="F-2").due] == ["F-1", "F-2"]
