"""How the time to read a bank file grows with its length, for files made to be slow; asserts nothing.

Run by `make bench`. A reader in step with the length takes eight times as long for a file of eight
times the length; what grows with the square takes sixty-four times as long.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from bank_files import attached
from bank_shapes import LONG, SHAPES, SHORT

from relanced.intake.bank.files.read import read_files


def milliseconds(data: bytes) -> float:
    """Of the processor, the best of three."""
    took = []
    for _ in range(3):
        start = time.process_time()
        read_files((attached("a.csv", data),))
        took.append(time.process_time() - start)
    return min(took) * 1000


print(f"{'filled with':<24}{'short':>9}{'8 times':>9}{'growth':>8}")
for name, made in SHAPES.items():
    short, long = milliseconds(made(SHORT)), milliseconds(made(LONG))
    print(f"{name:<24}{short:>6.1f} ms{long:>6.0f} ms{long / short:>8.1f}")
