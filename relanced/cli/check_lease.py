"""An open mailbox in, which relanced works on it, as a finding of `relanced check`, out. Writes nothing."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from relanced.cli.finding import Finding
from relanced.daemon.lease import TIMES
from relanced.edge.folders import Folder, Role
from relanced.edge.imap import ImapSession
from relanced.edge.lease import Lease
from relanced.edge.lease_folder import LeaseFolder
from relanced.edge.machine import has_ended, host_name, seat_of
from relanced.edge.settings import Settings


def look_at_lease(
    settings: Settings, session: ImapSession, folders: Iterable[Folder], key: bytes | None
) -> list[Finding]:
    """Who works on this mailbox; nothing where nobody could, for want of a key.

    By this machine's clock, for want of a lease of our own: a running service goes by the server's.
    """
    if key is None:
        return []
    folder = next((each for each in folders if each.role is Role.LEASE), None)
    seen = LeaseFolder(settings.rules.firm.sender, key, folder.name).look(session) if folder else None
    newest = seen.newest() if seen else ()
    fresh = datetime.now(UTC) - timedelta(seconds=TIMES.expires)
    live = [lease for lease in newest if lease.at > fresh and not has_ended(lease.holder.process)]
    if seen is None or not live:
        return [Finding("lease", ok=True, says="nobody works on this mailbox now")]
    queue = sorted(live, key=lambda lease: lease.place(seen.uidvalidity))
    told = "; ".join(_told(settings, lease) for lease in queue)
    is_fine = len(queue) == 1 and queue[0].is_ours
    says = (
        told if is_fine else f"{told}. The first of them writes and sends, the others wait: stop all but one"
    )
    return [Finding("lease", ok=is_fine, says=says)]


def _told(settings: Settings, lease: Lease) -> str:
    zone = settings.rules.calendar.timezone
    is_here = lease.holder.seat == seat_of(settings.store_url) and lease.holder.host == host_name()
    where = "this machine" if is_here else lease.holder.host or "another machine"
    key = "" if lease.is_ours else ", with another signing key"
    return f"relanced on {where}{key}, last sign at {lease.at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
