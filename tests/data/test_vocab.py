"""The real files of vocab/: complete, sound, and guarded by shapes that do bite."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from rdflib.compare import isomorphic

from omaha.model import Finding
from omaha.rdf import check_vocabulary, load_vocabulary, to_graphs, to_vocpub
from omaha.rdf.reading import parse, vocabulary_files
from omaha.rdf.turtle import to_turtle
from omaha.vocabulary import Vocabulary

VOCAB = Path(__file__).parents[2] / "vocab"
COUNTS = {
    "domain": 4, "problem": 42, "sign": 377, "modifier": 6,
    "category": 4, "target": 76, "rating": 15,
}  # fmt: skip


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(VOCAB)


def test_it_is_whole(vocabulary: Vocabulary) -> None:
    assert vocabulary.release == "2005-r1"
    assert Counter(concept.kind for concept in vocabulary) == COUNTS
    domains = [len(vocabulary.children(c.curie)) for c in vocabulary.of_kind("domain")]
    assert domains == [4, 12, 18, 8]
    assert [g.code for g in vocabulary.groups if g.ordered] == ["knowledge", "behavior", "status"]


def test_codes_are_those_of_the_system(vocabulary: Vocabulary) -> None:
    codes = {kind: [c.code for c in vocabulary.of_kind(kind)] for kind in COUNTS}
    assert codes["domain"] == ["I", "II", "III", "IV"]
    assert codes["problem"] == [f"{n:02d}" for n in range(1, 43)]
    assert codes["category"] == ["01", "02", "03", "04"]
    assert codes["target"] == [f"{n:02d}" for n in range(1, 77)]
    sets = ["health_promotion", "potential", "actual", "individual", "family", "community"]
    assert codes["modifier"] == sets
    assert (codes["rating"][0], codes["rating"][-1]) == ("knowledge-1", "status-5")
    assert len(set(codes["sign"])) == 377
    assert all(c.parent == f"omaha:problem/{c.code[:2]}" for c in vocabulary.of_kind("sign"))


def test_every_concept_has_both_languages_and_a_new_zealand_code(vocabulary: Vocabulary) -> None:
    theirs = [code for c in vocabulary for system, code in c.notations if system == "nz"]
    assert len(theirs) == len(set(theirs)) == len(vocabulary)
    for concept in vocabulary:
        assert [lang for lang, text in concept.labels if text.strip()] == ["en", "nl"]
    for kind in ("domain", "problem", "category", "target", "modifier"):
        for concept in vocabulary.of_kind(kind):
            assert [lang for lang, text in concept.notes if text.strip()] == ["en", "nl"]


@pytest.mark.parametrize(
    ("kind", "code", "en", "theirs"),
    [
        ("problem", "05", "Communication with community resources", "PB0006"),
        ("sign", "0601", "limited social contact", "SS0701"),
        ("sign", "0210", "presence of mold", "SS0211"),
        ("target", "63", "skin care", "TG0051"),
        ("modifier", "actual", "Actual", "RM0003"),
        ("rating", "status-5", "no signs/symptoms", "RS0305"),
    ],
)
def test_known_concepts(vocabulary: Vocabulary, kind: str, code: str, en: str, theirs: str) -> None:
    assert vocabulary.concept(kind, code).display("en") == en
    assert vocabulary.concept(kind, theirs).code == code


@pytest.mark.parametrize("path", vocabulary_files(VOCAB), ids=lambda path: path.name)
def test_no_statement_is_lost_and_the_layout_is_kept(vocabulary: Vocabulary, path: Path) -> None:
    written = to_graphs(vocabulary)[path.stem]
    assert isomorphic(written, parse(path))
    assert to_turtle(written) == path.read_text(encoding="utf-8")


def test_the_projection_defines_everything_once(vocabulary: Vocabulary) -> None:
    graphs = to_vocpub(vocabulary)
    assert sorted(graphs) == ["categories", "modifiers", "problems", "ratings", "targets"]
    text = to_turtle(graphs["problems"])
    assert text.count("skos:definition") == text.count("skos:prefLabel") == 4 + 42 + 377 + 1


def test_nothing_is_wrong_with_it() -> None:
    assert check_vocabulary(VOCAB) == []


# Damage for each shape: file, subject, what its block says, what it is made to say; and then
# the finding that must come of it, by file, concept and words.
TOP, SIGN = "is a top concept of its scheme", "a sign stands under exactly one problem"
DAMAGE = [
    ("problems", "problem:01", '"Inkomen"@nl', '"Inkomen"@nl , "Geld"@nl',
     "omaha:problem/01: needs exactly one preferred label"),
    ("problems", "problem:03", '"Huisvesting"@nl', '"Huisvesting"@de',
     "omaha:problem/03: needs exactly one preferred label"),
    ("ratings", "group:status", '"Status"@nl', '""@nl',
     "omaha:group/status: needs exactly one preferred label"),
    ("targets", "target:63", "skos:scopeNote", 'skos:scopeNote "Nog een."@nl ,',
     "omaha:target/63: may have one scope note"),
    ("targets", "target:10", '"10"^^notation:local', '"10"',
     "omaha:target/10: needs exactly one local notation"),
    ("targets", "target:11", '"TG0065"^^notation:nz', '"TG0065"^^notation:nz , "X"^^notation:nz',
     "omaha:target/11: may have one New Zealand notation"),
    ("targets", "target:13", '"TG0011"', '"TG0066"',
     "omaha:target/13: has the notation TG0066 of omaha:target/12"),
    ("targets", "target:14", '"14"^^notation:local', '"99"^^notation:local',
     "omaha:target/14: does not end in its local notation 99"),
    ("problems", "sign:0401", '"0401"^^notation:local', '"401"^^notation:local',
     "omaha:sign/0401: the local notation of a sign has four digits"),
    ("problems", "sign:0501", "skos:broader problem:05", "skos:broader problem:05 , problem:06",
     f"omaha:sign/0501: {SIGN}"),
    ("problems", "sign:0502", "skos:broader problem:05", "skos:broader problem:06",
     "omaha:sign/0502: the code of a sign begins with that of its problem, omaha:problem/06"),
    ("problems", "sign:0503", "skos:broader problem:05 ;", "", f"omaha:sign/0503: {SIGN}"),
    ("problems", "sign:0504", "skos:broader problem:05", "skos:broader sign:0505",
     f"omaha:sign/0504: {SIGN} (here: omaha:sign/0505)"),
    ("problems", "problem:06", "sign:0601 ,", "",
     "omaha:sign/0601: and omaha:problem/06: skos:broader and skos:narrower"),
    ("problems", "problem:07", "skos:broader domain:II", "skos:broader domain:II , domain:I",
     "omaha:problem/07: a problem stands in exactly one domain"),
    ("problems", "problem:08", "def:signOrder", "skos:note",
     "omaha:problem/08: a problem says once how far"),
    ("problems", "problem:09", "def:signOrder check:new-zealand-order", "def:signOrder source:nzx",
     "omaha:problem/09: links to omaha:source/nzx, which is in none of the files"),
    ("problems", "sign:0904", "source:nz", "problem:09",
     "omaha:sign/0904: names a source that is not described"),
    ("problems", "sign:0903", "source:nz", "<https://example.org/elsewhere>",
     "omaha:sign/0903: names a source that is not described"),
    ("problems", "sign:0905", '"5"^^', '"1"^^',
     "omaha:sign/0905: 'other' comes last among its siblings"),
    ("problems", "sign:0905", '"1"^^', '"1"^^',
     "omaha:sign/0905: has the position of omaha:sign/0901, its sibling"),
    ("problems", "sign:1005", '"other"@en', '"others"@en', "omaha:problem/10: has no sign 'other'"),
    ("categories", "category:01", "skos:topConceptOf scheme:categories ;", "",
     f"omaha:category/01: {TOP}"),
    ("categories", "category:02", "skos:topConceptOf",
     "skos:broader category:03 ; skos:topConceptOf",
     "omaha:category/02: is a top concept and has nothing broader"),
    ("targets", "scheme:targets", "target:20 ,", "",
     "omaha:target/20: skos:topConceptOf and skos:hasTopConcept are stated on both sides"),
    ("targets", "target:21", '"21"^^xsd:integer', '"0"^^xsd:integer',
     "omaha:target/21: needs exactly one position"),
    ("targets", "target:23", '"23"^^xsd:integer', '"22"^^xsd:integer',
     "omaha:target/23: has the position of omaha:target/22, its sibling"),
    ("targets", "target:76", '"76"^^xsd:integer', '"1"^^xsd:integer',
     "omaha:target/76: 'other' comes last among its siblings"),
    ("targets", "target:30", "skos:inScheme scheme:targets", "skos:inScheme scheme:problems",
     "omaha:target/30: belongs in the file of omaha:scheme/problems"),
    ("targets", "target:31", "skos:inScheme scheme:targets ;", "",
     "omaha:target/31: belongs to exactly one scheme"),
    ("modifiers", "group:client_level", "modifier:family ,", "",
     "omaha:modifier/family: a modifier is in one set"),
    ("modifiers", "group:problem_type", "modifier:actual", "source:nz",
     "omaha:group/problem_type: a group has members, all of them concepts"),
    ("problems", "domain:IV", "a def:Domain ,", "a", "omaha:scheme/problems: must have 4 domains"),
    ("problems", "problem:42", "a def:Problem ,", "a",
     "omaha:scheme/problems: must have 42 problems"),
    ("problems", "sign:4209", "a def:Sign ,", "a", "omaha:scheme/problems: must have 377 signs"),
    ("modifiers", "modifier:potential", "a def:Modifier ,", "a",
     "omaha:scheme/modifiers: must have 6 modifiers"),
    ("categories", "category:04", "a def:Category ,", "a",
     "omaha:scheme/categories: must have 4 intervention categories"),
    ("targets", "target:75", "a def:Target ,", "a", "omaha:scheme/targets: must have 76 targets"),
    ("ratings", "rating:status-5", "a def:Rating ,", "a",
     "omaha:scheme/ratings: must have 15 ratings"),
    ("ratings", "scheme:ratings", "dcterms:license oms:license ;", "",
     "omaha:scheme/ratings: names its licence"),
    ("ratings", "scheme:ratings", "dcterms:publisher agent:project ;", "",
     "omaha:scheme/ratings: names its publisher"),
    ("ratings", "scheme:ratings", "dcterms:isPartOf oms:dataset ;", "",
     "omaha:scheme/ratings: is part of the data set"),
    ("dataset", "release:2005-r1", "dcterms:isVersionOf oms:dataset", "dcterms:isVersionOf oms:old",
     "omaha:release/2005-r1: links to omaha:old, which is in none of the files"),
]  # fmt: skip


SAID = [row[4] for row in DAMAGE]


def _damage(folder: Path, name: str, subject: str, before: str, after: str) -> None:
    path = folder / f"{name}.ttl"
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    place = next(i for i, block in enumerate(blocks) if block.startswith(f"{subject}\n"))
    assert before in blocks[place], f"{subject} has no {before}"
    blocks[place] = blocks[place].replace(before, after, 1)
    path.write_text("\n\n".join(blocks), encoding="utf-8")


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """What is found in a copy that carries all the damage at once."""
    folder = tmp_path_factory.mktemp("damaged")
    shutil.copytree(VOCAB, folder, dirs_exist_ok=True)
    for name, subject, before, after, _ in DAMAGE:
        _damage(folder, name, subject, before, after)
    return check_vocabulary(folder)


@pytest.mark.parametrize(
    ("name", "subject", "before", "after", "said"), DAMAGE, ids=[row[4] for row in DAMAGE]
)
def test_every_shape_bites(
    findings: list[Finding], name: str, subject: str, before: str, after: str, said: str
) -> None:
    found = [finding for finding in findings if finding.reason.startswith(said)]
    assert len(found) == 1, [f.reason for f in findings if said.split(":")[1][:20] in f.reason]
    assert Path(found[0].path).suffix == ".ttl"
    lines = Path(found[0].path).read_text(encoding="utf-8").splitlines()
    concept = found[0].reason.split(": ")[0]
    place, _, local = concept.removeprefix("omaha:").partition("/")
    assert lines[found[0].line - 1] == f"{place}:{local}"


def test_no_finding_holds_a_line_break(findings: list[Finding]) -> None:
    assert not [finding for finding in findings if len(str(finding).splitlines()) != 1]


def test_damage_leaves_the_rest_in_peace(findings: list[Finding]) -> None:
    hurt = {re.split(r": ", finding.reason)[0] for finding in findings}
    assert "omaha:problem/24" not in hurt
    assert not [concept for concept in hurt if concept.startswith("omaha:sign/24")]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("problems.ttl", "sign:2401 , ,", "not valid Turtle"),
        ("shapes.ttl", None, "the shapes are missing"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_finding(
    tmp_path: Path, name: str, text: str | None, said: str
) -> None:
    shutil.copytree(VOCAB, tmp_path, dirs_exist_ok=True)
    path = tmp_path / name
    if text is None:
        path.unlink()
    else:
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    (finding,) = check_vocabulary(tmp_path)
    assert (finding.path, finding.reason[: len(said)]) == (str(path), said)
    if text is not None:
        last = len(path.read_text(encoding="utf-8").splitlines())
        assert finding.line == last


@pytest.mark.parametrize(
    "constraint",
    [
        'sh:property [ sh:path skos:prefLabel ; sh:pattern "[0-9" ]',
        'sh:sparql [ sh:message "m" ; sh:select "SELEKT $this WHERE { $this ?a ?b }" ]',
    ],
)
def test_shapes_that_cannot_run_are_a_finding(tmp_path: Path, constraint: str) -> None:
    shutil.copytree(VOCAB, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "shapes.ttl"
    path.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        f"<https://example.org/s> a sh:NodeShape ; sh:targetClass skos:Concept ; {constraint} .\n",
        encoding="utf-8",
    )
    (finding,) = check_vocabulary(tmp_path)
    assert finding.path == str(path)
    assert "cannot be run" in finding.reason


def test_a_folder_without_files_is_a_finding(tmp_path: Path) -> None:
    (finding,) = check_vocabulary(tmp_path)
    assert "no Turtle files" in finding.reason
