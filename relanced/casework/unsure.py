"""Our documents in, the same out, where a doubtful number was settled by the series of the sure ones. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from relanced.casework.numbering import Known, learn, settle_number
from relanced.model.facts import CreditNoteSent, Fact, InvoiceSent
from relanced.model.names import number_key

Document = InvoiceSent | CreditNoteSent


def settled(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Give each invoice of a doubtful number the one that continues a series of ours, if only one does."""
    doubtful = [fact for fact in facts if isinstance(fact, InvoiceSent) and fact.rivals]
    if not doubtful:
        return tuple(facts)
    sure = [fact for fact in facts if isinstance(fact, Document) and not is_doubtful(fact)]
    series = learn(known_numbers(sure))
    bearers: dict[str, list[Document]] = {}
    for fact in sure:
        bearers.setdefault(number_key(fact.number), []).append(fact)
    found: dict[int, InvoiceSent] = {}
    for fact in doubtful:
        candidates = (fact.number, *fact.rivals)
        keys = [key for key in map(number_key, candidates) if key in bearers]
        used = {key: any(_is_again(fact, each) for each in bearers[key]) for key in keys}
        number = settle_number(candidates, fact.issued_on, series, used)
        if number is not None:
            found[id(fact)] = replace(fact, number=number, rivals=())
    for same in _grouped(found.values()):
        if any(not _is_again(same[0], each) for each in same[1:]):  # two documents want one number
            found = {key: each for key, each in found.items() if each not in same}
    return tuple(found.get(id(fact), fact) for fact in facts)


def known_numbers(facts: Iterable[Fact]) -> list[Known]:
    """The sure numbers of our documents, each with its day."""
    return [
        Known(fact.number, fact.issued_on, is_credit=isinstance(fact, CreditNoteSent))
        for fact in facts
        if isinstance(fact, Document) and not is_doubtful(fact)
    ]


def is_doubtful(fact: Document) -> bool:
    """Whether several words may be its number."""
    return isinstance(fact, InvoiceSent) and bool(fact.rivals)


def _is_again(one: Document, other: Document) -> bool:
    """Whether two mails carried one document."""
    return type(one) is type(other) and (one.issued_on, one.total) == (other.issued_on, other.total)


def _grouped(settled: Iterable[InvoiceSent]) -> list[list[InvoiceSent]]:
    groups: dict[str, list[InvoiceSent]] = {}
    for fact in settled:
        groups.setdefault(number_key(fact.number), []).append(fact)
    return list(groups.values())
