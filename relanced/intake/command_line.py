"""One line of the owner's in, what it tells relanced to do out: a command, or why it is none. Pure.

«payé F2026-012», «pause Dupont 15 jours», «F-12 et F-13 : litige, livraison incomplète». A line that denies,
asks, or says more than is understood is no command: what closes a case must be understood word for word.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from relanced.intake.amounts import find_amounts
from relanced.intake.days import MONTH_OF, WEEKDAY_OF, fold
from relanced.intake.lazy import lazy
from relanced.intake.past_day import past_day
from relanced.intake.reply.when.calendar import in_month
from relanced.intake.reply.when.days import named_days, promised_day, sentences_of
from relanced.model.command_words import COMMAND_WORDS, Command
from relanced.model.money import Money

MAX_LINE = 300  # characters
MAX_TARGETS = 30
MAX_PARTS = 60
MAX_PAUSE_DAYS = 3_660

SAFE = frozenset({Command.PAUSE, Command.DISPUTE})  # these only silence

_OF_WORD = {
    fold(word): command
    for table in COMMAND_WORDS.values()
    for command, words in table.items()
    for word in words
}
_VERB = re.compile(
    rf"(?<![\w'@.-])(?:{'|'.join(re.escape(word) for word in sorted(_OF_WORD, key=len, reverse=True))})(?![\w'@-])"
)
_NEGATED = lazy(
    r"(?<!\w)(?:ne|n'\w+|pas|jamais|aucune?|non|ni|not|no(?! ?\.? ?\d)|never|none|cannot|\w+n't"
    r"|annul\w+|cancel\w*)(?!\w)"
)
_DOUBT = lazy(
    r"(?<!\w)(?:si|if|peut[- ]etre|maybe|perhaps|sauf|except|mais|but|pourtant|bientot|soon|sera|seront|serait|devrait"
    r"|va|vont|will|would|should|could|may|might|faut|faudra|quand|when|partiel\w*|partly|partial\w*|moitie|half"
    r"|acompte|deposit|presque|almost|quasi\w*|croit|crois|pense|think|semble|seems|dit|says?|said|erreur|mistake"
    r"|attends?|wait|encore|still|toujours|reste|remaining|demande[rz]?|verifie[rz]?|check|ou|or)(?!\w)"
)
_UNIT = {"j": 1, "d": 1, "s": 7, "w": 7, "m": 30}
_COUNT = {
    "un": 1, "une": 1, "one": 1, "a": 1, "deux": 2, "two": 2, "trois": 3, "three": 3, "quatre": 4, "four": 4,
    "cinq": 5, "five": 5, "six": 6, "sept": 7, "seven": 7, "huit": 8, "eight": 8, "neuf": 9, "nine": 9, "dix": 10,
    "ten": 10, "quinze": 15, "fifteen": 15,
}  # fmt: skip
_COUNTS = "|".join(sorted(_COUNT, key=len, reverse=True))
_LENGTH = lazy(
    rf"(?<![\w/.-])(?:(?:pendant|pour|durant|de|for)\s+)?(?P<count>\d{{1,4}}|{_COUNTS})"
    r"\s*(?P<unit>jours?|jrs?|j|semaines?|sem|mois|days?|d|weeks?|wks?|months?)(?!\w)\.?"
)
_UNTIL = lazy(r"(?<!\w)(?:jusqu'?\s*(?:au?x?|en|a la)|until|till|upto|up to)(?!\w)")
_FILLER = (
    r"la|le|les|l|une?|des?|du|d|facture|factures|fact|numero|num|no|nos|n|client|cliente|chez|pour|svp|stp|merci|ok"
    r"|mon|ma|mes|notre|nos|dossier|relance|relances|relanced|est|sont|a|ont|ete|ce|cette|c|bien|the|invoices?|is|are|has"
    r"|have|been|it|for|of|on|please|thanks|my|our|client's|mettre|mets|met|en|marquer|marque|mark|as|comme|put"
)
_FILLERS = frozenset(_FILLER.split("|"))
_WITH = (
    "par|virement|cheque|carte|prelevement|especes|hier|aujourd|hui|jour|matin|integralement|totalement|totalite|total"
    "|entierement|in|full|by|transfer|card|cash|check|today|yesterday|recue?s?|received|bonne|reception|tout|au|et|and"
    "|inclus|included"
)
_BESIDE = lazy(_WITH)
_AND = frozenset({",", "&", "+", "et", "and", "puis", ";"})
_STOP = frozenset({":", "(", ")", "–", "—", "-", "car", "parce", "because", "since", "suite", "motif"})
_BEFORE_NUMBER = frozenset(
    {"la", "les", "facture", "factures", "numero", "n", "no", "the", "invoice", "invoices"}
)
_DAY = lazy(r"\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?")
_TOKEN = lazy(r"[^\s,;:()&+«»\"“”]+|[,;:()&+–—]")
_NUMBER = lazy(r"[^\W_](?:[\w/.-]*\w)?")
_PREFIX = lazy(r"[a-z]{1,5}[-/.]?")
_YEAR = lazy(r"(?<!\d)20\d\d$")
_SERIAL = lazy(r"\d{2,6}\.?")
_PARTS = lazy(
    r"(?<!\w)(?P<count>\d{1,2})\s*(?:x|×|fois|times|\*)\s*(?P<amount>\d[\d .,']*(?:€|eur|euros?|chf|usd|gbp|£|\$)?)"
)
_DAY_OF_MONTH = lazy(
    r"(?<!\w)(?:le|on the|the|every|chaque|on)\s+(?P<day>\d{1,2})(?:er|st|nd|rd|th)?(?![\w/.-])"
)
_BULLET = lazy(r"^(?:[-*•·–—]\s+|\d{1,2}[.)]\s+)")
_CALENDAR = frozenset((*MONTH_OF, *WEEKDAY_OF))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one line tells relanced to do."""

    command: Command
    targets: tuple[str, ...] = ()  # invoices and clients as the owner named them; (): what the mail answers
    until: date | None = None  # PAUSE: inclusive; PROMISE: the day of payment
    parts: tuple[tuple[date, Money], ...] = ()  # INSTALMENTS
    note: str = ""


def read_line(line: str, on: date, currency: str = "EUR") -> Told | str:
    """What a line says, written on this day; or why it is no command: a key of `command_words.UNCLEAR`."""
    if len(line) > MAX_LINE:
        return "too_long"
    text = _plain(line)
    plain = fold(text)
    found = list(_VERB.finditer(plain))
    commands = list(dict.fromkeys(_OF_WORD[match[0]] for match in found))
    if not commands:
        return "no_verb"
    if "?" in plain:
        return "question"
    command, verb = commands[0], found[0]
    if (len(commands) > 1 and command is not Command.DISPUTE) or (len(found) > 1 and command not in SAFE):
        return "two_verbs"
    before, after = text[: verb.start()], text[verb.end() :]
    return _denied(command, before, after) or _read(command, before, after, on, currency)


def _denied(command: Command, before: str, after: str) -> str:
    """Why a command does not count by the words beside it; "": it does."""
    if _NEGATED.search(fold(before)) or (command is not Command.DISPUTE and _NEGATED.search(fold(after))):
        return "negated"
    is_doubtful = command not in SAFE and _DOUBT.search(fold(f"{before} {after}"))
    return "doubt" if is_doubtful else ""


def _read(command: Command, before: str, after: str, on: date, currency: str) -> Told | str:
    if command is Command.PAUSE:
        return _pause(before, after, on)
    if command is Command.PROMISE:
        return _promise(before, after, on)
    if command is Command.INSTALMENTS:
        return _instalments(before, after, on, currency)
    return _plainly(command, before, after, on)


def _plain(line: str) -> str:
    """The line with plain apostrophes and spaces, without the bullet before it and the stop behind it."""
    text = "".join(" " if char.isspace() else "'" if char in "’‘ʼ`´" else char for char in line).strip()
    return _BULLET.sub("", text).strip(' \t«»"“”').rstrip(".! ").strip(' \t«»"“”')


def _plainly(command: Command, before: str, after: str, on: date) -> Told | str:
    targets, rest = _targets(before, after)
    if command is Command.DISPUTE:
        return Told(command=command, targets=targets, note=rest)
    if not _is_understood(rest, on):
        return "doubt"
    return Told(command=command, targets=targets)


def _pause(before: str, after: str, on: date) -> Told | str:
    until, after = _until(after, on)
    if isinstance(until, str):
        return until
    targets, rest = _targets(before, after)
    if until is None and any(map(str.isdigit, rest)):
        return "no_day"  # «pause F-12 15/12»: a day that is not told from a number
    return Told(command=Command.PAUSE, targets=targets, until=until, note=rest)


def _until(text: str, on: date) -> tuple[date | str | None, str]:
    """The last day of a pause, and the text without it; None: until it is resumed."""
    plain = fold(text)
    marked = _UNTIL.search(plain)
    if marked is not None:
        said = plain[marked.start() :]
        days = [spot.day for each in sentences_of(said) for spot in named_days(each, on) if spot.day]
        days = days or [day for day in [promised_day(said, on)] if day]
        if len(set(days)) != 1 or days[0] == date.min:
            return "no_day", text
        return (days[0], text[: marked.start()]) if days[0] >= on else ("past_day", text)
    found = _LENGTH.search(plain)
    if found is None:
        return None, text
    count = _COUNT.get(found["count"]) or int(found["count"])
    unit = found["unit"]
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    if unit.startswith("mo"):
        if not 0 < count <= MAX_PAUSE_DAYS // 31:
            return "no_day", text
        return in_month(on, count, on.day), rest
    days_ = count * _UNIT[unit[0]]
    return (on + timedelta(days=days_), rest) if 0 < days_ <= MAX_PAUSE_DAYS else ("no_day", text)


def _promise(before: str, after: str, on: date) -> Told | str:
    said = after.strip()
    digits = any(map(str.isdigit, said))
    spots = [
        spot.day
        for each in sentences_of(f"le {said}" if said[:1].isdigit() else said)
        for spot in named_days(each, on)
    ]
    days = {day for day in spots if day}
    if len(days) > 1 or (digits and not days) or date.min in days:
        return "no_day"
    day = days.pop() if days else None
    if day is not None and day < on:
        return "past_day"
    if _targets(before, "")[0] or (day is None and said and not _is_understood(said, on)):
        return "no_mail"
    return Told(command=Command.PROMISE, until=day)


def _instalments(before: str, after: str, on: date, currency: str) -> Told | str:
    found = _PARTS.search(fold(after))
    if found is None:
        return "no_parts"
    amounts = list(find_amounts(after[found.start("amount") : found.end("amount")] + " ", currency))
    behind = fold(after[found.end() :])
    due = _DAY_OF_MONTH.search(behind)
    count = int(found["count"])
    amount = amounts[0].money if len(amounts) == 1 else _bare_amount(found["amount"], currency)
    if (
        amount is None
        or amount.cents <= 0
        or due is None
        or not 1 <= int(due["day"]) <= 31
        or not 1 < count <= MAX_PARTS
    ):
        return "no_parts"
    targets, rest = _targets(before, after[: found.start()])
    left = behind[: due.start()] + behind[due.end() :]
    if not targets or rest or not _is_understood(left.replace("mois", "").replace("month", ""), on):
        return "no_parts"
    first = in_month(on, 0, int(due["day"]))
    start = 0 if first > on else 1
    days = [in_month(on, start + at, int(due["day"])) for at in range(count)]
    return Told(command=Command.INSTALMENTS, targets=targets, parts=tuple((day, amount) for day in days))


def _bare_amount(written: str, currency: str) -> Money | None:
    digits = written.strip()
    return Money(int(digits) * 100, currency) if digits.isdigit() and currency == "EUR" else None


def _targets(before: str, after: str) -> tuple[tuple[str, ...], str]:
    """Whom a command is about, before its verb or else behind it, and what else is said."""
    head, left = _named(before)
    if head:
        rest = " ".join(part for part in (left, after.strip(" ,:;-–—.!")) if part)
        return head, rest
    named, rest = _named(after)
    return named, " ".join(part for part in (left, rest) if part)


def _named(text: str) -> tuple[tuple[str, ...], str]:
    """The invoices or the clients with which a text begins, and what follows."""
    tokens = _TOKEN.findall(text)
    at = _behind_fillers(tokens, 0)
    found: list[str] = []
    while at < len(tokens) and len(found) < MAX_TARGETS:
        taken = _number(tokens, at)
        if taken is None:
            break
        name, at = taken
        found.append(name)
        ahead = at
        while ahead < len(tokens) and fold(tokens[ahead]) in _AND:
            ahead += 1
        while ahead < len(tokens) and fold(tokens[ahead]).strip("°º.'") in _BEFORE_NUMBER:
            ahead += 1
        if ahead >= len(tokens) or _DAY.fullmatch(tokens[ahead]) or _number(tokens, ahead) is None:
            break
        at = ahead
    if not found:
        end = next(
            (i for i in range(at, len(tokens)) if fold(tokens[i]) in _STOP or tokens[i] == ","), len(tokens)
        )
        words = tokens[at:end]
        while words and fold(words[-1]) in _FILLERS:
            words.pop()
        found, at = ([" ".join(words)], end) if words else ([], at)
    rest = " ".join(tokens[at:]).strip(" ,:;-–—.!()")
    return tuple(dict.fromkeys(found)), "" if fold(rest) in _FILLERS else rest


def _behind_fillers(tokens: list[str], at: int) -> int:
    while at < len(tokens) and _is_filler(tokens[at]):
        at += 1
    return at


def _is_filler(token: str) -> bool:
    bare = fold(token).strip("°º.'")
    return (
        bare in _FILLERS
        or bare.removeprefix("l'") in {"facture", "avoir"}
        or token in {":", "-", "–", "—", "(", ","}
    )


def _number(tokens: list[str], at: int) -> tuple[str, int] | None:
    """The word at this place that may be an invoice's number, and the place behind it; «F 12» is one, too."""
    word = tokens[at].strip("'.")
    if not _NUMBER.fullmatch(word) or _is_filler(word):
        return None
    follows = tokens[at + 1].strip("'.") if at + 1 < len(tokens) else ""
    if any(map(str.isdigit, word)):
        found, at = word, at + 1
    elif _PREFIX.fullmatch(fold(word)) and follows[:1].isdigit() and _NUMBER.fullmatch(follows):
        found, at = f"{word} {follows}", at + 2
    else:
        return None
    if _YEAR.search(found) and at < len(tokens) and _SERIAL.fullmatch(tokens[at]):  # «FA 2026 012»
        return f"{found} {tokens[at]}", at + 1
    return found, at


def _is_understood(rest: str, on: date) -> bool:
    """Whether what stands beside a command that closes a case takes nothing of it back: how and when it was paid."""
    plain = fold(rest)
    words = re.findall(r"[a-z]+|\d[\d/.]*", plain.replace("'", " "))
    if any(word[0].isdigit() for word in words) and past_day(plain, on) is None:
        return False
    if not re.fullmatch(r"[\w\s,.'/:;()!-]*", plain):
        return False
    return all(
        _BESIDE.fullmatch(word) or word in _FILLERS or word in _CALENDAR or word[0].isdigit()
        for word in words
    )
