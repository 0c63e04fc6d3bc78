"""The readings of several mails in, the same with doubtful numbers settled by the series that they form out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC

from relanced.casework.claims import claims
from relanced.casework.order import in_order
from relanced.daemon.set_up import ReadMail
from relanced.intake.readings import Evidence, Field, InvoiceRead
from relanced.model.facts import InvoiceSent
from relanced.model.names import InvoiceNumber, number_key


def settled(results: Sequence[ReadMail]) -> list[ReadMail]:
    """What the daemon would make of these mails together: one alone may leave a number in doubt."""
    sent = [fact for result in results for fact in result.facts]
    if not any(isinstance(fact, InvoiceSent) and fact.rivals for fact in sent):
        return list(results)
    sure = [
        fact
        for fact in claims(in_order(sent), UTC).facts
        if isinstance(fact, InvoiceSent) and not fact.rivals
    ]
    return [_with_numbers(result, sure) for result in results]


def _with_numbers(result: ReadMail, sure: Sequence[InvoiceSent]) -> ReadMail:
    read = result.reading
    if read.sent is None:
        return result
    places = {fact.source.fingerprint for fact in result.facts if isinstance(fact, InvoiceSent)}
    mine = [fact for fact in sure if fact.source.fingerprint in places]
    invoices = tuple(_settled(invoice, mine) for invoice in read.sent.invoices)
    return replace(result, reading=replace(read, sent=replace(read.sent, invoices=invoices)))


def _settled(read: InvoiceRead, sure: Sequence[InvoiceSent]) -> InvoiceRead:
    """The number that the fact of this very invoice got, where it was in doubt."""
    keys = {number_key(each) for each in (read.number, *read.rivals)}
    same = (
        fact.number
        for fact in sure
        if number_key(fact.number) in keys and (fact.total, fact.issued_on) == (read.total, read.issued_on)
    )
    number = next(same, None) if read.rivals else None
    return _numbered(read, number) if number else read


def _numbered(read: InvoiceRead, number: InvoiceNumber) -> InvoiceRead:
    others = tuple(each for each in read.evidence if each.field is not Field.NUMBER)
    told = Evidence(field=Field.NUMBER, value=number, words="it continues the series of your numbers")
    return replace(read, number=number, rivals=(), evidence=(told, *others))
