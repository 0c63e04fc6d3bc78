"""A payment and what the owner types of it in, what each invoice gets of it, or what is wrong, out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from relanced.casework.ledger import Account, Case, CreditState, PostingKind
from relanced.casework.target import find_case
from relanced.daemon.books import Books
from relanced.daemon.desk.amounts import parse_amount
from relanced.daemon.desk.incoming import Incoming, incoming, payer
from relanced.daemon.desk.meant import did_you_mean
from relanced.daemon.desk.short import named, one_line
from relanced.model.facts import Credit, CreditNoteSent
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber, number_key

_BY_WORD = frozenset({PostingKind.OWNER, PostingKind.GIVEN_UP})
SHORTEST_END = 2  # signs of a number by which it may be meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one invoice gets of a payment."""

    case: Case
    client: str
    typed: Money | None  # None: as much as is owed
    owed: Money  # before it, without what this payment had paid already
    takes: Money

    @property
    def words(self) -> str:
        """What becomes of the invoice, in words."""
        left, whose = self.owed - self.takes, f"{self.case.number} ({one_line(self.client, 60)})"
        if left.cents > 0:
            return f"{whose} is paid in part ({self.takes}), {left} stay owed"
        return f"{whose} is paid ({self.takes})"


def shares(books: Books, credit: Incoming, words: Sequence[str]) -> tuple[Share, ...] | list[str]:
    """What each invoice gets, or what is wrong with them.

    Those with an amount come first; of the others each gets as much as is owed, in the order in which
    they are given, while there is something left.
    """
    meant = [_meant(books, word) for word in words]
    wrong = [each for each in meant if isinstance(each, str)] or _twice(meant)
    if wrong:
        return wrong
    cases = [each for each in meant if not isinstance(each, str)]
    left = _left_of(credit, cases)
    if isinstance(left, str):
        return [left]
    found: dict[InvoiceNumber, Share] = {}
    # As the fold does: what has an amount goes first; the sort is stable.
    for account, case, typed in sorted(cases, key=lambda each: not each[2]):
        share = _share(books, credit, account, case, typed, left)
        if isinstance(share, str):
            wrong.append(share)
            continue
        left -= share.takes
        found[case.number] = share
    return wrong or tuple(found[case.number] for _, case, _ in cases)


_Meant = tuple[Account, Case, str]


def _meant(books: Books, word: str) -> _Meant | str:
    """The invoice, with the amount as typed."""
    found = find_case(books.ledger, word)
    if found is not None:  # a number may hold the sign itself
        return (*found, "")
    number, sign, typed = word.rpartition("=")
    if not sign:
        return _unknown(books, word)
    found = find_case(books.ledger, number)
    if found is None:
        return _unknown(books, number)
    return (
        (*found, typed.strip())
        if typed.strip()
        else f"{word}: say the amount behind the sign, or leave both out."
    )


def _unknown(books: Books, number: str) -> str:
    key = number_key(number)
    for fact in books.facts:
        if isinstance(fact, CreditNoteSent) and key and number_key(fact.number) == key:
            return f"{number}: this is a credit note: money that comes in pays an invoice."
    known = [case.number for account in books.ledger.accounts.values() for case in account.cases]
    unread = "" if known else " None was found in Sent yet."
    meant = _ending_so(key, known) or did_you_mean(number, known)
    return f"{number}: no invoice of this number is known.{unread}{meant}"


def _ending_so(key: str, known: Sequence[InvoiceNumber]) -> str:
    """« Did you mean …?» where one number alone ends so: people say «102» of F2026-102."""
    found = [each for each in known if len(key) >= SHORTEST_END and number_key(each).endswith(key)]
    return f" Did you mean «{found[0]}»?" if len(found) == 1 else ""


def _twice(meant: Sequence[_Meant | str]) -> list[str]:
    numbers = [each[1].number for each in meant if not isinstance(each, str)]
    return [
        f"{number}: stands there twice." for number in dict.fromkeys(numbers) if numbers.count(number) > 1
    ]


def _left_of(credit: Incoming, meant: Sequence[_Meant]) -> Money | str:
    """The payment in the currency of the invoices: as it came, or as it was sent."""
    told = credit.story.credit
    currencies = sorted({case.owed.currency for _, case, _ in meant})
    if len(currencies) > 1:
        numbers = ", ".join(f"{case.number} in {case.owed.currency}" for _, case, _ in meant)
        return f"One payment has one currency: {numbers}. «relanced paid INVOICE» closes one for good."
    [currency] = currencies
    pool = _pool(told, currency)
    if pool is None:
        number, came = meant[0][1].number, told.amount.currency
        return (
            f"{number} is in {currency}, and the payment came in {came}: nobody told what it is worth there."
            f" «relanced paid {number}» closes it."
        )
    return pool


def _pool(told: Credit, currency: str) -> Money | None:
    """The payment in this currency, as it came or as it was sent; None: not known."""
    return next((m for m in (told.amount, told.original) if m is not None and m.currency == currency), None)


def _share(
    books: Books, credit: Incoming, account: Account, case: Case, typed: str, left: Money
) -> Share | str:
    owed = _owed_without(credit, case)
    if owed.cents <= 0:
        return f"{case.number}: nothing is owed of it any more{_paid_by(books, credit, case)}."
    amount = _amount(case, typed, owed, left) if typed else None
    if isinstance(amount, str):
        return amount
    if left.cents <= 0:
        return f"{case.number}: nothing of the payment is left for it."
    takes = amount or Money(min(owed.cents, left.cents), left.currency)
    return Share(case=case, client=account.client.name, typed=amount, owed=owed, takes=takes)


def _paid_by(books: Books, credit: Incoming, case: Case) -> str:
    """The other payments that paid it: of these another word is needed first."""
    others = [
        each.name
        for each in incoming(books)
        if each.name != credit.name and any(number == case.number for number, _ in each.story.paid)
    ]
    return f": {named(others)} paid it; say first what else that pays" if others else ""


def _amount(case: Case, typed: str, owed: Money, left: Money) -> Money | str:
    """What was typed behind an invoice, where it is owed and the payment has so much."""
    amount = parse_amount(typed, None, left.currency, f"{case.number}=")
    if isinstance(amount, str):
        return amount
    if amount.currency != left.currency:
        return f"{case.number}={typed}: the invoice is in {left.currency}."
    if amount.cents > left.cents:
        return f"{case.number}={typed}: only {left} of the payment are there for it."
    if amount.cents > owed.cents:
        return f"{case.number}={typed}: only {owed} are owed of it."
    return amount


def _owed_without(credit: Incoming, case: Case) -> Money:
    """What is owed where this payment has paid nothing: another word on it undoes the first.

    What the owner closed by «paid» is owed here: this may be the money that he had seen.
    """
    story, settled = credit.story, credit.story.settlement
    gone = list(story.paid)
    if settled and story.state is CreditState.SETTLED:
        gone += settled.written_off
    mine = [money for number, money in gone if number == case.number]
    mine += [posting.amount for posting in case.postings if posting.kind in _BY_WORD]
    cents = sum(money.cents for money in mine if money.currency == case.owed.currency)
    return Money(case.owed.cents + cents, case.owed.currency)


def in_words(credit: Incoming, found: Sequence[Share]) -> Iterator[str]:
    """What will be so: what is paid and what is left over, what it takes the place of, what to look out for."""
    story = credit.story
    pool = _pool(story.credit, found[0].takes.currency if found else "") or story.credit.amount
    told = [share.words for share in found] or ["it pays none of your invoices"]
    over = pool.cents - sum(share.takes.cents for share in found)
    if found and over > 0:
        told.append(f"{Money(over, pool.currency)} are left over")
    yield f"{pool} from {payer(credit)}, {credit.day}: {', '.join(told)}."
    numbers = {share.case.number for share in found}
    before: list[InvoiceNumber] = [number for number, _ in story.paid if number not in numbers]
    if before:
        yield f"Until now it was for {named(before)}: what it had paid there is owed again."
    if story.state is CreditState.UNTRUSTED:
        bank = one_line(story.bank, 60)
        yield f"Its mail is not proven to be from {bank}: only your account shows whether the money is there."
    if story.state is CreditState.TRANSFER:
        yield "relanced took it for the sum of payments that were told of one by one: do they pay other invoices?"
