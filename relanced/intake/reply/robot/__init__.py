"""A mail that a machine may have sent in, what it is worth out. Pure."""
