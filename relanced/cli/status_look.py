"""Books in, all that `status` tells out: the figures, what waits for the owner, and what he does next."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from relanced.casework.ledger import Account, Case
from relanced.casework.overview.figures import Overview
from relanced.casework.overview.overview import overview
from relanced.casework.planning.plan import plan
from relanced.casework.series import Gap, gaps
from relanced.casework.target import find_account
from relanced.casework.tasks.again import Waiting
from relanced.cli.common import App
from relanced.cli.names import unknown
from relanced.cli.plan_lines import client_of
from relanced.cli.release import with_surprise
from relanced.cli.strangers import Stranger, strangers
from relanced.cli.tasks import waiting_of
from relanced.daemon.books import Books
from relanced.daemon.desk.client_mails import ClientMail, client_mails
from relanced.daemon.desk.incoming import Incoming, incoming
from relanced.daemon.desk.mails import SentMail, sent_mails
from relanced.model.actions import Action, AskOwner
from relanced.model.client import Client
from relanced.model.decided import CommandUnclear, GestureUndone
from relanced.model.facts import Fact, InvoiceUnreadable, MailQuarantined, SendIntended, SendOutcome
from relanced.model.names import mail_ref

LATELY = timedelta(
    days=7
)  # so long what was not understood is told of: by then it was said again, or given up


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at the firm, or at one client of it."""

    books: Books
    client: Client | None  # None: the whole firm
    figures: Overview
    actions: tuple[Action, ...]
    doubtful: tuple[ClientMail, ...]  # clients' mails that need a look
    money: tuple[Incoming, ...]  # payments that wait for a word
    tasks: tuple[Waiting, ...]
    unread: tuple[SentMail, ...]  # mails of ours of which the owner must say what they ask for, newest first
    quarantined: tuple[MailQuarantined, ...]
    missing: tuple[Gap, ...]
    strangers: tuple[Stranger, ...]
    unclear: tuple[CommandUnclear, ...]  # what the owner told relanced lately that it did not understand

    @property
    def asked(self) -> tuple[AskOwner, ...]:
        """The questions to the owner."""
        return tuple(action for action in self.actions if isinstance(action, AskOwner))

    @property
    def asked_beside_unread(self) -> tuple[AskOwner, ...]:
        """The questions without those that the table of unreadable mails of ours asks already."""
        refs = [mail_ref(fact.source.fingerprint) for fact in self.books.ledger.unreadable]
        return tuple(a for a in self.asked if a.invoices or not any(ref in a.question for ref in refs))

    @property
    def needs_owner(self) -> bool:
        """Money of which nothing of ours fits is told of, and calls nobody: it may be no client's at all."""
        return bool(self.asked or self.doubtful or any(each.is_doubtful for each in self.money))

    def open_cases(self) -> Iterator[tuple[Account, Case]]:
        """Every open invoice, oldest due day first."""
        accounts = self.books.ledger.accounts.values()
        found = [(account, case) for account in accounts for case in account.cases if case.is_open]
        yield from sorted(found, key=lambda pair: (pair[1].due_on, pair[1].number))

    @property
    def next(self) -> str:
        """The one thing to do next."""
        if self.asked_beside_unread:
            ask = self.asked_beside_unread[0]
            story = f"; «relanced show {ask.invoices[0]}» tells its story" if ask.invoices else ""
            return f"answer the first question above{story}"
        if self.doubtful:
            return "relanced replies review"
        if any(each.is_doubtful for each in self.money):
            return "relanced credits list"
        if self.unread:
            return f"relanced state {self.unread[0].ref} …, or «relanced ignore {self.unread[0].ref}»"
        if self.tasks:
            return "relanced tasks"
        due = self.figures.counts.letters
        if due:
            return f"nothing; {_count(due, 'letter')} due today: «relanced plan» says why"
        return "nothing; «relanced plan --until YYYY-MM-DD» shows what comes"


def look(app: App, books: Books, target: str | None) -> Look:
    """All that is known today; `target`: of this client alone. Ends with a hint where nobody bears that name."""
    actions = books.with_drafts(plan(books.ledger, books.settings.rules, books.today))
    actions = with_surprise(app, books, actions)
    client = None
    if target is not None:
        account = find_account(books.ledger, target)
        if account is None:
            app.fail(unknown(books, target))
        client = account.client
        books = replace(books, ledger=replace(books.ledger, accounts={client.key: account}, unreadable=()))
        actions = tuple(action for action in actions if client_of(action) == client)
    facts = books.facts if client is None else _about(books, client)
    figures = overview(books.ledger, actions, facts, books.settings.rules, books.today)
    mails = client_mails(books).values()
    money = [each for each in incoming(books) if each.waits]
    if client is not None:
        money = [each for each in money if client.key in {account.client.key for account in each.clients}]
    whole = client is None
    known = sent_mails(books.facts)
    return Look(
        books=books,
        client=client,
        figures=figures,
        actions=actions,
        doubtful=tuple(mail for mail in mails if mail.is_doubtful),
        money=tuple(money),
        tasks=waiting_of(books),
        unread=tuple(known[mail_ref(fact.source.fingerprint)] for fact in books.ledger.unreadable),
        quarantined=_quarantined(books) if whole else (),
        missing=tuple(gaps(books.facts)) if whole else (),
        strangers=tuple(strangers(books.facts, books.settings.rules.banks)) if whole else (),
        unclear=_unclear(books) if whole else (),
    )


def _about(books: Books, client: Client) -> list[Fact]:
    """The facts that concern one client."""
    links = books.ledger.links
    names = (
        (fact.message_id if isinstance(fact, SendIntended | SendOutcome) else fact.source.fingerprint)
        for fact in books.facts
    )
    return [
        fact
        for fact, name in zip(books.facts, names, strict=True)
        if (link := links.get(name)) is not None and client.key in link.clients
    ]


def _quarantined(books: Books) -> tuple[MailQuarantined, ...]:
    """Mails that could not be read, but those that stand in a table of their own."""
    told = {fact.source.fingerprint for fact in books.facts if isinstance(fact, InvoiceUnreadable)}
    found = (fact for fact in books.facts if isinstance(fact, MailQuarantined))
    return tuple(fact for fact in found if fact.source.fingerprint not in told)


def _unclear(books: Books) -> tuple[CommandUnclear, ...]:
    """Of the last days, newest first, but gestures that were taken back."""
    undone = {fact.gesture for fact in books.facts if isinstance(fact, GestureUndone)}
    zone = books.settings.rules.calendar.timezone
    found = [
        fact
        for fact in books.facts
        if isinstance(fact, CommandUnclear)
        and not (fact.gesture and fact.gesture in undone)
        and fact.source.at.astimezone(zone).date() > books.today - LATELY
    ]
    return tuple(sorted(found, key=lambda fact: fact.source.at, reverse=True))


def _count(number: int, what: str) -> str:
    return f"{number} {what} is" if number == 1 else f"{number} {what}s are"
