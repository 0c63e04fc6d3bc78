"""`python -m relanced`: the command line."""

from relanced.cli.main import main

main()
