"""A ledger, the facts behind it and a reminder in; all that the owner should know when he calls out. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from relanced.casework.calendar import Calendar
from relanced.casework.chronology_letters import chased_in
from relanced.casework.ledger import Account, Case, Ledger
from relanced.casework.tasks.call_words import AIMS, LANGUAGES, OBJECTIONS
from relanced.casework.tasks.habit import habit_of, promises_of
from relanced.casework.words import short
from relanced.model.actions import Reminder, ReminderLine
from relanced.model.call_sheet import (
    CallSheet,
    SheetAnswer,
    SheetLine,
    SheetPerson,
    SheetPromise,
    SheetReminder,
    Situation,
)
from relanced.model.facts import BounceReceived, Fact, ReminderSent, ReplyReceived
from relanced.model.intents import Intent
from relanced.model.money import totals
from relanced.model.names import number_key
from relanced.model.rules import Rules

MAX_QUOTE = 200  # characters of an answer
MAX_ANSWERS = 6
_SAYS_NOTHING = frozenset({Intent.AUTO_REPLY, Intent.ACK, Intent.UNRELATED})


def call_sheet(ledger: Ledger, facts: Iterable[Fact], reminder: Reminder, rules: Rules) -> CallSheet:
    """Prepare a call about what a reminder is for. `facts` are those from which the ledger was folded.

    In the firm's language, where that is French; else in English. Raises KeyError where the reminder's
    client has no account in this ledger.
    """
    account = ledger.accounts[reminder.client.key]
    calendar = Calendar(rules.calendar)
    about = {number_key(line.number) for line in reminder.lines}
    mine, beside = _split(reminder)
    cases = [case for case in account.cases if number_key(case.number) in about]
    theirs = [fact for fact in facts if _concerns(ledger, fact, account, about)]
    answers = _answers(theirs, calendar)
    promises = promises_of(account.cases, rules, calendar, reminder.on)
    undelivered = _undelivered(theirs, calendar)
    language = rules.firm.language if rules.firm.language in LANGUAGES else LANGUAGES[0]
    situation, day = _situation(cases, promises, undelivered, answers, theirs)
    return CallSheet(
        language=language,
        client=account.client,
        on=reminder.on,
        people=_people(account, reminder, answers),
        owed=totals(line.owed for line in mine),
        lines=tuple(_line(line, cases, theirs, calendar) for line in mine),
        beside=tuple(_line(line, cases, theirs, calendar) for line in beside),
        apart=reminder.apart,
        credit_notes=reminder.credit_notes,
        undelivered=undelivered,
        answers=answers[:MAX_ANSWERS],
        promises=promises,
        habit=habit_of(account, calendar),
        situation=situation,
        aim=_aim(language, situation, day, undelivered),
        objections=OBJECTIONS[language],
    )


def _split(reminder: Reminder) -> tuple[list[ReminderLine], list[ReminderLine]]:
    """What the task is for, and what the client owes beside it."""
    mine = [line for line in reminder.lines if line.step == reminder.step.name]
    mine = mine or [line for line in reminder.lines if line.step is not None] or list(reminder.lines)
    return mine, [line for line in reminder.lines if line not in mine]


def _concerns(ledger: Ledger, fact: Fact, account: Account, about: set[str]) -> bool:
    """Whether a mail is of this client, and of these invoices or of him as a whole."""
    if not isinstance(fact, ReplyReceived | BounceReceived | ReminderSent):
        return False
    link = ledger.links.get(fact.source.fingerprint)
    if link is None or account.client.key not in link.clients:
        return False
    return not link.invoices or any(number_key(number) in about for number in link.invoices)


def _answers(theirs: Sequence[Fact], calendar: Calendar) -> tuple[SheetAnswer, ...]:
    replies = [fact for fact in theirs if isinstance(fact, ReplyReceived)]
    return tuple(
        SheetAnswer(
            on=calendar.day_of(reply.source.at),
            sender=short(reply.sender),
            intent=reply.intent,
            words=short(reply.new_text, MAX_QUOTE),
        )
        for reply in sorted(replies, key=lambda reply: reply.source.at, reverse=True)
        if reply.intent is not Intent.AUTO_REPLY
    )


def _undelivered(theirs: Sequence[Fact], calendar: Calendar) -> tuple[tuple[date, str], ...]:
    bounces = (fact for fact in theirs if isinstance(fact, BounceReceived) and fact.permanent)
    return tuple(sorted({(calendar.day_of(each.source.at), short(each.recipient)) for each in bounces}))


def _line(line: ReminderLine, cases: Sequence[Case], theirs: Sequence[Fact], calendar: Calendar) -> SheetLine:
    case = next((case for case in cases if case.number == line.number), None)
    return SheetLine(
        number=line.number,
        subject=short(line.subject),
        issued_on=line.issued_on,
        mailed_on=case.mailed_on if case else calendar.day_of(line.mailed_as.at),
        mailed_to=short(case.invoice.client_address) if case else "",
        due_on=line.due_on,
        days_late=line.days_late,
        total=line.total,
        owed=line.owed,
        reminders=_reminders(line, theirs, calendar),
    )


def _reminders(line: ReminderLine, theirs: Sequence[Fact], calendar: Calendar) -> tuple[SheetReminder, ...]:
    wanted = number_key(line.number)
    sent = [fact for fact in theirs if isinstance(fact, ReminderSent)]
    return tuple(
        SheetReminder(on=calendar.day_of(fact.source.at), step=step)
        for fact in sorted(sent, key=lambda fact: fact.source.at)
        for number, step in chased_in(fact.lines).items()
        if number == wanted
    )


def _people(account: Account, reminder: Reminder, answers: Sequence[SheetAnswer]) -> tuple[SheetPerson, ...]:
    """The contact that the owner configured, then who wrote last, then the manager."""
    people, wrote = account.client.people, {answer.sender: answer.on for answer in reversed(answers)}
    last = answers[0].sender if answers else ""
    first = people.accounting or last or reminder.to
    found = [
        SheetPerson(name=people.contact, phone=people.phone, address=first, last_wrote_on=wrote.get(first))
    ]
    for address in dict.fromkeys((last, people.manager)):
        if address and address not in {person.address for person in found}:
            found.append(SheetPerson(name="", phone="", address=address, last_wrote_on=wrote.get(address)))
    return tuple(found)


def _situation(
    cases: Sequence[Case],
    promises: Sequence[SheetPromise],
    undelivered: Sequence[tuple[date, str]],
    answers: Sequence[SheetAnswer],
    theirs: Sequence[Fact],
) -> tuple[Situation, date | None]:
    """What the call is about, and the day that belongs to it."""
    about = {case.number for case in cases}
    broken = [promise.pays_on for promise in promises if promise.kept is False and promise.number in about]
    if broken:
        return Situation.PROMISE_BROKEN, max(broken)
    said = [answer.on for answer in answers if answer.intent not in _SAYS_NOTHING]
    if undelivered and (not said or undelivered[-1][0] > said[0]):
        return Situation.UNDELIVERED, undelivered[-1][0]
    if said:
        return Situation.IN_TALKS, said[0]
    is_reminded = any(isinstance(fact, ReminderSent) for fact in theirs)
    return (Situation.SILENT if is_reminded else Situation.FIRST), None


def _aim(
    language: str, situation: Situation, day: date | None, undelivered: Sequence[tuple[date, str]]
) -> str:
    written = _day(day, language) if day else ""
    address = undelivered[-1][1] if undelivered else ""
    return AIMS[language][situation].format(day=written, address=address)


def _day(day: date, language: str) -> str:
    return f"{day:%d/%m/%Y}" if language == "fr" else f"{day:%d %b %Y}"
