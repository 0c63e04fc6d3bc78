"""A password in, an open mailbox out: asked for, tried, and corrected together with its owner."""

from dataclasses import replace

from relanced.cli.common import NEEDS_OWNER
from relanced.cli.init_answers import Answers
from relanced.cli.init_finish import Secrets, Start, loaded_from
from relanced.cli.init_firm import own_addresses
from relanced.cli.init_login import (
    lacks_certificate,
    mailbox_trouble,
    open_mailbox,
    plain_password,
    sending_trouble,
    try_sending,
)
from relanced.cli.init_servers import Given, ask_ca_file, ca_file_of, servers_of
from relanced.cli.init_toml import config_text
from relanced.edge.config import Problems
from relanced.edge.hidden import keep_hidden
from relanced.edge.imap import ImapSession
from relanced.edge.imap_errors import ImapTrouble, LoginRefused
from relanced.edge.settings import Settings

TRIES = 3  # of a password; some providers close an account after ten
_NO_NAME = "My firm"  # until it is known


def signed_in(start: Start, answers: Answers, secrets: Secrets) -> ImapSession:
    """An open mailbox; asks for the password, and for other servers, where that helps."""
    asker, tries = start.asker, 0
    while True:
        if not secrets.password:
            ask_password(start, answers, secrets)
        tries += 1
        try:
            with start.app.errors.status(f"signing in at {answers.imap.host}"):
                session = open_mailbox(provisional(start, answers), secrets.password)
        except ImapTrouble as error:
            start.app.warn(*mailbox_trouble(error, answers))
            is_refused = isinstance(error, LoginRefused)
            if asker.unattended or tries >= TRIES or (is_refused and secrets.is_kept):
                start.app.fail("Nothing was written.", code=NEEDS_OWNER)
            if is_refused:
                secrets.password = ""
            elif not (lacks_certificate(error) and _own_certificate(start, answers)):
                _other_servers(start, answers)
        else:
            asker.say(f"Signed in at {answers.imap.host} as {answers.user}.", "green")
            return session


def ask_password(start: Start, answers: Answers, secrets: Secrets) -> None:
    """Have a person type it; from then on no message shows it."""
    typed = ""
    while not typed:
        typed = start.asker.secret(f"Password of {answers.user} (it is not shown)")
    secrets.password = plain_password(typed, answers.provider)
    keep_hidden(secrets.password)


def _own_certificate(start: Start, answers: Answers) -> bool:
    """Whether the owner names the certificate of a server of his own."""
    found = ask_ca_file(start.asker)
    answers.ca_file = found or answers.ca_file
    return found is not None


def _other_servers(start: Start, answers: Answers) -> None:
    asker = start.asker
    if not asker.confirm("Give other servers?", default=True):
        start.app.fail("Nothing was written.", code=NEEDS_OWNER)
    imap, smtp = (Given.of(server) for server in (answers.imap, answers.smtp))
    found = servers_of(asker, answers.address, imap, smtp, answers.user, look_up=False, ask=True)
    answers.imap, answers.smtp, answers.source, answers.provider = found.imap, found.smtp, "", None
    answers.ca_file = ca_file_of(asker, answers.ca_file, found)


def sends(start: Start, answers: Answers, password: str) -> bool:
    """Whether the server that sends lets us in; needed only once letters shall leave."""
    with start.app.errors.status(f"signing in at {answers.smtp.host}"):
        said = try_sending(provisional(start, answers), password)
    if said is None:
        start.asker.say(f"Signed in at {answers.smtp.host} for sending; nothing was sent.", "green")
        return True
    start.app.warn(*sending_trouble(said, answers))
    start.asker.say("To read and to plan, this is not needed yet; «relanced check» tries it again.")
    return False


def provisional(start: Start, answers: Answers) -> Settings:
    """The settings as they would be now."""
    now = replace_unknown(answers)
    loaded = loaded_from(config_text(now, f"{start.now:%Y-%m-%d}"), start.places)
    if isinstance(loaded, Problems):
        start.app.fail(*(f"{each.key}: expected {each.expected}; found {each.found}" for each in loaded))
    return loaded


def replace_unknown(answers: Answers) -> Answers:
    """The same, with something in the place of what is not known yet."""
    return replace(
        answers, name=answers.name or _NO_NAME, addresses=answers.addresses or own_addresses(answers.address)
    )
