"""A ledger in, the figures of a firm out: who owes what since when, who is late, what is expected when."""
