"""Settings in, the facts and the ledger of the last round out: what every reading command starts from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from relanced.casework.fold import fold
from relanced.casework.ledger import Ledger
from relanced.cli.common import App
from relanced.edge.settings import Settings
from relanced.model.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The store as it stands now; the mailbox is not asked."""

    settings: Settings
    facts: Sequence[Fact]
    ledger: Ledger
    today: date
    read_at: datetime | None  # when INBOX was last read to its end


def open_books(app: App) -> Books:
    """Read the store; ends with a hint where no round was ever taken."""
    settings = app.settings()
    store = app.open_store(settings)
    try:
        facts = store.facts()
        inbox = store.folder_state("INBOX")
    finally:
        store.close()
    if inbox is None and not facts:
        app.fail("the mailbox has not been read yet: «relanced run --once» does it.")
    zone = settings.rules.calendar.timezone
    return Books(
        settings=settings,
        facts=facts,
        ledger=fold(facts, settings.rules),
        today=datetime.now(zone).date(),
        read_at=inbox.read_through_at.astimezone(zone) if inbox else None,
    )
