"""The files attached to a bank's mail in, their credits out. Pure; a file is known by its content."""

from relanced.intake.bank.camt import read_camt
from relanced.intake.bank.csv_file import read_csv
from relanced.intake.bank.mt940_file import read_mt940
from relanced.intake.bank.ofx_file import read_ofx
from relanced.intake.bank.statement import Statement, UnreadableFile
from relanced.intake.message import Attachment

MAX_FILES = 10
_HEAD = 4_096  # bytes that tell what a file is


def read_files(attachments: tuple[Attachment, ...]) -> tuple[tuple[Statement, ...], tuple[str, ...]]:
    """The statements found, and what could not be read («name: why»). Other files are passed over."""
    statements, troubles = [], []
    for attachment in attachments[:MAX_FILES]:
        try:
            statement = _read(attachment)
        except UnreadableFile as error:
            troubles.append(f"{attachment.filename or attachment.content_type}: {error}")
        else:
            if statement is not None:
                statements.append(statement)
    return tuple(statements), tuple(troubles)


def _read(attachment: Attachment) -> Statement | None:
    data, head = attachment.data, attachment.data[:_HEAD]
    name = attachment.filename.lower()
    if b":camt.05" in head or (b"<Document" in head and b"BkToCstmr" in head):
        return read_camt(data)
    if b"OFXHEADER" in head or b"<OFX>" in head:
        return read_ofx(data)
    if b":20:" in head and b":25:" in head:
        return read_mt940(data)
    if attachment.content_type == "text/csv" or name.endswith((".csv", ".tsv")):
        return read_csv(data)
    return None
