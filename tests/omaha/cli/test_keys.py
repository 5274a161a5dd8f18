"""`omaha keys`, against a real store in a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from omaha.store import KeyStore, open_store

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store.db'}"


def test_a_key_is_made_shown_once_listed_and_revoked(run: Run, url: str) -> None:
    made = ("create", "desk", "--organisation", "Wijkteam Noord", "--scope", "read",
            "--scope", "code", "--discipline", "poh", "--store", url)  # fmt: skip
    code, token, said = run("keys", *made)
    assert code == 0
    key = KeyStore(open_store(url)).find(token.strip())
    assert (key.organisation, key.scopes, key.disciplines) == (
        "Wijkteam Noord", ("code", "read"), ("poh",))  # fmt: skip
    assert token.strip() not in said

    code, listed, _ = run("keys", "list", "--store", url)
    assert code == 0
    assert f"{key.id}\tactive\tWijkteam Noord\tdesk\tcode,read\tpoh" in listed
    assert token.strip().rpartition("_")[2] not in listed

    assert run("keys", "revoke", key.id, "--store", url)[1].startswith(f"{key.id}\trevoked")
    assert "\trevoked" in run("keys", "list", "--store", url)[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("create", "desk", "--organisation", "Noord", "--scope", "all"), "all"),
        (("create", "desk", "--organisation", "Noord"), "Missing option '--scope'"),
        (("revoke", "nope"), "no key has this id"),
    ],
)
def test_what_cannot_be_done_ends_with_2(
    run: Run, url: str, arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = run("keys", *arguments, "--store", url)

    assert (code, out) == (2, "")
    assert said in err
