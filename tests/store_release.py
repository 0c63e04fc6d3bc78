"""What a release leaves behind: the page docs/schema.sql, and a store as that release writes it.

`PYTHONPATH=. python tests/store_release.py` writes the page anew, and the file of a new schema once.
"""

from pathlib import Path

from sqlalchemy import Column, Table
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex, CreateTable
from store_samples import AT, REMINDER_ID, SAMPLES, letter, seen, sent_text

from relanced.edge.outbox import Outbox
from relanced.edge.schema import HEAD, metadata
from relanced.edge.store import Depth, Store
from relanced.model.delivery import InDoubt

PAGE = Path(__file__).parents[1] / "docs" / "schema.sql"
RELEASES = Path(__file__).parent / "fixtures" / "store"

_HEAD = f"""\
-- The store of relanced, schema {HEAD}: SQLite, WAL, synchronous=FULL. To be read, not to be run:
-- written from relanced/edge/schema.py; relanced/edge/migrations/ makes the tables.
-- It is a cache. Deleted, it is built again from the mailbox.
-- Nothing is NULL: an absent text or moment is ''. Moments are UTC, ISO 8601, of fixed width.
"""


def schema_page() -> str:
    """The tables with a comment on each and on its columns."""
    return "\n".join([_HEAD, *(_table(table) for table in metadata.tables.values())])


def _table(table: Table) -> str:
    create = str(CreateTable(table).compile(dialect=dialect())).strip()
    comments = {_name(column): column.comment for column in table.columns if column.comment}
    lines = [f"-- {table.comment}"]
    for line in create.expandtabs(4).splitlines():
        comment = comments.get(line.split()[0]) if line.startswith("    ") else None
        lines.append(f"{line.rstrip():<44} -- {comment}" if comment else line.rstrip())
    lines[-1] += ";"
    lines += [f"{CreateIndex(index).compile(dialect=dialect())};" for index in table.indexes]
    return "\n".join(lines) + "\n"


def _name(column: Column[object]) -> str:
    return f'"{column.name}"' if column.name == "key" else column.name


def make_release(path: Path) -> None:
    """A store that holds something in every table: each kind of fact, and a letter in doubt."""
    store = Store.open(f"sqlite:///{path}", lock=True)
    store.record([seen("a1", folder="Sent", depth=Depth.READ), seen("b2")], SAMPLES, [sent_text()])
    store.save_folder_states({"INBOX": 7}, AT)
    store.remember("login_refused_at", "1793699400.0")
    outbox = Outbox(store)
    outbox.prepare(letter())
    outbox.claim(REMINDER_ID, AT)
    outbox.settle(REMINDER_ID, InDoubt("line lost"), AT)
    store.close()
    path.with_name(path.name + ".lock").unlink()


def main() -> None:
    PAGE.write_text(schema_page(), encoding="utf-8")
    release = RELEASES / f"schema-{HEAD}.db"
    if not release.exists():
        make_release(release)


if __name__ == "__main__":
    main()
