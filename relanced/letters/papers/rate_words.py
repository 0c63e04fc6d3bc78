"""Where casework/law/rates.py has a rate from in; the same for a paper in French, articles in one form, out. Pure."""

import re

_ARTICLE = re.compile(r"\b([LRD])\.? ?(\d{2,4}-\d{1,3})(?:,? (I{1,3}|IV|V)\b)?")
_ECB = re.compile(r"ECB ([\d.]{1,12}) % \+ ([\d.]{1,12}) points \(([^)]{1,80})\)")
_LEGAL = re.compile(r"([\d.]{1,12}) times the legal rate as the terms print it")
_FIXED = re.compile(r"([\d.]{1,12}) % as the terms print it")
_FLOOR = re.compile(r"the floor: ([\d.]{1,12}) times the legal rate, ([\d.]{1,12}) % ")

_MONTHS = (
    ("January", "janvier"), ("February", "février"), ("March", "mars"), ("April", "avril"), ("May", "mai"),
    ("June", "juin"), ("July", "juillet"), ("August", "août"), ("September", "septembre"), ("October", "octobre"),
    ("November", "novembre"), ("December", "décembre"),
)  # fmt: skip
_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(english for english, _ in _MONTHS)}) (\d{{4}})\b")
# How the shipped table of the ECB's rates (relanced/laws/ecb.toml) tells where its figures stand.
_TABLE = (
    (re.compile(r"\b(\d{1,2})\.(\d\d) with effect from (?=\d)"), r"\1,\2 % depuis le "),
    (re.compile(r"\b(\d{1,2})\.(\d\d), left unchanged on (?=\d)"), r"\1,\2 %, inchangé le "),
    (re.compile(r", until (?=\d)"), ", jusqu’au "),
    (re.compile(r"\bkey ECB interest rates\b"), "taux directeurs de la BCE"),
)

_WHY = {
    "L441-10 II": "art. L. 441-10, II du code de commerce",
    "R2192-31, by the half-year in which it began": (
        "art. R. 2192-31 du code de la commande publique, au semestre où les intérêts ont commencé à courir"
    ),
    "as the terms print it": "selon les conditions de vente",
}


def cited(text: str) -> str:
    """Articles in the one form of French papers: «L. 441-10, II»."""
    return _ARTICLE.sub(lambda m: f"{m[1]}. {m[2]}" + (f", {m[3]}" if m[3] else ""), text)


def rate_source(source: str, language: str) -> str:
    """Where a rate comes from, for a paper in this language; what stands behind it, a page or a file, as it is."""
    if language != "fr":
        return cited(source)
    told = _FLOOR.sub(
        lambda m: f"plancher : {m[1]} fois le taux de l’intérêt légal, soit {m[1]} × {comma(m[2])} % ", source
    )
    told = _ECB.sub(
        lambda m: f"BCE {comma(m[1])} % + {comma(m[2])} points ({_WHY.get(m[3], cited(m[3]))})", told
    )
    told = _LEGAL.sub(
        lambda m: f"{comma(m[1])} fois le taux de l’intérêt légal, {_WHY['as the terms print it']}", told
    )
    told = _FIXED.sub(lambda m: f"{comma(m[1])} %, {_WHY['as the terms print it']}", told)
    for pattern, french in _TABLE:
        told = pattern.sub(french, told)
    told = _DAY.sub(lambda m: f"{m[1]} {dict(_MONTHS)[m[2]]} {m[3]}", told)
    return re.sub(r"(?<=\S)([:;]) (?=\S)", r" \1 ", told)


def comma(number: str) -> str:
    """«2,15» of «2.15»."""
    return number.replace(".", ",")
