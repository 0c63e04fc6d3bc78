"""The purpose of a SEPA payment with its German tags in, the payer's own words out. Pure.

«EREF+…SVWZ+…ABWA+…» (DFÜ-Abkommen, Anlage 3, field :86:): banks print it into their mails as it is.
"""

from relanced.intake.lazy import lazy

TAG = lazy(r"(?<![a-z])(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|PURP|COAM|OAMT)\+")
_NONE = frozenset({"", "NOTPROVIDED", "NONREF"})


def own_words(value: str) -> str:
    """The words of the payer among the tags, else his reference; a value without tags as it is."""
    marks = list(TAG.finditer(value))
    if not marks:
        return value
    told: dict[str, str] = {}
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        upto = following.start() if following else len(value)
        told.setdefault(mark[1], " ".join(value[mark.end() : upto].split()))
    lead = value[: marks[0].start()].strip()
    said = (told.get("SVWZ", ""), lead, told.get("EREF", ""), told.get("KREF", ""))
    return next((words for words in said if words.upper() not in _NONE), "")
