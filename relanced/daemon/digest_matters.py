"""The plan's questions in, what of them a digest says, and the words that answer each, out.

A question is known by the hold behind it; where there is none, by what it says. What neither tells is
passed on as it was asked, in English.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from relanced.casework.ledger import Case, Hold, HoldKind, Ledger
from relanced.casework.rhythm import silences
from relanced.letters.digest_parts import Matter
from relanced.model.actions import Action, AskOwner
from relanced.model.command_words import Command
from relanced.model.facts import Fact, InvoiceUnreadable, ReplyReceived
from relanced.model.intents import Intent
from relanced.model.money import totals
from relanced.model.names import Fingerprint, mail_ref
from relanced.model.rules import Rules

_COMMAND = re.compile(r"«relanced ([a-z][a-z -]{1,30}?)(?: ([^«»]{1,200}))?»")
_STATE = re.compile(r"«relanced state ([0-9a-f]{8}) ")
_PLACEHOLDER = re.compile(r"\b(?:NUMBER|CLIENT|INVOICE|ADDRESS)\b")
_DECLARE = re.compile(r"mandataire judiciaire by (\d{4}-\d\d-\d\d)")
_HAS_DRAFT = "A draft of an answer was put into"
_BY_MAIL = {
    "resume": Command.RESUME,
    "paid": Command.PAID,
    "pause": Command.PAUSE,
    "dispute": Command.DISPUTE,
    "ignore": Command.IGNORE,
}
# What stands in questions that no hold is behind; a test asks the planner for each.
_SAID = (
    ("you told relanced «", "unclear"),
    ("mail that you moved, «", "unclear"),
    ("letters would leave at once", "surprise"),
    ("may or may not have left", "in_doubt"),
    ("no step is left", "ladder_ends"),
    ("limits.max_reminders", "enough"),
    ("no address of", "no_address"),
    ("no letter can go to", "no_address"),
    ("no formal notice stands", "no_notice"),
    ("barred by time", "limitation"),
    ("enter how", "task"),
    ("was given to you on", "task"),
    ("was not taken back", "not_withdrawn"),
    ("is taken off what he is asked for altogether", "note_netted"),
    ("«relanced credits assign", "money_unclear"),
    ("interest that cannot be computed", "no_rate"),
    ("took the place of", "replaced"),
)
_GO_ON = (Command.RESUME, Command.PAID)
_WORDS: dict[str, tuple[Command, ...]] = {
    "dispute": (Command.RESUME, Command.PAID, Command.CREDIT_NOTE),
    "promise": (Command.PAUSE, Command.RESUME),
    "claims_paid": (Command.PAID, Command.RESUME),
    "money_unclear": (Command.PAID,),
    "money_back": (Command.RESUME, Command.PAUSE),
    "contradiction": (Command.RESUME, Command.IGNORE),
    "number_unsure": (Command.RESUME, Command.IGNORE),
    "bank_silent": (Command.RESUME,),
    "unreadable_money": (Command.RESUME,),
    "ladder_ends": (Command.PAID, Command.PAUSE),
    "enough": (Command.PAID, Command.PAUSE),
    "no_notice": (Command.PAUSE, Command.PAID),
    "limitation": (Command.PAID,),
    "unread_invoice": (),
    "surprise": (),
    "no_address": (Command.PAUSE,),
    "insolvency": (),
    "in_doubt": (Command.RESUME,),
    "not_withdrawn": (),
    "note_netted": (Command.RESUME,),
    "no_rate": (),
    "replaced": (Command.RESUME,),
    "unclear": (),
}


@dataclass(slots=True)
class _Known:
    """What questions are looked up in."""

    holds: dict[str, Hold] = field(default_factory=dict)  # by their why
    replies: dict[Fingerprint, ReplyReceived] = field(default_factory=dict)
    unread: dict[str, InvoiceUnreadable] = field(default_factory=dict)  # by the mail's short name
    silent: dict[str, str] = field(default_factory=dict)  # bank by the why of its silence
    cases: dict[str, Case] = field(default_factory=dict)


def matters_of(
    ledger: Ledger, actions: Iterable[Action], facts: Iterable[Fact], rules: Rules, today: date
) -> tuple[Matter, ...]:
    """One for each question of the plan: what concerns everybody first, then where most is owed."""
    asked = [action for action in actions if isinstance(action, AskOwner)]
    if not asked:
        return ()
    known = _known(ledger, facts, rules, today)
    found = [_matter(each, known) for each in asked]
    return tuple(sorted(found, key=_weight))


def _weight(matter: Matter) -> tuple[bool, int]:
    return bool(matter.invoices), -sum(money.cents for money in matter.owed)


def _known(ledger: Ledger, facts: Iterable[Fact], rules: Rules, today: date) -> _Known:
    known = _Known()
    for hold in ledger.holds:
        known.holds.setdefault(hold.why, hold)
    for account in ledger.accounts.values():
        for hold in account.holds:
            known.holds.setdefault(hold.why, hold)
        for case in account.cases:
            known.cases[case.number] = case
            for hold in case.holds:
                known.holds.setdefault(hold.why, hold)
    wanted = {hold.source.fingerprint for hold in known.holds.values() if hold.source is not None}
    known.replies = {
        fact.source.fingerprint: fact
        for fact in facts
        if isinstance(fact, ReplyReceived) and fact.source.fingerprint in wanted
    }
    known.unread = {mail_ref(fact.source.fingerprint): fact for fact in ledger.unreadable}
    silent = silences(ledger.bank_heard_on, ledger.bank_looked_on, today, rules.calendar)
    known.silent = {each.why: each.bank for each in silent}
    return known


def _matter(asked: AskOwner, known: _Known) -> Matter:
    hold = known.holds.get(asked.why)
    kind = _kind(asked, hold, known)
    reply = known.replies.get(hold.source.fingerprint) if hold and hold.source else None
    owed = [known.cases[number].owed for number in asked.invoices if number in known.cases]
    commands = list(_commands(asked.question))
    targets = tuple(dict.fromkeys(target for command, target in commands if command in _BY_MAIL and target))
    words = _WORDS.get(kind, _GO_ON) if kind != "other" else _named(commands)
    client = asked.client.name if asked.client else ""
    return Matter(
        kind=kind,
        client=client,
        invoices=asked.invoices,
        owed=tuple(money for money in totals(owed) if money.cents > 0),
        on=reply.source.at.date() if reply else None,
        until=hold.until if hold else None,
        quote=reply.new_text if reply else "",
        told=_told(asked, kind, known),
        has_draft=_HAS_DRAFT in asked.question,
        declare_by=_declare_by(asked.question),
        words=tuple(each.value for each in words) if targets or asked.invoices or client else (),
        targets=()
        if asked.invoices and kind not in {"bank_silent", "unreadable_money"}
        else targets or (client,),
        typed=tuple(_typed(commands)),
    )


def _kind(asked: AskOwner, hold: Hold | None, known: _Known) -> str:
    if asked.why in known.silent:
        return "bank_silent"
    if _STATE.search(asked.question) and hold is None:
        return "unread_invoice"
    if hold is None:
        return next((kind for words, kind in _SAID if words in asked.question), "other")
    if hold.kind is HoldKind.UNREADABLE and asked.client is None:
        return "unreadable_money"
    if hold.kind is HoldKind.QUESTION:
        return hold.intent.value if hold.intent is not None else "other"
    if hold.kind is HoldKind.MONEY_CLAIMED:
        return Intent.CLAIMS_PAID.value
    if hold.kind in {HoldKind.BREATHING, HoldKind.PROMISE}:
        return Intent.PROMISE.value if hold.kind is HoldKind.PROMISE else "other"
    return hold.kind.value


def _told(asked: AskOwner, kind: str, known: _Known) -> str:
    if kind == "bank_silent":
        return known.silent[asked.why]
    if kind == "unread_invoice" and (found := _STATE.search(asked.question)) and found[1] in known.unread:
        fact = known.unread[found[1]]
        return f"{fact.client_address or fact.client_name}, {fact.subject}"
    if kind == "unclear":
        return asked.why.partition("«")[2].rpartition("» on ")[0] or asked.why
    if kind == "surprise":
        return asked.question.partition(" ")[0]
    return _COMMAND.sub("", asked.question) if kind == "other" else ""


def _declare_by(question: str) -> date | None:
    found = _DECLARE.search(question)
    return date.fromisoformat(found[1]) if found else None


def _commands(question: str) -> Iterator[tuple[str, str]]:
    """Each command line that a question names: its command, and its target where it has one that is real."""
    for found in _COMMAND.finditer(question):
        rest = (found[2] or "").strip().strip("\"'")
        yield found[1], "" if _PLACEHOLDER.search(rest) else rest


def _named(commands: Iterable[tuple[str, str]]) -> tuple[Command, ...]:
    """The commands of a question that can be said by mail."""
    return tuple(dict.fromkeys(_BY_MAIL[command] for command, _ in commands if command in _BY_MAIL))


def _typed(commands: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The command lines that no answer by mail can say."""
    for command, rest in commands:
        if command not in _BY_MAIL and (rest or command == "release"):
            yield f"relanced {command} {rest}".strip()
