"""What the attachments of one mail gave in, one invoice a number out, and what they contradict each other in. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from relanced.intake.invoice.compare import contradictions
from relanced.intake.invoice.found import Found
from relanced.intake.readings import Evidence, Field, InvoiceRead, Unread
from relanced.model.names import number_key

_TRUST = {"factur-x": 0, "xml": 1, "owner's rule": 2, "pdf": 3, "body": 4}


def merged(found: Iterable[tuple[str, Found]]) -> tuple[tuple[InvoiceRead, ...], list[Unread]]:
    """One invoice a number, from (file, invoice) pairs: XML before pages; what it lacks the others tell.

    Two sources of equal rank with different amounts are both left out, and named.
    """
    kept: dict[str, tuple[str, Found]] = {}
    disputed: dict[str, Unread] = {}
    for file, each in found:
        key = number_key(each.invoice.number)
        if key not in kept:
            kept[key] = file, each
            continue
        first, second = sorted((kept[key], (file, each)), key=lambda pair: _rank(pair[1]))
        if _rank(first[1]) == _rank(second[1]) and first[1].invoice.total != second[1].invoice.total:
            disputed[key] = _dispute(first, second)
        kept[key] = first[0], _joined(first, second)
    invoices = tuple(each.invoice for key, (_, each) in kept.items() if key not in disputed)
    return invoices, list(disputed.values())


def _rank(found: Found) -> int:
    return _TRUST[found.invoice.read_from]


def _dispute(first: tuple[str, Found], second: tuple[str, Found]) -> Unread:
    one, other = first[1].invoice, second[1].invoice
    why = (
        f"{one.number} is attached twice, with different amounts: {one.total} in {first[0]},"
        f" {other.total} in {second[0]}"
    )
    sure = tuple(each for each in one.evidence if each.field is not Field.TOTAL)
    return Unread(file="mail", why=why, evidence=sure, missing=(Field.TOTAL,))


def _joined(first: tuple[str, Found], second: tuple[str, Found]) -> Found:
    """The first with what only the second tells, and how they contradict each other.

    Of two days due the later counts where neither source is better: too early is the worse mistake.
    """
    one, other = first[1].invoice, second[1].invoice
    claims = (replace(found.claim, where=f"in {file}") for file, found in (first, second))
    told = contradictions(*claims)
    later = _rank(first[1]) == _rank(second[1]) and one.due_on and other.due_on and other.due_on > one.due_on
    says_due = one.due_on is not None or one.terms is not None
    takes = later or (other.due_on is not None and one.due_on is None) or (not says_due and other.terms)
    joined = replace(
        one,
        due_on=other.due_on if takes else one.due_on,
        terms=other.terms if takes else one.terms,
        evidence=_with_due(one.evidence, other.evidence) if takes else one.evidence,
        terms_said=one.terms_said or other.terms_said,
        client_ids=tuple(dict.fromkeys((*one.client_ids, *other.client_ids))),
        replaces=one.replaces or other.replaces,
        disagreements=tuple(dict.fromkeys((*one.disagreements, *other.disagreements, *told))),
    )
    return Found(invoice=joined, claim=first[1].claim)


def _with_due(mine: tuple[Evidence, ...], theirs: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    about = {Field.DUE, Field.TERMS}
    kept = tuple(each for each in mine if each.field not in about)
    return (*kept, *(each for each in theirs if each.field in about))
