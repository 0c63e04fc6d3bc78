"""Books in, what waits for the owner and what his words mean out: for the command line and the pages alike."""
