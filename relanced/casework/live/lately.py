"""Facts that were folded lately in; those that hang together with some clients, to be taken back, out. Pure."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from relanced.casework.order import Moment
from relanced.model.facts import (
    AutoReplyReceived,
    BounceReceived,
    Fact,
    MailQuarantined,
    ReminderSent,
    ReplyReceived,
    SendIntended,
    SendOutcome,
)
from relanced.model.names import ClientKey

Letter = SendIntended | SendOutcome | ReminderSent


@dataclass(slots=True, eq=False)
class Taken:
    """A fact of the last day, folded."""

    moment: Moment
    fact: Fact
    place: int  # among all facts
    touched: frozenset[ClientKey]
    back: Callable[[], None] | None  # what takes it back; None: nothing does
    weight: int = 0  # how many cases that keeps in memory


def name_of(fact: Fact) -> str:
    """What ties two facts together beside their clients: one letter's Message-ID, or one sender; "": nothing."""
    match fact:
        case SendIntended() | SendOutcome() | ReminderSent():
            return f"<{fact.message_id}>"
        case ReplyReceived() | AutoReplyReceived() | MailQuarantined():
            return fact.sender.strip().lower()
        case BounceReceived():
            return fact.recipient.strip().lower()
        case _:
            return ""


def bound_to(later: Iterable[Taken], touched: Collection[ClientKey], name: str = "") -> list[Taken] | None:
    """Those that touched one of these clients, or bear this name; those bound to them; and so on; in order.

    None: not all of them can be taken back.
    """
    clients, names, left, found = set(touched), {name} - {""}, list(later), list[Taken]()
    while True:
        more = [each for each in left if not clients.isdisjoint(each.touched) or name_of(each.fact) in names]
        if not more:
            return sorted(found, key=lambda each: each.moment)
        if any(each.back is None for each in more):
            return None
        found += more
        left = [each for each in left if each not in more]
        clients |= {client for each in more for client in each.touched}
        names |= {name_of(each.fact) for each in more} - {""}
