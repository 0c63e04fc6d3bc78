"""What the owner decides on the page: a signed note in a real mailbox, which the next round reads and counts."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from cli_firm import Firm, open_firm
from servers.dovecot import Account
from web_site import FORM, Shown, firm_with, proof_in, settings_in, shown
from web_world import CREDIT, REF, SCAN_REF, task, world

from relanced.edge.store import Store
from relanced.model.tasks import TaskKind

LATER = "2099-12-31"


def open_world(account: Account, folder: Path, kind: TaskKind = TaskKind.CALL) -> Firm:
    opened = open_firm(account, folder)
    store = Store.open(f"sqlite:///{folder}/relanced.db", lock=True)
    store.record((), world(kind))
    store.close()
    return opened


@pytest.fixture
def firm(account: Account, tmp_path: Path) -> Firm:
    return open_world(account, tmp_path)


@pytest.fixture
def page(firm: Firm) -> Iterator[Shown]:
    with shown(settings_in(firm.config)) as found:
        yield found


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """The same without a mailbox: whatever tried to write would be told so, with 503."""
    with shown(firm_with(tmp_path_factory.mktemp("alone"), world())) as found:
        yield found


def fill(client: httpx.Client, path: str, fields: dict[str, str], *, gives: int = 303) -> str:
    """Open a form's page as a person does, fill it in and send it; gives the page that follows."""
    asked, _, query = path.partition("?")
    form = client.get(f"/firm/firm/{path}")
    assert form.status_code == 200, form.text
    known = dict(part.split("=", 1) for part in query.split("&"))
    said = client.post(
        f"/firm/firm/{asked}", data={"proof": proof_in(form.text), **known, **fields}, headers=FORM
    )
    assert said.status_code == gives, said.text
    return client.get(said.headers["location"]).text if gives == 303 else said.text


def test_a_decision_waits_until_the_next_round_and_then_counts(firm: Firm, page: Shown) -> None:
    client = page.client()
    form = client.get("/firm/firm/decide?verb=paid&number=F2026-012").text
    assert "F2026-012" in form
    after = fill(client, "decide?verb=paid&number=F2026-012", {"note": "chèque vu"})
    assert "F2026-012 noté payé" in after
    assert "compte dès la prochaine lecture" in after
    assert firm.status()[0]["F2026-012"]["owed"] != "0.00"
    firm.read_mailbox()

    assert firm.status()[0]["F2026-012"]["state"] == "paid"
    told = client.get("/firm/firm/invoice?number=F2026-012").text
    assert "Vous avez noté F2026-012 payée" in told
    assert "chèque vu" in told
    assert "compte dès la prochaine lecture" not in told

    fill(client, "decide?verb=resume&number=F2026-012", {})
    firm.read_mailbox()
    assert firm.status()[0]["F2026-012"]["owed"] != "0.00"


@pytest.mark.parametrize(
    ("verb", "fields", "state"),
    [
        ("pause", {"until": LATER}, "held"),
        ("dispute", {}, "disputed"),
        ("write_off", {}, "written_off"),
        ("ignore", {}, "ignored"),
    ],
)
def test_each_button_does_what_its_command_does(
    firm: Firm, page: Shown, verb: str, fields: dict[str, str], state: str
) -> None:
    fill(page.client(), f"decide?verb={verb}&number=F2026-200", fields)
    firm.read_mailbox()
    assert firm.status()[0]["F2026-200"]["state"] == state


def test_of_a_client_all_open_invoices_are_shown_and_touched(firm: Firm, page: Shown) -> None:
    client = page.client()
    form = client.get("/firm/firm/decide?verb=pause&key=elan.example").text
    assert "F2026-112" in form
    assert "F2026-114" in form
    fill(client, "decide?verb=pause&key=elan.example", {"until": LATER})
    firm.read_mailbox()
    invoices = firm.status()[0]
    assert {invoices[number]["state"] for number in ("F2026-112", "F2026-114")} == {"held"}


def test_a_mail_that_was_not_clear_is_what_the_owner_says(firm: Firm, page: Shown) -> None:
    client = page.client()
    assert f"ref={REF}" in client.get("/firm/firm/todo").text
    fill(client, f"mail?ref={REF}", {"intent": "promise", "day": LATER})
    firm.read_mailbox()
    assert firm.status()[0]["F2026-012"]["state"] == "promised"
    assert f"ref={REF}" not in client.get("/firm/firm/todo").text


def test_a_payment_pays_what_the_owner_says(firm: Firm, page: Shown) -> None:
    client = page.client()
    form = client.get(f"/firm/firm/credit?name={CREDIT}").text
    assert "pays:F2026-112" in form
    fill(client, f"credit?name={CREDIT}", {"pays:F2026-112": "yes"})
    firm.read_mailbox()
    assert firm.status()[0]["F2026-112"]["state"] == "paid"
    assert f"name={CREDIT}" not in client.get("/firm/firm/todo").text


def test_a_payment_may_be_for_another_invoice_in_part_or_for_none(firm: Firm, page: Shown) -> None:
    client = page.client()
    fill(client, f"credit?name={CREDIT}", {"other": "F2026-114=500,00"})
    firm.read_mailbox()
    assert firm.status()[0]["F2026-114"]["owed"] == "200.00"
    fill(client, f"credit?name={CREDIT}", {"none": "yes"})
    firm.read_mailbox()
    assert firm.status()[0]["F2026-114"]["owed"] == "700.00"


def test_a_call_ends_as_the_owner_says(firm: Firm, page: Shown) -> None:
    client = page.client()
    given = task(TaskKind.CALL).message_id
    fill(client, f"task?id={given}", {"outcome": "promised", "day": LATER, "note": "Mme Roy"})
    firm.read_mailbox()
    assert firm.status()[0]["F2026-200"]["state"] == "promised"
    assert json.loads(firm.ask("tasks", "--json").stdout) == []


def test_a_letter_was_posted_and_a_file_handed_over(account: Account, tmp_path: Path) -> None:
    for kind, fields, said in (
        (TaskKind.LETTER, {"tracking": "1A 123"}, "you posted the formal notice"),
        (TaskKind.HANDOVER, {"to": "Me Durand"}, "you handed the file over to Me Durand"),
    ):
        folder = tmp_path / kind.value
        folder.mkdir()
        firm = open_world(account, folder, kind)
        with shown(settings_in(firm.config)) as page:
            fill(page.client(), f"task?id={task(kind).message_id}", fields)
        firm.read_mailbox()
        assert said in " ".join(firm.ask("show", "F2026-200", code=1).stdout.split())


def test_a_mail_that_could_not_be_read_is_stated(firm: Firm, page: Shown) -> None:
    client = page.client()
    fields = {
        "number": "F2026-300",
        "amount": "1\u202f200,00",
        "kind": "invoice",
        "currency": "EUR",
        "due": LATER,
    }
    fill(client, f"state?mail={SCAN_REF}", fields)
    firm.read_mailbox()
    assert firm.status()[0]["F2026-300"]["total"] == "1200.00"


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("decide?verb=pause&number=F2026-012", {"until": "2001-01-01"}),
        ("decide?verb=pause&number=F2026-012", {"until": "demain"}),
        (f"mail?ref={REF}", {"intent": "not_sure"}),
        (f"mail?ref={REF}", {"intent": "promise", "day": "2001-01-01"}),
        (f"credit?name={CREDIT}", {}),
        (f"credit?name={CREDIT}", {"none": "yes", "other": "F2026-112"}),
        (f"credit?name={CREDIT}", {"other": "F2026-114=5000,00"}),
        (f"credit?name={CREDIT}", {"other": "F9999"}),
        (f"task?id={task(TaskKind.CALL).message_id}", {"outcome": "nothing"}),
        (f"state?mail={SCAN_REF}", {"number": "", "amount": "1", "kind": "invoice"}),
        (f"state?mail={SCAN_REF}", {"number": "F1", "amount": "-1", "kind": "invoice"}),
        (f"state?mail={SCAN_REF}", {"number": "F1", "amount": "1", "kind": "bill"}),
    ],
)
def test_what_cannot_be_meant_is_told_and_nothing_is_written(
    alone: Shown, path: str, fields: dict[str, str]
) -> None:
    client = alone.client()
    said = fill(client, path, fields, gives=422)
    assert "Rien n’a été noté" in said
    assert 'role="alert"' in said


@pytest.mark.parametrize(
    "path",
    [
        "decide?verb=release&number=F2026-012",
        "decide?verb=ignore&key=elan.example",
        "decide?verb=paid&number=F9999",
        f"decide?verb=paid&mail={SCAN_REF}",
        "decide?verb=paid&key=",
        "mail?ref=ffffffff",
        "credit?name=ffffffff",
        "task?id=x",
        "state?mail=ffffffff",
        "client?key=nobody.example",
        "invoice?number=",
        "letter?id=x",
    ],
)
def test_what_is_not_there_is_no_page(alone: Shown, path: str) -> None:
    client = alone.client()
    said = client.get(f"/firm/firm/{path}")
    assert said.status_code == 404
    assert "Il n’y a rien ici" in said.text


def test_a_mailbox_that_is_away_is_told_and_the_decision_can_be_sent_again(firm: Firm) -> None:
    text = firm.config.read_text("utf-8").replace(f"port = {firm.account.server.port}", "port = 1")
    firm.config.write_text(text, encoding="utf-8")
    with shown(settings_in(firm.config)) as page:
        said = fill(page.client(), "decide?verb=paid&number=F2026-012", {}, gives=503)
    assert "Ce n’est pas noté" in said
    assert "recommencez dans un moment" in said
