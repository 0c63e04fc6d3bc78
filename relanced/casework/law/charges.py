"""A case and its client in, what lateness adds to the invoice by a day out: interest and the fixed compensation. Pure.

Code de commerce L441-10 II and D441-5 between firms; Code de la commande publique L2192-13, R2192-31 and
D2192-35 for public buyers. Nothing of it for consumers, for a firm that is not in France, and for a public
buyer that is not. docs/law.md tells what is computed and what is not.
"""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction

from relanced.casework.law.balance import ONE_DAY, Stretch, stretches
from relanced.casework.law.rates import Beyond, Rate, business_rate, how_to_extend, public_rate
from relanced.casework.ledger import Account, Case, HoldKind
from relanced.model.client import Client, ClientKind
from relanced.model.law import InterestSpan, LateCharges, LateRate, Laws
from relanced.model.money import Money
from relanced.model.rules import Rules

YEAR_DAYS = 365  # also of a leap year: «nombre de jours de retard / 365» (bpifrance-creation.fr, taux-penalites-retard)
INDEMNITY = Money(40_00, "EUR")  # Code de commerce D441-5, Code de la commande publique D2192-35; outside VAT

BUSINESS_BASIS = ("Code de commerce, article L441-10 II", "Code de commerce, article D441-5")
PUBLIC_BASIS = (
    "Code de la commande publique, article L2192-13",
    "Code de la commande publique, article R2192-31",
    "Code de la commande publique, article D2192-35",
)
_BASES = {ClientKind.BUSINESS: BUSINESS_BASIS, ClientKind.PUBLIC: PUBLIC_BASIS}


def charges_of(case: Case, client: Client, rules: Rules, until: date) -> LateCharges:
    """What lateness adds to one invoice, from the day after its due day to `until`, inclusive.

    Interest runs on what was owed on each day, payments and credit notes by their day, and is rounded
    once, half up. It ends with the day on which insolvency became known (Code de commerce, L622-28), and
    from then on the compensation is not claimed (L441-10 II): `until` of the answer is that day then.
    """
    basis = _basis(client, rules)
    if not basis:
        return LateCharges(until=until, interest=None, spans=(), indemnity=None, basis=())
    zone = rules.calendar.timezone

    def day_of(at: datetime) -> date:
        return at.astimezone(zone).date()

    stopped = [hold.since for hold in case.holds if hold.kind is HoldKind.INSOLVENCY]
    end = min([until, *(day_of(at) for at in stopped)])
    late = stretches(case, end, day_of)
    currency = case.invoice.total.currency
    has_indemnity = bool(late) and not stopped and currency == INDEMNITY.currency
    rated = _rated(late, client, client.late_rate or rules.firm.late_rate, rules.laws)
    refused = how_to_extend(rated, rules.laws) if isinstance(rated, Beyond) else ""
    spans = () if isinstance(rated, Beyond) else tuple(_span(*each, currency) for each in rated)
    return LateCharges(
        until=end,
        interest=None if refused else interest_of(spans, currency),
        spans=spans,
        indemnity=INDEMNITY if has_indemnity else None,
        basis=basis,
        refused=refused,
    )


def asked_charges(case: Case, account: Account, rules: Rules, until: date) -> LateCharges | None:
    """What a letter may say of lateness for one line; None: nothing, since nobody knows how late how much is.

    A credit note that no invoice took up may reduce this one, from a day on or as a whole: interest on what
    the letter then takes off, and a compensation for an invoice that it covers, would be claimed too much.
    """
    currency = case.invoice.total.currency
    if any(note.is_netted and note.left.currency == currency for note in account.credit_notes):
        return None
    return charges_of(case, account.client, rules, until)


def interest_of(spans: Sequence[InterestSpan], currency: str) -> Money:
    """The sum of spans in whole minor units, rounded half up, once."""
    exact = sum((_exact(span) for span in spans), Fraction(0))
    return Money(int(exact + Fraction(1, 2)), currency)


def span_interest(span: InterestSpan) -> Money:
    """One span's own part, rounded for the eye: the parts of an invoice may differ from its sum by a cent."""
    return interest_of((span,), span.principal.currency)


def _exact(span: InterestSpan) -> Fraction:
    return Fraction(span.principal.cents) * Fraction(span.percent) / 100 * span.days / YEAR_DAYS


def _basis(client: Client, rules: Rules) -> tuple[str, ...]:
    """The articles; () where French law gives nothing, or is not known to be the one that counts."""
    is_abroad = client.place is not None and client.place.country != "FR"
    if rules.firm.country != "FR" or (is_abroad and client.kind is ClientKind.PUBLIC):
        return ()
    return _BASES.get(client.kind, ())


def _rated(
    late: Sequence[Stretch], client: Client, printed: LateRate | None, laws: Laws
) -> list[tuple[Stretch, Rate]] | Beyond:
    """The stretches cut where the rate changes; Beyond where a table does not know a day."""
    found: list[tuple[Stretch, Rate]] = []
    for stretch in late:
        since = stretch.since
        while since <= stretch.until:
            if client.kind is ClientKind.PUBLIC:
                rate = public_rate(laws, late[0].since)
            else:
                rate = business_rate(laws, printed, since)
            if isinstance(rate, Beyond):
                return rate
            until = min(stretch.until, rate.until)
            found.append((Stretch(since, until, stretch.cents), rate))
            since = until + ONE_DAY
    return found


def _span(stretch: Stretch, rate: Rate, currency: str) -> InterestSpan:
    return InterestSpan(
        since=stretch.since,
        until=stretch.until,
        days=(stretch.until - stretch.since).days + 1,
        principal=Money(stretch.cents, currency),
        percent=rate.percent,
        source=rate.source,
    )
