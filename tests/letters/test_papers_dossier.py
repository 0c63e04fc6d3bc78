"""The papers of a file: every event has its sentence in both languages, mails stay text, blanks stay blank."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pypdfium2
import pytest

from relanced.edge.typeset import typeset
from relanced.letters.papers.declaration import declaration_paper
from relanced.letters.papers.dossier import DossierPapers, Filed
from relanced.letters.papers.dossier_labels import LABELS
from relanced.letters.papers.dossier_words import Teller, language_of
from relanced.letters.papers.values import filters_of
from relanced.model.actions import Purpose
from relanced.model.client import Client, ClientKind, People
from relanced.model.decided import Verb
from relanced.model.dossier import (
    Claim,
    DeclareBy,
    Declared,
    DeclaredLine,
    DeclareFrom,
    Dossier,
    Entry,
    Event,
    EventKind,
    Exhibit,
    Side,
    Total,
)
from relanced.model.facts import Outcome
from relanced.model.intents import Intent
from relanced.model.law import InterestSpan, LateCharges
from relanced.model.money import Money, money_of
from relanced.model.names import ClientKey, Fingerprint, InvoiceNumber
from relanced.model.paper import Paper
from relanced.model.rules import Firm
from relanced.model.source import Source
from relanced.model.tasks import CallOutcome

ON = date(2026, 11, 16)
NUMBER = InvoiceNumber("F2026-001")
NASTY = "#strong[x] $y$ <b> \\ {name} */ @ref \u202e"
FIRM = Firm(
    name="Atelier Verrier SARL",
    addresses=("@firm.example",),
    sender="compta@firm.example",
    country="FR",
    language="fr",
    signatory="Claire Verrier, gérante",
)
CLIENT = Client(
    key=ClientKey("alpha.example"), name="Menuiserie Alpha", kind=ClientKind.BUSINESS, language="fr"
)


def euros(plain: str) -> Money:
    return money_of(plain, "EUR")


def charges(refused: str = "") -> LateCharges:
    span = InterestSpan(
        since=date(2026, 4, 2), until=date(2026, 6, 30), days=90, principal=euros("1200.00"),
        percent=Decimal("12.15"), source="the bank's own page",
    )  # fmt: skip
    return LateCharges(
        until=ON, interest=None if refused else euros("35.95"), spans=() if refused else (span,),
        indemnity=euros("40.00"), basis=("Code de commerce, article L441-10 II",), refused=refused,
    )  # fmt: skip


def event(kind: EventKind = EventKind.REPLY, **said: object) -> Event:
    values: dict[str, object] = {
        "on": ON,
        "side": Side.DEBTOR,
        "name": "compta@alpha.example",
        "invoices": (NUMBER,),
    }
    return Event(kind=kind, **(values | said))  # type: ignore[arg-type]  # a test's words come by name


def file_of(*events: Event, refused: str = "") -> Dossier:
    source = Source(
        account="compta", folder="Sent", uidvalidity=1, uid=1, message_id=None, fingerprint=Fingerprint("f" * 32),
        at=datetime(2026, 3, 2, tzinfo=UTC),
    )  # fmt: skip
    claim = Claim(
        number=NUMBER, issued_on=date(2026, 3, 2), mailed_on=date(2026, 3, 2), due_on=date(2026, 4, 1),
        total=euros("1200.00"), entries=(Entry(on=date(2026, 5, 4), kind="payment", amount=euros("500.00")),),
        owed=euros("700.00"), charges=charges(refused), parts=() if refused else (euros("35.95"),),
        barred_after=date(2031, 3, 2), acknowledged_on=None, barred_then=None, disputed_on=date(2026, 5, 9),
        is_disputed=False, fingerprint=source.fingerprint,
    )  # fmt: skip
    total = Total(
        principal=euros("1200.00"), paid=euros("500.00"), owed=euros("700.00"), uncontested=euros("700.00"),
        interest=None if refused else euros("35.95"), indemnity=euros("40.00"), refused=(refused,) if refused else (),
    )  # fmt: skip
    exhibit = Exhibit(
        number=1, source=source, on=date(2026, 3, 2), kind=EventKind.INVOICE, invoices=(NUMBER,)
    )
    return Dossier(
        client=CLIENT, address="compta@alpha.example", addresses=("compta@alpha.example",), ids=("siren:000000026",),
        on=ON, claims=(claim,), events=events, exhibits=(exhibit,), totals=(total,), acceptances=(), notices=(),
    )  # fmt: skip


def papers(dossier: Dossier, language: str = "fr", missing: str = "") -> DossierPapers:
    names = {} if missing else {1: "pieces/01-2026-03-02-invoice.eml"}
    filed = Filed(names=names, missing={1: missing} if missing else {})
    return DossierPapers(dossier, replace(FIRM, language=language), filed)


def text_of(paper: Paper) -> str:
    pages = pypdfium2.PdfDocument(typeset(paper))
    told = " ".join(page.get_textpage().get_text_bounded() for page in pages)
    return " ".join(told.replace("\u00a0", " ").replace("\u202f", " ").replace("\ufffe", "").split())


WHATS: dict[EventKind, tuple[tuple[str, ...], ...]] = {
    EventKind.REPLY: tuple((intent.value,) for intent in Intent),
    EventKind.CALL: tuple((outcome.value,) for outcome in CallOutcome),
    EventKind.DECISION: (*((verb.value,) for verb in Verb), ("stated",)),
    EventKind.NOT_ACCEPTED: tuple((outcome.value,) for outcome in Outcome if outcome is not Outcome.SENT),
    EventKind.BOUNCE: (("permanent",), ("temporary",)),
    EventKind.REDUCED: (("write_off",), ("replaced",)),
    EventKind.PAYMENT: (("ALPHA", "F2026-001"), ("", "")),
    EventKind.MONEY_BACK: (("ALPHA", "F2026-001"),),
    EventKind.REMINDER: (("rappel",), ("coup_de_fil",), ()),
    EventKind.ANNOUNCED: (("avant_echeance",),),
    EventKind.LETTER: tuple((purpose.value,) for purpose in Purpose if purpose is not Purpose.CHASE),
    EventKind.CREDIT_NOTE: (("A2026-001",),),
}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", EventKind)
def test_every_event_has_its_sentence(kind: EventKind, language: str) -> None:
    teller = Teller(language, filters_of(language, FIRM))
    for what in WHATS.get(kind, ((),)):
        for day in (None, ON) if kind not in NEEDS_DAY else (ON,):
            for name in ("", "compta@alpha.example"):
                said = teller.sentence(
                    event(kind, what=what, day=day, name=name, amount=euros("9.00"), words="mots")
                )
                assert said
                assert "{" not in said
                assert "None" not in said


NEEDS_DAY = {
    EventKind.INVOICE,
    EventKind.PROMISE_KEPT,
    EventKind.PROMISE_BROKEN,
    EventKind.INSTALMENT_PAID,
    EventKind.INSTALMENT_MISSED,
}
WITHOUT_MAIL = {*NEEDS_DAY, EventKind.NOT_ACCEPTED} - {EventKind.INVOICE}


@pytest.mark.parametrize(
    ("language", "step", "said"),
    [
        ("fr", "rappel", "Rappel, par courriel à compta@alpha.example (F2026-001)"),
        ("fr", "derniere_relance", "Dernière relance, par courriel à compta@alpha.example (F2026-001)"),
        ("fr", "promesse_non_tenue", "Promesse non tenue, par courriel à compta@alpha.example (F2026-001)"),
        (
            "fr",
            "echeancier_rompu-2",
            "Échéancier non respecté, par courriel à compta@alpha.example (F2026-001)",
        ),
        ("fr", "coup_de_pouce", "Relance « coup de pouce », par courriel à compta@alpha.example (F2026-001)"),
        ("en", "derniere_relance", "Last reminder, mailed to compta@alpha.example (F2026-001)"),
    ],
)
def test_a_step_has_a_name_that_a_court_can_read(language: str, step: str, said: str) -> None:
    teller = Teller(language, filters_of(language, FIRM))

    assert teller.sentence(event(EventKind.REMINDER, what=(step,))) == said


def test_what_a_letter_only_mentions_is_told_apart() -> None:
    teller = Teller("fr", filters_of("fr", FIRM))

    chased = event(EventKind.REMINDER, what=("rappel",), beside=(InvoiceNumber("F2026-002"),))
    assert teller.sentence(chased).split("\n")[1] == "Mentionnée pour mémoire : F2026-002"
    assert "mentionnée pour mémoire : F2026-001" in teller.sentence(event(EventKind.MENTIONED))
    assert "Annonce d’échéance" in teller.sentence(event(EventKind.ANNOUNCED, what=("avant_echeance",)))


def test_both_languages_say_the_same_things() -> None:
    assert LABELS["fr"].keys() == LABELS["en"].keys()
    wanted = {f"exhibit.{kind}" for kind in EventKind if kind not in WITHOUT_MAIL}
    assert wanted <= LABELS["fr"].keys()


def test_a_firm_of_another_language_gets_english_papers() -> None:
    assert language_of("de") == "en"


def test_what_a_mail_says_is_quoted_as_it_stands_and_never_set_as_markup() -> None:
    quoted = event(what=("dispute",), words=NASTY)

    told = text_of(papers(file_of(quoted)).chronology())

    assert "#strong[x] $y$ <b> \\ {name} */ @ref" in told
    assert "contestation" in told


def test_a_place_of_ours_in_a_mail_is_not_filled() -> None:
    teller = Teller("fr", filters_of("fr", FIRM))

    said = teller.sentence(event(what=("dispute",), name="{words}", words="{amount}"))

    assert said == "Réponse de {words} : contestation (F2026-001)\n« {amount} »"


def test_the_statement_shows_every_amount_behind_what_is_owed() -> None:
    told = text_of(papers(file_of()).statement())

    for part in ("1 200,00 €", "-500,00 €", "700,00 €", "12,15 %", "35,95 €", "40,00 €", "2 mars 2031"):
        assert part in told, part
    assert "contestée le 9 mai 2026, contestation close" in told
    assert "Code de commerce, article L. 441-10, II" in told


def test_interest_that_is_refused_is_said_without_a_figure() -> None:
    told = text_of(papers(file_of(refused="the table ends on 2026-06-30")).statement())

    assert "non calculés" in told
    assert "un taux publié de la période manque" in told
    assert "the table ends" not in told  # a court reads French; the owner is told by «dossier» and «show»
    assert "35,95" not in told


def test_a_missing_exhibit_is_named_with_its_reason() -> None:
    told = text_of(papers(file_of(), missing="ce courriel n’est plus dans la boîte").chronology())

    assert "manquante : ce courriel n’est plus dans la boîte" in told


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_same_file_gives_the_same_bytes(language: str) -> None:
    made = papers(file_of(event(what=("ack",))), language)

    assert typeset(made.chronology()) == typeset(made.chronology())


def declared(judgment_on: date | None) -> Declared:
    late = replace(charges(), until=date(2026, 6, 30))
    line = DeclaredLine(
        number=NUMBER, issued_on=date(2026, 3, 2), due_on=date(2026, 4, 1), owed=euros("1200.00"),
        charges=late if judgment_on else None,
    )  # fmt: skip
    later = DeclaredLine(
        number=InvoiceNumber("F2026-002"), issued_on=date(2026, 6, 1), due_on=date(2026, 9, 1), owed=euros("99.00"),
        charges=None,
    )  # fmt: skip
    return Declared(
        client=CLIENT, ids=("siren:000000026",), judgment_on=judgment_on, on=ON, due=(line,), to_come=(later,),
        later=(), court="", published_on=None, is_insolvent=True,
        ends=(DeclareBy(by=date(2027, 1, 16), counted_from=ON, basis=DeclareFrom.KNOWN),),
    )  # fmt: skip


def test_a_declaration_sums_what_is_due_and_what_is_to_come_and_is_certified() -> None:
    told = text_of(declaration_paper(declared(date(2026, 7, 1)), FIRM))

    for part in (
        "1 juillet 2026" if "1 juillet 2026" in told else "1er juillet 2026",
        "Intérêts de retard échus avant le jugement d’ouverture 35,95 €",
        "Principal à échoir 99,00 €",
        "Total déclaré 1 374,95 €",
        "chirographaire",
        "certifie sincère",
        "16 janvier 2027",
        "SIREN 000000026",
        "Claire Verrier, gérante",
    ):
        assert part in told, part


def test_without_the_day_of_the_judgment_nothing_is_invented() -> None:
    told = text_of(declaration_paper(declared(None), FIRM))

    assert "à calculer" in told
    assert "Total déclaré La créance" in told  # a blank between them
    assert "35,95" not in told
    assert "judgment AAAA-MM-JJ" in told


def test_the_ends_of_the_time_stand_with_what_they_are_counted_from() -> None:
    judgment = DeclareBy(by=date(2026, 9, 1), counted_from=date(2026, 7, 1), basis=DeclareFrom.JUDGMENT)
    draft = declared(date(2026, 7, 1))
    told = text_of(declaration_paper(replace(draft, ends=(judgment, *draft.ends)), FIRM))

    assert "Compté du jugement, rendu le 1er juillet 2026, il finirait le 1er septembre 2026" in told
    assert "Compté du 16 novembre 2026, jour où relanced l’a appris, il finirait le 16 janvier 2027" in told


@pytest.mark.parametrize("count", range(1, 21))
def test_a_declaration_is_never_signed_on_a_page_without_its_exhibits(count: int) -> None:
    draft = declared(date(2026, 7, 1))
    due = tuple(replace(draft.due[0], number=InvoiceNumber(f"F2026-{n:03}")) for n in range(count))
    pages = [
        page.get_textpage().get_text_bounded()
        for page in pypdfium2.PdfDocument(typeset(declaration_paper(replace(draft, due=due), FIRM)))
    ]

    [signed] = [page for page in pages if "certifie sincère" in page]
    assert "Décompte de la créance" in signed
    assert "Signature" in signed


def test_an_address_that_begins_with_the_name_says_it_once() -> None:
    who = replace(CLIENT, people=People(postal=("MENUISERIE ALPHA", "2 place du Four", "56000 Vannes")))
    firm = replace(FIRM, postal=("Atelier Verrier", "35000 Rennes"))
    made = DossierPapers(replace(file_of(), client=who), firm, Filed(names={1: "x"}, missing={}))
    told = text_of(made.statement())
    letter = text_of(declaration_paper(replace(declared(None), client=who), firm))

    assert "Débiteur MENUISERIE ALPHA 2 place du Four" in told
    assert "Créancier Atelier Verrier SARL 35000 Rennes" in told
    assert "MENUISERIE ALPHA 2 place du Four" in letter
    assert "Menuiserie Alpha MENUISERIE" not in letter
