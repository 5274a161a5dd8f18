"""Target schemes from SKOS."""

from __future__ import annotations

from pathlib import Path

import pytest

from omaha.errors import DataError
from omaha.rdf.target_schemes import load_target_schemes

HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix s: <https://example.org/s/> .
s:s a skos:ConceptScheme ; dcterms:identifier "s" ; skos:prefLabel "S"@en ; skos:altLabel "ess" .
"""
BODY = """s:2 a skos:Concept ; skos:inScheme s:s ; skos:notation "2" ; skos:prefLabel "Two"@en .
s:21 a skos:Concept ; skos:inScheme s:s ; skos:notation "2.1" ; skos:broader s:2 ;
  skos:prefLabel "Part"@en , "Deel"@nl .
"""


def test_names_codes_and_hierarchy_are_read(tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text(HEAD + BODY)

    (scheme,) = load_target_schemes(tmp_path)
    assert (scheme.name, scheme.aliases) == ("s", ("ess",))
    assert [(c.code, c.parent) for c in scheme.concepts] == [("2", None), ("2.1", "2")]
    assert [scheme.concepts[n].display("nl") for n in (0, 1)] == ["Two", "Deel"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BODY.replace("s:2 a", "@prefix s: <https://example.org/s/> . "
                      "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . s:2 a"),
         "0 concept schemes"),
        (HEAD.replace('dcterms:identifier "s"', 'dcterms:title "s"'), "dcterms:identifier"),
        (HEAD + BODY.replace('skos:notation "2" ;', ""), "one skos:notation"),
        ("oops", "not valid Turtle"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_scheme_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "s.ttl").write_text(text)

    with pytest.raises(DataError, match=reason):
        load_target_schemes(tmp_path)


def test_no_folder_is_no_scheme(tmp_path: Path) -> None:
    assert load_target_schemes(tmp_path / "none") == []
