"""Documents in, as they are mailed; whose each one is, as long as that leaves the older ones theirs, out. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from relanced.casework.clients import Debtors, Document, group
from relanced.model.names import number_key
from relanced.model.rules import Rules


@dataclass(slots=True)
class Mailed:
    """The documents so far."""

    rules: Rules
    _documents: list[Document] = field(default_factory=list)  # in order
    _went_to: dict[str, Document] = field(default_factory=dict)  # by address: the last one, copies left out
    _numbers: set[tuple[type, str]] = field(default_factory=set)

    def add(self, documents: Iterable[Document], debtors: Debtors) -> None:
        """Keep them in mind; `debtors` knows whose they are."""
        for sent in documents:
            self._documents.append(sent)
            self._numbers.add(_number(sent))
            if not debtors.is_copy(sent):
                self._went_to[sent.client_address] = sent

    def grouped(self, documents: Sequence[Document], debtors: Debtors) -> Debtors | None:
        """Whose all are with these ones, the youngest; None: that changes whose older ones are.

        Most are new invoices to the address of a client who is alone there: they change nothing.
        """
        new, numbers = debtors, {_number(sent) for sent in documents}
        if len(numbers) < len(documents) or not numbers.isdisjoint(self._numbers):
            return self._grouped_anew(documents, debtors)
        for sent in documents:
            like = self._went_to.get(sent.client_address)
            is_alone = "@" in sent.client_address and len(debtors.at(sent.client_address)) == 1
            if like is None or sent.client_ids or not is_alone:
                return self._grouped_anew(documents, debtors)
            new = new.joined(sent, like)
        return new

    def _grouped_anew(self, documents: Sequence[Document], debtors: Debtors) -> Debtors | None:
        new = group([*self._documents, *documents], self.rules)
        is_same = all(
            new.of(each) == debtors.of(each) and new.is_copy(each) == debtors.is_copy(each)
            for each in self._documents
        )
        return new if is_same else None


def _number(sent: Document) -> tuple[type, str]:
    return type(sent), number_key(sent.number)
