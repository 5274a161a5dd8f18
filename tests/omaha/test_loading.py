"""Loading: from source or from compiled forms, whole or in part, always the same engine."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from omaha.coding.assembly import read_model
from omaha.coding.fuzzy import mend
from omaha.errors import DataError
from omaha.loading import (
    CODE,
    Engine,
    Sources,
    code_of,
    engine_version,
    load_coder,
    load_crosswalks,
    load_lexicons,
    load_search,
    load_vocabulary,
    read_lexicon,
)
from tests.test_architecture import OMAHA, imports

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "rdflib", "pyshacl", "simplemma", "wordfreq", "sqlalchemy", "pyarrow", "rich", "fastapi",
    "matplotlib",
)  # fmt: skip


def test_versions_name_vocabulary_mappings_and_engine(engine: Engine) -> None:
    versions = dict(engine.versions)
    assert list(versions) == ["vocabulary", "mappings", "engine"]
    assert versions["vocabulary"] == engine.vocabulary.release
    assert versions["mappings"].startswith("sha256:")
    assert versions["engine"].startswith(f"{engine_version()}+")
    assert engine.versions == engine.coder.versions


def test_each_part_alone_is_the_part_of_the_engine(engine: Engine, compiled: Path) -> None:
    assert list(load_vocabulary(cache=compiled)) == list(engine.vocabulary)
    assert load_search(cache=compiled).search("pijn") == engine.search.search("pijn")
    crosswalks = load_crosswalks(cache=compiled)
    assert crosswalks.schemes == engine.crosswalks.schemes
    assert crosswalks.translate("omaha:problem/24", "nz") == engine.crosswalks.translate(
        "omaha:problem/24", "nz"
    )
    coder = load_coder(cache=compiled)
    assert coder.versions == engine.coder.versions
    assert coder.lexicons == engine.coder.lexicons


def test_what_mends_words_is_read_when_a_word_is_to_be_mended(compiled: Path) -> None:
    lexicons = load_lexicons(Sources.of(cache=compiled))
    assert len(lexicons["nl"].mended) == 0
    assert mend(lexicons["nl"], "benuawd") == "benauwd"
    assert len(lexicons["nl"].mended) > 10_000
    assert len(lexicons["en"].mended) == 0


def test_the_vocabulary_is_whole(engine: Engine) -> None:
    kinds = ("domain", "problem", "sign", "category", "target")
    assert [len(engine.vocabulary.of_kind(kind)) for kind in kinds] == [4, 42, 377, 4, 76]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "vocab", folder / "vocab")
    (folder / "mappings").mkdir()
    return folder


def test_a_changed_source_is_compiled_again_and_an_unchanged_one_is_not(
    data: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    load_vocabulary(data=data, cache=cache)
    (part,) = cache.glob("vocabulary-*.json")
    made = part.stat().st_mtime_ns
    load_vocabulary(data=data, cache=cache)
    assert part.stat().st_mtime_ns == made
    changed = data / "vocab" / "problems.ttl"
    changed.write_text(changed.read_text().replace('"Skin"@en', '"Hide"@en'))
    assert load_vocabulary(data=data, cache=cache).concept("problem", "24").display("en") == "Hide"
    assert [path.name for path in cache.glob("vocabulary-*.json")] != [part.name]


def test_compiling_is_told_once_and_only_when_it_happens(data: Path, tmp_path: Path) -> None:
    (data / "mappings" / "lexicon-cues-en.sssom.tsv").write_bytes(
        (ROOT / "mappings" / "lexicon-cues-en.sssom.tsv").read_bytes()
    )
    told: list[str] = []
    for _ in range(2):
        load_search(data=data, cache=tmp_path / "cache", on_compile=lambda: told.append("once"))

    assert told == ["once"]  # though two parts were made


def test_a_label_pack_replaces_displays_and_is_named_but_is_never_compiled(
    compiled: Path, tmp_path: Path
) -> None:
    pack = tmp_path / "licensed.csv"
    pack.write_text("kind,code,lang,label\nproblem,24,nl,Huidtoestand\n")
    vocabulary = load_vocabulary(cache=compiled, label_pack=pack)
    assert vocabulary.concept("problem", "24").display("nl") == "Huidtoestand"
    assert [name for name, _ in vocabulary.label_packs] == ["licensed"]
    assert load_vocabulary(cache=compiled).concept("problem", "24").display("nl") != "Huidtoestand"


def test_the_labels_of_a_pack_do_not_stay_behind_in_the_lexicon(data: Path, tmp_path: Path) -> None:
    pack = tmp_path / "licensed.csv"
    pack.write_text("kind,code,lang,label\nproblem,24,nl,Zonnebloem\n")
    with_pack = load_lexicons(Sources.of(data, tmp_path / "a", pack))

    without = load_lexicons(Sources.of(data, tmp_path / "a"))
    assert without["nl"] != with_pack["nl"]


@pytest.mark.parametrize("missing", ["vocab", "mappings"])
def test_a_folder_that_is_not_there_is_named(data: Path, missing: str) -> None:
    shutil.rmtree(data / missing)
    with pytest.raises(DataError, match=rf"{missing}: no such folder"):
        Sources.of(data)


def test_a_broken_row_of_the_lexicon_is_refused_with_its_line(data: Path) -> None:
    source = ROOT / "mappings" / "lexicon-cues-en.sssom.tsv"
    broken = data / "mappings" / source.name
    broken.write_text(source.read_text().replace("omaha:cues", "omaha:hints"))
    with pytest.raises(DataError) as refused:
        read_lexicon(Sources.of(data))
    assert (refused.value.path, refused.value.line > 0) == (str(broken), True)


def test_a_missing_model_says_how_to_make_it(data: Path) -> None:
    weights, model = Sources.of(data).weights
    with pytest.raises(DataError, match="script/train"):
        read_model(weights, model)


# Where the making of each part begins.
ROOTS = {
    "vocabulary": ("omaha.rdf", "omaha.vocabulary", "omaha.label_packs"),
    "search": ("omaha.rdf", "omaha.label_packs", "omaha.sssom", "omaha.search"),
    "crosswalks": (
        "omaha.rdf.target_schemes", "omaha.label_packs", "omaha.sssom", "omaha.crosswalks",
    ),
    "linked": (
        "omaha.rdf", "omaha.rdf.linking", "omaha.label_packs", "omaha.sssom", "omaha.linked",
    ),
    "lexicon": (
        "omaha.rdf", "omaha.label_packs", "omaha.sssom", "omaha.wordlist",
        "omaha.coding.compilation",
    ),
    "mended": (
        "omaha.rdf", "omaha.label_packs", "omaha.sssom", "omaha.wordlist",
        "omaha.coding.compilation",
    ),
    "words": (
        "omaha.rdf", "omaha.label_packs", "omaha.sssom", "omaha.wordlist",
        "omaha.coding.compilation", "omaha.coding.frequent_words",
    ),
}  # fmt: skip


@pytest.mark.parametrize("part", CODE)
def test_a_part_is_made_again_when_code_that_makes_it_changes_and_for_no_other(part: str) -> None:
    todo, reached = list(ROOTS[part]), set()
    while todo:
        module = todo.pop()
        if module in OMAHA and module not in reached:
            reached.add(module)
            todo += [other for other, _ in imports(module, OMAHA[module], OMAHA)]
    # The packages themselves only hand names on; of `omaha/rdf` the whole folder counts.
    wanted = {OMAHA[name] for name in reached - {"omaha", "omaha.coding"}}
    more = {path for path in code_of(part) if path.parent.name != "rdf"} - wanted

    assert wanted <= set(code_of(part))
    assert more == {OMAHA["omaha.loading"]}


def test_with_compiled_forms_no_heavy_library_is_imported(engine: Engine, compiled: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from omaha import Note, code_note, load_engine;"
        f"engine = load_engine(cache=Path({str(compiled)!r}));"
        "code_note(Note('Stuit rood.'), engine.coder);"
        f"print(*(name for name in {HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.stderr, done.stdout.split()) == ("", [])
