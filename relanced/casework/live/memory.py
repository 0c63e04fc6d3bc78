"""A client's account in the making in; what puts it back to how it is now, out. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from operator import attrgetter

from relanced.casework.books import AccountDraft, CaseDraft

_CASE = tuple(each.name for each in fields(CaseDraft))
_ACCOUNT = tuple(each.name for each in fields(AccountDraft) if each.name not in {"cases", "mailed_to"})
_of_case, _of_account = attrgetter(*_CASE), attrgetter(*_ACCOUNT)


def memory(account: AccountDraft) -> Callable[[], None]:
    """What puts an account and its cases back to how they are now; cases that come later stay."""
    held = [(account, _ACCOUNT, _copied(_of_account(account)))]
    told = [(case, _CASE, _copied(_of_case(case))) for case in account.cases]

    def back() -> None:
        for holder, names, values in (*held, *told):
            for name, value in zip(names, values, strict=True):
                setattr(holder, name, value)
        account.opens = None  # what was closed since may be open again

    return back


def _copied(values: Iterable[object]) -> list[object]:
    return [value.copy() if isinstance(value, list | dict | set) else value for value in values]
