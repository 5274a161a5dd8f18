"""Label packs replace displays, say what they leave out, and are refused with file and line."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from omaha.errors import DataError
from omaha.label_packs import apply_label_pack, load_label_pack
from omaha.model import Concept
from omaha.vocabulary import Vocabulary

HEADER = "kind,code,lang,label\n"


@pytest.fixture
def vocabulary() -> Vocabulary:
    return Vocabulary(
        "2005-r9",
        [
            Concept("problem", "24", (("en", "Skin"), ("nl", "Huid")), notations=(("nz", "PB26"),)),
            Concept("sign", "2401", (("en", "rash"), ("nl", "uitslag")), parent="omaha:problem/24"),
            Concept("sign", "2402", (("en", "other"), ("nl", "anders")), parent="omaha:problem/24"),
            Concept("sign", "2502", (("en", "other"), ("nl", "anders")), parent="omaha:problem/24"),
        ],
        [],
        label_packs=[("earlier", "sha256:0")],
    )


def _pack(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "invented.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("code", ["24", "PB26", "pb26", "Skin", "skin"])
def test_a_concept_is_named_by_our_code_theirs_or_its_english_label(
    vocabulary: Vocabulary, tmp_path: Path, code: str
) -> None:
    pack = load_label_pack(_pack(tmp_path, f"{HEADER}problem,{code},nl,Vel\n"))
    changed, _ = apply_label_pack(vocabulary, pack)
    assert changed.concept("problem", "24").display("nl") == "Vel"
    assert changed.concept("problem", "24").display("en") == "Skin"
    assert vocabulary.concept("problem", "24").display("nl") == "Huid"


def test_a_partial_pack_keeps_the_rest_and_lists_it(vocabulary: Vocabulary, tmp_path: Path) -> None:
    path = _pack(tmp_path, f"{HEADER}problem,24,nl,Vel\nsign,2401,nl,vlek\n")
    changed, report = apply_label_pack(vocabulary, load_label_pack(path))
    assert report.replaced == 2
    assert report.left_out == (("omaha:sign/2402", "nl"), ("omaha:sign/2502", "nl"))
    assert changed.concept("sign", "2402").display("nl") == "anders"
    assert [c.curie for c in changed] == [c.curie for c in vocabulary]


def test_the_pack_is_named_with_the_hash_of_its_bytes(
    vocabulary: Vocabulary, tmp_path: Path
) -> None:
    path = _pack(tmp_path, f"{HEADER}problem,24,nl,Vel\n")
    changed, report = apply_label_pack(vocabulary, load_label_pack(path))
    digest = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    assert changed.label_packs == (("earlier", "sha256:0"), ("invented", digest))
    assert (report.name, report.digest) == ("invented", digest)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("kind;code;lang;label\r\nproblem;24;NL;Vel, dik\r\n\r\n", "utf-8-sig"),
        ('kind,code,lang,label\nproblem,24,nl,"Vel, dik"\n', "utf-8"),
    ],
)
def test_what_spreadsheets_write_is_read(
    vocabulary: Vocabulary, tmp_path: Path, text: str, encoding: str
) -> None:
    changed, _ = apply_label_pack(vocabulary, load_label_pack(_pack(tmp_path, text, encoding)))
    assert changed.concept("problem", "24").display("nl") == "Vel, dik"


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        ("problem,24,nl,Vel\nproblem,99,nl,x\n", 3, "unknown problem code '99'"),
        ("problem,24,nl,Vel\n\nproblem,PB26,nl,Vel\n", 4, "a second label in 'nl'.*line 2 has one"),
        ("problem,24,fr,Peau\n", 2, "language 'fr' cannot be replaced by a pack; use nl"),
        ("problem,24,en,Hide\n", 2, "language 'en' cannot be replaced"),
        ("chapter,24,nl,Vel\n", 2, "unknown kind 'chapter'; use one of domain"),
        ("sign,other,nl,overig\n", 2, "'other' names 2 concepts of kind sign; use a code"),
        ("problem,24,nl\n", 2, "3 cells; a row has 4"),
        ("problem,24,nl, \n", 2, "label is empty"),
        ('sign,2401,nl,"twee\nregels"\nproblem,99,nl,x\n', 4, "unknown problem code '99'"),
        ('problem,24,nl,"Vel\n', 2, "not valid CSV"),
    ],
)
def test_a_bad_row_is_refused_with_file_and_line(
    vocabulary: Vocabulary, tmp_path: Path, rows: str, line: int, said: str
) -> None:
    path = _pack(tmp_path, HEADER + rows)
    with pytest.raises(DataError, match=said) as refused:
        apply_label_pack(vocabulary, load_label_pack(path))
    assert (refused.value.path, refused.value.line) == (str(path), line)


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("code,kind,lang,label\n", "utf-8", "first line must be kind,code,lang,label"),
        ("", "utf-8", "is empty"),
        (f"{HEADER}problem,24,nl,privé\n", "latin-1", "is not UTF-8"),
    ],
)
def test_a_file_that_is_no_pack_is_refused(
    tmp_path: Path, text: str, encoding: str, said: str
) -> None:
    with pytest.raises(DataError, match=said):
        load_label_pack(_pack(tmp_path, text, encoding))


def test_a_pack_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read: No such file"):
        load_label_pack(tmp_path / "none.csv")
