"""The words of a command in, the line that a person pastes into his shell out. Pure."""

import shlex

_PLAIN = frozenset("@%+=:,./-_…")  # beside letters and digits: they mean nothing to a shell
_ALIVE = frozenset('"\\$`!')  # what a shell reads between double quotes


def typed(command: str, *words: str) -> str:
    """«relanced resume "Banque de l'Odet"», without the signs around it.

    Words with blanks or signs stand between quotes, double ones where they do (POSIX shell, 2.2).
    """
    return " ".join(["relanced", command, *map(_quoted, words)])


def _quoted(word: str) -> str:
    if word and all(char.isalnum() or char in _PLAIN for char in word):
        return word
    return shlex.quote(word) if not word or _ALIVE & set(word) else f'"{word}"'
