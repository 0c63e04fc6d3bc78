"""An amount that is not what is owed in, what may explain the difference out. Pure.

Too much: the fixed indemnity of 40 € for recovery (art. D441-5 code de commerce) and interest for
late payment (art. L441-10). Too little: a bank's charge on a transfer from abroad; a part, a
retention, a commission, an excess of insurance, VAT left out: the rest stays due.
"""

import re

from relanced.casework.settle.name_words import FORMS_ABROAD, WORDS_ABROAD
from relanced.casework.settle.names import fold_text, read_name
from relanced.casework.settle.scene import Scene, sum_of
from relanced.casework.settle.settlement import OpenItem
from relanced.casework.settle.words import CHARGE_WORDS, MORE_WORDS, PART_WORDS
from relanced.model.money import Money

INDEMNITY = 4_000  # cents of euro, for each invoice: art. D441-5 code de commerce
MAX_CHARGE = 5_000  # cents: more than the banks between take of one transfer
MAX_RATE = 20  # percent a year: above every rate of interest that terms of Europe's trade grant
# Countries of the European Economic Area, by IBAN: no bank may deduct from a transfer between them in euro
# (regulation (EU) 2021/1230, directive (EU) 2015/2366 art. 81).
_AREA = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK MC SM"
_INSIDE = frozenset(_AREA.split())
_ROUND_SHARES = (5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 80, 100)  # in thousandths: what people agree on
_PARTS = (100, 150, 200, 250, 300, 333, 400, 500, 600, 667, 700, 750, 800, 900)  # of a whole, in thousandths
_RETENTIONS = (950, 900, 980, 970, 990, 985)  # what is paid after a retention or a commission
_RATE_OF = re.compile(r"(?<![0-9])([0-9]{1,2})(?:[.,]0+)? ?(?:%|PCT|POURCENT|PROZENT)")
_FRACTION = re.compile(r"(?<![0-9/])([1-9]|1[0-2]) ?/ ?([2-9]|1[0-2])(?![0-9/])")
_MONEY = re.compile(r"(?<![0-9.,])([0-9]{1,7})(?:[.,]([0-9]{2}))?(?![0-9]|[.,][0-9])")
# A payment on these is a deposit for work that is not invoiced yet.
_QUOTES = (
    "DEVIS",
    "QUOTE",
    "ANGEBOT",
    "PRESUPUESTO",
    "PREVENTIVO",
    "OFFERTE",
    "PROFORMA",
    "PRO FORMA",
    "ESTIMATE",
)


def why_more(scene: Scene, named: tuple[OpenItem, ...]) -> str:
    """What the excess over these items can be for, as words; "" where nothing explains it."""
    excess = scene.money.cents - sum_of(named)
    late = _late_days(scene, named)
    said = any(word in scene.text for word in MORE_WORDS)
    for count in range(1, len(named) + 1):
        if excess == INDEMNITY * count and scene.money.currency == "EUR" and (late or said):
            times = f"{count} times " if count > 1 else ""
            return f"{times}the fixed indemnity of 40 EUR for late payment (art. D441-5 code de commerce)"
    most = sum_of(named) * MAX_RATE * late // 36_500
    if said and late and excess <= most + INDEMNITY * len(named):
        return "interest for late payment and the indemnity for recovery"
    return ""


def is_indemnity(scene: Scene, item: OpenItem) -> bool:
    """Whether the amount is this invoice and the 40 € that its delay costs."""
    excess = scene.money.cents - item.owed.cents
    return excess == INDEMNITY and scene.money.currency == "EUR" and _late_days(scene, (item,)) > 0


def why_less(scene: Scene, item: OpenItem) -> str:
    """What an amount below what is owed can be, as words; "" where nothing explains it."""
    said = why_less_as_said(scene, item)
    if said:
        return said
    full = (item.total or item.owed).cents
    if any(abs(scene.money.cents * 1000 - full * part) <= 1000 for part in (*_PARTS, *_RETENTIONS)):
        return "it is a round share of the invoice"
    if any(
        abs(scene.money.cents * (100 + rate) - item.owed.cents * 100) <= 100 for rate in (20, 10, 19, 21, 22)
    ):
        return "it is the amount without VAT"
    return ""


def why_less_as_said(scene: Scene, item: OpenItem) -> str:
    """What the reference says of an amount below what is owed; "" where it says nothing."""
    words = set(re.findall(r"[A-Z]+", scene.text))
    short = item.owed.cents - scene.money.cents
    if words & PART_WORDS:
        return "the reference speaks of a part"
    if _FRACTION.search(scene.text) or share_of(scene, item):
        return "the reference names a share"
    if short in amounts_in(scene.text):
        return "the reference names what is missing"
    return ""


def is_for_a_quote(scene: Scene) -> bool:
    """Whether the reference speaks of a quote: the money may be a deposit on work not yet invoiced."""
    return any(word in scene.text for word in _QUOTES)


def share_of(scene: Scene, item: OpenItem) -> bool:
    """Whether the amount is the percentage of this invoice that the reference names."""
    rates = {int(rate) for rate in _RATE_OF.findall(scene.text)}
    full = (item.total or item.owed).cents
    return any(0 < rate < 100 and abs(full * rate - scene.money.cents * 100) <= 100 for rate in rates)


def amounts_in(text: str) -> set[int]:
    """The amounts that a text may name, in cents."""
    return {int(whole) * 100 + int(cents or 0) for whole, cents in _MONEY.findall(text[:600])}


def is_bank_charge(scene: Scene, named: tuple[OpenItem, ...], short: int) -> bool:
    """Small, no round percentage, and the transfer came from abroad, or speaks of charges.

    Inside the euro area no bank may deduct (regulation 2021/1230, directive 2015/2366 art. 81).
    """
    owed = sum_of(named)
    original = scene.credit.original
    if original is not None and original.currency == scene.money.currency:
        return original.cents == owed and short * 100 <= owed * 5  # the bank says what was sent
    if any(short * 1000 == owed * share for share in _ROUND_SHARES):
        return False  # a discount that was not granted, a retention, a commission
    abroad = _is_abroad(scene, named)
    words = set(re.findall(r"[A-Z]+", fold_text(scene.credit.reference[:600])))
    if short > MAX_CHARGE or short * 100 > owed * 5:
        return False  # whatever the words say: payers write them
    if words & {"CHGS", "SHA", "BEN"} and short in amounts_in(scene.text):
        return True  # the bank's own code (SWIFT MT103, field 71) with the very amount
    if abroad is False:
        return False
    is_said = bool(words & CHARGE_WORDS)
    return bool(abroad or is_said) and short * 100 <= owed * 3


def _is_abroad(scene: Scene, named: tuple[OpenItem, ...]) -> bool | None:
    """Whether the money came from outside the euro area; None: nothing says so or not."""
    account = scene.credit.payer_account
    if len(account) >= 15 and account[:2].isalpha() and account[2:4].isdigit():
        return account[:2] not in _INSIDE or scene.money.currency != "EUR"
    if scene.credit.original is not None or scene.money.currency != "EUR":
        return True
    names = [read_name(scene.credit.payer), *(read_name(i.client) for i in named)]
    forms = frozenset().union(*(name.forms for name in names))
    if forms & FORMS_ABROAD:
        return True
    if WORDS_ABROAD.intersection(word for name in names for word in name.words):
        return True
    return False if forms else None


def _late_days(scene: Scene, named: tuple[OpenItem, ...]) -> int:
    """Days since the first of these was due; 0 where none is late or nobody knows."""
    on = scene.credit.value_on
    due = [i.due_on for i in named if i.due_on is not None]
    return max(0, (on - min(due)).days) if on and due else 0


def excess_of(scene: Scene, named: tuple[OpenItem, ...]) -> Money:
    """What came in above what is owed on these items."""
    return Money(scene.money.cents - sum_of(named), scene.money.currency)
