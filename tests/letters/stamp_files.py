"""Invoices as PDFs of every awkward kind, made in the tests: turned, cropped, signed, locked, broken."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

FACTUR_X = b"<rsm:CrossIndustryInvoice/>"
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">'
    b"<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def invoice(
    *,
    box: tuple[float, float, float, float] = (0, 0, 595, 842),
    crop: tuple[float, float, float, float] | None = None,
    turn: int | None = None,
    content: bytes = b"",
    change: Callable[[Pdf], None] = lambda _: None,
    pages: int = 1,
    **save: object,
) -> bytes:
    """An invoice whose words fill its page from corner to corner of what is shown."""
    pdf = pikepdf.new()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(100, 100))
        page.obj.MediaBox = Array(list(box))
        if crop:
            page.obj.CropBox = Array(list(crop))
        if turn is not None:
            page.obj.Rotate = turn
        page.obj.Resources = Dictionary(
            Font=Dictionary(
                F1=Dictionary(
                    Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
                )
            )
        )
        page.obj.Contents = pdf.make_stream(content or _words(*(crop or _in_order(box)), turn or 0))
    change(pdf)
    out = BytesIO()
    pdf.save(out, **save)  # type: ignore[arg-type]  # whatever the test wants of the writer
    return out.getvalue()


def _words(left: float, low: float, right: float, high: float, turn: int) -> bytes:
    """Lines of an invoice, upright as the page is shown."""
    wide, tall = right - left, high - low
    matrix, height = {
        90: (f"0 1 -1 0 {right} {low}", wide),
        180: (f"-1 0 0 -1 {right} {high}", tall),
        270: (f"0 -1 1 0 {left} {high}", wide),
    }.get(turn % 360, (f"1 0 0 1 {left} {low}", tall))
    rows = int(height // 14) - 1
    lines = " ".join(
        f"BT /F1 9 Tf 20 {height - 14 * (row + 1):.1f} Td (Facture F2026-012, ligne {row + 1}: 1 200,00 EUR) Tj ET"
        for row in range(rows)
    )
    return f"q {matrix} cm {lines} Q".encode()


def with_file(pdf: Pdf) -> None:
    """Factur-X: a file in the catalogue, in the page's /AF, and in an annotation."""
    spec = pikepdf.AttachedFileSpec(
        pdf,
        FACTUR_X,
        filename="factur-x.xml",
        description="",
        mime_type="text/xml",
        creation_date="",
        mod_date="",
    )
    pdf.attachments["factur-x.xml"] = spec
    pdf.Root.AF = Array([spec.obj])
    pdf.pages[0].obj.AF = Array([spec.obj])
    pdf.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, FS=spec.obj)])
    pdf.Root.Metadata = pdf.make_stream(XMP)


def with_signature(pdf: Pdf) -> None:
    """A signature field with its widget, which shows «SIGNED BY» on the page."""
    shown = pdf.make_stream(b"BT /F1 14 Tf 5 10 Td (SIGNED BY VERRIER) Tj ET")
    shown.Type, shown.Subtype, shown.BBox = Name.XObject, Name.Form, Array([0, 0, 180, 40])
    shown.Resources = pdf.pages[0].obj.Resources
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T="Signature1",
            Rect=Array([300, 60, 480, 100]),
            F=4,
            V=Dictionary(Type=Name.Sig, Contents=b"\0" * 20),
            AP=Dictionary(N=shown),
        )
    )
    pdf.pages[0].obj.Annots = Array([widget])
    pdf.Root.AcroForm = Dictionary(Fields=Array([widget]), SigFlags=3)
    pdf.Root.Perms = Dictionary(DocMDP=Dictionary(Type=Name.Sig))


def broken(pdf: bytes) -> bytes:
    """The same file with its table of objects gone: readers build it anew."""
    return pdf[: pdf.rindex(b"startxref")] + b"startxref\n9999999\n%%EOF"


def every_kind() -> dict[str, bytes]:
    """A file of each kind that can be stamped."""
    a4 = (0.0, 0.0, 595.0, 842.0)
    return {
        "upright": invoice(),
        "turned-90": invoice(turn=90),
        "turned-180": invoice(turn=180),
        "turned-270": invoice(turn=270),
        "turned-minus-90": invoice(turn=-90),
        "landscape": invoice(box=(0, 0, 842, 595)),
        "landscape-by-turning": invoice(turn=90, box=a4),
        "off-origin": invoice(box=(-300, 500, 295, 1342)),
        "cropped": invoice(box=(0, 0, 1000, 1000), crop=(300, 100, 800, 700)),
        "cropped-and-turned": invoice(box=(0, 0, 1000, 1000), crop=(300, 100, 800, 500), turn=270),
        "user-unit": invoice(box=(0, 0, 298, 421), change=lambda pdf: _unit(pdf, 2)),
        "corners-swapped": invoice(box=(595, 842, 0, 0)),
        "unbalanced": invoice(content=b"q 0.2 0 0 0.2 300 700 cm q 1 0 0 1 50 0 cm 0 0 99 99 re f"),
        "too-many-Q": invoice(content=b"Q Q q 0 0 99 99 re f Q Q"),
        "no-content": invoice(change=lambda pdf: pdf.pages[0].obj.__delitem__("/Contents")),
        "inherited-resources": invoice(change=_inherit),
        "owner-password": invoice(encryption=pikepdf.Encryption(owner="o", user="")),
        "signed": invoice(change=with_signature),
        "factur-x": invoice(change=with_file),
        "broken": broken(invoice()),
        "several": invoice(pages=3),
    }


def _unit(pdf: Pdf, unit: int) -> None:
    pdf.pages[0].obj.UserUnit = unit


def _inherit(pdf: Pdf) -> None:
    page = pdf.pages[0].obj
    pdf.Root.Pages.Resources, pdf.Root.Pages.Rotate = page.Resources, 90
    del page["/Resources"]


def _in_order(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    return min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])
