"""A command and what a person types in, what the terminal showed out: a process on a pseudo-terminal."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Not pty.fork(): Python warns of a fork beside threads. A session of its own takes the terminal for its own.
_OWN_TERMINAL = """
import fcntl, os, sys, termios
os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
_STEERING = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\r")


@dataclass(frozen=True)
class Shown:
    """What came of it."""

    text: str  # without colours and the like
    code: int | None  # None: it had to be killed


def typed_into(
    command: Sequence[str],
    answers: Sequence[tuple[str, str]],
    environment: Mapping[str, str],
    *,
    columns: int = 80,
    seconds: float = 60,
) -> Shown:
    """Run it; each answer is typed once the words beside it have been shown. «^C» is the key that breaks off."""
    terminal, theirs = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-c", _OWN_TERMINAL, *command],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**environment, "TERM": "xterm"},
    )
    os.close(theirs)
    shown, place, left = b"", 0, list(answers)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                data = os.read(terminal, 65536)
            except OSError:  # Linux: the other side has closed
                break
            if not data:
                break
            shown += data
        at = shown.find(left[0][0].encode(), place) if left else -1
        if at >= 0:
            words, answer = left.pop(0)
            place = at + len(words.encode())
            time.sleep(0.1)  # until it listens: a question is shown before echo is switched off
            os.write(terminal, b"\x03" if answer == "^C" else f"{answer}\n".encode())
    else:
        process.kill()
    os.close(terminal)
    code = process.wait(10)
    return Shown(_STEERING.sub("", shown.decode("utf-8", "replace")), code if code >= 0 else None)
