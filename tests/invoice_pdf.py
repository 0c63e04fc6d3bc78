"""Small PDFs and the mails that carry them, made in the tests: no file, no layout engine."""

from collections.abc import Iterable
from email.message import EmailMessage
from io import BytesIO

import pikepdf

from relanced.intake.message import Message, parse_message
from relanced.model.rules import Firm

FIRM = Firm(
    name="Atelier Verrier SARL",
    addresses=("@firm.example",),
    sender="compta@firm.example",
    country="FR",
    language="fr",
)
Run = tuple[float, float, str] | tuple[float, float, str, float]  # left, top, words, size of type
INVOICE: tuple[Run, ...] = (
    (60, 60, "Atelier Verrier SARL"),
    (60, 74, "3 rue des Chantiers"),
    (60, 88, "44000 Nantes"),
    (60, 102, "SIRET 000 123 456 00011"),
    (350, 130, "Garage Lemaire"),
    (350, 144, "12 avenue Foch"),
    (350, 158, "17100 Saintes"),
    (60, 200, "Facture", 20),
    (60, 230, "Numéro"),
    (200, 230, "F-2027-031"),
    (60, 244, "Date"),
    (200, 244, "03/05/2027"),
    (60, 258, "Échéance"),
    (200, 258, "15/06/2027"),
    (60, 300, "Total HT"),
    (200, 300, "100,00 €"),
    (60, 314, "TVA 20 %"),
    (200, 314, "20,00 €"),
    (60, 328, "Total TTC"),
    (200, 328, "120,00 €"),
)


def pdf_of(*pages: Iterable[Run], turn: int = 0, char_space: float = 0.0) -> bytes:
    """A PDF of A4 pages with these words at these places, top left being (0, 0).

    `turn` turns the words by that many quarters against the clock, as landscape exports do.
    """
    pdf = pikepdf.new()
    for runs in pages:
        page = pdf.add_blank_page(page_size=(842, 842))
        page.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(
                F1=pikepdf.Dictionary(
                    Type=pikepdf.Name.Font,
                    Subtype=pikepdf.Name.Type1,
                    BaseFont=pikepdf.Name.Helvetica,
                    Encoding=pikepdf.Name.WinAnsiEncoding,
                )
            )
        )
        page.Contents = pdf.make_stream(b"\n".join(_shown(run, turn, char_space) for run in runs))
    out = BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _shown(run: Run, turn: int, char_space: float) -> bytes:
    left, top, words, *size = run
    x, y = left, 842 - top
    matrix = f"1 0 0 1 {x} {y}" if turn == 0 else f"0 1 -1 0 {842 - y} {x}"
    escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    head = f"BT /F1 {size[0] if size else 10} Tf {char_space} Tc {matrix} Tm (".encode()
    return head + escaped.encode("cp1252") + b") Tj ET"


def with_file(pdf: bytes, name: str, content: bytes) -> bytes:
    """The same PDF with a file embedded in it."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.attachments[name] = _spec(opened, name, content)
        opened.save(out, deterministic_id=True)
    return out.getvalue()


def _spec(pdf: pikepdf.Pdf, name: str, content: bytes) -> pikepdf.AttachedFileSpec:
    return pikepdf.AttachedFileSpec(
        pdf, content, filename=name, description="", mime_type="text/xml", creation_date="", mod_date=""
    )


def locked(pdf: bytes) -> bytes:
    """The same PDF, to be opened with a password only."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def mail_with(
    *files: tuple[str, bytes],
    subject: str = "Votre facture",
    body: str = "Bonjour,\nla facture est jointe.\n",
    sender: str = "Atelier Verrier <compta@firm.example>",
    to: str = "Garage Lemaire <compta@lemaire.example>",
) -> Message:
    """A mail of 3 May 2027 with these files attached."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = "Mon, 03 May 2027 10:00:00 +0200"
    mail.set_content(body)
    for name, content in files:
        kind = "xml" if name.endswith(".xml") else "pdf" if name.endswith(".pdf") else "octet-stream"
        mail.add_attachment(content, maintype="application", subtype=kind, filename=name)
    return parse_message(mail.as_bytes())
