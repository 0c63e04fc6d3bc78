"""An office in, whether it alone may write to its mailbox and to clients out (law 2 for two machines).

The store's lock keeps two processes of one machine apart; the lease in the mailbox keeps apart two
machines, two stores, a machine and its restored copy.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog

from relanced.edge.clock import Clock
from relanced.edge.folders import LEASE
from relanced.edge.imap_errors import ImapTrouble, ServerRefused
from relanced.edge.lease import Holder, Lease, Times, new_nonce
from relanced.edge.lease_folder import LeaseFolder
from relanced.edge.machine import has_ended, host_name, seat_of, this_process
from relanced.edge.mailbox import MailboxThread
from relanced.edge.settings import Settings
from relanced.edge.store import Store
from relanced.edge.tenure import Tenure, Turn
from relanced.model.rules import Mode, Rules

if TYPE_CHECKING:
    from relanced.daemon.office import Office

log = structlog.get_logger()

TIMES = Times()
NOTE = "lease"  # in the store, for «relanced status»: why nothing leaves, "" while the lease is ours
_TURN_S = 60.0  # deadlines, wall clock
_LEAVE_S = 10.0
_KEYLESS = "there is no signing key ([trust] key): nothing is written or sent without one"
_UNSETTLED = f"who works on this mailbox could not be settled in {LEASE}; tried again in the next round"

# Offices that this process has closed. Their leases may still lie there, where the mailbox was out of
# reach; nobody works under them.
_closed: set[str] = set()


class LeaseKeeper:
    """This service's lease on one mailbox: taken, kept and given back."""

    def __init__(self, settings: Settings, key: bytes, clock: Clock, times: Times | None = None) -> None:
        holder = Holder(
            seat=seat_of(settings.store_url), process=this_process(), host=host_name(), nonce=new_nonce()
        )
        self.said: str | None = None  # what was last told of it
        self.tenure = Tenure(holder, times or TIMES, clock.monotonic, _is_dead)
        self._folder = LeaseFolder(settings.rules.firm.sender, key)

    async def keep(self, mailbox: MailboxThread, zone: ZoneInfo) -> str:
        """Make sure of the lease; gives "" where it is ours, else why not. Asks nobody while the last look is new."""
        tenure = self.tenure
        for _ in range(2):  # a place just lost is left in the first turn, and asked for anew in the second
            if tenure.is_fresh:
                break
            try:
                await self._walk(mailbox, tenure.turn, _TURN_S)
            except ServerRefused as error:
                return f"{error}. Two relanced could write to the same client unseen, so nothing leaves"
        if tenure.holds:
            return ""
        return _told(tenure.ahead[0], tenure, zone) if tenure.ahead else _UNSETTLED

    async def give_back(self, mailbox: MailboxThread) -> None:
        """Let the next one begin at once. Where the mailbox is out of reach it waits until the lease expires."""
        _closed.add(self.tenure.holder.nonce)
        if self.tenure.has_written:
            with suppress(ImapTrouble):
                await self._walk(mailbox, self.tenure.leave, _LEAVE_S)

    async def _walk(self, mailbox: MailboxThread, turn: Callable[[], Turn], seconds: float) -> None:
        await mailbox.run(lambda session: self._folder.walk(session, turn()), seconds)


async def keep_lease(office: "Office") -> str:
    """Give "" while this service alone may write and send, by a clock to be believed; else why not, what to do.

    Before everything that writes or sends: cheap, two or three questions to the server, none where the
    last answer is younger than 5 s. Raises the errors of edge.imap_errors where it is out of reach.
    """
    if office.lease is None:
        return _KEYLESS
    why = await office.lease.keep(office.mailbox, office.rules.calendar.timezone)
    why = why or office.clock_watch.doubt(office.lease.tenure.server_now)
    if why != office.lease.said:
        office.lease.said = why
        office.store.remember(NOTE, why)
        log.warning("nothing_leaves", why=why) if why else log.info("lease_held")
    return why


def why_nothing_leaves(store: Store, rules: Rules) -> str:
    """What kept the last round that would write or send from doing so; "": nothing, or it only observes."""
    return store.recall(NOTE) if rules.mode is not Mode.OBSERVE else ""


def _is_dead(holder: Holder) -> bool:
    return holder.nonce in _closed or has_ended(holder.process)


def _told(first: Lease, tenure: Tenure, zone: ZoneInfo) -> str:
    """Who works on the mailbox, for the owner."""
    holder = first.holder
    free_at = (first.at + timedelta(seconds=tenure.times.expires)).astimezone(zone)
    if not first.is_ours:
        who = "a relanced with another signing key"
    elif holder.seat == tenure.holder.seat:
        who = "this machine before its last start, or a copy of it,"
    else:
        pid = holder.process.split(".")[-2:-1]
        who = f"relanced on {holder.host or 'another machine'}{f' (process {pid[0]})' if pid else ''}"
    return (
        f"{who} works on this mailbox; two would write twice, so nothing leaves from here. Stop one of"
        f" the two; should that one have ended without a word, this one goes on at {free_at:%H:%M:%S}"
    )
