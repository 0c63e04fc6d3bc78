"""A mail of our Sent folder that answers a task in; how the task ended out, as facts. Pure.

The owner answers the mail that gave him the task in a word or two: «promis le 12», «messagerie»,
«envoyé 1A 123 456 789 0», «remis à Me Durand». It counts only in Sent, which nobody else can write to.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, tzinfo
from functools import lru_cache

from relanced.intake import task_words as words
from relanced.intake.author import by_author
from relanced.intake.days import MONTH_OF, WEEKDAY_OF, fold
from relanced.intake.lazy import lazy
from relanced.intake.message import Message
from relanced.intake.past_day import past_day
from relanced.intake.readings import TaskAnswer
from relanced.intake.reply.each.mentions import mentions_in
from relanced.intake.reply.split.quotes import split_reply
from relanced.intake.reply.when.days import named_days, promised_day, sentences_of
from relanced.model.decided import CallNoted, HandedOver, LetterPosted, TaskAnswerUnclear
from relanced.model.mark import TASK_HEADER, is_signed, task_kind_of
from relanced.model.names import MessageId, address_matches
from relanced.model.rules import Firm
from relanced.model.source import Source
from relanced.model.tasks import TASK_RULE, CallOutcome, TaskKind

MAX_TEXT = 2_000  # characters that are looked at
MAX_WORDS = 200  # that are quoted

_INVOICE = lazy(r"(?=[^\s]*\d{2})(?=[^\s]{4})")  # what may be an invoice number: not the 12 of a date
_CLAUSE_END = lazy(r"[,;:.!?\n()]|\b(?:mais|but|aber|pero|maar|puis)\b")
# Not behind «M.», «Me.», «Mme.»
_SENTENCE_END = lazy(r"\n|(?<=\w\w\w)(?<!mme)(?<!mrs)[.!?]+(?=\s|$)|;")
_TOKEN = lazy(r"[^\W_](?:[\w/.-]*\w)?")
_CALENDAR = frozenset((*MONTH_OF, *WEEKDAY_OF))

# These silence until the owner has looked. Whatever else he says beside them changes little; beside any other
# outcome a sentence that is not understood makes the whole unclear.
_ASKING = frozenset(
    {
        CallOutcome.DISPUTED,
        CallOutcome.PLAN_ASKED,
        CallOutcome.NOT_RECEIVED,
        CallOutcome.WRONG_PERSON,
        CallOutcome.PAID,
    }
)
_GOES_ON = frozenset({CallOutcome.VOICEMAIL, CallOutcome.UNREACHABLE, CallOutcome.REACHED})
_DENIES_ITSELF = frozenset({CallOutcome.NOT_RECEIVED, CallOutcome.WRONG_PERSON, CallOutcome.UNREACHABLE})

Heard = list[tuple[re.Match[str], CallOutcome]]


def is_task_mail(message: Message, firm: Firm, key: bytes | None) -> bool:
    """Whether it is a mail that gave the owner a task, wherever it lies: ours, by its signed header."""
    signature, own = message.header(TASK_HEADER).strip(), message.message_id
    if key is None or own is None or not signature or task_kind_of(own) is None:
        return False
    return is_signed(key, "task", own, signature) and _is_ours(message.sender, firm)


def task_answered(message: Message) -> MessageId | None:
    """The task that a mail answers, the nearest first."""
    return next((each for each in message.answers if task_kind_of(each) is not None), None)


def is_to_ourselves(message: Message, firm: Firm) -> bool:
    """Whether a mail went from us to us: what answers a task does."""
    people = (*message.to, *message.cc)
    theirs = any(not _is_ours(each.email, firm) for each in people)
    return bool(people) and not theirs and _is_ours(by_author(message, firm).sender, firm)


def read_task_answer(
    message: Message, source: Source, firm: Firm, timezone: tzinfo = UTC
) -> tuple[TaskAnswer, ...]:
    """How a task ended, by the owner's answer to it; empty where the mail answers none.

    An answer goes back to the address that the task came from. One that is not understood is said to be so.
    """
    task = task_answered(message)
    kind = task_kind_of(task) if task else None
    if task is None or kind is None or not _goes_back(message, firm) or _is_automatic(message):
        return ()
    typed = split_reply(message, (), firm.addresses).new_text
    text = typed.partition(TASK_RULE)[0].strip()
    unclear = TaskAnswerUnclear(source=source, task=task, words=_cut(text))
    if len(text) > MAX_TEXT:
        return (unclear,)  # what is not read may take back what is
    # The firm's day: Proton Mail dates in UTC what is written in Paris.
    on = (message.date or source.at).astimezone(timezone).date()
    if kind is TaskKind.CALL:
        return _call(text, unclear, on)
    return (_posting(text, unclear, on) if kind is TaskKind.LETTER else _handing_over(text, unclear, on),)


def _goes_back(message: Message, firm: Firm) -> bool:
    """A mail that goes to a colleague as well hands the task on; it ends nothing."""
    mine = firm.sender.lower()
    return all(each.email == mine for each in message.to) and is_to_ourselves(message, firm)


def _is_automatic(message: Message) -> bool:
    """Whether a machine wrote it (RFC 3834, 5): an absence of the owner's is filed in his Sent, too."""
    return message.header("auto-submitted").partition(";")[0].strip().lower() not in {"", "no"}


def _is_ours(email: str, firm: Firm) -> bool:
    return address_matches(email, (*firm.addresses, firm.sender))


def _cut(text: str) -> str:
    return " ".join(text.split())[:MAX_WORDS]


def _call(text: str, unclear: TaskAnswerUnclear, on: date) -> tuple[TaskAnswer, ...]:
    """One outcome for all that the sheet names, or, where lines name invoices, one a line.

    Beside a line that is not understood only what is asked about anyway is noted; the rest is asked about.
    """
    found: list[CallNoted] = []
    is_whole = True
    for target, said in _pieces(text):
        outcome = outcome_of(said, on) if target is not None else None
        if outcome is None:
            is_whole = False
            continue
        heard, pays_on = outcome
        for each in target or ("",):
            noted = CallNoted(
                source=unclear.source, task=unclear.task, target=each, outcome=heard, pays_on=pays_on,
                note=_cut(said), decided_at=unclear.source.at,
            )  # fmt: skip
            found.append(noted)
    if found and is_whole:
        return tuple(found)
    return (*(noted for noted in found if noted.outcome in _ASKING), unclear)


def _pieces(text: str) -> Iterator[tuple[tuple[str, ...] | None, str]]:
    """The text as one, or its lines where several name invoices; None: such a line that names none, and says more."""
    lines = [line.strip() for line in re.split(r"[\n;]", text) if not _is_greeting(fold(line))]
    named = [(tuple(m for m in mentions_in("", line) if _INVOICE.match(m)), line) for line in lines]
    if len(lines) > 1 and sum(bool(numbers) for numbers, _ in named) > 1:
        yield from ((numbers or None, line) for numbers, line in named)
    else:
        yield (named[0][0] if len(lines) == 1 else ()), text


def outcome_of(text: str, on: date) -> tuple[CallOutcome, date | None] | None:
    """How a call ended, and the promised day, in the owner's words; None where they say neither surely.

    Of several the one that silences longest counts; what is denied or asked does not. A word of insolvency is
    no outcome, and lets no other be one: the owner is asked.
    """
    plain = fold(text[:MAX_TEXT])
    if any(not _is_denied(plain, match) for match in words.INSOLVENCY.finditer(plain)):
        return None
    known = [(match, outcome) for outcome, pattern in words.OUTCOMES for match in pattern.finditer(plain)]
    if any(each is CallOutcome.DISPUTED and _is_asked(plain, match) for match, each in known):
        return None
    counted = {outcome: match for match, outcome in reversed(known) if _counts(plain, match, outcome)}
    _hear_payment(plain, counted, text, on)
    first = next((outcome for outcome, _ in words.OUTCOMES if outcome in counted), None)
    if first is None or (first not in _ASKING and not _is_understood(plain, known, counted.values())):
        return None
    if first is not CallOutcome.PROMISED:
        return first, None
    day = _day_from(text, plain, counted[first], on)
    return (first, day) if day is not None or not _names_day(text, on) else None


def _hear_payment(plain: str, counted: dict[CallOutcome, re.Match[str]], text: str, on: date) -> None:
    """«virement vendredi», «payé le 12»: a day to come makes a promise of them; «sera payé» alone is nothing yet."""
    paid = counted.get(CallOutcome.PAID) or (
        None if counted.keys() - _GOES_ON else words.PAYMENT.search(plain)
    )
    if paid is None:
        return
    clause, _ = _clause(plain, paid)
    day = promised_day(text, on)
    is_said = CallOutcome.PAID in counted
    if is_said and (words.TO_COME.search(clause) or (day is not None and day > on)):
        del counted[CallOutcome.PAID]
    elif is_said:
        return
    if day is not None and (day > on or not is_said) and _counts(plain, paid, CallOutcome.PROMISED):
        counted.setdefault(CallOutcome.PROMISED, paid)


def _day_from(text: str, plain: str, match: re.Match[str], on: date) -> date | None:
    """The promised day, read from the clause of the promise on: «appelé le 5, promis le 20»."""
    return promised_day(text[_clause(plain, match)[1] :], on) or promised_day(text, on)


def _names_day(text: str, on: date) -> bool:
    """Whether a day is written at all, though none to come was read."""
    spots = ((each, spot) for each in sentences_of(text) for spot in named_days(each, on))
    figures = any(re.search(r"\d", each[spot.start : spot.end]) for each, spot in spots)
    return figures or words.DAY_IN_FIGURES.search(text) is not None


def _clause(plain: str, match: re.Match[str]) -> tuple[str, int]:
    """The clause around a word, and where it begins."""
    start = max((end.end() for end in _CLAUSE_END.finditer(plain, 0, match.start())), default=0)
    behind = _CLAUSE_END.search(plain, match.end())
    return plain[start : behind.start() if behind else len(plain)], start


def _is_asked(plain: str, match: re.Match[str]) -> bool:
    end = re.search(r"[.!?\n]", plain[match.end() : match.end() + 60])
    return end is not None and end[0] == "?"


def _is_denied(plain: str, match: re.Match[str]) -> bool:
    before = plain[max(0, match.start() - 30) : match.start()]
    return bool(words.DENIED.search(before) or words.DENIED_BEHIND.match(plain, match.end()))


def _counts(plain: str, match: re.Match[str], outcome: CallOutcome) -> bool:
    if _is_asked(plain, match):
        return False
    if outcome is CallOutcome.NOT_RECEIVED and words.OF_MONEY.match(plain, match.end()):
        return False  # the owner's own money
    if outcome is CallOutcome.DISPUTED:
        return not _is_denied(plain, match)
    if outcome in _DENIES_ITSELF:
        return True
    clause, start = _clause(plain, match)
    if outcome is CallOutcome.PROMISED:
        sentence = _SENTENCE_END.split(plain[start:], maxsplit=1)[0]
        return not _found(words.NEGATED, clause) and not _found(words.NO_PROMISE, sentence)
    return not _found(words.NEGATED, clause.replace(match[0], " ", 1))


@lru_cache(maxsize=256)
def _found(pattern: re.Pattern[str], clause: str) -> bool:
    """Many words may stand in one clause."""
    return pattern.search(clause) is not None


def _is_understood(plain: str, known: Heard, counted: Iterable[re.Match[str]]) -> bool:
    """Whether each sentence says something known, and each clause that denies denies something known."""
    said = [match.span() for match, _ in known]
    of_use = [*said, *(match.span() for match in counted)]
    return all(
        _is_greeting(plain[start:end]) or any(start <= a < end for a, _ in of_use)
        for start, end in _spans(_SENTENCE_END, plain)
    ) and all(
        any(start < b and a < end for a, b in said) or not _found(words.NEGATED, plain[start:end])
        for start, end in _spans(_CLAUSE_END, plain)
    )


def _spans(ends: re.Pattern[str], plain: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in ends.finditer(plain):
        yield start, end.start()
        start = end.end()
    yield start, len(plain)


def _is_greeting(plain: str) -> bool:
    """Whether a line says nothing: «Bonjour», «Merci», or no word at all."""
    bare = plain.strip(" \t\r,.;:!-–·")
    return not bare or words.GREETING.fullmatch(bare) is not None


def _posting(text: str, unclear: TaskAnswerUnclear, on: date) -> TaskAnswer:
    """Believed only where all that is written says that it is posted: any other word may take it back."""
    if "?" in text:
        return unclear
    labelled = words.LABELLED.search(text)
    tracking = words.TRACKING.search(text)
    number = tracking[0] if tracking else labelled[1] if labelled and words.POSTED.search(fold(text)) else ""
    rest = text.replace(number, " ", 1) if number else text
    said = words.POSTED.search(fold(rest))
    if said is None and not (number and _is_alone(text, number)):
        return unclear
    posted_on = _told_day(rest, on)
    if posted_on is None or not _is_plain(rest):
        return unclear
    return LetterPosted(
        source=unclear.source, task=unclear.task, target="", tracking=" ".join(number.upper().split()),
        posted_on=posted_on, decided_at=unclear.source.at,
    )  # fmt: skip


def _is_alone(text: str, number: str) -> bool:
    line = next(line for line in text.split("\n") if number in line)
    return re.fullmatch(rf"(?:{words.LABEL}|[\s:.])*", fold(line.replace(number, " "))) is not None


def _told_day(text: str, on: date) -> date | None:
    """The day gone by that is told, else the day of the answer; None where what is written is no such day."""
    plain = words.CLOCK.sub(" ", fold(text))
    days = [each for each in _TOKEN.findall(plain) if any(map(str.isdigit, each))]
    if sum(len(each) < 4 or not each.isdigit() for each in days) > 1:
        return None  # two days
    return past_day(plain, on) or (None if days else on)


def _is_plain(text: str) -> bool:
    """Whether nothing is written but that it is done, when, and what belongs to it."""
    plain = fold(text)
    if words.NEGATED.search(plain) or words.TO_COME.search(plain) or words.NOT_YET.search(plain):
        return False
    for said in (words.AUXILIARY, words.POSTED, words.CLOCK):
        plain = said.sub(" ", plain)
    parts = (part for part in re.split(r"\n|[,.!;:](?=\s|$)", plain) if not _is_greeting(part))
    return all(_may_stand(token) for part in parts for token in _TOKEN.findall(part))


def _may_stand(token: str) -> bool:
    parts = re.split(r"['’-]", token) if not token[0].isdigit() else [token]
    return all(
        part in words.BESIDE or part in _CALENDAR or words.DAY_TOKEN.fullmatch(part) for part in parts if part
    )


def _handing_over(text: str, unclear: TaskAnswerUnclear, on: date) -> TaskAnswer:
    """Believed only where all that is written says that it is done, and to whom."""
    said = words.HANDED.search(fold(text))
    if said is None or "?" in text or _told_day(text[said.end() :], on) is None:
        return unclear
    name, behind = _name(text[said.end() :])
    if not name or not _is_plain(f"{text[: said.start()]} {behind}"):
        return unclear
    return HandedOver(
        source=unclear.source, task=unclear.task, target="", to=name, decided_at=unclear.source.at
    )


def _name(text: str) -> tuple[str, str]:
    """The name that a text begins with, and what follows; "" where it begins with none («remis à lundi»)."""
    end = 0
    is_name = False
    for match in re.finditer(r"[^\s,;!()]+", text[: MAX_WORDS + 1]):
        if text[end : match.start()].strip(" "):
            break  # a comma or a new line
        word = fold(match[0].rstrip("."))
        is_own = match[0][0].isupper() or words.COLLECTORS.search(word) is not None
        if word in _CALENDAR or word in words.NO_NAME or words.NEGATED.fullmatch(word):
            break
        if not is_own and (word not in words.IN_NAMES or word == "le"):
            break
        is_name = is_name or (is_own and word not in words.IN_NAMES)
        end = match.end()
        if match[0].endswith(".") and word not in words.IN_NAMES and len(word) > 2:
            break
    name = text[:end].strip().rstrip(".")
    return (name, text[end:]) if is_name else ("", text)
