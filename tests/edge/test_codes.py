"""The codes that a configuration may name are those that Babel knows, whatever its version."""

from babel import Locale

from relanced.edge.codes import COUNTRIES, CURRENCIES, LANGUAGES

# What CLDR lists beside countries: unions, dependencies without a code of their own, placeholders.
NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})


def test_the_codes_are_those_of_cldr() -> None:
    known = Locale("en")
    assert {code for code in map(str, known.territories) if len(code) == 2} - NO_COUNTRIES == COUNTRIES
    assert {code for code in map(str, known.languages) if len(code) == 2} == LANGUAGES
    assert set(map(str, known.currencies)) == CURRENCIES
