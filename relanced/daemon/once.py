"""One round by itself, as `run --once` and the demo take it."""

from relanced.daemon.carry import file_copies
from relanced.daemon.login import note_accepted, note_refused, refuse_while_paused
from relanced.daemon.office import Office
from relanced.daemon.privacy import keep_house
from relanced.daemon.rounds import Round, take_round
from relanced.daemon.sweep import Progress, silent, sweep
from relanced.edge.imap_errors import LoginRefused


async def round_once(office: Office, progress: Progress = silent) -> Round:
    """Take one round; what was sent is filed in Sent before it ends.

    Raises the errors of edge.imap_errors; LoginRefused without a try where the server refused the
    password less than 15 minutes ago.
    """
    refuse_while_paused(office.store)
    try:
        done = await take_round(office, progress=progress)
    except LoginRefused:
        note_refused(office.store)
        raise
    note_accepted(office.store)
    if office.outbox.awaiting_copy():
        await sweep(office, everything=False)  # did the provider file it itself?
        await file_copies(office)
    await keep_house(office)
    return done
