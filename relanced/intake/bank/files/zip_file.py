"""An archive that a bank attaches in, the files in it out. Pure; strict limits, one level, nothing touches a disk."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator

from relanced.intake.bank.files.statement import MAX_FILE, UnreadableFile
from relanced.intake.message import Attachment

MAX_MEMBERS = 10
MAX_RATIO = 200  # a statement in XML packs to a thirtieth; a bomb to a thousandth
_OFFICE = frozenset({"[content_types].xml", "mimetype", "meta-inf/manifest.xml"})  # .docx, .xlsx, .odt, .jar
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    OverflowError,
    KeyError,
)


def is_zip(data: bytes) -> bool:
    """Whether a file begins as an archive does."""
    return data.startswith(b"PK\x03\x04")


def members(data: bytes) -> tuple[Attachment, ...]:
    """The files of an archive; none of an office document. Raises UnreadableFile for what passes the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return tuple(_members(archive))
    except UnreadableFile:
        raise
    except _BROKEN as error:
        raise UnreadableFile(f"an archive that cannot be opened: {error}"[:200]) from error


def _members(archive: zipfile.ZipFile) -> Iterator[Attachment]:
    inside = [info for info in archive.infolist() if not info.is_dir()]
    if any(info.filename.lower() in _OFFICE for info in inside):
        return
    if len(inside) > MAX_MEMBERS:
        raise UnreadableFile(f"an archive of more than {MAX_MEMBERS} files")
    room = MAX_FILE
    for info in inside:
        if info.file_size > room or info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise UnreadableFile("an archive that unpacks to more than relanced reads")
        with archive.open(info) as member:
            data = member.read(room + 1)
        if len(data) > room:
            raise UnreadableFile("an archive that unpacks to more than relanced reads")
        room -= len(data)
        name = " ".join(info.filename.rpartition("/")[2].split())[:200]
        yield Attachment(content_type="application/octet-stream", filename=name, data=data)
