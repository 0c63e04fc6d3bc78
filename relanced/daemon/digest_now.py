"""Books and a moment in; the digest of this moment, for whoever asks for it out of its turn, out."""

from datetime import datetime, time

from relanced.casework.calendar import Calendar
from relanced.daemon.books import Books
from relanced.daemon.digest_due import Slots, Told, first_told, noted
from relanced.daemon.digest_material import lying_in, problems_of
from relanced.daemon.digest_news import Material, digest_of
from relanced.edge.credentials import read_login
from relanced.edge.imap import ImapSession
from relanced.edge.settings import DigestSettings, Settings
from relanced.edge.store import Store
from relanced.letters.digest_mail import seal_page
from relanced.letters.digest_parts import Digest
from relanced.letters.digest_write import digest_page, digest_subject
from relanced.model.actions import Action
from relanced.model.mark import digest_message_id
from relanced.model.names import domain_of

_USUAL = DigestSettings(at=time(7, 30))


def digest_now(books: Books, actions: tuple[Action, ...], key: bytes | None, now: datetime) -> Digest:
    """What a digest would say at this moment: all since the last one that was written; the mailbox is not asked.

    Raises StoreAbsent, StoreLocked, StoreUnusable.
    """
    settings = books.settings
    store = Store.open(settings.store_url, lock=False)
    try:
        told = noted(store) or _before(settings, now)
        new = tuple(fact for _, fact in store.facts_after(told.fact)) if told.fact else None
        material = Material(
            settings=settings,
            facts=books.facts,
            new=new,
            ledger=books.ledger,
            actions=actions,
            lying=lying_in(store, settings, actions, key),
            problems=tuple(problems_of(store, settings)),
        )
    finally:
        store.close()
    return digest_of(material, told, now)


def _before(settings: Settings, now: datetime) -> Told:
    rules = settings.rules.calendar
    return first_told(Slots(settings.digest or _USUAL, Calendar(rules), rules.timezone), now)


def put_into_inbox(settings: Settings, digest: Digest, key: bytes, now: datetime) -> None:
    """Lay this digest into INBOX, beside the regular one of the day. Blocks, up to a minute.

    `now`: aware. Raises SecretUnavailable and the errors of edge.imap_errors.
    """
    firm = settings.rules.firm
    at = now.astimezone(settings.rules.calendar.timezone)
    message_id = digest_message_id(f"asked for {at.isoformat()}", key, domain_of(firm.sender))
    raw = seal_page(
        digest_page(digest, firm), digest_subject(digest, firm), message_id, firm=firm, key=key, now=at
    )
    session = ImapSession.connect(settings.imap, read_login(settings.imap.password))
    try:
        session.append("INBOX", raw, ("\\Flagged",) if digest.needs_owner else (), at)
    finally:
        session.close()
