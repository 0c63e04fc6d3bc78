"""A refused password in, no second try for a while out; kept in the store, so a restart keeps to it.

The mailbox and the mail server each have their own: one may refuse what the other takes.
"""

import time
from collections.abc import Callable

from relanced.edge.imap_errors import LoginRefused
from relanced.edge.settings import Settings
from relanced.edge.store import Store, StoreLocked, StoreUnusable

PAUSE_S = 15 * 60  # providers lock accounts that hammer
_MAILBOX = "login_refused_at"
_MAIL_SERVER = "smtp_login_refused_at"


def pause_left(store: Store) -> float:
    """Seconds until the next login to the mailbox may be tried; 0 when it may be now."""
    return _left(store, _MAILBOX)


def refuse_while_paused(store: Store) -> None:
    """Raise LoginRefused, without asking the server, while the pause lasts."""
    left = pause_left(store)
    if left:
        raise LoginRefused(
            f"the server refused the password a short while ago; the next try is in {left / 60:.0f} minutes."
            " Once the password is right again, «relanced check» tries at once and ends the pause."
        )


def note_refused(store: Store) -> None:
    """The mailbox's server has just refused the password."""
    store.remember(_MAILBOX, str(time.time()))


def note_accepted(store: Store) -> None:
    """The mailbox's server has just taken the password."""
    if store.recall(_MAILBOX):
        store.remember(_MAILBOX, "")


def sending_pause(store: Store) -> str:
    """Why no login to the mail server is tried now; "": it may be."""
    left = _left(store, _MAIL_SERVER)
    if not left:
        return ""
    return (
        "the mail server refused the login or the sender a short while ago; the next try is in"
        f" {left / 60:.0f} minutes. Check [smtp]; once it is right, «relanced check» ends the pause"
    )


def note_sending_refused(store: Store) -> None:
    """The mail server has just refused the login, or a sender that it does not take for ours."""
    store.remember(_MAIL_SERVER, str(time.time()))


def note_sending_accepted(store: Store) -> None:
    """The mail server has just let us in."""
    if store.recall(_MAIL_SERVER):
        store.remember(_MAIL_SERVER, "")


def tell_store(settings: Settings, note: Callable[[Store], None]) -> None:
    """Note down for the service what a server said to a command; nothing where there is no store yet."""
    try:
        store = Store.open(settings.store_url, lock=False)
    except (StoreLocked, StoreUnusable):
        return
    note(store)
    store.close()


def _left(store: Store, note: str) -> float:
    refused_at = store.recall(note)
    left = float(refused_at) + PAUSE_S - time.time() if refused_at else 0.0
    if left > PAUSE_S:  # the clock was set back: wait once more from now, not until that day
        store.remember(note, str(time.time()))
    return min(max(left, 0.0), PAUSE_S)
