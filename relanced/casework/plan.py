"""A ledger, the rules and a day in; what to do about every open case, and why, out. Pure."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from relanced.casework.calendar import Calendar
from relanced.casework.doubts import ask_to_state
from relanced.casework.ledger import Account, Case, Hold, HoldKind, Ledger
from relanced.casework.reminders import Due, lateness, remind
from relanced.casework.rhythm import silences
from relanced.casework.steps import NextStep, next_step
from relanced.casework.typed import typed
from relanced.casework.words import short
from relanced.model.actions import Action, AskOwner, CloseCase, Wait
from relanced.model.names import InvoiceNumber, is_writable_address, number_key
from relanced.model.rules import Rules

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Day:
    """What is the same for every client on this day."""

    on: date
    rules: Rules
    calendar: Calendar
    in_the_dark: str  # not "": why no reminder leaves at all
    # by question and reason: one payment may concern many clients
    shared: dict[tuple[str, str], list[tuple[Case, Account, Hold]]] = field(default_factory=dict)

    def ask(self, desk: "_Desk", case: Case, hold: Hold) -> None:
        """Ask of one case; about a payment once for all whom it may concern."""
        if hold.credit:
            self.shared.setdefault((hold.question, hold.why), []).append((case, desk.account, hold))
        else:
            desk.ask(case, hold.question, hold.why)


@dataclass(slots=True)
class _Desk:
    """What has been found for one account so far."""

    account: Account
    due: list[Due] = field(default_factory=list)
    listed: list[Case] = field(default_factory=list)  # overdue, without a step of its own today
    questions: dict[tuple[str, str], list[InvoiceNumber]] = field(default_factory=dict)
    rest: list[Action] = field(default_factory=list)

    def ask(self, case: Case, question: str, why: str) -> None:
        self.questions.setdefault((question, why), []).append(case.number)

    def wait(self, case: Case, until: date | None, why: str) -> None:
        self.rest.append(Wait(invoice=case.number, client=self.account.client, until=until, why=why))

    def actions(self, day: _Day) -> list[Action]:
        asked: list[Action] = [
            AskOwner(
                client=self.account.client, invoices=tuple(dict.fromkeys(numbers)), question=question, why=why
            )
            for (question, why), numbers in self.questions.items()
        ]
        if not self.due:
            return asked + self.rest
        reminder = remind(self.account, self.due, self.listed, day.rules, day.on)
        return [reminder, *asked, *self.rest]


def plan(ledger: Ledger, rules: Rules, today: date) -> tuple[Action, ...]:
    """Say for every open case what comes next: a reminder, or silence and its reason.

    Every open case has a step in its client's reminder or a Wait, never both; questions come
    beside. One mail a client, with the next step of each case that is due; never on a closed day,
    before the minimum interval is over, or while money may be coming unseen. A CloseCase is told on
    the day on which the case closed. Clients stand in order of their key.
    """
    has_open = any(case.is_open for account in ledger.accounts.values() for case in account.cases)
    calendar = rules.calendar
    silent = silences(ledger.bank_heard_on, ledger.bank_looked_on, today, calendar) if has_open else ()
    doubts = [(hold.question, hold.why) for hold in ledger.holds if hold.asks(today)]
    doubts += [(quiet.question, quiet.why) for quiet in silent]
    actions: list[Action] = [
        AskOwner(client=None, invoices=(), question=question, why=why) for question, why in doubts
    ]
    day = _Day(today, rules, Calendar(calendar), doubts[0][1] if doubts else "")
    for account in ledger.accounts.values():
        desk = _Desk(account)
        for case in account.cases:
            if case.is_open:
                _judge(desk, case, day)
            else:
                _tell_closed(desk, case, day)
        actions.extend(desk.actions(day))
    return (*actions, *_ask_of_money(day), *_ask_beside(ledger, day), *_ask_to_state(ledger, day))


def _ask_of_money(day: _Day) -> list[Action]:
    """Ask once about each payment; of many clients only the invoices that it may pay are named."""
    asked: list[Action] = []
    for (question, why), told in day.shared.items():
        clients = {account.client.key: account.client for _, account, _ in told}
        numbers = [case.number for case, _, _ in told]
        named = [case.number for case, _, hold in told if case.number in hold.candidates]
        asked.append(
            AskOwner(
                client=next(iter(clients.values())) if len(clients) == 1 else None,
                invoices=tuple(dict.fromkeys(numbers if len(clients) == 1 else named or numbers)),
                question=question,
                why=why,
            )
        )
    return asked


def _ask_beside(ledger: Ledger, day: _Day) -> list[AskOwner]:
    """Ask about payments that silence nobody, while an invoice is open that they may pay."""
    asked: list[AskOwner] = []
    for told in ledger.questions:
        if day.on > told.until:
            continue
        wanted = {number_key(number) for number in told.candidates}
        found = [
            (account.client, case.number)
            for account in ledger.accounts.values()
            for case in account.cases
            if case.is_open and number_key(case.number) in wanted
        ]
        if found:
            client = found[0][0] if len({client.key for client, _ in found}) == 1 else None
            numbers = tuple(number for _, number in found)
            asked.append(AskOwner(client=client, invoices=numbers, question=told.question, why=told.why))
    return asked


def _ask_to_state(ledger: Ledger, day: _Day) -> list[Action]:
    """Ask for what could not be read in our own mails; those from before the start are only listed."""
    asked: list[Action] = []
    for unread in ledger.unreadable:
        if day.calendar.day_of(unread.source.at) < day.rules.start_on:
            continue
        link = ledger.links.get(unread.source.fingerprint)
        clients = [key for key in link.clients if key in ledger.accounts] if link else []
        client = ledger.accounts[clients[0]].client if len(clients) == 1 else None
        question, why = ask_to_state(unread, sorted(link.invoices) if link else [])
        asked.append(AskOwner(client=client, invoices=(), question=question, why=why))
    return asked


def _judge(desk: _Desk, case: Case, day: _Day) -> None:
    """Decide about one open case: first what silences it for its own sake, then its ladder."""
    holds = case.silenced_by(day.on)
    for hold in holds:
        if hold.asks(day.on):
            day.ask(desk, case, hold)
    if holds:
        ends = [hold.until for hold in holds if hold.until is not None]
        until = max(ends) if len(ends) == len(holds) else None
        desk.wait(case, until, "; ".join(dict.fromkeys(hold.why for hold in holds)))
    elif case.in_flight is not None:
        _doubt_letter(desk, case, day)
    elif not case.accepted:
        why = (
            f"listed only: issued on {case.invoice.issued_on}, before the start on {day.rules.start_on}; "
            f"«{typed('resume', case.number)}» lets it be chased"
        )
        desk.wait(case, None, why)
    else:
        _climb(desk, case, day)


def _doubt_letter(desk: _Desk, case: Case, day: _Day) -> None:
    assert case.in_flight is not None
    why = (
        f"the reminder of {day.calendar.day_of(case.in_flight.at)} may or may not have left "
        f"(Message-ID {case.in_flight.message_id}); it is not sent again without a proof or your word"
    )
    desk.wait(case, None, why)
    desk.ask(
        case,
        f"{why}. Look into Sent or ask the client; «{typed('resume', case.number)}» counts it as sent.",
        why,
    )


def _climb(desk: _Desk, case: Case, day: _Day) -> None:
    """Let a case that nothing silences take its next step, if that may be today."""
    if day.on > case.due_on:
        desk.listed.append(case)
    coming = next_step(case, day.rules.ladder, day.on)
    if coming is None:
        _end_of_ladder(desk, case, day)
        return
    earliest, why = _earliest(desk.account, coming, day)
    if earliest > day.on:
        desk.wait(case, earliest - _ONE_DAY, f"{case.number} {lateness(case, day.on)}: {why}")
    elif not is_writable_address(desk.account.address):
        _ask_for_address(desk, case)
    elif day.in_the_dark:
        desk.wait(case, None, day.in_the_dark)
    else:
        if desk.listed and desk.listed[-1] is case:
            desk.listed.pop()
        desk.due.append((case, coming))


def _earliest(account: Account, coming: NextStep, day: _Day) -> tuple[date, str]:
    """The first day on which a step may be done, and what puts it off."""
    why = f"step «{coming.step.name}» comes on {coming.on}"
    earliest = max(coming.on, day.on)
    if account.last_reminder_on is not None:
        days = max(day.rules.limits.min_interval_days, 1)  # one mail a day, whatever is configured
        spaced = account.last_reminder_on + timedelta(days=days)
        if spaced > earliest:
            earliest = spaced
            why = f"the last reminder left on {account.last_reminder_on}, {days} days must lie between"
    opened = day.calendar.next_open(earliest)
    if opened > earliest:
        why = f"{why}; the next open day is {opened}"
    return opened, why


def _ask_for_address(desk: _Desk, case: Case) -> None:
    """Nowhere to write to, or where no mail server takes a letter to."""
    client, address = desk.account.client, desk.account.address
    why = f"no address of {client.name} is known"
    if address:
        why = f"no letter can go to {short(address)}, the only address of {client.name} that is known"
    desk.wait(case, None, why)
    ways = "Send the invoice again to a readable address, or «relanced contact CLIENT ADDRESS»"
    desk.ask(case, f"{why}. {ways}.", why)


def _end_of_ladder(desk: _Desk, case: Case, day: _Day) -> None:
    if day.on <= case.due_on:
        desk.wait(case, case.due_on, f"{case.number} {lateness(case, day.on)}, and no step comes before")
        return
    last = case.steps[-1] if case.steps else None
    done = (
        f"its last step «{last.step}» was done on {day.calendar.day_of(last.at)}"
        if last
        else "no step is left"
    )
    why = f"{case.number} {lateness(case, day.on)}, {case.owed} owed; {done}"
    desk.wait(case, None, why)
    question = (
        f"{case.owed} of {case.number} are owed and no step is left. Call, hand over, «pause» or «paid»?"
    )
    desk.ask(case, question, why)


def _tell_closed(desk: _Desk, case: Case, day: _Day) -> None:
    """Say that a case closed today; ask on if our own documents, or money that went back, put it in doubt."""
    for hold in case.silenced_by(day.on):
        if _outlives(hold) and hold.asks(day.on):
            day.ask(desk, case, hold)
    last = max(case.postings, key=lambda posting: posting.at, default=None)
    if last is not None and day.calendar.day_of(last.at) == day.on:
        desk.rest.append(CloseCase(invoice=case.number, client=desk.account.client, why=last.because))


def _outlives(hold: Hold) -> bool:
    """Whether it is asked though nothing is owed; what was owed again and is paid now is no question any more."""
    is_back = hold.kind is HoldKind.MONEY_BACK and hold.until is not None
    return is_back or hold.kind is HoldKind.CONTRADICTION
