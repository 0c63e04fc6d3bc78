"""A mail that speaks as a bank does in, its credits and whether it may be believed out. Pure."""
