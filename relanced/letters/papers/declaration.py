"""What is declared of an insolvent client's debts in, the draft of the letter as a paper out: French only. Pure.

Contents: Code de commerce L622-25 (due and to come, certified as sincere), R622-23 (exhibits under a list, how
interest is computed, the court seized of a dispute). What is not known stays a blank.
"""

from collections.abc import Iterable

from relanced.letters.filters import LocalFilters
from relanced.letters.papers.rate_words import cited, comma
from relanced.letters.papers.values import addressed, filters_of, firm_values
from relanced.letters.plain import plain
from relanced.model.client import ClientKind
from relanced.model.dossier import DeclareBy, Declared, DeclaredLine, DeclareFrom
from relanced.model.money import Money, totals
from relanced.model.paper import Json, Paper
from relanced.model.rules import Firm

_CAP = 200  # characters of a line
_ASKED = "à calculer"
_UNTIL_THEN = (
    "Intérêts de retard de l’article L. 441-10, II du code de commerce, du lendemain de l’échéance de chaque facture"
    " à la veille du jugement d’ouverture ; décompte à joindre."
)
_SECURITY = (
    "Une sûreté, une réserve de propriété, un privilège ou une caution : le dire dans la lettre, au lieu de"
    " « chirographaire », avec sa date et ses preuves (articles L. 622-25 et R. 622-23, 4°)."
)


_ENDS = {
    DeclareFrom.PUBLISHED: "Publié le {start} : il finit le {end}.",
    DeclareFrom.KNOWN: "Compté du {start}, jour où relanced l’a appris, il finirait le {end} : plus tôt si la"
    " publication est antérieure.",
    DeclareFrom.JUDGMENT: "Compté du jugement, rendu le {start}, il finirait le {end} : la publication étant"
    " postérieure au jugement, il ne finit pas plus tôt.",
}


def declaration_paper(declared: Declared, firm: Firm) -> Paper:
    """The letter, and a last page of what the creditor must see to before it leaves."""
    local = filters_of("fr", firm)
    client, judgment = declared.client, declared.judgment_on
    name = plain(client.name, _CAP)
    first, below = addressed(client.name, client.people.postal)
    lines = [*below, *map(_printed, declared.ids)]
    return Paper(
        name="declaration",
        language="fr",
        title=f"Déclaration de créance : {name}",
        on=declared.on,
        data={
            "foot": f"Déclaration de créance · {name}",
            "firm": firm_values(firm),
            "debtor": {
                "name": name,
                "addressee": plain(first, _CAP),
                "lines": [plain(line, _CAP) for line in lines],
                "has-address": bool(client.people.postal),
            },
            "judgment": local.day(judgment) if judgment else "",
            "court": plain(declared.court, _CAP),
            "due": [_due_row(line, declared, local) for line in declared.due],
            "to-come": [[*_head(line, local), local.money(line.owed)] for line in declared.to_come],
            "sums": [_sums(currency, declared, local) for currency in _currencies(declared)],
            "foreign": any(currency != "EUR" for currency in _currencies(declared)),
            "interest": _interest(declared, local),
            "exhibits": _exhibits(declared, local),
            "notes": _notes(declared, firm, local),
        },
    )


def _printed(registration: str) -> str:
    kind, _, value = registration.partition(":")
    return f"{kind.upper()} {value}" if value else registration


def _head(line: DeclaredLine, local: LocalFilters) -> list[str]:
    return [line.number, local.short_day(line.issued_on), local.short_day(line.due_on)]


def _due_row(line: DeclaredLine, declared: Declared, local: LocalFilters) -> list[Json]:
    charges = line.charges
    interest = local.money(charges.interest) if charges and charges.interest is not None else "—"
    if declared.judgment_on is None or (charges is not None and charges.refused):
        interest = _ASKED
    indemnity = local.money(charges.indemnity) if charges and charges.indemnity is not None else "—"
    indemnity = _ASKED if declared.judgment_on is None else indemnity
    return [*_head(line, local), local.money(line.owed), interest, indemnity]


def _lines(declared: Declared) -> tuple[DeclaredLine, ...]:
    return (*declared.due, *declared.to_come)


def _currencies(declared: Declared) -> list[str]:
    return sorted({line.owed.currency for line in _lines(declared)})


def _sums(currency: str, declared: Declared, local: LocalFilters) -> list[Json]:
    """What is declared in one currency; "" where a figure is not known, and so for the whole."""
    due = [line for line in declared.due if line.owed.currency == currency]
    to_come = [line.owed.cents for line in declared.to_come if line.owed.currency == currency]
    principal = sum(line.owed.cents for line in due)
    charged = [line.charges for line in due if line.charges is not None]
    interest = sum(each.interest.cents for each in charged if each.interest is not None)
    indemnity = sum(each.indemnity.cents for each in charged if each.indemnity is not None)
    is_known = declared.judgment_on is not None and not any(each.refused for each in charged)

    def money(cents: int, *, known: bool = True) -> str:
        return local.money(Money(cents, currency)) if known else ""

    return [
        ["Principal échu", money(principal)],
        ["Intérêts de retard échus avant le jugement d’ouverture", money(interest, known=is_known)],
        [
            "Indemnités forfaitaires pour frais de recouvrement (D. 441-5)",
            money(indemnity, known=declared.judgment_on is not None),
        ],
        ["Principal à échoir", money(sum(to_come))],
        ["Total déclaré", money(principal + interest + indemnity + sum(to_come), known=is_known)],
    ]


def _interest(declared: Declared, local: LocalFilters) -> list[Json]:
    """How it is computed, invoice by invoice (R622-23, 2°)."""
    if declared.judgment_on is None and declared.due and declared.client.kind is ClientKind.BUSINESS:
        return [_UNTIL_THEN]
    told: list[Json] = []
    for line in declared.due:
        told += [f"Facture {line.number} : {text}" for text in _spans(line, local)]
    charged = [line.charges for line in declared.due if line.charges]
    bases = dict.fromkeys(cited(basis) for charges in charged for basis in charges.basis)
    return [*told, *bases] or ["Aucun intérêt de retard n’est déclaré."]


def _spans(line: DeclaredLine, local: LocalFilters) -> list[str]:
    if line.charges is None or line.charges.refused:
        return ["intérêts non calculés, décompte à joindre."] if line.charges else []
    return [
        f"du {local.short_day(span.since)} au {local.short_day(span.until)}, {local.days(span.days)} sur"
        f" {local.money(span.principal)} à {comma(str(span.percent))} % l’an."
        for span in line.charges.spans
    ]


def _exhibits(declared: Declared, local: LocalFilters) -> list[Json]:
    invoices = [f"Facture {line.number} du {local.short_day(line.issued_on)}" for line in _lines(declared)]
    return [*invoices, "Décompte de la créance"]


def _notes(declared: Declared, firm: Firm, local: LocalFilters) -> list[Json]:
    """What the owner must see to; a deadline missed means that the claim is lost in the proceedings."""
    months = "deux mois" if firm.country == "FR" else "quatre mois"
    delay = (
        f"Délai : {months} à compter de la publication du jugement au Bodacc (articles L. 622-24 et R. 622-24)."
        " La date de publication est à vérifier sur bodacc.fr : c’est elle qui compte."
    )
    delay += "".join(f" {_end(each, local)}" for each in declared.ends)
    owed = local.money(totals(line.owed for line in _lines(declared))) if _lines(declared) else "néant"
    notes = [
        delay,
        "Compléter à la main tout ce qui est laissé en blanc : mandataire, tribunal, numéro, dates, signature.",
        f"Vérifier le principal ({owed}) : il est celui des factures et paiements lus dans la boîte.",
        _SECURITY,
        "Joindre les pièces du bordereau : « relanced dossier » les rassemble, avec le décompte.",
        "Envoyer en recommandé avec avis de réception, ou par le portail des mandataires judiciaires.",
        *_unknown(declared),
    ]
    return list(_texts(notes))


def _end(end: DeclareBy, local: LocalFilters) -> str:
    return _ENDS[end.basis].format(start=local.day(end.counted_from), end=local.day(end.by))


def _unknown(declared: Declared) -> list[str]:
    notes = []
    if declared.judgment_on is None:
        notes.append(
            "Le jour du jugement n’est pas connu ici : les intérêts et indemnités ne sont pas calculés. Le donner avec"
            " « --judgment AAAA-MM-JJ » et refaire ce projet."
        )
    if any(line.charges.refused for line in declared.due if line.charges):
        notes.append(
            "Intérêts non calculés : un taux publié manque. « relanced show FACTURE » dit lequel, et où l’écrire ;"
            " refaire ensuite ce projet."
        )
    if declared.later:
        notes.append(
            f"Factures émises après le jugement, non déclarées ici : {', '.join(declared.later)}. Une prestation"
            " antérieure au jugement doit l’être, même facturée après."
        )
    if not declared.is_insolvent:
        notes.append(
            "Aucune procédure collective de ce client n’est connue de relanced : vérifier sur bodacc.fr."
        )
    return notes


def _texts(notes: Iterable[str]) -> Iterable[str]:
    return (note[:1_000] for note in notes)
