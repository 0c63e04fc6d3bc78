"""A ledger, the rules and a day in; what to do about every open case, and why, out. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from operator import attrgetter

from relanced.casework.calendar import calendar_of
from relanced.casework.heard import ask_of_commands
from relanced.casework.ledger import Ledger
from relanced.casework.planning.desk import Day
from relanced.casework.planning.fits import asks_history
from relanced.casework.planning.part import Part, part_of
from relanced.casework.planning.questions import (
    Whose,
    ask_beside,
    ask_of_money,
    ask_to_state_mails,
    open_invoices,
)
from relanced.casework.rhythm import silences
from relanced.model.actions import Action, AskOwner
from relanced.model.rules import Rules

_ACTIONS = attrgetter("actions")


def plan(ledger: Ledger, rules: Rules, today: date) -> tuple[Action, ...]:
    """Say for every open case what comes next: a step, or silence and its reason.

    Every open case has a step in its client's reminder, a step in a task of the owner's, or a Wait, and
    only one of them; questions come beside. One mail a client, with the next step of each case that is
    due and the broken promises before them; a letter beside the ladder (thanks, a notice withdrawn) only
    to a client without another. Never on a day that is closed for the firm or for the client, before the
    minimum interval is over, or while money may be coming unseen. A CloseCase is told on the day on which
    the case closed. Clients stand in order of their key.
    """
    has_open = any(case.is_open for account in ledger.accounts.values() for case in account.cases)
    day = day_of(ledger, rules, today, has_open=has_open)
    parts = {key: part_of(account, day) for key, account in ledger.accounts.items()}

    def whose(wanted: Collection[str]) -> Iterable[Whose]:
        return open_invoices(ledger.accounts.values(), wanted)

    return put_together(ledger, day, [said_of(parts.values())], ask_beside(ledger.questions, day, whose))


def day_of(ledger: Ledger, rules: Rules, today: date, *, has_open: bool) -> Day:
    """What is the same for every client on a day; `has_open`: whether anybody owes anything."""
    calendar = rules.calendar
    silent = silences(ledger.bank_heard_on, ledger.bank_looked_on, today, calendar) if has_open else ()
    doubts = [(hold.question, hold.why) for hold in ledger.holds if hold.asks(today)]
    doubts += [(quiet.question, quiet.why) for quiet in silent]
    return Day(today, rules, calendar_of(calendar, None), tuple(doubts), asks_history(rules))


@dataclass(frozen=True, slots=True)
class Said:
    """What a plan says of some clients."""

    actions: tuple[Action, ...]
    others: tuple[Part, ...]  # those of whom more is said than that


def said_of(parts: Collection[Part]) -> Said:
    """What a plan says of these clients, in order of their keys."""
    return Said(
        actions=tuple(chain.from_iterable(map(_ACTIONS, parts))),
        others=tuple([part for part in parts if part.shared or part.deadlines or part.beside]),
    )


def put_together(
    ledger: Ledger, day: Day, said: Collection[Said], beside: Iterable[AskOwner]
) -> tuple[Action, ...]:
    """The plan of a day out of what is said of all clients, in order of their keys.

    `beside`: what is asked of payments for which nobody is silent.
    """
    actions: list[Action] = [
        AskOwner(client=None, invoices=(), question=question, why=why) for question, why in day.doubts
    ]
    actions += chain.from_iterable(map(_ACTIONS, said))
    others = [part for each in said for part in each.others]
    actions += ask_of_money(each for part in others for each in part.shared)
    actions += beside
    actions += ask_to_state_mails(ledger, day)
    actions += ask_of_commands(ledger, day.rules, day.on)
    for part in others:
        actions += part.deadlines
    for part in others:
        actions += part.beside
    return tuple(actions)
