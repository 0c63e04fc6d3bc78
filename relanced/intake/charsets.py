"""Bytes and the charset that a sender names in, text out. Pure."""

from relanced.intake.lazy import lazy

# Codecs of Python that no mail program writes: they make lone surrogates, run their own escapes, or take the
# square of a text's length. By letters and figures alone, as Python finds them.
_NO_CHARSETS = frozenset(
    "utf7 u7 unicode11utf7 unicodeescape rawunicodeescape idna punycode undefined mbcs".split()  # noqa: SIM905 - reads better
)
_ODD_SIGNS = lazy(r"[^a-z0-9]+")


def decode_bytes(data: bytes, charset: str) -> tuple[str, bool]:
    """Decode a text: (text, whether the named charset was right). Falls back to UTF-8, then Windows-1252.

    Outlook says iso-8859-1 and writes Windows-1252; Python's codec names take anything, so a
    charset with NUL or of unknown name must not stop the mail.
    """
    name = charset.strip().strip("\"'").lower()
    if _ODD_SIGNS.sub("", name) in _NO_CHARSETS:  # «-utf 7» is utf-7 to Python
        name = "utf-8"
    if name in {"iso-8859-1", "latin-1", "us-ascii", "ascii", ""}:
        name = "utf-8" if name in {"us-ascii", "ascii", ""} else "cp1252"
    for attempt, right in ((name, True), ("utf-8", False), ("cp1252", False)):
        try:
            return data.decode(attempt), right
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1"), False
