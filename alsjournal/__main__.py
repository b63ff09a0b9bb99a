"""``python -m alsjournal``: the command line."""

from alsjournal.cli import main

if __name__ == "__main__":
    main()
