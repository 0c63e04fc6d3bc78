"""A PDF in, its words with their places out, as rows and columns. Pure."""
