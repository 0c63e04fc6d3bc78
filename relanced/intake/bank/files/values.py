"""Texts of a bank file in, the money, days, accounts and words in them out. Pure; None or "" where there are none."""

import re
from datetime import date

from relanced.intake.bank.figures import money_in
from relanced.intake.bank.labels import EMPTY_VALUES
from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.intake.message import FIRST_YEAR, LAST_YEAR, clean
from relanced.model.money import MINOR_DIGITS, Money

MAX_WORDS = 600  # characters of a name or a reference; four lines of 140 are the most that a transfer carries
_PLAIN = lazy(r"([+-]?)0{0,20}(\d{1,12})(?:[.,](\d{1,10}))?", re.ASCII)
_CURRENCY = lazy(r"[A-Z]{3}")
_ACCOUNT = lazy(r"[A-Z0-9]{5,34}")
_SORT_CODE = lazy(r"\bsort ?code\b[ :.]{0,4}(\d\d)[- ]?\d\d[- ]?\d\d\b", re.ASCII)
_IBAN = lazy(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_NO_NAME = lazy(r"0*|NONREF|NOTPROVIDED|NOT ?PROVIDED|N/?A|NONE", re.IGNORECASE)
_BOUNCED = lazy(
    r"\b(?:impayee?s?|rejet(?:ee?s?|s)?|retournee?s?|extournes?|ruck-?lastschrift|rueck-?lastschrift|lastschrift-?retoure"
    r"|ruckbuchung|rueckbuchung|retoure|scheckruckgabe|returned|unpaid|bounced|charge-?backs?|dishonou?red"
    r"|devuelt[oa]s?|devolucion(?:es)?|impagad[oa]s?|contracargo|insolut[oi]|stornat[oa]|storno|stornering|gestorneerd"
    r"|teruggeboekt|terugboeking|contre-?passation)\b"
)
_CHARGE = lazy(
    r"\b(?:frais|commissions?|com|agios|fees?|charges?|gebuhr(?:en)?|gebuehr(?:en)?|entgelte?|spesen|gastos|comision(?:es)?"
    r"|spese|commissioni?|kosten|tva)\b"
)
# The words of an operation alone, no name: «VIREMENT EN VOTRE FAVEUR», «Faster Payment In».
_OPERATION = lazy(
    r"(?:virements?|vir|virt|sepa|inst|instantane|recus?|en|votre|faveur|de|du|credit|crediteur|transfers?|payments?"
    r"|received|transf|bizum|faster|in|inward|incoming|giro|bank|from|by|gutschrift|sammelgutschrift|ue?berweisung"
    r"|uberweisungsgutschrift|zahlungseingang|zahlung|eingang|echtzeit|echtzeituberweisung|dauerauftrag|bonific[oi]"
    r"|ricevut[oi]|a|vostro|favore|accredito|istantaneo|transferencias?|recibidas?|inmediata|abono|ingreso|entrante"
    r"|overboeking|bijschrijving|overschrijving|ontvangen|standing|order|direct|deposit|versement|operation|online|efectivo|contanti|especes|cash)"
)


def words(text: str) -> str:
    """A text on one line, without control characters, cut at 600 characters."""
    return " ".join(clean(text[: MAX_WORDS * 4]).split())[:MAX_WORDS].strip()


def told(text: str) -> str:
    """Words that say something: not «NOTPROVIDED», «NONREF», «-»."""
    plain = words(text)
    return "" if _NO_NAME.fullmatch(plain) or fold(plain).strip(" .") in EMPTY_VALUES else plain


def plain_money(text: str, currency: str) -> Money | None:
    """An amount of a technical format: no thousands, a point or comma, «1200.5», «-20,00000».

    None where it is no number, longer than twelve digits, or has more decimals than the currency.
    """
    match = _PLAIN.fullmatch(text.strip())
    code = currency.strip().upper()
    if match is None or not _CURRENCY.fullmatch(code):
        return None
    digits = MINOR_DIGITS.get(code, 2)
    fraction = (match[3] or "").rstrip("0")
    if len(fraction) > digits:
        return None
    cents = int(match[2]) * 10**digits + int(fraction.ljust(digits, "0") or 0)
    return Money(-cents if match[1] == "-" else cents, code)


def currency_named(text: str) -> str:
    """The currency that a mail or the head of a table names, where it names one alone; else "".

    A British bank that names none prints a sort code; Irish ones, which begin with a nine, are in euros.
    """
    found = {
        each.money.currency for line in text.splitlines()[:80] for each in money_in(line) if each.has_currency
    }
    if not found and (match := _SORT_CODE.search(fold(text[:20_000]))):
        return "EUR" if match[1].startswith("9") else "GBP"
    return found.pop() if len(found) == 1 else ""


def day_of(year: int, month: int, day: int) -> date | None:
    """A day, where the calendar has it and it is of our time."""
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def digit_day(text: str) -> date | None:
    """«20261015…», «2026-10-15T09:00», «2026/10/15»."""
    match = re.match(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})", text.strip(), re.ASCII)
    return day_of(int(match[1]), int(match[3]), int(match[4])) if match else None


def account_of(text: str) -> str:
    """An account as `Credit.payer_account` holds it: upper case, no spaces; "" where it is none."""
    plain = re.sub(r"[\s./-]", "", text[:80]).upper()
    return plain if _ACCOUNT.fullmatch(plain) and re.search(r"\d{4}", plain) else ""


def iban_of(text: str) -> str:
    """The same, where it has the form of an IBAN; of anything else ""."""
    plain = account_of(text)
    return plain if _IBAN.fullmatch(plain) else ""


def entry_name(text: str) -> str:
    """A bank's own name of an entry; "" for what names none: «NONREF», a counter such as «0003»."""
    plain = words(text)[:64]
    return "" if len(plain.lstrip("0")) < 6 or _NO_NAME.fullmatch(plain) else plain


def bounced(text: str) -> bool:
    """Whether a bank's words for a debit say that a client's payment went back; its fee for that is none."""
    return bool(_BOUNCED.search(fold(text[:MAX_WORDS]))) and not charged(text)


def charged(text: str) -> bool:
    """Whether a bank's words tell of what it charges for itself."""
    return _CHARGE.search(fold(text[:MAX_WORDS])) is not None


def only_operation(text: str) -> bool:
    """Whether a text names the kind of operation and nobody."""
    parts = re.findall(r"[a-z]+|\d+", fold(text[:MAX_WORDS]))
    return bool(parts) and all(_OPERATION.fullmatch(part) for part in parts)
