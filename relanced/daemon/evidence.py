"""Facts that were recorded in, letters of unknown fate settled as sent out: by proof, never by trying again (law 2)."""

import structlog

from relanced.daemon.office import Office
from relanced.model.facts import Outcome, SendOutcome

log = structlog.get_logger()


def settle_by_evidence(office: Office) -> None:
    """Settle every letter in doubt of which the mailbox now shows that it left.

    One that the store knows only by the note in the journal (its database was lost) is settled as well.
    """
    _take_in(office)
    for proof in office.evidence.proofs():
        if office.outbox.letter(proof.message_id) is not None:
            office.outbox.evidence(proof.message_id, proof.at, proof.why)
        else:
            outcome = SendOutcome(
                message_id=proof.message_id, outcome=Outcome.SENT, answer=proof.why, at=proof.at
            )
            office.store.record((), (outcome,))
        log.info("unknown_settled", message_id=proof.message_id, evidence=proof.why)
    office.refresh_facts()
    _take_in(office)


def _take_in(office: Office) -> None:
    office.evidence.take(office.facts[office.evidence_taken :])
    office.evidence_taken = len(office.facts)
