"""POST /v1/profile: counts or coded notes in, numbers that may be shown out."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from omaha.access import LEFT_OUT
from omaha.store import KeyStore
from service.profile_schemas import COUNTS, Profile
from tests.service.conftest import Connect
from tests.service.test_fuzz import JSON, QUICK, TEXT

JSON_HEADERS = {"Content-Type": "application/json"}


def notes(count: int = 40, **more: object) -> list[dict[str, Any]]:
    return [
        {"id": str(n), "wijk": "Noord" if n % 2 else "Zuid", "date": "2025-02-03",
         "client": f"k{n}", "problems": [{"code": "24" if n % 4 < 2 else "06", "band": "accept"}],
         "evidence": "geheim", **more}
        for n in range(count)
    ]  # fmt: skip


def test_counts_give_shares_by_area(client: TestClient) -> None:
    answer = client.post("/v1/profile", json=COUNTS)

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    told = Profile.model_validate(answer.json())
    (only,) = told.slices
    assert [area.members for area in only.areas] == [["Noord"], ["Zuid"]]
    assert only.total is not None
    assert only.total.rows[0].count == 48
    assert only.areas[0].rows[0].display == "Huid"
    assert told.warnings == []


def test_coded_notes_are_counted_by_client_and_nothing_of_them_comes_back(
    client: TestClient,
) -> None:
    sent = {"notes": [*notes(), *notes()], "by": ["wijk", "period"], "every": "quarter"}
    answer = client.post("/v1/profile", json=sent)

    told = Profile.model_validate(answer.json())
    assert told.suggested
    assert told.unit == "clients"
    assert told.slices[0].values == {"period": "2025-K1"}
    assert told.slices[0].total is not None
    assert told.slices[0].total.units == 40
    assert "geheim" not in answer.text
    assert "k1" not in answer.text


def test_a_small_count_is_null_and_notes_are_warned_of(client: TestClient) -> None:
    sent = [each | {"client": None} for each in notes(36)]
    sent[0]["problems"] = [{"code": "09"}]
    told = client.post("/v1/profile", json={"notes": sent, "by": ["wijk"]}).json()

    total = {row["code"]: row["count"] for row in told["slices"][0]["total"]["rows"]}
    assert (told["unit"], total["09"]) == ("notes", None)
    assert any("not clients" in warning for warning in told["warnings"])


def test_a_key_sees_its_domains_only_and_is_told(connect: Connect, keys: KeyStore) -> None:
    key = keys.create("city", "Gemeente", ["read"], [], ["domain/III"])
    told = connect(key=key).post("/v1/profile", json=COUNTS | {"notes": None}).json()
    assert {row["code"] for row in told["slices"][0]["total"]["rows"]} == {"24"}

    key = keys.create("wmo", "Gemeente", ["read"], [], ["domain/I"])
    told = connect(key=key).post("/v1/profile", json=COUNTS).json()
    assert told["slices"][0]["total"]["rows"] == []
    assert told["warnings"] == [LEFT_OUT]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"counts": None}, "counts"),
        ({"notes": []}, "counts"),
        ({"threshold": 2}, "body.threshold"),
        ({"by": []}, "body.by"),
        ({"by": ["client"]}, "by"),
        ({"by": ["111222333"]}, "by"),
        ({"counts": None, "notes": [{"problems": [{"code": "99"}]}]}, "notes.0.problems"),
        ({"counts": None, "notes": notes(1, client="111222333")}, "notes.0.client"),
        ({"counts": None, "notes": notes(1, date="geheim")}, "notes.0.date"),
        ({"counts": [{"wijk": "Noord", "code": "24", "count": 3}]}, "count"),
        ({"geheim": 1}, "body"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_sent_is_repeated(
    client: TestClient, changed: dict[str, Any], field: str
) -> None:
    answer = client.post("/v1/profile", json=COUNTS | changed)

    told = answer.json()
    assert answer.status_code == 422
    assert told.get("field", told.get("errors", [{}])[0].get("field")) == field
    assert "geheim" not in answer.text
    assert "111222333" not in answer.text


ROW = st.fixed_dictionaries(
    {}, optional={"wijk": TEXT | JSON, "code": st.sampled_from(["", "24", "III"]) | JSON,
                  "count": st.integers(-1, 99) | JSON}
)  # fmt: skip
ANY_NOTE = st.fixed_dictionaries(
    {"problems": st.lists(st.sampled_from(["24", {"code": "22", "band": "ask"}]) | JSON)},
    optional={"wijk": TEXT | JSON, "date": st.sampled_from(["2025-01-01"]) | JSON,
              "client": TEXT | JSON},
)  # fmt: skip


@QUICK
@given(
    sent=st.fixed_dictionaries(
        {"by": st.lists(st.sampled_from(["wijk", "period"]) | TEXT, max_size=3)},
        optional={"counts": st.lists(ROW, max_size=4), "notes": st.lists(ANY_NOTE, max_size=4),
                  "residents": st.dictionaries(TEXT, st.integers())},
    )
)  # fmt: skip
def test_whatever_is_sent_the_answer_is_a_profile_or_a_problem(
    client: TestClient, sent: dict[str, Any]
) -> None:
    answer = client.post("/v1/profile", content=json.dumps(sent), headers=JSON_HEADERS)
    if answer.status_code == 200:
        Profile.model_validate(orjson.loads(answer.content))
    else:
        assert answer.status_code in (400, 422), answer.text
