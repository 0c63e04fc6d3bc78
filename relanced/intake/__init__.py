"""A mail in, what it says out. Pure: no disk, network, clock, log or database."""
