"""Books in, pages for a browser out; what is decided there is written into the mailbox like any decision."""
