"""No reader fails on what is damaged, loses a mail, or makes a fact that cannot be kept, folded and planned with.

These are the first of what `make fuzz` tries, a hundred thousand, in workers with the limits of the service.
"""

import pytest
from fuzz.fuzz_reading import firm, read
from fuzz.fuzz_seeds import READERS

from relanced.daemon import worker

EACH = 150


@pytest.mark.parametrize("name", READERS)
def test_what_is_damaged_is_read_or_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_rules", worker.reading_rules(firm()))
    refused = 0
    for number in range(EACH):
        try:
            refused += read(name, number)
        except Exception as error:
            error.add_note(f"fuzz.fuzz_reading.read({name!r}, {number})")
            raise
    assert refused < EACH  # some of it is still whole enough to be read
