"""The books in, the mails that clients wrote, each with whom it concerns and what the owner said of it, out."""

from dataclasses import dataclass, replace
from datetime import date

from relanced.casework.doubtful import doubtful
from relanced.casework.ledger import Account, Case
from relanced.casework.order import in_order
from relanced.daemon.books import Books
from relanced.model.decided import ReplyJudged
from relanced.model.facts import AutoReplyReceived, ReplyReceived
from relanced.model.intents import Intent
from relanced.model.names import MailRef, mail_ref


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientMail:
    """A mail that a client wrote to us, or a machine of his: the owner may know that it was no machine."""

    ref: MailRef
    reply: ReplyReceived
    on: date  # our day on which it came
    clients: tuple[Account, ...]  # none: nobody known
    cases: tuple[Case, ...]  # the invoices that it concerns; none: the clients as a whole
    judged: ReplyJudged | None  # the owner's last word on it
    is_doubtful: bool = False  # whether the owner should look at it

    @property
    def client(self) -> str:
        """Whose it is, as people say it."""
        return ", ".join(account.client.name for account in self.clients)

    @property
    def open_cases(self) -> tuple[Case, ...]:
        """What is still owed of that which it concerns: its invoices, else all of its clients'."""
        cases = self.cases or tuple(case for account in self.clients for case in account.cases)
        return tuple(case for case in cases if case.is_open)


def client_mails(books: Books) -> dict[MailRef, ClientMail]:
    """Every mail of a client's by its ref, oldest first."""
    judged: dict[MailRef, ReplyJudged] = {}
    replies: dict[MailRef, ReplyReceived] = {}
    for fact in in_order(books.facts):
        if isinstance(fact, ReplyJudged):
            judged[fact.mail] = fact
        elif isinstance(fact, ReplyReceived):
            replies[mail_ref(fact.source.fingerprint)] = fact
        elif isinstance(fact, AutoReplyReceived):
            replies[mail_ref(fact.source.fingerprint)] = _as_reply(fact)
    unsure = {each.mail for each in doubtful(books.ledger, books.facts)}
    mails = {ref: _mail(books, ref, reply, judged.get(ref)) for ref, reply in replies.items()}
    # Of what is paid or written off nothing is chased: nobody need look at what was said of it.
    return {
        ref: replace(mail, is_doubtful=ref in unsure and bool(mail.open_cases)) for ref, mail in mails.items()
    }


def _mail(books: Books, ref: MailRef, reply: ReplyReceived, judged: ReplyJudged | None) -> ClientMail:
    link = books.ledger.links.get(reply.source.fingerprint)
    keys = sorted(link.clients) if link else []
    accounts = tuple(books.ledger.accounts[key] for key in keys if key in books.ledger.accounts)
    numbers = link.invoices if link else frozenset()
    cases = tuple(case for account in accounts for case in account.cases if case.number in numbers)
    return ClientMail(
        ref=ref,
        reply=reply,
        on=reply.source.at.astimezone(books.settings.rules.calendar.timezone).date(),
        clients=accounts,
        cases=cases,
        judged=judged,
    )


def _as_reply(machine: AutoReplyReceived) -> ReplyReceived:
    return ReplyReceived(
        source=machine.source,
        sender=machine.sender,
        subject=machine.subject,
        answers=machine.answers,
        intent=Intent.AUTO_REPLY,
        also=(),
        promised_on=None,
        redirect_to=None,
        asks=(),
        mentions=(),
        said_of=(),
        tokens=machine.tokens,
        new_text="",
        confidence=1.0,
        because=(machine.because,),
    )
