"""A day, and what was found for one client on it, in; his actions out. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from relanced.casework.calendar import Calendar, calendar_of, next_open_for
from relanced.casework.ledger import Account, Case, Hold, HoldKind
from relanced.casework.planning.balance import ask_of_notes, balances, why_silent
from relanced.casework.planning.fits import NOTHING_KNOWN, History, history_of
from relanced.casework.planning.persons import address_for
from relanced.casework.planning.reminders import Due, give, highest_of, lateness, remind
from relanced.casework.planning.tasks import KIND_OF, busy_with
from relanced.model.actions import Action, AskOwner, Wait
from relanced.model.client import Client
from relanced.model.ladder import Channel, Ladder, Person, Step
from relanced.model.names import InvoiceNumber, is_writable_address
from relanced.model.rules import Rules
from relanced.model.tasks import TaskKind


@dataclass(frozen=True, slots=True)
class Day:
    """What is the same for every client on this day."""

    on: date
    rules: Rules
    calendar: Calendar
    doubts: tuple[tuple[str, str], ...] = ()  # what is asked of the whole mailbox, and why
    asks_history: bool = True  # whether any step depends on how a client has paid

    @property
    def in_the_dark(self) -> str:
        """Why no reminder leaves at all; "": they may."""
        return self.doubts[0][1] if self.doubts else ""

    def calendar_of(self, client: Client) -> Calendar:
        """The calendar of a client's place."""
        return self.calendar if client.place is None else calendar_of(self.rules.calendar, client.place)


@dataclass(slots=True)
class Desk:
    """What has been found for one account so far."""

    account: Account
    ladder: Ladder
    calendar: Calendar  # of the client's place, in his time zone
    history: History
    due: list[Due] = field(default_factory=list)
    listed: list[Case] = field(default_factory=list)  # overdue, without a step of its own today
    questions: dict[tuple[str, str], list[InvoiceNumber]] = field(default_factory=dict)
    shared: list[tuple[Case, Account, Hold]] = field(default_factory=list)  # payments of many clients, maybe
    rest: list[Action] = field(default_factory=list)
    is_silent: bool = False  # whether a hold silences one of the cases
    busy: frozenset[TaskKind] | None = None  # once it was looked for
    reached: dict[Person, bool] = field(default_factory=dict)  # who was looked for, and can be written to

    def reaches(self, step: Step) -> bool:
        """Whether a letter of this step can go to anybody; looked for once, of all his cases."""
        found = self.reached.get(step.to)
        if found is None:
            found = self.reached[step.to] = is_writable_address(address_for(self.account, step))
        return found

    def busy_with(self, day: Day) -> frozenset[TaskKind]:
        """The kinds of task that the owner has for this client; looked for once, of all his cases."""
        if self.busy is None:
            self.busy = busy_with(self.account, self.ladder, day.on, day.rules.calendar.timezone)
        return self.busy

    def ask_of(self, case: Case, hold: Hold) -> None:
        """Have the owner asked what a silence asks; of a payment, and of a storm, once for all whom it concerns."""
        if hold.credit or hold.kind is HoldKind.STORM:
            self.shared.append((case, self.account, hold))
        else:
            self.ask(case, hold.question, hold.why)

    def ask(self, case: Case, question: str, why: str) -> None:
        """Have the owner asked; the same question about several cases is one."""
        self.questions.setdefault((question, why), []).append(case.number)

    def wait(self, case: Case, until: date | None, why: str) -> None:
        """Have the case wait until a day, inclusive, or until something happens."""
        self.rest.append(Wait(invoice=case.number, client=self.account.client, until=until, why=why))

    def actions(self, day: Day) -> list[Action]:
        """The client's one mail, then his tasks, questions, silences."""
        if self.due or self.listed:
            self._leave_out(day)
        self._ask_of_notes()
        mails = self._mails(day)
        tasks = [due for due in self.due if due.next.step.channel in KIND_OF]
        found: list[Action] = []
        if mails:
            listed = [*self.listed, *_overdue(tasks, day.on)]
            found.append(remind(self.account, mails, listed, day.rules, day.on))
        for group in _by_kind(tasks):
            others = _overdue((due for due in self.due if _channel(due) != _channel(group[0])), day.on)
            found.append(give(self.account, group, [*self.listed, *others], day.rules, day.on))
        asked = [
            AskOwner(
                client=self.account.client, invoices=tuple(dict.fromkeys(numbers)), question=question, why=why
            )
            for (question, why), numbers in self.questions.items()
        ]
        return [*found, *asked, *self.rest]

    def _mails(self, day: Day) -> list[Due]:
        """The cases whose steps the client's mail does; all are in it, also those that are only listed.

        A letter about a broken promise is no formal notice of another invoice: its step comes by itself,
        once the interval is over.
        """
        mails = [due for due in self.due if due.next.step.channel is Channel.MAIL]
        if not mails or highest_of(mails).promised_on is None:
            return mails
        free = day.on + timedelta(days=max(day.rules.limits.min_interval_days, 1))
        until = next_open_for(day.calendar, self.calendar, free) - timedelta(days=1)
        others = [due for due in mails if due.promised_on is None]
        for due in others:
            case, step = due.case, due.next.step.name
            why = f"step «{step}» comes after the letter of {day.on} about a broken promise"
            self.wait(case, until, f"{case.number} {lateness(case, day.on)}: {why}")
        self.listed += _overdue(others, day.on)
        kept = [due for due in mails if due.promised_on is not None]
        self.due = [due for due in self.due if due.next.step.channel is not Channel.MAIL] + kept
        return kept

    def _leave_out(self, day: Day) -> None:
        """Ask for nothing in a currency in which little or nothing is left once credit notes are taken off."""
        asked = balances(self.account, [*(due.case for due in self.due), *self.listed])
        silent = {
            currency: why
            for currency, balance in asked.items()
            if (why := why_silent(balance, day.rules.limits))
        }
        if not silent:
            return
        for due in self.due:
            if due.case.owed.currency in silent:
                why = silent[due.case.owed.currency]
                self.wait(due.case, None, f"{due.case.number} {lateness(due.case, day.on)}: {why}")
        self.due = [due for due in self.due if due.case.owed.currency not in silent]
        self.listed = [case for case in self.listed if case.owed.currency not in silent]

    def _ask_of_notes(self) -> None:
        """Ask once which invoice a credit note is for, while one is open that it may reduce."""
        found = ask_of_notes(self.account)
        if found is None:
            return
        notes, question, why = found
        currencies = {note.left.currency for note in notes}
        for case in self.account.cases:
            if case.is_open and case.owed.currency in currencies:
                self.ask(case, question, why)


def desk_of(account: Account, day: Day) -> Desk:
    """An empty desk for a client."""
    client, zone = account.client, day.rules.calendar.timezone
    return Desk(
        account=account,
        ladder=day.rules.ladder_of(client),
        calendar=day.calendar_of(client),
        history=history_of(account.cases, zone) if day.asks_history else NOTHING_KNOWN,
    )


def _overdue(found: Iterable[Due], on: date) -> list[Case]:
    return [due.case for due in found if on > due.case.due_on]


def _by_kind(tasks: Sequence[Due]) -> list[list[Due]]:
    """All calls to one client are one call, whatever steps they are; so are letters."""
    ordered = sorted(tasks, key=_channel)  # stable
    return [list(group) for _, group in groupby(ordered, key=_channel)]


def _channel(due: Due) -> str:
    return due.next.step.channel.value
