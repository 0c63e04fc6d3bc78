"""A command of the owner's and a message in, whether it took the message out: no shell, an end to its time."""

import os
import shlex
import signal
import subprocess
from contextlib import suppress


def notify(command: str, message: bytes, seconds: float) -> str:
    """Hand the message to the command on its standard input; gives what went wrong, "" for nothing. Blocks.

    A group of its own, so that all that it started ends with it. What it prints is not looked at.
    """
    words = shlex.split(command)
    where = f"the command «{words[0]} …»"  # its arguments may hold a secret
    try:
        process = subprocess.Popen(  # noqa: S603 -- the owner's own words, from his own file, without a shell
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        return f"{where}: cannot be run: {error.strerror}"
    with process:
        try:
            process.communicate(message, timeout=seconds)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            return f"{where}: no end in {seconds:g} s"
        except OSError as error:
            return f"{where}: {error.strerror}"
    return f"{where}: ended with {process.returncode}" if process.returncode else ""
