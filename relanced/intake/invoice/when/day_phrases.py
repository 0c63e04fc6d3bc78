"""Folded words around a day in, what they make of it out: filler, a list, a day asked for. Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from relanced.intake.amounts import find_amounts
from relanced.intake.days import WEEKDAY_OF, FoundDay, YearlessDay
from relanced.intake.invoice.labels.labels import Hit
from relanced.intake.invoice.labels.labels_day import DayLabel
from relanced.intake.invoice.when.payment_words import is_early
from relanced.intake.lazy import lazy

_FILLERS = (
    "le|la|the|on|by|before|am|den|dem|der|bis|zum|spatestens|el|il|del|al|de|du|d|op|uiterlijk|voor|entro|antes|avant"
    "|au|plus|tard|jusqu|jusqu'au|net"
)
_FILLER = lazy(
    # the number in the value of «Belegnummer / Datum»: «9000418823 / 17.02.2026»
    r"(?:\W{0,3}[a-z0-9.-]{0,30}\d[a-z0-9.-]{0,30}\s*[/|,·–—-]\s*)?"
    rf"(?:[^a-z0-9]|(?<![a-z])(?:{_FILLERS}|{'|'.join(WEEKDAY_OF)})(?![a-z]))*"
)
_JOINERS = lazy(
    r"(?:[^a-z]|(?<![a-z])(?:et|and|und|y|e|en|puis|then|dann|le|the|am|eur|euros?|chf|gbp)(?![a-z]))*"
)
_ASKED = (
    r"regl|paiement|payer|payab|payment|pay\b|paid\b|pago\b|pagar|pagam|zahl|uberweis|begleich|ausgleich|betal|betaling"
    r"|voldo|virement|verse[rz]|versement|settle|remit|solder|abonar|saldare|ingresar|overma"
)
# «payment received by», «réglé le»: of the past.
_PAST = lazy(
    r"\brecu|received|erhalten|recibid|ricevut|ontvangen|\bregle[es]?\b|\bverse[es]?\b|effectue|bezahlt"
)
_ASKED_BEFORE = lazy(
    rf"(?:{_ASKED})[^.;!?\d]{{0,80}}(?<![a-z])(?:pour|avant|d'ici|d’ici|jusqu'au|jusqu’au|by|before|until|bis|vor"
    r"|antes|hasta|entro|voor|tegen|am)(?![a-z])"
)
_NET_AFTER = lazy(
    r"[\s,:)]*(?:(?:rein\s+|nur\s+)?netto(?![a-z])|ohne\s+(?:jeden\s+)?abzug|without\s+(?:any\s+)?deduction"
    r"|sans\s+(?:escompte|deduction)|senza\s+(?:detrazion|scont)|sin\s+(?:deduccion|descuento)|zonder\s+(?:aftrek|korting))"
)
_LATEST_AFTER = lazy(
    r"[\s,]*(?:au\s+plus\s+tard|at\s+the\s+latest|spatestens|a\s+mas\s+tardar|al\s+piu\s+tardi|uiterlijk)(?![a-z])"
)
_SPACE_BEFORE = 120  # letters looked at


def is_filler(plain: str) -> bool:
    """Whether nothing but signs, weekdays and small words stands before a day: «on or before Friday, the »."""
    return _FILLER.fullmatch(plain) is not None


def continues(gap: str) -> bool:
    """Whether one list goes on between two days: «30/04/2026 : 600 € et 31/05/2026»."""
    return len(gap) <= 40 and _JOINERS.fullmatch(gap) is not None


def names_a_sum(plain: str) -> bool:
    """Whether an amount of money stands in these words."""
    return any(each.has_cents or each.has_currency for each in find_amounts(plain))


def paired(
    plain: str, hits: Sequence[Hit[DayLabel]], days: Sequence[FoundDay]
) -> list[tuple[Hit[DayLabel], FoundDay]] | None:
    """Labels in a row before as many days: «Date / Échéance : 14/04/2026 / 14/05/2026»; None: no such row.

    A row of labels before fewer days gives nothing: nobody can tell whose they are.
    """
    row = [hit for hit in hits if not days or hit.end <= days[0].start]
    kinds = {hit.kind is DayLabel.DUE for hit in row}
    apart = all(_is_row(plain[one.end : other.start]) for one, other in pairwise(row))
    if len(row) < 2 or len(kinds) < 2 or not apart:
        return None
    return list(zip(row, days, strict=True)) if len(row) == len(days) else []


def _is_row(gap: str) -> bool:
    return (
        len(gap) <= 12 and re.search(r"[a-z0-9]", gap) is None and re.search(r"[/|\t]|\s{2}", gap) is not None
    )


def asked_days(plain: str, days: Sequence[FoundDay | YearlessDay]) -> Iterator[FoundDay | YearlessDay]:
    """The days by which a sentence asks for payment: «règlement pour le 15 octobre», «bis 30.10.2026 netto»."""
    for found in days:
        after = plain[found.end : found.end + 40]
        start = max(0, found.start - _SPACE_BEFORE)
        before = re.split(r"[.;!?]\s", plain[start : found.start])[-1]
        if _NET_AFTER.match(after):
            yield found
            continue
        clause = before + re.split(r"[.;!?](?:\s|$)", plain[found.start : found.end + _SPACE_BEFORE])[0]
        if is_early(clause):
            continue
        asks = [match.end() for match in _ASKED_BEFORE.finditer(before)]
        latest = _LATEST_AFTER.match(after) and re.search(_ASKED, before)
        if ((asks and is_filler(before[asks[-1] :])) or latest) and not _PAST.search(before):
            yield found
