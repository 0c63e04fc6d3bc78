"""An invented firm's digest, with something of everything in it: for tests, and for the pictures of docs/digest.md."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from relanced.letters.digest_parts import (
    Aged,
    CameIn,
    Confirmed,
    Digest,
    Matter,
    NotUnderstood,
    Problem,
    Promised,
    Week,
    WentOut,
    Wrote,
)
from relanced.model.command_words import why_unclear
from relanced.model.intents import Intent
from relanced.model.money import Money
from relanced.model.names import InvoiceNumber, StepName
from relanced.model.rules import Firm, Mode

PARIS = ZoneInfo("Europe/Paris")


def firm(language: str = "fr") -> Firm:
    return Firm(
        name="Atelier Verrier SARL",
        addresses=("@firm.example",),
        sender="facturation@firm.example",
        country="FR",
        language=language,
    )


def eur(cents: int) -> Money:
    return Money(cents, "EUR")


def numbers(*last: int) -> tuple[InvoiceNumber, ...]:
    return tuple(InvoiceNumber(f"F2026-{number:03d}") for number in last)


def sample(language: str = "fr", mode: Mode = Mode.SEND) -> Digest:
    """Monday morning of a small firm."""
    said = {
        "fr": "Bonjour, la livraison est incomplète, il manque deux vitres sur les six commandées. "
        "Nous réglerons dès réception.",
        "en": "Good morning, the delivery is incomplete: two panes of six are missing.",
    }
    return Digest(
        firm="Atelier Verrier SARL",
        on=date(2026, 11, 23),
        since=datetime(2026, 11, 20, 7, 30, tzinfo=PARIS).astimezone(UTC).astimezone(PARIS),
        mode=mode,
        aged=(
            Aged(
                parts=(eur(842_000), eur(318_050), eur(126_000), eur(0), eur(48_000)),
                total=eur(1_334_050),
                overdue=eur(492_050),
                held=eur(126_000),
                dso=41,
            ),
        ),
        received=(eur(228_400),),
        came_in=(
            CameIn(
                on=date(2026, 11, 20),
                amount=eur(180_000),
                payer="SAS TRANSPORTS ROUX",
                bank="Banque Rivage",
                state="paid",
                clients=("Transports Roux",),
                invoices=numbers(101, 104),
            ),
            CameIn(
                on=date(2026, 11, 21),
                amount=eur(48_400),
                payer="MARTIN BOULANGERIE",
                bank="Banque Rivage",
                state="part",
                clients=("Boulangerie Martin",),
                invoices=numbers(98),
            ),
            CameIn(
                on=date(2026, 11, 21),
                amount=eur(31_200),
                payer="M DUPUIS JEAN",
                bank="Banque Rivage",
                state="waits",
            ),
        ),
        invoiced=(eur(276_000),),
        invoices_found=3,
        went_out=(
            WentOut(
                on=date(2026, 11, 20),
                client="Hôtel du Port",
                steps=(StepName("rappel"),),
                invoices=numbers(107),
            ),
            WentOut(
                on=date(2026, 11, 20),
                client="SCI Les Tilleuls",
                steps=(StepName("relance"),),
                invoices=numbers(92, 95),
            ),
        ),
        waiting=(
            WentOut(
                on=None,
                client="Belmont & Fils",
                steps=(StepName("mise_en_demeure"),),
                invoices=numbers(71),
                owed=(eur(48_000),),
                how="task_letter",
            ),
        ),
        matters=(
            Matter(
                kind="dispute",
                client="Cabinet Garnier",
                invoices=numbers(88),
                owed=(eur(126_000),),
                on=date(2026, 11, 21),
                quote=said[language],
                words=("resume", "paid", "credit_note"),
            ),
            Matter(
                kind="money_unclear",
                client="",
                invoices=numbers(110, 112),
                owed=(eur(62_400),),
                words=("paid",),
                typed=("relanced credits assign 8ea92717.1 F2026-110",),
            ),
            Matter(
                kind="claims_paid",
                client="Hôtel du Port",
                invoices=numbers(107),
                owed=(eur(96_050),),
                on=date(2026, 11, 22),
                quote="Le virement est parti vendredi."
                if language == "fr"
                else "The transfer left on Friday.",
                until=date(2026, 11, 27),
                words=("paid", "resume"),
            ),
        ),
        not_understood=(
            NotUnderstood(
                on=date(2026, 11, 22), words="Martin c'est bon", why=why_unclear("no_verb", language)
            ),
        ),
        wrote=(
            Wrote(
                on=date(2026, 11, 21),
                client="SCI Les Tilleuls",
                intent=Intent.PROMISE,
                invoices=numbers(92, 95),
                promised_on=date(2026, 11, 30),
            ),
        ),
        confirmed=(
            Confirmed(
                on=date(2026, 11, 20), verb="pause", target="F2026-090", until=date(2026, 12, 5), by="mail"
            ),
            Confirmed(on=date(2026, 11, 21), verb="paid", target="F2026-083", by="gesture"),
        ),
        promised=(
            Promised(
                on=date(2026, 11, 30),
                client="SCI Les Tilleuls",
                invoices=numbers(92, 95),
                amount=eur(154_000),
            ),
            Promised(
                on=date(2026, 12, 5),
                client="Lemoine Paysages",
                invoices=numbers(79),
                amount=eur(40_000),
                is_instalment=True,
            ),
        ),
        weeks=(
            Week(start=date(2026, 11, 23), promised=eur(0), habit=eur(210_000)),
            Week(start=date(2026, 11, 30), promised=eur(194_000), habit=eur(128_000)),
            Week(start=date(2026, 12, 7), promised=eur(0), habit=eur(305_000)),
            Week(start=date(2026, 12, 14), promised=eur(40_000), habit=eur(64_000)),
        ),
        problems=(Problem(kind="templates", values=("rappel.txt.j2",)),),
    )
