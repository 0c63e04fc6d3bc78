"""Labels of money in, the same with their short forms out: «total documento», «tot doc». Pure."""

from collections.abc import Iterable, Iterator
from itertools import product

# The words that are shortened, and what stands for them.
_SHORT: dict[str, tuple[str, ...]] = {
    "total": ("tot", "ttl"),
    "totale": ("tot",),
    "totaal": ("tot",),
    "montant": ("mt", "mnt", "mont"),
    "facture": ("fact", "fac"),
    "factura": ("fact", "fra", "fac"),
    "fattura": ("fatt", "fatt ra", "ft"),
    "documento": ("doc",),
    "importe": ("imp",),
    "importo": ("imp",),
    "imponible": ("imp",),
    "imponibile": ("imp", "imponib"),
    "amount": ("amt",),
    "gesamt": ("ges",),
    "gesamtbetrag": ("ges betrag", "gesamt betrag"),
    "gesamtsumme": ("ges summe", "gesamt summe"),
    "gesamtpreis": ("ges preis", "g preis"),
    "rechnungsbetrag": ("rg betrag", "rechn betrag", "re betrag"),
    "rechnungssumme": ("rg summe", "rechn summe"),
    "acompte": ("ac", "acpte"),
    "mwst": ("ust", "mehrwertsteuer", "umsatzsteuer", "m w st"),
    "inkl": ("incl", "einschl", "inklusive", "einschliesslich"),
    "exkl": ("excl", "ohne", "exklusive", "zzgl"),
    "vat": ("tax", "gst", "taxes"),
    "including": ("incl", "inc"),
    "incl": ("inc", "including", "inclusief", "inclusive of", "inclusive", "with"),
    "excl": ("ex", "exc", "excluding", "exclusief", "exclusive of", "without", "before"),
    "inclusief": ("incl", "inc"),
    "exclusief": ("excl", "ex", "exc"),
    "incluido": ("incl", "inc"),
    "inclusa": ("incl", "inc"),
    "esclusa": ("escl", "excl"),
    "hors": ("h",),
    "vostro": ("vs",),
    "nostro": ("ns",),
    "taxes": ("tax", "t"),
    "taxe": ("t",),
}


def with_short(words: Iterable[str]) -> Iterator[str]:
    """Each label, and the same with any of its words short; a word alone is not shortened («tot», «ex»)."""
    for label in words:
        yield label
        forms = product(*((part, *_SHORT.get(part, ())) for part in label.split()))
        yield from (form for words in forms if " " in (form := " ".join(words)))
