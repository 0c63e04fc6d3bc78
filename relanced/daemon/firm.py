"""One firm of the service: its file, its settings, and what the loop and systemd must know of it."""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from relanced.daemon.alerts import Alarm
from relanced.daemon.health import Health
from relanced.daemon.office import Office
from relanced.daemon.reload import unreadable_secrets
from relanced.edge.config import Problems, load_settings
from relanced.edge.outbox import LetterState
from relanced.edge.settings import Settings

log = structlog.get_logger()

STALE_S = 60 * 60  # a mailbox not read for this long is told of; one that nobody waits for feeds no watchdog


@dataclass(slots=True)
class Firm:
    """One firm's task and what systemd is told of it."""

    path: Path
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    settings: Settings | None = None  # in use, or the last that were valid
    coming: Settings | None = None  # to be taken up at the end of the letter in hand
    refused: tuple[str, ...] = ()  # what is wrong with its files, a line each
    is_leaving: bool = False  # its file was taken away
    office: Office | None = None  # while it is open
    tried: asyncio.Event = field(default_factory=asyncio.Event)  # its store was opened, or could not be
    health: Health = field(default_factory=Health)
    alarm: Alarm = field(default_factory=Alarm)
    alive_until: float = field(default_factory=lambda: time.monotonic() + STALE_S)
    read_at: float = field(default_factory=time.monotonic)  # when a round last ended well
    stale_told_at: float = float("-inf")
    lost: int = 0  # rounds in a row that did not reach the mailbox

    @property
    def name(self) -> str:
        """What it is called in logs and figures: the name of its file."""
        return self.path.stem

    @property
    def is_wanted_elsewhere(self) -> bool:
        """Whether a round should end after the letter in hand."""
        return self.is_leaving or self.coming is not None

    @property
    def is_handing_over(self) -> bool:
        """Whether a letter was begun of which the mail server's answer is not known yet."""
        return self.office is not None and bool(self.office.outbox.letters(LetterState.SUBMITTING))

    def says(self, trouble: str, good_for_s: float, *, wrong: str = "") -> None:
        """Record what is in the way, "" for nothing, and for how long silence from now on is normal.

        `wrong`: the kind of trouble that the owner is alerted of, should it last.
        """
        if wrong:
            self.alarm.wrong(wrong)
        self.health.trouble = trouble
        self.alive_until = time.monotonic() + good_for_s

    def tell_stale(self) -> None:
        """Log, once an hour while it lasts, that nobody has read this mailbox."""
        now = time.monotonic()
        unread_s = now - self.read_at
        if unread_s > STALE_S <= now - self.stale_told_at:
            self.stale_told_at = now
            what = "no reminder leaves until it is read again; relanced goes on trying"
            why, hours = self.health.trouble, round(unread_s / 3600, 1)
            log.error("mailbox_stale", firm=self.name, hours=hours, why=why, what=what)


def read_again(firm: Firm) -> Settings | None:
    """The settings that its files give now, or None where they cannot be used: then `refused` says why.

    Blocks, up to 30 s where a new secret's command is run. Whatever one file does, its firm goes on as it is.
    """
    running_on = "the last good one" if firm.settings else ""
    try:
        loaded = load_settings(firm.path, firm.settings)
    except Exception as error:  # whatever one file does, the other firms are served
        log.exception("configuration_unreadable", firm=firm.name, running_on=running_on)
        _refuse(firm, (f"{firm.path}: it cannot be read ({type(error).__name__})",))
        return None
    if isinstance(loaded, Problems):
        for problem in loaded:
            log.error("configuration_refused", problem=str(problem), running_on=running_on)
        _refuse(firm, tuple(str(problem) for problem in loaded))
        return None
    lost = unreadable_secrets(loaded, firm.settings) if firm.settings else ()
    for why in lost:
        log.error("configuration_refused", problem=why, running_on=running_on)
    if lost:
        _refuse(firm, lost)
        return None
    for problem in loaded.profile_problems:
        log.error("bank_profile_refused", problem=str(problem), running_on="the last good one, if any")
    for problem in loaded.law_problems:
        log.error("law_refused", problem=str(problem), running_on="the shipped rates")
    partial = (*loaded.profile_problems, *loaded.law_problems)
    _refuse(firm, tuple(str(problem) for problem in partial))
    return loaded


def _refuse(firm: Firm, lines: tuple[str, ...]) -> None:
    firm.refused, firm.health.refused = lines, len(lines)
