"""The invoices of a letter in, what it asks for altogether out: net of credit notes, with late charges. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from relanced.letters.lines import LetterLine, LetterNote
from relanced.model.ladder import Charges
from relanced.model.money import Money, totals


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterClaim:
    """Late interest and indemnity of all that is chased, currency by currency."""

    claimed: bool  # True: asked for, with figures; False: a right that is kept
    interest: tuple[Money, ...]  # empty: none by law, or not to be computed
    indemnity: tuple[Money, ...]
    total: tuple[Money, ...]  # what is asked for, with them
    basis: tuple[str, ...]  # the articles, as they are cited
    until: date  # interest runs to this day, inclusive


def net_of(chased: Iterable[LetterLine], notes: Iterable[LetterNote]) -> tuple[Money, ...]:
    """What invoices owe less what credit notes give back; a currency that comes out even is left out."""
    amounts = [*(line.owed for line in chased), *(-note.left for note in notes)]
    return tuple(amount for amount in totals(amounts) if amount.cents)


def asked_of(net: Iterable[Money]) -> tuple[Money, ...]:
    """What of this is to be paid: a currency in which credit notes outweigh the invoices asks for nothing."""
    return tuple(amount for amount in net if amount.cents > 0)


def claim_of(
    chased: tuple[LetterLine, ...], asked: tuple[Money, ...], charges: Charges
) -> LetterClaim | None:
    """The late charges of a letter; None where it does not speak of them.

    Where one invoice's interest cannot be computed, no figure is given and nothing is claimed: a
    part of the sum would pass for the whole.
    """
    known = [line.charges for line in chased if line.charges is not None]
    if charges is Charges.NONE or not known:
        return None
    whole = len(known) == len(chased) and all(each.computed for each in known)
    interest = totals(each.interest for each in known if each.interest is not None and each.interest.cents)
    indemnity = totals(each.indemnity for each in known if each.indemnity is not None)
    return LetterClaim(
        claimed=charges is Charges.CLAIMED and whole,
        interest=interest if whole else (),
        indemnity=indemnity if whole else (),
        total=totals((*asked, *interest, *indemnity)) if whole else asked,
        basis=tuple(dict.fromkeys(article for each in known for article in each.basis)),
        until=max(each.until for each in known),
    )
