"""A sheet in, what it says of value added tax out: none is charged, it still comes on top, another pays it. Pure."""

from dataclasses import dataclass

from relanced.intake.days import fold
from relanced.intake.invoice.page.sheet import Sheet
from relanced.intake.lazy import lazy

_TAX = (
    r"(?:tva|t\.\s?v\.\s?a\.?|vat|gst|sales tax|mwst\.?|ust\.?|mehrwertsteuer|umsatzsteuer|iva|i\.v\.a\.|btw)"
)
_NO_TAX = lazy(
    # The laws of each land by which a small firm, a doctor, a teacher or a builder charges none.
    r"293\s?-?\s?b\b|\bart(?:icle|\.)?s?\s(?:259|26[123]|283)\b|\b(?:26[12]|283)\b.{0,20}\bcgi|auto-?\s?liquid"
    r"|franchise en base|regime de (?:la )?franchise|exoner|\bexempt|hors champ|non (?:assujetti|redevable)"
    r"|non soumis\w* a (?:la )?t\.?v\.?a|net de tva"
    r"|kleinunternehmer|§\s?(?:19|13\s?b)\b|steuerfrei|steuerschuldner|reverse[\s-]charge|steuerbefrei"
    r"|innergemeinschaft|intra-?\s?comm?unau?t|intra-?community|nicht (?:mwst|mehrwertsteuer|ust)[\w-]*pflichtig"
    r"|inversion del sujeto|\bexent[ao]|no sujet[ao]|\bart\w*\.? ?(?:20|84)\b.{0,25}(?:liva|iva|ley|37/1992)"
    r"|\besent[ei]\b|non imponibil|inversione contabile|forfett?ari|fuori campo|190/2014"
    r"|\bart\.? ?(?:7|8|9|10|15|17|41|74)\b.{0,25}(?:633|331)"
    r"|vrijgesteld|\bverlegd|kleineondernemers|kleine onderneming|vrijstelling"
    r"|outside the scope|zero[\s-]rated|domestic reverse|section 55a|not (?:vat )?registered|below the vat threshold"
)
_DENIED = lazy(
    rf"\b(?:no|sans|ohne|senza|sin|zonder|geen|pas de|keine?r?|nil)\s{_TAX}(?!\W{{0,2}}(?:no|nr|num)\b)"
    rf"|\b(?:not|nicht|keine?r?|nicht der|geen)\s(?:\w+\s){{1,2}}{_TAX}"
    rf"|{_TAX}\W{{0,3}}(?:is |are |wird |est |n'est |y )?(?:not|non|nicht|niet|pas)\b"
    rf"(?! (?:incl|compris|inbegrepen|enth))"
    rf"|{_TAX}\W{{0,3}}(?:at |a |au taux de )?(?<![\d.,])0(?:[.,]0{{1,2}})?\s?%"
)
_ON_TOP = lazy(
    rf"(?:\bzzgl\.?|\bzuzuglich|\bplus|\+|\bexcl(?:ud(?:e|es|ing)|usief|usive of|\.)?|"
    rf"\bexkl(?:usive|\.)?|\bhors|\bmas|\bpiu|\bbefore)"
    rf"\s(?:(?:of|der|gesetzl\w*\.?|applicable|any)\s){{0,2}}(?:\d{{1,2}}(?:[.,]\d)?\s?%\s)?{_TAX}"
    rf"|{_TAX}\s(?:\(?\d{{1,2}}(?:[.,]\d)?\s?%\)?\s)?(?:en sus|a ajouter|extra|no inclui\w+|non inclus\w+"
    rf"|non compris\w*|not included|niet inbegrepen|nicht enthalten|aparte|esclusa|excluded|exclus\w*"
    rf"|will be added|a parte|en plus)"
)
_SPEAKS = lazy(rf"(?<![a-z]){_TAX}(?![a-z])")
_SPLIT = lazy(r"scissione (?:dei )?pagament|split[\s-]?payment|17[\s-]?ter\b")
_MAX_TEXT = 40_000


@dataclass(frozen=True, slots=True)
class Taxation:
    """What the words of a page say of value added tax, beside its amounts."""

    is_exempt: bool  # no tax is charged: a small firm, an exempt service, the buyer owes it
    is_named: bool  # it is spoken of at all
    is_on_top: bool  # amounts are said to be without it
    is_split: (
        bool  # Italy's scissione dei pagamenti: the buyer pays the tax to the state, the net to the firm
    )


def taxation_of(sheet: Sheet) -> Taxation:
    """Read what a page says of tax."""
    text = fold(sheet.text[:_MAX_TEXT])
    return Taxation(
        is_exempt=bool(_NO_TAX.search(text) or _DENIED.search(text)),
        is_named=bool(_SPEAKS.search(text)),
        is_on_top=bool(_ON_TOP.search(text)),
        is_split=bool(_SPLIT.search(text)),
    )
