"""The documentation keeps up: nothing goes undocumented, and what it shows is so."""

from __future__ import annotations

import contextlib
import io
import json
import re
import tomllib
from dataclasses import fields
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import click
import pytest

from omaha import Note, code_note, coded_note_to_json
from omaha.cli.app import COMMANDS, omaha
from omaha.loading import Engine
from omaha.mappings import CUES, JUSTIFICATIONS, PREDICATES, ROLES
from omaha.sssom import CONCEPT_COLUMNS, PHRASE_COLUMNS
from service.app import create_app
from service.errors import TABLE
from service.gate import scopes_for
from service.logs import FIELDS
from service.routes import ROUTERS
from service.schemas import CodedNote, NoteIn
from service.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md"))
    if not path.is_relative_to(ROOT / "build")
)
API, README, MAPPINGS = ROOT / "docs/api.md", ROOT / "README.md", ROOT / "mappings/README.md"
FIRST_NOTE = "Stuit rood, zinkzalf gesmeerd. Geen pijn. Status 3."
# What changes whenever the model is made again, and so is shown as an example only.
VARIABLE = {"score", "band", "versions"}


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def block(path: Path, marker: str) -> str:
    """The fenced block that follows a comment."""
    found = re.search(rf"<!-- {re.escape(marker)} -->\n```\w*\n(.*?)```", text(path), re.DOTALL)
    assert found is not None, f"no block {marker!r} in {path.name}"
    return found[1]


def lasting(value: Any) -> Any:
    """An answer without the figures that change with every model."""
    if isinstance(value, dict):
        return {name: lasting(each) for name, each in value.items() if name not in VARIABLE}
    return [lasting(each) for each in value] if isinstance(value, list) else value


def routes() -> list[tuple[str, str]]:
    return sorted(
        (method, route.path_format)  # type: ignore[attr-defined]
        for router in ROUTERS
        for route in router.routes
        for method in route.methods  # type: ignore[attr-defined]
        if method != "HEAD"  # as GET, without the body
    )


def commands() -> list[str]:
    """Every command as it is typed: ``code``, ``keys create`` …"""
    found = []
    context = click.Context(omaha)
    for name in COMMANDS:
        command = omaha.get_command(context, name)
        if isinstance(command, click.Group):
            found += [f"{name} {each}" for each in command.commands]
        else:
            found.append(name)
    return found


@pytest.mark.parametrize(("method", "path"), routes())
def test_every_route_has_a_heading_and_a_curl_of_its_own(method: str, path: str) -> None:
    heading = re.compile(rf"^### .*{method}(?:, [A-Z]+)* {re.escape(path)}(,|$)", re.MULTILINE)
    pages = [(page, found) for page in PAGES if (found := heading.search(text(page)))]
    assert len(pages) == 1, f"{method} {path} has {len(pages)} headings in docs/"
    ((page, found),) = pages
    section = text(page)[found.end() :].split("\n### ")[0]
    assert "curl " in section


def test_the_table_of_addresses_holds_every_route_with_the_scope_it_needs() -> None:
    rows = re.findall(r"^\| \[`([A-Z].*?)`\]\(\S+\) \| .+ \| (.*) \|$", text(API), re.MULTILINE)
    told: dict[tuple[str, str], set[str]] = {}
    for heading, scopes in rows:
        for methods, path in re.findall(r"((?:[A-Z]+, )*[A-Z]+) (/\S*?)(?:,|$)", heading):
            told |= {(m, path): set(re.findall(r"`(\w+)`", scopes)) for m in methods.split(", ")}

    assert {each for each in told if not each[1].startswith("/fhir")} == set(routes())
    assert [each for each in told if told[each] != set(scopes_for(each[1]))] == []


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda each: each.name)
def test_every_setting_is_in_the_table_with_its_default_and_what_it_says(setting: Any) -> None:
    default = "none" if setting.default in (None, "") else f"`{setting.default}`"
    row = f"| `{PREFIX}{setting.name.upper()}` | {default} | {setting.metadata['help']} |"
    assert row in text(API)


def test_the_table_of_settings_names_no_other() -> None:
    known = {PREFIX + each.name.upper() for each in fields(Settings)}
    assert set(re.findall(r"`(OMAHA_[A-Z_]+)", text(API))) == known


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_readme(command: str) -> None:
    first, _, second = command.partition(" ")
    lines = [line for line in text(README).splitlines() if line.startswith(f"| `omaha {first}")]
    assert any(f"`omaha {command}`" in line or f"`{second}`" in line for line in lines), command


def test_every_error_is_in_the_table_with_its_fields() -> None:
    for _, status, name, _, told in TABLE:
        row = next(
            (r for r in text(API).splitlines() if r.startswith(f"| {status} | `{name}`")), ""
        )
        assert row, f"{status} {name}"
        assert all(f"`{each}`" in row for each in told), name


@pytest.mark.parametrize("schema", [NoteIn, CodedNote], ids=lambda each: each.__name__)
def test_every_field_of_a_note_is_described(schema: Any) -> None:
    section = text(API).split("### POST /v1/code\n")[1].split("\n### ")[0]
    missing = [
        name
        for name in schema.model_fields
        if f"`{name}`" not in section and f'"{name}"' not in section
    ]
    assert not missing


def test_the_security_page_names_the_fields_of_the_log_and_no_other() -> None:
    (line,) = re.findall(
        r"^No other fields are written than (.*)\.$", text(ROOT / "SECURITY.md"), re.M
    )
    assert set(re.findall(r"`(\w+)`", line)) == {"time", "level", "logger", "event", *FIELDS}


def test_the_format_of_mappings_is_described() -> None:
    page = text(MAPPINGS)
    named = (*PHRASE_COLUMNS, *CONCEPT_COLUMNS, *PREDICATES, *JUSTIFICATIONS)
    assert [each for each in named if f"`{each}`" not in page] == []
    for cue, sets in CUES.items():
        assert f"| `{cue}` | `{sets}` |" in page or (cue in ROLES and f"`{cue}`" in page)


def test_the_readme_shows_the_real_answer(engine: Engine) -> None:
    shown = json.loads(block(README, "answer: curl"))
    assert f'"text": "{FIRST_NOTE}"' in text(README)
    real = coded_note_to_json(code_note(Note(FIRST_NOTE), engine.coder))

    assert lasting(shown) == lasting(real), "run the note of the README again and show its answer"
    assert shown.keys() == real.keys()


def test_the_readme_shows_what_its_python_prints(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("omaha.load_engine", lambda: engine)
    printed = io.StringIO()

    with contextlib.redirect_stdout(printed):
        exec(block(README, "run"), {})

    assert printed.getvalue() == block(README, "prints")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_link_leads_nowhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text(page)):
        name, _, anchor = target.partition("#")
        if name.startswith("http"):
            continue
        there = (page.parent / name).resolve() if name else page
        assert there.exists(), f"{page.name}: {target}"
        if anchor:
            assert anchor in anchors(there), f"{page.name}: {target}"


def anchors(page: Path) -> set[str]:
    """The anchors that a heading gives on the usual web pages for Markdown."""
    headings = re.findall(r"^#+ (.+)$", text(page), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


def test_every_package_has_its_licence() -> None:
    project = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]
    needed = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    rows = re.findall(r"^\|([^|]+)\|", text(ROOT / "docs/licences.md"), re.MULTILINE)
    named = {name for row in rows for name in row.strip().split(", ")}
    assert {each.partition("[")[0] for each in needed} - named == set()


def test_the_codes_that_the_api_page_shows_are_real(engine: Engine) -> None:
    for kind, code, display in re.findall(
        r'"kind": "(\w+)", "code": "(\w+)", "display": "([^"]+)"', text(API)
    ):
        concept = engine.vocabulary.concept(kind, code)
        assert display in dict(concept.labels).values()


def test_openapi_lists_what_the_page_lists(tmp_path: Path) -> None:
    app = create_app(Settings(store=f"sqlite:///{tmp_path / 'store.db'}"))

    assert set(app.openapi()["paths"]) == {path for _, path in routes()}
