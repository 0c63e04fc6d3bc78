"""A file's texts, files and sums in; its index as a page and as JSON, its contacts and proofs as text, out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from relanced.cli.dossier_fetch import Missing
from relanced.cli.dossier_zip import digest
from relanced.intake.message import clean
from relanced.letters.papers.dossier import DossierPapers
from relanced.letters.papers.values import addressed
from relanced.model.dossier import Claim, Dossier, PostedNotice, Total
from relanced.model.law import LateCharges
from relanced.model.money import Money
from relanced.model.names import MessageId
from relanced.model.rules import Firm

_STYLE = """
body{font:15px/1.45 system-ui,sans-serif;color:#1a1a1a;max-width:70em;margin:2em auto;padding:0 1em}
table{border-collapse:collapse;width:100%;margin:.5em 0 1.5em}td,th{border-bottom:1px solid #c4c4c4;
padding:.35em .6em;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{border-bottom:2px solid #1a1a1a}
code{font-size:.8em;color:#5f5f5f}.gone{color:#a40000;font-weight:bold}.amount{text-align:right;white-space:nowrap}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """One file of one client, its papers, and what was put beside them."""

    dossier: Dossier
    firm: Firm
    papers: DossierPapers
    names: Mapping[int, str]  # by exhibit that is there: its file
    missing: Mapping[int, Missing]  # by exhibit that is not: why
    without: Mapping[str, str]  # by invoice without a PDF: why
    letters: Mapping[MessageId, bytes]  # the mails that held posted notices, as far as they are there

    @property
    def without_letter(self) -> tuple[PostedNotice, ...]:
        """The posted notices whose text is not in the file."""
        return tuple(each for each in self.dossier.notices if each.letter not in self.letters)


def index_json(packed: Packed, files: Mapping[str, bytes]) -> bytes:
    """All of it for another program; amounts are plain decimal strings, days ISO 8601."""
    dossier = packed.dossier
    value = {
        "format": 1,
        "on": dossier.on.isoformat(),
        "creditor": packed.firm.name,
        "debtor": {
            "name": dossier.client.name,
            "kind": dossier.client.kind.value,
            "addresses": list(dossier.addresses),
            "registrations": list(dossier.ids),
        },
        "totals": [_total(each) for each in dossier.totals],
        "claims": [_claim(each) for each in dossier.claims],
        "events": _events(packed),
        "exhibits": _exhibits(packed, files),
        "invoices_without_pdf": dict(packed.without),
        "files": {name: digest(data) for name, data in sorted(files.items())},
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _total(total: Total) -> dict[str, object]:
    return {
        "currency": total.owed.currency,
        "principal": total.principal.plain,
        "paid": total.paid.plain,
        "owed": total.owed.plain,
        "uncontested": total.uncontested.plain,
        "interest": _plain(total.interest),
        "indemnity": _plain(total.indemnity),
        "not_computed": list(total.refused),
    }


def _claim(claim: Claim) -> dict[str, object]:
    return {
        "number": claim.number,
        "issued_on": claim.issued_on.isoformat(),
        "due_on": claim.due_on.isoformat(),
        "total": claim.total.plain,
        "currency": claim.total.currency,
        "owed": claim.owed.plain,
        "came_off": [
            {"on": e.on.isoformat(), "kind": e.kind, "amount": e.amount.plain} for e in claim.entries
        ],
        "charges": _charges(claim.charges) if claim.charges else None,
        "last_day_in_court": claim.barred_after.isoformat() if claim.barred_after else None,
        "disputed_on": claim.disputed_on.isoformat() if claim.disputed_on else None,
        "is_disputed": claim.is_disputed,
    }


def _charges(charges: LateCharges) -> dict[str, object]:
    return {
        "until": charges.until.isoformat(),
        "interest": _plain(charges.interest),
        "indemnity": _plain(charges.indemnity),
        "basis": list(charges.basis),
        "not_computed": charges.refused,
        "spans": [
            {
                "since": span.since.isoformat(),
                "until": span.until.isoformat(),
                "days": span.days,
                "on": span.principal.plain,
                "percent": str(span.percent),
                "source": span.source,
            }
            for span in charges.spans
        ],
    }


def _plain(money: Money | None) -> str | None:
    return money.plain if money is not None else None


def _events(packed: Packed) -> list[dict[str, object]]:
    told = zip(packed.dossier.events, packed.papers.event_rows(), strict=True)
    return [
        {
            "number": number,
            "on": event.on.isoformat(),
            "kind": event.kind.value,
            "side": event.side.value,
            "invoices": list(event.invoices),
            "amount": _plain(event.amount),
            "currency": event.amount.currency if event.amount else None,
            "text": clean(row[3]),
            "exhibits": list(event.exhibits),
        }
        for number, (event, row) in enumerate(told, 1)
    ]


def _exhibits(packed: Packed, files: Mapping[str, bytes]) -> list[dict[str, object]]:
    return [
        {
            "number": each.number,
            "on": each.on.isoformat(),
            "kind": each.kind.value,
            "file": packed.names.get(each.number),
            "sha256": digest(files[packed.names[each.number]]) if each.number in packed.names else None,
            "missing": packed.missing[each.number].value if each.number in packed.missing else None,
            "message_id": each.source.message_id,
            "folder": each.source.folder,
            "at": each.source.at.isoformat(),
            "other_payments": each.others,
        }
        for each in packed.dossier.exhibits
    ]


def index_html(packed: Packed, files: Mapping[str, bytes]) -> bytes:
    """A page that any browser opens from the folder: no script, nothing from elsewhere, all words escaped."""
    label, papers = packed.papers.labels, packed.papers
    name = packed.dossier.client.name
    as_of = label["as-of"].replace("{day}", papers.local.day(packed.dossier.on))
    totals = "".join(
        _rows([(what, amount) for what, amount in papers.total_rows(t)]) for t in packed.dossier.totals
    )
    contested = "".join(f"<li>{_text(line)}</li>" for line in papers.contested())
    events = [
        [_text(number), _text(day), _text(who), _lines(what), _links(packed, event.exhibits)]
        for event, (number, day, who, what, _) in zip(packed.dossier.events, papers.event_rows(), strict=True)
    ]
    shown = [*(n for n in sorted(files) if not n.startswith("pieces/")), "index.json", "SHA256SUMS"]
    parts = [
        f'<!doctype html><html lang="{papers.language}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{_text(name)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{_text(packed.firm.name)} — {_text(name)}</h1><p>{_text(as_of)}</p>",
        f"<table>{totals}</table><h2>{_text(label['contested'])}</h2><ul>{contested}</ul>",
        f"<h2>{_text(label['file'])}</h2><ul>",
        *(f"<li>{_link(each, each)}</li>" for each in shown),
        f"</ul><h2>{_text(label['events'])}</h2>",
        _table([label[key] for key in ("number", "day", "who", "what", "exhibit")], events),
        f"<h2>{_text(label['exhibits'])}</h2>",
        _table(
            [label["exhibit"], label["day"], label["nature"], label["file"], "SHA-256"],
            _pieces(packed, files),
        ),
        "</body></html>\n",
    ]
    return "\n".join(parts).encode("utf-8", "replace")


def _pieces(packed: Packed, files: Mapping[str, bytes]) -> list[list[str]]:
    rows = []
    for exhibit, (number, day, nature, file) in zip(
        packed.dossier.exhibits, packed.papers.exhibit_rows(), strict=True
    ):
        name = packed.names.get(exhibit.number)
        place = _link(name, name) if name else f'<span class="gone">{_text(file)}</span>'
        mark = f"<code>{digest(files[name])}</code>" if name else ""
        rows.append([f'<span id="p{number}">{_text(number)}</span>', _text(day), _text(nature), place, mark])
    return rows


def _links(packed: Packed, exhibits: Sequence[int]) -> str:
    return ", ".join(
        _link(packed.names[number], str(number))
        if number in packed.names
        else f'<a href="#p{number}">{number}</a>'
        for number in exhibits
    )


def _link(name: str, words: str) -> str:
    return f'<a href="{escape(quote(name))}">{_text(words)}</a>'


def _rows(rows: Sequence[tuple[str, str]]) -> str:
    return "".join(f'<tr><th>{_text(a)}</th><td class="amount">{_text(b)}</td></tr>' for a, b in rows)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{_text(each)}</th>" for each in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _text(text: str) -> str:
    return escape(clean(text))


def _lines(text: str) -> str:
    return _text(text).replace("\n", "<br>")


def contacts(packed: Packed) -> bytes:
    """Both sides, with every address that the mails name."""
    label, firm, client = packed.papers.labels, packed.firm, packed.dossier.client
    people = client.people
    ours = [*_address(firm.name, firm.postal), firm.registration, firm.phone, firm.sender, firm.signatory]
    theirs = [*_address(client.name, people.postal), *packed.dossier.ids, people.phone, people.contact]
    lines = [
        label["creditor"],
        *_indented(ours),
        "",
        label["debtor"],
        *_indented([*theirs, *packed.dossier.addresses]),
    ]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _address(name: str, postal: tuple[str, ...]) -> tuple[str, ...]:
    first, below = addressed(name, postal)
    return (first, *below)


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"  {' '.join(clean(line).split())}" for line in lines if line.strip()]


def proofs(packed: Packed) -> dict[str, bytes]:
    """What is no mail: posted notices with their tracking numbers, and the mail server's answers."""
    files = {}
    if packed.dossier.notices:
        rows = [
            (notice.on.isoformat(), notice.tracking or "-", ", ".join(map(str, notice.exhibits)))
            for notice in packed.dossier.notices
        ]
        files["proofs/formal-notices.txt"] = _tabbed(("posted on", "tracking number", "exhibit"), rows)
    if packed.dossier.acceptances:
        rows_ = [
            (each.at.isoformat(), f"<{each.message_id}>", each.outcome, each.answer)
            for each in packed.dossier.acceptances
        ]
        files["proofs/mail-server.txt"] = _tabbed(
            ("at", "Message-ID", "outcome", "the server's answer"), rows_
        )
    return files


def letters_of(packed: Packed) -> dict[str, bytes]:
    """The mails that held the posted notices, by file."""
    posted = [(each.on, each.letter) for each in packed.dossier.notices if each.letter in packed.letters]
    return {
        f"proofs/{number:02d}-{on}-formal-notice.eml": packed.letters[letter]
        for number, (on, letter) in enumerate(dict.fromkeys(posted), 1)
        if letter is not None
    }


def _tabbed(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    told = "\n".join("\t".join(" ".join(clean(cell).split()) for cell in row) for row in (head, *rows))
    return (told + "\n").encode("utf-8", "replace")
