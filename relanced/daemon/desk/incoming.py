"""The books in, every payment that came in, its name, whom it may concern and whether it waits for a word, out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from relanced.casework.ledger import Account, Case, CreditState, CreditStory
from relanced.daemon.books import Books
from relanced.daemon.desk.short import one_line
from relanced.model.facts import CreditNoticed
from relanced.model.names import InvoiceNumber, MailRef, mail_ref, number_key

LATELY = timedelta(days=30)  # for so long money of which nothing of ours fits stands on the list
_DOUBTFUL = frozenset({CreditState.WAITING, CreditState.UNTRUSTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One payment as the owner is shown it."""

    story: CreditStory
    on: date  # our day on which the first mail told of it
    told: tuple[CreditNoticed, ...]  # the mails that told of it, that which counts first
    may_pay: tuple[InvoiceNumber, ...]  # while nobody has said what it pays; the likeliest first
    clients: tuple[Account, ...]  # whose invoices it paid or may pay
    waits: bool  # whether the owner should say what it pays

    @property
    def name(self) -> str:
        """What the owner types to mean it: «MAILREF.LINE», without the line where the mail has but one."""
        is_one_of_many = any(
            len(mail.credits) > 1
            for mail in self.told
            if mail_ref(mail.source.fingerprint) == self.story.mail
        )
        return f"{self.story.mail}.{self.story.line}" if is_one_of_many else self.story.mail

    @property
    def day(self) -> date:
        """Its day on the account statement, where the bank told it; else the day of the mail."""
        return self.story.credit.value_on or self.on

    @property
    def is_doubtful(self) -> bool:
        """Whether it waits and may pay something of ours."""
        return self.waits and self.story.state in _DOUBTFUL


def incoming(books: Books) -> tuple[Incoming, ...]:
    """Every payment, once, oldest first."""
    told: dict[MailRef, CreditNoticed] = {}
    for fact in books.facts:
        if isinstance(fact, CreditNoticed):
            told[mail_ref(fact.source.fingerprint)] = fact
    accounts = books.ledger.accounts.values()
    cases = {number_key(case.number): (account, case) for account in accounts for case in account.cases}
    asked = {hold.credit: hold.candidates for account in accounts for hold in account.holds if hold.credit}
    return tuple(_incoming(books, story, told, cases, asked) for story in books.ledger.credits)


def _incoming(
    books: Books,
    story: CreditStory,
    told: Mapping[MailRef, CreditNoticed],
    cases: Mapping[str, tuple[Account, Case]],
    asked: Mapping[str, tuple[InvoiceNumber, ...]],
) -> Incoming:
    mails = tuple(told[ref] for ref in (story.mail, *story.also_told_by) if ref in told)
    numbers = _may_pay(story, asked)
    keys = map(number_key, numbers or [number for number, _ in story.paid])
    found = [cases[key] for key in keys if key in cases]
    clients = {account.client.key: account for account, _ in found} or _linked(books, story, mails)
    on = story.at.astimezone(books.settings.rules.calendar.timezone).date()
    theirs = [case for _, case in found] or [case for account in clients.values() for case in account.cases]
    return Incoming(
        story=story,
        on=on,
        told=mails,
        may_pay=numbers,
        clients=tuple(clients.values()),
        waits=_waits(story, theirs, is_late=on < books.today - LATELY),
    )


def _may_pay(story: CreditStory, asked: Mapping[str, tuple[InvoiceNumber, ...]]) -> tuple[InvoiceNumber, ...]:
    """What the doubt is between; of a mail that is not trusted, what is silenced for it."""
    if story.state not in {*_DOUBTFUL, CreditState.UNKNOWN}:
        return ()
    settled = story.settlement
    if settled is None:
        return asked.get(f"{story.mail}.{story.line}") or asked.get(story.mail, ())
    numbers = [*settled.candidates, *(number for number, _ in settled.applied)]
    return tuple(dict.fromkeys(numbers or [each for rival in settled.rivals for each in rival.invoices]))


def _linked(books: Books, story: CreditStory, mails: tuple[CreditNoticed, ...]) -> dict[str, Account]:
    """Whom the mail as a whole concerns, where nothing else is known of a payment in doubt."""
    if story.state not in _DOUBTFUL:
        return {}
    links = (books.ledger.links.get(mail.source.fingerprint) for mail in mails)
    keys = sorted({key for link in links if link is not None for key in link.clients})
    return {key: books.ledger.accounts[key] for key in keys if key in books.ledger.accounts}


def _waits(story: CreditStory, cases: list[Case], *, is_late: bool) -> bool:
    """Of what is paid by now nobody need say anything; what fits nothing is told of for a while."""
    if story.state in _DOUBTFUL and cases:
        return any(case.is_open for case in cases)
    return story.state in {*_DOUBTFUL, CreditState.UNKNOWN} and not is_late


def payer(each: Incoming) -> str:
    """Who paid, in the bank's words."""
    return one_line(each.story.credit.payer, 70) or "an unnamed payer"
