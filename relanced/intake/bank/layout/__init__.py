"""A mail's body in, its lines, labelled values, tables and records of money out. Pure."""
