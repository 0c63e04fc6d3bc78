"""A note of Relanced/Journal in, what it records out. Pure; an unsigned note records nothing.

Five kinds lie there: decisions of the owner, his statements of what an invoice asks for that could
not be read, his word on what a client's mail wants and on what a credit pays, and the intent to send
a letter, written before it left.
"""

import json
from datetime import date, datetime
from typing import Any

from relanced.intake.invoice.xml.xml_facts import FIRST_DAY, LAST_DAY, amount_of, currency_of
from relanced.intake.message import Message
from relanced.model.facts import (
    CreditAssigned,
    InvoiceKind,
    InvoiceStated,
    OwnerDecided,
    ReplyJudged,
    SendIntended,
    Verb,
)
from relanced.model.intents import Intent
from relanced.model.mark import NOTE_HEADER, is_signed
from relanced.model.money import Money
from relanced.model.names import ClientKey, InvoiceNumber, MailRef, MessageId, StepName, is_number
from relanced.model.source import Source

MAX_LINE = 100_000  # credits of one mail: more than the largest bank file holds


def read_note(
    message: Message, source: Source, key: bytes | None
) -> OwnerDecided | InvoiceStated | ReplyJudged | CreditAssigned | SendIntended | str:
    """The decision, the statement or the intent that a note holds, or why it holds none.

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
        if "judges" in said:  # before «intent»: such a note has one too, the client's
            return _judgement(said, source)
        if "assigns" in said:
            return _assignment(said, source)
        if "intent" in said:
            return _intent(said)
        return _statement(said, source) if "states" in said else _decision(said, source)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return f"a signed note that cannot be read: {error}"


def _intent(said: dict[str, Any]) -> SendIntended:
    return SendIntended(
        message_id=MessageId(str(said["intent"])),
        client=ClientKey(str(said["client"])),
        lines=tuple(
            (InvoiceNumber(str(number)), StepName(str(step)) if step else None)
            for number, step in said["lines"]
        ),
        at=_time(said["at"]),
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
        note=str(said.get("note") or "")[:500],
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
