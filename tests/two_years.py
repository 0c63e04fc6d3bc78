"""A number of mails in, the facts of a small firm's mailbox over 24 months out: invented, the same each time.

Clients who pay at once, late, very late or never; an owner who chases once in a while, by hand; replies
of every kind; a bank that tells of each credit, and writes on most days.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from casework.casework_makers import (
    auto_reply,
    bank_mail,
    bounce,
    credit,
    credit_note,
    decided,
    invoice,
    notice,
    reminder,
    reply,
)

from relanced.model.decided import Verb
from relanced.model.facts import Fact, InvoiceSent
from relanced.model.intents import Intent

FIRST = date(2024, 11, 4)
LAST = date(2026, 10, 30)
_DAY = timedelta(days=1)
_TRADES = ("Menuiserie", "Garage", "Cabinet", "Atelier", "Transports", "Mairie", "Boulangerie", "Agence")
_PLACES = ("Kerdal", "Orvane", "Lumel", "Bastide", "Fontrel", "Marsone", "Vigny", "Ternoy", "Galane", "Rieux")
_HABITS = ((-4, 3), (-4, 3), (0, 15), (0, 15), (8, 40), (20, 75), (45, 140))  # days after the due day
_ANSWERS = (
    *[Intent.ACK] * 4,
    *[Intent.PROMISE] * 4,
    *[Intent.CLAIMS_PAID] * 2,
    Intent.DISPUTE,
    Intent.QUERY,
    Intent.UNRELATED,
)


@dataclass(slots=True)
class _Client:
    name: str
    address: str
    habit: tuple[int, int]
    never: float  # how often he does not pay at all
    open: list[InvoiceSent] = field(default_factory=list)


@dataclass(slots=True)
class _Mailbox:
    """The story as it goes on, day by day."""

    random: Random
    clients: list[_Client]
    pays: dict[date, list[tuple[_Client, InvoiceSent]]] = field(default_factory=dict)
    answers: dict[date, list[tuple[_Client, InvoiceSent]]] = field(default_factory=dict)
    count: int = 0

    def day(self, on: date, invoices: int) -> Iterator[Fact]:
        """All mails of one day."""
        if on.weekday() < 5:
            for _ in range(invoices):
                yield from self._bill(on)
            if self.random.random() < 0.45:
                yield bank_mail(on)
            if on.day in {5, 6, 7, 19, 20, 21} and on.weekday() == 2:
                yield from self._chase(on)
        yield from self._money(on)
        for client, about in self.answers.pop(on, ()):
            yield self._answer(client, about, on)
        if self.random.random() < 0.08:
            yield reply(Intent.UNRELATED, on=on, sender=f"offre{on:%j}@publicite.example")

    def _bill(self, on: date) -> Iterator[Fact]:
        self.count += 1
        client = self.random.choice(self.clients[: 12 + self.count // 12])
        if not client.open and self.random.random() < 0.1:  # who orders writes before his first invoice
            yield reply(Intent.UNRELATED, on=on - _DAY, sender=client.address)
        number = f"F{on.year}-{self.count:04d}"
        total = f"{self.random.randrange(90, 4200)}.{self.random.randrange(100):02d}"
        sent = invoice(number, to=client.address, name=client.name, total=total, on=on, due=on + 30 * _DAY)
        client.open.append(sent)
        if self.random.random() >= client.never and sent.due_on is not None:
            paid_on = sent.due_on + self.random.randint(*client.habit) * _DAY
            while paid_on.weekday() > 4:
                paid_on += _DAY
            self.pays.setdefault(max(paid_on, on + _DAY), []).append((client, sent))
        yield sent
        if self.random.random() < 0.02:
            yield credit_note(
                f"A{on.year}-{self.count:04d}",
                corrects=number,
                to=client.address,
                total="50.00",
                on=on + 9 * _DAY,
            )

    def _money(self, on: date) -> Iterator[Fact]:
        for client, sent in self.pays.pop(on, ()):
            if sent not in client.open:
                continue
            client.open.remove(sent)
            named = sent.number if self.random.random() < 0.8 else f"facture {sent.number[-4:]}"
            amount = f"{sent.total.cents // 100}.{sent.total.cents % 100:02d}"
            payer = client.name.upper()
            yield notice(credit(amount, f"VIR {named}", payer), on=on, mail=sent.number)

    def _chase(self, on: date) -> Iterator[Fact]:
        for client in self.clients:
            late = [s for s in client.open if s.due_on is not None and (on - s.due_on).days > 14]
            if not late or self.random.random() < 0.35:
                continue
            yield reminder(*((s.number, None) for s in late), on=on, to=client.address, ours=False)
            chance = self.random.random()
            if chance < 0.55:
                self.answers.setdefault(on + self.random.randint(0, 4) * _DAY, []).append((client, late[0]))
            elif chance < 0.6:
                yield auto_reply(on=on, sender=client.address)
            elif chance < 0.61:
                yield bounce(client.address, on=on)
                yield decided(Verb.RESUME, late[0].number, on=on + 2 * _DAY)

    def _answer(self, client: _Client, about: InvoiceSent, on: date) -> Fact:
        intent = self.random.choice(_ANSWERS)
        promised = on + self.random.randint(3, 15) * _DAY if intent is Intent.PROMISE else None
        if intent in {Intent.PROMISE, Intent.CLAIMS_PAID} and about in client.open:
            self.pays.setdefault((promised or on) + self.random.randint(0, 3) * _DAY, []).append(
                (client, about)
            )
        named = (about.number,) if self.random.random() < 0.7 else ()
        return reply(intent, on=on, sender=client.address, mentions=named, promised_on=promised)


def two_years(mails: int = 3_000, *, seed: int = 7, days: int | None = None) -> list[Fact]:
    """About so many facts from FIRST to LAST, or of its first days; in order of the day."""
    random = Random(seed)
    count = max(6, min(60, mails // 50))
    clients = [
        _Client(
            name=f"{_TRADES[n % len(_TRADES)]} {_PLACES[n % len(_PLACES)]} {n:02d}",
            address=f"compta@client-{n:02d}.example",
            habit=_HABITS[n % len(_HABITS)],
            never=0.02 if n % 9 else 0.12,
        )
        for n in range(count)
    ]
    box = _Mailbox(random, clients)
    facts: list[Fact] = []
    span = days if days is not None else (LAST - FIRST).days + 1
    for n in range(span):
        on = FIRST + n * _DAY
        wanted = mails * 0.36 / ((LAST - FIRST).days * 5 / 7)
        facts += box.day(on, int(wanted) + (random.random() < wanted % 1))
    return facts
