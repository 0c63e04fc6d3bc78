"""How a look at the mailbox ended in; what a reading command can say of it, also after a restart, out.

A note in the store: the sweep writes it, `relanced status` reads it without asking the mailbox.
"""

import json
from collections.abc import Mapping

from relanced.edge.store import Store

LOST_NOTE = "not_read_to_the_end"


def note_lost(store: Store, whys: Mapping[str, str], *, everything: bool) -> None:
    """Keep why folders were not read to their end, by name; "": this one was.

    `everything`: every folder was looked at. What is said of the others then holds no more.
    """
    before = lost_in(store)
    kept = {} if everything else {name: why for name, why in before.items() if name not in whys}
    now = kept | {name: why for name, why in whys.items() if why}
    if now != before:
        store.remember(LOST_NOTE, json.dumps(now, ensure_ascii=False))


def lost_in(store: Store) -> dict[str, str]:
    """Why folders were not read to their end when they were last looked at, by name; empty: all were."""
    note = store.recall(LOST_NOTE)
    return dict(json.loads(note)) if note else {}
