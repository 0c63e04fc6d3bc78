"""An invented firm: its number series, its clients, two hundred open invoices, and payments made by known rules."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from relanced.casework.settle.settlement import OpenItem
from relanced.model.facts import Credit
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber

SERIES: dict[str, Callable[[int], str]] = {
    "F2026-0410": lambda n: f"F2026-{n:04}",
    "INV-00417": lambda n: f"INV-{n:05}",
    "20260034": lambda n: f"2026{n:04}",
    "RE-2026-1187": lambda n: f"RE-2026-{n:04}",
    "FA-ACME-012": lambda n: f"FA-ACME-{n:03}",
    "20417": lambda n: f"{20000 + n}",
    "F26/118": lambda n: f"F26/{n}",
    "2026/03/0012": lambda n: f"2026/{1 + n % 12:02}/{n:04}",
    "VTE-260501": lambda n: f"VTE-26{n:04}",
    "26-058": lambda n: f"26-{n:03}",
    "118/2026": lambda n: f"{n}/2026",
    "FC2026.118": lambda n: f"FC2026.{n}",
}
FORMS = ("SARL", "SAS", "SASU", "EURL", "SA", "SCI", "GmbH", "S.r.l.", "B.V.", "S.L.", "sp. z o.o.", "AB")
SURNAMES = (
    "Martin", "Durand", "Müller", "Lefèvre", "Søndergaard", "Núñez", "Weiß", "Le Goff", "Kowalski",
    "Rossi", "De Vries", "Garnier", "Chevalier", "Brandt", "Fournier", "Guérin", "Marchand", "Bouvier",
    "Öztürk", "Delattre", "Perrin", "Royer", "Jansen", "Håkansson", "Moreau", "Castel", "Vasseur",
)  # fmt: skip
FIRST = ("Jean", "Marie", "Claire", "Paul", "Sophie", "Luc", "Anaïs", "Karl", "Elena", "Piet", "Émile")
TRADES = (
    "Garage", "Menuiserie", "Transports", "Peinture", "Boulangerie", "Cabinet", "Atelier", "Conseil",
    "Bau", "Logistik", "Immobilier", "Services",
)  # fmt: skip
FANCY = (
    "Ardoise", "Belvédère", "Corail", "Dunmore", "Esperluette", "Falaise", "Galerne", "Horizon",
    "Indigo", "Jonquille", "Kaolin", "Lumen", "Mistral", "Nacre", "Obsidienne", "Pivoine", "Quartz",
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """A firm at one moment."""

    series: str
    open_items: tuple[OpenItem, ...]
    settled: tuple[OpenItem, ...]


@dataclass(frozen=True)
class Payment:
    """A credit and the truth behind it."""

    credit: Credit
    meant: frozenset[InvoiceNumber]  # the items that were paid, wholly or in part
    owner: frozenset[InvoiceNumber]  # all items of the same client, open or settled
    is_plain: bool  # whole numbers, the right name, the exact amount
    story: str
    is_misleading: bool = False  # a wrong number under a name that tells nothing


def make_world(rng: random.Random, *, items: int = 200) -> World:
    """A firm with so many open invoices."""
    series = rng.choice(sorted(SERIES))
    clients = make_clients(rng, max(8, items // rng.choice((2, 4, 8))))
    fees = [rng.choice((49, 90, 150, 240)) * 100 for _ in range(2)]  # subscriptions: the same for many
    made = []
    first = rng.choice((1, 38, 102, 880))
    for place in range(items + 30):
        issued = date(2026, 1, 5) + timedelta(days=place * 280 // (items + 30))
        cents = rng.choice((rng.choice(fees), rng.randrange(20, 900) * 1000, rng.randrange(5_000, 900_000)))
        made.append(
            OpenItem(
                number=InvoiceNumber(SERIES[series](first + place)),
                client=rng.choice(clients),
                client_email="",
                owed=Money(cents, "EUR"),
                issued_on=issued,
                due_on=issued + timedelta(days=30),
            )
        )
    rng.shuffle(made)
    return World(series, tuple(made[:items]), tuple(made[items:]))


def make_payment(rng: random.Random, world: World, *, noise: bool) -> Payment:
    """What one client pays, and how he and his bank write it."""
    payer_of = rng.choice(world.open_items).client
    theirs = [i for i in world.open_items if i.client == payer_of]
    meant = rng.sample(theirs, min(len(theirs), rng.choice((1, 1, 1, 2, 3, 5))))
    cents = sum(i.owed.cents for i in meant)
    owner = frozenset(i.number for i in (*world.open_items, *world.settled) if i.client == payer_of)
    amount = rng.choice(AMOUNTS) if noise else _exact
    writes = rng.choice(WRITINGS) if noise else _whole
    prints = rng.choice(PRINTINGS) if noise else _printed
    credit = Credit(
        amount=Money(max(1, amount(rng, cents)), "EUR"),
        payer=prints(rng, payer_of),
        reference=writes(rng, [i.number for i in meant]),
        value_on=date(2026, 11, 10),
    )
    story = f"{amount.__name__} {writes.__name__} {prints.__name__}"
    wrong = writes in {_wrong_digit, _lost_digit} and prints in {_relative, _stranger}
    return Payment(credit, frozenset(i.number for i in meant), owner, not noise, story, is_misleading=wrong)


def make_clients(rng: random.Random, count: int) -> list[str]:
    """Names of clients, namesakes among them."""
    found: dict[str, None] = {}
    while len(found) < count:
        surname, first = rng.choice(SURNAMES), rng.choice(FIRST)
        fancy, trade, form = rng.choice(FANCY), rng.choice(TRADES), rng.choice(FORMS)
        found.setdefault(
            rng.choice(
                (
                    f"{trade} {surname}",
                    f"{trade} {surname} {form}",
                    f"{first} {surname}",
                    f"{fancy} {form}",
                    f"{trade} {fancy}",
                    f"{fancy} {rng.choice(FANCY)} {form}",
                    f"{surname} & Fils {form}",
                    f"{form} {trade} du {fancy}",
                )
            )
        )
    return list(found)


def _exact(_: random.Random, cents: int) -> int:
    return cents


def _with_40(_: random.Random, cents: int) -> int:
    return cents + 4000


def _part(rng: random.Random, cents: int) -> int:
    return max(100, cents * rng.choice((30, 50, 33)) // 100)


def _round(rng: random.Random, _: int) -> int:
    return rng.randrange(1, 40) * 5000


def _swapped(_: random.Random, cents: int) -> int:
    text = str(cents)
    return int(text[1] + text[0] + text[2:]) if len(text) > 2 else cents


def _short(rng: random.Random, cents: int) -> int:
    return cents - rng.choice((1, 1, 500, 1500))


AMOUNTS = (_exact, _exact, _exact, _exact, _with_40, _part, _round, _swapped, _short)


def _whole(rng: random.Random, numbers: Sequence[str]) -> str:
    return rng.choice(("", "FACTURE ", "REGLEMENT ")) + rng.choice((" ", ", ", " + ")).join(numbers)


def _bare(rng: random.Random, numbers: Sequence[str]) -> str:
    text = " ".join(numbers)
    for sign in "-/.":
        text = text.replace(sign, rng.choice(("", " ", sign)))
    return rng.choice(("fac ", "rg ", "INV ", "Rechnung Nr. ", "fattura n. ", "")) + text.lower()


def _running(rng: random.Random, numbers: Sequence[str]) -> str:
    runs = [_last_digits(n).lstrip("0") or "0" for n in numbers]
    return rng.choice(("FACTURE ", "FACT ", "n° ", "")) + " ".join(runs)


def _cut(rng: random.Random, numbers: Sequence[str]) -> str:
    text = "REGLEMENT DE NOS FACTURES " + " ".join(numbers)
    return text[: max(28, len(text) - rng.randrange(1, 6))]


def _nothing(rng: random.Random, _: Sequence[str]) -> str:
    return rng.choice(("", "NOTPROVIDED", "virement", "merci", "REF CLIENT 00417", "DOSSIER 2026"))


def _wrong_digit(rng: random.Random, numbers: Sequence[str]) -> str:
    text = numbers[0]
    place = rng.choice([i for i, c in enumerate(text) if c.isdigit()])
    return text[:place] + rng.choice("0123456789") + text[place + 1 :]


def _lost_digit(rng: random.Random, numbers: Sequence[str]) -> str:
    text = numbers[0]
    place = rng.choice([i for i, c in enumerate(text) if c.isdigit()])
    return text[:place] + text[place + 1 :]


def _with_date(rng: random.Random, numbers: Sequence[str]) -> str:
    return (
        f"{numbers[0]} du {rng.randrange(1, 28):02}/{rng.randrange(1, 13):02}/2026 cde {rng.randrange(9999)}"
    )


WRITINGS = (_whole, _whole, _bare, _running, _cut, _nothing, _nothing, _wrong_digit, _lost_digit, _with_date)


def _last_digits(number: str) -> str:
    digits = "".join(c if c.isdigit() else " " for c in number).split()
    return digits[0] if digits[-1] == "2026" else digits[-1]


def _printed(_: random.Random, client: str) -> str:
    return client.upper()


def _plain_letters(rng: random.Random, client: str) -> str:
    table = rng.choice(
        ({"ü": "u", "ö": "o", "ø": "o", "å": "a"}, {"ü": "ue", "ö": "oe", "ø": "oe", "å": "aa"})
    )
    text = client.lower().replace("ß", "ss")
    for letter, plain in {**table, "é": "e", "è": "e", "ñ": "n", "ú": "u", "ï": "i"}.items():
        text = text.replace(letter, plain)
    return text.upper()


def _turned(rng: random.Random, client: str) -> str:
    words = client.upper().split()
    return " ".join([rng.choice(("M", "STE", "SARL", "")), *words[1:], words[0]]).strip()


def _truncated(rng: random.Random, client: str) -> str:
    return ("SOCIETE " + client.upper())[: rng.choice((16, 20, 27))]


def _initial(_: random.Random, client: str) -> str:
    first, *rest = client.upper().split()
    return f"{first[0]}. {' '.join(rest)}"


def _relative(rng: random.Random, client: str) -> str:
    return f"{rng.choice(('M', 'MME'))} {client.upper().split()[-1]} {rng.choice(FIRST).upper()}"


def _stranger(rng: random.Random, _: str) -> str:
    return rng.choice(("CTRE GESTION AGREE 44", "HOLDING ZENITH", "M LEBRETON ALAIN", "", "FACTO EXPRESS SA"))


PRINTINGS = (_printed, _printed, _plain_letters, _turned, _truncated, _initial, _relative, _stranger)
