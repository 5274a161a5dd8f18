"""The commands by name, and how the program ends: 0 done, 1 findings, 2 unusable."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

import click

from omaha.cli.options import ECHO, HELP_NAMES
from omaha.errors import OmahaError

# A module of this package each, and what it does; imported only when it is asked for.
COMMANDS = {
    "code": "Code notes: a note in, Omaha codes with their evidence out.",
    "lookup": "Show what a code stands for.",
    "search": "Find concepts by words: any order, half typed, misspelt.",
    "translate": "Show a code in another scheme (ZRM, ICF, New Zealand …), or back.",
    "view": "Show one client's notes in ZRM, Positieve Gezondheid, Gordon, ICF, ICPC …",
    "plan": "Make one list of problems of what several disciplines say of one client.",
    "check-plan": "Check a care plan: what auditors would remark, with the reason.",
    "export": "Write coded notes as FHIR, or as rows (CSV, Parquet) for research.",
    "profile": "Show a neighbourhood in numbers, with small counts hidden.",
    "check": "Check vocab/ and mappings/; one line for each finding.",
    "evaluate": "Measure the coder on notes with gold codes.",
    "mappings": "What words mean: import, judge, release, roll back.",
    "keys": "Make, list and revoke keys to the service.",
    "store": "Back up, restore and verify the store of keys and curation.",
}


class _Commands(click.Group):
    """The group of commands, of which only the one that runs is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found = importlib.import_module(f"omaha.cli.{cmd_name.replace('-', '_')}").command
        return found if isinstance(found, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        # A note in the place of a command must not be repeated.
        if args and any(map(str.isspace, args[0])):
            ctx.fail(f"no such command; {ECHO}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings=HELP_NAMES)
def omaha() -> None:
    """Omaha System (2005) for care notes: code, look up, search, translate, check.

    Suggestions support recording by a professional; they are no medical advice.

    \b
    Examples:
      echo "Stuit rood, huid intact. Geen pijn." | omaha code -
      omaha code notes.csv --text-column tekst -o coded.jsonl
      omaha lookup 24
      omaha search "wond dicht"
      omaha translate 24 --to zrm
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; `arguments` are those of the process when None. Never returns."""
    try:
        omaha.main(None if arguments is None else list(arguments), prog_name="omaha")
    except OmahaError as error:
        click.echo(f"omaha: {error}", err=True)
        sys.exit(2)
