"""A request for a page in, what it shows out; nothing is changed here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from relanced.casework.aging import AgedBalance, aging
from relanced.casework.ledger import Account, Case
from relanced.casework.states import case_state, is_listed_only
from relanced.casework.story import story
from relanced.daemon.desk.letters import letter_as_it_went
from relanced.daemon.desk.standstill import standstill
from relanced.edge.credentials import SecretUnavailable
from relanced.edge.imap_errors import ImapTrouble
from relanced.model.actions import AskOwner, DraftReminder, GiveTask, SendReminder, Wait
from relanced.model.facts import MailQuarantined, Outcome, ReminderSent, SendIntended, SendOutcome
from relanced.model.names import InvoiceNumber, MessageId, StepName, mail_ref
from relanced.web.ask import Answer, Ask, Download, Missing, Page
from relanced.web.chart import ages_of, columns, stack
from relanced.web.events import lines_of
from relanced.web.next_step import Next, next_of, numbers_of
from relanced.web.shelf import View

TOP = 10  # clients in the picture of the first page
PER_PAGE = 50
_LEAVING = (SendReminder, DraftReminder, GiveTask)
MAX_SEARCH = 100  # characters


def first(ask: Ask) -> Answer:
    """Who owes what, as a picture; what needs the owner; what is expected."""
    view = ask.view
    rows = sorted(aging(view.books.ledger, view.today), key=lambda row: -row.total.cents)
    charts = []
    for figures in view.figures.figures:
        mine = [row for row in rows if row.total.currency == figures.currency and row.total.cents > 0]
        most = mine[0].total.cents if mine else 0
        charts.append(
            {
                "figures": figures,
                "whole": stack(ages_of(figures.buckets), figures.buckets.total.cents),
                "rows": [(row, stack(ages_of(row), most)) for row in mine[:TOP]],
                "more": len(mine) - TOP,
                "columns": columns(figures.expected),
                "is_expected": any(week.total.cents for week in figures.expected),
            }
        )
    return Page(
        "overview", {"charts": charts, "needs": needs(ask.view), "standstill": standstill(view.books)}, ""
    )


def needs(view: View) -> list[tuple[str, int]]:
    """What waits for the owner: of each kind how many."""
    found = [
        ("questions", len(view.questions)),
        ("mails", len(view.doubtful)),
        ("credits", len(view.unclear)),
        ("tasks", len(view.tasks)),
        ("unreadable", len(view.unreadable)),
    ]
    return [each for each in found if each[1]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRow:
    """One client in the list, in one currency."""

    account: Account
    row: AgedBalance
    worst: int  # days by which his oldest open invoice is late
    last: date | None  # when he was last written to


_SORTS: dict[str, tuple[Callable[[ClientRow], object], bool]] = {
    "owed": (lambda each: each.row.total.cents, True),
    "overdue": (lambda each: each.row.total.cents - each.row.not_due.cents, True),
    "late": (lambda each: each.worst, True),
    "name": (lambda each: each.account.client.name.casefold(), False),
    "last": (lambda each: each.last or date.min, True),
}


def clients(ask: Ask) -> Answer:
    """The list of clients, searched and sorted by what stands in the address."""
    sort = ask.query.get("sort", "owed")
    key, falls = _SORTS.get(sort, _SORTS["owed"])
    wanted = ask.query.get("q", "")[:MAX_SEARCH].strip()
    rows = [each for each in _client_rows(ask) if _is_wanted(each, wanted.casefold())]
    rows.sort(key=key, reverse=falls)  # type: ignore[arg-type] # one kind of value for each way to sort
    pages = max(-(-len(rows) // PER_PAGE), 1)
    page = min(max(_whole(ask.query.get("page", "1")), 1), pages)
    shown = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    most = max((each.row.total.cents for each in rows), default=0)
    values = {
        "rows": [(each, stack(ages_of(each.row), most)) for each in shown],
        "count": len(rows),
        "sort": sort if sort in _SORTS else "owed",
        "sorts": tuple(_SORTS),
        "q": wanted,
        "page": page,
        "pages": pages,
    }
    return Page("clients", values, "clients")


def _client_rows(ask: Ask) -> list[ClientRow]:
    ledger, today = ask.view.books.ledger, ask.view.today
    found = []
    for row in aging(ledger, today):
        account = ledger.accounts[row.client.key]
        late = [(today - case.due_on).days for case in account.cases if case.is_open and case.accepted]
        found.append(ClientRow(account=account, row=row, worst=max([0, *late]), last=account.last_letter_on))
    return found


def _is_wanted(each: ClientRow, wanted: str) -> bool:
    """Whether a name, an address or an invoice's number holds what was typed."""
    client = each.account.client
    held = (client.name, client.key, each.account.address, *(case.number for case in each.account.cases))
    return not wanted or any(wanted in text.casefold() for text in held)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def client(ask: Ask) -> Answer:
    """One client: what he owes, what waits and why, what happened."""
    account = ask.account(ask.query.get("key", ""))
    tale = story(
        ask.view.books.ledger,
        ask.view.books.facts,
        ask.view.books.settings.rules,
        account.client.key,
        ask.view.today,
    )
    if tale is None:
        raise Missing
    by_currency = [
        row for row in aging(ask.view.books.ledger, ask.view.today) if row.client == account.client
    ]
    open_ = [chapter for chapter in tale.chapters if chapter.case.is_open]
    values = {
        "account": account,
        "balances": [(row, stack(ages_of(row), row.total.cents)) for row in by_currency],
        "open": [(each, _nexts(ask, each.case)) for each in open_],
        "closed": [chapter for chapter in tale.chapters if not chapter.case.is_open],
        "lines": lines_of(tale.events, ask.say),
        "noted": ask.firm.noted_of(account.client.key, *(case.number for case in account.cases)),
    }
    return Page("client", values, "clients")


def invoice(ask: Ask) -> Answer:
    """One invoice: its story, and why the next step is what it is."""
    account, case = ask.case(ask.query.get("number", ""))
    books = ask.view.books
    tale = story(books.ledger, books.facts, books.settings.rules, case.number, ask.view.today)
    if tale is None:
        raise Missing
    later = [
        (day, next_of(action, ask))
        for day, action in ask.view.ahead
        if day > ask.view.today and isinstance(action, _LEAVING) and case.number in numbers_of(action)
    ]
    values = {
        "account": account,
        "case": case,
        "state": _state(ask, case),
        "late": (ask.view.today - case.due_on).days,
        "next": _nexts(ask, case),
        "later": later[:6],
        "lines": lines_of(tale.events, ask.say),
        "noted": ask.firm.noted_of(case.number, account.client.key),
        "verbs": _verbs(case, ask.view.today),
        "unclear": [each for each in ask.view.unclear if case.number in each.may_pay],
    }
    return Page("invoice", values, "clients")


def _state(ask: Ask, case: Case) -> str:
    return "listed" if is_listed_only(case) else str(case_state(case, ask.view.today))


def _nexts(ask: Ask, case: Case) -> list[Next]:
    """What is planned for an invoice; a question stands for the waiting that it causes."""
    mine = [action for action in ask.view.actions if case.number in numbers_of(action)]
    asked = any(isinstance(action, AskOwner) for action in mine)
    shown = [action for action in mine if not (asked and isinstance(action, Wait))]
    return [next_of(action, ask, case) for action in shown]


def _verbs(case: Case, today: date) -> tuple[str, ...]:
    """What can be decided of it now."""
    if not case.is_open:
        return ("resume",) if case.postings else ()
    silent = bool(case.silenced_by(today)) or not case.accepted
    return (*(["resume"] if silent else []), "pause", "dispute", "paid", "ignore", "write_off")


def plan(ask: Ask) -> Answer:
    """What goes out in the next thirty days, day by day."""
    told = [(day, next_of(action, ask)) for day, action in ask.view.ahead if isinstance(action, _LEAVING)]
    days = [(day, [each for _, each in group]) for day, group in groupby(told, key=lambda pair: pair[0])]
    return Page("plan", {"days": days, "standstill": standstill(ask.view.books)}, "plan")


@dataclass(slots=True, kw_only=True)
class LetterRow:
    """A letter in the list of those that went out."""

    message_id: MessageId
    at: datetime
    to: str
    lines: tuple[tuple[InvoiceNumber, StepName | None], ...]
    is_known: bool  # it lies in Sent, or the mail server took it
    outcome: Outcome | None = None


def letter_rows(ask: Ask) -> list[LetterRow]:
    """Every letter of ours, newest first."""
    found: dict[MessageId, LetterRow] = {}
    names = {key: account.client.name for key, account in ask.view.books.ledger.accounts.items()}
    for fact in ask.view.books.facts:
        if isinstance(fact, SendIntended):
            row = LetterRow(
                message_id=fact.message_id,
                at=fact.at,
                to=names.get(fact.client, ""),
                lines=fact.lines,
                is_known=False,
            )
            found.setdefault(fact.message_id, row)
        elif isinstance(fact, ReminderSent) and fact.ours:
            row = LetterRow(
                message_id=fact.message_id,
                at=fact.source.at,
                to=fact.client_address,
                lines=fact.lines,
                is_known=True,
            )
            known = found.setdefault(fact.message_id, row)
            known.is_known = True
        elif isinstance(fact, SendOutcome) and fact.message_id in found:
            found[fact.message_id].outcome = fact.outcome
            found[fact.message_id].is_known |= fact.outcome is Outcome.SENT
    return sorted(found.values(), key=lambda row: row.at, reverse=True)


def letters(ask: Ask) -> Answer:
    """The letters that went out."""
    rows = letter_rows(ask)
    pages = max(-(-len(rows) // PER_PAGE), 1)
    page = min(max(_whole(ask.query.get("page", "1")), 1), pages)
    shown = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Page("letters", {"rows": shown, "page": page, "pages": pages, "count": len(rows)}, "letters")


def letter(ask: Ask) -> Answer:
    """One letter, exactly as it went out, or one of its files. Only letters of ours can be asked for."""
    wanted = ask.query.get("id", "")
    row = next((each for each in letter_rows(ask) if each.message_id == wanted), None)
    if row is None:
        raise Missing
    why, went = "", None
    try:
        went = letter_as_it_went(ask.view.books.settings, row.message_id)
    except (ImapTrouble, SecretUnavailable) as error:
        why = str(error)
    place = ask.query.get("file", "")
    if place:
        number = _whole(place)
        if went is None or not 1 <= number <= len(went.files):
            raise Missing
        return Download(name=went.files[number - 1].name, content=went.files[number - 1].content)
    return Page("letter", {"row": row, "went": went, "why": why}, "letters")


def todo(ask: Ask) -> Answer:
    """What waits for the owner, with the forms by which he answers."""
    view = ask.view
    values = {
        "questions": [(each, ask.firm.noted_of(*each.invoices, each.key)) for each in view.questions],
        "mails": [(mail, ask.firm.noted_of(mail.ref)) for mail in view.doubtful],
        "credits": [(each, ask.firm.noted_of(each.name)) for each in view.unclear],
        "tasks": [(each, ask.firm.noted_of(each.task.message_id)) for each in view.tasks],
        "unreadable": [(mail, ask.firm.noted_of(mail.ref)) for mail in view.unreadable],
    }
    return Page("todo", values, "todo")


def health(ask: Ask) -> Answer:
    """How relanced itself is: what it may do, when it read the mailbox, what holds letters back."""
    books = ask.view.books
    told = {mail.ref for mail in ask.view.unreadable}
    bad = [
        fact
        for fact in books.facts
        if isinstance(fact, MailQuarantined) and mail_ref(fact.source.fingerprint) not in told
    ]
    values = {
        "books": books,
        "standstill": standstill(books),
        "quarantined": sorted(bad, key=lambda fact: fact.source.at, reverse=True)[:20],
        "many_quarantined": len(bad),
        "counts": ask.view.figures.counts,
        "mail_ref": mail_ref,
    }
    return Page("health", values, "health")
