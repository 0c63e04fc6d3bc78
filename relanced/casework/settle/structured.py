"""A payer's reference in, the structured creditor references in it and the digits they carry out. Pure.

ISO 11649 («RF18 5390 0754 7034»), the Belgian structured communication («+++090/9337/55493+++») and
the Swiss QR reference (27 digits).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum import iso11649
from stdnum.be import ogm_vcs
from stdnum.ch import esr

# Up to 21 characters behind the check digits, often in groups of four.
_RF = re.compile(r"\bRF ?[0-9]{2}(?: ?[A-Z0-9]{1,4}){1,6}")
_BELGIAN = re.compile(
    r"(?<![0-9])[0-9]{3} ?/ ?[0-9]{4} ?/ ?[0-9]{5}(?![0-9])|(?<=[+*]{3})[0-9]{12}(?=[+*]{3})"
)
_SWISS = re.compile(r"(?<![0-9])[0-9]{2}(?: ?[0-9]{5}){5}(?![0-9])")


@dataclass(frozen=True, slots=True)
class Structured:
    """One structured reference, and what its maker put into it."""

    written: str
    start: int
    end: int
    carries: str  # letters and digits without the check digits


def structured_in(text: str) -> Iterator[Structured]:
    """The references of folded text whose check digits are right."""
    for match in _RF.finditer(text):
        words = match[0].split(" ")
        for count in range(len(words), 0, -1):  # «RF18 5390 MERCI»: what follows may look like a part of it
            written = " ".join(words[:count])
            compact = written.replace(" ", "")
            if len(compact) > 4 and iso11649.is_valid(compact):
                yield Structured(written, match.start(), match.start() + len(written), compact[4:])
                break
    for match in _BELGIAN.finditer(text):
        digits = "".join(c for c in match[0] if c.isdigit())
        if ogm_vcs.is_valid(digits):
            yield Structured(match[0], match.start(), match.end(), digits[:-2])
    for match in _SWISS.finditer(text):
        digits = match[0].replace(" ", "")
        if esr.is_valid(digits):
            yield Structured(match[0], match.start(), match.end(), digits[:-1])


def carried(found: Structured, number: str) -> bool:
    """Whether it carries this invoice number: alone, filled with zeros, or behind a client's number and zeros.

    `number` is compact: letters and digits only.
    """
    digits = "".join(c for c in number if c.isdigit())
    inside = found.carries.lstrip("0")
    if inside in {number, number.lstrip("0"), digits.lstrip("0")} and len(inside) > 2:
        return True
    if len(digits.lstrip("0")) < 3:
        return False
    before = found.carries[: -len(digits)]
    return found.carries.endswith(digits) and (
        before.endswith("0") or digits.startswith("0") or len(digits) > 5
    )
