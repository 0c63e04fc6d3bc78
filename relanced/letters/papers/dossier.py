"""The file of a claim in; its chronology and its statement as papers out, in French or English. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from relanced.letters.papers.dossier_labels import LABELS, Labels
from relanced.letters.papers.dossier_words import Teller, language_of
from relanced.letters.papers.rate_words import cited, rate_source
from relanced.letters.papers.values import addressed, client_values, filters_of, firm_values
from relanced.letters.plain import plain
from relanced.model.dossier import Claim, Dossier, Exhibit, Total
from relanced.model.law import LateCharges
from relanced.model.money import Money
from relanced.model.paper import Json, Paper
from relanced.model.rules import Firm

Block = dict[str, Json]
Column = tuple[str, str, int]  # its title, «l» or «r», its share of the width; 0: as wide as its words

_CAP = 500  # characters of a cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What became of the exhibits."""

    names: Mapping[int, str]  # by exhibit: its file
    missing: Mapping[int, str]  # by exhibit: why it is not there


class DossierPapers:
    """The papers of one file; every text that stands in them, for its index too."""

    def __init__(self, dossier: Dossier, firm: Firm, filed: Filed) -> None:
        self.language = language_of(firm.language)
        self.labels: Labels = LABELS[self.language]
        self.local = filters_of(self.language, firm)
        self._dossier, self._firm, self._filed = dossier, firm, filed
        self._teller = Teller(self.language, self.local)

    def chronology(self) -> Paper:
        """What happened, numbered, with the exhibits that show it."""
        label = self.labels
        events: list[Column] = [
            (label["number"], "r", 0),
            (label["day"], "l", 0),
            (label["who"], "l", 0),
            (label["what"], "l", 1),
            (label["exhibit"], "r", 0),
        ]
        exhibits: list[Column] = [
            (label["exhibit"], "r", 0),
            (label["day"], "l", 0),
            (label["nature"], "l", 2),
            (label["file"], "l", 3),
        ]
        return self._paper(
            label["chronology"],
            [
                *self._summary(),
                _heading(label["events"]),
                _table(events, self.event_rows()),
                _note(label["machine-read"]),
                _heading(label["exhibits"]),
                _table(exhibits, self.exhibit_rows()),
            ],
        )

    def statement(self) -> Paper:
        """What is owed, with every amount behind it."""
        label = self.labels
        claims: list[Column] = [
            (label["invoice"], "l", 1),
            (label["issued"], "l", 0),
            (label["due"], "l", 0),
            (label["total"], "r", 0),
            (label["came-off"], "r", 0),
            (label["owed"], "r", 0),
        ]
        return self._paper(
            label["statement"],
            [
                *self._summary(),
                _heading(label["claims"]),
                _table(claims, self.claim_rows()),
                *(block for claim in self._dossier.claims for block in self._detail(claim)),
                _heading(label["rules"]),
                *(_note(text) for text in self._bases()),
            ],
        )

    def event_rows(self) -> list[list[str]]:
        """Number, day, who, what, exhibits: a row for each event."""
        return [
            [
                str(number),
                self.local.short_day(event.on),
                self._teller.side(event),
                self._teller.sentence(event),
                ", ".join(map(str, event.exhibits)),
            ]
            for number, event in enumerate(self._dossier.events, 1)
        ]

    def exhibit_rows(self) -> list[list[str]]:
        """Number, day, nature, file: a row for each exhibit; of a missing one, why."""
        return [
            [
                str(exhibit.number),
                self.local.short_day(exhibit.on),
                self._nature(exhibit),
                self._file_of(exhibit),
            ]
            for exhibit in self._dossier.exhibits
        ]

    def claim_rows(self) -> list[list[str]]:
        """Number, issued, due, total, came off, owed: a row for each invoice."""
        money, day = self.local.money, self.local.short_day
        return [
            [
                claim.number,
                day(claim.issued_on),
                day(claim.due_on),
                money(claim.total),
                money(Money(claim.total.cents - claim.owed.cents, claim.total.currency)),
                money(claim.owed),
            ]
            for claim in self._dossier.claims
        ]

    def total_rows(self, total: Total) -> list[tuple[str, str]]:
        """The amounts of one currency, each with what it is."""
        label, money = self.labels, self.local.money
        rows = [
            (label["principal"], money(total.principal)),
            (label["came-off"], money(total.paid)),
            (label["owed"], money(total.owed)),
            (label["uncontested"], money(total.uncontested)),
        ]
        on = self.local.day(self._until(total.owed.currency))
        if total.refused:
            rows.append((f"{label['interest']} {on}", label["not-computed"]))
        elif total.interest is not None:
            rows.append((f"{label['interest']} {on}", money(total.interest)))
        if total.indemnity is not None:
            rows.append((label["indemnity"], money(total.indemnity)))
        return rows

    def _until(self, currency: str) -> date:
        """The day to which interest runs: that of the file, or earlier where insolvency has stopped it."""
        claims = (claim for claim in self._dossier.claims if claim.total.currency == currency)
        return max((claim.charges.until for claim in claims if claim.charges), default=self._dossier.on)

    def contested(self) -> list[str]:
        """What is disputed and what is not, a sentence for each invoice."""
        return [self._contested(claim) for claim in self._dossier.claims]

    def _contested(self, claim: Claim) -> str:
        if claim.disputed_on is None:
            return self.labels["never-disputed"].replace("{number}", claim.number)
        key = "still-disputed" if claim.is_disputed else "was-disputed"
        day = self.local.day(claim.disputed_on)
        return self.labels[key].replace("{day}", day).replace("{number}", claim.number)

    def _summary(self) -> list[Block]:
        blocks: list[Block] = [_heading(self.labels["summary"])]
        blocks += [
            {"kind": "pairs", "rows": [list(row) for row in self.total_rows(t)]} for t in self._dossier.totals
        ]
        if any(total.refused for total in self._dossier.totals):
            blocks.append(_note(self.labels["not-computed-why"]))
        blocks.append(_heading(self.labels["contested"]))
        blocks.append(_text("\n".join(self.contested())))
        return blocks

    def _detail(self, claim: Claim) -> list[Block]:
        """What came off one invoice, how its interest adds up, until when it can be claimed in court."""
        label, money, day = self.labels, self.local.money, self.local.short_day
        blocks: list[Block] = [{"kind": "small-heading", "text": f"{label['invoice']} {claim.number}"}]
        if claim.entries:
            columns: list[Column] = [
                (label["day"], "l", 0),
                (label["nature"], "l", 1),
                (label["amount"], "r", 0),
            ]
            rows = [[day(e.on), label[f"entry.{e.kind}"], money(-e.amount)] for e in claim.entries]
            blocks.append(_table(columns, rows))
        blocks += self._charges(claim.charges, claim.parts) if claim.charges else [_text(label["not-due"])]
        return [*blocks, *self._limitation(claim)]

    def _limitation(self, claim: Claim) -> list[Block]:
        """Until when it can be claimed in court."""
        if claim.barred_after is None:
            return []
        text = self.labels["barred"].replace("{day}", self.local.day(claim.barred_after))
        if claim.acknowledged_on is not None and claim.barred_then is not None:
            then = self.labels["barred-then"].replace("{day}", self.local.day(claim.barred_then))
            text += " " + then.replace("{acknowledged}", self.local.day(claim.acknowledged_on))
        return [_text(text)]

    def _charges(self, charges: LateCharges, parts: Sequence[Money]) -> list[Block]:
        label, money = self.labels, self.local.money
        if charges.refused:
            return [_text(label["not-computed-why"])]
        blocks = self._interest(charges, parts) if charges.spans else [_text(label["no-interest"])]
        if charges.until < self._dossier.on:
            blocks.append(_text(label["stopped"].replace("{day}", self.local.day(charges.until))))
        if charges.indemnity is not None:
            blocks.append(_text(f"{label['indemnity']}{self._colon}{money(charges.indemnity)}"))
        return blocks

    def _interest(self, charges: LateCharges, parts: Sequence[Money]) -> list[Block]:
        """A row for each stretch of days at one rate on one amount; where the rates come from, below."""
        label, money, day = self.labels, self.local.money, self.local.short_day
        columns: list[Column] = [
            (label["from"], "l", 1),
            (label["to"], "l", 1),
            (label["days"], "r", 1),
            (label["base"], "r", 1),
            (label["rate"], "r", 1),
            (label["interest-short"], "r", 1),
        ]
        rows = [
            [
                day(s.since),
                day(s.until),
                str(s.days),
                money(s.principal),
                self._percent(s.percent),
                money(part),
            ]
            for s, part in zip(charges.spans, parts, strict=True)
        ]
        total = ["", "", "", "", "", money(charges.interest)] if charges.interest is not None else None
        sources = dict.fromkeys(rate_source(span.source, self.language) for span in charges.spans)
        return [
            _table(columns, rows, total),
            *(_note(f"{label['source']}{self._colon}{source}") for source in sources),
        ]

    @property
    def _colon(self) -> str:
        return " : " if self.language == "fr" else ": "

    def _percent(self, percent: object) -> str:
        text = str(percent)
        return f"{text.replace('.', ',')} %" if self.language == "fr" else f"{text}%"

    def _bases(self) -> list[str]:
        """The articles behind the charges, each once, and how the figures are made."""
        charged = (claim.charges for claim in self._dossier.claims)
        articles = dict.fromkeys(basis for charges in charged if charges for basis in charges.basis)
        return [self.labels["how-computed"], *map(cited, articles)]

    def _nature(self, exhibit: Exhibit) -> str:
        nature = self.labels[f"exhibit.{exhibit.kind}"]
        return f"{nature} {', '.join(exhibit.invoices)}" if exhibit.invoices else nature

    def _file_of(self, exhibit: Exhibit) -> str:
        why = self._filed.missing.get(exhibit.number)
        return f"{self.labels['missing']}{self._colon}{why}" if why else self._filed.names[exhibit.number]

    def _paper(self, title: str, blocks: Iterable[Block]) -> Paper:
        client, on = self._dossier.client, self.local.day(self._dossier.on)
        values = client_values(client, self._dossier.address)
        name, address = str(values["name"]), str(values["address"])
        first, below = addressed(name, client.people.postal)
        debtor = [
            first,
            *below,
            address if address != name else "",
            *map(_printed, self._dossier.ids),
        ]
        subtitle = self.labels["as-of"].replace("{day}", on)
        return Paper(
            name="dossier",
            language=self.language,
            title=title,
            on=self._dossier.on,
            data={
                "subtitle": subtitle,
                "foot": f"{title} · {name} · {subtitle}",
                "creditor-label": self.labels["creditor"],
                "debtor-label": self.labels["debtor"],
                "firm": firm_values(self._firm),
                "debtor": [plain(line, _CAP) for line in debtor],
                "blocks": list(blocks),
            },
        )


def _printed(registration: str) -> str:
    """«SIREN 732829320» of «siren:732829320»."""
    kind, _, value = registration.partition(":")
    return f"{kind.upper()} {value}" if value else registration


def _heading(text: str) -> Block:
    return {"kind": "heading", "text": text}


def _text(text: str) -> Block:
    return {"kind": "text", "text": text}


def _note(text: str) -> Block:
    return {"kind": "note", "text": text}


def _table(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], total: Sequence[str] | None = None
) -> Block:
    """Cells as text, cut: what mails say is long."""
    return {
        "kind": "table",
        "columns": [list(column) for column in columns],
        "rows": [[cell[:_CAP] for cell in row] for row in rows],
        "total": list(total) if total else None,
    }
