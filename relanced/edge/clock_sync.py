"""Nothing in, whether the machine's clock is kept right by a time server out: the kernel knows.

adjtimex(2) with nothing to set is open to everybody, and tells what chrony, ntpd, systemd-timesyncd or the host
of a container last did; timedatectl asks the same.
"""

import ctypes
import ctypes.util
import sys

_BYTES = 512  # `struct timex` has 208 on Linux; a larger one is never written beyond
_UNSYNCHRONISED = 0x0040  # STA_UNSYNC
_TIME_ERROR = 5
_STATUS_AT = 5 * ctypes.sizeof(ctypes.c_long)  # modes (padded), offset, freq, maxerror, esterror, status


def is_synchronised() -> bool | None:
    """Whether a time server keeps the clock; None where the kernel does not say."""
    if not sys.platform.startswith("linux"):
        return None
    timex = ctypes.create_string_buffer(_BYTES)  # all zero: nothing is set
    try:
        state = ctypes.CDLL(None, use_errno=True).adjtimex(timex)
    except (OSError, AttributeError):
        return None
    if state < 0:
        return None
    status = ctypes.c_int.from_buffer(timex, _STATUS_AT).value
    return state != _TIME_ERROR and not status & _UNSYNCHRONISED
