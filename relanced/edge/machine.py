"""Nothing in, what tells this machine and this process from every other out; whether another process has ended.

Reads /proc and /etc/machine-id. What cannot be read (a hardened unit hides much) is said to be
unknown: then nobody is taken for dead.
"""

import hashlib
import os
import socket
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_ENDED = {"Z", "X"}  # killed and not yet reaped, and gone


def seat_of(store_url: str) -> str:
    """The same for this machine and this store, also when the database is deleted; 16 hex digits."""
    return hashlib.sha256(f"{machine_id()}\n{store_url}".encode()).hexdigest()[:16]


def machine_id() -> str:
    """What this installation is called by machine-id(5), which asks never to show it; else the machine's name."""
    return next((text for path in _MACHINE_IDS if (text := _text(path))), socket.gethostname())


def host_name() -> str:
    """What this machine is called, for people."""
    return socket.gethostname()


def this_process() -> str:
    """«boot.pids.pid.start»: one process of one start of one machine; "" where that cannot be told."""
    where, started = _where(), _started(os.getpid())
    return f"{where}.{os.getpid()}.{started}" if where and started else ""


def has_ended(process: str) -> bool:
    """Whether this process ran here and runs no more. False where that cannot be proven."""
    where, _, rest = process.rpartition(".")[0].rpartition(".")
    started = process.rpartition(".")[2]
    if not where or where != _where() or not rest.isdigit():
        return False
    pid = int(rest)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    now = _started(pid)
    return bool(now) and (now != started or _state(pid) in _ENDED)


def _where() -> str:
    """This start of this machine, and the space in which its process numbers count (containers have their own)."""
    boot = _text(_BOOT)
    try:
        pids = Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        return ""
    return f"{hashlib.sha256(boot.encode()).hexdigest()[:16]}.{pids}" if boot else ""


def _started(pid: int) -> str:
    """Field 22 of proc(5): clock ticks after boot; "" where it is hidden."""
    fields = _fields(pid)
    return fields[19] if len(fields) > 19 else ""


def _state(pid: int) -> str:
    return (_fields(pid) or [""])[0]


def _fields(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the third on: the second holds whatever the program calls itself."""
    return _text(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
