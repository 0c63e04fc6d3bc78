"""A case and today's plan for it in, what would change that plan out: money, an answer, a word of the owner's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from relanced.casework.ledger import Case, HoldKind, PostingKind
from relanced.model.actions import Action, AskOwner, DraftAnswer, DraftReminder, GiveTask, SendReminder, Wait
from relanced.model.command_words import Command, folder_of, shown
from relanced.model.decided import Verb
from relanced.model.rules import Rules

_OWN_WORD = frozenset({PostingKind.OWNER, PostingKind.IGNORED, PostingKind.GIVEN_UP})
_LETTERS = SendReminder | DraftReminder | GiveTask


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that would change what comes next, and what it would do."""

    what: str
    effect: str


def changes(case: Case, actions: Sequence[Action], rules: Rules, today: date) -> tuple[Change, ...]:
    """What would change the plan of one invoice; () where it is closed by what came in: then nothing does."""
    if not case.is_open:
        return tuple(_closed(case))
    return tuple(_open(case, actions, rules, today))


def _closed(case: Case) -> Iterator[Change]:
    if any(posting.kind in _OWN_WORD for posting in case.postings):
        yield Change(what=f"relanced resume {case.number}", effect="takes your word back: it is owed again")


def _open(case: Case, actions: Sequence[Action], rules: Rules, today: date) -> Iterator[Change]:
    kinds = {hold.kind for hold in case.silenced_by(today)}
    if not case.accepted:
        yield Change(
            what=f"relanced resume {case.number}",
            effect="lets it be chased though it is from before start_on",
        )
        return
    yield Change(what="the bank's mail of its payment", effect="closes it; a part of it lowers what is asked")
    if not kinds & {HoldKind.INSOLVENCY, HoldKind.HANDED_OVER}:
        days = rules.replies.breathing_days
        yield Change(
            what="an answer of the client's",
            effect=f"{days} banking days of silence at least; a promise: until its day; a dispute: until you decide",
        )
    if HoldKind.PLAN in kinds:
        yield Change(what=f"relanced instalments {case.number} --off", effect="calls the instalments off")
    elif any(isinstance(action, AskOwner) for action in actions) or kinds - {HoldKind.BREATHING}:
        yield Change(what=f"relanced resume {case.number}", effect="ends the silence: the ladder goes on")
    if any(isinstance(action, _LETTERS | Wait | DraftAnswer) for action in actions):
        yield Change(
            what=f"relanced pause {case.number} --until YYYY-MM-DD",
            effect="silence until the end of that day",
        )
        yield Change(what=f"relanced paid {case.number}", effect="closes it on your word")
        yield Change(what=f"relanced dispute {case.number}", effect="silence until you say «resume»")


def from_the_phone(case: Case, rules: Rules) -> str:
    """The same without a terminal: words for a mail to oneself, and the folder to move its mail to."""
    language = rules.firm.language
    pause = shown(Command.PAUSE, language, case.number, "15 jours" if language == "fr" else "15 days")
    paid = shown(Command.PAID, language, case.number)
    folder = folder_of(Verb.PAUSE, language)
    return (
        f"From the phone: a mail to yourself under the subject «relanced», a line each: «{pause}», «{paid}»;"
        f" or move its mail to {folder}."
    )
