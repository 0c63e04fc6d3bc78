"""A folder in, the server's whole list of its mails out, and why that list cannot be trusted."""

from dataclasses import dataclass

from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ServerRefused


@dataclass(frozen=True, slots=True)
class Roll:
    """What lies in a folder, as the server has it now."""

    uidvalidity: int | None  # None: nothing that was seen can be told from what is new
    uids: tuple[int, ...] = ()
    doubt: str = ""  # not "": why the folder does not count as read


def call_roll(session: ImapSession, folder: str) -> Roll:
    """List a folder to its end; a folder that the server refuses to open hides no other.

    The count that comes with EXAMINE is held against the list: some servers leave live mails out of
    a SEARCH (nextcloud/mail#13590). Where a mail goes between the two, the second look agrees.
    Raises ConnectionLost, and ServerRefused where the server wants to be left alone altogether.
    """
    roll = _look(session, folder)
    return _look(session, folder) if roll.doubt and roll.uidvalidity is not None else roll


def _look(session: ImapSession, folder: str) -> Roll:
    try:
        state = session.examine(folder)
        uids = session.uids()
    except ServerRefused as error:
        if error.suggested_wait_s or error.needs_new_connection:
            raise
        return Roll(None, doubt=f"the server refuses it: {error}")
    if state.uidvalidity is None:
        return Roll(None, doubt="the server gives it no UIDVALIDITY")
    missing = state.exists - len(uids)
    doubt = f"the server counts {state.exists} mails and lists {len(uids)}" if missing > 0 else ""
    return Roll(state.uidvalidity, uids, doubt)
