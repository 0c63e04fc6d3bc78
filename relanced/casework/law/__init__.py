"""Law: what lateness adds to an invoice, and which periods end a claim. Pure; the tables are values."""
