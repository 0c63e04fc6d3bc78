"""A mail of ours is named by the beginning of its ref, or by a number that was read in it or stated of it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from store_samples import SAMPLES, invoice

from relanced.daemon.desk.mails import mail_of_number, mails_beginning, sent_mails
from relanced.model.facts import InvoiceKind, InvoiceStated, InvoiceUnreadable
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber, mail_ref

READ = replace(invoice(), rivals=(InvoiceNumber("2026-77"),))
UNREAD = next(fact for fact in SAMPLES if isinstance(fact, InvoiceUnreadable))
REF = mail_ref(UNREAD.source.fingerprint)
STATED = InvoiceStated(
    source=invoice("n1").source,
    mail=REF,
    number=InvoiceNumber("F-9"),
    kind=InvoiceKind.INVOICE,
    issued_on=None,
    due_on=date(2026, 12, 31),
    total=Money(100, "EUR"),
    decided_at=datetime(2026, 11, 20, tzinfo=UTC),
)
MAILS = sent_mails([READ, UNREAD, STATED, READ]).values()


def test_a_beginning_of_four_digits_names_a_mail_in_any_case() -> None:
    assert [mail.ref for mail in mails_beginning(MAILS, REF[:4].upper())] == [REF]
    assert mails_beginning(MAILS, REF[:3]) == ()
    assert mails_beginning(MAILS, "zzzz") == ()


def test_a_number_names_the_mail_in_which_it_was_read_or_may_stand_or_of_which_it_was_stated() -> None:
    for number in ("F2026-012", "f 2026/012", "2026-77"):
        found = mail_of_number(MAILS, number)
        assert found is not None
        assert found.read == (READ,)
    told = mail_of_number(MAILS, "F-9")
    assert told is not None
    assert (told.ref, told.unread, told.stated) == (REF, UNREAD, (STATED,))
    assert mail_of_number(MAILS, "F-10") is None
    assert mail_of_number(MAILS, " - ") is None
