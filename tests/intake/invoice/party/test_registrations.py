"""Registration numbers: one firm has one id; what is not the client's beyond doubt gives none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr import siren as siren_numbers
from stdnum.luhn import calc_check_digit

from relanced.intake.invoice.page.sheet import sheet_of_text
from relanced.intake.invoice.party.registrations import client_ids, siren_id, vat_id

OURS = "Atelier Verrier SARL\nSIRET 443 061 841 00047\n\n"


def ids_of(text: str, block: str = "") -> tuple[str, ...]:
    """The ids on a paper whose client's lines are those of `block`, beginning at its first."""
    sheet = sheet_of_text(f"{text}\n\n{block}")
    wanted = block.split("\n") if block else []
    lines = tuple(chunk for chunk in sheet.chunks if chunk.text in [line.strip() for line in wanted])
    return client_ids(sheet, (lines,) if lines else ())


@pytest.mark.parametrize(
    ("digits", "firm"),
    [
        ("732829320", "siren:732829320"),
        ("732 829 320", "siren:732829320"),
        ("732 829 320 00074", "siren:732829320"),
        ("73282932000074", "siren:732829320"),
        ("732\u00a0829\u202f320.00074", "siren:732829320"),
        ("35600000000048", "siren:356000000"),  # La Poste, head office: Luhn
        ("35600000049837", "siren:356000000"),  # a post office: the digits add up to a multiple of five
        ("35600000049838", None),
        ("732829321", None),
        ("732 829 320 00075", None),
        ("7328293200007", None),
        ("000000000", None),
        ("000 123 456 00011", None),
        ("٧٣٢٨٢٩٣٢٠", None),
        ("", None),
    ],
)
def test_siren_and_siret_of_a_firm_are_its_siren(digits: str, firm: str | None) -> None:
    assert siren_id(digits) == firm


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("FR44732829320", "siren:732829320"),
        ("fr 44 732 829 320", "siren:732829320"),
        ("FR45732829320", None),
        ("DE136695976", "vat:DE136695976"),
        ("DE 136 695 976", "vat:DE136695976"),
        ("DE136695978", None),
        ("ESB58378431", "vat:ESB58378431"),
        ("IT00743110157", "vat:IT00743110157"),
        ("BE 0428.759.497", "vat:BE0428759497"),
        ("BE428759497", "vat:BE0428759497"),
        ("ATU13585627", "vat:ATU13585627"),
        ("NL004495445B01", "vat:NL004495445B01"),
        ("CHE-100.155.212 MWST", "vat:CHE100155212"),
        ("CHE-100.155.212", "vat:CHE100155212"),
        ("CHE-100.155.213", None),
        ("GB 980 7806 84", "vat:GB980780684"),
        ("XI980780684", "vat:GB980780684"),
        ("GB980780684001", "vat:GB980780684"),
        ("EL094259216", "vat:EL094259216"),
        ("GR094259216", "vat:EL094259216"),
        ("EU372022452", None),
        ("US123456789", None),
        ("GB82 WEST 1234 5698 7654 32", None),
        ("732829320", None),
        ("", None),
    ],
)
def test_a_vat_number_is_one_id_however_it_is_written(text: str, firm: str | None) -> None:
    assert vat_id(text) == firm


@given(st.integers(min_value=10_000_000, max_value=99_999_999))
def test_siren_siret_and_vat_of_one_firm_are_one_id(stem: int) -> None:
    siren = f"{stem}{calc_check_digit(str(stem))}"
    office = f"{siren}0001"
    vat = siren_numbers.to_tva(siren)

    assert (
        siren_id(siren)
        == siren_id(office + calc_check_digit(office))
        == vat_id(f"FR{vat}")
        == f"siren:{siren}"
    )


@given(st.text(max_size=40))
def test_any_text_gives_an_id_or_none(text: str) -> None:
    assert (siren_id(text) or "siren:").startswith("siren:")
    assert vat_id(text) is None or ":" in str(vat_id(text))


@pytest.mark.parametrize(
    ("line", "firm"),
    [
        ("N° TVA client : FR44732829320", "siren:732829320"),
        ("TVA intracommunautaire du client : FR 44 732 829 320", "siren:732829320"),
        ("Votre n° de TVA : DE136695976", "vat:DE136695976"),
        ("SIRET client\t732 829 320 00074", "siren:732829320"),
        ("Votre SIREN\n732 829 320", "siren:732829320"),
        ("VAT number of customer: DE 136695976", "vat:DE136695976"),
        ("Customer VAT no. 980 7806 84", "vat:GB980780684"),
        ("Your VAT number: ATU13585627", "vat:ATU13585627"),
        ("USt-IdNr. des Kunden: DE136695976", "vat:DE136695976"),
        ("Ihre USt-IdNr.: ATU13585627", "vat:ATU13585627"),
        ("NIF cliente: B58378431", "vat:ESB58378431"),
        ("CIF del cliente: B-58378431", "vat:ESB58378431"),
        ("P.IVA cliente: 00743110157", "vat:IT00743110157"),
        ("Btw-nummer klant: NL004495445B01", "vat:NL004495445B01"),
    ],
)
def test_a_label_that_speaks_of_the_client_gives_his_number(line: str, firm: str) -> None:
    assert ids_of(f"{OURS}FACTURE\n{line}\n") == (firm,)


@pytest.mark.parametrize(
    "line",
    [
        "SIRET 732 829 320 00074",
        "TVA intracommunautaire : FR44732829320",
        "Service client : TVA FR44732829320",
        "N° client TVA FR44732829320",
        "VAT No. GB 980 7806 84",
        "N° TVA client : FR45732829320",
        "N° TVA client : 20 %",
        "TVA client FR44732829320 IBAN FR76 3000 6000 0112 3456 7890 189",
        "SIRET client : 732 829 320 00074 12",
    ],
)
def test_a_number_that_may_be_ours_or_is_wrong_gives_nothing(line: str) -> None:
    assert ids_of(f"{OURS}FACTURE\n{line}") == ()


@pytest.mark.parametrize(
    ("line", "firm"),
    [
        ("SIRET : 732 829 320 00074", "siren:732829320"),
        ("SIREN 732829320 - TVA FR44732829320", "siren:732829320"),
        ("FR44732829320", "siren:732829320"),
        ("NIF: B58378431", "vat:ESB58378431"),
        ("P. IVA e C.F. 00743110157", "vat:IT00743110157"),
        ("BCE 0428.759.497", "vat:BE0428759497"),
        ("TVA BE 0428.759.497", "vat:BE0428759497"),
        ("CHE-100.155.212 MWST", "vat:CHE100155212"),
        ("VAT Reg No 980 7806 84", "vat:GB980780684"),
    ],
)
def test_a_number_in_the_clients_own_lines_is_his(line: str, firm: str) -> None:
    assert ids_of(OURS, f"Menuiserie Rive\n49000 Angers\n{line}") == (firm,)


def test_a_number_that_also_stands_elsewhere_is_nobodys() -> None:
    block = "Menuiserie Rive\nSIRET : 732 829 320 00074"

    assert ids_of(OURS, block) == ("siren:732829320",)
    assert ids_of(f"{OURS}\nAtelier Verrier - RCS Nantes 732 829 320", block) == ()
    assert ids_of(f"{OURS}\nTVA FR44732829320", block) == ()


def test_lines_with_a_bank_account_or_a_trade_register_are_an_issuers() -> None:
    assert ids_of(OURS, "Menuiserie Rive\nSIRET : 732 829 320 00074\nRCS Angers") == ()
    assert ids_of(OURS, "Menuiserie Rive\nSIRET : 732 829 320 00074\nIBAN FR76 3000") == ()


def test_two_firms_of_one_register_in_one_address_are_none_and_of_two_lands_are_both() -> None:
    assert ids_of(OURS, "Menuiserie Rive\nSIREN 732 829 320\nTVA FR61954506077") == ()
    assert set(ids_of(OURS, "Menuiserie Rive\nSIREN 732 829 320\nUSt-IdNr. DE136695976")) == {
        "siren:732829320",
        "vat:DE136695976",
    }
