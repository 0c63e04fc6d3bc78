"""Texts and secrets in, files on the disk out: all of them, or none."""

import os
import secrets
import shutil
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

PRIVATE, READABLE = 0o600, 0o644


class NotWritable(Exception):  # noqa: N818 - says what happened; it is told to people
    """A file or folder that cannot be made; the message says which and why."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be written."""

    path: Path
    text: str = field(repr=False)
    mode: int = PRIVATE


def new_key() -> str:
    """A signing key: 32 random bytes, as text."""
    return b64encode(secrets.token_bytes(32)).decode("ascii")


def make_folder(folder: Path, mode: int) -> None:
    """A folder with the ones above it; one that is there stays as it is. Raises NotWritable."""
    try:
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritable(f"{folder}: {error.strerror}") from None
    if not os.access(folder, os.W_OK):
        raise NotWritable(f"{folder}: no right to write there")


def write_all(files: list[NewFile], *, backup: str) -> tuple[Path, ...]:
    """Write every file beside its place, then put each there; the last one is the one that makes them count.

    What stood in the place of the last one is kept under its name with `backup` behind it. Whatever goes
    wrong or interrupts before that, nothing new stays. Gives the backups. Raises NotWritable.
    """
    drafts: list[Path] = []
    placed: list[Path] = []
    kept: tuple[Path, ...] = ()
    try:
        drafts.extend(_draft(file) for file in files)  # as far as it came, where one cannot be made
        for file, draft in zip(files, drafts, strict=True):
            is_new = not file.path.exists()
            if file is files[-1] and not is_new:
                kept = (_copy(file.path, backup),)
            draft.replace(file.path)
            if is_new:
                placed.append(file.path)
    except OSError as error:
        _remove([*drafts, *placed])
        raise NotWritable(f"{error.filename or files[-1].path}: {error.strerror or error}") from None
    except BaseException:
        _remove([*drafts, *placed])
        raise
    return kept


def _draft(file: NewFile) -> Path:
    """The file under a name that nothing reads, whole and on the disk."""
    path = file.path.with_name(f".{file.path.name}.{secrets.token_hex(4)}.new")
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, PRIVATE)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as writer:
            writer.write(file.text)
            writer.flush()
            os.fchmod(writer.fileno(), file.mode)
            os.fsync(writer.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _copy(path: Path, backup: str) -> Path:
    kept = path.with_name(f"{path.name}.{backup}")
    shutil.copy2(path, kept)
    return kept


def _remove(paths: list[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)
