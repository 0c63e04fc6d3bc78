"""The files attached to a bank's mail in, what they tell out. Pure; a file is known by its content."""

import codecs
from collections.abc import Iterator

from relanced.intake.bank.files.camt import read_camt
from relanced.intake.bank.files.cfonb import looks_like_cfonb120, read_cfonb120
from relanced.intake.bank.files.coda import looks_like_coda, read_coda
from relanced.intake.bank.files.csv_file import is_table, read_csv
from relanced.intake.bank.files.mt940_file import read_mt940
from relanced.intake.bank.files.norma43 import looks_like_norma43, read_norma43
from relanced.intake.bank.files.ofx_file import read_ofx
from relanced.intake.bank.files.statement import Statement, UnreadableFile, together
from relanced.intake.bank.files.values import currency_named
from relanced.intake.bank.files.zip_file import is_zip, members
from relanced.intake.bank.vocabulary import GENERAL, Vocabulary
from relanced.intake.lazy import lazy
from relanced.intake.message import Attachment
from relanced.model.profile import TableRule

MAX_FILES = 10
_HEAD = 4_096  # bytes that tell what a file is
_MT940 = lazy(r"(?:^|\n|\{4:\s{0,4}):20:[^\n]{0,80}\n(?:[^\n]{0,400}\n){0,8}?:2[58][A-Z]?:")
_TABLES = (".csv", ".tsv", ".tab")
_TABLE_TYPES = frozenset(
    {"text/csv", "text/tab-separated-values", "application/csv", "text/comma-separated-values"}
)


def read_files(
    attachments: tuple[Attachment, ...],
    table: TableRule | None = None,
    vocabulary: Vocabulary = GENERAL,
    said: str = "",
) -> Statement | None:
    """What the files of one mail tell together; None where none of them is a bank's file.

    `table` is the layout of the bank's CSV files, `said` the words of the mail, which may name the
    currency where a table does not. A file that cannot be read is among the problems: «name: why»;
    a statement of no kind is one of which nothing could be read.
    """
    currency = currency_named(said)
    read: list[Statement] = []
    seen: set[bytes] = set()
    for attachment in attachments[:MAX_FILES]:
        if attachment.data in seen:
            continue
        seen.add(attachment.data)
        name = attachment.filename or attachment.content_type
        try:
            for part in _unpacked(attachment):
                statement = _read(part, table, vocabulary, currency)
                if statement is not None:
                    read.append(statement)
        except UnreadableFile as error:
            read.append(Statement(credits=(), has_debits=False, problems=(f"{name}: {error}",)))
    return together(read) if read else None


def _unpacked(attachment: Attachment) -> Iterator[Attachment]:
    """The file, or those of an archive; an archive in an archive is not opened."""
    if is_zip(attachment.data):
        yield from (member for member in members(attachment.data) if not is_zip(member.data))
    else:
        yield attachment


def _read(
    file: Attachment, table: TableRule | None, vocabulary: Vocabulary, currency: str
) -> Statement | None:
    data, head = file.data, _head(file.data)
    if ":camt.05" in head or "BkToCstmr" in head:
        return read_camt(data)
    if "OFXHEADER" in head or "<OFX>" in head.upper():
        return read_ofx(data)
    if looks_like_cfonb120(head):
        return read_cfonb120(data)
    if looks_like_norma43(head):
        return read_norma43(data)
    if looks_like_coda(head):
        return read_coda(data)
    if _MT940.search(head):
        return read_mt940(data)
    is_named_so = file.content_type in _TABLE_TYPES or file.filename.lower().endswith(_TABLES)
    if is_named_so or is_table(data, vocabulary):
        return read_csv(data, table, vocabulary, currency)
    return None


def _head(data: bytes) -> str:
    """The first signs of a file, whatever its encoding: good enough to find a name in them."""
    return (
        data[:_HEAD]
        .replace(b"\x00", b"")
        .removeprefix(codecs.BOM_UTF8)
        .decode("latin-1")
        .replace("\r\n", "\n")
    )
