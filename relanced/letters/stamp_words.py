"""Nothing in; the word that stands across a stamped copy, by language, out. Pure."""

WORDS = {
    "fr": "À PAYER",
    "en": "PAYMENT DUE",
    "de": "ZAHLUNG OFFEN",
    "es": "PENDIENTE DE PAGO",
    "it": "DA PAGARE",
    "nl": "NOG TE BETALEN",
}
