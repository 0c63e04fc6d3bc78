"""A settlement and the books in, why it may not be applied as it stands out. Pure.

Settling reads words of strangers. Beside it stands this short check, which knows no words: no cent more
than came, none more than is owed, no credit note for another client. What does not hold waits for the
owner; it neither pays nor stops the fold.
"""

from collections.abc import Iterable, Sequence

from relanced.casework.books import Books, CaseDraft
from relanced.casework.settle.settlement import OpenItem, Settlement
from relanced.casework.settle.terms import discounted
from relanced.model.facts import Credit
from relanced.model.money import MINOR_DIGITS, Money
from relanced.model.names import ClientKey, InvoiceNumber, number_key

_LEAST_OFF = 2  # minor units that may always fall away: a slip of a cent
_MOST_OFF_PERCENT = 5  # of what is owed: no bank between keeps more
_MOST_OFF = 50  # whole units of the currency
_CENT = 1

_Entries = Iterable[tuple[InvoiceNumber, Money]]


def objection(books: Books, credit: Credit, settlement: Settlement) -> str:
    """Why money may not be applied so; "": it may. Only for the outcomes that apply money."""
    wrong_currency = _foreign(credit, settlement)
    if wrong_currency:
        return wrong_currency
    paid = _by_number(entry for entry in settlement.applied if entry[1].cents >= 0)
    taken = _by_number(entry for entry in settlement.applied if entry[1].cents < 0)
    off = _by_number(settlement.written_off)
    return (
        _not_all_of_it(credit, settlement)
        or _too_much_on_cases(books, settlement, paid, off)
        or _too_much_of_notes(books, paid, taken)
        or _too_much_falls_away(books, credit, paid, off)
    )


def _foreign(credit: Credit, settlement: Settlement) -> str:
    excess = [settlement.excess] if settlement.excess is not None else []
    entries = (*settlement.applied, *settlement.written_off)
    used = {money.currency for money in (*(money for _, money in entries), *excess)}
    known = {money.currency for money in _given(credit)}
    return "" if len(used) == 1 and used <= known else "its amounts are in another currency"


def _given(credit: Credit) -> tuple[Money, ...]:
    """What came; or what was sent, where a bank between changed the currency."""
    sent = credit.original
    if sent is None or sent.currency == credit.amount.currency:
        return (credit.amount,)
    return credit.amount, sent


def _not_all_of_it(credit: Credit, settlement: Settlement) -> str:
    excess = settlement.excess
    if excess is not None and excess.cents <= 0:
        return "what is left over is no money"
    every = [money for _, money in settlement.applied] + ([excess] if excess is not None else [])
    total = Money(sum(money.cents for money in every), every[0].currency) if every else None
    return "" if total in _given(credit) else "what it would pay is not what came"


def _too_much_on_cases(
    books: Books, settlement: Settlement, paid: dict[str, int], off: dict[str, int]
) -> str:
    if any(money.cents == 0 for _, money in settlement.applied):
        return "it would pay nothing of an invoice"
    if any(money.cents <= 0 for _, money in settlement.written_off) or not off.keys() <= paid.keys():
        return "something would fall away of what is not paid"
    entries = (*settlement.applied, *settlement.written_off)
    for number, money in entries:
        key = number_key(number)
        if key not in paid:
            continue
        case = books.cases.get(key)
        if case is None or not case.is_mailed or not case.is_open:
            return f"{number} is not open"
        if case.owed.currency != money.currency:
            return f"{number} is owed in another currency"
        if paid[key] + off.get(key, 0) > case.owed.cents:
            return f"it would pay more of {number} than is owed"
    return ""


def _too_much_of_notes(books: Books, paid: dict[str, int], taken: dict[str, int]) -> str:
    """A credit note is taken up by what its own client owes, and by no more than that."""
    room: dict[ClientKey, int] = {}
    for key, cents in paid.items():
        client = books.cases[key].client
        room[client] = room.get(client, 0) + cents
    for key, cents in taken.items():
        note = books.waiting_notes.get(key)
        if note is None or -cents > note.left.cents:
            return "it would take up a credit note that is not there"
        currencies = {books.cases[each].owed.currency for each in paid}
        if currencies != {note.left.currency}:
            return f"credit note {note.note.number} is in another currency"
        room[note.client] = room.get(note.client, 0) + cents
    return "a credit note of one client would pay for another" if min(room.values(), default=0) < 0 else ""


def _too_much_falls_away(books: Books, credit: Credit, paid: dict[str, int], off: dict[str, int]) -> str:
    if not off:
        return ""
    cases = [books.cases[key] for key in paid]
    owed = sum(case.owed.cents for case in cases)
    most = _MOST_OFF * 10 ** MINOR_DIGITS.get(cases[0].owed.currency, 2)
    charge = min(max(owed * _MOST_OFF_PERCENT // 100, _LEAST_OFF), most)
    granted = sum(_discount(books.cases[key], credit) for key in off)
    return "" if sum(off.values()) <= max(charge, granted) else "more would fall away than a bank's charge"


def _discount(case: CaseDraft, credit: Credit) -> int:
    """The most that the invoice's own terms take off on this day, and a cent; 0: nothing."""
    invoice = case.invoice
    item = OpenItem(
        number=invoice.number,
        client="",
        client_email="",
        owed=case.owed,
        issued_on=invoice.issued_on,
        due_on=case.due_on,
        terms=invoice.terms_said,
        total=invoice.total,
    )
    offers: Sequence[Money] = discounted(item, credit.value_on)
    return max((case.owed.cents - offer.cents + _CENT for offer in offers), default=0)


def _by_number(entries: _Entries) -> dict[str, int]:
    """The cents by number_key, each number once."""
    sums: dict[str, int] = {}
    for number, money in entries:
        key = number_key(number)
        sums[key] = sums.get(key, 0) + money.cents
    return sums
