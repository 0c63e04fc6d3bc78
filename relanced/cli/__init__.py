"""The command line: one module a command, over the same rounds as the daemon."""
