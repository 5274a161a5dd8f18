"""The command `omaha`: one command a file, each imported only when it is asked for."""

from omaha.cli.app import main

__all__ = ["main"]
