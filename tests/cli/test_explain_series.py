"""Several mails explained together: the firm's own series settles a number that one mail leaves in doubt."""

from dataclasses import replace
from datetime import date, timedelta

from store_samples import invoice

from relanced.cli.explain_series import settled
from relanced.daemon.set_up import ReadMail
from relanced.intake.readings import Evidence, Field, InvoiceRead, Reading, ReadsAs, SentRead
from relanced.model.facts import InvoiceSent
from relanced.model.names import InvoiceNumber


def read(sent: InvoiceSent) -> ReadMail:
    """The reading that gave this fact."""
    found = InvoiceRead(
        number=sent.number,
        kind=sent.kind,
        issued_on=sent.issued_on,
        due_on=sent.due_on,
        terms=sent.terms,
        terms_said=sent.terms_said,
        total=sent.total,
        client_email=sent.client_address,
        client_name=sent.client_name,
        client_ids=sent.client_ids,
        replaces=None,
        rivals=sent.rivals,
        disagreements=(),
        read_from="pdf",
        evidence=(Evidence(field=Field.NUMBER, value=sent.number, words="N"),),
    )
    reading = Reading(reads_as=ReadsAs.INVOICE_MAIL, sent=SentRead(invoices=(found,)))
    return ReadMail(reading=reading, facts=(sent,), message=None)


def sent(counter: int, *, number: str = "", rivals: tuple[str, ...] = ()) -> InvoiceSent:
    return replace(
        invoice(f"s{counter}", number or f"FA-2026-{counter:04}"),
        issued_on=date(2026, 3, 1) + timedelta(days=counter),
        due_on=None,
        rivals=tuple(map(InvoiceNumber, rivals)),
    )


def test_the_number_that_continues_the_series_is_taken_with_its_reason() -> None:
    sure = [sent(counter) for counter in (1, 2, 3, 4, 6)]
    doubtful = sent(5, number="4500012345", rivals=("FA-2026-0005",))
    results = settled([*map(read, sure), read(doubtful)])

    reading = results[-1].reading.sent
    assert reading is not None
    [found] = reading.invoices
    assert (found.number, found.rivals) == ("FA-2026-0005", ())
    assert "series" in found.because
    assert results[:-1] == [*map(read, sure)]


def test_one_mail_alone_stays_in_doubt() -> None:
    doubtful = read(sent(5, number="4500012345", rivals=("FA-2026-0005",)))

    assert settled([doubtful]) == [doubtful]
