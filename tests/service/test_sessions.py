"""Signing in: a short session for a key, which no other site can use."""

from __future__ import annotations

from typing import Any

import pytest

from omaha.store import KeyStore
from service.pages import COOKIE, Sessions
from service.settings import Settings, SettingsError
from tests.service.conftest import Connect

NURSE: dict[str, Any] = {
    "name": "nurse",
    "organisation": "Noord",
    "scopes": ["read", "code", "admin"],
}
NOTE = {"text": "Stuit rood."}
PAGE = {"X-Omaha-Page": "1"}


def test_a_key_brings_a_session_that_opens_what_the_key_opens(
    connect: Connect, keys: KeyStore
) -> None:
    key = keys.create(**NURSE)
    client = connect()
    signed = client.post("/session", json={"key": f" {key.token} "})

    assert signed.status_code == 200
    assert signed.json()["organisation"] == "Noord"
    assert client.post("/v1/code", json=NOTE, headers=PAGE).status_code == 200
    assert client.get("/browse").status_code == 200
    assert client.get("/desk").status_code == 403
    assert client.get("/v1/version").json()["access"]["scopes"] == ["code", "read"]
    assert key.token not in signed.headers["set-cookie"]

    client.delete("/session")
    assert client.get("/v1/version").status_code == 401


@pytest.mark.parametrize(("host", "secure"), [("127.0.0.1", False), ("omaha.example", True)])
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    connect: Connect, keys: KeyStore, host: str, secure: bool
) -> None:
    key = keys.create(**NURSE)
    answer = connect(host=host).post("/session", json={"key": key.token})

    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert ("Secure" in cookie) is secure


def test_a_change_with_the_cookie_needs_the_header_of_the_page(
    connect: Connect, keys: KeyStore
) -> None:
    key = keys.create(**NURSE)
    client = connect()
    client.post("/session", json={"key": key.token})

    assert client.post("/v1/code", json=NOTE).status_code == 401
    assert client.post("/v1/code", json=NOTE, headers=PAGE).status_code == 200


def test_signing_in_takes_json_only(connect: Connect, keys: KeyStore) -> None:
    key = keys.create(**NURSE)
    answer = connect().post("/session", data={"key": key.token})

    assert answer.status_code == 415
    assert "set-cookie" not in answer.headers


def test_a_revoked_key_ends_its_sessions(connect: Connect, keys: KeyStore) -> None:
    key = keys.create(**NURSE)
    keys.create(**NURSE)
    client = connect(key_seconds=0)
    client.post("/session", json={"key": key.token})
    keys.revoke(key.key.id)

    assert client.post("/v1/code", json=NOTE, headers=PAGE).status_code == 401


@pytest.mark.parametrize("sent", ["omaha_x_y", "omaha_session_aa.99999999999.ff", "", "é"])
def test_a_wrong_key_is_refused_without_a_cookie(
    connect: Connect, keys: KeyStore, sent: str
) -> None:
    keys.create(**NURSE)
    answer = connect().post("/session", json={"key": sent})

    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


def test_a_forged_or_old_session_is_refused(connect: Connect, keys: KeyStore) -> None:
    key = keys.create(**NURSE)
    client = connect(session_secret="right")
    for sessions in (Sessions("wrong", 60), Sessions("right", -1)):
        client.cookies.set(COOKIE, sessions.token(key.key.id))
        assert client.get("/v1/version").status_code == 401
    client.cookies.set(COOKIE, Sessions("right", 60).token(key.key.id))
    assert client.get("/v1/version").status_code == 200


def test_a_case_system_gets_a_token_to_hand_over(connect: Connect, keys: KeyStore) -> None:
    key = keys.create(**NURSE)
    client = connect(key=key)
    token = client.post("/session/token").json()["session"]
    client.headers["Authorization"] = f"Bearer {token}"

    assert client.post("/v1/code", json=NOTE).status_code == 200
    # A session makes no further session.
    assert client.post("/session/token").status_code == 401


def test_a_page_says_what_it_may_load_and_who_may_frame_it(connect: Connect) -> None:
    policy = connect(embed="https://ecd.example").get("/").headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'self' https://ecd.example" in policy


@pytest.mark.parametrize(
    ("origin", "sent", "status"),
    [
        ("https://ecd.example", {}, 200),
        ("http://127.0.0.1:8000", {}, 200),
        ("https://evil.example", {}, 403),
        ("https://ecd.example", {"return_to": "https://ecd.example/back"}, 200),
        ("https://ecd.example", {"return_to": "https://evil.example/back"}, 403),
    ],
)
def test_a_note_is_taken_from_those_who_may_embed_the_page(
    connect: Connect, origin: str, sent: dict[str, str], status: int
) -> None:
    client = connect(embed="https://ecd.example")
    page = client.post("/", data={"text": "</script><b>Stuit", **sent}, headers={"Origin": origin})

    assert page.status_code == status
    assert "</script><b>" not in page.text
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("embed", ["ecd.example", "https://ecd.example/path", "*"])
def test_what_is_no_origin_is_refused_as_a_setting(embed: str) -> None:
    with pytest.raises(SettingsError, match="OMAHA_EMBED"):
        Settings(embed=embed)
