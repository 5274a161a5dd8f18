"""`omaha check`: the integrity of `vocab/` and `mappings/`."""

from __future__ import annotations

from pathlib import Path

import click

from omaha.cli.options import FILE, HELP_NAMES
from omaha.integrity import check
from omaha.loading import Sources
from omaha.rdf import check_vocabulary


@click.command(context_settings=HELP_NAMES)
@click.argument("folder", type=FILE, required=False)
def command(
    folder: Path | None,
) -> None:
    """Check vocab/ with its SHACL shapes and mappings/ with our own rules.

    FOLDER holds vocab/ and mappings/. Without it the data that came along with this
    command are checked, whatever folder you stand in: name the folder of a copy.

    One line for each finding, with file and line; exit code 1 when there is one.
    Labelled clauses and the model are not checked.

    \b
    Examples:
      omaha check
      omaha check .
      omaha check ../copy
    """
    where = Sources.of(folder).data
    findings = [*check_vocabulary(where / "vocab"), *check(where)]
    for finding in dict.fromkeys(findings):
        click.echo(str(finding).removeprefix(f"{Path.cwd()}/"))
    if findings:
        raise click.exceptions.Exit(1)
    click.echo("no findings")
