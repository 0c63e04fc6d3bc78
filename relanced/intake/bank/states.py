"""What a mail prints of a payment's state in, whether the money is there out. Pure; six languages and signs.

Lists mix paid and unpaid lines; a terminal says «authorised» and «refused» in the same green. Only a
state that says the money is there makes a line a credit.
"""

import re
from collections.abc import Iterator, Sequence

from relanced.intake.bank.figures import money_in
from relanced.intake.bank.labels import Role
from relanced.intake.bank.layout.parts import Layout, Pair, Row
from relanced.intake.bank.sentences import payer_in
from relanced.intake.days import fold
from relanced.intake.lazy import lazy

_TICKED = lazy("[✅✔☑✓🟢🆗]")
_NOT_TICKED = lazy("[⏳⌛❌✖✗✘🚫🕒🕐⏱⏰👀🔁↩⛔🔴🟡🟠⚠❗]")
_SETTLED = lazy(
    r"\b(?:paid|settled|captured|complet\w*|success\w*|succeeded|credited|cleared|accepted|approved|received|posted"
    r"|booked|executed|processed|done|ok|confirmed|authori[sz]ed|collected"
    r"|payee?s?|encaisse\w*|regle\w*|credite\w*|accepte\w*|reussi\w*|effectue\w*|recue?s?|valide\w*|comptabilise\w*"
    r"|confirme\w*|autorise\w*|execute\w*|traite\w*|finalise\w*|abouti\w*"
    r"|bezahlt|gutgeschrieben|(?:ge|ver)bucht|eingegangen|erfolgreich|erfolgt|abgeschlossen|ausgefuhrt|eingezogen"
    r"|eingelost|genehmigt|bestatigt|erledigt|autorisiert"
    r"|pagad\w*|cobrad\w*|abonad\w*|ingresad\w*|recibid\w*|completad\w*|aceptad\w*|autorizad\w*|realizad\w*"
    r"|liquidad\w*|ejecutad\w*|confirmad\w*|aprobad\w*|contabilizad\w*"
    r"|pagat\w*|incassat\w*|accreditat\w*|ricevut\w*|completat\w*|riuscit\w*|eseguit\w*|contabilizzat\w*|regolat\w*"
    r"|andat\w* a buon fine|confermat\w*|approvat\w*|autorizzat\w*|saldat\w*"
    r"|betaald|bijgeschreven|ontvangen|geslaagd|voltooid|uitgevoerd|geboekt|verwerkt|gelukt|akkoord|geaccepteerd"
    r"|bevestigd|goedgekeurd)\b"
)
_DENIED = lazy(
    r"\b(?:not?|non|nicht|kein\w*|niet|geen|nog|noch|pas|n'\w+|un(?:paid|cleared|settled)|jamais|never|to be|da|a|zu"
    r"|te|por|pre-?\w*|pendiente\w*|pending|en attente)\b"
)
_UNDONE = lazy(
    r"(?:refund|rembours|devoluci|reembols|rimbors|erstatt|ruckerstatt|terugbetal|chargeback|contracargo|storno|reversal"
    r"|annul|cancel|abandon|extourn|ruckbuch|void)"
)
_GIVEN_BACK = lazy(
    r"(?:refund|rembours|devoluci|reembols|rimbors|erstatt|ruckerstatt|terugbetal|chargeback|contracargo)"
)
_HOLDER = lazy(r"titulaire|titular|holder|karteninhaber|inhaber|intestatario|kaarthouder|cardholder|porteur")
_CARD = lazy(r"\b(?:carte|card|karte|tarjeta|carta|kaart|pan)\b")
_TERMINAL = lazy(
    r"\b(?:terminal\w*|tpv|tpe|pos|boutique|webshop|shop|tienda|negozio|winkel|e-?commerce|checkout)\b"
)


def is_settled(state: str) -> bool:
    """Whether a state says that the money is there."""
    plain = fold(state).replace("_", " ")
    if _NOT_TICKED.search(state) or _UNDONE.search(plain) or _DENIED.search(plain):
        return False
    return bool(_TICKED.search(state) or _SETTLED.search(plain))


def is_unticked(cells: Sequence[str]) -> bool:
    """A line with a sign that its money is not there."""
    return any(map(_NOT_TICKED.search, cells))


def is_ticked(cells: Sequence[str]) -> bool:
    """A line with a sign that its money is there."""
    return any(map(_TICKED.search, cells)) and not is_unticked(cells)


def is_open(row: Row) -> bool:
    """A line of a list with a state that does not say that its money is there."""
    state = row.value(Role.STATE)
    return bool(state) and not is_settled(state)


def told_states(layout: Layout) -> Iterator[str]:
    """What stands behind the labels of a state or a sort of payment, folded."""
    for pair in layout.pairs:
        if pair.role in {Role.STATE, Role.DIRECTION}:
            yield fold(pair.value).replace("_", " ").replace("’", "'")


def given_back(layout: Layout) -> str:
    """The sort of payment, where that is a refund."""
    return next((state for state in told_states(layout) if _GIVEN_BACK.search(state)), "")


def cardholder_of(layout: Layout) -> str:
    """Who paid by card at the firm's own terminal or shop; "" for a purchase of its own.

    Both notices name a shop, a card and its holder; only a shop's has a terminal and an order.
    """
    pairs, roles = layout.pairs, {pair.role for pair in layout.pairs}
    at_ours = Role.INVOICE in roles and any(_TERMINAL.search(pair.label) for pair in pairs)
    has_card = any(_CARD.search(pair.label) for pair in pairs)
    if not (at_ours and has_card and any(is_settled(p.value) for p in pairs if p.role is Role.STATE)):
        return ""
    return next((p.value for p in pairs if _is_holder(p)), "")


def _is_holder(pair: Pair) -> bool:
    return (
        bool(_HOLDER.search(pair.label))
        and not money_in(pair.value)
        and bool(re.search(r"[^\W\d]{2}", pair.value))
    )


def paid_in(layout: Layout, texts: Sequence[str]) -> bool:
    """Whether a sentence, or an entry of a list, tells that somebody paid an amount."""
    entries = (word for record in layout.records for word in record.words)
    told = (text for text in (*texts, *entries) if money_in(text) and payer_in(text))
    return any(
        layout.vocabulary.credit.search(fold(text)) and not layout.vocabulary.not_yet.search(fold(text))
        for text in told
    )
