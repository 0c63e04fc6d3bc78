"""The words of a bank's mail in, what they tell of money out. Pure; who may be believed is not asked here."""

import re
from dataclasses import dataclass, replace

from relanced.intake.bank.doubt import contradiction
from relanced.intake.bank.figures import money_in
from relanced.intake.bank.kind import News, news_of
from relanced.intake.bank.labels import Role
from relanced.intake.bank.layout.build import layout_of
from relanced.intake.bank.layout.glued import BORDER, parted, told_plainly
from relanced.intake.bank.layout.parts import Layout
from relanced.intake.bank.layout.plain import MAX_LINES
from relanced.intake.bank.owners import undecided
from relanced.intake.bank.payments import payments_in
from relanced.intake.bank.payout import net_of
from relanced.intake.bank.profile import Fit
from relanced.intake.bank.reversals import reversals_in
from relanced.intake.bank.vocabulary import Vocabulary
from relanced.intake.lazy import lazy
from relanced.intake.message import Message
from relanced.intake.readings import BankKind
from relanced.model.facts import Credit, ToldBy
from relanced.model.money import Money

_UNFILLED = lazy(
    r"\{\{\s?[#\w.][\w.| ]{0,80}\}\}|\$\{[\w.]{1,60}\}|%%\w{1,60}%%|\*\|\w{1,60}\|\*|<%=?[^%\n]{1,60}%>"
)
_EMPTY = "its words are a template whose places were not filled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a mail's words tell."""

    kind: BankKind
    because: str
    credits: tuple[Credit, ...] = ()
    reversals: tuple[Credit, ...] = ()
    told_by: ToldBy = ToldBy.NOTICE
    net: Money | None = None
    doubt: str = ""


def tell(message: Message, vocabulary: Vocabulary, fit: Fit | None, *, is_bulk: bool) -> Told:
    """Read a mail's words; `fit`: a pattern of the bank's profile has decided what kind of mail it is.

    From the HTML, whose tables tell more; where that gives nothing, from the plain text.
    """
    if message.text and _UNFILLED.search(message.text):
        if not message.html:
            return Told(kind=BankKind.OTHER, because="places of a template left empty", doubt=_EMPTY)
        message = replace(message, text="")
    layout = layout_of(message.text, message.html, vocabulary, message.subject)
    told = _of(layout, message, fit, is_bulk=is_bulk)
    if layout.is_cut or told.kind is BankKind.DEBIT or not (message.html and message.text):
        return told
    plain = _of(layout_of(message.text, "", vocabulary, message.subject), message, fit, is_bulk=is_bulk)
    if told.credits:
        return _unless_they_differ(told, plain, message.text)
    if told.kind is BankKind.CREDIT or told.doubt:
        return plain if plain.credits or plain.kind is BankKind.DEBIT else told
    return told


def _unless_they_differ(told: Told, plain: Told, text: str) -> Told:
    """One payment in the HTML and one in the plain text, over two amounts: one of them was misread.

    Not where the figures of the first stand in the text as well: of a mail without a plain part the
    text is made from its HTML, where cents may stand raised, and every digit by itself.
    """
    amounts = {credit.amount for credit in (*told.credits, *plain.credits)}
    if len(told.credits) != 1 or len(plain.credits) != 1 or len(amounts) == 1:
        return told
    if str(told.credits[0].amount.cents) in re.sub(r"\D", "", text):
        return told
    found = ", ".join(sorted(f"{amount.plain} {amount.currency}" for amount in amounts))
    doubt = f"tells one amount in its HTML and another in its plain text ({found})"
    return Told(kind=BankKind.CREDIT, because=f"{told.because}; but it {doubt}", doubt=doubt)


def _of(layout: Layout, message: Message, fit: Fit | None, *, is_bulk: bool) -> Told:
    plainly = told_plainly([cell for line in layout.lines for cell in line.split("\t")], layout.vocabulary)
    message = replace(message, subject=parted(message.subject, plainly, layout.vocabulary))
    news = news_of(layout, message.subject, is_bulk=is_bulk)
    if fit is not None:
        is_payout = news.is_payout or fit.told_by is ToldBy.PAYOUT
        news = News(fit.kind, is_payout, fit.because, is_mixed=news.is_mixed, minus_only=news.minus_only)
    mailed_on = message.date.date() if message.date else None
    because = f"«{' '.join(news.words.split())}»"
    if news.kind is BankKind.DEBIT and news.doubt:
        return Told(kind=news.kind, because=because, doubt=news.doubt)
    if news.kind is BankKind.DEBIT:
        reversals = reversals_in(layout, message.subject, mailed_on)
        return Told(kind=news.kind, because=because, reversals=reversals)
    if news.kind is not BankKind.CREDIT:
        doubt = "" if news.is_understood or is_bulk else _unread_money(layout, message.subject)
        return Told(kind=news.kind, because=because, doubt=doubt)
    return _credited(
        layout, message.subject, news, payments_in(layout, message.subject, mailed_on, news), because
    )


def _credited(layout: Layout, subject: str, news: News, found: tuple[Credit, ...], because: str) -> Told:
    is_list = len(found) > 1 or any(pair.role in {Role.FEE, Role.NET} for pair in layout.pairs)
    is_payout = news.is_payout and (is_list or any(credit.fee for credit in found) or bool(layout.tables))
    against = contradiction(layout, subject, found, is_payout=is_payout and bool(layout.tables))
    if layout.is_cut:
        against = f"is longer than the {MAX_LINES} lines that are read, and may list more payments"
    against = against or undecided(layout, subject, found)
    found = tuple(map(_without_borders, found))
    if any(_UNFILLED.search(f"{credit.payer} {credit.reference}") for credit in found):
        return Told(kind=BankKind.OTHER, because=because, doubt=_EMPTY)
    if against:
        return Told(kind=BankKind.CREDIT, because=f"{because}; but it {against}", doubt=against)
    if not found:
        why = "no single payment can be read"
        doubt = "" if news.is_payout else f"{_unread_money(layout, subject)}; {why}".strip("; ")
        return Told(kind=BankKind.OTHER, because=f"{because}; but {why}", doubt=doubt)
    return Told(
        kind=BankKind.CREDIT,
        because=because,
        credits=found,
        told_by=ToldBy.PAYOUT if is_payout else ToldBy.NOTICE,
        net=net_of(layout, subject, found) if is_payout else None,
    )


def _without_borders(credit: Credit) -> Credit:
    payer, reference = (" ".join(it.replace(BORDER, " ").split()) for it in (credit.payer, credit.reference))
    return (
        replace(credit, payer=payer, reference=reference)
        if BORDER in credit.payer + credit.reference
        else credit
    )


def _unread_money(layout: Layout, subject: str) -> str:
    """Which amounts a mail names, in words; "" where none (or only balances and fees)."""
    aside = {pair.line for pair in layout.pairs if pair.role in {Role.BALANCE, Role.FEE}}
    texts = [subject, *(line for place, line in enumerate(layout.lines) if place not in aside)]
    amounts = dict.fromkeys(f"{f.money.plain} {f.money.currency}" for text in texts for f in money_in(text))
    return (
        f"names money ({', '.join(list(amounts)[:4])}) without a word that tells what it is"
        if amounts
        else ""
    )
