"""Settings and what opens the mail server in, whether it lets us in out. Sends nothing."""

import asyncio
import smtplib
from datetime import UTC, datetime

from relanced.cli.check_tls import tls_finding, what_to_do
from relanced.cli.finding import Finding
from relanced.daemon.login import note_sending_accepted, tell_store
from relanced.edge.bearer import Credential
from relanced.edge.settings import SentCopy, Settings
from relanced.edge.smtp import Patience, Postman
from relanced.edge.tls_seen import tls_of_smtp

SECONDS = 12.0  # for a login; as much again for the look at TLS
_COPIES = {
    SentCopy.AUTO: "save_sent = «auto»: relanced files a copy where the provider files none",
    SentCopy.ALWAYS: "save_sent = «always»: relanced files them, whatever the provider does",
    SentCopy.NEVER: "save_sent = «never»: the provider is trusted to file them",
}


async def look_at_server(settings: Settings, credential: Credential) -> list[Finding]:
    """The login, then the certificate."""
    where = f"{settings.smtp.host}:{settings.smtp.port}"
    signed = "logged in" if settings.smtp.login else "not logged in (smtp.login = false)"
    problem = await Postman(settings.smtp, lambda: credential, Patience(before_body_s=SECONDS)).check()
    if problem is not None:
        return [Finding("mail server", ok=False, says=problem, do=what_to_do(problem))]
    tell_store(settings, note_sending_accepted)
    return [
        Finding("mail server", ok=True, says=f"{where}: {signed}"),
        await asyncio.to_thread(_tls, settings),
        Finding("Sent copies", ok=True, says=_COPIES[settings.smtp.save_sent]),
    ]


def _tls(settings: Settings) -> Finding:
    try:
        seen = tls_of_smtp(settings.smtp, SECONDS)
    except (OSError, smtplib.SMTPException) as error:
        return Finding("TLS of SMTP", ok=False, says=str(error), do=what_to_do(str(error)))
    return tls_finding("TLS of SMTP", seen, settings.smtp.ca_file, datetime.now(UTC))
