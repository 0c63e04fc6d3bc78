"""Tasks given to the owner and how they ended in; steps done, holds and promises changed. Pure.

What he did counts for the cases of the task that he answered, or of the invoice or client that he named.
Where he may have meant something else, that is only silenced and asked about.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time

from relanced.casework.books import Books, CaseDraft
from relanced.casework.ledger import Hold, HoldKind, OpenTask, Posted, StepDone
from relanced.casework.replaced import heirs_of
from relanced.casework.tasks.meant import KINDS, Ended, Meant, coming, meant_by, of_task, task_of
from relanced.casework.tasks.outcomes import hold_of, promised_of
from relanced.casework.typed import typed
from relanced.casework.words import short
from relanced.model.decided import CallNoted, HandedOver, LetterPosted, TaskAnswerUnclear, TaskGiven
from relanced.model.facts import Fact
from relanced.model.ladder import Channel
from relanced.model.mark import unasked_task_id
from relanced.model.names import MessageId, StepName
from relanced.model.tasks import CallOutcome, TaskKind

CHANNELS = {
    TaskKind.CALL: Channel.CALL,
    TaskKind.LETTER: Channel.LETTER,
    TaskKind.HANDOVER: Channel.HANDOVER,
}
_PAPERS = {
    TaskKind.CALL: (
        "call sheet",
        "«promis le 12», «litige livraison», «messagerie» (promised, dispute, voicemail)",
    ),
    TaskKind.LETTER: ("formal notice", "«posté le 12, 1A 123 456 789 0» (posted, with its tracking number)"),
    TaskKind.HANDOVER: ("file to hand over", "«remis à NOM» (handed to NAME)"),
}
_COMMANDS = {TaskKind.CALL: "call", TaskKind.LETTER: "posted", TaskKind.HANDOVER: "handed-over"}


def fold_task(books: Books, fact: Fact) -> None:
    """Fold whatever concerns a task; anything else changes nothing."""
    match fact:
        case TaskGiven():
            fold_given(books, fact)
        case CallNoted():
            fold_call(books, fact)
        case LetterPosted():
            fold_posted(books, fact)
        case HandedOver():
            fold_handed(books, fact)
        case TaskAnswerUnclear():
            fold_unclear(books, fact)
        case _:
            pass


def enter_task(books: Books, fact: Fact) -> None:
    """Make a task known before anything is folded: the clock that dates its answer may be behind ours."""
    if isinstance(fact, TaskGiven):
        books.tasks.setdefault(fact.message_id, fact)


def fold_given(books: Books, given: TaskGiven) -> None:
    """The owner has something to do: the cases whose step it is wait for its end."""
    books.link(given.source.fingerprint, [], of_task(books, given))
    for number, step in given.lines:
        for case in books.lined(number, given.given_at, [given.client]) if step is not None else ():
            assert step is not None
            is_open = any(each.message_id == given.message_id for each in case.tasks)
            if step not in case.steps and not is_open:  # it may be ended already, or noted twice
                case.tasks.append(
                    OpenTask(kind=given.kind, step=step, given_at=given.given_at, message_id=given.message_id)
                )


def fold_call(books: Books, noted: CallNoted) -> None:
    """The owner called: what he heard counts as if the client had written it."""
    meant = _meant(books, noted)
    for case in meant.sure:
        _end(books, noted, case, noted.decided_at)
        books.reminded(case.client, noted.decided_at)
        hold = hold_of(books, noted, case)
        if hold is None or not case.is_open:
            continue
        if noted.outcome is CallOutcome.PROMISED:
            case.promises.append(promised_of(books, noted))
        _silence(books, noted, case, hold)
    _ask_which(books, noted, meant.maybe)


def fold_posted(books: Books, posted: LetterPosted) -> None:
    """A formal notice left on paper: from that day on it counts; not from one before it was written."""
    given = books.tasks.get(posted.task) if posted.task is not None else None
    if given is not None and posted.posted_on < books.calendar.day_of(given.given_at):
        words = f"posted on {posted.posted_on}"
        fold_unclear(books, TaskAnswerUnclear(source=posted.source, task=given.message_id, words=words))
        return
    meant = _meant(books, posted)
    for case in meant.sure:
        at = datetime.combine(posted.posted_on, time(12), books.rules.calendar.timezone)
        steps = _end(books, posted, case, at)
        books.reminded(case.client, at)
        if steps is not None:
            case.posted.append(Posted(on=posted.posted_on, tracking=posted.tracking, steps=steps))
    _ask_which(books, posted, meant.maybe)


def fold_handed(books: Books, handed: HandedOver) -> None:
    """Somebody else collects: silence until the owner says «resume»."""
    meant = _meant(books, handed)
    day = books.calendar.day_of(handed.decided_at)
    why = f"you handed it over to {short(handed.to) or 'somebody'} on {day}"
    hold = Hold(kind=HoldKind.HANDED_OVER, since=handed.decided_at, until=None, why=why, source=handed.source)
    for case in meant.sure:
        _end(books, handed, case, handed.decided_at)
        if meant.account is None:
            case.holds.append(hold)
    if meant.account is not None:
        meant.account.holds.append(hold)
    _ask_which(books, handed, meant.maybe)


def fold_unclear(books: Books, answer: TaskAnswerUnclear) -> None:
    """The owner answered, and was not understood: he is asked again."""
    task = books.tasks.get(answer.task)
    if task is None:
        books.unmatched.append(answer)
        return
    paper, ways = _PAPERS[task.kind]
    cases = of_task(books, task)
    books.link(answer.source.fingerprint, [], cases)
    day = books.calendar.day_of(answer.source.at)
    why = f"your answer of {day} to the {paper}, «{short(answer.words)}», was not understood"
    command = typed(_COMMANDS[task.kind], *(number for number, _ in task.lines[:1]))
    question = f"{why}. Answer that mail again, such as {ways}, or «{command} …»."
    for case in cases:
        hold = _question(answer.source.at, why, question, answer)
        case.holds.append(hold)
        books.of_tasks.setdefault(answer.task, []).append((case, hold))


def _meant(books: Books, ended: Ended) -> Meant:
    meant = meant_by(books, ended)
    meant = replace(
        meant, maybe=(*meant.maybe, *heirs_of(books, meant.sure))
    )  # an old number, the same claim
    account = [meant.account.client.key] if meant.account is not None else []
    books.link(ended.source.fingerprint, account, (*meant.sure, *meant.maybe))
    if not meant.sure and meant.account is None:
        books.unmatched.append(ended)
    return meant


def _end(books: Books, ended: Ended, case: CaseDraft, at: datetime) -> tuple[StepName, ...] | None:
    """The step of the task is done, and the case waits for it no more; gives the steps that were done.

    Without a task: the step that comes next, if it is of this kind. Nothing is ever skipped that way.
    None: the task was of another kind, or only listed the case; what it was given as counts, whatever the
    ladder has become since.
    """
    task = task_of(ended, case)
    if task is None:
        return _do_coming(books, ended, case, at)
    _drop_unclear(books, task, case)
    steps = _steps_of(books, task, case)
    for step in steps:
        case.steps.setdefault(step, StepDone(step=step, at=at, message_id=task))
    case.tasks = [each for each in case.tasks if each.message_id != task]
    is_of_kind = books.tasks[task].kind is KINDS[type(ended)]
    return tuple(steps) if steps and is_of_kind else None


def _do_coming(books: Books, ended: Ended, case: CaseDraft, at: datetime) -> tuple[StepName, ...]:
    step = coming(books, case, ended.decided_at)
    if step is not None and step.channel is CHANNELS[KINDS[type(ended)]]:
        message_id = unasked_task_id(KINDS[type(ended)], ended.source.fingerprint)
        case.steps.setdefault(step.name, StepDone(step=step.name, at=at, message_id=message_id))
        return (step.name,)
    if isinstance(ended, LetterPosted) and step is not None and step.channel is not Channel.HANDOVER:
        why = f"you posted a formal notice on {ended.posted_on}, and step «{step.name}» of the ladder comes next"
        question = f"{why}. «{typed('resume', case.invoice.number)}» lets it come all the same."
        case.holds.append(_question(ended.decided_at, why, question, ended))
    return ()


def _steps_of(books: Books, task: MessageId, case: CaseDraft) -> list[StepName]:
    """The steps of this case that a task was for."""
    given = books.tasks[task]
    return [
        step
        for number, step in given.lines
        if step is not None
        and any(each is case for each in books.lined(number, given.given_at, [given.client]))
    ]


def _drop_unclear(books: Books, task: MessageId, case: CaseDraft) -> None:
    """An answer that is understood ends the questions about those that were not."""
    ended = [hold for holder, hold in books.of_tasks.get(task, ()) if holder is case and _is_unclear(hold)]
    case.holds = [hold for hold in case.holds if hold not in ended]


def _is_unclear(hold: Hold) -> bool:
    return hold.kind is HoldKind.QUESTION and hold.intent is None


def _silence(books: Books, noted: CallNoted, case: CaseDraft, hold: Hold) -> None:
    """Hold a case; a second word on one task takes the place of the first of the same kind."""
    task = noted.task
    if task is not None:
        known = books.of_tasks.setdefault(task, [])
        older = [each for holder, each in known if holder is case and each.kind is hold.kind]
        case.holds = [each for each in case.holds if each not in older]
        known.append((case, hold))
        if hold.kind is HoldKind.PROMISE:
            made = {each.since for each in older}
            case.promises = [promise for promise in case.promises if promise.made_at not in made]
    case.holds.append(hold)


def _ask_which(books: Books, ended: Ended, cases: Iterable[CaseDraft]) -> None:
    """Silence all that the owner may have meant, until he says which."""
    day = books.calendar.day_of(ended.decided_at)
    said = ended.target or "your answer to a task"
    why = f"what you entered on {day} for «{short(said)}» may have meant this, or something else"
    for case in cases:
        command = typed(_COMMANDS[KINDS[type(ended)]], case.invoice.number)
        question = f"{why}. «{command} …» says that it did; «{typed('resume', case.invoice.number)}» goes on."
        case.holds.append(_question(ended.decided_at, why, question, ended))


def _question(at: datetime, why: str, question: str, fact: Ended | TaskAnswerUnclear) -> Hold:
    return Hold(kind=HoldKind.QUESTION, since=at, until=None, why=why, source=fact.source, question=question)
