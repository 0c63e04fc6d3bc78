"""Settings in, what can be said of this machine out: clock, disk, the folder of the store, versions."""

import os
import platform
import shutil
import sqlite3
import stat
import sys
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlalchemy.engine import make_url

from relanced import __version__
from relanced.cli.finding import Finding, note
from relanced.edge.clock import BUILT_IN
from relanced.edge.clock_sync import is_synchronised
from relanced.edge.settings import Settings

LEAST_FREE, FEW_FREE = 50 * 2**20, 500 * 2**20  # bytes: below the first no round may end well
_LOGS = Path("/var/log/journal")
# A mail that arrived so much later than now: servers' clocks differ too, and a mail that was put into the
# mailbox by hand (a move from another provider) may bear any date.
_AHEAD, _TOO_FAR = timedelta(minutes=10), timedelta(days=400)
# Releases with a fault that relanced meets: the library, the first good release, and what the fault does.
_FAULTY = (
    ("imapclient", (4, 1), "a server that falls silent stops it for ever"),
    ("aiosmtplib", (5, 1, 3), "what a server or an address says could become a command"),
)


def look_at_machine(settings: Settings, newest_arrival: datetime | None) -> list[Finding]:
    """`newest_arrival`: when the newest mail of INBOX arrived, by the mail server's clock."""
    return [
        clock_found(datetime.now(UTC), newest_arrival, is_kept=is_synchronised()),
        *_disk(settings),
        *_state(settings),
        _versions(),
    ]


def clock_found(now: datetime, newest_arrival: datetime | None, *, is_kept: bool | None) -> Finding:
    """Whether the clock can be right: a mail that arrived later than now proves it slow.

    `is_kept`: by a time server; None where that is not known.
    """
    says = f"{now:%Y-%m-%d %H:%M} UTC"
    if now.year < BUILT_IN:
        return Finding("clock", ok=False, says=says, do="set the clock: this year cannot be")
    if newest_arrival is not None and not is_kept and _AHEAD < newest_arrival - now < _TOO_FAR:
        told = f"{says}, but a mail arrived at {newest_arrival.astimezone(UTC):%Y-%m-%d %H:%M} by the mail server's"
        return Finding("clock", ok=False, says=told, do="set the clock («timedatectl set-ntp true»)")
    if is_kept:
        return Finding("clock", ok=True, says=f"{says}, kept by a time server")
    if is_kept is None:
        return Finding("clock", ok=True, says=says)
    do = "«timedatectl set-ntp true» has it kept; in a container or a virtual machine its host may do so"
    return note("clock", f"{says}; as far as the kernel knows no time server keeps it", do)


def state_folder(settings: Settings) -> Path:
    """Where the store lies."""
    return Path(str(make_url(settings.store_url).database)).absolute().parent


def _disk(settings: Settings) -> list[Finding]:
    """The folder of the store, or the nearest above it that is there; and where the system keeps its logs."""
    folder = state_folder(settings)
    there = next((each for each in (folder, *folder.parents) if each.exists()), Path("/"))
    found = [disk_found("disk", there)]
    if _LOGS.exists() and _LOGS.stat().st_dev != there.stat().st_dev:
        found.append(disk_found("disk of the log", _LOGS))
    return found


def disk_found(what: str, folder: Path) -> Finding:
    """How much is free, in bytes and in files."""
    try:
        usage = shutil.disk_usage(folder)
        files = os.statvfs(folder)
    except OSError as error:
        return Finding(what, ok=False, says=f"{folder}: {error.strerror}")
    says = f"{folder}: {_size(usage.free)} free of {_size(usage.total)}"
    do = "make room: a round that cannot write down what it read is taken again and again"
    if files.f_files and not files.f_favail:
        return Finding(what, ok=False, says=f"{says}, but no file can be added", do=do)
    if usage.free < LEAST_FREE:
        return Finding(what, ok=False, says=says, do=do)
    if usage.free < FEW_FREE:
        return note(what, says, do)
    return Finding(what, ok=True, says=says)


def _size(count: int) -> str:
    for unit, size in (("GB", 10**9), ("MB", 10**6)):
        if count >= size:
            return f"{count / size:.1f} {unit}" if count < 10 * size else f"{count // size} {unit}"
    return f"{count // 1000} kB"


def _state(settings: Settings) -> list[Finding]:
    """Whether others of this machine could read what clients owe; who could change it is told under «access»."""
    folder = state_folder(settings)
    try:
        mode = stat.S_IMODE(folder.stat().st_mode)
        files = [path for path in folder.glob("*.db*") if path.stat().st_mode & 0o077]
    except OSError:
        return []  # not there yet
    if files and mode & 0o055:
        return [
            Finding(
                "state folder",
                ok=False,
                says=f"{files[0]}: others may read it",
                do=f"chmod 600 {files[0]}; chmod 700 {folder}",
            )
        ]
    if mode & 0o077:
        says = f"{folder}: others may look into it (mode {mode:04o}); the files in it are yours alone"
        return [note("state folder", says, f"best: one of its own with mode 0700, chmod 700 {folder}")]
    return [Finding("state folder", ok=True, says=f"{folder}: yours alone (mode {mode:04o})")]


def _versions() -> Finding:
    says = f"relanced {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    faults = [
        f"{name} {found}: {why}"
        for name, least, why in _FAULTY
        if (found := _installed(name)) and _numbers(found) < least
    ]
    if faults:
        return Finding(
            "versions", ok=False, says=f"{says}; {'; '.join(faults)}", do="pip install --upgrade relanced"
        )
    if sqlite3.sqlite_version_info < (3, 37):
        return Finding("versions", ok=False, says=says, do="SQLite 3.37 or newer is needed")
    if sys.version_info[:2] > (3, 13):
        return note("versions", f"{says}: relanced is tried with Python 3.11 to 3.13")
    return Finding("versions", ok=True, says=says)


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:3] if part.isdigit())
