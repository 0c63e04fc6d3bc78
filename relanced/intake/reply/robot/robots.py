"""The typed text of a mail in, why a machine wrote it out: by the words alone, where no header tells. Pure.

Careful, for a machine's words have no effect: whoever speaks of the letter, of money or asks a
question is a person, and so is whoever could be one.
"""

import re
from collections.abc import Mapping
from itertools import pairwise

from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.intake.reply.intent.apart import sentences_apart
from relanced.intake.reply.intent.phrases import PhraseBook, Sentence, sentences
from relanced.intake.reply.robot.robot_words import (
    AWAY,
    BUSINESS,
    HOLLOW,
    NOTICE,
    RECEIVED,
    SERVICE,
    STOCK,
)
from relanced.intake.reply.split.contact import is_name, is_role
from relanced.intake.reply.split.signature import closes

_MAX_STOCK = 160  # words; what is longer, somebody has written
_MAX_AWAY = 90
_MAX_READ = 4_000  # characters
_AMOUNT = lazy(r"\d ?(?:€|eur\b|£|\$|chf\b)|[€£$] ?\d", re.IGNORECASE)
# «Réponse automatique : …», «[Ticket #551] …»: how a program begins
_OPENING = lazy(
    r"\W{0,4}(?:(?:reponse|message|courriel) auto(?:matique)?\b|auto(?:matic|mated)?[- ]?(?:reply|response) ?:"
    r"|accuse de (?:lecture|reception) automatique|automatische (?:antwort|nachricht|ruckmeldung)\b"
    r"|abwesenheitsnotiz|respuesta automatica|mensaje automatico|risposta automatica|messaggio automatico"
    r"|automatisch (?:antwoord|bericht)|absence du bureau|message d.absence"
    r"|\[ ?(?:ticket|case|demande|incident)\b)"
)
# Somebody looks into it: a house's machine says «we», and what it does in days
_LOOKS = lazy(
    r"\b(?:j|je|on|i|ich|ik|io|yo)\b"
    r"|\b(?:nous|le|la|les|l) (?:regard|verifi|cherch|control|examin|creus)\w+"
    r"|\b(?:are|re|have|am) (?:\w+ )?(?:looking|checking|chasing|passed|forwarded|asked)\b"
    r"|\b(?:wir|und|das|dies) (?:prufen|klaren|schauen|kummern|suchen)\b|\b(?:prufen|klaren) (?:wir|das|dies|es)\b"
    r"|\b(?:lo|la|las|los|estamos|y) (?:revis|mir|comprob|verific)(?:amos|ando)\b"
    r"|\b(?:verifichiamo|controlliamo|guardiamo|stiamo)\b"
    r"|\b(?:zoeken|kijken|checken|gaan|nemen) (?:dit|dat|het|er|even|ernaar|we|wij)?\b|\bkijken\b"
)
# Somebody speaks for himself: «je paie», «I dispute this»; «nous», «we» are how houses describe their ways.
_MYSELF = lazy(
    r"\b(?:j|je|on) (?:(?:ne|n|vous|le|la|l|les|en|te|lui|ai|avais|suis|viens|vais|peux) ){0,3}"
    r"(?:pa[iy]\w+|regl\w+|vir\w{1,6}\b|contest\w+|refus\w+|attends|doi[st]|recu|comprends)"
    r"|\bi (?:(?:ll|ve|m|d|will|have|did|do|am|can|could|not|never|already|just|don|won|t) ){0,4}"
    r"(?:pay|paid|dispute|refuse|owe|transfer\w*|settle\w*|sen[dt]|got|receive\w*|disagree|think|ordered)\b"
    r"|\bich (?:zahle|bezahle|uberweise|bestreite|widerspreche|habe|warte|schulde)\b"
    r"|\b(?:zahle|uberweise|bezahle) ich\b|\b(?:yo|le|lo|se lo) (?:pago|pagare|abono|ingreso|transfiero)\b"
    r"|\bno (?:pienso|voy a) pagar\b|\b(?:vi|lo|la|le) (?:pago|paghero|contesto|saldo|bonifico)\b"
    r"|\bho (?:pagato|gia|ricevuto|fatto)\b|\bik (?:betaal|maak|betwist|wacht|weiger)\b|\bbetaal ik\b"
)


def robot_because(text: str) -> str:
    """Why this text is a ticket's or reader's receipt or an out-of-office; "" where a person may speak."""
    spoken = _spoken(text)
    if not spoken:
        return ""
    stock = _first(_STOCK, spoken)
    if stock:
        return f"text: {stock}"
    words = sum(map(len, spoken))
    if words > _MAX_AWAY or _AMOUNT.search(text) or _first(_BUSINESS, spoken):
        return ""
    away = _first(_AWAY, spoken)
    return f"text: {away}" if away and _first(_HOLLOW, spoken) else ""


def absence_because(text: str) -> str:
    """The words of an absence; more is asked where no header says that a machine wrote (`robot_because`)."""
    return _first(_AWAY, sentences(text[:_MAX_READ]))


def notice_because(text: str) -> str:
    """Why a program wrote this, by its own words: «ne pas répondre», «received, we reply in two working days».

    It may say something true all the same.
    """
    spoken = _spoken(text)
    notice = _first(_NOTICE, spoken)
    if notice:
        return f"text: {notice}"
    opening = _OPENING.match(fold(text[:200])) if spoken else None
    if opening:
        return f"text: {opening[0].strip()}"
    received = _first(_RECEIVED, spoken)
    if not received or not _first(_SERVICE, spoken) or _is_a_persons(text, spoken):
        return ""
    return f"text: {received}"


def speaks_for_himself(text: str) -> bool:
    """Whether somebody says what he does about the letter: «je paie», «I dispute»."""
    spoken = sentences(text[:_MAX_READ])
    return any(_MYSELF.search(" ".join(word.text for word in sentence)) for sentence in spoken)


def is_stock(text: str) -> bool:
    """Whether every sentence is one of those that machines write, and none speaks of the letter or of money."""
    parts = tuple(sentences_apart(text))
    if not parts or not _spoken(text) or _AMOUNT.search(text):
        return False
    return all(_is_stock_sentence(sentences(part)) for part in parts)


def _is_stock_sentence(spoken: tuple[Sentence, ...]) -> bool:
    books = (_STOCK, _NOTICE, _AWAY, _RECEIVED, _SERVICE, _HOLLOW)
    return any(_first(book, spoken) for book in books) and not _first(_BUSINESS, spoken)


def _is_a_persons(text: str, spoken: tuple[Sentence, ...]) -> bool:
    """Whether somebody speaks of money, looks into it or signs: then «we have received your mail» is his."""
    if _AMOUNT.search(text) or _first(_BUSINESS, spoken):
        return True
    if any(_LOOKS.search(" ".join(word.text for word in sentence)) for sentence in spoken):
        return True
    lines = [line for line in text.split("\n") if line.strip()][-4:]
    return any(closes(above) and is_name(name) and not is_role(name) for above, name in pairwise(lines))


def _spoken(text: str) -> tuple[Sentence, ...]:
    """The sentences of what a machine may have written; none where it is too long or a person speaks."""
    if len(text) > _MAX_READ or "?" in text or speaks_for_himself(text):
        return ()
    spoken = sentences(text)
    return spoken if sum(map(len, spoken)) <= _MAX_STOCK else ()


def _book(table: Mapping[str, tuple[str, ...]]) -> PhraseBook:
    return PhraseBook(written for phrases in table.values() for written in phrases)


def _first(book: PhraseBook, spoken: tuple[Sentence, ...]) -> str:
    """The first phrase of a book that stands in the text, as it stands there."""
    for sentence in spoken:
        for hit in book.find(sentence):
            return " ".join(word.text for word in sentence[hit.start : hit.end])
    return ""


_STOCK, _NOTICE, _AWAY = _book(STOCK), _book(NOTICE), _book(AWAY)
_RECEIVED, _SERVICE = _book(RECEIVED), _book(SERVICE)
_HOLLOW, _BUSINESS = _book(HOLLOW), _book(BUSINESS)
