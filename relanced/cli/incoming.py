"""The books and a name in, the payment that is meant out; or the command ended with what to type."""

import re

from relanced.cli.common import App
from relanced.daemon.books import Books
from relanced.daemon.desk.incoming import Incoming, incoming
from relanced.daemon.desk.mails import SHORTEST
from relanced.daemon.desk.meant import did_you_mean

MANY = 8  # names that are proposed
_NAME = re.compile(r"([0-9a-f]{1,8})(?:\.([0-9]{1,6}))?", re.ASCII)


def one_credit(app: App, books: Books, name: str) -> Incoming:
    """The payment of this name, or the only one that begins so; ends the command where there is none."""
    known = incoming(books)
    parts = _NAME.fullmatch(name.strip().casefold())
    found = _named(known, parts[1], int(parts[2]) if parts[2] else 0) if parts else []
    if not found:
        is_short = len(name.partition(".")[0]) < SHORTEST
        short = f" The ref needs {SHORTEST} digits at least." if is_short else ""
        meant = did_you_mean(name, (each.name for each in known))
        app.fail(
            f"{name}: no payment of this name is known.{short}{meant}",
            "«relanced credits list --all» lists every one.",
        )
    if len(found) > 1:
        names = ", ".join(each.name for each in found[:MANY])
        more = f" and {len(found) - MANY} more" if len(found) > MANY else ""
        app.fail(f"{name}: several payments begin so: {names}{more}. Type more of it; nothing was recorded.")
    return found[0]


def _named(known: tuple[Incoming, ...], ref: str, line: int) -> list[Incoming]:
    """By the mail that counts, else by another one that told of it: line 0 is any."""
    if len(ref) < SHORTEST:
        return []
    mine = [each for each in known if each.story.mail.startswith(ref)]
    others = [each for each in known if any(also.startswith(ref) for also in each.story.also_told_by)]
    return [each for each in mine if line in {0, each.story.line}] or ([] if mine else others)
