"""One-line mutations that each break one of the ten laws, and the tests that must notice."""

from dataclasses import dataclass

LAWS = {
    1: "Doubt may only pause",
    2: "Never twice",
    3: "Never past a reply",
    4: "Never in the dark",
    5: "Never skip, never pile up",
    6: "Facts are kept, states are derived",
    7: "The mailbox is the record",
    8: "Every silence has a reason",
    9: "Law is dated data",
    10: "Mail is hostile",
}


@dataclass(frozen=True, slots=True)
class Mutation:
    """One line of the package, what it becomes, and who must object."""

    law: int
    what: str  # what the package would do then
    file: str  # below relanced/
    old: str  # stands in the file exactly once
    new: str
    tests: tuple[str, ...]  # files below tests/, or tests of them


MUTATIONS = (
    Mutation(
        1,
        "money over which there is a doubt closes an invoice",
        "casework/money/apply.py",
        "        settlement = _only_candidates(settlement, doubt)",
        "        settlement = settlement",
        ("casework/test_money_check.py", "casework/test_money_told.py"),
    ),
    Mutation(
        1,
        "a dispute silences nobody",
        "casework/silences.py",
        "        until=None,\n        why=why,\n        source=reply.source,\n        question=_what_to_do(",
        "        until=day,\n        why=why,\n        source=reply.source,\n        question=_what_to_do(",
        ("casework/test_replies.py", "casework/test_voices.py"),
    ),
    Mutation(
        2,
        "a letter that was claimed is claimed again",
        "edge/outbox.py",
        "                .where(due, ~seen)",
        "                .where(~seen)",
        ("edge/test_outbox.py",),
    ),
    Mutation(
        2,
        "a restored database sends what the mailbox has already",
        "edge/outbox.py",
        "                .where(due, ~seen)",
        "                .where(due)",
        ("edge/test_outbox.py",),
    ),
    Mutation(
        2,
        "one step has another Message-ID for each set of invoices listed beside it",
        "model/mark.py",
        "    return MessageId(f\"r1.{sign(key, 'message-id', text)}@{domain}\")",
        "    return MessageId(f\"r1.{sign(key, 'message-id', text + repr(mark.lines))}@{domain}\")",
        ("model/test_mark.py",),
    ),
    Mutation(
        2,
        "nothing is written into the mailbox before a letter leaves",
        "daemon/door.py",
        "    shut = await door.shut() or await _write_intent(office, letter, reminder, at)",
        "    shut = await door.shut()",
        ("daemon/test_door.py",),
    ),
    Mutation(
        3,
        "a look of any age will do",
        "daemon/door.py",
        "        if seconds_passed() - oldest < FRESH_S:",
        "        if seconds_passed() - oldest < FRESH_S * 1e6:",
        ("daemon/test_fresh.py",),
    ),
    Mutation(
        3,
        "what came in while the server waited is passed over",
        "daemon/door.py",
        "            why = self._why_not_planned(reminder, actions)",
        '            why = ""',
        ("daemon/test_door.py",),
    ),
    Mutation(
        3,
        "a mail that cannot be read silences nobody",
        "casework/fold.py",
        "            fold_quarantined(books, directory, fact)",
        "            pass",
        ("casework/test_troubles.py",),
    ),
    Mutation(
        4,
        "reminders leave although a bank has gone silent",
        "casework/planning/climb.py",
        "    if day.in_the_dark:",
        "    if day.in_the_dark and not day.in_the_dark:",
        ("casework/test_rhythm.py",),
    ),
    Mutation(
        4,
        "no silence of a bank is ever unusual",
        "casework/rhythm.py",
        "    allowed = max(min(3 * usual, 2 * usual + 5), LEAST_SILENCE)",
        "    allowed = max(30 * usual, LEAST_SILENCE)",
        ("casework/test_rhythm.py",),
    ),
    Mutation(
        5,
        "a step is skipped",
        "casework/planning/steps.py",
        "    for index in range(reached + 1, len(ladder.steps)):",
        "    for index in range(reached + 2, len(ladder.steps)):",
        ("casework/test_steps.py",),
    ),
    Mutation(
        5,
        "no interval lies between two reminders",
        "casework/planning/climb.py",
        "        spaced = last + timedelta(days=days)",
        "        spaced = last",
        ("casework/test_plan.py",),
    ),
    Mutation(
        6,
        "facts are folded in the order in which they arrived",
        "casework/order.py",
        "    coarse = sorted(once.values(), key=moment_of)",
        "    coarse = list(once.values())",
        ("casework/test_casework_order.py",),
    ),
    Mutation(
        6,
        "which of two places a mail is found in first matters",
        "casework/order.py",
        "        if known is None or place_of(fact) < place_of(known):",
        "        if known is None:",
        ("casework/test_casework_order.py", "casework/test_plan_laws.py"),
    ),
    Mutation(
        7,
        "a letter in Sent is not known again when the database is gone",
        "intake/own.py",
        "            source=source, message_id=message_id, client_address=to, lines=mark.lines, ours=ours",
        "            source=source, message_id=message_id, client_address=to, lines=mark.lines, ours=False",
        ("intake/test_own.py",),
    ),
    Mutation(
        7,
        "a decision in the journal is not read",
        "intake/read.py",
        "    return Reading(reads_as=ReadsAs.OWNER_COMMAND, decision=decision)",
        "    return Reading(reads_as=ReadsAs.OWNER_COMMAND)",
        ("security/test_stolen_key.py",),
    ),
    Mutation(
        8,
        "a case that waits says nothing",
        "casework/planning/desk.py",
        "        self.rest.append(Wait(invoice=case.number, client=self.account.client, until=until, why=why))",
        '        self.rest += [Wait(invoice=case.number, client=self.account.client, until=until, why="")]',
        ("casework/test_plan.py", "casework/test_plan_laws.py"),
    ),
    Mutation(
        9,
        "beyond the end of a table its last rate goes on",
        "model/law.py",
        "each for each in self.periods if each.since <= day <= each.until), None)",
        "each for each in self.periods if each.since <= day <= each.until), None) or __import__("
        "'dataclasses').replace(self.periods[-1], until=date.max)",
        ("casework/test_law_charges.py",),
    ),
    Mutation(
        9,
        "a rate needs no source",
        "edge/laws.py",
        '        raise wrong("where the rate was published, on one line")',
        '        wrong("where the rate was published, on one line")',
        ("edge/test_laws.py",),
    ),
    Mutation(
        10,
        "anybody's Authentication-Results counts",
        "intake/trust.py",
        "    if top is None or not is_configured(top.server, authserv_ids):",
        "    if top is None:",
        ("intake/test_trust.py", "intake/test_forged_notices.py"),
    ),
    Mutation(
        10,
        "a mail that may not be believed closes an invoice",
        "casework/money/incoming.py",
        "        payments.tell([line for line in lines if fact.trusted or line.name in vouched])",
        "        payments.tell(lines)",
        ("casework/test_money_laws.py",),
    ),
    Mutation(
        10,
        "a genuine notice that is sent again counts again",
        "intake/replay.py",
        "    return _out_of_time(message, arrived_at(message) or noted_at) or _to_others(message, trust, firm)",
        '    return ""',
        ("intake/test_replay.py", "intake/test_forged_notices.py"),
    ),
    Mutation(
        10,
        "a name of a folder may hold a line end",
        "edge/imap.py",
        "        if not _SAFE_NAME.fullmatch(name):",
        "        if not name:",
        ("security/test_imap_arguments.py", "edge/test_mailbox.py"),
    ),
    Mutation(
        10,
        "an encoded word may stand in a header",
        "letters/envelope.py",
        '    if "=?" in text:',
        '    if "=?" in text and not text:',
        ("letters/test_letter_envelope.py",),
    ),
    Mutation(
        10,
        "a name steers the owner's terminal",
        "cli/words.py",
        "        super().__init__(clean(text), style, **layout)",
        "        super().__init__(text, style, **layout)",
        ("security/test_terminal.py",),
    ),
    Mutation(
        10,
        "a name is markup in a letter's HTML",
        "letters/render.py",
        'autoescape=lambda path: path is not None and path.endswith(".html.j2"),',
        "autoescape=False,",
        ("letters/test_letter_render.py",),
    ),
)
