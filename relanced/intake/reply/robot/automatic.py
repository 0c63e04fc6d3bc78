"""A mail, its typed text and what the words want in, what the mail wants out: a machine's has no effect. Pure.

Three machines are not dumb: a portal that reports what became of an invoice, a ticket program
through which a person answers, and whatever says that the debtor is insolvent.
"""

from dataclasses import replace

from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.intake.machines import (
    automatic_because,
    bulk_because,
    is_from_helpdesk,
    is_from_nobody,
    tells_something,
)
from relanced.intake.message import Message
from relanced.intake.reply.intent.weigh import Verdict
from relanced.intake.reply.robot.portal import portal_status
from relanced.intake.reply.robot.robots import (
    absence_because,
    is_stock,
    notice_because,
    robot_because,
    speaks_for_himself,
)
from relanced.model.intents import Intent

_TRUE_ALL_THE_SAME = frozenset({Intent.DISPUTE, Intent.CLAIMS_PAID, Intent.INSOLVENCY})
# What no notice of absence says.
_OF_PERSONS = _TRUE_ALL_THE_SAME | {Intent.PROMISE, Intent.PLAN_REQUEST}
_DOUBTED = 0.6  # the most confidence in what only words tell
_MAX_READ = 4_000  # characters
# No house describes its ways so.
_WE_DISPUTE = lazy(
    r"\bnous (?:contestons|refusons|ne (?:paierons|reglerons)|rejetons)\b|\bwe (?:dispute|refuse|reject|will not pay)\b"
    r"|\bwir (?:bestreiten|widersprechen|lehnen|verweigern)\b|\b(?:impugnamos|rechazamos|no pagaremos)\b"
    r"|\b(?:contestiamo|rifiutiamo|non pagheremo)\b|\bwij (?:betwisten|weigeren)\b"
)


def as_sent(message: Message, text: str, heard: Verdict, *, names_day: bool) -> Verdict:
    """The verdict on a mail, `heard` being the verdict on its words.

    The same for a person; for a machine AUTO_REPLY, and only a lasting new address counts of what it
    says. `names_day`: its words promise a payment by a day.
    """
    header, stock, away = automatic_because(message), robot_because(text), absence_because(text)
    because = header or stock or notice_because(text)
    if because or is_from_nobody(message):
        status = portal_status(message.subject, text) if not stock and not away else None
        if status and (status.intent is not Intent.PROMISE or names_day):
            return Verdict(status.intent, (), 0.95, (status.words,))
    bulk = bulk_because(message)
    if bulk:
        return Verdict(Intent.UNRELATED, (), 0.95, (bulk,))
    if not because:
        return _in_doubt_a_person(text, heard)
    if heard.intent is Intent.INSOLVENCY:
        return heard
    if not stock and not away:
        is_notification = tells_something(message) if header else True
        if header and is_from_helpdesk(message):
            return heard
        if is_notification and heard.intent in _TRUE_ALL_THE_SAME:
            return heard
    moved = Intent.REDIRECT in {heard.intent, *heard.also}
    also = (Intent.REDIRECT,) if moved else ()
    machine = replace(heard, intent=Intent.AUTO_REPLY, also=also, confidence=0.99, because=(because,))
    if header and _may_be_typed(message, text, heard, is_known=bool(stock or away)):
        return _doubted(machine)
    return machine if header else _by_words_alone(text, heard, machine, is_away=bool(away))


def _may_be_typed(message: Message, text: str, heard: Verdict, *, is_known: bool) -> bool:
    """Whether a person disputes under a machine's header: some gateways put one on all that they pass on.

    `is_known`: the words are a receipt's, or those of who is away.
    """
    disputes = Intent.DISPUTE in {heard.intent, *heard.also}
    if not disputes or is_known or is_from_nobody(message):
        return False
    return speaks_for_himself(text) or _WE_DISPUTE.search(fold(text[:_MAX_READ])) is not None


def _in_doubt_a_person(text: str, heard: Verdict) -> Verdict:
    """«Je suis en congés, je paie à mon retour» sounds like an out-of-office, and is none."""
    if heard.intent is not Intent.AUTO_REPLY:
        return heard
    if Intent.REDIRECT in heard.also and not absence_because(text):
        return replace(heard, intent=Intent.REDIRECT, also=())
    if speaks_for_himself(text):
        return Verdict(Intent.NOT_SURE, (), 0.2, heard.because)
    return heard if is_stock(text) else _doubted(heard)


def _by_words_alone(text: str, heard: Verdict, machine: Verdict, *, is_away: bool) -> Verdict:
    """Where no header tells, a person may have written what sounds like a machine.

    «C'est réglé. Je suis en congés jusqu'au 20.»: what else is said counts, and only a text of stock
    phrases from end to end is a machine's without a doubt.
    """
    is_loud = bool({heard.intent, *heard.also} & _OF_PERSONS)
    if is_stock(text) and not is_loud and Intent.NOT_SURE not in heard.also:
        return machine
    return heard if is_away and heard.intent in _OF_PERSONS else _doubted(machine)


def _doubted(verdict: Verdict) -> Verdict:
    also = dict.fromkeys((*verdict.also, Intent.NOT_SURE))
    return replace(verdict, also=tuple(also), confidence=min(verdict.confidence, _DOUBTED))
