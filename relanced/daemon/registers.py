"""The clients with an open invoice in, what the public registers say of them, once a day each, out.

In its own place in the loop, beside the rounds: it never delays one, and whatever it meets ends nothing. A
notice of insolvency becomes a signed note in Relanced/Journal (law 7); reading that note stops the client.
Nothing is looked up by «run --once».
"""

import asyncio
import contextlib
import json
import time
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

import structlog

from relanced.casework.insolvent import sirens_of
from relanced.casework.law.notices import openings
from relanced.casework.ledger import Ledger
from relanced.daemon.filing import APPEND_S, append
from relanced.daemon.office import Office
from relanced.edge.folders import JOURNAL
from relanced.edge.imap_errors import ImapTrouble
from relanced.edge.settings import Settings
from relanced.edge.store import Store, StoreUnusable
from relanced.letters.note import write_insolvency
from relanced.model.facts import InsolvencyFound
from relanced.model.registers import Notice, Standing
from relanced.model.rules import Mode

if TYPE_CHECKING:
    from relanced.edge.registers import Registers

log = structlog.get_logger()

AGAIN_S = 60 * 60  # after a register was silent, and between two looks for who is still to be asked about
MAX_A_LOOK = 200  # clients in one go
MAX_SILENT = 5  # clients in a row about whom a register said nothing: it is away

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What the last look-up of a SIREN brought."""

    on: date
    standing: Standing | None  # None: the directory does not know it


def registers_missing(settings: Settings) -> str:
    """Why registers that are configured cannot be asked on this machine; "" where they can, or none are."""
    if settings.registers is None:
        return ""
    try:
        import_module("relanced.edge.registers")
    except ImportError as error:  # an extra: all of it may be missing, or a part
        package = error.name or "httpx"
        return f"[registers] needs the package {package}: install relanced[registers], or set enabled = false"
    return ""


def open_registers(settings: Settings) -> "Registers | None":
    """The registers, where they are on and can be asked."""
    if settings.registers is None:
        return None
    if why := registers_missing(settings):
        log.error("registers_missing", why=why, what="nobody is looked up")
        return None
    from relanced.edge.registers import Registers  # noqa: PLC0415 - an extra, and not missing here

    return Registers(settings.registers)


class LookUps:
    """The look-ups of one office: at most one task at a time, begun after a round."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._registers = open_registers(office.settings)
        self._task: asyncio.Task[None] | None = None
        self._next_at = float("-inf")

    def begin(self) -> None:
        """Look up, beside whatever comes next, who was not looked up today; gives back at once."""
        is_busy = self._task is not None and not self._task.done()
        folded = self._office.folded
        if self._registers is None or folded is None or is_busy or time.monotonic() < self._next_at:
            return
        self._next_at = time.monotonic() + AGAIN_S
        self._task = asyncio.create_task(self._look(self._registers, folded[1]))

    async def end(self) -> None:
        """Stop the one that is on its way."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _look(self, registers: "Registers", ledger: Ledger) -> None:
        try:
            await look_up(self._office, registers, ledger)
        except (ImapTrouble, StoreUnusable) as error:
            log.warning("look_up_stopped", why=str(error), next_try_s=AGAIN_S)
        except Exception:
            log.exception("look_up_failed")


async def look_up(office: Office, registers: "Registers", ledger: Ledger) -> int:
    """Ask about every client with an open invoice who was not asked about today; gives the notes written.

    Each register is asked whatever the other says. A client about whom one of them was silent is asked about
    again; after MAX_SILENT such clients in a row the look ends. Raises ImapTrouble and StoreUnusable.
    """
    today, written, silent = office.today(), 0, 0
    for siren in _to_ask(office, ledger, today):
        standing = await _heard(registers.standing(siren))
        notices = await _heard(registers.notices(siren))
        for notice in openings(notices[0] if notices else (), today):
            written += await _note(office, notice)
        if standing is not None and notices is not None:
            silent = 0
            office.store.remember(_key(siren), _as_text(Looked(on=today, standing=standing[0])))
            continue
        silent += 1
        office.store.remember(_silent_key(siren), office.now().isoformat())
        if silent == MAX_SILENT:
            break
    return written


async def _heard(question: Awaitable[_T]) -> tuple[_T] | None:
    """What a register answered; None where it was silent."""
    from relanced.edge.registers import RegisterSilent  # noqa: PLC0415 - an extra

    try:
        return (await question,)
    except RegisterSilent as error:
        log.warning("register_silent", why=str(error), next_try_s=AGAIN_S)
        return None


def looked(store: Store, siren: str) -> Looked | None:
    """What the last look-up of a SIREN brought; None: there was none."""
    try:
        kept = json.loads(store.recall(_key(siren)))
        known = kept["standing"]
        return Looked(on=date.fromisoformat(kept["on"]), standing=_standing(known) if known else None)
    except (ValueError, KeyError, TypeError):
        return None


def _to_ask(office: Office, ledger: Ledger, today: date) -> Iterator[str]:
    open_ = (account for account in ledger.accounts.values() if any(c.is_open for c in account.cases))
    sirens = dict.fromkeys(siren for account in open_ for siren in sirens_of(account, office.rules))
    waiting = [
        siren for siren in sirens if (known := looked(office.store, siren)) is None or known.on != today
    ]
    waiting.sort(key=lambda siren: office.store.recall(_silent_key(siren)))  # whoever brought silence: last
    yield from waiting[:MAX_A_LOOK]


async def _note(office: Office, notice: Notice) -> bool:
    """Write down a notice that is not known yet; nothing in mode «observe», and without a key."""
    known = {fact.notice_id for fact in office.facts if isinstance(fact, InsolvencyFound)}
    if notice.notice_id in known:
        return False
    log.warning("insolvency_found", siren=notice.siren, notice=notice.notice_id, says=notice.kind)
    if office.rules.mode is Mode.OBSERVE or office.key is None:
        return False
    at = office.now()
    raw = write_insolvency(notice, at, office.rules.firm.sender, office.key)
    folder = await office.mailbox.run(lambda session: session.ensure_folder(JOURNAL), APPEND_S)
    await append(office, folder, raw, "\\Seen", at)
    return True


def _key(siren: str) -> str:
    return f"register:{siren}"


def _silent_key(siren: str) -> str:
    return f"register-silent:{siren}"


def _as_text(known: Looked) -> str:
    standing = known.standing
    said = standing and {
        "siren": standing.siren,
        "name": standing.name,
        "is_active": standing.is_active,
        "created_on": standing.created_on.isoformat() if standing.created_on else None,
        "closed_on": standing.closed_on.isoformat() if standing.closed_on else None,
    }
    return json.dumps({"on": known.on.isoformat(), "standing": said})


def _standing(kept: dict[str, str | bool | None]) -> Standing:
    created, closed = kept["created_on"], kept["closed_on"]
    return Standing(
        siren=str(kept["siren"]),
        name=str(kept["name"]),
        is_active=bool(kept["is_active"]),
        created_on=date.fromisoformat(str(created)) if created else None,
        closed_on=date.fromisoformat(str(closed)) if closed else None,
    )
