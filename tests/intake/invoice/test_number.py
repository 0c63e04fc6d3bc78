"""The paper's own number is found among the many others on it, and doubt about it is never hidden."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relanced.intake.invoice.labels.hints import Hints
from relanced.intake.invoice.labels.kinds import Kind
from relanced.intake.invoice.number import NumberRead, read_number
from relanced.intake.invoice.page.sheet import sheet_of_text

NONE = Hints()
LABELS = (
    ("Facture n°", "Numéro de facture", "N° facture", "N° de facture"),
    ("Invoice number", "Invoice no.", "Invoice #"),
    ("Rechnungsnummer", "Rechnung Nr.", "Rechnungs-Nr."),
    ("Factura n.º", "Número de factura", "Factura nº"),
    ("Fattura n.", "Numero fattura"),
    ("Factuurnummer", "Factuurnr."),
)
NUMBERS = st.one_of(
    st.from_regex(r"(?:F|FA|INV|RE|VF)-?20[23][0-9][-/][0-9]{3,4}", fullmatch=True),
    st.from_regex(r"20[23][0-9][-/]0[0-9]{2,3}[1-9]", fullmatch=True),
    st.from_regex(r"[1-9][0-9]{3,6}[1-9]", fullmatch=True).filter(lambda each: len(each) > 5),
    st.from_regex(r"[A-Z]{2}[0-9]{5}", fullmatch=True),
)
DECOYS = (
    ("SIRET", "732 829 320 00074"),
    ("SIREN", "732829320"),
    ("TVA intracommunautaire", "FR44732829320"),
    ("VAT Reg No", "GB 980 7806 84"),
    ("IBAN", "FR76 3000 6000 0112 3456 7890 189"),
    ("BIC", "AGRIFRPP"),
    ("N° de commande", "CDE-2027-118"),
    ("Purchase order", "PO-45187"),
    ("Devis n°", "D2027-044"),
    ("Angebot Nr.", "AN-2027-31"),
    ("Bon de livraison", "BL-88123"),
    ("Albarán", "ALB-2027-9"),
    ("Contrat n°", "CT-2025-7"),
    ("Code client", "C0042"),
    ("Kundennummer", "10045"),
    ("Codice cliente", "CL-771"),
    ("Tél.", "02 40 11 22 33"),
    ("Phone", "+44 20 7946 0991"),
    ("Code postal", "44000"),
    ("Article", "ART-2210"),
    ("Date", "03/05/2027"),
    ("Échéance", "02/06/2027"),
    ("Chèque n°", "0001234"),
    ("Cheque number", "000771"),
    ("Communication structurée", "+++123/4567/89012+++"),
    ("Référence de paiement", "RF18539007547034"),
    ("QR-Referenz", "21 00000 00003 13947 14300 09017"),
    ("Référence bancaire", "VIR-77120"),
    ("Page", "1/2"),
    ("Votre référence", "VR-2027-5"),
    ("Projet", "P-2027-12"),
    ("Lieferschein Nr.", "LS-20271"),
)


def number_of(text: str, hints: Hints = NONE) -> NumberRead | None:
    return read_number(sheet_of_text(text), Kind.INVOICE, hints)


def laid_out(pairs: list[tuple[str, str]], ways: list[str]) -> str:
    """Labels and values in their order: on one line, beside, or under."""
    forms = {"line": "{} : {}", "beside": "{}\t{}", "under": "{}\n{}\n"}
    return "\n".join(forms[way].format(*pair) for pair, way in zip(pairs, ways, strict=True))


@settings(max_examples=50, deadline=None)
@given(data=st.data(), labels=st.sampled_from(LABELS), number=NUMBERS)
def test_one_labelled_number_is_found_among_a_dozen_decoys_in_any_order_and_layout(
    data: st.DataObject, labels: tuple[str, ...], number: str
) -> None:
    decoys = data.draw(st.lists(st.sampled_from(DECOYS), min_size=12, max_size=12, unique=True))
    pairs = data.draw(st.permutations([*decoys, (data.draw(st.sampled_from(labels)), number)]))
    ways = data.draw(st.lists(st.sampled_from(["line", "beside", "under"]), min_size=13, max_size=13))
    text = f"Atelier Verrier SARL\n\n{laid_out(pairs, ways)}\n\nTotal TTC\t120,00 €"

    read = number_of(text)

    assert read is not None
    assert read.number == number
    assert read.is_sure


@settings(max_examples=50, deadline=None)
@given(decoys=st.lists(st.sampled_from(DECOYS), min_size=1, max_size=12, unique=True), data=st.data())
def test_decoys_alone_give_no_sure_number(decoys: list[tuple[str, str]], data: st.DataObject) -> None:
    ways = data.draw(
        st.lists(st.sampled_from(["line", "beside", "under"]), min_size=len(decoys), max_size=len(decoys))
    )

    read = number_of(f"FACTURE\n\n{laid_out(decoys, ways)}\n\nTotal TTC\t120,00 €")

    assert read is None


def test_two_numbers_with_labels_as_good_are_rivals() -> None:
    read = number_of("Facture n° F-2027-12\nDate : 03/05/2027\nFacture n° F-2027-31\nTotal TTC\t120,00 €")

    assert read is not None
    assert not read.is_sure
    assert set(read.rivals) == {"F-2027-12", "F-2027-31"}
    assert read.rivals[0] == read.number


@pytest.mark.parametrize(
    "hints",
    [Hints(subject="Facture F-2027-31"), Hints(filename="F-2027-31.pdf"), Hints(body="ci-joint F-2027-31")],
)
def test_the_mail_decides_between_rivals(hints: Hints) -> None:
    read = number_of("Facture n° F-2027-12\nFacture n° F-2027-31\nTotal TTC\t120,00 €", hints)

    assert read is not None
    assert read.is_sure
    assert read.number == "F-2027-31"


def test_a_better_label_has_no_rival() -> None:
    read = number_of("FACTURE\nN° 118\nRéf. AB-12\nN° de facture : F-2027-31")

    assert read is not None
    assert (read.number, read.rivals) == ("F-2027-31", ())


def test_the_same_number_written_twice_is_no_rival() -> None:
    read = number_of("FACTURE F 2027-31\nN° de facture : F-2027-31\nRéférence : 2027-31")

    assert read is not None
    assert read.is_sure


def test_a_number_that_stands_alone_by_the_title_is_given_and_not_sure() -> None:
    read = number_of("Atelier Verrier\nFACTURE\nF-2027-31\n\nDate : 03/05/2027\nTotal TTC\t120,00 €")
    labelled = number_of("MS681-D\tMARRAM\nDEPOSIT INVOICE\nWhat\tQty\nDesign\t1\t400.00")

    assert read is not None
    assert read.number == "F-2027-31"
    assert labelled is not None
    assert (labelled.number, labelled.rivals, labelled.is_sure) == ("MS681-D", ("MS681-D",), False)


def test_all_that_may_be_the_number_are_named() -> None:
    read = number_of("INVOICE\nWhat\tQty\n\nMS681-D\n\nKB-2027\n\nDesign\t1\t400.00")

    assert read is not None
    assert set(read.rivals) == {"MS681-D", "KB-2027"}


def test_a_file_that_bears_the_unlabelled_number_makes_it_sure() -> None:
    text = "MS681-D\tMARRAM\nINVOICE\nDesign\t1\t400.00"
    named = number_of(text, Hints(filename="MS681-D.pdf"))
    other = number_of(text, Hints(filename="order MS681-D and more.pdf"))

    assert named is not None
    assert named.is_sure
    assert other is not None
    assert not other.is_sure


@pytest.mark.parametrize(
    "alone",
    [
        "02 40 11 22 33",
        "0240112233",
        "732 829 320",
        "73282932000074",
        "FR44732829320",
        "FR7630006000011234567890189",
        "2027",
        "03/05/2027",
        "1 200,00 €",
        "+++123/4567/89012+++",
        "3760123450017",
    ],
)
def test_what_no_series_of_invoices_looks_like_is_not_guessed(alone: str) -> None:
    assert number_of(f"FACTURE\n\n{alone}\n\nTotal TTC\t120,00 €") is None


@pytest.mark.parametrize("label", ["Bon de commande", "Votre contrat", "Client", "Échéance", "Your PO"])
def test_what_a_label_calls_something_else_is_not_guessed(label: str) -> None:
    assert number_of(f"FACTURE\n{label}\nAB-2027-7\n\nTotal TTC\t120,00 €") is None


def test_what_stands_far_from_the_title_or_among_the_items_is_not_guessed() -> None:
    assert number_of("FACTURE" + "\n\n" * 20 + "AB-2027-7\nTotal TTC\t120,00 €") is None
    assert number_of("FACTURE\nDesign\t400,00 €\nAB-2027-7\nTotal TTC\t120,00 €") is None
    assert number_of("Bonjour\nAB-2027-7\nTotal TTC\t120,00 €") is None


def test_a_year_and_a_running_number_with_a_point_are_no_sum() -> None:
    read = number_of("NOTE D'HONORAIRES n° 2026.962")

    assert read is not None
    assert read.number == "2026.962"
    assert number_of("Facture n° 126.96") is None


def test_the_reference_of_an_item_is_no_rival() -> None:
    read = number_of(
        "FACTURE\nN° pièce\tDate\nFC-219\t07/01/2026\n\nRéférence\tDésignation\tQté\nT3285\tVis\t3\t9,00"
    )

    assert read is not None
    assert (read.number, read.rivals) == ("FC-219", ())


def test_the_spanish_way_to_write_number_is_a_label() -> None:
    read = number_of("Factura n.º : AA00001")

    assert read is not None
    assert read.is_sure


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Note d'honoraires n°4\nRéf. facture : NH-2714-04\nTotal 10,00 €", "NH-2714-04"),
        ("SITUATION DE TRAVAUX N° 3 – Facture FS27-031", "FS27-031"),
        ("2. Abschlagsrechnung Nr. AR 2027/058-2", "AR 2027/058-2"),
        ("Facture n° 7\nRéférence : DOSSIER-12", "7"),
        ("Facture N-2027-118", "N-2027-118"),
        ("INVOICE No. 7 of 2027", "7"),
    ],
)
def test_a_mere_count_is_the_number_only_where_no_other_is_labelled(text: str, number: str) -> None:
    read = number_of(text)

    assert read is not None
    assert read.number == number


def test_a_number_that_is_written_as_a_day_is_one_where_the_day_of_issue_is_another() -> None:
    read = number_of("Date d'émission : 09/04/2027\nFacture n° 14/04/2027")

    assert read is not None
    assert read.number == "14/04/2027"


@pytest.mark.parametrize(
    "text",
    [
        "Facture n° 14/04/2027",
        "Date d'émission : 14/04/2027\nFacture n° 14/04/2027",
        "Date d'émission : 09/05/2027\nFacture n° 14/04/2027",
        "Date d'émission : 09/04/2027\nFacture n° 14/04/2027\nLivraison le 14/04/2027",
        "Date d'émission : 09/04/2027\nFacture 14/04/2027",
    ],
)
def test_a_day_without_such_proof_is_no_number(text: str) -> None:
    assert number_of(text) is None


def test_the_mail_names_no_piece_of_a_longer_number() -> None:
    assert number_of("FACTURE\nDossier 26-1180", Hints(subject="Facture 1180", filename="1180.pdf")) is None
