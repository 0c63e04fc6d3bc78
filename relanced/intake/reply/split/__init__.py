"""A mail in, what its writer typed out: new text apart from old. Pure."""
