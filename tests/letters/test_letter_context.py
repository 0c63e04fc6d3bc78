"""A reminder becomes what templates may speak of."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from letters.letter_makers import FIRM, named, reminder_of, step_of

from relanced.letters.context import letter_context
from relanced.letters.plain import plain
from relanced.model.names import InvoiceNumber, StepName


def test_the_invoices_of_the_step_are_chased_the_others_stand_apart() -> None:
    context = letter_context(reminder_of("relance", several=True), FIRM)

    assert [line.number for line in context.chased] == ["F2026-009", "F2026-012", "F2026-013"]
    assert [line.number for line in context.also_due] == ["F2026-007"]
    assert [line.number for line in context.upcoming] == ["F2026-020"]
    assert [line.owed != line.total for line in context.chased] == [True, False, False]


def test_an_invoice_at_a_lower_step_is_not_chased_in_the_tone_of_the_highest() -> None:
    reminder = reminder_of("derniere_relance", several=True)
    first, second, *rest = reminder.lines
    lower = replace(second, step=StepName("rappel"))

    context = letter_context(replace(reminder, lines=(first, lower, *rest)), FIRM)

    assert [line.number for line in context.also_due] == ["F2026-007", "F2026-009"]


def test_earlier_reminders_are_told_once_each_oldest_first() -> None:
    context = letter_context(reminder_of("relance", several=True), FIRM)

    assert context.reminded_on == (date(2026, 5, 4), date(2026, 5, 11))


def test_a_letter_names_the_last_three_reminders_at_most() -> None:
    reminder = reminder_of("relance")
    days = tuple(date(2026, 4, day) for day in (2, 9, 16, 23, 30))
    told = replace(reminder, lines=tuple(replace(line, reminded_on=days) for line in reminder.lines))

    assert letter_context(told, FIRM).reminded_on == days[-3:]


def test_the_iban_stands_in_groups_of_four_or_nowhere() -> None:
    assert letter_context(reminder_of(), FIRM).firm.iban == "FR76 3000 6000 0112 3456 7890 189"
    assert letter_context(reminder_of(), replace(FIRM, iban=None)).firm.iban is None


def test_a_client_without_a_readable_name_is_called_by_his_address() -> None:
    assert letter_context(named(reminder_of(), "\u200b\x00"), FIRM).client.name == reminder_of().to


def test_what_a_letter_cannot_do_without_is_named() -> None:
    reminder = reminder_of(step_of("rappel").template)
    line = replace(reminder.lines[0], number=InvoiceNumber("\x07"))

    assert letter_context(reminder, FIRM).missing() == ()
    assert letter_context(replace(reminder, lines=(line,)), FIRM).missing() == ("number of an invoice",)
    assert letter_context(reminder, replace(FIRM, name=" ")).missing() == ("firm.name",)


@given(st.text(), st.integers(2, 50))
def test_plain_text_is_one_harmless_line(text: str, cap: int) -> None:
    found = plain(text, cap)

    assert len(found) <= cap
    assert "=?" not in found
    assert found == "" or found.isprintable() or any(c.isspace() or not c.isascii() for c in found)
    assert not set(found) & {"\n", "\r", "\0", "\x1b", "\u202e", "\u2028", "\u200b", "\ufeff"}
    assert plain(found, cap) == found


def test_plain_keeps_what_people_write() -> None:
    assert plain("  L’Œuvre d’Été & Fils\t(Genève) ", 80) == "L’Œuvre d’Été & Fils (Genève)"
    assert plain("a\u202eb\r\nBcc: x", 80) == "ab Bcc: x"
    assert plain("=?UTF-8?Q?=0A?=", 80) == "= ?UTF-8?Q?=0A?="
