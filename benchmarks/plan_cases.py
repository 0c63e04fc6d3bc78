"""How long a plan takes, for all cases and after one new fact; prints figures, asserts nothing.

Run by `make bench`. Every case is open, each client has five. Seconds are of the processor. The new
facts are of the kinds that come most: a reply, a bank's notice, an invoice, the three facts of a letter,
and the copy of a letter that is older than the server's last word on it.
"""

import argparse
import gc
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from types import ModuleType

from relanced.casework.live.plan import LivePlan
from relanced.casework.planning.plan import plan
from relanced.model.facts import Fact, Outcome
from relanced.model.intents import Intent

TESTS = Path(__file__).parents[1] / "tests"
EACH = 5  # cases of a client
FIRST, TODAY = date(2026, 1, 5), date(2026, 3, 12)


def open_cases(make: ModuleType, cases: int) -> list[Fact]:
    """So many invoices that nobody has paid, of the last two months."""
    return [
        make.invoice(
            f"F2026-{n:06d}",
            to=_address(n // EACH),
            name=f"Client {n // EACH} SARL",
            total=f"{100 + n % 4000}.{n % 100:02d}",
            on=(on := FIRST + timedelta(days=n * 7 % 50)),
            due=on + timedelta(days=30),
        )
        for n in range(cases)
    ]


def _address(client: int) -> str:
    return f"compta@client{client}.example"


def news(make: ModuleType) -> Iterator[tuple[str, Fact]]:
    """One fact of each kind, in order of time, none about the client of another."""
    days = (date(2026, 3, 1) + timedelta(days=n) for n in range(11))
    yield "warm", make.reply(Intent.PROMISE, on=next(days), sender=_address(7), promised_on=date(2026, 3, 20))
    yield (
        "reply",
        make.reply(Intent.PROMISE, on=next(days), sender=_address(8), promised_on=date(2026, 3, 20)),
    )
    yield "warm", make.notice(make.credit("100.00", "F2026-000000", "CLIENT 0"), on=next(days))
    yield "money", make.notice(make.credit("107.07", "F2026-000007", "CLIENT 1"), on=next(days))
    yield "invoice", make.invoice("F2026-900001", to=_address(9), name="Client 9 SARL", on=next(days))
    yield "newcomer", make.invoice("F2026-900002", to="compta@neuf.example", name="Neuf", on=next(days))
    line, name = ("F2026-000100", "rappel"), "r1@firm.example"
    yield "intended", make.intended(line, on=next(days), client="client20.example", message_id=name)
    yield "outcome", make.outcome(Outcome.SENT, on=next(days), message_id=name)
    yield "copy", make.reminder(line, on=next(days), to=_address(20), message_id=name)
    line, name, day = ("F2026-000105", "rappel"), "r2@firm.example", next(days)
    yield "warm", make.intended(line, on=day, client="client21.example", message_id=name)
    yield "warm", make.outcome(Outcome.SENT, on=day, message_id=name)
    copy = make.reminder(line, on=day, to=_address(21), message_id=name)
    between = make.at(day, 9) + timedelta(seconds=30)  # of what was intended and the server's word
    yield "late", replace(copy, source=replace(copy.source, at=between))


@contextmanager
def timed(found: dict[str, float], name: str) -> Iterator[None]:
    """The processor's time of a block, without the search for cycles, as the daemon plans."""
    gc.collect()
    gc.disable()
    start = time.process_time()
    yield
    found[name] = time.process_time() - start
    gc.enable()


def bench(cases: int) -> None:
    """One line of the table."""
    make = import_module("casework.casework_makers")
    facts, found = open_cases(make, cases), dict[str, float]()
    live = LivePlan(make.RULES)
    live.take(facts)
    with timed(found, "first"):
        ledger, _ = live.on(TODAY)
    with timed(found, "plan"):
        plan(ledger, make.RULES, TODAY)
    after = {}
    for kind, fact in news(make):
        with timed(found, kind):
            live.take([fact])
            live.on(TODAY)
        after[kind] = found[kind]
    del after["warm"]
    told = " ".join(f"{1000 * seconds:8.1f}" for seconds in after.values())
    print(f"{cases:8,} {found['first'] - found['plan']:8.2f} {found['plan']:8.2f} {told}", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    chosen = parser.parse_args()
    sys.path.insert(0, str(TESTS))
    print("            fold s   plan s  after one fact: ms")
    print(
        "   cases       all      all    reply    money  invoice newcomer intended  outcome     copy     late"
    )
    for cases in chosen.cases:
        bench(cases)


if __name__ == "__main__":
    main()
