"""A person's mail and the cases that it concerns in, what is heard of each case out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from relanced.casework.books import Books, CaseDraft
from relanced.casework.who import Concern, cases_meant, other_cases
from relanced.casework.words import short
from relanced.model.facts import ReplyReceived, SaidOf
from relanced.model.intents import Intent
from relanced.model.names import number_key

MAX_WORDS = 80  # characters of a piece that a reason shows
_MAX_UNKNOWN = 3
_GRAVE = frozenset({Intent.DISPUTE, Intent.INSOLVENCY})
_QUIET = frozenset({Intent.ACK, Intent.AUTO_REPLY, Intent.UNRELATED})
_ALIKE = 3  # characters with which two numbers of one series begin, at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What one mail says of one case."""

    case: CaseDraft
    intents: tuple[Intent, ...]
    promised_on: date | None
    about: str  # what the mail speaks of, in words: «this invoice»
    aside: str  # what else is to be told of it, "" or beginning with «: » or «; »


def voices(books: Books, reply: ReplyReceived, concern: Concern) -> list[Voice]:
    """What the mail says of each of its cases.

    What a piece of the text says of an invoice counts for this one; what the whole text says beside
    all its pieces counts for every one. Where a piece names what is no invoice here, or may be
    several, the whole text counts for all as well, with any dispute or insolvency of such a piece.
    What may be said of more than the mail names counts for all else that is open of its clients.
    """
    pieces, is_whole = _pieces(books, reply, concern)
    heard_of = [intent for said in reply.said_of for intent in (said.intent, *said.also)]
    grave = [intent for intent in heard_of if is_whole and intent in _GRAVE]
    whole = tuple(dict.fromkeys((reply.intent, *reply.also, *grave)))
    rest = [intent for intent in whole if is_whole or intent not in heard_of]
    about, aside = _of_unknown(concern)
    found = []
    for case in concern.cases:
        mine = pieces.get(id(case))
        if mine is None:
            voice = Voice(case=case, intents=whole, promised_on=reply.promised_on, about=about, aside=aside)
        else:
            heard = dict.fromkeys(intent for said in mine for intent in (said.intent, *said.also))
            told = [said.promised_on for said in mine] + [reply.promised_on] * is_whole
            days = [day for day in told if day is not None]  # the last one: silence is the safe side
            voice = Voice(
                case=case,
                intents=tuple(dict.fromkeys((*heard, *rest))),
                promised_on=max(days, default=reply.promised_on),
                about=about,
                aside=f": «{short(mine[0].words, MAX_WORDS)}»",
            )
        found.append(voice)
    return found + _of_others(books, reply, concern, tuple(dict.fromkeys((*whole, *heard_of))))


def _of_others(books: Books, reply: ReplyReceived, concern: Concern, heard: Sequence[Intent]) -> list[Voice]:
    """What is said of the open cases that no number of the mail means surely: numbers narrow only what is said of them.

    All, where it speaks of all or of the rest, or names a number that is like this one and that no invoice
    bears; a dispute or an insolvency, where it names any such number, or where only the subject names one.
    """
    loud = tuple(intent for intent in heard if intent not in _QUIET)
    is_grave = bool(concern.beside) or concern.is_by_subject
    grave = tuple(intent for intent in loud if intent in _GRAVE) if is_grave else ()
    if not loud or not (reply.of_all or is_grave):
        return []
    about = "all invoices, or the rest" if reply.of_all else "an invoice that may be this one"
    found = []
    for case in other_cases(books, concern, reply.source.at):
        is_meant = reply.of_all or any(_is_like(word, case.invoice.number) for word in concern.beside)
        intents = loud if is_meant else grave
        if intents:
            found.append(
                Voice(case=case, intents=intents, promised_on=reply.promised_on, about=about, aside="")
            )
    return found


def redirected(
    books: Books, reply: ReplyReceived, concern: Concern, spoken: Sequence[CaseDraft]
) -> list[Voice]:
    """What a redirect that is followed says of the open cases that the mail does not speak of."""
    known = set(map(id, spoken))
    return [
        Voice(case=case, intents=(Intent.REDIRECT,), promised_on=None, about="this client", aside="")
        for case in other_cases(books, concern, reply.source.at)
        if id(case) not in known
    ]


def _is_like(word: str, number: str) -> bool:
    """Whether a word may be this number with a slip in it, or a neighbour of it."""
    one, other = number_key(word), number_key(number)
    return abs(len(one) - len(other)) <= 1 and one[:_ALIKE] == other[:_ALIKE]


def _pieces(books: Books, reply: ReplyReceived, concern: Concern) -> tuple[dict[int, list[SaidOf]], bool]:
    """By id of the case what is said of it; and whether some piece means no case of these surely."""
    concerned = {id(case) for case in concern.cases}
    found: dict[int, list[SaidOf]] = {}
    is_whole = False
    for said in reply.said_of:
        meant = cases_meant(books, concern.clients, said.mentions, reply.source.at)
        is_whole |= not meant or any(id(case) not in concerned for case in meant)
        for case in meant:
            found.setdefault(id(case), []).append(said)
    return found, is_whole


def _of_unknown(concern: Concern) -> tuple[str, str]:
    if not concern.unknown:
        return "this invoice", ""
    named = ", ".join(short(word, MAX_WORDS) for word in concern.unknown[:_MAX_UNKNOWN])
    is_one = len(concern.unknown) == 1
    return "an invoice", f"; names {named}, which {'is' if is_one else 'are'} no invoice known here"


def intents_of(voiced: Sequence[Voice], reply: ReplyReceived) -> set[Intent]:
    """All that the mail says, of whatever."""
    return {reply.intent, *reply.also, *(intent for voice in voiced for intent in voice.intents)}
