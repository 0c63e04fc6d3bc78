"""One attachment in, its invoices out, or why it could not be read. Pure: bytes in, values out."""

import re
from dataclasses import replace

from relanced.intake.invoice.build import Setting, from_paper, from_structured
from relanced.intake.invoice.found import NOTHING, FileRead, Found, Trouble, aside, together, trouble
from relanced.intake.invoice.labels.kinds import INVOICE_KINDS, Kind
from relanced.intake.invoice.owner_rules import Ruled, Search, ruled_paper, search_rules
from relanced.intake.invoice.page.pages import Unreadable, read_pages
from relanced.intake.invoice.page.sheet import Sheet
from relanced.intake.invoice.paper import Paper, read_paper, split
from relanced.intake.invoice.ruled import by_rule, is_no_invoice, rule_use
from relanced.intake.invoice.xml.structured import is_invoice_xml, read_xml
from relanced.intake.invoice.xml.xml_facts import Refused, Structured
from relanced.intake.lazy import lazy
from relanced.intake.message import Attachment
from relanced.intake.readings import Unread
from relanced.model.names import number_key

_PICTURE = lazy(r"\.(?:jpe?g|png|heic|tiff?|webp)$", re.IGNORECASE)
_CLOSED = lazy(r"\.(?:docx?|odt|xlsx?|ods|rtf|zip|pages|p7m|dat|eml|msg)$", re.IGNORECASE)
# An embedded file stands under the name EF, written out or with escapes, or inside a stream of objects.
_MAY_EMBED = re.compile(rb"/(?:EF|E#46|#45F|#45#46|ObjStm|XRef)")
_LARGE = 80_000  # bytes: smaller pictures are logos and signatures


def read_file(attachment: Attachment, setting: Setting) -> FileRead:
    """Read a PDF or an invoice XML; a file of another kind that is called an invoice is named as trouble."""
    if is_pdf(attachment):
        return read_pdf(attachment.data, setting)
    if ignored := _ignored([ruled_paper(setting.rules, "", setting.hints)], setting):
        return ignored
    if _is_xml(attachment):
        return _read_xml(attachment.data, replace(setting, read_from="xml"))
    hints = setting.hints
    picture = bool(_PICTURE.search(attachment.filename)) and len(attachment.data) > _LARGE
    closed = bool(_CLOSED.search(attachment.filename)) or attachment.content_type == "message/rfc822"
    if not (picture or closed or (hints.file_is_invoice and _PICTURE.search(attachment.filename))):
        return NOTHING
    if not hints.file_is_invoice and (hints.file_is_other or not hints.mail_is_invoice):
        return aside(
            setting.file, "unknown", "neither a PDF nor an invoice XML, and nothing calls it an invoice"
        )
    what = "a picture" if _PICTURE.search(attachment.filename) else "neither a PDF nor an invoice XML"
    why = f"it is {what}, which relanced does not read"
    return trouble(setting.file, why, is_sure=hints.file_is_invoice)


def _embedded(data: bytes) -> tuple[Structured, ...] | Refused:
    """The facts of an invoice XML embedded in a PDF; most have none, and need not be opened a second time."""
    if not _MAY_EMBED.search(data):
        return ()
    from relanced.intake.invoice.xml.embedded import read_embedded  # noqa: PLC0415 - 8 MB: see _MAY_EMBED

    return read_embedded(data)


def _read_xml(data: bytes, setting: Setting) -> FileRead:
    found = read_xml(data, is_named=setting.hints.file_is_invoice)
    if isinstance(found, Refused):
        return _refused(found, setting)
    if not found:
        return aside(setting.file, "unknown", "it is an XML, but no invoice")
    return together([_structured(each, None, setting) for each in found])


def _structured(xml: Structured, paper: Paper | None, setting: Setting) -> FileRead:
    """The invoice of an XML, or what else the XML is."""
    read = from_structured(xml, paper, setting)
    if read.found or read.troubles:
        return read
    if xml.kind not in INVOICE_KINDS:
        return aside(setting.file, xml.kind.value, f"its XML says that it is a {xml.kind.value}")
    seller = f" but {xml.seller}" if xml.seller else ""
    return aside(
        setting.file, "bought", f"the seller is not you{seller}: it is addressed to {xml.buyer or 'you'}"
    )


def _refused(refused: Refused, setting: Setting) -> FileRead:
    why = f"the invoice XML {refused.why}"
    return FileRead(
        troubles=(Trouble(unread=Unread(file=setting.file, why=why, missing=refused.missing), is_sure=True),)
    )


def read_pdf(data: bytes, setting: Setting) -> FileRead:
    """Read one PDF: the XML embedded in it, if any, and its pages; several invoices may lie in one file."""
    embedded = _embedded(data)
    pages = read_pages(data)
    sheets = () if isinstance(pages, Unreadable) else split(pages, setting.hints)
    searches = [search_rules(setting.rules, sheet.text, setting.hints) for sheet in sheets]
    rules = [search.rule for search in searches]
    if ignored := _ignored(rules or [ruled_paper(setting.rules, "", setting.hints)], setting):
        return ignored
    papers = [by_rule(_general(sheet, setting), rule) for sheet, rule in zip(sheets, rules, strict=True)]
    if embedded and not isinstance(embedded, Refused):
        inside = replace(setting, read_from="factur-x")
        read = together([_structured(xml, _same_number(papers, xml), inside) for xml in embedded])
        return replace(read, notes=_notes(searches))
    if isinstance(pages, Unreadable):
        read = _no_pages(pages, setting)
    else:
        inside = replace(setting, read_from="pdf")
        read = together([_page(paper, rule, inside) for paper, rule in zip(papers, rules, strict=True)])
        read = together([read, _gap(sum(page.skipped for page in pages), read, setting)])
    read = _beside_refused(read, embedded, setting) if isinstance(embedded, Refused) else read
    return replace(read, notes=_notes(searches))


def _ignored(rules: list[Ruled | None], setting: Setting) -> FileRead | None:
    """The file that the owner's rule says is never an invoice."""
    names = [rule.name for rule in rules if rule is not None and is_no_invoice(rule)]
    return (
        aside(setting.file, "ignored", f"your rule {names[0]} says that it is no invoice") if names else None
    )


def _notes(searches: list[Search]) -> tuple[str, ...]:
    """What became of the owner's rules in a file: on the papers that one of them fits, else on all."""
    used = [search for search in searches if search.rule is not None and search.rule.name]
    return tuple(dict.fromkeys(note for search in used or searches for note in search.notes))


def _page(paper: Paper, rule: Ruled | None, setting: Setting) -> FileRead:
    """The invoice of a paper, why it is unreadable, with what the owner's rule did, or what else it is."""
    read = from_paper(paper, setting)
    if rule is not None and rule.name:
        use = rule_use(rule, paper)
        read = replace(
            read,
            troubles=tuple(replace(each, unread=replace(each.unread, rule=use)) for each in read.troubles),
        )
    return read if read.found or read.troubles else _other_paper(paper, setting.file)


def _other_paper(paper: Paper, file: str) -> FileRead:
    """A page that is read and asks nobody for money: what it is."""
    lacks = [
        words
        for words, found in (("number", paper.number), ("amount to be paid", paper.total))
        if found is None
    ]
    if paper.title is None:
        return aside(file, "unknown", ", ".join(f"no {each}" for each in ("title", *lacks)))
    words = " ".join(paper.title.words.split())[:80]
    if paper.title.kind is Kind.REMINDER:
        return aside(file, paper.title.kind.value, f"it is a reminder letter («{words}»)")
    if paper.title.kind not in INVOICE_KINDS:
        return aside(file, paper.title.kind.value, f"titled «{words}»: {paper.title.kind.value}")
    if paper.is_bought:
        return aside(
            file, "bought", f"the seller is not you: it is addressed to {paper.client_name or 'you'}"
        )
    return aside(file, "unknown", f"titled «{words}», with no {' and no '.join(lacks or ['day of issue'])}")


def _gap(skipped: int, read: FileRead, setting: Setting) -> FileRead:
    """Pages that were left out of a long file: of a batch of invoices they hold others; of one they are annexes."""
    if not skipped or len(read.found) == 1:
        return NOTHING
    looks = bool(read.found) or setting.hints.file_is_invoice
    why = f"{skipped} pages in the middle of this long file were not read"
    return trouble(setting.file, why, is_sure=looks) if looks else NOTHING


def _general(sheet: Sheet, setting: Setting) -> Paper:
    return read_paper(sheet, setting.hints, setting.us, setting.to, setting.country)


def _no_pages(pages: Unreadable, setting: Setting) -> FileRead:
    """A file of which nothing can be read; beside a mail's words, those say whether it may be an invoice."""
    hints = setting.hints
    if setting.is_bare:
        return trouble(setting.file, pages.why, is_sure=True)
    looks = hints.file_is_invoice or (hints.mail_is_invoice and not hints.file_is_other)
    looks = looks or (pages.is_scan and hints.names_nothing)
    if not looks:
        why = f"could not be read ({pages.why}), and neither its name nor the mail calls it an invoice"
        return aside(setting.file, "unreadable", why)
    return trouble(setting.file, pages.why, is_sure=hints.file_is_invoice)


def _beside_refused(read: FileRead, refused: Refused, setting: Setting) -> FileRead:
    """The pages of a PDF whose XML could not be read: they count, and the owner is told."""
    if not read.found:
        return together([_refused(refused, setting), read])
    told = f"the XML in the PDF {refused.why}; its pages alone were read"
    return replace(
        read,
        found=tuple(
            Found(
                invoice=replace(each.invoice, disagreements=(*each.invoice.disagreements, told)),
                claim=each.claim,
            )
            for each in read.found
        ),
    )


def is_pdf(attachment: Attachment) -> bool:
    """Whether an attachment is a PDF, or passes for one: senders name the type as they please."""
    named = attachment.content_type == "application/pdf" or attachment.filename.lower().endswith(".pdf")
    return named or b"%PDF-" in attachment.data[:1024]


def _is_xml(attachment: Attachment) -> bool:
    named = attachment.content_type.endswith("/xml") or attachment.filename.lower().endswith(".xml")
    return named or is_invoice_xml(attachment.data)


def _same_number(papers: list[Paper], xml: Structured) -> Paper | None:
    key = number_key(xml.number)
    fitting = (paper for paper in papers if paper.number and number_key(paper.number.number) == key)
    return next(fitting, papers[0] if papers else None)
