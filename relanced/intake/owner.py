"""A note of Relanced/Journal in, what it records out. Pure; an unsigned note records nothing.

There lie decisions of the owner, his statements of what an invoice asks for that could not be read,
his word on what a client's mail wants and on what a credit pays, the intent to send a letter, written
before it left, what he was given to do himself, and how that ended.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from relanced.intake.invoice.xml.xml_facts import FIRST_DAY, LAST_DAY, amount_of, currency_of
from relanced.intake.message import Message
from relanced.model.decided import (
    CallNoted,
    CommandUnclear,
    CreditAssigned,
    GestureUndone,
    HandedOver,
    InstalmentsAgreed,
    LetterPosted,
    OwnerDecided,
    ReplyJudged,
    TaskGiven,
    Verb,
)
from relanced.model.facts import InsolvencyFound, InvoiceKind, InvoiceStated, SendIntended
from relanced.model.intents import Intent
from relanced.model.mark import NOTE_HEADER, is_signed
from relanced.model.money import Money
from relanced.model.names import ClientKey, InvoiceNumber, MailRef, MessageId, StepName, is_number
from relanced.model.source import Source
from relanced.model.tasks import CallOutcome, TaskKind

MAX_LINE = 100_000  # credits of one mail: more than the largest bank file holds
MAX_PARTS = 520  # of a plan of instalments: ten years of weeks
MAX_WORDS = 500  # characters of the owner's own that are kept

Noted = (
    OwnerDecided
    | InvoiceStated
    | ReplyJudged
    | CreditAssigned
    | SendIntended
    | TaskGiven
    | CallNoted
    | LetterPosted
    | HandedOver
    | InsolvencyFound
    | InstalmentsAgreed
)
Moved = OwnerDecided | CommandUnclear | GestureUndone


def read_note(message: Message, source: Source, key: bytes | None) -> Noted | tuple[Moved, ...] | str:
    """What a note records, or why it records nothing; of a mail that was moved all that it decided.

    The signature covers the Message-ID and the text, so a note can be neither altered nor copied
    onto another; the owner's own words in `note` are data.
    """
    signature = message.header(NOTE_HEADER).strip()
    text = _payload(message.text)
    if not signature or not text:
        return "no note of relanced's"
    if key is None or not is_signed(key, "note", f"{message.message_id}|{text}", signature):
        return "the signature is not made with this installation's key"
    try:
        said = json.loads(text)
        json.dumps(said, ensure_ascii=False).encode()  # half a letter («\ud800») cannot be kept anywhere
        if "undoes" in said or "gesture" in said:
            return _moved(said, source)
        read = next((read for mark, read in _READERS if mark in said), _decision)
        return read(said, source)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return f"a signed note that cannot be read: {error}"


def _moved(said: dict[str, Any], source: Source) -> tuple[Moved, ...]:
    """A mail was moved into a folder of relanced's, or out of it again."""
    at = _time(said["decided_at"])
    if "undoes" in said:
        return (GestureUndone(source=source, gesture=str(said["undoes"])[:MAX_WORDS], decided_at=at),)
    gesture, why = str(said["gesture"])[:MAX_WORDS], str(said.get("unclear") or "")[:MAX_WORDS]
    decided = tuple(
        OwnerDecided(
            source=source,
            verb=Verb(str(verb)),
            target=str(target),
            until=None,
            address="",
            note="",
            decided_at=at,
            by="gesture",
            gesture=gesture,
        )
        for verb, target in said["decisions"]
    )
    words = str(said.get("words") or "")[:MAX_WORDS]
    asked = (CommandUnclear(source=source, words=words, why=why, gesture=gesture),) if why else ()
    return (*decided, *asked)


def _intent(said: dict[str, Any], _source: Source) -> SendIntended:
    return SendIntended(
        message_id=MessageId(str(said["intent"])),
        client=ClientKey(str(said["client"])),
        lines=_lines(said["lines"]),
        at=_time(said["at"]),
    )


def _lines(written: list[list[str | None]]) -> tuple[tuple[InvoiceNumber, StepName | None], ...]:
    return tuple(
        (InvoiceNumber(str(number)), StepName(str(step)) if step else None) for number, step in written
    )


def _payload(body: str) -> str:
    """The one line of the body that holds the decision; the others are for people."""
    return next((line.strip() for line in body.splitlines() if line.startswith("{")), "")


def _decision(said: dict[str, Any], source: Source) -> OwnerDecided:
    return OwnerDecided(
        source=source,
        verb=Verb(str(said["verb"])),
        target=str(said["target"]),
        until=_day(said.get("until")),
        address=str(said.get("address") or "")[:250],
        note=str(said.get("note") or "")[:MAX_WORDS],
        decided_at=_time(said["decided_at"]),
    )


def _statement(said: dict[str, Any], source: Source) -> InvoiceStated:
    return InvoiceStated(
        source=source,
        mail=MailRef(str(said["states"])),
        number=_number(said["number"]),
        kind=InvoiceKind(str(said["kind"])),
        issued_on=_day(said.get("issued_on")),
        due_on=_day(said.get("due_on")),
        total=_total(str(said["total"]), str(said["currency"])),
        decided_at=_time(said["decided_at"]),
    )


def _judgement(said: dict[str, Any], source: Source) -> ReplyJudged:
    return ReplyJudged(
        source=source,
        mail=MailRef(str(said["judges"])),
        intent=Intent(str(said["intent"])),
        promised_on=_day(said.get("promised_on")),
        decided_at=_time(said["decided_at"]),
    )


def _assignment(said: dict[str, Any], source: Source) -> CreditAssigned:
    return CreditAssigned(
        source=source,
        mail=MailRef(str(said["assigns"])),
        line=_line(said["line"]),
        to=tuple(
            (_number(number), _total(str(plain), str(currency)) if plain is not None else None)
            for number, plain, currency in said["to"]
        ),
        decided_at=_time(said["decided_at"]),
    )


def _line(written: object) -> int:
    if not isinstance(written, int) or isinstance(written, bool) or not 0 < written <= MAX_LINE:
        raise ValueError(f"no line of a bank's mail: {written!r:.80}")
    return written


def _number(written: object) -> InvoiceNumber:
    plain = str(written)
    if not is_number(plain):
        raise ValueError(f"no invoice number: {plain[:80]!r}")
    return InvoiceNumber(plain)


def _total(plain: str, currency: str) -> Money:
    total = amount_of(plain, currency_of(currency))
    if total.cents <= 0:
        raise ValueError(f"an invoice asks for more than {total}")
    return total


def _time(written: object) -> datetime:
    """An aware time. One without a zone cannot be put in order with any other."""
    at = datetime.fromisoformat(str(written))
    if at.tzinfo is None:
        raise ValueError(f"a time without its zone: {written}")
    _within_years(at.date())
    return at


def _day(written: str | None) -> date | None:
    return _within_years(date.fromisoformat(written)) if written else None


def _within_years(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"a day beyond the years that relanced counts in: {day}")
    return day


def _task(said: dict[str, Any], source: Source) -> TaskGiven:
    return TaskGiven(
        source=source,
        message_id=MessageId(str(said["gives"])),
        kind=TaskKind(str(said["task"])),
        client=ClientKey(str(said["client"])),
        lines=_lines(said["lines"]),
        given_at=_time(said["given_at"]),
    )


def _call(said: dict[str, Any], source: Source) -> CallNoted:
    return CallNoted(
        source=source,
        task=None,
        target=str(said["called"]),
        outcome=CallOutcome(str(said["outcome"])),
        pays_on=_day(said.get("pays_on")),
        note=str(said.get("note") or "")[:MAX_WORDS],
        decided_at=_time(said["decided_at"]),
    )


def _posting(said: dict[str, Any], source: Source) -> LetterPosted:
    return LetterPosted(
        source=source,
        task=None,
        target=str(said["posted"]),
        tracking=str(said.get("tracking") or "")[:MAX_WORDS],
        posted_on=_within_years(date.fromisoformat(said["posted_on"])),
        decided_at=_time(said["decided_at"]),
    )


def _handing_over(said: dict[str, Any], source: Source) -> HandedOver:
    return HandedOver(
        source=source,
        task=None,
        target=str(said["handed_over"]),
        to=str(said["to"])[:MAX_WORDS],
        decided_at=_time(said["decided_at"]),
    )


def _instalments(said: dict[str, Any], source: Source) -> InstalmentsAgreed:
    invoices = tuple(_number(number) for number in said["instalments"])
    parts = tuple(
        (_within_years(date.fromisoformat(on)), _total(str(plain), str(currency)))
        for on, plain, currency in said["parts"]
    )
    if not invoices or len(parts) > MAX_PARTS or len({amount.currency for _, amount in parts}) > 1:
        raise ValueError(f"no plan: {len(invoices)} invoices, {len(parts)} parts")
    return InstalmentsAgreed(
        source=source,
        invoices=invoices,
        parts=parts,
        note=str(said.get("note") or "")[:MAX_WORDS],
        decided_at=_time(said["decided_at"]),
    )


def _insolvency(said: dict[str, Any], source: Source) -> InsolvencyFound:
    siren = str(said["insolvent"])
    if not (siren.isascii() and siren.isdigit() and len(siren) == 9):
        raise ValueError(f"no SIREN: {siren[:80]!r}")
    return InsolvencyFound(
        source=source,
        siren=siren,
        name=str(said["name"])[:MAX_WORDS],
        kind=str(said["kind"])[:MAX_WORDS],
        court=str(said["court"])[:MAX_WORDS],
        published_on=_within_years(date.fromisoformat(said["published_on"])),
        notice_id=str(said["notice"])[:MAX_WORDS],
        decided_at=_time(said["seen_at"]),
    )


# What a note holds is told by the first of these names that is in it; a decision has none of them.
# «judges» stands before «intent»: such a note has an intent too, the client's.
_READERS: tuple[tuple[str, Callable[[dict[str, Any], Source], Noted]], ...] = (
    ("judges", _judgement),
    ("assigns", _assignment),
    ("intent", _intent),
    ("states", _statement),
    ("gives", _task),
    ("called", _call),
    ("posted", _posting),
    ("handed_over", _handing_over),
    ("instalments", _instalments),
    ("insolvent", _insolvency),
)
