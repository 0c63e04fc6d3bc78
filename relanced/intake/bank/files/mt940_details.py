"""The lines of a field :86: in, payer, reference and account out, in whatever way a bank writes them. Pure.

German and Swiss banks: «166?00GUTSCHRIFT?20SVWZ+…?32NAME» (DFÜ-Abkommen, Anlage 3); Dutch and Belgian:
«/TRTP/…/IBAN/…/NAME/…/REMI/…/EREF/…»; French: «VIR … /DE … /MOTIF …»; others: labels («ORDENANTE: …»)
or free text.
"""

import re
from collections import Counter
from dataclasses import dataclass

from relanced.intake.bank.files.values import (
    account_of,
    iban_of,
    only_operation,
    plain_money,
    told,
    words,
)
from relanced.intake.bank.labels import Role
from relanced.intake.bank.spoken import without_intro
from relanced.intake.bank.vocabulary import GENERAL
from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.model.money import Money

MAX_TEXT = 4_000  # characters of one field
_CODE = lazy(r"(\d{3})([^\w\s])(?=\d{2})", re.ASCII)
_SEPA = lazy(
    r"(EREF|KREF|MREF|CRED|DEBT|SVWZ|SVCL|ABWA|ABWE|IBAN|BIC|PURP|COAM|OAMT|RREF|RTRN|SQTP|CHGS)[+:]"
)
_SLASHED = lazy(
    r"/(TRTP|EREF|NAME|REMI|IBAN|BIC|MARF|CSID|PREF|ORDP|BENM|ISDT|PURP|DE|MOTIF|REF|CNTP|SVCL|ADDR|ID|RTRN|CITY|BUSP"
    r"|TRCD|ULTD|ULTB|ULTC|CDTRREFTP|CDTRREF|CD|CUI|USTD|STRD|OCMT|EXCH|NPY|LCC|LIB|RCN|BO|OPH|BN|BI)(?:/|(?=\s)|$)"
)
_NEXT_LABEL = lazy(r"\s\s(?=[A-Za-z]{2,20}:\s)")  # Dutch banks put labels in columns: «  Machtiging: …»
_IN_WORDS = lazy(r"\bIBAN\s?[:.]?\s?([A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8})\b", re.ASCII)
_AMOUNT = lazy(r"([A-Z]{3})\s?(\d{1,12}(?:[.,]\d{1,3})?)|(\d{1,12}(?:[.,]\d{1,3})?)\s?([A-Z]{3})", re.ASCII)
# The marks behind which stands what the payer chose: what looks like a mark in there is his as well.
_PAYERS = frozenset(
    {"EREF", "REMI", "USTD", "STRD", "MOTIF", "REF", "LCC", "LIB", "RCN", "ULTD", "ID", "CDTRREF", "CD"}
)
_PURPOSE = tuple(f"{number}" for number in (*range(20, 30), *range(60, 64)))
_RANKS = {**dict.fromkeys(_PURPOSE[:10], 0), "30": 1, "31": 1, "32": 2, "33": 2}
_KNOWN = frozenset({"00", "10", "34", "38", *_PURPOSE, *_RANKS})
_SUBFIELD = 27  # characters of a full one
# DIN 66003, the German variant of ASCII, in which some banks still write; SWIFT has none of these signs.
_GERMAN = str.maketrans("[\\]{|}~", "ÄÖÜäöüß")
_GERMAN_SIGN = lazy(r"(?<=[A-Za-z])[\[\\\]{|}~]|[\[\\\]|~](?=[A-Za-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a bank says of one movement."""

    payer: str = ""
    reference: str = ""
    account: str = ""  # the payer's
    gvc: str = ""  # the German banks' code of the operation, three figures; "" where the field has none
    operation: str = ""  # the bank's own words for it
    text: str = ""  # all of it
    entry_id: str = ""
    original: Money | None = None
    is_odd: bool = False  # its subfields are not in the order of the bank's: some may be the payer's words


def ungerman(text: str) -> str:
    """An ASCII text whose brackets beside letters are umlauts, in the lines of :86:; header blocks stay."""
    lines = text.split("\n")
    return "\n".join(line if line.startswith("{") else _GERMAN_SIGN.sub(_umlaut, line) for line in lines)


def _umlaut(match: re.Match[str]) -> str:
    return match[0].translate(_GERMAN)


def width_of(fields: list[list[str]]) -> int:
    """The width at which a bank cuts its lines in the middle of a word; 0 where it breaks between words."""
    lengths = Counter(len(line) for lines in fields for line in lines[:-1])
    if not lengths:
        return 0
    widest = max(lengths)
    return widest if widest >= 27 and (lengths[widest] > 1 or widest >= 65) else 0


def details_of(lines: list[str], width: int) -> Details:
    """What the lines of a field tell."""
    lines = [line[:MAX_TEXT] for line in lines[:100]]
    code = _CODE.match(lines[0]) if lines else None
    if code:
        return _german("".join(lines)[:MAX_TEXT], code[1], code[2])
    flat = "".join(line if width and len(line) == width else f"{line.rstrip()} " for line in lines)[:MAX_TEXT]
    tagged = _parts(_SLASHED, flat)
    if tagged:
        return _slashed(tagged, flat)
    tagged = _parts(_SEPA, flat)
    if tagged.keys() - {"", "IBAN", "BIC"}:  # «IBAN: … Naam: …» are labels
        return _sepa(tagged, "", "", flat)
    return _labelled(flat)


def _german(text: str, gvc: str, mark: str) -> Details:
    """«166?00…?20…»: the purpose 20-29 and 60-63, the name 32-33, the account 31 or 38."""
    pieces = [
        (piece[:2], piece[2:])
        for piece in text[3:].split(mark)[1:]
        if piece[:2].isascii() and piece[:2].isdigit()
    ]
    is_odd = not _in_order([number for number, _ in pieces])
    fields: dict[str, str] = {}
    for number, said in pieces:
        fields[number] = fields.get(number, "") + said
    lines = [fields[number] for number in _PURPOSE if number in fields]
    name = "" if is_odd else words(fields.get("32", "") + fields.get("33", ""))
    account = "" if is_odd else iban_of(fields.get("38", "")) or account_of(fields.get("31", ""))
    purpose = "".join(lines)
    found = _sepa(_parts(_SEPA, purpose), name, account, purpose)
    return Details(
        payer="" if is_odd else found.payer,
        reference=found.reference,
        account="" if is_odd else found.account,
        gvc=gvc,
        operation=words(fields.get("00", "")),
        text=words(text),
        entry_id=found.entry_id,
        original=None if is_odd else _own_amount(lines),
        is_odd=is_odd,
    )


def _in_order(numbers: list[str]) -> bool:
    """Whether the subfields are as a bank writes them: each once, the purpose, then the account, then the name.

    A payer whose bank lets «?» through can write «F-1 ?32ALPHA AG» as his purpose.
    """
    known = [number for number in numbers if number in _KNOWN]
    ranks = [_RANKS[number] for number in known if number in _RANKS]
    return len(set(known)) == len(known) and ranks == sorted(ranks)


def _own_amount(lines: list[str]) -> Money | None:
    """What was sent, in a subfield that the bank itself wrote: «OAMT+…» alone in it, before the payer's words.

    A bank begins each mark in a subfield of its own; words that fill their subfield go on in the
    next, so that what the payer wrote can only begin behind a full one.
    """
    words_at = next((place for place, line in enumerate(lines) if line.startswith("SVWZ+")), 0)
    for before, line in zip(["", *lines], lines[:words_at], strict=False):
        if line.startswith("OAMT+") and len(before) < _SUBFIELD and len(line) < _SUBFIELD:
            return _amount(line[5:]) if _AMOUNT.fullmatch(line[5:]) else None
    return None


def _sepa(tagged: dict[str, str], name: str, account: str, purpose: str) -> Details:
    """«EREF+…SVWZ+…ABWA+…»; the words before the first of them are free text."""
    end_to_end = told(tagged.get("EREF", "")) or told(tagged.get("KREF", ""))
    said = told(tagged["SVWZ"]) if "SVWZ" in tagged else ""
    if not said:
        said = told(tagged.get("", "")) if tagged else told(purpose)
    behind = told(tagged.get("ABWA", ""))
    reference = _also(said or _no_amount(end_to_end), behind if name else "", name)
    return Details(
        payer=name or behind,
        reference=reference,
        account=account or iban_of(tagged.get("IBAN", "")),
        text=words(purpose),
    )


def _slashed(tagged: dict[str, str], flat: str) -> Details:
    """«/NAME/…/REMI/…», «/DE … /MOTIF …», «/CNTP/IBAN/BIC/NAME/CITY/»."""
    counterparty = tagged.get("CNTP", "").split("/")
    payer = next((tagged[key] for key in ("NAME", "DE", "NPY", "ORDP", "BO") if tagged.get(key)), "")
    if not payer and len(counterparty) > 2:
        payer = counterparty[2]
    reference = next(
        (
            plain
            for key in ("REMI", "USTD", "CDTRREF", "MOTIF", "LCC", "STRD", "LIB", "EREF", "REF", "PREF")
            if (plain := _no_amount(told(_structured(tagged.get(key, "")))))
        ),
        "",
    )
    return Details(
        payer=told(payer.strip(" /")),
        reference=_also(reference, told(tagged.get("ULTD", "").strip(" /")), payer),
        account=iban_of(tagged.get("IBAN", "")) or iban_of(counterparty[0]),
        operation=words(" ".join(tagged.get(key, "") for key in ("", "TRTP", "RTRN"))),
        text=words(flat),
        original=_amount(_before_words(tagged, "OCMT")),
    )


def _before_words(tagged: dict[str, str], mark: str) -> str:
    """What stands behind a mark of the bank's, where that stands before all that is the payer's to write; else ""."""
    marks = list(tagged)
    payers = next((place for place, each in enumerate(marks) if each in _PAYERS), len(marks))
    is_banks = not tagged[""] or only_operation(tagged[""])
    return tagged[mark] if is_banks and mark in marks[:payers] else ""


def _structured(text: str) -> str:
    """«USTD//F2026-031/», «STRD/CUR/RF18…/»: the words alone."""
    return re.sub(r"^(?:USTD|STRD)/(?:CUR|ISO|IPI|SCOR)?/?", "", text.strip(" /")).strip(" /")


def _labelled(flat: str) -> Details:
    """Labels before their values, «ORDENANTE: … CONCEPTO: …»; else free text."""
    found: dict[Role, str] = {}
    marks = list(GENERAL.in_line.finditer(fold(flat)))
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(flat)
        role = GENERAL.role_of(mark[1])
        if role:
            value = _NEXT_LABEL.split(flat[mark.end() : end], maxsplit=1)[0]
            found.setdefault(role, told(value.strip(" ;,/-")))
    iban = _IN_WORDS.search(flat)
    payer = found.get(Role.PAYER, "")
    reference = found.get(Role.REFERENCE) or found.get(Role.INVOICE) or found.get(Role.OWN_REFERENCE) or ""
    if not payer and not reference:
        reference = told(flat)
    return Details(
        payer=payer,
        reference="" if only_operation(reference) else reference,
        account=iban_of(iban[1]) if iban else "",
        operation=words(without_intro(flat)) if not marks else words(flat[: marks[0].start()]),
        text=words(flat),
    )


def _parts(pattern: re.Pattern[str], text: str) -> dict[str, str]:
    """The words behind each mark, the first of each kind; what stands before them all under ""."""
    marks = list(pattern.finditer(text))
    if not marks:
        return {}
    found = {"": text[: marks[0].start()].strip(" /")}
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        found.setdefault(mark[1], text[mark.end() : end].strip(" /"))
    return found


def _also(said: str, behind: str, payer: str) -> str:
    """The reference, and him for whom the payer paid where it does not say so."""
    if not behind or fold(behind) in fold(f"{payer} {said}"):
        return words(said)
    return words(f"{said} / {behind}" if said else behind)


def _no_amount(text: str) -> str:
    """Nothing where a reference is but an amount («EREF+EUR120,00»)."""
    return "" if _AMOUNT.fullmatch(text) else text


def _amount(text: str) -> Money | None:
    match = _AMOUNT.match(text.strip())
    return plain_money(match[2] or match[3], match[1] or match[4]) if match else None
