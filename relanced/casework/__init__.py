"""Facts in, client accounts and cases, then actions out. Pure."""
