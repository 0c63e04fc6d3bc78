"""What the service is doing in, sd_notify(3) datagrams to systemd out; outside of systemd, nothing."""

import os
import socket
import time

from relanced.edge.hidden import hide

_SEND_TIMEOUT_S = 2.0


def ready(text: str = "") -> bool:
    """Started, or a reload is done. Like all here: True when systemd was told."""
    return _notify("READY=1", *([_status(text)] if text else []))


def status(text: str) -> bool:
    """What `systemctl status` shows; one line."""
    return _notify(_status(text))


def watchdog() -> bool:
    """A sign of life, due within watchdog_seconds()."""
    return _notify("WATCHDOG=1")


def stopping() -> bool:
    """The end has begun."""
    return _notify("STOPPING=1")


def extend(seconds: float) -> bool:
    """The end, or the start, takes up to so long from now on, whatever the unit allows (EXTEND_TIMEOUT_USEC)."""
    return _notify(f"EXTEND_TIMEOUT_USEC={round(seconds * 1_000_000)}")


def reloading() -> bool:
    """A reload has begun; ready() ends it. Since systemd 253 it counts only with the moment it began."""
    return _notify("RELOADING=1", f"MONOTONIC_USEC={time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000}")


def watchdog_seconds() -> float | None:
    """Within how many seconds systemd wants each sign of life (WatchdogSec=); None: it wants none from us."""
    given, meant_for = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    if not given.isdecimal() or int(given) == 0 or (meant_for and meant_for != str(os.getpid())):
        return None
    return int(given) / 1_000_000


def _status(text: str) -> str:
    """One line: a newline in a name that came by mail must not become a message of its own."""
    return "STATUS=" + "".join(c if c.isprintable() else " " for c in hide(text))[:500]


def _notify(*lines: str) -> bool:
    """Send lines to $NOTIFY_SOCKET, a path or, with @, an abstract name; a deaf systemd never stops us."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    if address.startswith("@"):
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as pipe:
            pipe.settimeout(_SEND_TIMEOUT_S)
            pipe.sendto("\n".join(lines).encode(), address)
    except OSError:
        return False
    return True
