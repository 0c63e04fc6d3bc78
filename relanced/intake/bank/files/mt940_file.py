"""A SWIFT MT940 (statement) or MT942 (interim report) file in, its movements out. Pure.

Field :61: as SWIFT's category 9 standard has it, and as banks bend it: no type of transaction,
references longer than 16, spaces where the day of booking would be. Read here and not by the
library mt-940, which joins two entries into one where the type is missing (and loses the first),
cuts :86: off after nine lines, and gives up the whole file for one odd field.
"""

import re
from collections.abc import Iterator
from datetime import date

from relanced.intake.bank.files.mt940_chain import Page, cancelled, check_chain, weigh_page
from relanced.intake.bank.files.mt940_details import Details, details_of, ungerman, width_of
from relanced.intake.bank.files.statement import (
    MAX_ENTRIES,
    MAX_FILE,
    Entry,
    Sense,
    Statement,
    UnreadableFile,
    statement_of,
)
from relanced.intake.bank.files.values import bounced, day_of, entry_name, plain_money, told
from relanced.intake.charsets import decode_bytes
from relanced.intake.lazy import lazy
from relanced.model.facts import Credit
from relanced.model.money import Money

_TAG = lazy(r":(\d{2}[A-Z]?|NS):")
_MOVEMENT = lazy(
    r"(?P<day>\d{6})(?:\d{4}|\s{4})?(?P<mark>R?[DC]|E[DC])(?P<funds>[A-Z])?[\n ]?(?P<amount>\d{1,15}(?:,\d{0,3})?)"
    r"(?P<type>[A-Z][A-Z0-9]{3})?(?P<rest>[^\n]{0,200})",
    re.ASCII,
)
_BALANCE = lazy(r"(?P<mark>[DC])\d{6}(?P<currency>[A-Z]{3})(?P<amount>\d{1,15}(?:,\d{0,3})?)", re.ASCII)
_FLOOR = lazy(r"(?P<currency>[A-Z]{3})")
_BLOCK = lazy(r"\{4:[ \n]{0,4}:20:")  # the text of a message, on a line of its own or not
_INTERIM = frozenset({"34F", "13", "13D", "90C", "90D"})  # fields of an MT942 alone
_ONCE = frozenset({"25", "60", "62"})  # of a message
_SENSES = {"C": Sense.CREDIT, "D": Sense.DEBIT, "RC": Sense.BACK, "RD": Sense.UNDONE}
# Geschäftsvorfallcodes of returned direct debits, cheques and cards; the second ones bring ours back.
_BACK_GVC = frozenset({"108", "109", "183"})
_UNDONE_GVC = frozenset({"159", "181", "182", "184", "185"})


def read_mt940(data: bytes) -> Statement:
    """Every movement of a file. Raises UnreadableFile for what is none, or whose balances belie its movements."""
    if len(data) > MAX_FILE:
        raise UnreadableFile(f"an MT940 file of {len(data)} bytes")
    text = decode_bytes(data, "utf-8")[0].lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = _BLOCK.sub("{4:\n:20:", text)
    pages = list(_pages(ungerman(text) if text.isascii() else text))
    if not pages:
        raise UnreadableFile("an MT940 file without a statement")
    if sum(tag == "61" for page in pages for tag, _ in page.fields) > MAX_ENTRIES:
        raise UnreadableFile(f"more than {MAX_ENTRIES} movements in one file")
    width = width_of([lines for page in pages for tag, lines in page.fields if tag == "86"])
    problems: list[str] = []
    entries: list[Entry] = []
    for page in pages:
        _head(page)
        entries += _entries(page, width, problems)
        weigh_page(page, problems)
    check_chain(pages)
    kind = "MT942" if all(page.is_interim for page in pages) else "MT940"
    return statement_of(kind, entries, problems)


def _pages(text: str) -> Iterator[Page]:
    """The messages of a file; header blocks («{1:F01…}{4:») and what else stands around them is passed over."""
    page: Page | None = None
    for line in text.split("\n"):
        match = _TAG.match(line)
        if match and match[1] == "20":
            if page:
                yield page
            page = Page()
        if page is None:
            continue
        if match:
            page.fields.append((match[1], [line[match.end() :]]))
        elif line.rstrip() in {"-", ""} or line.startswith("-}"):
            if page.fields[-1][0]:
                page.fields.append(("", []))  # the end of the message: what follows belongs to no field
        elif page.fields[-1][0]:
            page.fields[-1][1].append(line)
    if page:
        yield page


def _entries(page: Page, width: int, problems: list[str]) -> Iterator[Entry]:
    """The movements of a message, each with the field :86: behind it."""
    fields = page.fields
    found: list[
        tuple[int, Entry | None]
    ] = []  # what each movement adds (a reversal speaks for itself), and what it is
    for place, (tag, lines) in enumerate(fields):
        if tag != "61":
            continue
        match = _MOVEMENT.match("\n".join(lines[:2]))
        amount = plain_money(match["amount"].rstrip(","), page.currency) if match else None
        if match is None or amount is None:
            page.is_whole = False
            problems.append(f"an entry «{lines[0][:40]}» that cannot be read")
            continue
        if match["mark"].startswith("E"):
            continue  # expected
        sense = _SENSES[match["mark"]]
        moved = amount.cents if sense in {Sense.CREDIT, Sense.UNDONE} else -amount.cents
        page.moved += moved
        behind = (
            fields[place + 1][1] if place + 1 < len(fields) and fields[place + 1][0] == "86" else lines[1:]
        )
        details = details_of(behind, width)
        if details.is_odd:
            problems.append(f"the payer of an entry of {amount}: its subfields are not in a bank's order")
        booked = _sense(sense, match["type"] or "", details, is_interim=page.is_interim)
        credit = _credit(match, amount, details)
        entry = Entry(sense=booked, credit=credit, account=page.account) if booked and amount.cents else None
        found.append((0 if booked is Sense.BACK else moved, entry))
    yield from _uncancelled(page, found, problems)


def _uncancelled(page: Page, found: list[tuple[int, Entry | None]], problems: list[str]) -> Iterator[Entry]:
    """The entries without the credits that the next ones take away again; an account that is emptied keeps them."""
    is_emptied = page.opening is not None and page.opening == page.closing
    gone = set() if is_emptied else cancelled([moved for moved, _ in found])
    for place, (_, entry) in enumerate(found):
        if entry and place in gone and entry.sense is Sense.CREDIT:
            problems.append(
                f"a credit of {entry.credit.amount} beside debits of as much: perhaps a payer's words"
            )
        elif entry:
            yield entry


def _sense(sense: Sense, kind: str, details: Details, *, is_interim: bool) -> Sense | None:
    """What a movement does to us; None: it is not booked.

    German banks list in an MT942 what is only noted (Vormerkposten; DFÜ-Abkommen, Anlage 3).
    """
    if is_interim and details.gvc:
        return None
    returned = kind[1:] == "RTI"  # SWIFT: returned item
    if sense is Sense.CREDIT:
        return Sense.UNDONE if returned or details.gvc in _UNDONE_GVC else sense
    if sense is Sense.DEBIT:
        back = returned or details.gvc in _BACK_GVC or bounced(details.operation or details.text)
        return Sense.BACK if back else sense
    return sense


def _credit(match: re.Match[str], amount: Money, details: Details) -> Credit:
    own, _, banks = match["rest"].partition("//")
    return Credit(
        amount=amount,
        payer=details.payer,
        reference=details.reference or told(own),
        value_on=_day(match["day"]),
        payer_account=details.account,
        entry_id=details.entry_id or entry_name(banks),
        original=details.original,
    )


def _head(page: Page) -> None:
    """The account, the currency and the balances of a message. Raises UnreadableFile for what stands twice."""
    heads = [tag[:2] for tag, _ in page.fields if tag[:2] in _ONCE]
    if len(set(heads)) < len(heads):
        raise UnreadableFile("a statement with two accounts or two opening or closing balances")
    for tag, lines in page.fields:
        value = lines[0].strip() if lines else ""
        if tag.startswith("25"):
            page.account = value[:60]
        elif tag in {"60F", "60M", "60", "62F", "62M", "62"}:
            if match := _BALANCE.match(value):
                page.currency = page.currency or match["currency"]
                amount = plain_money(match["amount"].rstrip(","), match["currency"])
                cents = amount.cents * (1 if match["mark"] == "C" else -1) if amount else None
                page.opening, page.closing = (
                    (cents, page.closing) if tag.startswith("60") else (page.opening, cents)
                )
        elif tag in _INTERIM:
            page.is_interim = True
            if tag == "34F" and (floor := _FLOOR.match(value)):
                page.currency = page.currency or floor["currency"]
    page.is_interim = page.is_interim and page.opening is None and page.closing is None


def _day(digits: str) -> date | None:
    """«JJMMTT» with the year first, of this century."""
    return day_of(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
