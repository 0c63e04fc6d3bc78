"""A reading in, the facts that it is worth out. Pure; one mail may give several, or none."""

from relanced.intake.message import Message
from relanced.intake.readings import BankKind, BankRead, InvoiceRead, Reading, ReplyRead
from relanced.model.facts import (
    AutoReplyReceived,
    BankSpoke,
    BounceReceived,
    CreditNoteSent,
    CreditNoticed,
    CreditReversed,
    Fact,
    InvoiceKind,
    InvoiceSent,
    InvoiceUnreadable,
    MailQuarantined,
    ReplyReceived,
)
from relanced.model.intents import Intent
from relanced.model.source import Source

MAX_NEW_TEXT = 4_000


def facts_of(reading: Reading, message: Message, source: Source) -> tuple[Fact, ...]:
    """Every fact of one mail, each with this source."""
    facts: list[Fact] = []
    if reading.sent is not None:
        doubt = reading.sent.doubt_of_sender
        facts += [_invoice(invoice, message, source, doubt) for invoice in reading.sent.invoices]
    facts += [each for each in (reading.reminder, reading.decision, reading.intent) if each is not None]
    facts += reading.task_answer
    facts += reading.commands
    if reading.bank is not None:
        facts += _bank(reading.bank, source)
        if reading.bank.sender_trusted and reading.bank.kind is BankKind.CREDIT and not reading.bank.credits:
            # Money came and nobody can say how much: in the dark until the owner has looked (law 4).
            facts.append(quarantined(message, source, reading.bank.because))
    if reading.bounce is not None:
        facts.append(
            BounceReceived(
                source=source,
                recipient=reading.bounce.recipient,
                permanent=reading.bounce.permanent,
                answers=reading.bounce.answers,
                tokens=reading.bounce.tokens,
            )
        )
    if reading.reply is not None:
        facts.append(_reply(reading.reply, message, source))
    if reading.sent is not None and reading.sent.unread:
        files = tuple(each.file for each in reading.sent.unread)
        facts.append(unreadable_invoice(message, source, files, reading.sent.unreadable))
    elif reading.unreadable:
        facts.append(quarantined(message, source, reading.unreadable))
    return tuple(facts)


def unreadable_invoice(
    message: Message, source: Source, files: tuple[str, ...], why: str
) -> InvoiceUnreadable:
    """The fact that a mail of ours may carry an invoice that could not be read; its headers are enough."""
    to = message.to[0] if message.to else None
    return InvoiceUnreadable(
        source=source,
        client_address=to.email if to else "",
        client_name=to.name if to else "",
        cc=tuple(address.email for address in message.cc),
        subject=message.subject[:200],
        references=message.references,
        files=files,
        why=why[:500],
    )


def quarantined(message: Message | None, source: Source, why: str) -> MailQuarantined:
    """The fact that a mail could not be read; `message` is what is known of its headers."""
    return MailQuarantined(
        source=source,
        sender=message.sender if message else "",
        subject=message.subject[:200] if message else "",
        answers=message.answers[:50] if message else (),
        why=why[:500],
    )


def _invoice(invoice: InvoiceRead, message: Message, source: Source, doubt: str) -> Fact:
    if invoice.kind is InvoiceKind.CREDIT_NOTE:
        return CreditNoteSent(
            source=source,
            number=invoice.number,
            issued_on=invoice.issued_on,
            total=invoice.total,
            corrects=invoice.replaces,
            client_address=invoice.client_email,
            client_name=invoice.client_name,
            client_ids=invoice.client_ids,
            disagreements=invoice.disagreements,
            because=invoice.because,
        )
    return InvoiceSent(
        source=source,
        number=invoice.number,
        kind=invoice.kind,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        terms=invoice.terms,
        terms_said=invoice.terms_said,
        total=invoice.total,
        client_address=invoice.client_email,
        client_name=invoice.client_name,
        client_ids=invoice.client_ids,
        cc=tuple(address.email for address in message.cc),
        replaces=invoice.replaces,
        rivals=invoice.rivals,
        disagreements=invoice.disagreements,
        subject=message.subject,
        references=message.references,
        read_from=invoice.read_from,
        because="; ".join(filter(None, (invoice.because, doubt))),
    )


def _bank(bank: BankRead, source: Source) -> list[Fact]:
    """What came in, what went back, and what of the mail was not understood: each for itself."""
    facts: list[Fact] = []
    has_credits = bank.kind is BankKind.CREDIT and bool(bank.credits)
    if has_credits:
        facts.append(
            CreditNoticed(
                source=source,
                bank=bank.bank,
                trusted=bank.sender_trusted,
                credits=bank.credits,
                because=bank.because,
                told_by=bank.told_by,
                net=bank.net,
            )
        )
    if bank.reversals:
        facts.append(
            CreditReversed(
                source=source,
                bank=bank.bank,
                trusted=bank.sender_trusted,
                credits=bank.reversals,
                because=bank.because,
                told_by=bank.told_by,
            )
        )
    if bank.doubt or not has_credits:
        facts.append(
            BankSpoke(
                source=source,
                bank=bank.bank,
                trusted=bank.sender_trusted,
                kind=bank.kind.value,
                because=bank.because,
                doubt=bank.doubt,
            )
        )
    return facts


def _reply(reply: ReplyRead, message: Message, source: Source) -> Fact:
    if reply.intent is Intent.AUTO_REPLY and not reply.stops_escalation:
        return AutoReplyReceived(
            source=source,
            sender=message.sender,
            subject=message.subject,
            answers=message.answers,
            tokens=reply.tokens,
            back_on=reply.absence.back_on if reply.absence else None,
            substitute=reply.absence.substitute if reply.absence else "",
            because="; ".join(reply.because)[:500],
        )
    is_moved = reply.intent is Intent.AUTO_REPLY and bool(reply.redirect_to)
    return ReplyReceived(
        source=source,
        sender=message.sender,
        subject=message.subject,
        answers=message.answers,
        # A machine that says «write to another address from now on» stops what a person would stop.
        intent=Intent.REDIRECT if is_moved else reply.intent,
        also=reply.also,
        promised_on=reply.promised_on,
        redirect_to=reply.redirect_to,
        asks=reply.asks,
        mentions=reply.mentions,
        said_of=reply.said_of,
        tokens=reply.tokens,
        new_text=reply.new_text[:MAX_NEW_TEXT],
        confidence=reply.confidence,
        because=reply.because,
        of_all=reply.of_all,
        in_subject=reply.in_subject,
    )
