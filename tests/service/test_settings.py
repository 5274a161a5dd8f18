"""Settings: from the environment, checked, and handed on to workers whole."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

import pytest

from service.settings import Settings, SettingsError


def test_every_setting_comes_from_its_variable_and_says_what_it_is() -> None:
    for each in fields(Settings):
        text = {"int": "7", "str": "DEBUG"}.get(str(each.type), "folder")
        if each.name == "embed":
            text = "https://ecd.example"
        read = Settings.from_env({f"OMAHA_{each.name.upper()}": text})
        assert str(getattr(read, each.name)) == text
        assert each.metadata["help"]


@pytest.mark.parametrize(
    "environ",
    [
        {"OMAHA_PORT": "x"},
        {"OMAHA_PORT": "65536"},
        {"OMAHA_WORKERS": "0"},
        {"OMAHA_PORT": "-1"},
        {"OMAHA_LOG_LEVEL": "loud"},
        {"OMAHA_BODY_LIMIT": "1e6"},
    ],
)
def test_a_wrong_value_is_refused_by_its_name(environ: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=next(iter(environ))):
        Settings.from_env(environ)


def test_exported_settings_are_read_back_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"HOME": "/nowhere"})
    settings = Settings(port=9, workers=3, metrics=Path("shared"), data=Path("data"), host="::1")

    settings.export()

    assert Settings.from_env() == settings
    assert os.environ["PROMETHEUS_MULTIPROC_DIR"] == "shared"


def test_an_empty_variable_is_none() -> None:
    assert Settings.from_env({"OMAHA_PORT": "", "OMAHA_DATA": ""}) == Settings()
