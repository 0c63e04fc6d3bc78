"""A ledger and facts in; what the owner told relanced by mail or gesture, and what came of it, out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from relanced.casework.calendar import Calendar
from relanced.casework.ledger import Ledger
from relanced.casework.named_loosely import is_called, is_short_for
from relanced.casework.words import short
from relanced.model.actions import AskOwner
from relanced.model.command_words import why_unclear
from relanced.model.decided import CommandUnclear, GestureUndone, InstalmentsAgreed, OwnerDecided, ReplyJudged
from relanced.model.facts import Fact, InvoiceStated
from relanced.model.names import ClientKey, InvoiceNumber
from relanced.model.rules import Rules

ASKED_DAYS = 7  # so long what was not understood is asked about
MOST_CANDIDATES = 8

Command = OwnerDecided | ReplyJudged | InstalmentsAgreed | CommandUnclear
NO_MATCH = "no_target"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One word of the owner's, and what it did."""

    fact: Command
    at: datetime
    words: str  # «paid F-12», or what he wrote where that was not understood
    done: bool  # False: it was not understood, or means nothing that is known
    is_undone: bool  # a gesture that was taken back
    why: str  # not done: a key of `command_words.UNCLEAR`
    clients: tuple[ClientKey, ...]  # whom it concerned
    invoices: tuple[InvoiceNumber, ...]
    is_gesture: bool = False  # a mail was moved; else he wrote
    candidates: tuple[str, ...] = ()  # not done: the invoices or clients that he may have meant


def heard(ledger: Ledger, facts: Iterable[Fact]) -> tuple[Heard, ...]:
    """Every command in a mail of the owner's and every gesture, in order of time, with what came of it."""
    told = [fact for fact in facts if isinstance(fact, Command | GestureUndone)]
    undone = {fact.gesture for fact in told if isinstance(fact, GestureUndone)}
    unmatched = {_name(fact) for fact in ledger.unmatched if isinstance(fact, Command | InvoiceStated)}
    found = (
        _heard(fact, ledger, is_unmatched=_name(fact) in unmatched, undone=undone)
        for fact in told
        if not isinstance(fact, GestureUndone) and _is_told(fact)
    )
    return tuple(sorted(found, key=lambda each: (each.at, each.words)))


def ask_of_commands(ledger: Ledger, rules: Rules, today: date) -> list[AskOwner]:
    """Ask about what was lately told and not understood, or means nothing that is known."""
    calendar = Calendar(rules.calendar)
    asked: list[AskOwner] = []
    for each in heard(ledger, ledger.unmatched):
        day = calendar.day_of(each.at)
        if each.done or not 0 <= (today - day).days <= ASKED_DAYS:
            continue
        may_be = f" It may be {', '.join(each.candidates)}." if each.candidates else ""
        why, say = _asked(each, day)
        end = "" if why.endswith("?") else "."
        asked_ = f"{why}{end}{may_be} {say} with the whole number, by a command or a mail to yourself."
        asked.append(AskOwner(client=None, invoices=(), question=asked_, why=why))
    return asked


def _asked(each: Heard, day: date) -> tuple[str, str]:
    """What he did that was not understood, with why; and what he can do."""
    why = why_unclear(each.why, "en")
    if each.is_gesture:
        return f"mail that you moved, «{each.words}» on {day}: {why}", "Say what is meant"
    return f"you told relanced «{each.words}» on {day}, which did nothing: {why}", "Say it again"


def _is_told(fact: Command) -> bool:
    match fact:
        case OwnerDecided(by=by):
            return bool(by)
        case ReplyJudged(answers=answers):
            return bool(answers)
        case InstalmentsAgreed():
            return fact.source.message_id is not None and not fact.source.message_id.startswith("n1.")
        case _:
            return True


def _name(fact: Command | InvoiceStated) -> tuple[str, object, object]:
    """What stands for a command whatever it has become: a statement, or a note about a mail."""
    match fact:
        case OwnerDecided():
            return fact.source.fingerprint, fact.verb, fact.target
        case CommandUnclear():
            return fact.source.fingerprint, fact.words, fact.why
        case _:
            return fact.source.fingerprint, type(fact), fact.decided_at


def _heard(fact: Command, ledger: Ledger, *, is_unmatched: bool, undone: set[str]) -> Heard:
    link = ledger.links.get(fact.source.fingerprint)
    target = fact.target if isinstance(fact, OwnerDecided) else ""
    return Heard(
        fact=fact,
        at=fact.source.at if isinstance(fact, CommandUnclear) else fact.decided_at,
        words=_words(fact),
        done=not (is_unmatched or isinstance(fact, CommandUnclear)),
        is_undone=isinstance(fact, OwnerDecided | CommandUnclear) and fact.gesture in undone,
        why=fact.why if isinstance(fact, CommandUnclear) else NO_MATCH if is_unmatched else "",
        clients=tuple(sorted(link.clients)) if link is not None else (),
        invoices=tuple(sorted(link.invoices)) if link is not None else (),
        is_gesture=isinstance(fact, OwnerDecided | CommandUnclear) and bool(fact.gesture),
        candidates=_candidates(ledger, target) if is_unmatched and target else (),
    )


def _words(fact: Command) -> str:
    match fact:
        case CommandUnclear():
            return short(fact.words)
        case OwnerDecided():
            until = f" until {fact.until}" if fact.until else ""
            return short(f"{fact.verb.value} {fact.target}".strip()) + until
        case ReplyJudged():
            return f"{fact.intent.value} {fact.promised_on or ''}".strip()
        case InstalmentsAgreed():
            return f"{len(fact.parts)} instalments for {short(', '.join(fact.invoices))}"


def _candidates(ledger: Ledger, target: str) -> tuple[str, ...]:
    """What he may have meant: open invoices whose number ends so, then clients called so."""
    cases = [case for account in ledger.accounts.values() for case in account.cases if case.is_open]
    numbers = [case.number for case in cases if is_short_for(target, case.number)]
    clients = [
        key for key, account in ledger.accounts.items() if is_called(target, (key, account.client.name))
    ]
    return tuple(dict.fromkeys([*numbers, *clients]))[:MOST_CANDIDATES]
