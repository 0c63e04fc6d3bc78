"""Who is billed is named as printed: a firm before a person, the payer before whoever got the goods."""

import pytest

from relanced.intake.invoice.page.sheet import chunk_of, sheet_of, sheet_of_text
from relanced.intake.invoice.party.parties import Client, Us, read_client

US = Us(names=("Atelier Verrier SARL",), domain="firm.example", forwards=False, speaks_of_purchase=False)
OURS = "Atelier Verrier SARL\n3 rue des Chantiers\n44000 Nantes\n\n"


def client_of(text: str, to_name: str = "", to_email: str = "", us: Us = US) -> Client:
    return read_client(sheet_of_text(text), us, to_name, to_email)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("À l'attention de Mme Durand\nMenuiserie Rive\n1 rue Haute\n49000 Angers", "Menuiserie Rive"),
        ("Menuiserie Rive\nÀ l'attention de Mme Durand\n1 rue Haute\n49000 Angers", "Menuiserie Rive"),
        ("z. Hd. Frau Weber\nMuster Bau GmbH\nLindenweg 8\n51105 Köln", "Muster Bau GmbH"),
        ("Attn: John Hill\nHarbour Works Ltd\nUnit 4\nLeeds LS1 4AB", "Harbour Works Ltd"),
        ("A la atención de Ana Gil\nTalleres Sur SL\nCalle Mayor 3\n28001 Madrid", "Talleres Sur SL"),
        ("Alla c.a. di Paolo Neri\nOfficine Blu S.r.l.\nVia Roma 1\n20121 Milano", "Officine Blu S.r.l."),
        ("Mme Claire Durand\nMenuiserie Rive SARL\n1 rue Haute\n49000 Angers", "Menuiserie Rive SARL"),
        ("Menuiserie Rive SARL\nMme Claire Durand\n1 rue Haute\n49000 Angers", "Menuiserie Rive SARL"),
        ("Service comptabilité\nMenuiserie Rive\n1 rue Haute\n49000 Angers", "Menuiserie Rive"),
        ("Mme Claire Durand\n1 rue Haute\n49000 Angers", "Mme Claire Durand"),
        ("Menuiserie Rive\nc/o Cabinet Bleu SARL\n1 rue Haute\n49000 Angers", "Menuiserie Rive"),
    ],
)
def test_in_the_window_of_an_envelope_the_firm_is_named_before_the_person(text: str, name: str) -> None:
    assert client_of(OURS + text).name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Facturé à\nÀ l'attention de Mme Durand\nMenuiserie Rive\n1 rue Haute", "Menuiserie Rive"),
        ("Client\nM. Paul Rey\nRey Couverture SAS\n1 rue Haute\n49000 Angers", "Rey Couverture SAS"),
        ("Bill to:\nHarbour Works Ltd\nAttn: John Hill\nUnit 4", "Harbour Works Ltd"),
        ("Rechnungsanschrift\nMuster Bau GmbH\nz. Hd. Frau Weber\nLindenweg 8", "Muster Bau GmbH"),
        ("Facturar a: Talleres Sur SL\nCalle Mayor 3", "Talleres Sur SL"),
        ("Spett.le\nOfficine Blu S.r.l.\nVia Roma 1\n20121 Milano", "Officine Blu S.r.l."),
    ],
)
def test_after_a_label_the_firm_is_named_before_the_person(text: str, name: str) -> None:
    assert client_of(OURS + text).name == name


@pytest.mark.parametrize(
    ("delivered", "billed"),
    [
        ("Adresse de livraison", "Adresse de facturation"),
        ("Livré à :", "Facturé à :"),
        ("Client", "Adresse de facturation"),
        ("Ship to", "Bill to"),
        ("Lieferadresse", "Rechnungsadresse"),
        ("Dirección de entrega", "Dirección de facturación"),
        ("Luogo di consegna", "Intestatario fattura"),
    ],
)
def test_who_is_billed_goes_before_who_got_the_goods(delivered: str, billed: str) -> None:
    for one, other in ((0, 1), (1, 0)):
        blocks = (
            f"{delivered}\nDépôt Nord\n2 rue Bleue\n59000 Lille\n\n",
            f"{billed}\nSiège Sud\n1 rue Alma\n75001 Paris\n\n",
        )
        assert client_of(OURS + blocks[one] + blocks[other]).name == "Siège Sud", (one, other)


def test_an_unlabelled_address_goes_before_the_place_of_delivery() -> None:
    text = "Livré à\nDépôt Nord\n2 rue Bleue\n59000 Lille\n\n\nSiège Sud\n1 rue Alma\n75001 Paris"

    assert client_of(OURS + text).name == "Siège Sud"


def test_of_person_and_firm_the_one_whose_domain_the_mail_went_to_is_the_client() -> None:
    text = "Paul Rey\nCouverture du Lac\n1 rue Haute\n49000 Angers"

    assert client_of(OURS + text, "Paul Rey", "paul@couverture-lac.example").name == "Couverture du Lac"
    assert client_of(OURS + text, "Paul Rey", "paul.rey@gmail.example").name == "Paul Rey"


def test_a_clients_own_registration_makes_no_suppliers_invoice_of_ours() -> None:
    theirs = "Menuiserie Rive\n1 rue Haute\n49000 Angers\nSIRET 732 829 320 00074"
    foot = "\n\nAtelier Verrier SARL - capital 10 000 EUR - RCS Nantes"

    assert not client_of(OURS + theirs + foot).is_us
    assert not client_of(OURS + theirs, "", "compta@menuiserie-rive.example").is_us
    assert client_of(OURS + theirs).is_us


def test_a_suppliers_paper_passed_on_is_not_ours() -> None:
    passing = Us(names=US.names, domain=US.domain, forwards=True, speaks_of_purchase=False)
    text = "Menuiserie Rive\n1 rue Haute\n49000 Angers\nSIRET 732 829 320 00074\n\n" + OURS

    assert client_of(text, "", "x@menuiserie-rive.example", passing).is_us


def test_the_clients_registrations_come_with_his_name() -> None:
    block = "Facturé à\nMenuiserie Rive\n1 rue Haute\n49000 Angers\nSIRET : 732 829 320 00074\nTVA : FR44732829320"

    assert client_of(OURS + block).ids == ("siren:732829320",)


def test_an_address_that_may_be_our_own_gives_no_registration() -> None:
    unknown = "Verrier Création\n3 rue des Chantiers\n44000 Nantes\nSIRET 732 829 320 00074"

    assert client_of(unknown).ids == ()
    assert client_of(unknown, "", "x@verrier.example").ids == ("siren:732829320",)
    assert client_of("Client : Rive\nAtelier Verrier SARL\nSIRET 732 829 320 00074").ids == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("per Hotel Azzurro\nVia Roma 1\n20121 Milano", "Hotel Azzurro"),
        ("Trattoria Blu & C. — Strada Lunga 77 — 43124 Parma", "Trattoria Blu & C."),
        ("Mrs A. Field, The Old\nMill, Lower Green\nGL54 2HP", "Mrs A. Field"),
        (
            "Syndicat des copropriétaires Les\nPins\n33 rue Haute\n49000 Angers",
            "Syndicat des copropriétaires Les Pins",
        ),
        ("Harbour College\nThe Warden\nLong Road\nDublin 16", "Harbour College"),
        (
            "Atelier Verrier, Am Deich 2, 25813 Husum\nStadtwerke Blau\nWerkstraße 1\n86633 Neuburg",
            "Stadtwerke Blau",
        ),
    ],
)
def test_a_name_is_whole_and_nothing_else(text: str, name: str) -> None:
    assert client_of(OURS + text).name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Customer\tHarbour Works\tPayment due\t19/09/2027\nAddress\t90 Quay Street\tEvent\tFair",
            "Harbour Works",
        ),
        ("Organisme payeur\tGroupe Rive", "Groupe Rive"),
        ("Cessionario (cliente)\nDenominazione: Officine Blu\nCap: 25065 Nazione: IT", "Officine Blu"),
        ("Bill to\tNorfolk, VA 23510", ""),
    ],
)
def test_a_label_a_town_or_a_field_is_no_name(text: str, name: str) -> None:
    assert client_of(OURS + text).name == name


def test_a_street_is_no_name() -> None:
    assert client_of(OURS + "POLÍGONO EL PLA, NAVE 4\n46290 ALCÀSSER").name == ""


def test_the_name_with_most_of_the_domain_is_the_clients() -> None:
    text = "To:\nSue Blue\nBlue & Daughters Builders\nUnit 4\nKeighley BD21 4LZ"

    assert client_of(OURS + text, "", "sue@bluedaughters.example").name == "Blue & Daughters Builders"


def test_a_body_goes_before_the_manager_that_writes_for_it() -> None:
    text = "Copropriété Les Pins\nSyndic Bleu, 5 rue Haute\n38250 Lans"

    assert client_of(OURS + text, "Syndic Bleu", "x@bleu-syndic.example").name == "Copropriété Les Pins"


def test_an_address_with_an_empty_line_over_its_town_is_one() -> None:
    box = [("Café Rive", 0.0), ("8 rue Basse", 12.0), ("49000 Angers", 34.0)]
    chunks = [chunk_of(text, (300.0, top, 400.0, top + 10), row) for row, (text, top) in enumerate(box)]

    assert read_client(sheet_of(chunks), US, "", "").name == "Café Rive"
