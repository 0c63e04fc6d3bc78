"""A client in, all that relanced keeps about him out: for whoever asks what is known of him (GDPR, art. 15 and 20)."""

import json
from collections.abc import Iterable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from sqlalchemy import or_, select

from relanced.casework.forgetting import addresses_of, concerns
from relanced.casework.ledger import Account, CreditStory
from relanced.casework.words import in_words
from relanced.daemon.books import Books
from relanced.edge import schema
from relanced.edge.codec import encode_fact
from relanced.edge.forget import texts_to
from relanced.edge.log import harmless
from relanced.edge.store import Store
from relanced.model.facts import happened_at


def all_about(books: Books, account: Account) -> dict[str, Any]:
    """Everything in the store about a client, as JSON has it, oldest first; each event also in words.

    The mails themselves lie in the mailbox, which this does not read. Raises StoreUnusable.
    """
    facts, ledger = books.facts, books.ledger
    addresses = addresses_of(account, facts, ledger)
    numbers = {case.number for case in account.cases}
    rules, zone = books.settings.rules, books.settings.rules.calendar.timezone
    told = [fact for fact in facts if concerns(fact, account, addresses)]
    store = Store.open(books.settings.store_url, lock=False)
    try:
        letters, texts = _letters(store, account, addresses), _texts(store, addresses)
    finally:
        store.close()
    return {
        "client": {"key": account.client.key, "name": account.client.name, "addresses": sorted(addresses)},
        "firm": rules.firm.name,
        "on": books.today.isoformat(),
        "invoices": [
            {
                "number": case.number,
                "due_on": case.due_on.isoformat(),
                "owed": str(case.owed),
                "open": case.is_open,
            }
            for case in account.cases
        ],
        "events": [
            {
                "at": happened_at(fact).astimezone(zone).isoformat(),
                "in_words": in_words(fact, rules),
                "record": json.loads(encode_fact(fact)),
            }
            for fact in sorted(told, key=happened_at)
        ],
        "payments": [_payment(story) for story in _stories(ledger.credits, numbers)],
        "letters": letters,
        "texts_of_our_mails": texts,
    }


def in_plain_text(found: dict[str, Any]) -> str:
    """The same for people: a page of text."""
    client = found["client"]
    lines = [
        f"{client['name']} ({', '.join(client['addresses'])})",
        f"What {found['firm']} keeps about this client in relanced, on {found['on']}.",
        "The mails themselves lie in the firm's mailbox.",
        "",
        "INVOICES",
        *(f"  {i['number']}: due {i['due_on']}, {i['owed']} still owed" for i in found["invoices"]),
        "",
        "WHAT HAPPENED",
        *(f"  {e['at'][:16].replace('T', ' ')}  {e['in_words']}" for e in found["events"]),
        "",
        "PAYMENTS",
        *(f"  {p['amount']} from {p['payer']} ({p['reference']})" for p in found["payments"]),
    ]
    for letter in found["letters"]:
        lines += [
            "",
            f"LETTER of {letter['prepared_at'][:10]} to {letter['to']}: {letter['state']}",
            letter["text"],
        ]
    for text in found["texts_of_our_mails"]:
        lines += ["", f"OUR MAIL of {text['sent_at'][:10]}", text["text"]]
    return harmless("\n".join(lines)) + "\n"


def _stories(stories: Iterable[CreditStory], numbers: set[Any]) -> list[CreditStory]:
    return [story for story in stories if any(number in numbers for number, _ in story.paid)]


def _payment(story: CreditStory) -> dict[str, Any]:
    credit = story.credit
    return {
        "amount": str(credit.amount),
        "payer": credit.payer,
        "reference": credit.reference,
        "account": credit.payer_account,
        "told_by": story.bank,
        "at": story.at.isoformat(),
        "paid": {number: str(amount) for number, amount in story.paid},
    }


def _letters(store: Store, account: Account, addresses: frozenset[str]) -> list[dict[str, Any]]:
    letter = schema.letter.c
    mine = or_(letter.client == account.client.key, letter.recipient.in_(tuple(addresses)))
    query = select(schema.letter).where(mine).order_by(letter.id)
    with store.database.reading() as connection:
        return [
            {
                "to": row.recipient,
                "cc": json.loads(row.cc),
                "state": row.state,
                "prepared_at": row.prepared_at.isoformat(),
                "invoices": [number for number, _ in json.loads(row.lines)],
                "text": _text_of(row.raw),
            }
            for row in connection.execute(query)
        ]


def _text_of(raw: bytes) -> str:
    if not raw:
        return "(its text was purged)"
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage), "the policy makes these"
    body = mail.get_body(("plain",))
    return f"Subject: {mail['Subject']}\n\n{body.get_content() if body is not None else ''}"


def _texts(store: Store, addresses: frozenset[str]) -> list[dict[str, Any]]:
    wanted = texts_to(store.database, addresses)
    text = schema.sent_text.c
    query = select(schema.sent_text).where(text.message_id.in_(wanted)).order_by(text.sent_at)
    with store.database.reading() as connection:
        return [{"sent_at": row.sent_at.isoformat(), "text": row.text} for row in connection.execute(query)]
