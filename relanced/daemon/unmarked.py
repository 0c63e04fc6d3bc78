"""Mails of ours without a mark in; which of them were letters that we drafted, as signed notes, out.

Outlook, Gmail and the mail programs of phones send a draft under a Message-ID of their own, and drop headers
that they do not know. The letter's text still bears its reference (`model.mark.reference_of`), and the rules
say which letter was to be drafted then: where the two agree, that letter has left.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import structlog

from relanced.casework.fold import fold
from relanced.casework.ledger import Ledger
from relanced.casework.planning.plan import plan
from relanced.daemon.filing import APPEND_S, append
from relanced.daemon.office import Office
from relanced.edge.folders import JOURNAL
from relanced.letters.envelope import message_id_of
from relanced.letters.note import write_intent
from relanced.model.actions import DraftReminder, Reminder, SendReminder
from relanced.model.facts import Fact, ReminderSent, SendIntended, happened_at
from relanced.model.mark import reference_of
from relanced.model.rules import Mode

log = structlog.get_logger()

LIES_DAYS = 14  # so long a draft may have waited for the owner


async def note_unmarked(office: Office) -> bool:
    """Write down which drafts were sent without their mark; whether there was any."""
    new = office.kept.unmarked.keys() - office.kept.references - office.looked_unmarked
    if not new or office.key is None or office.rules.mode is Mode.OBSERVE:
        return False
    office.looked_unmarked |= new
    found = [_letter(office, token, office.kept.unmarked[token]) for token in sorted(new)]
    for intended in filter(None, found):
        note = write_intent(intended, office.rules.firm.sender, office.key)
        folder = await office.mailbox.run(lambda session: session.ensure_folder(JOURNAL), APPEND_S)
        await append(office, folder, note, "\\Seen", office.now())
        log.info("draft_left_unmarked", client=intended.client)
    return any(found)


def _letter(office: Office, token: str, sent: ReminderSent) -> SendIntended | None:
    """The letter to this address that bears this reference, of those that were to be drafted until it was sent."""
    ledger = fold(_before(office.facts, sent), office.rules)
    theirs = {
        key: each
        for key, each in ledger.accounts.items()
        if each.address.lower() == sent.client_address.lower()
    }
    day = office.calendar.day_of(sent.source.at)
    for back in range(LIES_DAYS + 1 if theirs else 0):
        for reminder in _planned(office, replace(ledger, accounts=theirs), day - timedelta(days=back)):
            assert office.key is not None
            message_id = message_id_of(reminder, office.rules.firm, office.key)
            if reference_of(message_id) == token:
                lines = tuple((line.number, line.step) for line in reminder.lines)
                client, at = reminder.client.key, sent.source.at
                return SendIntended(message_id=message_id, client=client, lines=lines, at=at)
    return None


def _before(facts: Iterable[Fact], sent: ReminderSent) -> list[Fact]:
    """What was known when a mail was sent: without itself."""
    return [fact for fact in facts if fact != sent and happened_at(fact) <= sent.source.at]


def _planned(office: Office, ledger: Ledger, day: date) -> Iterable[Reminder]:
    actions = plan(ledger, office.rules, day)
    return [each.reminder for each in actions if isinstance(each, DraftReminder | SendReminder)]
