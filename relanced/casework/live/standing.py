"""A client's account in the making in; how it stands now, to compare with and to go back to, out. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

from relanced.casework.books import AccountDraft, CaseDraft

_CASE = tuple(each.name for each in fields(CaseDraft))
_ACCOUNT = tuple(each.name for each in fields(AccountDraft) if each.name not in {"cases", "mailed_to"})
_of_case, _of_account = attrgetter(*_CASE), attrgetter(*_ACCOUNT)


def standing(account: AccountDraft, cases: Iterable[CaseDraft]) -> dict[str, object]:
    """All that is known now of a client («»), and of these cases of his by number: equal while nothing changes."""
    found: dict[str, object] = {case.invoice.number: _all_frozen(_of_case(case)) for case in cases}
    found[""] = _all_frozen(_of_account(account))
    return found


def memory(account: AccountDraft) -> Callable[[], None]:
    """What puts an account and its cases back to how they are now; cases that come later stay."""
    held = [(account, _ACCOUNT, _copied(_of_account(account)))]
    told = [(case, _CASE, _copied(_of_case(case))) for case in account.cases]

    def back() -> None:
        for holder, names, values in (*held, *told):
            for name, value in zip(names, values, strict=True):
                setattr(holder, name, value)

    return back


def _copied(values: Iterable[object]) -> list[object]:
    return [value.copy() if isinstance(value, list | dict | set) else value for value in values]


def _all_frozen(values: Iterable[Any]) -> tuple[object, ...]:
    return tuple([value if (freeze := _FREEZERS[type(value)]) is None else freeze(value) for value in values])


class _Freezers(dict[type, Callable[[Any], object] | None]):
    """By the type of a value, looked up millions of times."""

    def __missing__(self, kind: type) -> Callable[[Any], object] | None:
        self[kind] = found = _freezer(kind)
        return found


_FREEZERS = _Freezers()


def _freezer(kind: type) -> Callable[[Any], object] | None:
    """What copies a value that changes in place; None: it never changes."""
    if kind in {list, tuple}:
        return _all_frozen
    if kind is set:
        return frozenset
    if kind is dict:
        return lambda value: (tuple(value), _all_frozen(value.values()))
    if is_dataclass(kind) and not _is_frozen(kind):
        names = [each.name for each in fields(kind)]
        return lambda value: _all_frozen([getattr(value, name) for name in names])
    return None


def _is_frozen(kind: type) -> bool:
    return bool(kind.__dataclass_params__.frozen)  # type: ignore[attr-defined]  # typeshed leaves it out
