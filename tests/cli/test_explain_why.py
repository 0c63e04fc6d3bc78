"""`explain` says of every file what became of it and why, and what each rule of the owner's did."""

import json
import re
from pathlib import Path

import pytest
from cli.test_explain import CONFIG, explain, file_of, mailed
from invoice_pdf import INVOICE, Run, locked, pdf_of

DOCS = Path(__file__).parents[2] / "docs" / "configuration.md"
_SWAPPED = {
    "Atelier Verrier SARL": "Garage Lemaire",
    "Garage Lemaire": "Atelier Verrier SARL",
    "3 rue des Chantiers": "12 avenue Foch",
    "12 avenue Foch": "3 rue des Chantiers",
}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "firm.toml"
    path.write_text(CONFIG.replace("FOLDER", str(tmp_path)), encoding="utf-8")
    return path


def titled(title: str) -> tuple[Run, ...]:
    return tuple((r[0], r[1], title, 20) if r[2] == "Facture" else r for r in INVOICE)


def found(config: Path, path: Path) -> dict[str, list[dict[str, object]]]:
    read: dict[str, list[dict[str, object]]] = json.loads(explain(config, "--sent", "--json", path).stdout)
    return read


def with_rule(config: Path, *lines: str) -> None:
    text = "\n".join(["[[invoice]]", 'name = "mine"', *lines])
    config.write_text(f"{config.read_text('utf-8')}\n{text}\n", encoding="utf-8")


def test_a_bare_file_that_cannot_be_read_says_so_whatever_its_name(config: Path, tmp_path: Path) -> None:
    raws = {"broken": pdf_of(INVOICE)[:400], "password": locked(pdf_of(INVOICE)), "no text": pdf_of([])}
    paths = []
    for why, raw in raws.items():
        for name in ("trunc", "cgv", "facture12"):
            paths.append(tmp_path / f"{name}-{why}.pdf")
            paths[-1].write_bytes(raw)
    said = explain(config, "--sent", *paths)
    boxes = said.stdout.split("╰")[:-1]

    assert said.exit_code == 1
    assert len(boxes) == len(paths)
    for path, box in zip(paths, boxes, strict=True):
        assert f"{path.name}: could not be read" in box
        assert path.stem.partition("-")[2] in box.partition("could not be read: ")[2]
    assert ".." not in said.stdout
    assert "PDFium" not in said.stdout


def test_what_is_no_invoice_says_why(config: Path, tmp_path: Path) -> None:
    bought = tuple((r[0], r[1], _SWAPPED.get(r[2], r[2]), *r[3:]) for r in INVOICE)
    papers: tuple[tuple[str, str, tuple[Run, ...]], ...] = (
        ("quote", "titled «DEVIS»", titled("DEVIS")),
        ("reminder letter", "it is a reminder letter («Relance»)", titled("Relance")),
        ("bought", "the seller is not you: it is addressed to Atelier Verrier SARL", bought),
        ("unknown", "no title, no number, no amount to be paid", ((60, 60, "Bonjour à tous"),)),
    )
    paths = [file_of(tmp_path, f"{kind}.pdf", runs) for kind, _, runs in papers]
    lines = explain(config, "--sent", "--json", *paths).stdout.splitlines()

    for (kind, why, _), line in zip(papers, lines, strict=True):
        [aside] = json.loads(line)["asides"]
        assert (aside["file"], aside["kind"]) == (f"{kind}.pdf", kind)
        assert why in aside["why"]
    assert "quote.pdf: titled «DEVIS»: quote." in explain(config, paths[0]).stdout


def test_a_file_that_is_neither_mail_nor_invoice_says_what_it_is(config: Path, tmp_path: Path) -> None:
    files = {
        "a.eml": (b" \n", "it is an empty file."),
        "a.xml": (b"<?xml version='1.0'?><plan/>", "a.xml: it is an XML, but no invoice."),
        "b.xml": (b"<?xml version='1.0'?><CrossIndustryInvoice><a>", "is damaged: from line 1"),
        "a.pdf": (b"hello", "it is no PDF, whatever its name says."),
        "a.jpg": (b"\xff\xd8\xff\xe0", "it is a picture,"),
        "a.docx": (b"PK\x03\x04", "it is an archive or an office document,"),
        "a.txt": (b"hello\n", "no header lines"),
    }
    for name, (raw, _) in files.items():
        (tmp_path / name).write_bytes(raw)
    said = explain(config, "--sent", *(tmp_path / name for name in files), columns=160).stdout

    for box, (_, why) in zip(said.split("╰")[:-1], files.values(), strict=True):
        assert why in box


def test_a_rule_that_does_nothing_is_named(config: Path, tmp_path: Path) -> None:
    with_rule(config, "when = 'jamais'", "number = 'x'")
    text = config.read_text("utf-8")
    config.write_text(text + "[[invoice]]\nname = 'two'\nnumber = 'Zzz (\\d+)'\n", encoding="utf-8")
    said = " ".join(explain(config, file_of(tmp_path, "f.pdf", INVOICE), columns=160).stdout.split())

    assert "Your rule mine was not used: its `when` fits nothing here." in said
    assert "Your rule two was used; its pattern `number` fits nowhere on this page." in said


def test_a_wrong_key_of_a_rule_is_what_is_to_be_changed(config: Path, tmp_path: Path) -> None:
    with_rule(config, "terms = 'Garage'")
    said = " ".join(explain(config, file_of(tmp_path, "f.pdf", INVOICE), columns=160).stdout.split())

    assert "which its `terms` found, holds no terms of payment" in said
    assert (
        "Change this key of your rule mine, and explain it again. All else that is needed was read." in said
    )
    assert "No rule can help" not in said
    assert "120.00 EUR" in said


def test_a_rule_that_was_used_is_added_to_and_not_written_twice(config: Path, tmp_path: Path) -> None:
    with_rule(config, "kind = 'invoice'", "number = 'Zzz (\\d+)'")
    bare = tuple(r for r in INVOICE if r[2] not in {"F-2027-031", "Numéro", "Total TTC", "120,00 €", "Total HT"}
                 and r[2] not in {"100,00 €", "TVA 20 %", "20,00 €"})  # fmt: skip
    said = explain(config, file_of(tmp_path, "facture.pdf", bare), columns=160).stdout

    assert "Change `number` of your rule mine" in said
    assert "add these lines to your rule mine" in said
    assert "total = 'WORDS BEFORE IT" in said
    assert "[[invoice]]" not in said
    assert "number = 'WORDS" not in said


def test_a_credit_note_is_to_be_deducted(config: Path, tmp_path: Path) -> None:
    said = explain(config, file_of(tmp_path, "avoir.pdf", titled("Avoir"))).stdout

    assert "avoir.pdf: a credit note" in said
    assert re.search(r"to be deducted +120\.00 EUR", said)


def test_a_sender_that_is_no_address_of_the_firm_is_said(config: Path, tmp_path: Path) -> None:
    mail = tmp_path / "sent.eml"
    mail.write_bytes(
        mailed(pdf_of(INVOICE)).replace(b"From: compta@firm.example", b"From: ann@alias.example")
    )
    said = explain(config, "--sent", mail, columns=160)

    assert said.exit_code == 0
    assert "From ann@alias.example is not in [firm] addresses" in said.stdout
    assert "sent.eml: an invoice" in said.stdout


def test_an_apostrophe_between_single_quotes_is_explained(config: Path) -> None:
    with_rule(config, "number = 'N° d'ordre (\\d+)'")
    said = explain(config, config)

    assert said.exit_code == 2
    assert "write . for it" in said.stderr


def test_the_worked_example_of_the_docs_is_true(config: Path, tmp_path: Path) -> None:
    part = DOCS.read_text("utf-8").partition("**A rule in a minute.**")[2]
    page = part.partition("```\n")[2].partition("```")[0]
    rule = part.partition("```toml\n")[2].partition("```")[0]
    runs = tuple(
        (60.0 + 300 * column, 60.0 + 20 * row, words)
        for row, line in enumerate(page.splitlines())
        for column, words in enumerate(re.split(r"\s{2,}", line.strip()))
        if words != "…"
    )
    path = file_of(tmp_path, "facture.pdf", runs)
    [unread] = found(config, path)["unread"]

    assert unread["missing"] == ["kind", "number"]
    assert "what kind of paper it is, and its number" in part
    config.write_text(f"{config.read_text('utf-8')}\n{rule}", encoding="utf-8")
    [invoice] = found(config, path)["invoices"]
    assert (invoice["number"], invoice["total"], invoice["issue_date"], invoice["client_name"]) == (
        "2026/114", "1234.50", "2026-10-05", "Garage Lemaire",
    )  # fmt: skip
