"""`omaha check`: the integrity of `vocab/` and `mappings/`."""

from __future__ import annotations

from pathlib import Path

import click

from omaha.cli.options import FILE, HELP_NAMES
from omaha.errors import InputError
from omaha.integrity import check
from omaha.loading import Sources
from omaha.rdf import check_vocabulary
from omaha.sorting import sort_mappings


@click.command(context_settings=HELP_NAMES)
@click.argument("folder", type=FILE, required=False)
@click.option("--sort", is_flag=True, help="First put the rows of mappings/ into their order.")
def command(folder: Path | None, sort: bool) -> None:
    """Check vocab/ with its SHACL shapes and mappings/ with our own rules.

    FOLDER holds vocab/ and mappings/. Without it this folder is checked when it holds them,
    else the data that came along with this command.

    One line for each finding, with file and line; exit code 1 when there is one. Sorting
    changes no row. The model is not checked.

    \b
    Examples:
      omaha check
      omaha check --sort
      omaha check ../copy
    """
    if folder is None and _holds_data(Path.cwd()):
        folder = Path.cwd()
    if sort:
        if folder is None:
            raise InputError("--sort", "no vocab/ and mappings/ here; name their folder")
        _sort(Sources.of(folder).data / "mappings")
    where = Sources.of(folder).data
    findings = dict.fromkeys([*check_vocabulary(where / "vocab"), *check(where)])
    for finding in findings:
        click.echo(str(finding).removeprefix(f"{Path.cwd()}/"))
    if findings:
        click.echo(f"{len(findings)} findings in {where.resolve()}", err=True)
        raise click.exceptions.Exit(1)
    click.echo(f"no findings in {where.resolve()}")


def _holds_data(folder: Path) -> bool:
    return (folder / "vocab").is_dir() and (folder / "mappings").is_dir()


def _sort(mappings: Path) -> None:
    written, left = sort_mappings(mappings)
    for path in written:
        click.echo(f"sorted {path}", err=True)
    for error in left:
        click.echo(f"not sorted: {error}; mend that first", err=True)
