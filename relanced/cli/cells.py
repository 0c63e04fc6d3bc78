"""Words for a cell of a CSV file in, the same out such that no spreadsheet computes them."""

import re

# Excel in Europe splits at «;» whatever the quotes say; programs compute behind blanks and quotes as well,
# and East Asian ones take the wide forms of the signs too.
_COMPUTED = re.compile(
    r"""(^|[;,\t\r\n|])((?:[^\S\t\r\n]|["'])*+[=+\-@\uff1d\uff0b\uff0d\uff20])"""  # no separator among the blanks
)
_GUARDED = r"\1'\2"
_AMOUNT = re.compile(r"-?\d{1,20}(?:\.\d{1,9})?")


def cell(words: str) -> str:
    """Guarded where it, or what a program that splits at «;» or a tab makes a cell of, would be computed.

    A plain amount stays one, also a negative one.
    """
    return words if _AMOUNT.fullmatch(words) else _COMPUTED.sub(_GUARDED, words)
