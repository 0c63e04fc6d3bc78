"""How long `relanced simulate` thinks over 24 months of a mailbox; prints figures, asserts nothing.

Run by `make bench`. The mails are those of tests/two_years.py, invented and the same in each run; what
is measured is what follows once they are read: all facts of the store in, letters and comparison out.
Seconds are of the processor.
"""

import argparse
import importlib
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from relanced.casework.fold import fold
from relanced.casework.past.compare import compare
from relanced.casework.past.history import history
from relanced.casework.past.replay import replay

if TYPE_CHECKING:
    from relanced.casework.past.replay import Sent

TESTS = Path(__file__).parents[1] / "tests"


def bench(mails: int) -> None:
    """One line of the table."""
    made = importlib.import_module("two_years")
    rules = importlib.import_module("casework.casework_makers").RULES
    facts = made.two_years(mails)
    start = time.process_time()
    past = history(facts, rules, made.FIRST)
    sent: list[Sent] = []
    for day in replay(past, rules, made.FIRST, made.LAST):
        sent += day.sent
    replayed = time.process_time() - start
    start = time.process_time()
    found = compare(sent, past.chased, fold(facts, rules), rules, made.FIRST, made.LAST)
    compared = time.process_time() - start
    print(f"{len(facts):8,} {found.summary.invoices:9,} {len(sent):8,} {replayed:9.2f} {compared:10.2f}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, nargs="*", default=[500, 1_500, 3_400])
    chosen = parser.parse_args()
    sys.path.insert(0, str(TESTS))
    print("   mails  invoices  letters  replay s  compare s")
    for mails in chosen.mails:
        bench(mails)


if __name__ == "__main__":
    main()
