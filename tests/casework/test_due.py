"""Due: the day that follows from terms and configuration, and the words for it."""

from dataclasses import replace
from datetime import date

import pytest
from casework.casework_makers import RULES, case_of, invoice, ledger_of

from relanced.casework.due import due_in_words
from relanced.model.client import ClientRule
from relanced.model.facts import InvoiceSent
from relanced.model.rules import Rules
from relanced.model.terms import Agreed, Counting, EndOfMonth, Terms

ON = date(2026, 1, 15)
EOM_45 = Terms(days=45, counting=Counting.EITHER)


def sent(terms: Terms | None = None) -> InvoiceSent:
    return replace(invoice(on=ON), terms=terms, due_on=None)


def rules(
    *,
    terms: Terms | None = None,
    end_of_month: EndOfMonth | None = None,
    firm: Agreed = RULES.firm.agreed,
) -> Rules:
    client = ClientRule(match=("@alpha.example",), name="Alpha", terms=terms, end_of_month=end_of_month)
    return replace(RULES, clients=(client,), firm=replace(RULES.firm, agreed=firm))


def test_a_printed_day_stands_whatever_was_agreed() -> None:
    printed = replace(sent(EOM_45), due_on=date(2026, 2, 1))

    assert case_of(ledger_of(printed, rules=rules(terms=Terms(days=60)))).due_on == date(2026, 2, 1)
    assert due_in_words(printed, RULES) == "due on 2026-02-01"


@pytest.mark.parametrize(
    ("reading", "day", "words"),
    [
        (
            None,
            date(2026, 3, 31),
            "counted days first by [firm] end_of_month (counted month first it would be 2026-03-17)",
        ),
        (
            EndOfMonth.MONTH_FIRST,
            date(2026, 3, 17),
            "counted month first by his end_of_month (counted days first it would be 2026-03-31)",
        ),
    ],
)
def test_both_lawful_readings_of_a_month_s_end_are_told(
    reading: EndOfMonth | None, day: date, words: str
) -> None:
    agreed = rules(end_of_month=reading)

    assert case_of(ledger_of(sent(EOM_45), rules=agreed)).due_on == day
    assert due_in_words(sent(EOM_45), agreed) == f"due on {day}: by its terms, 45 days, end of month, {words}"


def test_what_was_agreed_with_the_client_goes_before_the_firm_s_terms_and_those_before_the_law_s() -> None:
    firm = Agreed(terms=Terms(days=60))

    assert due_in_words(sent(), rules(terms=Terms(days=10), firm=firm)) == (
        "due on 2026-01-25: nothing is printed; terms of [[client]] Alpha, 10 days"
    )
    assert due_in_words(sent(), rules(firm=firm)) == (
        "due on 2026-03-16: nothing is printed; [firm] terms, 60 days"
    )
    assert due_in_words(sent(), RULES) == (
        "due on 2026-02-14: nothing is printed; 30 days, the law's usual term"
    )


def test_another_configuration_changes_the_case_at_the_next_fold() -> None:
    before, then = (case_of(ledger_of(sent(), rules=each)) for each in (RULES, rules(terms=Terms(days=10))))

    assert (before.due_on, then.due_on) == (date(2026, 2, 14), date(2026, 1, 25))


@pytest.mark.parametrize("terms", [Terms(days=10_000_000), Terms(months=120_000, counting=Counting.EITHER)])
def test_terms_beyond_the_calendar_stop_nobody(terms: Terms) -> None:
    assert case_of(ledger_of(sent(terms))).due_on == date.max
    assert due_in_words(sent(terms), RULES).startswith("due on 9999-12-31: by its terms, ")


def test_a_client_known_by_his_registration_keeps_his_terms_at_another_address() -> None:
    theirs = rules(terms=Terms(days=10))
    known = replace(invoice("F1", ids=("siren:552100554",), on=ON), due_on=None)
    other = replace(invoice("F2", to="jean@gmail.com", ids=("siren:552100554",), on=ON), due_on=None)

    assert case_of(ledger_of(known, other, rules=theirs), "F2").due_on == date(2026, 1, 25)
