"""The owner's rules win over the general reading, field by field; a wrong rule is said, never passed over."""

import pytest
from invoice_pdf import FIRM, INVOICE, Run, mail_with, pdf_of, with_file
from invoice_xml import cii

from relanced.intake.invoice.read import read_sent
from relanced.intake.readings import Field, SentRead
from relanced.model.facts import InvoiceKind
from relanced.model.rules import InvoiceRule
from relanced.model.terms import Terms

ODD: tuple[Run, ...] = (
    (60, 60, "Atelier Verrier"),
    (60, 90, "Pièce 4711 / 2027"),
    (60, 120, "Pour le garage du port"),
    (60, 150, "fait le 3 mai 2027"),
    (60, 180, "Doit 1 234,50"),
)
RULE = InvoiceRule(
    name="ancien",
    when="Atelier",
    number=r"Pièce (\d+)",
    issued=r"fait le (.*)",
    total=r"Doit (?P<value>.*)",
    terms=None,
    client=r"Pour (le .*)",
)


def nothing_in(found: SentRead) -> bool:
    return not found.invoices and not found.unread


def read(*pages: tuple[Run, ...], rules: tuple[InvoiceRule, ...], name: str = "f.pdf") -> SentRead:
    """What a mail with one PDF says by these rules."""
    return read_sent(mail_with((name, pdf_of(*pages))), FIRM, rules)


def test_a_layout_that_is_not_understood_is_read_by_the_owners_rule() -> None:
    (invoice,) = read(ODD, rules=(RULE,)).invoices

    assert (invoice.number, invoice.total.plain, invoice.total.currency) == ("4711", "1234.50", "EUR")
    assert (str(invoice.issued_on), invoice.kind) == ("2027-05-03", InvoiceKind.INVOICE)
    assert (invoice.client_name, invoice.read_from) == ("le garage du port", "owner's rule")
    assert "your rule ancien: «4711»" in invoice.because
    assert read(ODD, rules=()).invoices == ()


def test_what_the_rule_does_not_say_is_read_as_always() -> None:
    rule = InvoiceRule(name="nos", number=r"F-(\d{4})-\d+")
    (invoice,) = read(INVOICE, rules=(rule,)).invoices

    assert (invoice.number, invoice.total.plain, str(invoice.due_on)) == ("2027", "120.00", "2027-06-15")
    assert invoice.read_from == "owner's rule"


def test_a_rule_that_decides_neither_number_nor_amount_leaves_the_source_as_it_is() -> None:
    (invoice,) = read(INVOICE, rules=(InvoiceRule(name="qui", client="(SARL)"),)).invoices

    assert (invoice.client_name, invoice.read_from) == ("SARL", "pdf")


def test_the_terms_of_a_rule_go_before_a_day_that_was_generally_read() -> None:
    page = (*INVOICE, (60, 400, "Mode : soixante jours"))
    (invoice,) = read(page, rules=(InvoiceRule(name="t", terms="Mode : (.*)"),)).invoices

    assert (invoice.due_on, invoice.terms) == (None, Terms(days=60))


@pytest.mark.parametrize("kind", ["deposit", "credit_note"])
def test_the_rule_says_what_kind_it_is(kind: str) -> None:
    (invoice,) = read(INVOICE, rules=(InvoiceRule(name="k", kind=kind),)).invoices

    assert invoice.kind.value == kind


def test_a_paper_that_looks_like_a_quote_or_a_suppliers_is_an_invoice_where_the_rule_says_so() -> None:
    quote = tuple((r[0], r[1], "Devis", 20) if r[2] == "Facture" else r for r in INVOICE)

    assert read(quote, rules=()).invoices == ()
    assert len(read(quote, rules=(InvoiceRule(name="k", kind="invoice"),)).invoices) == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Facture.pdf", pdf_of(INVOICE)),
        ("Facture.pdf", pdf_of(())),
        ("Facture.pdf", with_file(pdf_of(INVOICE), "factur-x.xml", cii())),
        ("Facture.docx", b"PK"),
        ("Facture.xml", cii()),
    ],
)
def test_a_paper_that_is_none_by_the_rule_is_neither_read_nor_unreadable(name: str, data: bytes) -> None:
    rule = InvoiceRule(name="jamais", when="^Facture", kind="none")
    mail = mail_with((name, data))

    found = read_sent(mail, FIRM, (rule,))
    assert nothing_in(found)
    assert (found.asides[0].kind, "your rule jamais" in found.asides[0].why) == ("ignored", True)
    assert not nothing_in(read_sent(mail, FIRM))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            InvoiceRule(name="r", issued="Atelier"),
            "your rule r: «Atelier», which its `issued` found, is no day",
        ),
        (InvoiceRule(name="r", due="Atelier"), "your rule r: «Atelier», which its `due` found, is no day"),
        (
            InvoiceRule(name="r", total="Garage"),
            "your rule r: «Garage», which its `total` found, is no amount",
        ),
        (
            InvoiceRule(name="r", number="Garage"),
            "your rule r: «Garage», which its `number` found, is no invoice number",
        ),
        (
            InvoiceRule(name="r", terms="Garage"),
            "your rule r: «Garage», which its `terms` found, holds no terms of payment",
        ),
        (InvoiceRule(name="r", total="(unclosed"), "no regular expression"),
    ],
)
def test_a_rule_that_finds_no_such_value_makes_the_paper_unreadable(rule: InvoiceRule, words: str) -> None:
    found = read(INVOICE, rules=(rule,))

    assert found.invoices == ()
    assert words in found.unreadable
    assert Field.CLIENT in {each.field for each in found.unread[0].evidence}


def test_the_rules_amount_is_in_its_own_currency_unless_it_names_one() -> None:
    swiss = InvoiceRule(
        name="ch", number=r"(4711)", total=r"Doit (.*)", issued=r"fait le (.*)", currency="CHF"
    )
    (invoice,) = read(ODD, rules=(swiss,)).invoices

    assert invoice.total.currency == "CHF"


def test_structured_facts_go_before_a_rule_and_their_difference_is_said() -> None:
    pdf = with_file(pdf_of(INVOICE), "factur-x.xml", cii(due=""))
    rule = InvoiceRule(name="r", total=r"(100,00)", due=r"(03/05/2027)")
    (invoice,) = read_sent(mail_with(("f.pdf", pdf)), FIRM, (rule,)).invoices

    assert (invoice.read_from, invoice.total.plain, str(invoice.due_on)) == (
        "factur-x",
        "140.00",
        "2027-05-03",
    )
    assert "amount: 140.00 EUR in the XML, 100.00 EUR on the page" in invoice.disagreements


BODY = "Bonjour,\nvoici la note 88 : vous me devez 400 euros pour le 3 juin 2027.\nMerci !\n"


def test_an_invoice_in_the_text_of_a_mail_is_read_by_the_rule() -> None:
    rule = InvoiceRule(
        name="notes", number=r"la note (\d+)", total=r"devez (.*?) pour", due=r"pour le (.*)\."
    )
    (invoice,) = read_sent(mail_with(subject="note 88", body=BODY), FIRM, (rule,)).invoices

    assert (invoice.number, invoice.total.plain, str(invoice.due_on)) == ("88", "400.00", "2027-06-03")
    assert invoice.read_from == "owner's rule"


def test_a_mail_in_which_the_rule_finds_but_a_number_is_none_nor_is_an_answer() -> None:
    number = InvoiceRule(name="notes", number=r"la note (\d+)")
    both = InvoiceRule(name="notes", number=r"la note (\d+)", total=r"devez (.*?) pour")

    assert nothing_in(read_sent(mail_with(subject="note 88", body=BODY), FIRM, (number,)))
    assert nothing_in(read_sent(mail_with(subject="Re: note 88", body=BODY), FIRM, (both,)))


def test_a_mail_that_is_none_by_the_rule_is_not_read() -> None:
    text = "Facture n° 2027-114\nDate : 03/05/2027\nTotal à payer : 400,00 €\nÉchéance : 01/06/2027\n"
    mail = mail_with(subject="Facture n° 2027-114", body=text)

    assert len(read_sent(mail, FIRM).invoices) == 1
    assert nothing_in(read_sent(mail, FIRM, (InvoiceRule(name="n", when="2027-114", kind="none"),)))
