"""A refused password in, no second try for a while out; kept in the store, so a restart keeps to it."""

import time

from relanced.edge.imap_errors import LoginRefused
from relanced.edge.store import Store

PAUSE_S = 15 * 60  # providers lock accounts that hammer
_NOTE = "login_refused_at"


def pause_left(store: Store) -> float:
    """Seconds until the next login may be tried; 0 when it may be now."""
    refused_at = store.recall(_NOTE)
    left = float(refused_at) + PAUSE_S - time.time() if refused_at else 0.0
    return min(max(left, 0.0), PAUSE_S)


def refuse_while_paused(store: Store) -> None:
    """Raise LoginRefused, without asking the server, while the pause lasts."""
    left = pause_left(store)
    if left:
        raise LoginRefused(
            f"the server refused the password a short while ago; the next try is in {left / 60:.0f} minutes."
            " Once the password is right again, «relanced check» tries at once and ends the pause."
        )


def note_refused(store: Store) -> None:
    """The server has just refused the password."""
    store.remember(_NOTE, str(time.time()))


def note_accepted(store: Store) -> None:
    """The server has just taken the password."""
    store.remember(_NOTE, "")
