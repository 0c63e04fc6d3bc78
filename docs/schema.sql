-- The store of relanced, schema 0001: SQLite, WAL, synchronous=FULL. To be read, not to be run:
-- written from relanced/edge/schema.py; relanced/edge/migrations/ makes the tables.
-- It is a cache. Deleted, it is built again from the mailbox.
-- Nothing is NULL: an absent text or moment is ''. Moments are UTC, ISO 8601, of fixed width.

-- What was seen or done. Only ever added to.
CREATE TABLE fact (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, -- the order of recording, from 1; never used twice
    "key" TEXT NOT NULL,                     -- what makes it the same fact when its mail is read again
    body TEXT NOT NULL,                      -- JSON: {"v": 1, "kind": "InvoiceSent", "says": {…}}
    CONSTRAINT fact_once UNIQUE ("key")
)
 STRICT;

-- Every mail ever seen. Stays when the mail is moved or expunged.
CREATE TABLE message (
    fingerprint TEXT NOT NULL,               -- the mail's identity, wherever it lies
    message_id TEXT NOT NULL,                -- without angle brackets; '': it has none
    depth TEXT NOT NULL,                     -- how far it was ever read
    CONSTRAINT message_pk PRIMARY KEY (fingerprint),
    CONSTRAINT message_depth CHECK (depth IN ('header', 'read', 'quarantined', 'too_large'))
)
 WITHOUT ROWID,
 STRICT;

-- Where mails lie now: what a folder's list of UIDs is compared with.
CREATE TABLE place (
    folder TEXT NOT NULL,                    -- the IMAP folder's name, decoded
    uidvalidity INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    CONSTRAINT place_pk PRIMARY KEY (folder, uidvalidity, uid),
    CONSTRAINT place_message FOREIGN KEY(fingerprint) REFERENCES message (fingerprint)
)
 WITHOUT ROWID,
 STRICT;

-- How far each folder was read.
CREATE TABLE folder (
    name TEXT NOT NULL,
    uidvalidity INTEGER NOT NULL,
    read_through_at TEXT NOT NULL,           -- the folder was read to its end then
    CONSTRAINT folder_pk PRIMARY KEY (name)
)
 WITHOUT ROWID,
 STRICT;

-- Small things to remember over a restart, such as when the password was last refused.
CREATE TABLE note (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT note_pk PRIMARY KEY ("key")
)
 WITHOUT ROWID,
 STRICT;

-- Mails of ours that an answer may quote: the newest 5,000.
CREATE TABLE sent_text (
    message_id TEXT NOT NULL,                -- without angle brackets
    sent_at TEXT NOT NULL,
    text TEXT NOT NULL,                      -- what its reader saw, cut at 20,000 characters
    CONSTRAINT sent_text_pk PRIMARY KEY (message_id)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX sent_text_by_time ON sent_text (sent_at);

-- Whom these mails went to, and which mails they answer.
CREATE TABLE sent_link (
    kind TEXT NOT NULL,
    value TEXT NOT NULL,                     -- an address, a host, a Message-ID; in small letters
    message_id TEXT NOT NULL,                -- of a mail in sent_text
    CONSTRAINT sent_link_pk PRIMARY KEY (kind, value, message_id),
    CONSTRAINT sent_link_kind CHECK (kind IN ('to', 'host', 'answers'))
)
 WITHOUT ROWID,
 STRICT;

-- The outbox: each letter at most once, whatever happens.
CREATE TABLE letter (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    message_id TEXT NOT NULL,                -- computed from client, steps and invoices
    client TEXT NOT NULL,                    -- the client's key
    recipient TEXT NOT NULL,
    cc TEXT NOT NULL,                        -- JSON: a list of addresses
    raw BLOB NOT NULL,                       -- the mail as it leaves, byte for byte
    lines TEXT NOT NULL,                     -- JSON: a list of [invoice number, step or null]
    step TEXT NOT NULL,                      -- the step that sets the tone
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,               -- counted before each attempt
    next_try_at TEXT NOT NULL,               -- deferred: not before then; '' otherwise
    prepared_at TEXT NOT NULL,
    submitted_at TEXT NOT NULL,              -- the last attempt; '': never tried
    changed_at TEXT NOT NULL,                -- when its state was last set
    answer TEXT NOT NULL,                    -- the server's last words, or ours
    filed INTEGER NOT NULL,                  -- 1: a copy lies in Sent
    CONSTRAINT letter_once UNIQUE (message_id),
    CONSTRAINT letter_state CHECK (state IN ('prepared', 'submitting', 'sent', 'deferred', 'refused', 'unknown', 'withdrawn')),
    CONSTRAINT letter_filed CHECK (filed IN (0, 1))
)
 STRICT;
