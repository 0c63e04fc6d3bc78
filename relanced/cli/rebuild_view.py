"""A mailbox read again in; what differs from the store as it was, as tables and as JSON, out."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.table import Table

from relanced.casework.differences import CaseChange, Differences, FactChange, Standing
from relanced.cli import as_json as to_json
from relanced.cli.tables import action_cells
from relanced.cli.words import Text
from relanced.daemon.rebuild import Rebuilt
from relanced.model.facts import Fact, SendIntended, SendOutcome, happened_at
from relanced.model.names import mail_ref

SHOWN = 20  # of each kind; --json has all


def rebuilt_lines(built: Rebuilt, zone: ZoneInfo) -> Iterator[RenderableType]:
    """What was read, what was carried over, what differs."""
    yield Text(f"{_count(built.mails, 'mail')} read again, {_count(built.facts, 'fact')} in them.", "bold")
    if built.carried is not None:
        yield Text(_carried(built))
    found = built.differences
    if found is None:
        return
    if not found:
        yield Text("Nothing differs: the same facts, the same cases, the same plan.", style="green")
        return
    yield from _cases(found.cases)
    yield from _plan(found)
    yield from _facts(found.facts, zone)


def _carried(built: Rebuilt) -> str:
    told = built.carried
    assert told is not None
    doubt = f" ({told.in_doubt} in doubt)" if told.in_doubt else ""
    return (
        f"Carried over, because no mail tells it: {_count(told.letters, 'letter')} of the outbox{doubt},"
        f" {_count(told.sendings, 'record')} of their sending, {_count(told.notes, 'note')}"
        " (pauses after a refused password, what lies in Drafts since when, what registers said …)."
    )


def _cases(changes: Sequence[CaseChange]) -> Iterator[RenderableType]:
    if not changes:
        return
    yield Text(f"\n{_count(len(changes), 'invoice')} would stand otherwise:", style="bold")
    table = _table("invoice", "in the store", "by the mailbox")
    for each in changes[:SHOWN]:
        table.add_row(Text(each.number, "bold"), Text(_standing(each.before)), Text(_standing(each.now)))
    yield table
    yield from _more(len(changes))


def _standing(standing: Standing | None) -> str:
    if standing is None:
        return "not known"
    step = f", last step {standing.steps[-1]}" if standing.steps else ""
    state = standing.state.value.replace("_", " ")
    return f"{state}, {standing.owed} owed, due {standing.due_on}{step}"


def _plan(found: Differences) -> Iterator[RenderableType]:
    lines = [("in the store", each) for each in found.planned_before]
    lines += [("by the mailbox", each) for each in found.planned_now]
    if not lines:
        return
    yield Text(f"\n{_count(len(lines), 'line')} of today's plan would differ:", style="bold")
    table = _table("planned", "what", "client", "invoices")
    for where, action in lines[:SHOWN]:
        what, client, invoices, _ = action_cells(action)
        table.add_row(Text(where, "dim"), what, client, invoices)
    yield table
    yield from _more(len(lines))


def _facts(changes: Sequence[FactChange], zone: ZoneInfo) -> Iterator[RenderableType]:
    if not changes:
        return
    yield Text(f"\n{_count(len(changes), 'fact')} would differ:", style="bold")
    table = _table("mail", "of", "what", "folder", "")
    for each in changes[:SHOWN]:
        fact = each.now or each.before
        assert fact is not None
        day = f"{happened_at(fact).astimezone(zone):%Y-%m-%d}"
        table.add_row(
            Text(_ref(fact), "bold"), day, Text(_kind(fact)), Text(_folder(fact)), Text(_how(each), "yellow")
        )
    yield table
    yield from _more(len(changes))


def _how(change: FactChange) -> str:
    if change.before is None:
        return "only in the mailbox"
    return "read otherwise now" if change.now is not None else "in the mailbox no more"


def _kind(fact: Fact) -> str:
    """«InvoiceSent F2026-012»."""
    number = getattr(fact, "number", "")
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in type(fact).__name__)
    return f"{words.strip()} {number}".strip()


def _ref(fact: Fact) -> str:
    return "the store" if isinstance(fact, SendIntended | SendOutcome) else mail_ref(fact.source.fingerprint)


def _folder(fact: Fact) -> str:
    return "" if isinstance(fact, SendIntended | SendOutcome) else fact.source.folder


def _table(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in titles:
        table.add_column(title, overflow="fold")
    return table


def _more(count: int) -> Iterator[Text]:
    if count > SHOWN:
        yield Text(f"and {count - SHOWN} more; --json lists them all", style="dim")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def rebuilt_json(built: Rebuilt) -> dict[str, object]:
    """The same for other programs, and all of it."""
    found, carried = built.differences, built.carried
    return {
        "mails": built.mails,
        "facts": built.facts,
        "compared": found is not None,
        "same": found is not None and not found,
        "carried_over": None
        if carried is None
        else {
            "letters": carried.letters,
            "in_doubt": carried.in_doubt,
            "sendings": carried.sendings,
            "notes": carried.notes,
        },
        "invoices_differ": [_case_json(each) for each in found.cases] if found else [],
        "plan_differs": [
            *(
                {"planned": "in the store", **to_json.action(each)}
                for each in (found.planned_before if found else ())
            ),
            *(
                {"planned": "by the mailbox", **to_json.action(each)}
                for each in (found.planned_now if found else ())
            ),
        ],
        "facts_differ": [_fact_json(each) for each in found.facts] if found else [],
    }


def _case_json(change: CaseChange) -> dict[str, object]:
    return {
        "number": change.number,
        "in_the_store": _standing_json(change.before),
        "by_the_mailbox": _standing_json(change.now),
    }


def _standing_json(standing: Standing | None) -> dict[str, object] | None:
    if standing is None:
        return None
    return {
        "client": standing.client,
        "state": standing.state.value,
        "owed": standing.owed.plain,
        "currency": standing.owed.currency,
        "due_date": standing.due_on.isoformat(),
        "steps": list(standing.steps),
    }


def _fact_json(change: FactChange) -> dict[str, object]:
    fact = change.now or change.before
    assert fact is not None
    return {
        "mail": _ref(fact),
        "at": happened_at(fact).isoformat(),
        "what": type(fact).__name__,
        "folder": _folder(fact),
        "in_the_store": change.before is not None,
        "by_the_mailbox": change.now is not None,
    }
