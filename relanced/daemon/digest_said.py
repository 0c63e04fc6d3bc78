"""New facts in; what the owner told relanced since the last digest, understood or not, out."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from relanced.casework.heard import heard
from relanced.casework.ledger import Ledger
from relanced.letters.digest_parts import Confirmed, NotUnderstood
from relanced.model.command_words import Command, shown, why_unclear
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
    TaskAnswerUnclear,
)
from relanced.model.facts import Fact, InvoiceStated, happened_at
from relanced.model.source import Source

_Said = tuple[str, str]  # a key of the words' `confirmed`, and what it is about


def confirmed_of(ledger: Ledger, news: Sequence[Fact], zone: ZoneInfo) -> Iterator[Confirmed]:
    """Each decision of his that was taken down, however he told it; none that means nothing known."""
    lost = [each.fact for each in heard(ledger, news) if not each.done]
    for fact in news:
        said = _decided(ledger, fact) or _done(ledger, fact)
        if said is None or fact in lost:
            continue
        is_decision = isinstance(fact, OwnerDecided)
        yield Confirmed(
            on=happened_at(fact).astimezone(zone).date(),
            verb=said[0],
            target=said[1],
            until=fact.until if isinstance(fact, OwnerDecided) else None,
            by=fact.by if is_decision and isinstance(fact, OwnerDecided) else "",
        )


def unclear_of(
    ledger: Ledger, news: Sequence[Fact], zone: ZoneInfo, language: str
) -> Iterator[NotUnderstood]:
    """Each command, or answer to a task, that was not understood or means nothing known, with why."""
    for each in heard(ledger, news):
        if not each.done:
            words = _as_told(each.fact, language) or each.words
            why = " ".join((why_unclear(each.why, language), ", ".join(each.candidates))).strip()
            on = each.at.astimezone(zone).date()
            yield NotUnderstood(on=on, words=words, why=why, is_gesture=each.is_gesture)
    for fact in news:
        if isinstance(fact, TaskAnswerUnclear):
            why = why_unclear("no_verb", language)
            yield NotUnderstood(on=fact.source.at.astimezone(zone).date(), words=fact.words, why=why)


def _as_told(fact: Fact, language: str) -> str:
    """A command in his own language; "": it has no words there."""
    if isinstance(fact, CommandUnclear):
        return fact.words
    if isinstance(fact, OwnerDecided) and fact.verb.value in set(Command):
        return shown(Command(fact.verb.value), language, fact.target)
    return ""


def _decided(ledger: Ledger, fact: Fact) -> _Said | None:
    match fact:
        case OwnerDecided():
            return fact.verb.value, fact.target or _about(ledger, fact.source)
        case InstalmentsAgreed():
            return "instalments", ", ".join(fact.invoices)
        case ReplyJudged():
            return "judged", ""
        case CreditAssigned():
            return "assigned", ", ".join(number for number, _ in fact.to) or "—"
        case InvoiceStated():
            return "stated", fact.number
        case GestureUndone():
            return "undone", _about(ledger, fact.source) or "—"
        case _:
            return None


def _done(ledger: Ledger, fact: Fact) -> _Said | None:
    match fact:
        case CallNoted():
            return "called", fact.target or _about(ledger, fact.source)
        case LetterPosted():
            return "posted", fact.target or _about(ledger, fact.source)
        case HandedOver():
            return "handed_over", fact.target or _about(ledger, fact.source)
        case _:
            return None


def _about(ledger: Ledger, source: Source) -> str:
    """What a mail or a note concerns: its invoices, else its clients."""
    link = ledger.links.get(source.fingerprint)
    if link is None:
        return ""
    names = (ledger.accounts[key].client.name for key in sorted(link.clients) if key in ledger.accounts)
    return ", ".join(sorted(link.invoices)) or ", ".join(names)
