"""An alert in, by which of the owner's ways it reached him out.

The ways cannot feed back: a signed mail into INBOX, which is read as nothing; a mail to an address outside
the mailbox, which nobody answers; a command. Each alert goes by all that are configured and work.
"""

import asyncio
from datetime import datetime
from functools import partial

import structlog

from relanced.daemon.filing import APPEND_S
from relanced.daemon.lease import keep_lease
from relanced.daemon.office import Office, signing_key
from relanced.edge.credentials import SecretUnavailable, read_login
from relanced.edge.imap_errors import ImapTrouble
from relanced.edge.notify import notify
from relanced.edge.settings import Settings
from relanced.edge.smtp import Postman, SmtpLoginRefused
from relanced.edge.store import StoreUnusable
from relanced.letters.alert import Alert, alert_page, alert_subject
from relanced.letters.digest_mail import seal_page
from relanced.letters.digest_text import page_as_text
from relanced.model.delivery import Accepted, InDoubt
from relanced.model.mark import digest_message_id
from relanced.model.names import domain_of
from relanced.model.rules import Mode

log = structlog.get_logger()


async def give_alert(
    alert: Alert, settings: Settings, office: Office | None, now: datetime
) -> tuple[str, ...]:
    """Alert by every way that is configured; gives those that worked, or may have."""
    assert settings.alerts is not None
    reached: list[str] = []
    zone, firm = settings.rules.calendar.timezone, settings.rules.firm
    page, subject = alert_page(alert, firm, now, zone), alert_subject(alert, firm)
    try:
        key = office.key if office is not None else await asyncio.to_thread(signing_key, settings)
    except SecretUnavailable:
        key = None
    if key is not None:
        message_id = digest_message_id(f"alert {now.isoformat()}", key, domain_of(firm.sender))
        seal = partial(seal_page, page, subject, message_id, firm=firm, key=key, now=now.astimezone(zone))
        if settings.alerts.inbox and office is not None and await _to_inbox(office, seal()):
            reached.append("inbox")
        mailed = [await _by_mail(settings, office, seal(to=to), to) for to in settings.alerts.to]
        reached += ["mail"] * sum(mailed)
    command = settings.alerts.command
    if command is not None:
        message = f"{subject}\n\n{page_as_text(page)}".encode()
        why = await asyncio.to_thread(notify, command, message, settings.alerts.seconds)
        if why:
            log.error("alert_command_failed", why=why)
        else:
            reached.append("command")
    return tuple(reached)


async def _to_inbox(office: Office, raw: bytes) -> bool:
    """A mail to himself, where the mailbox can be reached and is ours to write to."""
    try:
        why = await keep_lease(office)
        if why:
            return False
        at = office.now()
        await office.mailbox.run(lambda session: session.append("INBOX", raw, ("\\Flagged",), at), APPEND_S)
    except (ImapTrouble, SecretUnavailable, StoreUnusable) as error:
        log.warning("alert_not_in_inbox", why=str(error))
        return False
    finally:
        if office.rules.mode is Mode.OBSERVE and office.lease is not None:
            await office.lease.give_back(office.mailbox)
    return True


async def _by_mail(settings: Settings, office: Office | None, raw: bytes, to: str) -> bool:
    """A mail to an address outside the mailbox; one that may have left counts. Never to a client's address."""
    if office is not None and to.lower() in office.known.known.client_addresses:
        log.error("alert_address_refused", why="[alerts] to names an address that invoices go to")
        return False
    postman = Postman(settings.smtp, lambda: read_login(settings.smtp.password))
    try:
        delivery = await postman.deliver(raw, settings.rules.firm.sender, to)
    except (SmtpLoginRefused, SecretUnavailable) as error:
        log.warning("alert_not_mailed", why=str(error))
        return False
    if isinstance(delivery, Accepted | InDoubt):
        return True
    log.warning("alert_not_mailed", why=delivery.why)
    return False
