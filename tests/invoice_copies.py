"""Copies of an invoice mail as they arrive by Bcc, with what our own mail server found out about them."""

from email.message import EmailMessage

from invoice_pdf import INVOICE, pdf_of

PDF = pdf_of(INVOICE)
PASSED = "mx.firm.example; dkim=pass header.d=firm.example; dmarc=pass header.from=firm.example"
FAILED = "mx.firm.example; dkim=none; spf=fail; dmarc=fail header.from=firm.example"


def copy_of(
    results: str = "",
    *,
    sender: str = "Atelier Verrier <compta@firm.example>",
    to: str = "Garage Lemaire <compta@lemaire.example>",
    body: str = "Bonjour,\nla facture est jointe.\n",
    pdf: bytes | None = PDF,
    headers: tuple[tuple[str, str], ...] = (),
) -> bytes:
    """A mail of 3 May 2027; `results` is its Authentication-Results, `headers` replaces others."""
    mail = EmailMessage()
    mail["Message-ID"] = "<f31@firm.example>"
    mail["From"], mail["To"], mail["Subject"] = sender, to, "Votre facture"
    mail["Date"] = "Mon, 03 May 2027 10:00:00 +0200"
    for name, value in headers:
        del mail[name]
        mail[name] = value
    mail.set_content(body)
    if pdf is not None:
        mail.add_attachment(pdf, maintype="application", subtype="pdf", filename="facture.pdf")
    top = f"Authentication-Results: {results}\n".encode() if results else b""
    return top + mail.as_bytes()
