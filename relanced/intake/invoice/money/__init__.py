"""A sheet in, what remains to be paid by it, and how sure that is, out. Pure."""
