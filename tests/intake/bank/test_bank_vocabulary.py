"""What labels mean, known ones and composed ones, and what a profile adds."""

import pytest

from relanced.intake.bank.labels import Role
from relanced.intake.bank.vocabulary import GENERAL
from relanced.model.profile import BankProfile


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Libellé du virement", Role.REFERENCE),
        ("Solde prévisionnel", Role.BALANCE),
        ("Date d'exécution prévue", Role.ASIDE),
        ("Rekening van de tegenpartij", Role.PAYER_ACCOUNT),
        ("Fecha valor de la operación", Role.VALUE_DAY),
        ("Commissione di incasso", Role.FEE),
        ("Bankreferenznummer", None),
        ("Montant initial de l'ordre", Role.SENT),
        ("Referencia de la transacción", Role.ENTRY_ID),
        ("Motif du rejet", Role.ASIDE),
        ("Bonjour, merci de votre confiance et à bientôt", None),
        ("Adresse de l'émetteur", Role.ASIDE),
    ],
)
def test_a_composed_label_is_what_its_words_say(label: str, role: Role | None) -> None:
    assert GENERAL.likely_role(label) is role


def test_a_name_is_no_label_where_its_value_does_not_fit() -> None:
    assert GENERAL.role_of("VIREMENT CLIENT DUPONT") is None
    assert GENERAL.role_beside("VIREMENT CLIENT DUPONT", "12,00 €") is None
    assert GENERAL.role_beside("Montant total du jour", "DUPONT") is None


def test_a_profile_adds_its_labels_and_words_and_the_general_ones_stay() -> None:
    profile = BankProfile(
        name="kiosk",
        shown="Kiosk",
        senders=(),
        labels={"payer": ("Wer hat bezahlt",), "amount": ("Zahlbetrag in Kiosk",)},
        words={"credit": ("Kiosk ist voll",), "other": ("Kiosk macht zu",)},
    )
    grown = GENERAL.with_profile(profile)
    assert grown is GENERAL.with_profile(profile)
    assert grown.role_of("WER HAT BEZAHLT:") is Role.PAYER
    assert grown.role_of("Montant") is Role.AMOUNT
    assert grown.in_line.search("wer hat bezahlt: pons")
    assert grown.credit.search("der kiosk  ist voll")
    assert not GENERAL.credit.search("der kiosk ist voll")
    assert grown.no_credit.search("kiosk macht zu")
    assert GENERAL.with_profile(None) is GENERAL


def test_unknown_kinds_of_words_raise() -> None:
    with pytest.raises(ValueError, match="gossip"):
        GENERAL.with_profile(BankProfile(name="x", shown="x", senders=(), words={"gossip": ("x",)}))
