"""A form in, a signed note in Relanced/Journal out: the same decisions as the command line, by its own rules.

Each form is shown first (GET) with what it touches; sent (POST) it is checked once more against the books of now.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from email import message_from_bytes
from enum import StrEnum
from typing import TypeVar

from relanced.casework.ledger import Case, CreditState
from relanced.daemon.desk.amounts import FIRST_DAY, LAST_DAY, parse_amount
from relanced.daemon.desk.assigning import shares
from relanced.daemon.desk.mails import SentMail
from relanced.daemon.journal import Journal, NotWritten, WriteNote
from relanced.letters.note import (
    Assignment,
    Call,
    Decision,
    HandingOver,
    Judgement,
    Posting,
    Statement,
    write_assignment,
    write_call,
    write_handing_over,
    write_judgement,
    write_note,
    write_posting,
    write_statement,
)
from relanced.model.decided import Verb
from relanced.model.facts import InvoiceKind
from relanced.model.intents import Intent
from relanced.model.names import InvoiceNumber, MessageId, is_number
from relanced.model.tasks import CallOutcome, TaskKind
from relanced.web.ask import Answer, Ask, Elsewhere, Missing, Page
from relanced.web.shelf import Noted

VERBS = {
    verb.value: verb
    for verb in (Verb.PAUSE, Verb.RESUME, Verb.DISPUTE, Verb.PAID, Verb.WRITE_OFF, Verb.IGNORE)
}
INTENTS = tuple(intent for intent in Intent if intent is not Intent.NOT_SURE)
MAX_NOTE = 500  # characters

Choice = TypeVar("Choice", bound=StrEnum)


class Given(dict[str, str]):
    """The fields of a form or an address; one that is not there is empty."""

    def __missing__(self, key: str) -> str:
        return ""


class Wrong(Exception):  # noqa: N818 - a form that was filled in so that nothing can be recorded
    """What is wrong with a form, as a key of the words."""


def decide(ask: Ask) -> Answer:
    """Pause, resume, dispute, paid, write off, ignore: what it touches, then the note."""
    given = Given(ask.form or ask.query)
    verb = VERBS.get(given.get("verb", ""))
    if verb is None:
        raise Missing
    target, cases, mail = _touched(ask, verb, given)
    values = {"verb": verb.value, "target": target, "cases": cases, "mail": mail, "given": given}
    if not ask.form:
        return Page("decide", {**values, "wrong": ""})
    try:
        until = _day(given.get("until", ""), ask.view.today) if verb is Verb.PAUSE else None
    except Wrong as wrong:
        return Page("decide", {**values, "wrong": str(wrong)}, status=422)
    note = _line(given.get("note", ""), MAX_NOTE)
    at = _now(ask)
    decision = Decision(verb=verb, target=target, until=until, note=note, decided_at=at)
    said = ask.say(f"noted.{verb.value}", target=mail.client if mail else target)
    about = {target, *(case.number for case in cases)}
    return _written(
        ask, lambda sender, key: write_note(decision, sender, key), at, said, about, _back(ask, given)
    )


def _touched(ask: Ask, verb: Verb, given: Given) -> tuple[str, tuple[Case, ...], SentMail | None]:
    """What a decision is about, by the name that the daemon will find it by. Raises Missing."""
    if number := given.get("number", ""):
        _, case = ask.case(number)
        return case.number, (case,), None
    if ref := given.get("mail", ""):
        mail = next((each for each in ask.view.unreadable if each.ref == ref), None)
        if mail is None or verb is not Verb.IGNORE:
            raise Missing
        return mail.ref, (), mail
    account = ask.account(given.get("key", ""))
    if verb is Verb.IGNORE:
        raise Missing
    return account.client.key, tuple(case for case in account.cases if case.is_open), None


def judge(ask: Ask) -> Answer:
    """One mail of a client's: what it is, in the owner's word."""
    given = Given(ask.form or ask.query)
    mail = ask.view.mails.get(given.get("ref", ""))  # type: ignore[call-overload] # a ref is a text
    if mail is None:
        raise Missing
    values = {"mail": mail, "intents": INTENTS, "given": given, "noted": ask.firm.noted_of(mail.ref)}
    if not ask.form:
        return Page("mail", {**values, "wrong": ""}, "todo")
    try:
        intent = _one_of(INTENTS, given["intent"], "no_intent")
        day = _day(given.get("day", ""), mail.on) if intent is Intent.PROMISE else None
    except Wrong as wrong:
        return Page("mail", {**values, "wrong": str(wrong)}, "todo", 422)
    at = _now(ask)
    judgement = Judgement(mail=mail.ref, intent=intent, promised_on=day, decided_at=at)
    said = ask.say("noted.judged", wants=ask.say(f"intent.{intent.value}"))
    return _written(
        ask,
        lambda sender, key: write_judgement(judgement, sender, key),
        at,
        said,
        {mail.ref},
        ask.link("todo"),
    )


def credit(ask: Ask) -> Answer:
    """One payment: what it pays."""
    given = Given(ask.form or ask.query)
    found = next((each for each in ask.view.credits if each.name == given.get("name")), None)
    if found is None or found.story.state is CreditState.REVERSED:
        raise Missing
    accounts = found.clients or tuple(ask.view.books.ledger.accounts.values())
    may = [case for a in accounts for case in a.cases if case.is_open or case.number in found.may_pay]
    other = [
        (account, case)
        for account in ask.view.books.ledger.accounts.values()
        for case in account.cases
        if case.is_open
    ]
    names = {case.number: account.client.name for account, case in other}
    values = {
        "credit": found,
        "likely": sorted(may, key=lambda case: (case.number not in found.may_pay, case.due_on))[:40],
        "names": names,
        "given": given,
        "noted": ask.firm.noted_of(found.name),
    }
    if not ask.form:
        return Page("credit", {**values, "wrong": "", "detail": ()}, "todo")
    words = [
        name.removeprefix("pays:") for name, value in given.items() if name.startswith("pays:") and value
    ]
    typed = _line(given.get("other", ""), 60)
    words += [typed] if typed else []
    of_none = given.get("none") == "yes"
    if of_none == bool(words):
        return Page("credit", {**values, "wrong": "choose_one", "detail": ()}, "todo", 422)
    got = shares(ask.view.books, found, words) if words else ()
    if isinstance(got, list):
        return Page("credit", {**values, "wrong": "not_so", "detail": got}, "todo", 422)
    at = _now(ask)
    assignment = Assignment(
        mail=found.story.mail,
        line=found.story.line,
        to=tuple((share.case.number, share.typed) for share in got),
        decided_at=at,
    )
    to = ", ".join(share.case.number for share in got) or ask.say("event.none_of_ours")
    about = {found.name, *(share.case.number for share in got)}
    said = ask.say("noted.assigned", to=to)
    return _written(
        ask, lambda sender, key: write_assignment(assignment, sender, key), at, said, about, ask.link("todo")
    )


def task(ask: Ask) -> Answer:
    """One task: how it ended."""
    given = Given(ask.form or ask.query)
    found = next((each for each in ask.view.tasks if each.task.message_id == given.get("id")), None)
    if found is None:
        raise Missing
    values = {
        "waiting": found,
        "outcomes": tuple(CallOutcome),
        "given": given,
        "noted": ask.firm.noted_of(found.task.message_id),
    }
    if not ask.form:
        return Page("task", {**values, "wrong": ""}, "todo")
    at = _now(ask)
    try:
        writes = [_task_note(ask, found.task.kind, case.number, at) for case in found.cases]
    except Wrong as wrong:
        return Page("task", {**values, "wrong": str(wrong)}, "todo", 422)
    numbers = [case.number for case in found.cases]
    said = ask.say(f"noted.{found.task.kind}", target=", ".join(numbers))
    about = {found.task.message_id, *numbers}
    return _written(ask, writes, at, said, about, ask.link("todo"))


def _task_note(ask: Ask, kind: TaskKind, target: InvoiceNumber, at: datetime) -> WriteNote:
    """The note that a task ended so, for one invoice of it."""
    form, note = ask.form, _line(ask.form.get("note", ""), MAX_NOTE)
    match kind:
        case TaskKind.CALL:
            outcome = _one_of(CallOutcome, form.get("outcome", ""), "no_outcome")
            day = _day(form.get("day", ""), ask.view.today) if outcome is CallOutcome.PROMISED else None
            call = Call(target=target, outcome=outcome, pays_on=day, note=note, decided_at=at)
            return lambda sender, key: write_call(call, sender, key)
        case TaskKind.LETTER:
            on = _day(form.get("day", ""), FIRST_DAY) or ask.view.today
            _, case = ask.case(target)
            if not case.mailed_on <= on <= ask.view.today:
                raise Wrong("posted_day")
            tracking = _line(form.get("tracking", ""), 100)
            posted = Posting(target=target, tracking=tracking, posted_on=on, decided_at=at)
            return lambda sender, key: write_posting(posted, sender, key)
        case TaskKind.HANDOVER:
            whom = _line(form.get("to", ""), 200)
            if not whom:
                raise Wrong("no_whom")
            handed = HandingOver(target=target, to=whom, decided_at=at)
            return lambda sender, key: write_handing_over(handed, sender, key)


def state(ask: Ask) -> Answer:
    """A mail of the firm's that could not be read: what it asks for."""
    given = Given(ask.form or ask.query)
    mail = next((each for each in ask.view.unreadable if each.ref == given.get("mail")), None)
    if mail is None:
        raise Missing
    values = {"mail": mail, "kinds": tuple(InvoiceKind), "given": given, "noted": ask.firm.noted_of(mail.ref)}
    if not ask.form:
        return Page("state", {**values, "wrong": ""}, "todo")
    at = _now(ask)
    try:
        statement = _statement(ask, mail, at)
    except Wrong as wrong:
        return Page("state", {**values, "wrong": str(wrong)}, "todo", 422)
    said = ask.say("noted.stated", number=statement.number, amount=ask.say.money(statement.total))
    return _written(
        ask,
        lambda sender, key: write_statement(statement, sender, key),
        at,
        said,
        {mail.ref},
        ask.link("todo"),
    )


def _statement(ask: Ask, mail: SentMail, at: datetime) -> Statement:
    form = ask.form
    number = _line(form.get("number", ""), 80)
    if not is_number(number):
        raise Wrong("no_number")
    total = parse_amount(form.get("amount", "")[:40], form.get("currency", "")[:3] or None, "EUR")
    if isinstance(total, str):
        raise Wrong("no_amount")
    kind = _one_of(InvoiceKind, form.get("kind", ""), "no_kind")
    issued = _day(form.get("issued", ""), FIRST_DAY)
    due = _day(form.get("due", ""), issued or FIRST_DAY) if kind is not InvoiceKind.CREDIT_NOTE else None
    return Statement(
        mail=mail.ref,
        number=InvoiceNumber(number),
        kind=kind,
        issued_on=issued,
        due_on=due,
        total=total,
        decided_at=at,
    )


def _written(
    ask: Ask, writes: WriteNote | list[WriteNote], at: datetime, said: str, about: Iterable[str], back: str
) -> Answer:
    """Write one note, or one for each invoice; what came of it is shown on the page that comes next."""
    signed: list[bytes] = []

    def keep(write: WriteNote) -> Callable[[str, bytes], bytes]:
        def signing(sender: str, key: bytes) -> bytes:
            signed.append(write(sender, key))
            return signed[-1]

        return signing

    try:
        with Journal(ask.firm.settings) as journal:
            for write in writes if isinstance(writes, list) else [writes]:
                journal.write(keep(write), at)
    except NotWritten as error:
        return Page("not_written", {"lines": error.lines, "again": error.again, "back": back}, status=503)
    message_id = message_from_bytes(signed[-1])["Message-ID"].strip("<> ")
    ask.firm.note(Noted(at=at, message_id=MessageId(message_id), about=frozenset(about), said=said))
    return Elsewhere(back)


def _now(ask: Ask) -> datetime:
    return ask.firm.now().astimezone(ask.say.zone)


def _day(typed: str, least: date) -> date | None:
    """The day of a field that may be empty. Raises Wrong for one that is none, or that cannot be meant."""
    if not typed.strip():
        return None
    try:
        day = date.fromisoformat(typed.strip()[:20])
    except ValueError:
        raise Wrong("no_day") from None
    if not least <= day <= LAST_DAY:
        raise Wrong("other_day")
    return day


def _one_of(choices: Iterable[Choice], typed: str, wrong: str) -> Choice:
    """The choice of this name. Raises Wrong."""
    for each in choices:
        if each.value == typed:
            return each
    raise Wrong(wrong)


def _line(typed: str, most: int) -> str:
    return " ".join(typed.split())[:most]


def _back(ask: Ask, given: Given) -> str:
    """The page that a decision is about: made by us, never an address that a form names."""
    if number := given.get("number"):
        return ask.link("invoice", number=number)
    if key := given.get("key"):
        return ask.link("client", key=key)
    return ask.link("todo")
