"""How long a restart takes, from the store's file to the first plan, and what memory; prints figures, asserts nothing.

Run by `make bench`. The firm is one of many years: of a hundred invoices ninety-five are paid, thirty were
chased, thirty brought a reply. Each line is measured in a process of its own. Seconds are of the processor.
"""

import argparse
import gc
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from itertools import islice
from pathlib import Path
from types import ModuleType

from relanced.casework.live.plan import LivePlan
from relanced.edge.store import Store
from relanced.model.facts import Fact, Outcome
from relanced.model.intents import Intent

TESTS = Path(__file__).parents[1] / "tests"
OF_A_CLIENT = 50  # invoices
TODAY = date(2026, 3, 12)
_DAY = timedelta(days=1)


def years(make: ModuleType, facts: int, of_a_client: int = OF_A_CLIENT) -> Iterator[Fact]:
    """So many facts, as they came in, the last ones of these weeks; so many invoices a client has had."""
    invoices = facts * 100 // 315
    first = TODAY - 1_500 * _DAY
    clients = max(invoices // of_a_client, 20)
    for n in range(facts):
        on = first + timedelta(days=n * 1_440 // max(invoices, 1))
        yield from _story(make, n, n % clients, on, is_late=n % 100 < 30, is_paid=n % 20 != 0)


def _story(
    make: ModuleType, n: int, client: int, on: date, *, is_late: bool, is_paid: bool
) -> Iterator[Fact]:
    number = f"F{on.year}-{n:07d}"
    address, name = f"compta@client{client}.example", f"Client {client} SARL"
    total, due = f"{100 + n % 4000}.{n % 100:02d}", on + 30 * _DAY
    yield make.invoice(number, to=address, name=name, total=total, on=on, due=due)
    if is_late and due + 9 * _DAY < TODAY:
        letter = f"r{n}@firm.example"
        step, sent_on = (number, "rappel"), due + 8 * _DAY
        yield make.intended(step, on=sent_on, client=f"client{client}.example", message_id=letter)
        yield make.outcome(Outcome.SENT, on=sent_on, message_id=letter)
        yield make.reminder(step, on=sent_on, to=address, message_id=letter)
        yield make.reply(
            Intent.PROMISE, on=sent_on + _DAY, sender=address, answers=(letter,), promised_on=due
        )
    if is_paid and due + 20 * _DAY < TODAY:
        paid = make.credit(total, f"VIR {number}", name.upper())
        yield make.notice(paid, on=due + (20 if is_late else 1) * _DAY, mail=number)


def restart(path: Path) -> None:
    """What the service does until it has a plan; one line of the table."""
    make = import_module("casework.casework_makers")
    gc.disable()
    marks = [time.process_time()]
    store = Store.open(f"sqlite:///{path}", lock=True)
    facts = [fact for _, fact in store.facts_after(0)]
    marks.append(time.process_time())
    read = _peak()
    live = LivePlan(make.RULES)
    live.take(facts)
    ledger, actions = live.on(TODAY)
    marks.append(time.process_time())
    store.close()
    cases = sum(case.is_open for account in ledger.accounts.values() for case in account.cases)
    total, fact = marks[2] - marks[0], 1_000_000 / len(facts)
    print(
        f"{len(facts):9,} {cases:10,} {marks[1] - marks[0]:8.1f} {marks[2] - marks[1]:8.1f} {total:8.1f} "
        f"{total * fact:9.0f} {read:8.0f} {_peak():8.0f}",
        flush=True,
    )
    assert actions


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bench(count: int, of_a_client: int, folder: Path) -> None:
    """Fill a store, then start on it."""
    make = import_module("casework.casework_makers")
    path = folder / f"{count}.sqlite"
    store = Store.open(f"sqlite:///{path}", lock=True)
    told = islice(years(make, count, of_a_client), count)
    while batch := list(islice(told, 5_000)):
        store.record((), batch)
    store.close()
    subprocess.run([sys.executable, __file__, "--on", str(path)], check=True)
    path.unlink()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--of-a-client", type=int, default=OF_A_CLIENT, help="invoices that each has had")
    parser.add_argument("--on", type=Path, help="a store that is filled already: one line, in this process")
    chosen = parser.parse_args()
    sys.path.insert(0, str(TESTS))
    if chosen.on is not None:
        restart(chosen.on)
        return
    print("    facts open cases   read s   plan s    sum s   us/fact  MB read  MB peak", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for count in chosen.facts:
            bench(count, chosen.of_a_client, Path(folder))


if __name__ == "__main__":
    main()
