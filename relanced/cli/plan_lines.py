"""A plan day by day in, its table for a terminal and for a spreadsheet out: what leaves, what is held and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding

from relanced.casework.aging import HELD
from relanced.casework.ledger import Case
from relanced.casework.states import case_state
from relanced.cli.bars import in_full as money_in_full
from relanced.cli.listed import DERIVED
from relanced.cli.spreadsheet import Cell
from relanced.cli.tables import GIVEN, ONE_DAY, in_full, numbers_of
from relanced.cli.words import Text
from relanced.daemon.carry import lapsed
from relanced.daemon.desk.short import named, one_line
from relanced.model.actions import (
    Action,
    AskOwner,
    CloseCase,
    DraftAnswer,
    DraftReminder,
    GiveTask,
    Reminder,
    SendReminder,
    Wait,
)
from relanced.model.client import Client
from relanced.model.money import totals
from relanced.model.names import InvoiceNumber

SHOWN = 20  # lines of each part
COLUMNS = ("on", "action", "client", "client_key", "step", "invoice", "owed", "currency", "next_on", "why")

Planned = Sequence[tuple[date, Action]]
_Letter = SendReminder | DraftReminder | GiveTask
_WIDEST = (20, 24, 12, 13)  # characters of what, whom, which, how much: what is wider pushes its line's rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the lines of a plan are told from."""

    today: date
    cases: Mapping[InvoiceNumber, Case]
    derived: Mapping[InvoiceNumber, date]  # due days that are nowhere printed
    drafted: Mapping[Reminder, date]  # reminders that lie in Drafts, and since when
    every: bool  # nothing is left out for being much
    widths: tuple[int, ...] = _WIDEST


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    what: Text
    client: str
    numbers: tuple[InvoiceNumber, ...]
    amount: str
    mark: str  # of due days that are nowhere printed
    why: str


def client_of(action: Action) -> Client | None:
    """Whom an action is about; None: the whole mailbox."""
    match action:
        case SendReminder(reminder=reminder) | DraftReminder(reminder=reminder) | GiveTask(reminder=reminder):
            return reminder.client
        case DraftAnswer(answer=answer):
            return answer.client
        case AskOwner(client=client) | CloseCase(client=client) | Wait(client=client):
            return client


def today_lines(actions: Iterable[Action], known: Known) -> Iterator[RenderableType]:
    """What waits for its day, what is held, what leaves today, and last what the owner decides."""
    actions = tuple(actions)
    waits = [action for action in actions if isinstance(action, Wait)]
    held = [wait for wait in waits if _is_held(wait, known)]
    later = [wait for wait in waits if wait not in held]
    later.sort(key=lambda wait: (wait.until or date.max, wait.invoice))
    yield from _part("Waits for its day", [_line(each, known) for each in later], known)
    yield from _part("Held", [_line(each, known) for each in held], known)
    closed = [action for action in actions if isinstance(action, CloseCase)]
    yield from _part("Closed", [_line(each, known) for each in closed], known)
    doing = [action for action in actions if isinstance(action, _Letter | DraftAnswer)]
    sums = _sums(doing)
    title = f"Today, {known.today:%A} {known.today}{f': {sums}' if sums else ''}"
    yield from _part(title, [_line(each, known) for each in doing], known)
    asked = [action for action in actions if isinstance(action, AskOwner)]
    yield from _part("You decide", [_line(each, known) for each in asked], known)


def day_lines(day: date, actions: Iterable[Action], known: Known) -> Iterator[RenderableType]:
    """What would come on a later day."""
    actions = tuple(actions)
    sums = _sums(actions)
    title = f"{day:%A} {day}{f': {sums}' if sums else ''}"
    yield from _part(title, [_line(each, known, later=True) for each in actions], known)


def _is_held(wait: Wait, known: Known) -> bool:
    case = known.cases.get(wait.invoice)
    return case is not None and case.is_open and case_state(case, known.today) in HELD


def _sums(actions: Iterable[Action]) -> str:
    """«2 letters about 1 200.00 EUR»."""
    letters = [action.reminder for action in actions if isinstance(action, SendReminder | DraftReminder)]
    if not letters:
        return ""
    asked = totals(line.owed for reminder in letters for line in reminder.lines if line.step)
    many = f"{len(letters)} letters" if len(letters) > 1 else "one letter"
    return f"{many} about {' and '.join(map(money_in_full, asked))}"


def _part(title: str, lines: Sequence[_Line], known: Known) -> Iterator[RenderableType]:
    """A heading and its lines, aligned; nothing where there is none."""
    if not lines:
        return
    yield Text(f"\n{title}", style="bold")
    shown = lines if known.every else lines[:SHOWN]
    widths = known.widths
    for line in shown:
        what, client, numbers, _ = _cells(line)
        first = Text("  ")
        first.append_text(line.what)
        first.append_text(Text(_gap(what, widths[0])))
        first.append_text(Text(client, "bold"))
        first.append_text(Text(f"{_gap(client, widths[1])}{numbers}"))
        if line.amount:
            first.append_text(Text(f"{_gap(numbers, widths[2])}{line.amount.rjust(widths[3])}"))
        first.append_text(Text(line.mark, "dim"))
        yield first
        yield Padding(Text(line.why, "dim"), (0, 0, 0, 6))
    if len(lines) > len(shown):
        yield Text(
            f"  and {len(lines) - len(shown)} more; --all lists them, --client one client's", style="dim"
        )


def aligned(planned: Planned, known: Known) -> Known:
    """The same, with columns that stand in one line on all days."""
    rows = [_cells(_line(action, known)) for _, action in planned]
    widest = (max((cell_len(row[n]) for row in rows), default=0) for n in range(len(_WIDEST)))
    return replace(known, widths=tuple(map(min, _WIDEST, widest)))


def _cells(line: _Line) -> tuple[str, str, str, str]:
    return line.what.plain, line.client, named(line.numbers), line.amount


def _gap(text: str, width: int) -> str:
    return " " * (max(0, width - cell_len(text)) + 2)


def _line(action: Action, known: Known, *, later: bool = False) -> _Line:
    client = client_of(action)
    numbers = numbers_of(action)
    marks = [f"{DERIVED} {known.derived[each]}" for each in numbers if each in known.derived]
    why = in_full(action) if isinstance(action, AskOwner) else action.why
    lies = _lies(action, known) if not later else None
    return _Line(
        what=_what(action, lies),
        client=one_line(client.name, 60) if client else "the mailbox",
        numbers=numbers,
        amount=_amount(action, known),
        mark=f" (due {', '.join(marks)})" if marks else "",
        why=f"{lies}; {why}" if lies else why,
    )


def _what(action: Action, lies: Text | None) -> Text:
    match action:
        case SendReminder(reminder=reminder):
            return Text(f"send «{reminder.step.name}»", "green")
        case DraftReminder(reminder=reminder):
            name = reminder.step.name
            return Text(f"in Drafts «{name}»", lies.style) if lies else Text(f"draft «{name}»", "green")
        case GiveTask(kind=kind, reminder=reminder):
            return Text(f"{GIVEN[kind]} «{reminder.step.name}»", "green")
        case DraftAnswer():
            return Text("draft an answer", "green")
        case AskOwner():
            return Text("you decide", "bold magenta")
        case Wait(until=until):
            return Text(f"next on {until + ONE_DAY}" if until else "wait", "yellow")
        case CloseCase():
            return Text("closed", "green")


def _lies(action: Action, known: Known) -> Text | None:
    """Since when a letter lies in Drafts, and what to do; below its line, which it would make too wide."""
    put_on = known.drafted.get(action.reminder) if isinstance(action, DraftReminder) else None
    if put_on is None or not isinstance(action, DraftReminder):
        return None
    passed = lapsed(action.reminder, put_on)
    do = f"; {passed}" if passed else ": send it"
    words = f"«{action.reminder.step.name}» was put into Drafts on {put_on}{do}"
    return Text(words, "yellow" if passed else "green")


def _amount(action: Action, known: Known) -> str:
    """What is owed of the invoices that it is about."""
    if isinstance(action, SendReminder | DraftReminder | GiveTask):
        owed = [line.owed for line in action.reminder.lines if line.step]
    else:
        owed = [
            case.owed for number in numbers_of(action) if (case := known.cases.get(number)) and case.is_open
        ]
    return " + ".join(map(money_in_full, totals(owed)))


def plan_rows(planned: Planned, known: Known) -> Iterator[tuple[Cell, ...]]:
    """A row an invoice and action, in order of days."""
    for day, action in planned:
        client = client_of(action)
        step = action.reminder.step.name if isinstance(action, _Letter) else ""
        until = action.until if isinstance(action, Wait) else None
        for number in numbers_of(action) or ("",):
            case = known.cases.get(InvoiceNumber(number))
            yield (
                day,
                _NAMES[type(action)],
                client.name if client else "",
                client.key if client else "",
                step,
                number,
                case.owed if case else None,
                case.owed.currency if case else "",
                until + ONE_DAY if until else None,
                in_full(action) if isinstance(action, AskOwner) else action.why,
            )


_NAMES: Mapping[type, str] = {  # as in --json
    SendReminder: "send_reminder",
    DraftReminder: "draft_reminder",
    GiveTask: "give_task",
    DraftAnswer: "draft_answer",
    AskOwner: "ask_owner",
    Wait: "wait",
    CloseCase: "close_case",
}
