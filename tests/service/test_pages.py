"""Pages as they are sent: their size, their texts, and the codes that examples show."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from omaha.loading import Engine
from omaha.mappings import DISCIPLINES
from service.pages.rendering import read_texts

ROOT = Path(__file__).parents[2]
ADDRESSES = ("/", "/browse", "/browse/problem/24", "/desk")


def names(texts: Any, above: str = "") -> set[str]:
    if not isinstance(texts, dict):
        return {above}
    return {name for key, each in texts.items() for name in names(each, f"{above}/{key}")}


def test_both_languages_have_the_same_texts_and_places_to_fill() -> None:
    dutch, english = read_texts("nl"), read_texts("en")

    assert names(dutch) == names(english)
    for section, texts in dutch.items():
        for name, text in texts.items():
            places = re.findall(r"\{\w+\}", text)
            assert sorted(places) == sorted(re.findall(r"\{\w+\}", english[section][name])), name
    assert set(dutch["disciplines"]) == set(DISCIPLINES)


@pytest.mark.parametrize("section", ["coder_script", "desk_script", "browse_script"])
def test_every_text_that_a_script_names_is_there(section: str) -> None:
    scripts = {
        "coder_script": ("coder", "cards", "result", "adding", "practice", "empty", "embed"),
        "desk_script": ("desk_mapping", "desk_queue", "desk_list", "desk_conflicts",
                        "desk_propose", "desk_releases", "desk_agreement"),
        "browse_script": ("browse",),
    }[section]  # fmt: skip
    known = set(read_texts("nl")[section]) | {"relations", "statuses", "disciplines"}
    for name in scripts:
        used = re.findall(r"\bt\.(\w+)", (ROOT / f"service/static/{name}.js").read_text())
        assert set(used) <= known, name


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_page_with_all_that_it_loads_is_under_100_kb(
    client: TestClient, address: str, lang: str
) -> None:
    page = client.get(address, params={"lang": lang})
    assert page.status_code == 200
    assert f'<html lang="{lang}">' in page.text
    static = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    sizes = {"page": len(page.content)}
    while static:
        link = static.pop()
        if link not in sizes:
            answer = client.get(link)
            assert answer.status_code == 200, link
            assert "immutable" in answer.headers["cache-control"]
            assert answer.headers["content-encoding"] == "gzip"
            sizes[link] = int(answer.headers["content-length"])
            folder = link.rpartition("/")[0]
            static += [f"{folder}/{n}" for n in re.findall(r'from "\./([\w.]+)"', answer.text)]
    assert len(sizes) > 4
    assert sum(sizes.values()) < 100_000, sizes


@pytest.mark.parametrize("address", ADDRESSES)
def test_intended_use_translation_and_owners_stand_on_every_page(
    client: TestClient, address: str
) -> None:
    text = client.get(address, params={"lang": "nl"}).text

    for said in ("geen medisch doel", "onofficiële vertaling", "hun eigenaars"):
        assert said in text


def test_a_concept_page_shows_both_languages_phrases_and_crosswalks(client: TestClient) -> None:
    page = client.get("/browse/problem/24?lang=nl").text

    there = ("Huid", "Skin", "PB0026", "2401", "Lichamelijke gezondheid", "v1/concepts/problem/24")
    for shown in there:
        assert shown in page
    assert client.get("/browse/problem/99").status_code == 404
    assert client.get("/browse/nothing/24").status_code == 404


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_worked_answers_of_practice_notes_use_real_codes(
    client: TestClient, engine: Engine, lang: str
) -> None:
    notes = client.get(f"/practice/{lang}").json()
    assert len(notes) >= 2
    for note in notes:
        answer = note["answer"]
        assert note["lang"] == lang
        assert note["discipline"] in DISCIPLINES
        for problem in answer["problems"]:
            engine.vocabulary.concept("problem", problem["code"])
            for sign in problem["signs"]:
                assert sign.startswith(problem["code"])
                engine.vocabulary.concept("sign", sign)
        coded = {each["code"] for each in answer["problems"]}
        for each in answer["interventions"]:
            engine.vocabulary.concept("category", each["category"])
            engine.vocabulary.concept("target", each["target"])
            assert each["problem"] in coded
        for each in answer["not_coded"]:
            engine.vocabulary.concept("problem", each["code"])


def test_the_effect_of_a_word_is_shown_on_examples_before_it_is_agreed(client: TestClient) -> None:
    made = client.post(
        "/v1/mappings", json={"words": "schommelziek", "object": "omaha:sign/2401"}
    ).json()
    found = client.get(f"/desk/effect/{made['id']}").json()

    new = [["24", "Huid"], ["2401", "huidletsel of drukplek"]]
    assert found["changes"] == [{"note": "“schommelziek”", "gone": [], "new": new}]
    assert client.post("/v1/code", json={"text": "Mw. is schommelziek."}).json()["problems"] == []
    assert json.loads(client.get("/desk/release-effect/now").text)["changes"] == []
