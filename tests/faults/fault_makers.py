"""What tests of faults share: an office whose servers are relays or scripts, with short patience."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from daemon.daemon_makers import CONFIG, IBAN
from servers.dovecot import PASSWORD

from relanced.daemon.office import Office, close_office, open_office
from relanced.daemon.reader import Reader
from relanced.edge.backoff import Backoff
from relanced.edge.clock import Clock
from relanced.edge.config import load_settings
from relanced.edge.credentials import read_login
from relanced.edge.mailbox import MailboxThread
from relanced.edge.settings import Security, Settings
from relanced.edge.smtp import Patience, Postman
from relanced.model.facts import Fact, ReplyReceived

KEY = "a key of the tests, 32 bytes long"
_HURRY = Patience(before_body_s=3, answer_s=3)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a firm's servers listen, and the folder of its configuration and its store."""

    folder: Path
    imap: int
    smtp: int = 1
    user: str = "u@firm.example"
    mode: str = "send"
    more: str = ""
    ca_file: Path | None = None  # given: IMAP over TLS
    smtp_login: bool = False

    def write_config(self) -> Path:
        """The configuration with its secrets beside it; gives its path."""
        for name, secret in (("password", PASSWORD), ("key", KEY)):
            (self.folder / name).write_text(secret, encoding="utf-8")
            (self.folder / name).chmod(0o600)
        text = CONFIG.format(
            mode=self.mode,
            imap=self.imap,
            smtp=self.smtp,
            user=self.user,
            folder=self.folder,
            iban=IBAN,
            more=self.more,
        )
        path = self.folder / "firm.toml"
        path.write_text(text, encoding="utf-8")
        return path

    def settings(self) -> Settings:
        loaded = load_settings(self.write_config())
        assert isinstance(loaded, Settings), str(loaded)
        loaded = replace(loaded, smtp=replace(loaded.smtp, login=self.smtp_login, user=self.user))
        if self.ca_file is None:
            return loaded
        return replace(loaded, imap=replace(loaded.imap, security=Security.TLS, ca_file=self.ca_file))

    @asynccontextmanager
    async def office(
        self,
        at: datetime | None = None,
        *,
        reader: Reader | None = None,
        backoff: Backoff | None = None,
        patience: Patience = _HURRY,
    ) -> AsyncIterator[Office]:
        """An open office that tries again at once; with a reader that others use too."""
        settings = self.settings()
        office = open_office(settings, Clock(at))
        office.mailbox = MailboxThread(
            settings.imap,
            lambda: read_login(settings.imap.password),
            backoff=backoff or Backoff(first_s=0.001, cap_s=0.001),
        )
        office.postman = Postman(settings.smtp, lambda: PASSWORD, patience)
        own = office.reader
        office.reader = reader or own
        try:
            yield office
        finally:
            office.reader = own
            await close_office(office)


def heard(facts: tuple[Fact, ...]) -> set[str]:
    """The Message-IDs of the answers that were heard."""
    return {str(fact.source.message_id) for fact in facts if isinstance(fact, ReplyReceived)}
