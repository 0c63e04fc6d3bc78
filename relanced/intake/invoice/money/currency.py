"""A sheet in, the currency of its amounts without a sign out; "" where it names several. Pure."""

from collections import Counter
from collections.abc import Iterator

from relanced.intake.amounts import currency_of, find_amounts
from relanced.intake.days import fold
from relanced.intake.invoice.page.sheet import Sheet
from relanced.intake.lazy import lazy
from relanced.model.money import Money

_CODES = "EUR|GBP|USD|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|JPY|MAD|TND|XOF|XPF"
# Codes stand in capitals: «cad.» is each, «mad» a word; those of four lands are also typed small.
CODE = rf"(?:{_CODES}|(?i:eur|gbp|usd|chf|euros?|s?fr\.|sfrs?)(?![A-Za-z])|[€£$])"
_CODE = lazy(rf"(?<![A-Za-z])({CODE})(?![A-Za-z])")
_HEAD = lazy(rf"(?<![A-Za-z])((?:{_CODES})(?![A-Za-z])|[€£$])")
_SAID = lazy(
    r"(?:devise|monnaie|currency|wahrung|moneda|divisa|valuta|munteenheid|betrage in|exprimes en|montants? en"
    r"|(?:amounts?|values|prices|figures|totals) (?:are |shown |expressed |stated )*in|prix en|alle preise in"
    r"|importes en|expresad[oa]s en|importi in|espressi in|bedragen (?:zijn )?in)\W{0,3}"
    r"(eur|euros?|gbp|usd|chf|cad|aud|nzd|sek|nok|dkk|pln|czk|huf|ron|jpy|mad|tnd|xof|xpf|pounds sterling"
    r"|schweizer franken|francs suisses|us dollars|[€£$])(?![a-z])"
)
_LONG = {"pounds sterling": "GBP", "schweizer franken": "CHF", "francs suisses": "CHF", "us dollars": "USD"}
# Laws and articles of association name euros, whatever the invoice is in.
_ASIDE = lazy(
    r"capital|kapital|capitale|indemnit|recouvrement|recovery|compensation|late (?:fee|payment)|mahn|verzug"
    r"|indennizzo|cap\. ?soc|schadevergoeding|kapitaal|equivalent|gegenwert|contre-?valeur|exchange|taux de change"
    r"|wechselkurs|kurs |controvalore|contravalor|tegenwaarde|assur|insur|versicher"
)
_HOME = {
    "GB": "GBP",
    "CH": "CHF",
    "LI": "CHF",
    "US": "USD",
    "SE": "SEK",
    "NO": "NOK",
    "DK": "DKK",
    "PL": "PLN",
    "CZ": "CZK",
    "CA": "CAD",
    "AU": "AUD",
    "NZ": "NZD",
}
_DOLLARS = frozenset({"CAD", "AUD", "NZD"})  # all print «$»
_US = lazy(r"USD|US ?\$|\$ ?US")
_ACCOUNT = lazy(r"\biban\b\W{0,12}([a-z]{2})\d{2}")
_SORT_CODE = lazy(r"\bsort code\b")
_MAX_TEXT = 40_000
_MAX_HEAD = 30  # characters of a head that names a currency


def page_currency(sheet: Sheet, country: str) -> str:
    """The currency of amounts without a sign: said, in the heads, of the other amounts, else the country's.

    "": the page names several and none of them clearly, or a bank in a land with another currency.
    """
    text = sheet.text[:_MAX_TEXT]
    said = {_LONG.get(hit[1]) or currency_of(hit[1]) or "" for hit in _SAID.finditer(fold(text))}
    if len(said) == 1:
        return said.pop()
    named = {*_in_heads(sheet), *(currency for words, currency in _LONG.items() if words in fold(text))}
    if named & _DOLLARS:
        named -= {"USD"}  # «Total (CAD)» over «$ 100.00»
    if len(named) == 1:
        return named.pop()
    signs = Counter(
        found.money.currency
        for line in text.split("\n")
        if not _ASIDE.search(fold(line))
        for found in find_amounts(line, "")
        if found.has_currency
    )
    if signs or named:
        most = _clearly_most(signs)
        home = _HOME.get(country, "")
        return home if most == "USD" and home in _DOLLARS and not _US.search(text) else most
    return _of_the_land(fold(text), country)


def in_dollars_of(currency: str, money: Money) -> Money:
    """An amount printed with «$» in the dollars of its page."""
    return Money(money.cents, currency) if money.currency == "USD" and currency in _DOLLARS else money


def currency_in(text: str) -> str | None:
    """The currency that a label or the words beside it name."""
    found = _CODE.search(text)
    return currency_of(found[1]) if found else None


def _in_heads(sheet: Sheet) -> Iterator[str]:
    """Those of «Amount GBP», «TOTAL CHF», «Prix (€)», «Währung» over «CHF»: short words without figures."""
    for chunk in sheet.chunks:
        if len(chunk.text) <= _MAX_HEAD and not any(sign.isdigit() for sign in chunk.text):
            for hit in _HEAD.finditer(chunk.text):
                yield currency_of(hit[1]) or ""


def _clearly_most(signs: Counter[str]) -> str:
    """The commonest, where it is twice as common as any other."""
    (first, count), *others = signs.most_common(2) or [("", 0)]
    return "" if others and count < 2 * others[0][1] else first


def _of_the_land(text: str, country: str) -> str:
    """The currency of the firm's country; a bank elsewhere makes that doubtful."""
    home = _HOME.get(country, "EUR")
    banks = {_HOME.get(hit[1].upper(), "EUR") for hit in _ACCOUNT.finditer(text)}
    banks |= {"GBP"} if _SORT_CODE.search(text) else set()
    return home if not banks or home in banks else ""
