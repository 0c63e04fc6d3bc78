"""A fact that is older than the last ones in; the books as if it had been folded in its place out. Pure.

The copy of a letter of ours in Sent is dated before the server's last word on it, and the clocks of two
servers differ by seconds. What has touched other clients since is left alone: folded before or after,
it comes to the same. Letters to the same clients, and their mails, are taken back and folded again behind it.
"""

from collections.abc import Collection

from relanced.casework.fold import enter_all
from relanced.casework.live.lately import Letter, Taken, bound_to, name_of
from relanced.casework.live.mails import Mail
from relanced.casework.live.state import State, fold_next
from relanced.casework.order import moment_of
from relanced.model.facts import Fact, SendIntended
from relanced.model.names import ClientKey


def take_late(state: State, fact: Fact) -> frozenset[ClientKey] | None:
    """Fold a fact in its place; gives the clients whose accounts may have changed. None: all is to be folded anew."""
    if not isinstance(fact, Letter | Mail):
        return None
    moment = moment_of(fact)
    later = [taken for taken in state.recent if taken.moment >= moment]
    if len(later) == len(state.recent) or later[0].moment == moment:
        return None  # what is behind it is not all known any more; or only their words tell which is first
    state.newcomers.see([fact])
    enter_all(state.folding, [fact])
    place = len(state.folding.facts) - 1
    touched = (
        _take_letter(state, fact, place, later)
        if isinstance(fact, Letter)
        else _take_mail(state, fact, place, later)
    )
    ordered = sorted(state.recent, key=lambda taken: taken.moment)
    state.recent.clear()
    state.recent.extend(ordered)
    return touched


def _take_letter(state: State, fact: Letter, place: int, later: list[Taken]) -> frozenset[ClientKey] | None:
    if isinstance(fact, SendIntended):
        state.letters.note(state.folding.books, fact)
    concerned = state.letters.concerned_by(state.folding.books, fact)
    again = bound_to(later, concerned, name_of(fact))
    if again is None:
        return None
    take_back(state, again)
    return fold_next(state, place) | fold_again(state, again)


def _take_mail(state: State, mail: Mail, place: int, later: list[Taken]) -> frozenset[ClientKey] | None:
    """Whom it touches, only folding it tells; what it taught of its sender, his younger mails need to know."""
    if any(name_of(taken.fact) == name_of(mail) for taken in later):
        return None
    unmatched = len(state.folding.books.unmatched)
    touched = fold_next(state, place)
    is_alone = all(touched.isdisjoint(taken.touched) for taken in later)
    return touched if is_alone and len(state.folding.books.unmatched) == unmatched else None


def take_back(state: State, taken: Collection[Taken]) -> None:
    """Undo these facts, given in order."""
    for each in reversed([*taken]):
        assert each.back is not None, "only what can be taken back is bound to anything"
        each.back()
        state.recent.remove(each)


def fold_again(state: State, taken: Collection[Taken]) -> frozenset[ClientKey]:
    """Fold what was taken back; gives whom it touches now, and whom it had touched."""
    now = [fold_next(state, each.place) for each in taken]
    return frozenset[ClientKey]().union(*now, *(each.touched for each in taken))
