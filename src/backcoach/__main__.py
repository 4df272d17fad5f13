"""Lets ``python -m backcoach`` run the command."""

from backcoach.cli import main

if __name__ == "__main__":
    main()
