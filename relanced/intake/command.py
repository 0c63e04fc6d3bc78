"""A mail of our Sent folder in, what its writer tells relanced to do out, as facts. Pure.

The owner answers a digest, forwards a client's mail to himself, or writes to himself under a subject that begins
with «relanced»: a command a line. It counts only in Sent, which nobody else can write to.
Whom a command means is found when facts are folded: an invoice may be read later than the word about it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, tzinfo

from relanced.intake import task_words
from relanced.intake.author import by_author
from relanced.intake.command_line import MAX_TARGETS, SAFE, Told, read_line
from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.intake.message import Address, Message
from relanced.intake.readings import Commanded
from relanced.intake.reply.split.quotes import split_reply
from relanced.model.command_words import Command
from relanced.model.decided import CommandUnclear, InstalmentsAgreed, OwnerDecided, ReplyJudged, Verb
from relanced.model.intents import Intent
from relanced.model.mark import is_digest_id, task_kind_of
from relanced.model.names import InvoiceNumber, MailRef, address_matches, is_number
from relanced.model.rules import Firm
from relanced.model.source import Source
from relanced.model.tasks import TASK_RULE

MAX_TEXT = 2_000  # characters that are looked at
MAX_LINES = 40
MAX_WORDS = 200  # that are quoted
_SIGNATURE = 5  # words: a line as short as this, without figures, may be a name below

_SUBJECT = lazy(r"\s*\[?relanced\b\]?\s*[:,–—-]?\s*")
_FORWARDED = lazy(r"\s*(?:tr|fw|fwd|wg|rv|i|enc|doorst)\s*:")
_TAG = "relanced"  # of «facturation+relanced@firm.example»
_VERBS = {
    Command.PAID: Verb.PAID,
    Command.PAUSE: Verb.PAUSE,
    Command.DISPUTE: Verb.DISPUTE,
    Command.RESUME: Verb.RESUME,
    Command.IGNORE: Verb.IGNORE,
    Command.CREDIT_NOTE: Verb.CREDIT_NOTE,
    Command.WRITE_OFF: Verb.WRITE_OFF,
}

Line = tuple[str, Told | str]  # as written, and what it says or why that is not understood


def read_commands(
    message: Message, source: Source, firm: Firm, timezone: tzinfo = UTC
) -> tuple[Commanded, ...]:
    """What the owner tells relanced, each command a fact; empty where the mail speaks to nobody of ours.

    A mail that is surely meant for relanced and is not understood is said to be so. Where anything in it is
    in doubt, only what silences counts of it: what closes a case, or ends a silence, is asked about.
    """
    is_direct = is_for_relanced(message, firm)
    if not is_direct and not _is_aside(message, firm):
        return ()
    typed = split_reply(message, (), firm.addresses).new_text.partition(TASK_RULE)[0].strip()
    on = (
        (message.date or source.at).astimezone(timezone).date()
    )  # the firm's day, whatever the mail program's
    lines = list(_read(message, typed, on, is_direct=is_direct))
    if not is_direct and not (lines and _may_be_told(lines[0])):
        return ()
    if not lines and not is_direct:
        return ()
    return tuple(_facts(message, source, lines or [("", "no_verb")]))


def is_for_relanced(message: Message, firm: Firm) -> bool:
    """Whether a mail from us to us speaks to relanced: an answer to a digest, its subject, or its address."""
    if _is_automatic(message) or not _stays_here(message, firm):
        return False
    people = (*message.to, *message.cc)
    is_tagged = any(each.email.partition("@")[0].endswith(f"+{_TAG}") for each in people)
    return is_tagged or _SUBJECT.match(fold(message.subject)) is not None or answers_digest(message)


def answers_digest(message: Message) -> bool:
    """Whether it answers a digest or an alert of relanced's."""
    return any(is_digest_id(each) for each in message.answers)


def _stays_here(message: Message, firm: Firm) -> bool:
    people = (*message.to, *message.cc)
    mine = (*firm.addresses, firm.sender)
    writer = by_author(message, firm).sender
    return (
        bool(people)
        and all(address_matches(_untagged(each), mine) for each in people)
        and address_matches(writer, mine)
    )


def _untagged(address: Address) -> str:
    local, _, host = address.email.rpartition("@")
    return f"{local.partition('+')[0]}@{host}"


def _is_aside(message: Message, firm: Firm) -> bool:
    """Whether it answers or forwards something to the writer himself: a colleague is spoken to otherwise."""
    people = (*message.to, *message.cc)
    own = {message.sender, firm.sender.lower()}
    is_about = bool(message.answers) or _FORWARDED.match(fold(message.subject)) is not None
    is_task = any(task_kind_of(each) is not None for each in message.answers)
    to_himself = bool(people) and all(_untagged(each) in own for each in people)
    return (
        is_about and to_himself and not is_task and _stays_here(message, firm) and not _is_automatic(message)
    )


def _is_automatic(message: Message) -> bool:
    """Whether a machine wrote it (RFC 3834, 5): the digest itself is filed in Sent by some providers."""
    return message.header("auto-submitted").partition(";")[0].strip().lower() not in {"", "no"}


def _may_be_told(line: Line) -> bool:
    """Whether a line to himself speaks to relanced at all."""
    return line[1] != "no_verb" and line[1] != "too_long"


def _read(message: Message, typed: str, on: date, *, is_direct: bool) -> Iterator[Line]:
    """Each line that says something. Of a subject, what stands behind «relanced»."""
    if is_direct and (found := _SUBJECT.match(fold(message.subject))) is not None:
        said = read_line(message.subject[found.end() :], on)
        if said != "no_verb":
            yield message.subject, said
    if len(typed) > MAX_TEXT or typed.count("\n") > MAX_LINES:
        yield typed, "too_long"  # what is not read may take back what is
        return
    for line in re.split(r"[\n;]", typed):
        if not _says_nothing(line):
            yield line.strip(), read_line(line, on)


def _says_nothing(line: str) -> bool:
    bare = fold(line).strip(" \t\r,.;:!-–·_*")
    return not bare or task_words.GREETING.fullmatch(bare) is not None


def _facts(message: Message, source: Source, lines: list[Line]) -> Iterator[Commanded]:
    told = [line for line in lines if isinstance(line[1], Told)]
    unclear = [line for line in lines if not isinstance(line[1], Told) and not (told and _is_name(line))]
    clash = _contradicted(said for _, said in told if isinstance(said, Told))
    is_doubtful = bool(unclear)
    for words, said in told:
        assert isinstance(said, Told)
        if said.command not in SAFE and (is_doubtful or not clash.isdisjoint(said.targets or ("",))):
            unclear.append((words, "doubt" if is_doubtful else "two_verbs"))
            continue
        yield from _as_facts(message, source, words, said)
    for words, why in unclear:
        assert isinstance(why, str)
        yield _unclear(source, words, why)


def _is_name(line: Line) -> bool:
    """Whether a line beside commands is but the writer's name below."""
    return (
        line[1] == "no_verb"
        and len(line[0].split()) <= _SIGNATURE
        and not re.search(r"[\d?€$]", line[0])
        and not (
            task_words.NEGATED.search(fold(line[0])) or re.match(r"(?:sauf|except|mais|but)\b", fold(line[0]))
        )
    )


def _contradicted(told: Iterable[Told]) -> frozenset[str]:
    """What several lines say different things of: a digest's own proposals, come back without their marks."""
    said: dict[str, set[Command]] = {}
    for each in told:
        for target in each.targets or ("",):
            said.setdefault(target, set()).add(each.command)
    return frozenset(target for target, commands in said.items() if len(commands) > 1)


def _as_facts(message: Message, source: Source, words: str, said: Told) -> Iterator[Commanded]:
    """One command as facts, one for each thing that it names; without any, it is about the mail that it answers."""
    answers = tuple(each for each in message.answers if not is_digest_id(each))[:MAX_TARGETS]
    at = source.at
    if said.command is Command.PROMISE:
        if not answers:
            yield _unclear(source, words, "no_mail")
            return
        yield ReplyJudged(
            source=source, mail=MailRef(""), intent=Intent.PROMISE, promised_on=said.until, decided_at=at,
            answers=answers,
        )  # fmt: skip
    elif said.command is Command.INSTALMENTS:
        if not all(map(is_number, said.targets)):
            yield _unclear(source, words, "whole_client")
            return
        numbers = tuple(InvoiceNumber(target) for target in said.targets)
        yield InstalmentsAgreed(source=source, invoices=numbers, parts=said.parts, note="", decided_at=at)
    elif not said.targets and not answers:
        yield _unclear(source, words, "no_target")
    else:
        decided = OwnerDecided(
            source=source, verb=_VERBS[said.command], target="", until=said.until, address="",
            note=_cut(said.note), decided_at=at, by="mail",
        )  # fmt: skip
        if not said.targets:
            yield replace(decided, answers=answers)
        for target in said.targets:
            yield replace(decided, target=_cut(target))


def _unclear(source: Source, words: str, why: str) -> CommandUnclear:
    return CommandUnclear(source=source, words=_cut(words), why=why)


def _cut(text: str) -> str:
    return " ".join(text.split())[:MAX_WORDS]
