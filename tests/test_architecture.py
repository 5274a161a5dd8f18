"""The design as tables: who may import whom, one home for each package, names, no state.

Changing a table is a design decision and belongs in the changelog.
"""

from __future__ import annotations

import ast
import graphlib
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Tier 0 and 1. What a module may import from inside the project: a name stands for itself
# and everything under it, "=name" for that module alone, "name:A,B" for those names of it.
# The longest key that fits a module holds.
VALUES = (
    "omaha.errors", "omaha.model", "omaha.vocabulary", "omaha.similarity", "omaha.search",
    "omaha.wordindex", "omaha.mappings", "omaha.crosswalks", "omaha.evaluation", "omaha.access",
    "omaha.identifiers", "omaha.disciplines", "omaha.output", "omaha.label_packs",
    "omaha.ordering", "omaha.linked", "omaha.reconciliation", "omaha.records",
    "omaha.record_reading", "omaha.views", "omaha.exchange", "omaha.resampling",
    "omaha.calibration", "omaha.confusions", "omaha.intervals", "omaha.curation",
    "omaha.agreement", "omaha.systems",
)  # fmt: skip
# Tier 2: none of them sees another.
ADAPTERS = (
    "omaha.rdf", "omaha.sssom", "omaha.clauses", "omaha.store", "omaha.wordlist", "omaha.compiled",
    "omaha.batch", "omaha.parquet", "omaha.plan_rules", "omaha.charts", "omaha.counting",
    "omaha.spreadsheets",
)  # fmt: skip
LOADERS = ("omaha.loading", "omaha.integrity", "omaha.sorting")
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "omaha": ("omaha.coding.pipeline", "omaha.loading", *VALUES),
    "omaha.errors": (),
    "omaha.model": ("omaha.errors",),
    **dict.fromkeys(VALUES[2:], VALUES),
    "omaha.similarity": (),
    "omaha.output": ("omaha.model",),
    **{name: (*VALUES, name) for name in ADAPTERS},
    # Keys of words are made when the lexicon is compiled and when a note is read: one function.
    "omaha.wordlist": ("omaha.coding.text", "omaha.coding.wordkeys"),
    # One kind of input among others; apart so that only its readers pay for its library.
    "omaha.batch": (*VALUES, "omaha.parquet"),
    # FHIR as values over the values below it: it reads no file and knows no web.
    "omaha.fhir": (*VALUES, "omaha.fhir"),
    # Two that only explain: how words were read, and the labelled clause most like some.
    "omaha.explaining": (
        "omaha.model", "omaha.coding.pipeline", "omaha.coding.lexicon:Lexicon",
        "omaha.coding.assertion:Effect,status_of", "omaha.coding.fuzzy:mend",
        "omaha.coding.text:read_words",
    ),
    "omaha.nearest": (
        "omaha.model", "omaha.clauses", "omaha.coding.text:read_words",
        "omaha.coding.wordkeys:stem",
    ),
    "omaha.integrity": (
        *VALUES, "omaha.rdf", "omaha.sssom", "omaha.clauses", "omaha.plan_rules",
    ),
    "omaha.sorting": (*VALUES, "omaha.sssom", "omaha.clauses", "omaha.batch:write_whole"),
    "omaha.loading": (
        *VALUES, *ADAPTERS, "omaha.coding.lexicon", "omaha.coding.compilation",
        "omaha.coding.assembly", "omaha.coding.pipeline", "omaha.coding.frequent_words",
    ),
    # An organisation's words laid on the compiled coder.
    "omaha.live": (
        *VALUES, "omaha.store", "omaha.coding.overlay", "omaha.coding.pipeline",
        "omaha.coding.lexicon:Lexicon", "omaha.coding.text:fold",
        "omaha.compiled:without_collector",
    ),
    "omaha.cli": (
        *VALUES, *ADAPTERS, *LOADERS, "omaha.live", "omaha.cli", "omaha.coding.pipeline",
        "omaha.explaining", "omaha.nearest", "omaha.coding.compilation:display_rows",
    ),
    "service": (
        *VALUES, "=omaha", "omaha.loading", "omaha.live", "omaha.store", "omaha.charts",
        "omaha.parquet", "omaha.fhir", "omaha.rdf.formats", "omaha.rdf.sparql",
        "omaha.rdf.catalog", "omaha.rdf.prefixes", "service",
    ),
}  # fmt: skip

# The steps of `omaha/coding`: of each other they see value types only, and here stands which.
_LEXICON = "omaha.coding.lexicon"
_TEXT = "omaha.coding.text"
_CUES = "omaha.coding.cues:Clause,Cue,Reach,Sentence"
_KEYED = "omaha.coding.matching:Keyed"
_MENTION = "omaha.coding.matching:Mention"
_EFFECT = "omaha.coding.assertion:Effect"
_HEARD = "omaha.coding.evidence:Heard"
_STRONG = "omaha.coding.features:STRONG"
_SCORES = "omaha.coding.model:UnitScores"
_SCORING = "omaha.coding.scoring"
_SETTING = "omaha.coding.setting"
_EVIDENCE_OF = "omaha.coding.presenting:Displays,best_evidence,joined,of_unit"
MAY_IMPORT |= {
    "omaha.coding": ("omaha.errors", "omaha.model"),
    "omaha.coding.text": (),
    "omaha.coding.wordkeys": (_TEXT,),
    "omaha.coding.lexicon": (_TEXT, "omaha.coding.wordkeys:stem"),
    "omaha.coding.compounds": (),
    "omaha.coding.fuzzy": (_LEXICON, "omaha.similarity"),
    "omaha.coding.matching": (_LEXICON, _TEXT),
    "omaha.coding.cues": (_LEXICON, _TEXT),
    "omaha.coding.order": (_CUES,),
    "omaha.coding.denial": (_CUES, "omaha.coding.order"),
    "omaha.coding.circumstance": (_CUES, "omaha.coding.denial:DENIALS"),
    "omaha.coding.assertion": (
        _LEXICON, _TEXT, "omaha.coding.cues", "omaha.coding.denial", "omaha.coding.circumstance",
        "omaha.coding.order",
    ),
    "omaha.coding.language": (_LEXICON,),
    "omaha.coding.ratings": (),
    "omaha.coding.model": (_TEXT,),
    "omaha.coding.scoring": ("omaha.model",),
    # One step in three parts: an unknown word is taken apart, else mended.
    "omaha.coding.reading": (
        _LEXICON, _TEXT, _KEYED, "omaha.coding.compounds:split_compound", "omaha.coding.fuzzy:mend",
    ),
    "omaha.coding.features": (f"{_LEXICON}:COMMON", _TEXT, _KEYED + ",Mention", _EFFECT),
    "omaha.coding.evidence": (f"{_LEXICON}:Sense", _MENTION, _STRONG),
    "omaha.coding.setting": (_EFFECT, _MENTION, _SCORES),
    "omaha.coding.choosing": (_EFFECT, _HEARD, _SCORES, _SETTING),
    "omaha.coding.presenting": ("omaha.model", f"{_LEXICON}:Sense", _TEXT, _MENTION, _HEARD),
    # Suggestions: candidates of `choosing`, weighed by `scoring`, shown by `presenting`.
    "omaha.coding.problems": (
        "omaha.model", _TEXT, _EFFECT, _HEARD, _SCORES, _SCORING, _SETTING, _EVIDENCE_OF,
        "omaha.coding.choosing:GATE,NARROW_GATE,Candidate,Columns,modifier_values,"
        "problem_candidates,sign_candidates",
    ),
    "omaha.coding.interventions": (
        "omaha.model", _TEXT, _HEARD, _SCORES, _SCORING, _SETTING, _EVIDENCE_OF,
        "omaha.coding.choosing:NARROW_GATE,Columns,intervention_candidates",
    ),
    "omaha.coding.linking": (
        "omaha.model", _TEXT, _HEARD, _SCORES, "omaha.coding.choosing:Columns",
        "omaha.coding.ratings:FoundRating",
    ),
    # Four that wire: the lexicon and its common words when they are compiled, a note, a coder
    # from its stored parts.
    "omaha.coding.frequent_words": (
        _LEXICON, _TEXT, "omaha.coding.features:names_of_word,row_bytes",
        "omaha.coding.reading:read_word",
    ),
    "omaha.coding.compilation": (
        "omaha.model", "omaha.mappings", "omaha.vocabulary", _LEXICON, _TEXT,
        "omaha.coding.compounds", "omaha.coding.fuzzy",
    ),
    "omaha.coding.pipeline": ("omaha.model", "omaha.disciplines", "omaha.coding"),
    "omaha.coding.overlay": (
        "omaha.mappings", _LEXICON, _TEXT, "omaha.coding.wordkeys:stem",
        "omaha.coding.compilation:WEIGHTS", "omaha.coding.pipeline:Coder",
    ),
    "omaha.coding.assembly": ("omaha.errors", "omaha.model", "omaha.vocabulary", "omaha.coding"),
}  # fmt: skip

# Every package from outside has one home; what is not here may not be imported at all.
ONLY_IN: dict[str, tuple[str, ...]] = {
    "orjson": ("omaha", "service"),
    "rapidfuzz": ("omaha.similarity",),
    "Stemmer": ("omaha.coding.wordkeys",),
    "re2": ("omaha.fhir.filters",),
    "numpy": (
        "omaha.coding.model",
        "omaha.coding.choosing",
        "omaha.coding.assembly",
        "omaha.resampling",
        "omaha.calibration",
        "omaha.evaluation",
        "omaha.views.profile_suppression",
    ),
    "matplotlib": ("omaha.charts",),
    "rdflib": ("omaha.rdf",),
    "pyshacl": ("omaha.rdf",),
    "pyoxigraph": ("omaha.rdf",),
    "pyparsing": ("omaha.rdf",),
    "sqlalchemy": ("omaha.store",),
    "alembic": ("omaha.store",),
    "simplemma": ("omaha.wordlist",),
    "wordfreq": ("omaha.wordlist",),
    "pyarrow": ("omaha.parquet",),
    "openpyxl": ("omaha.spreadsheets",),
    "click": ("omaha.cli",),
    "rich": ("omaha.cli",),
    "fastapi": ("service",),
    "starlette": ("service",),
    "pydantic": ("service",),
    "pydantic_core": ("service",),
    "uvicorn": ("service",),
    "prometheus_client": ("service",),
    "fastapi_offline": ("service",),
    "anyio": ("service",),
    "jinja2": ("service.pages.rendering",),
}

BANNED = frozenset(
    form
    for name in ("util", "helper", "common", "manager", "base", "process", "handle")
    for form in (name, name + "s")
)
# Hooks that sqlalchemy, logging and html.parser call by these names.
HOOKS = frozenset({
    "process_bind_param", "process_result_value", "handle_data", "handle_starttag", "handle_endtag",
    "handleError",
})  # fmt: skip
ENVIRONMENT_HOME = "service.settings"

# What may be called while a module of `omaha` is imported: it gives a value that never changes.
PURE_CALLS = frozenset({
    "frozenset", "tuple", "range", "zip", "len", "str", "re.compile", "re.escape", "Path",
    "TypeVar", "Namespace", "Lexical", "click.option", "click.Path", "click.FloatRange",
    "click.IntRange",
})  # fmt: skip
PURE_METHODS = frozenset({"split", "items", "capitalize"})
# Compiled stemmers: they keep nothing (see tests/omaha/coding/test_wordkeys.py).
STATE_ALLOWED = {("omaha.coding.wordkeys", "Stemmer.Stemmer")}
MUTATING = frozenset({
    "add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove",
    "setdefault", "sort", "update", "reverse",
})  # fmt: skip


def sources(root: Path, *parts: str) -> dict[str, Path]:
    """The Python files of some packages, by module name; a package's name is its own."""
    found = {}
    for part in parts:
        for path in sorted((root / part).rglob("*.py")):
            if "_data" in path.parts:
                continue
            names = path.relative_to(root).with_suffix("").parts
            found[".".join(names[:-1] if names[-1] == "__init__" else names)] = path
    return found


OMAHA = sources(ROOT, "omaha")
ALL = sources(ROOT, "omaha", "service")


def _constants(tree: ast.Module) -> dict[str, list[str]]:
    """Module-level names of strings, for `import_module(_NAME)` and `import_module(_NAMES[x])`."""
    found: dict[str, list[str]] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            pairs: list[tuple[ast.expr, ast.expr]] = [(node.targets[0], node.value)]
            if isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = list(zip(node.targets[0].elts, node.value.elts, strict=True))
            for target, value in pairs:
                values = value.values if isinstance(value, ast.Dict) else [value]
                texts = [str(one.value) for one in values if isinstance(one, ast.Constant)]
                if isinstance(target, ast.Name) and texts:
                    found[target.id] = texts
    return found


def _imported_late(call: ast.Call, constants: dict[str, list[str]]) -> list[str]:
    """The modules that an `import_module` call names, "?" where nobody can tell."""
    argument = call.args[0] if call.args else None
    if isinstance(argument, ast.JoinedStr) and isinstance(argument.values[0], ast.Constant):
        return [str(argument.values[0].value).rstrip(".")]
    if isinstance(argument, ast.Subscript):
        argument = argument.value
    if isinstance(argument, ast.Name):
        return constants.get(argument.id, ["?"])
    return [str(argument.value)] if isinstance(argument, ast.Constant) else ["?"]


def imports(module: str, path: Path, modules: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every (module, name) that a file imports; the name is "" for a module as a whole."""
    tree = ast.parse(path.read_text())
    constants = _constants(tree)
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            start = ".".join(above) if node.level else ""
            source = ".".join(part for part in (start, node.module) if part)
            for alias in node.names:
                inner = f"{source}.{alias.name}"
                yield (inner, "") if inner in modules else (source, alias.name)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from ((name, "") for name in _imported_late(node, constants))


def _under(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(prefix + ".")


def _allows(rule: str, module: str, name: str) -> bool:
    if rule.startswith("="):
        return module == rule[1:]
    home, _, names = rule.partition(":")
    return _under(module, home) and (not names or name in names.split(","))


def import_violations(files: dict[str, Path]) -> list[str]:
    """One line for every import of these files that the tables do not allow."""
    found = []
    modules = {**ALL, **files}
    for module, path in files.items():
        row = max((key for key in MAY_IMPORT if _under(module, key)), key=len, default="")
        if row == "omaha" != module:
            found.append(f"{module} has no line in MAY_IMPORT")
            continue
        for other, name in imports(module, path, modules):
            top = other.partition(".")[0]
            if top in ("omaha", "service"):
                if not any(_allows(rule, other, name) for rule in MAY_IMPORT[row]):
                    found.append(f"{module} imports {other} {name}".rstrip())
            elif top in ONLY_IN:
                if not any(_under(module, home) for home in ONLY_IN[top]):
                    found.append(f"{module} imports {top}; only {', '.join(ONLY_IN[top])} may")
            elif top not in sys.stdlib_module_names:
                found.append(f"{module} imports {top}, which has no line in ONLY_IN")
    return found


def test_imports_keep_to_the_tiers() -> None:
    assert import_violations(ALL) == []


def test_no_module_reaches_itself_through_its_imports() -> None:
    graph = {
        module: {other for other, _ in imports(module, path, ALL) if other in ALL} - {module}
        for module, path in ALL.items()
    }
    # The command line finds its commands by name when they are called.
    graph["omaha.cli.app"] -= {"omaha.cli"}
    assert list(graphlib.TopologicalSorter(graph).static_order())


def test_every_line_of_the_tables_is_used() -> None:
    homes = [home for where in ONLY_IN.values() for home in where]
    named = [rule.partition(":")[0].lstrip("=") for row in MAY_IMPORT.values() for rule in row]
    known = {*ALL, "omaha.coding"}
    assert {name for name in (*MAY_IMPORT, *homes, *named) if name not in known} == set()
    packages = {other.partition(".")[0] for m, p in ALL.items() for other, _ in imports(m, p, ALL)}
    assert set(ONLY_IN) <= packages


def _tree(root: Path, module: str, code: str) -> dict[str, Path]:
    path = root.joinpath(*module.split(".")).with_suffix(".py")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code)
    return {module: path}


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("omaha.errors", "from omaha.model import Note"),
        ("omaha.search", "import service.app"),
        ("omaha.search", "from omaha.loading import load_engine"),
        ("omaha.search", "def load():\n    from omaha import rdf"),
        ("omaha.sssom", "from omaha.store import opening"),
        ("omaha.store.keys", "from ..rdf import load_vocabulary"),
        ("omaha.loading", "import importlib\nimportlib.import_module('omaha.cli')"),
        ("omaha.loading", "_CLI, _RDF = 'omaha.cli', 'omaha.rdf'\nimport_module(_CLI)"),
        ("omaha.loading", "_HOMES = {'x': 'omaha.cli'}\nimport_module(_HOMES[name])"),
        ("omaha.loading", "import_module(chosen())"),
        ("omaha.coding.features", "from omaha.coding.matching import find_mentions"),
        ("omaha.coding.assertion", "from omaha.coding.matching import Mention"),
        ("omaha.coding.text", "from omaha.coding.pipeline import code_note"),
        ("omaha.crosswalks", "import rapidfuzz.fuzz"),
        ("omaha.cli.words", "import pydantic"),
        ("omaha.newcomer", "import json"),
        ("service.app", "from omaha.coding.lexicon import Lexicon"),
        ("service.app", "import requests"),
    ],
)
def test_a_forbidden_import_is_seen(module: str, code: str, tmp_path: Path) -> None:
    (line,) = import_violations(_tree(tmp_path, module, code))
    assert line.startswith(module)


def _words(name: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]


def banned_names(files: dict[str, Path]) -> list[str]:
    """Names of files, classes and functions that say nothing of what they are."""
    found = []
    for module, path in files.items():
        nodes = ast.walk(ast.parse(path.read_text()))
        kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        names = [module.rpartition(".")[2], *(n.name for n in nodes if isinstance(n, kinds))]
        found += [
            f"{module}: {name}"
            for name in names
            if name not in HOOKS and not BANNED.isdisjoint(_words(name))
        ]
    return found


def test_names_say_what_a_thing_is() -> None:
    assert banned_names({**ALL, **sources(ROOT, "benchmarks", "tests")}) == []


@pytest.mark.parametrize("code", ["class RowManager: ...", "def process_note(): ...", ""])
def test_a_banned_name_is_seen(code: str, tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text(code)
    assert banned_names({"omaha.word_utils" if not code else "omaha.x": path})


def state_violations(module: str, path: Path) -> list[str]:
    """Where a module keeps something that can change, or does work when it is imported."""
    tree = ast.parse(path.read_text())
    found, constants = [], set()
    for node in tree.body:
        if not isinstance(node, (ast.Assign, ast.AnnAssign)) or node.value is None:
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        constants |= {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
        for call in ast.walk(node.value):
            if isinstance(call, ast.Call):
                name = ast.unparse(call.func)
                pure = name in PURE_CALLS or name.rpartition(".")[2] in PURE_METHODS
                if not pure and (module, name) not in STATE_ALLOWED:
                    found.append(f"{module}:{node.lineno} calls {name} when it is imported")
    for inner in ast.walk(tree):
        changed: ast.expr | None = None
        if isinstance(inner, ast.Global):
            found.append(f"{module}:{inner.lineno} global {', '.join(inner.names)}")
        elif isinstance(inner, ast.Subscript) and not isinstance(inner.ctx, ast.Load):
            changed = inner.value
        elif isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute):
            changed = inner.func.value if inner.func.attr in MUTATING else None
        elif isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)):
            kept, line = [ast.unparse(one) for one in inner.decorator_list], inner.lineno
            # A cached property lives and dies with its value.
            found += [
                f"{module}:{line} keeps answers: {name}"
                for name in kept
                if "cache" in name and not name.endswith("cached_property")
            ]
        if isinstance(changed, ast.Name) and changed.id in constants:
            found.append(f"{module}:{changed.lineno} changes {changed.id}")
    return found


@pytest.mark.parametrize("module", OMAHA)
def test_no_module_of_the_library_keeps_state(module: str) -> None:
    assert state_violations(module, OMAHA[module]) == []


@pytest.mark.parametrize(
    "code",
    [
        "SEEN = dict()",
        "SEEN = [open('x')]",
        "SEEN = {}\ndef see(x):\n    SEEN[x] = 1",
        "SEEN = []\ndef see(x):\n    SEEN.append(x)",
        "count = 0\ndef see():\n    global count\n    count += 1",
        "@functools.lru_cache(maxsize=9)\ndef see(x):\n    return x",
    ],
)
def test_kept_state_is_seen(code: str, tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text(code)
    assert len(state_violations("omaha.x", path)) == 1


@pytest.mark.parametrize("module", sorted(set(ALL) - {ENVIRONMENT_HOME}))
def test_only_the_settings_of_the_service_read_the_environment(module: str) -> None:
    read = {"environ", "environb", "getenv", "putenv"}
    nodes = list(ast.walk(ast.parse(ALL[module].read_text())))
    for used in (node for node in nodes if isinstance(node, ast.Attribute)):
        assert not (ast.unparse(used.value) == "os" and used.attr in read), used.lineno
    for taken in (node for node in nodes if isinstance(node, ast.ImportFrom)):
        assert taken.module != "os" or read.isdisjoint(alias.name for alias in taken.names)


@pytest.mark.parametrize("folder", ["vocab", "mappings"])
def test_data_folders_hold_no_python(folder: str) -> None:
    assert list((ROOT / folder).rglob("*.py*")) == []
