"""How long it takes to settle credits, and to fold ten years of them; prints figures, asserts nothing.

Run by `make bench`; `--full` goes up to 10,000 credits against 100,000 open invoices. All names,
numbers and amounts are made here, the same in each run: five invoices to a client, many namesakes,
one client with three hundred, one amount in twenty shared by hundreds. Seconds are of the processor.
"""

import argparse
import resource
import string
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from read_mails import rules, source

from relanced.casework.fold import fold
from relanced.casework.settle.settle import settle
from relanced.casework.settle.settlement import SURE, OpenItem
from relanced.casework.settle.shelf import Shelf
from relanced.model.facts import Credit, CreditNoticed, Fact, InvoiceKind, InvoiceSent
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
SIZES = ((1_000, 1_000), (3_000, 1_000), (10_000, 1_000), (10_000, 3_000))
FULL = (
    (1_000, 1_000),
    (1_000, 10_000),
    (10_000, 10_000),
    (30_000, 10_000),
    (100_000, 1_000),
    (100_000, 10_000),
)
A_CLIENT = 5  # invoices
GREAT = 300  # invoices of one client
POPULAR = (4_900, 9_900, 12_000, 60_000)  # amounts that one invoice in twenty has
FORMS = ("SARL", "SAS", "SA", "EURL", "GmbH", "Ltd", "")
TRADES = ("Garage", "Transports", "Menuiserie", "Restaurant", "Cabinet", "Atelier", "", "", "")
GIVEN = ("Jean", "Marie", "Paul", "Anne", "Luc", "Claire", "Hugo", "Nadia")


@dataclass(frozen=True)
class Book:
    """What is open, by client."""

    clients: tuple[tuple[OpenItem, ...], ...]

    def items(self) -> Iterator[OpenItem]:
        """Every invoice, in order of its number."""
        yield from sorted((item for theirs in self.clients for item in theirs), key=lambda i: i.number)


def words(count: int, random: Random) -> list[str]:
    """Names of people and places, some very common: invented of syllables."""
    syllables = [a + b for a in "bcdfglmnprstv" for b in ("a", "e", "i", "o", "ou", "an", "er", "in")]
    made = {"".join(random.choices(syllables, k=random.choice((2, 3, 3, 4)))).title() for _ in range(count)}
    return sorted(made)


def make_book(count: int, random: Random) -> Book:
    """So many open invoices of a fifth as many clients."""
    names = words(max(200, count // 20), random)
    owners = list(_names(names, count // A_CLIENT, random))
    clients: list[list[OpenItem]] = [[] for _ in owners]
    for number in range(count):
        place = random.randrange(len(owners)) if number >= len(owners) else number
        if number % (count // min(GREAT, count // 20)) == 0:
            place = 0
        amount = random.choice(POPULAR) if random.random() < 0.05 else random.randrange(2_000, 900_000)
        clients[place].append(_item(number, owners[place], amount))
    return Book(tuple(map(tuple, clients)))


def _names(names: list[str], count: int, random: Random) -> Iterator[str]:
    for _ in range(count):
        bearers = names[: len(names) // 20] if random.random() < 0.3 else names
        name = random.choice(bearers)
        first = random.choice((random.choice(TRADES), random.choice(GIVEN), random.choice(names)))
        yield " ".join(word for word in (first, name, random.choice(FORMS)) if word)


def _item(number: int, client: str, cents: int) -> OpenItem:
    year, issued = 2025 + number % 2, date(2025 + number % 2, 1, 1) + timedelta(days=number % 240)
    return OpenItem(
        number=InvoiceNumber(f"F{year}-{number:06d}"),
        client=client,
        client_email=f"compta@{'-'.join(client.lower().split())}.example",
        owed=Money(cents, "EUR"),
        issued_on=issued,
        due_on=issued + timedelta(days=30),
        terms="30 jours net" if number % 7 else "2 % d'escompte sous 10 jours",
        marks=(f"CMD{number:05d}",) if number % 9 == 0 else (),
    )


def told_by_bank(book: Book, count: int, random: Random) -> Iterator[tuple[str, Credit]]:
    """What a bank tells: of each kind some, in no order."""
    for _ in range(count):
        theirs = random.choice([c for c in (random.choice(book.clients) for _ in range(9)) if c])
        item, kind = random.choice(theirs), random.choice(KINDS)
        yield kind, _credit(kind, item, theirs, random)


KINDS = (
    *["number"] * 5,
    *["vague"] * 3,
    *["name"] * 5,
    *["several"] * 3,
    "named sum",
    "cut",
    "slip",
    "order",
    "unknown",
    "amount",
)


def _credit(kind: str, item: OpenItem, theirs: tuple[OpenItem, ...], random: Random) -> Credit:
    payer, cents, digits = item.client.upper()[:27], item.owed.cents, item.number[1:]
    reference, amount = "VIREMENT SEPA", cents
    match kind:
        case "number":
            reference = f"FACT {item.number} DU 12/05/2026"
        case "vague":
            reference = f"facture {digits[-6:].lstrip('0') or '0'}"
        case "several":
            amount = sum(i.owed.cents for i in theirs[:3])
        case "named sum":
            reference, amount = " ".join(i.number for i in theirs[:4]), sum(i.owed.cents for i in theirs[:4])
        case "cut":
            reference = f"REGLEMENT FACTURE {item.number[:-2]}"
        case "slip":
            reference = f"F{digits[:-2]}{digits[-1]}{digits[-2]}"
        case "order":
            reference = f"commande {item.marks[0] if item.marks else item.number}"
        case "unknown":
            payer, amount = "".join(random.choices(string.ascii_uppercase, k=9)), cents + 1
        case "amount":
            payer = "REGIE CENTRALE"
        case _:
            pass
    return Credit(amount=Money(amount, "EUR"), payer=payer, reference=reference, value_on=date(2026, 9, 1))


def settle_all(
    shelf: Shelf, told: list[tuple[str, Credit]]
) -> tuple[list[tuple[float, str]], Counter[str], int]:
    """Seconds and kind of each credit, the outcomes, the items looked at; what is paid leaves the shelf."""
    took, outcomes, seen = [], Counter[str](), 0
    for kind, credit in told:
        start = time.perf_counter()
        near = shelf.near(credit, NOW)
        settlement = settle(credit, *near)
        if settlement.outcome in SURE:
            by_number = {item.number: item for item in near.open_items}
            for number, money in settlement.applied:
                item = by_number[number]
                left = replace(item, owed=item.owed - money, total=item.total or item.owed)
                if left.owed.cents:
                    shelf.put(number, left)
                else:
                    shelf.close(number, replace(item, owed=item.total or item.owed), NOW)
        took.append((time.perf_counter() - start, kind))
        outcomes[settlement.outcome] += 1
        seen += len(near.open_items)
    return took, outcomes, seen


def megabytes() -> float:
    """The greatest memory so far (ru_maxrss: kilobytes, on macOS bytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def bench_settle(open_count: int, credit_count: int, *, kinds: bool) -> None:
    """One line of the table, and what each kind of credit took."""
    random = Random(open_count)  # noqa: S311 - no secret: the same figures in each run
    book = make_book(open_count, random)
    items = list(book.items())
    told = list(told_by_bank(book, credit_count, random))
    start = time.process_time()
    shelf = Shelf()
    for item in items:
        shelf.put(item.number, item)
    shelf.near(told[0][1], NOW)
    loaded = time.process_time() - start
    start = time.process_time()
    took, outcomes, seen = settle_all(shelf, told)
    settled = time.process_time() - start
    slow = sorted(each for each, _ in took)[len(took) * 99 // 100]
    shares = ", ".join(f"{name} {count / credit_count:.0%}" for name, count in outcomes.most_common())
    print(
        f"{open_count:8,} {credit_count:8,} {loaded:7.2f} {settled:9.2f} {1000 * settled / credit_count:8.2f} "
        f"{1000 * slow:8.1f} {seen / credit_count:8.0f} {megabytes():7.0f}   {shares}"
    )
    for kind in dict.fromkeys(KINDS) if kinds else ():
        theirs = [each for each, of in took if of == kind]
        print(f"{'':17} {kind:10} {1000 * sum(theirs) / max(1, len(theirs)):8.2f} ms a credit")


def ten_years(count: int) -> list[Fact]:
    """Invoices, one after the other, and a credit for each a month later."""
    random = Random(count)  # noqa: S311 - as above
    items = list(make_book(count, random).items())
    facts: list[Fact] = []
    first = datetime(2016, 9, 1, 9, tzinfo=UTC)
    for place, item in enumerate(items):
        at = first + timedelta(days=3650) * place / count
        facts.append(_sent(place, at, item))
        kind = random.choice(("number", "vague", "name"))
        paid = replace(_credit(kind, item, (item,), random), value_on=None)
        facts.append(_noticed(count + place, at + timedelta(days=31), paid))
    return facts


def _sent(place: int, at: datetime, item: OpenItem) -> InvoiceSent:
    return InvoiceSent(
        source=replace(source(place), at=at),
        number=item.number,
        kind=InvoiceKind.INVOICE,
        issued_on=at.date(),
        due_on=at.date() + timedelta(days=30),
        terms=None,
        terms_said="",
        total=item.owed,
        client_address=item.client_email,
        client_name=item.client,
        client_ids=(),
        cc=(),
        replaces=None,
        rivals=(),
        disagreements=(),
        subject="Facture",
        references=(),
        read_from="pdf",
        because="",
    )


def _noticed(place: int, at: datetime, credit: Credit) -> CreditNoticed:
    return CreditNoticed(
        source=replace(source(place), at=at),
        bank="Banque Rivage",
        trusted=True,
        credits=(credit,),
        because="",
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="up to 10,000 credits against 100,000 invoices")
    parser.add_argument("--kinds", action="store_true", help="what each kind of credit takes")
    chosen = parser.parse_args()
    print("    open  credits  load s  settle s  ms each   99 %ms   looked MB peak   outcomes")
    for open_count, credit_count in FULL if chosen.full else SIZES:
        bench_settle(open_count, credit_count, kinds=chosen.kinds)
    for count in (1_000, 3_000, 10_000) if chosen.full else (1_000, 3_000):
        facts = ten_years(count)
        start = time.process_time()
        ledger = fold(facts, rules())
        took = time.process_time() - start
        closed = sum(not case.is_open for account in ledger.accounts.values() for case in account.cases)
        print(f"fold {count:6,} invoices and as many credits of ten years: {took:6.2f} s, {closed:,} paid")


if __name__ == "__main__":
    main()
