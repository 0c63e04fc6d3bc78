"""Named files in, one ZIP out: always the same bytes for the same files, checked after it was written."""

import hashlib
import io
import os
import re
import secrets
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

SUMS = "SHA256SUMS"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can bear
_PRIVATE = 0o600
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 60


class PackError(Exception):
    """The file could not be written, or is not what was to be written; the message says which."""


def safe_name(text: str, otherwise: str) -> str:
    """A name for a file from a stranger's words: never a path, never hidden, letters and digits of ASCII."""
    return _UNSAFE.sub("-", text)[:_LONGEST].strip(".-") or otherwise


def digest(data: bytes) -> str:
    """The SHA-256 of a file, in hex."""
    return hashlib.sha256(data).hexdigest()


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """What «sha256sum -c» reads."""
    return "".join(f"{digest(files[name])}  {name}\n" for name in sorted(files)).encode("utf-8")


def pack(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of these files and their sums, by name.

    Nothing is compressed: what a compressor makes of the same bytes depends on its version, and PDFs and
    attached files are compressed already.
    """
    whole = {**files, SUMS: sums_of(files)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(whole):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3  # Unix, on every machine
            entry.external_attr = (0o100000 | _PRIVATE) << 16
            archive.writestr(entry, whole[name])
    return buffer.getvalue()


def check(path: Path) -> None:
    """Read a ZIP again and compare every file with its sum. Raises PackError."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            told = dict(_sum_line(line) for line in archive.read(SUMS).decode("utf-8").splitlines())
            wrong = [name for name in names if name != SUMS and told.get(name) != digest(archive.read(name))]
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise PackError(f"{path}: it cannot be read again: {error}") from error
    if wrong or len(told) != len(names) - 1:
        raise PackError(f"{path}: not what was written: {', '.join(wrong) or SUMS}")


def _sum_line(line: str) -> tuple[str, str]:
    told, _, name = line.partition("  ")
    return name, told


def write(path: Path, data: bytes, *, force: bool) -> None:
    """Write a file that only its owner can read, whole or not at all. Raises PackError.

    Without `force` a file that is there already stays, even one that came there meanwhile.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if force:
            beside.replace(path)
        else:
            path.hardlink_to(beside)
    except FileExistsError as error:
        raise PackError(f"{path}: it is there already; --force replaces it.") from error
    except OSError as error:
        raise PackError(f"{path}: it cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
