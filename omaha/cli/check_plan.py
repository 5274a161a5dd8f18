"""`omaha check-plan`: what auditors would remark on a care plan."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

from omaha.cli.dossier import Data, read_object, with_source
from omaha.cli.options import FILE, HELP_NAMES, with_lang
from omaha.errors import InputError
from omaha.loading import Sources
from omaha.plan_rules import read_rules
from omaha.record_reading import read_record
from omaha.records import Draft
from omaha.views.checking import CheckedPlan, check_plan
from omaha.views.rules import team_rules
from omaha.views.wording import TERMS, WORDS


@click.command(context_settings=HELP_NAMES)
@click.argument("plan", type=FILE)
@click.option("--off", multiple=True, metavar="RULE", help="Turn a rule off; repeatable.")
@click.option("--limit", multiple=True, metavar="RULE=N", help="The team's own limit; repeatable.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
@with_lang("nl", "Language of the remarks.")
@with_source
def command(
    plan: Path,
    off: tuple[str, ...],
    limit: tuple[str, ...],
    form: str,
    lang: str,
    source: Data,
) -> None:
    """Check a care plan (one JSON object; ``-`` reads standard input): a problem without sign
    or rating, an action without problem, words under "other" that have a code …

    One line a remark, with its rule, place and reason. Remarks are advice: exit code 1 says
    that there are any, as with `omaha check`. The rules stand in mappings/plan-rules.tsv.

    \b
    Examples:
      omaha check-plan examples/wijkteam/plan.json
      omaha check-plan plan.json --off always-individual-actual --limit too-many-problems=5
    """
    limits = dict(map(_limit, limit))
    rules = team_rules(read_rules(Sources.of(source.data).rules), dict.fromkeys(off, False), limits)
    record = read_record(read_object(plan), "plan", source.vocabulary)
    if isinstance(record, Draft):
        raise InputError("plan", "is a note; code it first, or give `problems` of a care plan")
    found = check_plan(record, rules, source.vocabulary, source.code, lang)
    if form == "json":
        click.echo(orjson.dumps(found))
    else:
        _show(found, lang)
    raise click.exceptions.Exit(1 if found.remarks else 0)


def _show(found: CheckedPlan, lang: str) -> None:
    for remark in found.remarks:
        severity = TERMS[lang][remark.severity]
        click.echo(f"{remark.place}: {severity}: {remark.reason} [{remark.rule}]")
    words = WORDS[lang]
    click.echo(words["advice"] if found.remarks else words["no_remarks"])


def _limit(typed: str) -> tuple[str, int]:
    name, _, number = typed.partition("=")
    if not number.isdecimal() or not 1 <= int(number) <= 1000:
        raise InputError("--limit", "is not of the form RULE=N with N from 1 to 1000")
    return name, int(number)
