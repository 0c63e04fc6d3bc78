"""The books in, why no reminder leaves to anybody today, or one does not, in words, out."""

from collections.abc import Iterator

from relanced.casework.rhythm import silences
from relanced.cli.client_mail_view import one_line
from relanced.cli.words import Text
from relanced.daemon.books import Books

SHOWN = 10  # letters that stayed
_SAID = (": no reminder leaves", ", so no reminder leaves")  # the line begins with it


def standstill(books: Books) -> tuple[str, ...]:
    """What holds the whole mailbox, a reason each; none: reminders leave as planned."""
    ledger, rules = books.ledger, books.settings.rules
    whys = [books.kept_back] if books.kept_back else []
    whys += [hold.why for hold in ledger.holds if hold.asks(books.today)]
    if any(case.is_open for account in ledger.accounts.values() for case in account.cases):
        found = silences(ledger.bank_heard_on, ledger.bank_looked_on, books.today, rules.calendar)
        whys += [silence.why for silence in found]
    whys += _of_reading(books).values()
    return tuple(dict.fromkeys(whys))


def _of_reading(books: Books) -> dict[str, str]:
    """What in the mailbox is not read yet, which nobody but the service and the server can mend."""
    whys = {}
    if books.unread:
        whys["Still reading"] = (
            f"{books.unread} older mails wait to be read: no reminder leaves until then, and more may come to light"
        )
    if books.lost:
        folders = "; ".join(f"{folder}: {why}" for folder, why in books.lost.items())
        whys["Not read to the end"] = f"{folders}: no reminder leaves until it is read; tried in every round"
    return whys


def standstill_lines(books: Books) -> Iterator[Text]:
    """Some lines for a terminal where something holds the whole mailbox, else none."""
    reading = _of_reading(books)
    for what, why in reading.items():
        yield Text(f"{what}: {one_line(why, 400)}.", style="bold yellow")
    whys = [why for why in standstill(books) if why not in reading.values()]
    if not whys:
        return
    why = whys[0]
    for ending in _SAID:
        why = why.removesuffix(ending)
    more = len(whys) - 1
    others = f" (and {more} more {'reason' if more == 1 else 'reasons'})" if more else ""
    yield Text(
        f"No reminder leaves, to anybody, until you have looked: {one_line(why, 400)}{others}.",
        style="bold yellow",
    )


def held_lines(books: Books) -> Iterator[Text]:
    """A line for each letter that was due in the last round and stayed, with its reason."""
    if books.held:
        yield Text("\nStayed in the last round:", style="bold")
    for each in books.held[:SHOWN]:
        what = f"{each.client}, {', '.join(each.invoices)}"
        yield Text(f"  {one_line(what, 120)}: {one_line(each.why, 400)}", style="yellow")
    if len(books.held) > SHOWN:
        yield Text(f"  and {len(books.held) - SHOWN} more")


def held_json(books: Books) -> list[dict[str, object]]:
    """The same, for other programs."""
    return [{"client": each.client, "invoices": list(each.invoices), "why": each.why} for each in books.held]
