"""`python -m omaha.cli` is the command `omaha`."""

from omaha.cli.app import main

main()
