"""What is owed and what was invoiced month by month in; the DSO, in days, out. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta

LEAST_DAYS = 60  # a firm known for less has no DSO yet

Month = tuple[int, int]  # year, month


def dso(owed: int, sales: Mapping[Month, int], today: date) -> int | None:
    """Days sales outstanding by counting back: how many of the last days' invoices make up what is owed.

    The invoices of this month, of the month before it, and so on are taken off what is owed until nothing
    is left; each month counts with its days, the last one in proportion (méthode par épuisement, «count
    back»: etrepaye.fr, tutoriel DSO; generixgroup.com, glossaire, DSO). It follows seasons, where «owed /
    sales × days» takes a good month for a better payer. `owed` and `sales` are cents with VAT; who is
    insolvent, and credit notes, are left out by the caller.

    None where too little is known: the first invoice is younger than LEAST_DAYS, or all invoices ever
    seen do not make up what is owed.
    """
    invoiced = {month: cents for month, cents in sales.items() if cents > 0}
    if not invoiced or owed < 0:
        return None
    oldest = min(invoiced)
    if (today - date(*oldest, 1)).days < LEAST_DAYS:
        return None
    days, left, last = 0.0, owed, today
    while left > 0:
        first = last.replace(day=1)
        if (first.year, first.month) < oldest:
            return None
        cents, length = invoiced.get((first.year, first.month), 0), (last - first).days + 1
        days += length * left / cents if cents > left else length
        left -= min(left, cents)
        last = first - timedelta(days=1)
    return round(days)
