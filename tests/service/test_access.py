"""Who comes in, what they may ask, and what is left out of the answer."""

from __future__ import annotations

from typing import Any

import pytest

from omaha.access import LEFT_OUT
from omaha.store import KeyStore
from service.app import create_app
from service.gate import scopes_for
from service.settings import Settings, SettingsError
from tests.service.conftest import Connect

NOTE = "Stuit rood en warm. Cliënt heeft schulden en kan de huur niet betalen. Stuit ingesmeerd."
ANY: dict[str, Any] = {"name": "ecd", "organisation": "Noord", "scopes": ["read", "code"]}


def test_without_keys_loopback_is_open_and_says_so(connect: Connect) -> None:
    access = connect().get("/v1/version").json()["access"]

    assert access["open"] is True
    assert "without keys" in access["note"]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "omaha.example"])
def test_without_keys_no_other_address_is_served(settings: Settings, host: str) -> None:
    with pytest.raises(SettingsError, match="omaha keys create"):
        create_app(Settings(store=settings.store, host=host))


@pytest.mark.parametrize(
    ("host", "client", "headers"),
    [
        ("192.0.2.7", "127.0.0.1", {}),
        ("127.0.0.1", "192.0.2.8", {}),
        ("127.0.0.1", "127.0.0.1", {"Host": "evil.example"}),
        ("127.0.0.1", "127.0.0.1", {"X-Forwarded-For": "192.0.2.8"}),
        ("127.0.0.1", "127.0.0.1", {"Forwarded": "for=192.0.2.8"}),
    ],
)
def test_the_open_service_answers_this_machine_only(
    connect: Connect, host: str, client: str, headers: dict[str, str]
) -> None:
    answer = connect(host=host, client=client).get("/v1/version", headers=headers)

    assert answer.status_code == 403
    assert "omaha keys create" in answer.json()["detail"]


def test_with_a_key_every_address_of_the_service_needs_one(
    connect: Connect, keys: KeyStore
) -> None:
    keys.create(**ANY)
    client = connect(client="192.0.2.8")

    # These hold nothing but the page itself: no data, and who comes with no key sees no more.
    empty = ("/", "/session", "/session/token", "/static/{version}/{name}", "/practice/{lang}")
    for route in client.app.routes:  # type: ignore[attr-defined]
        if getattr(route, "path", "/") in empty:
            continue
        answer = client.get(getattr(route, "path", "/"))
        assert answer.status_code == 401, route
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_health_needs_no_key_from_this_machine(connect: Connect, keys: KeyStore) -> None:
    keys.create(**ANY)

    assert connect().get("/readyz").status_code == 200
    assert connect().get("/v1/version").status_code == 401


@pytest.mark.parametrize("sent", ["Basic eA==", "Bearer", "Bearer omaha_x_y", "Bearer é", "x"])
def test_another_authorization_is_refused_and_not_repeated(
    connect: Connect, keys: KeyStore, sent: str
) -> None:
    keys.create(**ANY)

    answer = connect().get("/v1/version", headers={b"Authorization": sent.encode()})

    assert answer.status_code == 401
    assert "omaha_x_y" not in answer.text


def test_a_revoked_key_is_refused(connect: Connect, keys: KeyStore) -> None:
    key, other = keys.create(**ANY), keys.create(**ANY)
    client = connect(key=key, key_seconds=0)
    assert client.get("/v1/version").status_code == 200

    keys.revoke(key.key.id)

    assert client.get("/v1/version").status_code == 401
    assert connect(key=other).get("/v1/version").status_code == 200


@pytest.mark.parametrize(
    ("scope", "allowed", "refused"),
    [("read", "/v1/version", "/v1/code"), ("code", "/v1/code", "/v1/version")],
)
def test_a_key_opens_what_its_scope_says(
    connect: Connect, keys: KeyStore, scope: str, allowed: str, refused: str
) -> None:
    client = connect(key=keys.create(**{**ANY, "scopes": [scope]}))

    def ask(path: str) -> int:
        sent = client.post(path, json={"text": NOTE}) if "code" in path else client.get(path)
        return sent.status_code

    assert ask(allowed) == 200
    assert ask(refused) == 403
    assert scopes_for(allowed) == (scope,)


def code(connect: Connect, keys: KeyStore, given: dict[str, Any], **sent: Any) -> Any:
    client = connect(key=keys.create(**{**ANY, **given}))
    return client.post("/v1/code", json={"text": NOTE, **sent})


def test_a_key_without_limits_sees_all(connect: Connect, keys: KeyStore) -> None:
    seen = code(connect, keys, {}).json()

    assert {"24", "01"} <= {each["code"] for each in seen["problems"]}
    assert LEFT_OUT not in seen.get("warnings", [])


def test_other_domains_are_left_out_with_all_that_serves_them(
    connect: Connect, keys: KeyStore
) -> None:
    seen = code(connect, keys, {"contents": ["domain/I"]}).json()

    assert [each["code"] for each in seen["problems"]] == ["01"]
    assert all(each["problem"] in (None, "01") for each in seen["interventions"])
    assert all(each["problem"] in (None, "01") for each in seen["ratings"])
    assert LEFT_OUT in seen["warnings"]


def test_other_kinds_are_left_out(connect: Connect, keys: KeyStore) -> None:
    seen = code(connect, keys, {"contents": ["problem"]}).json()

    assert seen["problems"]
    assert all(each["signs"] == [] for each in seen["problems"])
    assert (seen["interventions"], seen["ratings"]) == ([], [])
    assert LEFT_OUT in seen["warnings"]


def test_a_request_narrows(connect: Connect, keys: KeyStore) -> None:
    seen = code(connect, keys, {"contents": ["problem", "sign"]}, contents=["domain/I"]).json()

    assert [each["code"] for each in seen["problems"]] == ["01"]
    assert seen["interventions"] == []


def test_a_request_never_widens(connect: Connect, keys: KeyStore) -> None:
    for contents in (["rating"], ["domain/I"], ["problem", "rating"]):
        refused = code(connect, keys, {"contents": ["problem", "domain/IV"]}, contents=contents)
        assert refused.status_code == 403


def test_a_key_for_one_discipline_codes_for_that_one(connect: Connect, keys: KeyStore) -> None:
    given = {"disciplines": ["poh"]}

    assert code(connect, keys, given).json()["discipline"] == "poh"
    assert code(connect, keys, given, discipline="practice nurse").json()["discipline"] == "poh"
    assert code(connect, keys, given, discipline="dietist").status_code == 403
    assert code(connect, keys, given, discipline="onbekend").status_code == 403


def test_a_key_for_more_disciplines_asks_which(connect: Connect, keys: KeyStore) -> None:
    given = {"disciplines": ["poh", "dietist"]}

    assert code(connect, keys, given).status_code == 422
    assert code(connect, keys, given, discipline="dietist").status_code == 200
    client = connect(key=keys.create(**{**ANY, **given}))
    named = client.get("/v1/disciplines").json()["items"]
    assert sorted(each["name"] for each in named) == ["dietist", "poh"]


def test_concepts_that_a_key_does_not_see_are_nowhere(connect: Connect, keys: KeyStore) -> None:
    client = connect(key=keys.create(**{**ANY, "contents": ["problem", "domain/I"]}))

    assert client.get("/v1/concepts/problem/01").json()["children"] == []
    assert client.get("/v1/concepts/problem/24").status_code == 403
    assert client.get("/v1/concepts/sign/0101").status_code == 403
    listed = client.get("/v1/concepts", params={"limit": 1000}).json()["items"]
    assert {each["code"] for each in listed} == {"01", "02", "03", "04"}
    hits = client.get("/v1/search", params={"q": "huid"}).json()["items"]
    assert "24" not in {each["code"] for each in hits}
    checked = client.post("/v1/validate", json={"codes": ["24", "01"]}).json()["items"]
    assert [each["valid"] for each in checked] == [False, True]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/search?q=111222333",
        "/v1/search?q=%31%31%31222333",
        "/v1/search?q=1112.22.333",
        "/v1/search?q=a&111222333=b",
        "/v1/concepts/problem/111222333",
        "/111222333",
        "/v1/translate?code=111222333&to=icf&reverse=true",
        "/v1/translate?code=111222333&to=icf",
    ],
)
def test_a_bsn_in_an_address_is_refused_and_not_repeated(connect: Connect, path: str) -> None:
    answer = connect().get(path)

    assert answer.status_code == 422
    assert answer.json()["type"].endswith("/bsn-refused")
    assert "222333" not in answer.text


def test_a_bsn_as_request_id_is_refused_and_another_id_is_made(connect: Connect) -> None:
    answer = connect().get("/v1/version", headers={"X-Request-ID": "111222333"})

    assert answer.status_code == 422
    assert "111222333" not in answer.text + str(answer.headers)
