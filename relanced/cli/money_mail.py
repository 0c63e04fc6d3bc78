"""The books and a ref in, what became of a mail of a bank's, or of one that could not be read, out."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from relanced.casework.typed import typed
from relanced.cli.bank_mails import Told
from relanced.cli.credit_json import incoming_credit
from relanced.cli.credit_view import in_short
from relanced.cli.words import Text
from relanced.daemon.books import Books
from relanced.daemon.desk.incoming import Incoming, incoming, payer
from relanced.daemon.desk.short import one_line
from relanced.model.facts import BankSpoke, CreditNoticed, CreditReversed, MailQuarantined
from relanced.model.names import MailRef, mail_ref
from relanced.model.source import Source

SHOWN = 20  # payments of one mail
Said = Told | MailQuarantined


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyMail:
    """A mail that came in and is no client's answer: what was read of it, or why nothing was."""

    ref: MailRef
    said: tuple[Said, ...]  # one of a kind, as it was read last
    credits: tuple[Incoming, ...]  # of which it told, first or again
    waits: bool  # whether the owner should look

    @property
    def source(self) -> Source:
        """Where it lies."""
        return self.said[0].source


def money_mails(books: Books) -> dict[MailRef, MoneyMail]:
    """Every such mail by its ref, in the order in which they were recorded."""
    found: dict[MailRef, dict[type[Said], Said]] = {}
    for fact in books.facts:
        if isinstance(fact, Said):
            said = found.setdefault(mail_ref(fact.source.fingerprint), {})
            for outdated in (BankSpoke, MailQuarantined):  # read again, and understood
                said.pop(outdated, None)
            said[type(fact)] = fact
    holding = {
        mail_ref(hold.source.fingerprint)
        for hold in books.ledger.holds
        if hold.source is not None and hold.asks(books.today)
    }
    told: dict[MailRef, list[Incoming]] = {}
    for credit in incoming(books):
        for ref in (credit.story.mail, *credit.story.also_told_by):
            told.setdefault(ref, []).append(credit)
    return {
        ref: MoneyMail(
            ref=ref,
            said=tuple(said.values()),
            credits=tuple(told.get(ref, ())),
            waits=ref in holding or any(each.waits for each in told.get(ref, ())),
        )
        for ref, said in found.items()
    }


def in_full(mail: MoneyMail, zone: ZoneInfo) -> Iterator[Text]:
    """Which mail, what was read in it and why, each payment and what became of it."""
    source, first = mail.source, mail.said[0]
    who = first.sender if isinstance(first, MailQuarantined) else first.bank
    day = f"{source.at.astimezone(zone):%Y-%m-%d %H:%M}"
    yield Text(f"mail {mail.ref} of {day} from {one_line(who) or '(nobody named)'}", style="bold")
    yield Text(f"in {one_line(source.folder)}, mail {source.uid}")
    if source.message_id:
        yield Text(f"Message-ID {source.message_id}")
    for said in mail.said:
        yield from _said(said)
    for each in mail.credits[:SHOWN]:
        words = one_line(each.story.credit.reference, 80)
        yield Text(
            f"  credit {each.name}: {each.story.credit.amount} from {payer(each)} «{words}»: {in_short(each)}",
            style="yellow" if each.waits else "",
        )
    if len(mail.credits) > SHOWN:
        yield Text(f"  and {len(mail.credits) - SHOWN} more; «relanced credits list --all» lists them.")
    if mail.credits:
        yield Text("«relanced credits show CREDIT» tells all of one.", style="dim")


def _said(said: Said) -> Iterator[Text]:
    if isinstance(said, MailQuarantined):
        yield Text(f"subject «{one_line(said.subject)}»")
        yield Text(f"could not be read: {one_line(said.why, 300)}", style="yellow")
        return
    proven = "believed" if said.trusted else "not proven to be from a bank of yours: it can close nothing"
    yield Text(f"{_what(said)}; {proven}")
    yield Text(f"because: {one_line(said.because, 300)}", style="dim")
    if isinstance(said, CreditReversed):
        for credit in said.credits[:SHOWN]:
            yield Text(f"  {credit.amount} of {one_line(credit.payer) or '?'} went back", style="yellow")
    if isinstance(said, BankSpoke) and said.doubt:
        yield Text(
            f"may tell of money, and was not understood: {one_line(said.doubt, 300)}", style="bold yellow"
        )
        yield Text(
            "Save it from your mail program and run «relanced explain MAIL.eml» to see what is read;"
            f" look at the account, then «{typed('resume', said.bank)}»."
        )


def _what(said: Told) -> str:
    match said:
        case CreditNoticed():
            many = f"{len(said.credits)} payments" if len(said.credits) != 1 else "one payment"
            return f"read as: money that came in, {many}, told by a {said.told_by.value}"
        case CreditReversed():
            return "read as: money that went back"
        case BankSpoke():
            return f"read as: {said.kind}"


def as_json(mail: MoneyMail) -> dict[str, object]:
    """The same for other programs."""
    source = mail.source
    return {
        "mail": mail.ref,
        "at": source.at.isoformat(),
        "folder": source.folder,
        "uid": source.uid,
        "message_id": source.message_id,
        "waits_for_you": mail.waits,
        "read": [_said_json(said) for said in mail.said],
        "credits": [incoming_credit(each) for each in mail.credits],
    }


def _said_json(said: Said) -> dict[str, object]:
    if isinstance(said, MailQuarantined):
        return {"kind": "unreadable", "sender": said.sender, "because": said.why}
    kind = {CreditNoticed: "credit", CreditReversed: "reversal"}.get(type(said), "")
    return {
        "kind": said.kind if isinstance(said, BankSpoke) else kind,
        "bank": said.bank,
        "trusted": said.trusted,
        "because": said.because,
        "doubt": (said.doubt or None) if isinstance(said, BankSpoke) else None,
    }
