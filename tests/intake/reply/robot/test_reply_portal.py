"""What a portal says became of an invoice."""

import pytest

from relanced.intake.reply.robot.portal import portal_status
from relanced.model.intents import Intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Votre facture F2026-0412 est passée à l'état « Rejetée ».", Intent.DISPUTE),
        ("La facture F2026-0412 passe de l'état Validée à l'état Suspendue", Intent.QUERY),
        ("Facture : F2026-0412\nStatut : MISE EN PAIEMENT", Intent.CLAIMS_PAID),
        ("Statut :\n\nMandatée\nFacture F2026-0412", Intent.CLAIMS_PAID),
        ("La facture F2026-0412 sera mise en paiement", Intent.PROMISE),
        ("Invoice INV-2026-33 has been rejected.", Intent.DISPUTE),
        ("Invoice INV-2026-33 status: Paid", Intent.CLAIMS_PAID),
        ("Invoice INV-2026-33 approved for payment", Intent.PROMISE),
        ("Rechnung RE-2026-7 wurde zurückgewiesen", Intent.DISPUTE),
        ("La factura 2026/33 ha sido rechazada", Intent.DISPUTE),
        ("La fattura 12/26 è stata scartata", Intent.DISPUTE),
        ("Factuur 2026-33 is afgekeurd", Intent.DISPUTE),
        ("Facture F2026-0412 : payée\nFacture F2026-0413 : en litige", Intent.DISPUTE),
    ],
)
def test_a_status_is_read_as_what_it_says(text: str, intent: Intent) -> None:
    found = portal_status("", text)
    assert found
    assert found.intent is intent


@pytest.mark.parametrize(
    "text",
    [
        "Votre facture F2026-0412 a bien été déposée et mise à disposition.",
        "Les factures sont payées à 45 jours. Fermé le 12.",
        "La facture F2026-0412 n'est pas payée",
        "Si la facture F2026-0412 est rejetée, corrigez-la",
        "Votre colis 2026-33 a été rejeté",
        "facture rejetée",
        "",
    ],
)
def test_what_is_no_status_of_an_invoice_is_left(text: str) -> None:
    assert portal_status("", text) is None


def test_the_subject_names_the_invoice() -> None:
    found = portal_status("Facture F2026-0412 : refusée", "Bonjour")
    assert found
    assert found.intent is Intent.DISPUTE
