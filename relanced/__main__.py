"""`relanced` and `python -m relanced`: the command line."""


def main() -> None:
    """Run the command line."""
    # The worker process loads the module that its parent was started from: it needs no command, and
    # a command's libraries would double its memory.
    from relanced.cli.main import main as command_line  # noqa: PLC0415 - for that reason

    command_line()


if __name__ == "__main__":
    main()
