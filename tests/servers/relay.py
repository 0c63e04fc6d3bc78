"""A TCP relay on loopback that does to a connection what networks do: cut, reset, stall, drip, lag, half-close.

It never looks into what passes: TLS goes through as it is, and a fault at byte N strikes within it.
"""

import re
import socket
import struct
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Self


class Fault(Enum):
    """What happens to a connection."""

    CUT = "cut"  # both sides get an end at once
    RESET = "reset"  # both sides get a reset: what was under way is lost
    STALL = "stall"  # nothing passes any more, either way, and nobody is told
    DRIP = "drip"  # one byte every DRIP_S seconds
    LAG = "lag"  # each piece comes LAG_S seconds later
    HALF_CLOSE = "half-close"  # what came from the side that triggered it ends; the other way goes on


DRIP_S = 0.2
LAG_S = 0.3
_TAIL = 4_096  # bytes kept for a pattern that comes in pieces


@dataclass(frozen=True)
class Trigger:
    """When a fault strikes: after so many bytes, or once a pattern has gone through, in one direction."""

    fault: Fault
    after: int | None = None
    at: re.Pattern[bytes] | None = None
    from_server: bool = True
    skip: int = 0  # connections that pass unharmed before
    times: int = 1  # connections that it strikes; the ones after pass unharmed


class Relay:
    """Forwards a loopback port. Faults come by a Trigger, or by strike() on all open connections."""

    def __init__(self, port: int, trigger: Trigger | None = None) -> None:
        self.refusing = False  # True: whoever connects is hung up on at once
        self._target = port
        self._trigger = trigger
        self._accepted = 0
        self._lock = threading.Lock()  # guards _lines and _passed
        self._lines: list[_Line] = []
        self._passed = {True: 0, False: 0}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def connections(self) -> int:
        """How many connections have come in so far."""
        return self._accepted

    @property
    def open_now(self) -> int:
        """How many of them have not ended yet."""
        return len(self._open_lines())

    def passed(self, *, from_server: bool) -> int:
        """How many bytes have come from this side so far, over all connections."""
        return self._passed[from_server]

    def strike(self, fault: Fault) -> None:
        """Let this happen to every open connection now."""
        for line in self._open_lines():
            line.strike(fault)

    def heal(self) -> None:
        """End every stall, drip and lag; what was held back passes."""
        for line in self._open_lines():
            line.heal()

    def stop(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self._open_lines():
            line.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _open_lines(self) -> list["_Line"]:
        with self._lock:
            return list(self._lines)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            armed = self._armed()
            self._accepted += 1
            if self.refusing:
                client.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                client.close()
                continue
            line = _Line(self, client, server, armed)
            with self._lock:
                self._lines.append(line)
            line.start()

    def _armed(self) -> Trigger | None:
        trigger = self._trigger
        if trigger is None or not trigger.skip <= self._accepted < trigger.skip + trigger.times:
            return None
        return trigger

    def count(self, size: int, *, from_server: bool) -> None:
        """Told by a connection: so many bytes have come."""
        with self._lock:
            self._passed[from_server] += size

    def over(self, line: "_Line") -> None:
        """Told by a connection: it has ended, both ways."""
        with self._lock, suppress(ValueError):
            self._lines.remove(line)


class _Line:
    """One forwarded connection: a thread each way."""

    def __init__(
        self, relay: Relay, client: socket.socket, server: socket.socket, trigger: Trigger | None
    ) -> None:
        self._relay, self._client, self._server, self._trigger = relay, client, server, trigger
        self._stalled = threading.Event()
        self._dripping = threading.Event()
        self._lagging = threading.Event()
        self._closed = threading.Event()
        self._running = 2
        self._lock = threading.Lock()  # guards _running
        self._threads = [
            threading.Thread(target=self._pump, args=(server, client, True), daemon=True),
            threading.Thread(target=self._pump, args=(client, server, False), daemon=True),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def strike(self, fault: Fault, source: socket.socket | None = None) -> None:
        match fault:
            case Fault.CUT:
                self._closed.set()
                self._shut(self._client, self._server)
            case Fault.RESET:
                self._reset()
            case Fault.STALL:
                self._stalled.set()
            case Fault.DRIP:
                self._dripping.set()
            case Fault.LAG:
                self._lagging.set()
            case Fault.HALF_CLOSE:
                to = self._server if source is self._client else self._client
                with suppress(OSError):
                    to.shutdown(socket.SHUT_WR)

    def heal(self) -> None:
        for state in (self._stalled, self._dripping, self._lagging):
            state.clear()

    def close(self) -> None:
        self._closed.set()
        self._shut(self._client, self._server)
        for thread in self._threads:
            thread.join(5)

    def _reset(self) -> None:
        """Closed with no time to linger: the kernel says RST. Reading is ended first, so that no thread holds on."""
        self._closed.set()
        for end in (self._client, self._server):
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                end.shutdown(socket.SHUT_RD)

    @staticmethod
    def _shut(*ends: socket.socket) -> None:
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _pump(self, source: socket.socket, to: socket.socket, from_server: bool) -> None:
        trigger = self._trigger if self._trigger and self._trigger.from_server is from_server else None
        try:
            self._forward(source, to, trigger, from_server=from_server)
        except OSError:  # one of the two has gone, or we have cut it
            pass
        finally:
            self._one_way_over()

    def _forward(
        self, source: socket.socket, to: socket.socket, trigger: Trigger | None, *, from_server: bool
    ) -> None:
        seen, tail = 0, b""
        while data := source.recv(65536):
            self._relay.count(len(data), from_server=from_server)
            at = _strikes_at(trigger, seen, tail, data)
            seen, tail = seen + len(data), (tail + data)[-_TAIL:]
            self._pass(to, data if at is None else data[:at])
            if trigger is not None and at is not None:
                self.strike(trigger.fault, source)
                trigger = None
                self._pass(to, data[at:])
        if not self._closed.is_set():
            to.shutdown(socket.SHUT_WR)

    def _one_way_over(self) -> None:
        with self._lock:
            self._running -= 1
            over = self._running == 0
        if over:  # only now: a descriptor closed under another thread may be somebody else's next
            self._client.close()
            self._server.close()
            self._relay.over(self)

    def _pass(self, to: socket.socket, data: bytes) -> None:
        if self._lagging.is_set():
            self._closed.wait(LAG_S)
        self._hold()
        at = 0
        while at < len(data) and not self._closed.is_set():
            step = 1 if self._dripping.is_set() else len(data)
            if step == 1:
                self._closed.wait(DRIP_S)
            self._hold()
            to.sendall(data[at : at + step])
            at += step

    def _hold(self) -> None:
        while self._stalled.is_set() and not self._closed.is_set():
            time.sleep(0.02)


def _strikes_at(trigger: Trigger | None, before: int, tail: bytes, data: bytes) -> int | None:
    """Where in this piece the fault strikes; None: not yet."""
    if trigger is None:
        return None
    if trigger.after is not None:
        return trigger.after - before if before + len(data) >= trigger.after else None
    found = trigger.at.search(tail + data) if trigger.at else None
    return max(found.end() - len(tail), 0) if found else None
