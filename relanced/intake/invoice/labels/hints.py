"""What a mail says about its attachments in, votes out: a subject «Facture F-12» helps to read page F-12."""

import re
from dataclasses import dataclass
from datetime import date

from relanced.intake.days import fold
from relanced.intake.invoice.labels.kinds import INVOICE_KINDS, Kind
from relanced.intake.invoice.labels.labels import TITLES, Labels
from relanced.intake.lazy import lazy
from relanced.model.names import number_key

TITLE_LABELS: Labels[Kind] = Labels(TITLES)
# Names that machines give: scanners, cameras, print dialogs.
_ANY_FILE = lazy(
    r"^(?:\W|\d|scan|numeris|scansione|escaneo|img|image|skm|document|dokument|doc|file|fichier|print)"
)
_REPLY = lazy(r"\s{0,5}(?:re|aw|antw|rép|rif|r|sv)\s{0,2}:", re.IGNORECASE)
_WORD_START = lazy(r"[\s_.,;:()\[\]-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """The words around one attachment; they confirm what a page says, and never stand in for it."""

    subject: str = ""
    filename: str = ""
    body: str = ""  # what was newly written, without quoted mails
    sent_on: date | None = None

    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of paper that file name and subject name, the file name first."""
        named = [
            hit.kind for text in (self.filename, self.subject) for hit in TITLE_LABELS.find(_spaced(text))
        ]
        return tuple(dict.fromkeys(named))

    def confirms(self, number: str) -> int:
        """How well the mail confirms an invoice number: 2 in subject or file name, 1 in the body, else 0."""
        key = number_key(number)
        if len(key) < 2:
            return 0
        if any(_holds(text, key) for text in (self.subject, self.filename.rpartition(".")[0])):
            return 2
        return 1 if _holds(self.body, key) else 0

    @property
    def file_is_invoice(self) -> bool:
        """Whether the file's name says that it is an invoice or a credit note."""
        return any(hit.kind in INVOICE_KINDS for hit in TITLE_LABELS.find(_spaced(self.filename)))

    @property
    def file_is_other(self) -> bool:
        """Whether the file's name says that it is another paper: a quote, terms of sale."""
        found = [hit.kind for hit in TITLE_LABELS.find(_spaced(self.filename))]
        return bool(found) and not any(kind in INVOICE_KINDS for kind in found)

    @property
    def names_nothing(self) -> bool:
        """Whether nobody says what the file is: «scan0012.pdf» under the subject «Scan», or under none."""
        subject = fold(self.subject).strip()
        if not _ANY_FILE.search(fold(self.filename)) or (subject and not _ANY_FILE.search(subject)):
            return False
        said = f"{_spaced(self.filename)} {_spaced(self.subject)} {fold(self.body[:2_000])}"
        return not TITLE_LABELS.find(said)

    @property
    def is_reply(self) -> bool:
        """Whether the subject answers another mail, whose words it then repeats."""
        return bool(_REPLY.match(self.subject))

    @property
    def mail_is_invoice(self) -> bool:
        """Whether subject or text speak of an invoice and of no other kind of paper."""
        subject = [hit.kind for hit in TITLE_LABELS.find(_spaced(self.subject))]
        said = subject or [hit.kind for hit in TITLE_LABELS.find(fold(self.body[:2_000]))]
        return any(kind in INVOICE_KINDS for kind in said[:1])


def _spaced(text: str) -> str:
    """A file name or subject as words: «Facture_d_acompte-12.pdf» reads «facture d acompte 12 pdf»."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", text[:300])
    return fold(re.sub(r"(?<=\w)[_-]+(?=\w)", " ", parted))


def _holds(text: str, key: str) -> bool:
    """Whether a text holds this number, and not only as a piece of a longer one."""
    squeezed = number_key(text[:4_000])
    if len(key) >= 5:
        return key in squeezed
    return key in {number_key(word) for word in _WORD_START.split(text[:4_000])}
