"""The events of a story in, one line for each thing that happened out: a letter that left is one, not three."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.table import Table

from relanced.casework.story import Event, Story
from relanced.casework.words import short
from relanced.cli.words import Text
from relanced.daemon.desk.short import one_line
from relanced.model.decided import TaskGiven
from relanced.model.facts import Outcome, ReminderSent, SendIntended, SendOutcome
from relanced.model.names import InvoiceNumber, MessageId, mail_ref, number_key

BESIDE = "; this invoice stands in it beside the others"
_HOW = {
    Outcome.SENT: "the server took it",
    Outcome.DEFERRED: "the server put it off",
    Outcome.REFUSED: "the server refused it",
    Outcome.UNKNOWN: "nobody knows whether the server took it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of a story, and the mails and notes that show it."""

    at: datetime
    what: str
    events: tuple[Event, ...]


def told_events(tale: Story, number: InvoiceNumber | None) -> tuple[Told, ...]:
    """The story with one line a letter; `number`: of the one invoice whose story it is."""
    letters: dict[MessageId, list[Event]] = {}
    for event in tale.events:
        if isinstance(event.fact, SendIntended | SendOutcome | ReminderSent):
            letters.setdefault(event.fact.message_id, []).append(event)
    return tuple(_lines(tale.events, letters, number))


def _lines(
    events: Iterable[Event], letters: Mapping[MessageId, list[Event]], number: InvoiceNumber | None
) -> Iterator[Told]:
    done: set[MessageId] = set()
    for event in events:
        fact = event.fact
        if not isinstance(fact, SendIntended | SendOutcome | ReminderSent):
            is_beside = isinstance(fact, TaskGiven) and _is_beside(fact, number)
            yield Told(at=event.at, what=f"{event.what}{BESIDE * is_beside}", events=(event,))
        elif fact.message_id not in done:
            done.add(fact.message_id)
            mine = tuple(letters[fact.message_id])
            yield Told(at=mine[0].at, what=_letter(mine, number), events=mine)


def _letter(events: tuple[Event, ...], number: InvoiceNumber | None) -> str:
    """One letter: what it was, what the server said, whether it lies in Sent."""
    facts = [event.fact for event in events]
    sent = next((fact for fact in facts if isinstance(fact, ReminderSent)), None)
    named = sent or next((fact for fact in facts if isinstance(fact, SendIntended)), None)
    outcomes = [fact for fact in facts if isinstance(fact, SendOutcome)]
    if sent is not None and len(facts) == 1:
        return _mention(sent, number) or events[0].what
    if named is None:
        return events[-1].what
    whose = _mention(named, number) or f"reminder{_to(sent)}: {_numbers(named)}"
    if outcomes:
        last = outcomes[-1]
        how = _HOW[last.outcome] + (f" ({short(last.answer)})" if last.answer else "")
    else:
        how = "about to be handed to the mail server"
    where = "found in Sent" if sent is not None else "not seen in Sent"
    return f"{whose}; {how}; {where}"


def _to(sent: ReminderSent | None) -> str:
    return f" to {sent.client_address}" if sent is not None else ""


def _numbers(fact: ReminderSent | SendIntended) -> str:
    return ", ".join(f"{each} ({step})" if step else each for each, step in fact.lines) or "no invoice named"


def _mention(fact: ReminderSent | SendIntended, number: InvoiceNumber | None) -> str:
    """What a letter about other invoices is to this one, which it only names; "" where it is about this one."""
    if not _is_beside(fact, number):
        return ""
    about = [f"{each} ({step})" for each, step in fact.lines if step is not None]
    to = f" to {fact.client_address}" if isinstance(fact, ReminderSent) else ""
    return f"mentioned in the reminder{to} of {', '.join(about)}"


def _is_beside(fact: ReminderSent | SendIntended | TaskGiven, number: InvoiceNumber | None) -> bool:
    """Whether it is a step for others, and for this invoice none."""
    steps = {number_key(each) for each, step in fact.lines if step is not None}
    return number is not None and bool(steps) and number_key(number) not in steps


def events_table(told: Iterable[Told], zone: ZoneInfo, *, refs: bool) -> Table:
    """The lines of a story; with `refs` each has below it where its mails lie, else the short names behind it."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column("when", no_wrap=True)
    table.add_column("what", overflow="fold")
    for each in told:
        shown = Text(each.what)
        if refs:
            for event in each.events:
                for line in _evidence(event):
                    shown.append_text(Text(f"\n{line}", "dim"))
        elif names := _names(each):
            shown.append_text(Text(f"  {', '.join(names)}", "dim"))
        table.add_row(Text(f"{each.at.astimezone(zone):%Y-%m-%d %H:%M}", "cyan"), shown)
    return table


def subject_of(event: Event) -> str:
    """The subject of the mail behind an event, as far as its fact keeps it; else ""."""
    return str(getattr(event.fact, "subject", ""))


def _names(told: Told) -> list[str]:
    sources = [event.source for event in told.events if event.source is not None]
    return list(dict.fromkeys(mail_ref(source.fingerprint) for source in sources))


def _evidence(event: Event) -> tuple[str, ...]:
    """The mail behind it; its Message-ID on a line of its own, so that it can be copied whole."""
    if event.source is None:
        return (f"the store: {event.what}",)
    subject = one_line(subject_of(event), 120)
    place = f"{event.source.folder}, mail {event.source.uid}, ref {mail_ref(event.source.fingerprint)}"
    place += f", «{subject}»" if subject else ""
    return (place, f"Message-ID {event.source.message_id}") if event.source.message_id else (place,)
