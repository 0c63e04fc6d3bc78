"""A reply that relanced is not sure about in, the same with what the judge thinks of it out.

His opinion can only pause (law 1): the reply stays «not sure», which holds and asks the owner. A dispute
or an insolvency that he sees stands beside it; whatever else he says is a word for the owner to read.
"""

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

import structlog

from relanced.casework.public_hosts import is_shared_host
from relanced.casework.who import is_telling
from relanced.edge.credentials import SecretUnavailable, read_secret
from relanced.edge.settings import JudgeSettings, Settings
from relanced.intake.triage import Known
from relanced.model.facts import Fact, ReplyReceived
from relanced.model.intents import Intent
from relanced.model.names import domain_of, number_key

if TYPE_CHECKING:
    from relanced.edge.judge import Judge

log = structlog.get_logger()

_GRAVE = frozenset({Intent.DISPUTE, Intent.INSOLVENCY})


def judge_missing(settings: Settings) -> str:
    """Why the judge that is configured cannot be asked on this machine; "" where it can, or none is."""
    if settings.judge is None:
        return ""
    try:
        import_module("relanced.edge.judge")
    except ImportError as error:  # an extra: all of it may be missing, or a part
        package = error.name or "httpx"
        return f"[replies.judge] needs the package {package}: install relanced[judge], or take the table out"
    return ""


def open_judge(settings: Settings) -> "Judge | None":
    """The judge, where one is configured and can be asked. Raises SecretUnavailable."""
    if settings.judge is None:
        return None
    if why := judge_missing(settings):
        log.error("judge_missing", why=why, what="mails that are doubtful stay «not sure»")
        return None
    from relanced.edge.judge import Judge  # noqa: PLC0415 - an extra, and not missing here

    return Judge(settings.judge, judge_key(settings.judge))


def judge_key(judge: JudgeSettings) -> str | None:
    """The key of the judge's server, if it has one. Raises SecretUnavailable, also where no header can carry it."""
    if judge.key is None:
        return None
    key = read_secret(judge.key)
    if not all("!" <= letter <= "~" for letter in key):
        raise SecretUnavailable(
            "[replies.judge] key: it holds a space, an accent or another character that no key of a server"
            " has; write the key alone into the first line"
        )
    return key


async def judged(judge: "Judge | None", facts: tuple[Fact, ...], known: Known) -> tuple[Fact, ...]:
    """These facts, with the judge's word on a doubtful reply that surely concerns us; nobody else's mail leaves."""
    if judge is None:
        return facts
    return tuple([await _judged(judge, fact, known) for fact in facts])


async def _judged(judge: "Judge", fact: Fact, known: Known) -> Fact:
    if not isinstance(fact, ReplyReceived) or Intent.NOT_SURE not in {fact.intent, *fact.also}:
        return fact
    if not _is_ours(fact, known):
        return fact
    intent = await judge.ask(fact.new_text)
    if intent is None:
        return fact
    also = (*fact.also, intent) if intent in _GRAVE and intent not in fact.also else fact.also
    return replace(fact, also=also, because=(*fact.because, f"judge: {intent.value}"))


def _is_ours(reply: ReplyReceived, known: Known) -> bool:
    """Whether it comes from a client, answers a mail of ours, or names an invoice by more than some digits."""
    sender = reply.sender.strip().lower()
    host = domain_of(sender)
    if sender and (
        sender in known.client_addresses or (host in known.client_domains and not is_shared_host(host))
    ):
        return True
    return any(answer in known.message_ids for answer in reply.answers) or any(
        is_telling(word) and number_key(word) in known.numbers for word in reply.mentions
    )
