"""A ledger, the rules and a day in; actions, each with its why, out. Pure."""
