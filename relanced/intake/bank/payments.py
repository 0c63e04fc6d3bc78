"""The layout of a bank's mail in, the payments that it tells of out. Pure.

Called once it is known that money came in: a list gives one credit a line, labelled values one a
block, a sentence one. Gross amounts where a payment service keeps a fee.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from relanced.intake.bank.doubt import NO_PAYMENT_BEFORE
from relanced.intake.bank.kind import News
from relanced.intake.bank.labelled import AMOUNTS, amount_of, day_of, has_gross, payer_of, reference_of
from relanced.intake.bank.labels import Role
from relanced.intake.bank.layout import Layout, Pair, day_in, is_money, money_in
from relanced.intake.bank.lists import listed
from relanced.intake.bank.phrases import CREDIT
from relanced.intake.bank.sentences import payer_in, reference_in
from relanced.intake.bank.spoken import introduced, person, said
from relanced.intake.days import fold
from relanced.model.facts import Credit
from relanced.model.money import Money

_SEVERAL = re.compile(
    r"\b(?:virements|paiements|versements|payments|transfers|credits|zahlungen|uberweisungen|gutschriften|transferencias"
    r"|pagos|abonos|bonifici|pagamenti|accrediti|betalingen|overboekingen|bijschrijvingen)\b"
)


def payments_in(layout: Layout, subject: str, mailed_on: date | None, news: News) -> tuple[Credit, ...]:
    """Every payment that a mail of credit tells of; empty where none can be read for sure."""
    currency = _currency(layout, subject)
    day = day_of(layout.pairs) or _prose_day(layout) or mailed_on
    if told := tuple(listed(layout, currency, day, news)):
        return told
    is_labelled = bool(payer_of(layout.pairs)) and has_gross(layout.pairs)
    if news.is_payout and not is_labelled and any(p.role in {Role.FEE, Role.NET} for p in layout.pairs):
        return ()  # a net sum without its payments settles nothing
    blocks = _blocks(layout.pairs)
    if len(blocks) > 1:
        apart = [credit for block in blocks if (credit := _from_pairs(block, currency, day))]
        if len(apart) > 1 and (
            news.is_payout or _SEVERAL.search(fold(subject)) or _adds_up(apart, layout.pairs, currency)
        ):
            return tuple(apart)
    single = _single(layout, subject, currency, day)
    return (single,) if single else ()


def _currency(layout: Layout, subject: str) -> str:
    """The currency that the mail speaks of most, for amounts that do not name theirs."""
    named = next((p.value.strip().upper() for p in layout.pairs if p.role is Role.CURRENCY), "")
    if re.fullmatch(r"[A-Z]{3}", named):
        return named
    counted = Counter(
        f.money.currency for line in (subject, *layout.lines) for f in money_in(line) if f.has_currency
    )
    return counted.most_common(1)[0][0] if counted else "EUR"


def _blocks(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Part labelled values where payer or amount comes again."""
    blocks: list[list[Pair]] = [[]]
    for pair in pairs:
        if pair.role in {Role.PAYER, Role.AMOUNT, Role.CREDITED} and any(
            p.role is pair.role for p in blocks[-1]
        ):
            blocks.append([])
        blocks[-1].append(pair)
    return blocks


def _adds_up(apart: Sequence[Credit], pairs: Sequence[Pair], currency: str) -> bool:
    """A sum that the bank prints below several payments: without it a payer may have written one of them."""
    cents = sum(credit.amount.cents for credit in apart)
    sums = [found for pair in pairs if pair.role is Role.TOTAL for found in money_in(pair.value, currency)]
    return any(found.money.cents == cents for found in sums)


def _from_pairs(pairs: Sequence[Pair], currency: str, day: date | None) -> Credit | None:
    amount = amount_of(pairs, currency)
    payer = payer_of(pairs)
    if amount is None or amount.cents <= 0 or not payer:
        return None
    return Credit(amount=amount, payer=payer, reference=reference_of(pairs), value_on=day_of(pairs) or day)


def _prose_day(layout: Layout) -> date | None:
    """A day in the running text: beside the words of credit before any other."""
    lines = [line for _, line in layout.prose]
    told = sorted(lines, key=lambda line: not CREDIT.search(fold(line)))
    return next((day for line in told if (day := day_in(line))), None)


def _single(layout: Layout, subject: str, currency: str, day: date | None) -> Credit | None:
    """One payment, from labels first, then from the subject and the sentences."""
    texts = [subject, *(line for _, line in layout.prose)]
    labelled = {
        pair.role: found[0].money
        for pair in reversed(layout.pairs)
        if pair.role in AMOUNTS and (found := money_in(pair.value, currency))
    }
    amount = amount_of(layout.pairs, currency) or _told_amount(texts, currency)
    in_subject = next((found.money for found in money_in(subject, currency)), None)
    if in_subject in [money for role, money in labelled.items() if role is not Role.NET]:
        amount = in_subject  # the subject tells which of several amounts is meant
    if amount is None or amount.cents <= 0:
        return None
    payer = payer_of(layout.pairs) or _told_payer(texts)
    if not payer and [role for role, money in labelled.items() if money == amount] == [Role.TOTAL]:
        return None  # the sum of payments that could not be read one by one
    reference = reference_of(layout.pairs)
    if not reference and not any(p.role is Role.REFERENCE for p in layout.pairs):
        reference = next((what for text in texts if (what := reference_in(text))), "")
    return Credit(amount=amount, payer=person(said(payer)), reference=reference, value_on=day)


def _told_payer(texts: Sequence[str]) -> str:
    """The first name of a sentence; an address only where there is no name."""
    named = [who for text in texts if (who := payer_in(text))]
    named.sort(key=lambda who: "@" in who)
    return next(iter(named), "") or next((who for text in texts if (who := introduced(text))), "")


def _told_amount(texts: Sequence[str], currency: str) -> Money | None:
    """The amount of a sentence of credit; else one alone on its line; else the only one there is."""
    for text in texts:
        folded = fold(text)
        found = [f for f in money_in(text, currency) if not NO_PAYMENT_BEFORE.search(folded[: f.start])]
        if found and CREDIT.search(folded):
            return found[0].money
    for text in texts:
        if is_money(text):
            return money_in(text, currency)[0].money
    plain = [text for text in texts if "capital" not in fold(text)]
    told = {found.money for text in plain for found in money_in(text, currency) if found.has_currency}
    return told.pop() if len(told) == 1 else None
