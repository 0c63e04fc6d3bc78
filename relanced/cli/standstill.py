"""The books in, why no reminder leaves to anybody today, or one does not, in words, out."""

from collections.abc import Iterator

from relanced.cli.words import Text
from relanced.daemon.books import Books
from relanced.daemon.desk.short import one_line
from relanced.daemon.desk.standstill import of_reading, standstill

SHOWN = 10  # letters that stayed
_SAID = (": no reminder leaves", ", so no reminder leaves")  # the line begins with it


def standstill_lines(books: Books) -> Iterator[Text]:
    """Some lines for a terminal where something holds the whole mailbox, else none."""
    reading = of_reading(books)
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
