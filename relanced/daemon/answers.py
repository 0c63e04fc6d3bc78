"""Answers that are due in, drafts in the owner's Drafts out, each once; and his questions, with what lies ready.

relanced never sends an answer: it writes the draft into the thread, and the owner does with it what he likes.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import structlog

from relanced.casework.answer_pace import DAYS, Past
from relanced.casework.answers import answers_due
from relanced.casework.ledger import Ledger
from relanced.daemon.compose import ComposeError, compose_answer
from relanced.daemon.drafts import InDrafts, look_into_drafts
from relanced.daemon.filing import append, folder_of
from relanced.daemon.office import Office
from relanced.daemon.sweep import Swept
from relanced.edge.folders import Role
from relanced.edge.store import Store
from relanced.model.actions import Action, Answer, AskOwner, DraftAnswer
from relanced.model.mark import answer_message_id
from relanced.model.names import ClientKey, Fingerprint, InvoiceNumber, domain_of

log = structlog.get_logger()

TRY_AGAIN_AFTER = timedelta(hours=1)  # where a draft could not be written: each try fetches the invoice again

Recall = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One draft that was written, or could not be."""

    at: datetime
    mail: Fingerprint  # that it answers
    is_written: bool
    detail: str  # the folder, or why not


def due_answers(office: Office, ledger: Ledger) -> tuple[DraftAnswer, ...]:
    """The answers that should lie ready today."""
    past = past_of(office.store, office.now())
    silent = office.live.silent if office.live is not None else None
    return answers_due(ledger, office.kept.for_answers, office.rules, office.today(), past, silent)


def past_of(store: Store, now: datetime) -> Past:
    """What the store knows of earlier answers."""

    def written(client: ClientKey) -> dict[Fingerprint, date]:
        return {
            each.mail: each.at.date() for each in tries_in(store.recall(_note(client))) if each.is_written
        }

    def failed(client: ClientKey) -> dict[Fingerprint, str]:
        tries = tries_in(store.recall(_note(client)))
        return {each.mail: each.detail for each in tries if not each.is_written and _is_fresh(each, now)}

    return Past(answered=store.sent_texts.is_answered, written=written, failed=failed)


async def draft_answers(office: Office, actions: Iterable[Action], swept: Swept) -> int:
    """Write what is not written yet; gives the number of those tried.

    None where Sent could not be read to its end: the owner may have answered himself. At most
    limits.surprise in a round, at most one of them for each client; the others come in the next rounds.
    """
    new = [
        a for a in actions if isinstance(a, DraftAnswer) and not a.lacks and not _is_written(office, a.answer)
    ]
    if not new or swept.incomplete or office.key is None:
        return 0
    most = office.rules.limits.surprise
    new.sort(key=lambda action: action.answer.mail.at)  # who waits longest comes first
    if len(new) > most:
        log.warning("answers_wait", count=len(new) - most, why="more than limits.surprise in one round")
    folder = await folder_of(office, Role.DRAFTS, "Drafts")
    there = await look_into_drafts(office)
    for action in new[:most]:
        await _draft(office, action, folder, there)
    return len(new[:most])


async def _draft(office: Office, action: DraftAnswer, folder: str, there: InDrafts) -> None:
    answer, now = action.answer, office.now()
    assert office.key is not None
    sender = office.rules.firm.sender
    own = answer_message_id(answer.client.key, answer.mail.fingerprint, office.key, domain_of(sender))
    if own not in there.ids and there.unknown:
        _remember(office, answer, is_written=False, detail=there.unknown)
        log.warning("answer_not_drafted", client=answer.client.key, why=there.unknown)
        return
    if own not in there.ids:  # it lies there where we died, or lost the store, just after writing it
        raw = await compose_answer(office, answer)
        if isinstance(raw, ComposeError):
            _remember(office, answer, is_written=False, detail=raw.why)
            log.warning("answer_not_drafted", client=answer.client.key, why=raw.why)
            return
        await append(office, folder, raw, "\\Draft", now)
        log.info("answer_drafted", client=answer.client.key, asks=", ".join(answer.asks), folder=folder)
    _remember(office, answer, is_written=True, detail=folder)


def note_of(answer: Answer) -> str:
    """Under what the store remembers which answers to this client were written, or why not."""
    return _note(answer.client.key)


def _note(client: ClientKey) -> str:
    return f"answers:{client}"


def tries_in(note: str) -> tuple[Tried, ...]:
    """The drafts that a note tells of."""
    return tuple(
        Tried(at=datetime.fromisoformat(at), mail=Fingerprint(mail), is_written=is_written, detail=detail)
        for at, mail, is_written, detail in (json.loads(note) if note else ())
    )


def _remember(office: Office, answer: Answer, *, is_written: bool, detail: str) -> None:
    """Note how a try ended; what tells nothing any more falls out."""
    now, note = office.now(), note_of(answer)
    mail = answer.mail.fingerprint
    kept = [
        each for each in tries_in(office.store.recall(note)) if each.mail != mail and _still_counts(each, now)
    ]
    kept.append(Tried(at=now, mail=mail, is_written=is_written, detail=detail))
    rows = [(each.at.isoformat(), each.mail, each.is_written, each.detail) for each in kept]
    office.store.remember(note, json.dumps(rows))


def _still_counts(tried: Tried, now: datetime) -> bool:
    return now - tried.at <= timedelta(days=DAYS + 1) if tried.is_written else _is_fresh(tried, now)


def _is_fresh(tried: Tried, now: datetime) -> bool:
    return now - tried.at < TRY_AGAIN_AFTER


def _is_written(office: Office, answer: Answer) -> bool:
    tried = _last(answer, office.store.recall)
    return tried is not None and tried.is_written


def written_in(actions: Iterable[Action], recall: Recall) -> frozenset[tuple[ClientKey, Fingerprint]]:
    """For whom, and to which mails, the answers of a plan were written, ever; Drafts is not asked."""
    answers = [action.answer for action in actions if isinstance(action, DraftAnswer)]
    written = (answer for answer in answers if (last := _last(answer, recall)) and last.is_written)
    return frozenset((answer.client.key, answer.mail.fingerprint) for answer in written)


def to_come(actions: Iterable[Action], recall: Recall) -> tuple[Action, ...]:
    """A plan without the answers that are written already, or will not be: their questions say so."""
    found = tuple(actions)
    return tuple(
        action
        for action in found
        if not isinstance(action, DraftAnswer) or not (action.lacks or written_in((action,), recall))
    )


def _last(answer: Answer, recall: Recall) -> Tried | None:
    tries = tries_in(recall(note_of(answer)))
    return next((each for each in tries if each.mail == answer.mail.fingerprint), None)


def with_drafts(
    actions: Iterable[Action], drafts: Iterable[DraftAnswer], recall: Recall
) -> tuple[Action, ...]:
    """A plan with the answers in it, and in each question what lies ready for it, or why nothing does.

    `recall` gives the store's notes. A mail about which nothing was asked yet gets a question of its own.
    """
    found = list(actions)
    places: dict[tuple[ClientKey, str], int] = {}
    for place, action in enumerate(found):
        if isinstance(action, AskOwner) and action.client is not None:
            places.setdefault((action.client.key, action.question), place)
    for draft in drafts:
        said, client = _said(draft, recall), draft.answer.client.key
        found.append(draft)
        asked_at = next((places[client, each] for each in draft.questions if (client, each) in places), None)
        if asked_at is None:
            asked_at = places.setdefault((client, draft.why), len(found))
            if asked_at == len(found):
                found.append(_own_question(draft))
        asked = found[asked_at]
        assert isinstance(asked, AskOwner)
        if said not in asked.question:  # many mails can have one reason
            found[asked_at] = replace(asked, question=f"{asked.question} {said}")
    return tuple(found)


def _own_question(draft: DraftAnswer) -> AskOwner:
    numbers: tuple[InvoiceNumber, ...] = tuple(line.number for line in draft.answer.lines)
    client = draft.answer.client
    return AskOwner(client=client, invoices=numbers, question=f"{draft.why}.", why=draft.why)


def _said(draft: DraftAnswer, recall: Recall) -> str:
    tried = _last(draft.answer, recall)
    if tried is not None and tried.is_written:
        return (
            f"A draft of an answer was put into «{tried.detail}» on {tried.at.date()}: look it over and send it,"
            " unless you have thrown it away."
        )
    if draft.lacks:
        return f"No draft of an answer is written: {draft.lacks}."
    if tried is not None:
        return (
            f"No draft of an answer could be written: {tried.detail}. It is tried again in the next rounds."
        )
    return "A draft of an answer will lie in your Drafts after one of the next rounds."
