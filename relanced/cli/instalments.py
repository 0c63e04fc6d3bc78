"""`relanced instalments`: what was agreed to be paid in parts, written into the mailbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import click
from rich.table import Table

from relanced.casework.calendar import Calendar
from relanced.casework.ledger import Account, Case, HoldKind
from relanced.casework.promises.divide import MONTH, equal_parts
from relanced.casework.target import find_account, find_case
from relanced.cli.books import open_books
from relanced.cli.common import DONE, App, config_option
from relanced.cli.journal import COUNTS_FROM, write_down
from relanced.cli.names import unknown
from relanced.cli.words import Text
from relanced.daemon.books import Books
from relanced.daemon.desk.amounts import LAST_DAY, parse_amount
from relanced.letters.note import Instalments, write_instalments
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber, number_key

MOST_PARTS = 120
_DAY = click.DateTime(["%Y-%m-%d"])
_Parts = tuple[tuple[date, Money], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What was typed of the parts."""

    count: int | None
    first: date | None
    every: str
    parts: tuple[str, ...]  # DATE=AMOUNT
    total: str | None


@click.command()
@click.argument("targets", metavar="INVOICE|CLIENT...", nargs=-1, required=True)
@click.option("--parts", "count", type=click.IntRange(1, MOST_PARTS), help="How many equal parts.")
@click.option("--first", type=_DAY, help="The day of the first part.")
@click.option("--every", default=MONTH, help="month (the usual), week, or so many days: 10-days.")
@click.option("--part", "parts", multiple=True, metavar="DATE=AMOUNT", help="One part; once for each.")
@click.option("--total", metavar="AMOUNT", help="What they come to: refused where something else is owed.")
@click.option("--off", is_flag=True, help="Call the plan of these invoices off.")
@click.option("--note", default="", help="With whom, and how it was agreed; kept with it.")
@click.option("--yes", "sure", is_flag=True, help="Do not ask before it is written.")
@config_option
@click.pass_context
def instalments(
    context: click.Context,
    targets: tuple[str, ...],
    *,
    count: int | None,
    first: datetime | None,
    every: str,
    parts: tuple[str, ...],
    total: str | None,
    off: bool,
    note: str,
    sure: bool,
) -> None:
    """Agree to be paid in parts: these invoices, or all that a client owes, are not chased while it is kept.

    Say --parts and --first for equal parts, each on a banking day, or each one as --part 2026-12-01=400,00,
    which stays as typed. They must come to what is owed. A letter that confirms them is put into Drafts.
    """
    app = context.ensure_object(App)
    wanted = _Wanted(
        count=count, first=first.date() if first else None, every=every, parts=parts, total=total
    )
    if off == bool(count or parts):
        raise click.UsageError(
            "say --parts with --first, or --part for each part, or --off: one of the three."
        )
    if parts and (count or first):
        raise click.UsageError("--part names every part: it goes without --parts and --first.")
    if count and first is None:
        raise click.UsageError("--parts: say the day of the first part with --first.")
    books = open_books(app)
    meant = _meant(app, books, targets)
    if off:
        _call_off(app, books, meant, note)
    else:
        _agree(app, books, meant, wanted, note=note, sure=sure)
    context.exit(DONE)


def _agree(
    app: App, books: Books, meant: Sequence[tuple[Account, Case]], wanted: _Wanted, *, note: str, sure: bool
) -> None:
    cases = [case for _, case in meant]
    wrong = _not_for_a_plan(books, meant)
    if wrong:
        app.fail(*wrong, "Nothing was recorded.")
    owed = Money(sum(case.owed.cents for case in cases), cases[0].owed.currency)
    parts = _parts(books, owed, wanted)
    if isinstance(parts, list):
        app.fail(*parts, "Nothing was recorded.")
    numbers = tuple(case.number for case in cases)
    app.console.print(
        Text(f"{', '.join(numbers)} of {meant[0][0].client.name}: {owed} in {len(parts)} parts")
    )
    app.console.print(_table(parts))
    if not sure and not _agreed():
        app.fail("Nothing was recorded.")
    folder = _write(app, books, numbers, parts, note)
    app.console.print(Text(f"Noted in {folder}. While the plan is kept, these invoices are not chased."))
    app.console.print(Text(f"«relanced instalments {numbers[0]} --off» calls it off."))
    app.console.print(COUNTS_FROM)


def _agreed() -> bool:
    try:
        return click.confirm("Is this what was agreed?", default=True)
    except click.Abort:  # the input ended: nobody is there to ask
        return False


def _call_off(app: App, books: Books, meant: Sequence[tuple[Account, Case]], note: str) -> None:
    planned = [case.plan for _, case in meant if case.plan is not None and not case.plan.ended]
    if not planned:
        names = ", ".join(case.number for _, case in meant)
        app.fail(f"{names}: no instalments are agreed that could be called off. Nothing was recorded.")
    numbers = tuple(dict.fromkeys(number for plan in planned for number in plan.invoices))
    folder = _write(app, books, numbers, (), note)
    said = f"Noted in {folder}: the instalments for {', '.join(numbers)} are called off; reminders go on."
    app.console.print(Text(said))
    app.console.print(COUNTS_FROM)


def _write(app: App, books: Books, numbers: tuple[InvoiceNumber, ...], parts: _Parts, note: str) -> str:
    at = datetime.now(books.settings.rules.calendar.timezone)
    agreed = Instalments(invoices=numbers, parts=parts, note=note, decided_at=at)
    return write_down(app, books.settings, lambda address, key: write_instalments(agreed, address, key), at)


def _meant(app: App, books: Books, targets: Sequence[str]) -> list[tuple[Account, Case]]:
    """The invoices named, each once, those of a client all that are open; ends where a name is nobody's."""
    found: dict[str, tuple[Account, Case]] = {}
    for target in targets:
        named = find_case(books.ledger, target)
        account = find_account(books.ledger, target) if named is None else None
        if named is None and account is None:
            app.fail(unknown(books, target), "Nothing was recorded.")
        theirs = [(account, case) for case in account.cases if case.is_open] if account else []
        if account and not theirs:
            app.fail(f"{target}: nothing is owed. Nothing was recorded.")
        for each in [named] if named is not None else theirs:
            found.setdefault(number_key(each[1].number), each)
    return list(found.values())


def _not_for_a_plan(books: Books, meant: Sequence[tuple[Account, Case]]) -> list[str]:
    """Why these invoices cannot be paid by one plan; empty: they can."""
    numbers = {case.number for _, case in meant}
    wrong = [f"{case.number}: nothing is owed of it." for _, case in meant if not case.is_open]
    clients = list(dict.fromkeys(account.client.name for account, _ in meant))
    if len({account.client.key for account, _ in meant}) > 1:
        wrong.append(f"A plan is one client's, and these are of {', '.join(clients)}.")
    if len({case.owed.currency for _, case in meant}) > 1:
        wrong.append("A plan has one currency: agree to one plan for each.")
    for _, case in meant:
        if any(hold.kind is HoldKind.INSOLVENCY for hold in case.silenced_by(books.today)):
            wrong.append(f"{case.number}: its client is said to be insolvent, and may pay no old debt.")
        beside = [n for n in case.plan.invoices if n not in numbers] if case.plan else []
        if case.plan and not case.plan.ended and _are_open(books, beside):
            wrong.append(
                f"{case.number} is in a plan with {', '.join(beside)}: name them too, or call it off first with --off."
            )
    return wrong


def _are_open(books: Books, numbers: Sequence[InvoiceNumber]) -> bool:
    found = (find_case(books.ledger, number) for number in numbers)
    return any(each is not None and each[1].is_open for each in found)


def _parts(books: Books, owed: Money, wanted: _Wanted) -> _Parts | list[str]:
    """The parts that were typed, by day, or what is wrong with them."""
    total = parse_amount(wanted.total, None, owed.currency, "--total ") if wanted.total else owed
    if isinstance(total, str):
        return [total]
    if total != owed:
        return [f"--total {total}: {owed} are owed today."]
    calendar = Calendar(books.settings.rules.calendar)
    parts = _equal(owed, wanted, calendar) if wanted.count else _named(owed, wanted.parts)
    if isinstance(parts, list):
        return parts
    past = [f"{day}: this day is past." for day, _ in parts if day < books.today]
    past += [f"{day}: parts are due until {LAST_DAY}." for day, _ in parts if day > LAST_DAY]
    come_to = Money(sum(amount.cents for _, amount in parts), owed.currency)
    if not past and come_to != owed:
        return [f"The parts come to {come_to}, and {owed} are owed: they must be the same."]
    return past or parts


def _equal(owed: Money, wanted: _Wanted, calendar: Calendar) -> _Parts | list[str]:
    assert wanted.count is not None
    assert wanted.first is not None
    try:
        parts = equal_parts(owed, wanted.count, wanted.first, calendar, wanted.every)
    except (OverflowError, ValueError):
        return [f"--first {wanted.first}: so many parts reach beyond all calendars."]
    return [parts] if isinstance(parts, str) else parts


def _named(owed: Money, typed: Sequence[str]) -> _Parts | list[str]:
    parts: dict[date, Money] = {}
    wrong: list[str] = []
    for each in typed:
        day, sign, words = each.partition("=")
        amount = parse_amount(words, None, owed.currency, f"--part {day}=") if sign else ""
        on = _day(day)
        if on is None or not sign:
            wrong.append(f"--part {each}: write it like 2026-12-01=400,00.")
        elif isinstance(amount, str):
            wrong.append(amount)
        elif amount.currency != owed.currency:
            wrong.append(f"--part {each}: the invoices are in {owed.currency}.")
        elif on in parts:
            wrong.append(f"--part {each}: there is a part of this day already.")
        else:
            parts[on] = amount
    return wrong or tuple(sorted(parts.items()))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None


def _table(parts: _Parts) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("part", "on", "amount"):
        table.add_column(title, justify="left" if title == "on" else "right", no_wrap=True)
    for place, (day, amount) in enumerate(parts, start=1):
        table.add_row(str(place), f"{day} ({day:%a})", Text(str(amount)))
    return table
