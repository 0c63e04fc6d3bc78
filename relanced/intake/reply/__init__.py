"""A client's mail in, what he wrote and what he wants out. Pure."""
