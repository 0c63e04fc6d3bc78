"""The layout of a bank's mail in, the payments that it tells of out. Pure.

Called once it is known that money came in: a list gives one credit a line, labelled values one a
block, a sentence one. Gross amounts where a payment service keeps a fee.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from relanced.intake.bank.described import Described, described
from relanced.intake.bank.doubt import NO_PAYMENT_BEFORE
from relanced.intake.bank.figures import day_in, is_money, money_in, sign_of
from relanced.intake.bank.kind import News
from relanced.intake.bank.labelled import (
    AMOUNTS,
    account_of,
    amount_of,
    day_of,
    entry_of,
    fee_of,
    has_gross,
    payer_account_of,
    payer_of,
    reference_of,
)
from relanced.intake.bank.labels import Role
from relanced.intake.bank.layout.parts import Layout, Pair, Record
from relanced.intake.bank.lists import listed
from relanced.intake.bank.owners import banks_texts, without_name
from relanced.intake.bank.sentences import payer_in, reference_in
from relanced.intake.bank.spoken import introduced, person, said
from relanced.intake.bank.states import cardholder_of
from relanced.intake.bank.vocabulary import Vocabulary
from relanced.intake.days import fold
from relanced.intake.lazy import lazy
from relanced.model.facts import Credit
from relanced.model.money import Money

MAX_NAME = 70  # characters
MAX_WORDS = 140  # characters of a payment's words (ISO 20022)
_VALUE_DAY = lazy(
    r"\b(?:wert|wertstellung|valuta|valeur|value date|value|fecha valor|valor|valutadatum)\b\W{0,3}(?:du|am|le"
    r"|del|dal|el)?\s?(?=\d)"
)
_FOR_ALONE = lazy(r"(?:for|pour|für|por|per|voor)\s+([^.!?:;€£$]{0,60}\d[^.!?:;€£$]{0,60})")
_SEVERAL = lazy(
    r"\b(?:virements|paiements|versements|payments|transfers|credits|zahlungen|uberweisungen|gutschriften"
    r"|transferencias"
    r"|pagos|abonos|bonifici|pagamenti|accrediti|betalingen|overboekingen|bijschrijvingen)\b"
)


def payments_in(layout: Layout, subject: str, mailed_on: date | None, news: News) -> tuple[Credit, ...]:
    """Every payment that a mail of credit tells of; empty where none can be read for sure."""
    currency = _currency(layout, subject)
    told_on = day_of(layout.pairs) or _prose_day(layout)
    day = told_on or mailed_on
    keeps_day = news.is_payout and (told_on or day_in(subject)) is not None
    if told := tuple(listed(layout, currency, day, news, keeps_day=keeps_day)):
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
    """The currency that the bank speaks of most, for amounts that do not name theirs; by sort codes the pound.

    The payer's name and words have no voice: he may write any currency.
    """
    named = next((p.value.strip().upper() for p in layout.pairs if p.role is Role.CURRENCY), "")
    if re.fullmatch(r"[A-Z]{3}", named):
        return named
    told = (subject, *banks_texts(layout))
    own = map(without_name, told)
    counted = Counter(f.money.currency for line in own for f in money_in(line) if f.has_currency)
    if counted:
        return counted.most_common(1)[0][0]
    return "GBP" if any("sort code" in fold(line) for line in layout.lines) else "EUR"


def _blocks(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Part labelled values where the first label of the list comes again, else where payer or amount does."""
    blocks: list[list[Pair]] = [[]]
    amounts = sum(pair.role in {Role.AMOUNT, Role.CREDITED} for pair in pairs)
    first = pairs[0] if pairs else None
    if first and amounts > 1 and sum(pair.label == first.label for pair in pairs) == amounts:
        for pair in pairs:
            if pair.label == first.label and blocks[-1]:
                blocks.append([])
            blocks[-1].append(pair)
        return blocks
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
    return Credit(
        amount=amount,
        payer=payer,
        reference=reference_of(pairs),
        value_on=day_of(pairs) or day,
        payer_account=payer_account_of(pairs),
        fee=fee_of(pairs, amount.currency),
        entry_id=entry_of(pairs),
    )


def _prose_day(layout: Layout) -> date | None:
    """A day in the running text: the value day, else beside the words of credit, else any."""
    lines = [line for _, line in layout.prose]
    for line in lines:
        match = _VALUE_DAY.search(fold(line))
        if match and (day := day_in(line[match.end() :][:24])):
            return day
    told = sorted(lines, key=lambda line: not layout.vocabulary.credit.search(fold(line)))
    return next((day for line in told if (day := day_in(line))), None)


def _single(layout: Layout, subject: str, currency: str, day: date | None) -> Credit | None:
    """One payment, from labels first, then from the subject and the sentences."""
    texts = [subject, *(line for _, line in layout.prose)]
    labelled = {
        pair.role: found[0].money
        for pair in reversed(layout.pairs)
        if pair.role in AMOUNTS and (found := money_in(pair.value, currency))
    }
    amount = (
        amount_of(layout.pairs, currency)
        or _marked(layout.lone, currency)
        or _told_amount(texts, currency, layout.vocabulary)
    )
    in_subject = next((found.money for found in money_in(subject, currency)), None)
    if in_subject in [money for role, money in labelled.items() if role is not Role.NET]:
        amount = in_subject  # the subject tells which of several amounts is meant
    if amount is None or amount.cents <= 0:
        return None
    payer = payer_of(layout.pairs) or cardholder_of(layout) or _told_payer(texts)
    beside = _beside(layout.lone, payer, day)
    payer = payer or beside.payer
    if not payer and [role for role, money in labelled.items() if money == amount] == [Role.TOTAL]:
        return None  # the sum of payments that could not be read one by one
    reference = reference_of(layout.pairs)
    if not reference and not any(p.role is Role.REFERENCE for p in layout.pairs):
        reference = (
            next(
                (
                    what
                    for text in texts
                    if (
                        what := _FOR_ALONE.sub(r"\1", text)
                        if _FOR_ALONE.fullmatch(text)
                        else reference_in(text)
                    )
                ),
                "",
            )
            or beside.reference
            or _under_name(layout, payer)
        )
    return Credit(
        amount=amount,
        payer=person(said(payer)),
        reference=reference,
        value_on=day,
        payer_account=payer_account_of(layout.pairs) or account_of(payer),
        fee=fee_of(layout.pairs, amount.currency),
        entry_id=entry_of(layout.pairs),
    )


def _marked(lone: Record | None, currency: str) -> Money | None:
    """The one amount that stands alone, where it is marked as one that came in."""
    found = money_in(lone.amount, currency) if lone and sign_of(lone.amount) > 0 else []
    return found[0].money if found else None


def _under_name(layout: Layout, payer: str) -> str:
    """«de WHO», and on the line below what he wrote: numbers, no sentence of the bank's."""
    prose = dict(layout.prose)
    for place, text in layout.prose:
        below = prose.get(place + 1, "").strip("\u200b\u200c\u200d\u2060\ufeff ")
        if payer and introduced(text) == payer and re.search(r"\d", below) and not money_in(below):
            return "" if len(below) > MAX_WORDS or below.endswith(("!", "?", ":")) else below
    return ""


def _beside(lone: Record | None, payer: str, day: date | None) -> Described:
    """Name and words in the block of the one amount, where no label and no sentence names the payer."""
    if payer or lone is None:
        return Described("", "")
    told = [word for word in lone.words if len(word) <= MAX_NAME and not word.endswith((".", "!", "?", ":"))]
    if len(told) < len(lone.words) or not told:
        return Described("", "")  # among sentences nobody knows which words are a name
    return described(told, day)


def _told_payer(texts: Sequence[str]) -> str:
    """The first name of a sentence; an address only where there is no name."""
    named = [who for text in texts if (who := payer_in(text))]
    named.sort(key=lambda who: "@" in who)
    first = next(iter(named), "")
    longer = (who for who in named if first and fold(who).startswith(fold(first) + " ") and "@" not in who)
    return next(longer, first) or next((who for text in texts if (who := introduced(text))), "")


def _told_amount(texts: Sequence[str], currency: str, vocabulary: Vocabulary) -> Money | None:
    """The amount of a sentence of credit; else one alone on its line; else the only one there is."""
    for text in texts:
        folded = fold(text)
        found = [f for f in money_in(text, currency) if not NO_PAYMENT_BEFORE.search(folded[: f.start])]
        if found and vocabulary.credit.search(folded):
            return found[0].money
    for text in texts:
        if is_money(text):
            return money_in(text, currency)[0].money
    plain = [text for text in texts if "capital" not in fold(text)]
    told = {found.money for text in plain for found in money_in(text, currency) if found.has_currency}
    return told.pop() if len(told) == 1 else None
