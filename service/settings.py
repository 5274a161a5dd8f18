"""What an operator can set. The only place that reads or writes the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Self

from omaha.errors import OmahaError
from omaha.store import default_url

PREFIX = "OMAHA_"
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingsError(OmahaError):
    """A setting cannot be used; the text names it and what it may be."""


def _setting(default: Any, says: str, least: int = 0) -> Any:
    return field(default=default, metadata={"help": says, "least": least})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; each is the environment variable ``OMAHA_`` + its name in capitals.

    >>> Settings.from_env({"OMAHA_PORT": "9000", "HOME": "/x"}).port
    9000
    >>> Settings.from_env({"OMAHA_PORT": "many"})
    Traceback (most recent call last):
    service.settings.SettingsError: OMAHA_PORT: 'many' is not a whole number of at least 0
    """

    host: str = _setting("127.0.0.1", "address to listen on; another than loopback needs keys")
    port: int = _setting(8000, "port to listen on; 0 lets the system choose")
    workers: int = _setting(1, "processes that answer requests", 1)
    store: str = _setting("", "URL of the store; empty: a SQLite file in the home folder")
    data: Path | None = _setting(None, "folder that holds vocab/ and mappings/")  # noqa: RUF009
    cache: Path | None = _setting(None, "folder for the compiled form")  # noqa: RUF009
    label_pack: Path | None = _setting(None, "CSV with licensed labels that replace displays")  # noqa: RUF009
    body_limit: int = _setting(1_048_576, "largest body, or line of a batch, in bytes", 1)
    note_limit: int = _setting(50_000, "longest note, in characters", 1)
    key_seconds: int = _setting(1, "seconds after which a revoked key is refused at the latest")
    send_seconds: int = _setting(300, "seconds that answers of a batch may stay unread", 1)
    stop_seconds: int = _setting(30, "seconds that running requests get at a stop", 1)
    sparql_seconds: int = _setting(5, "seconds that a SPARQL query may take", 1)
    sparql_rows: int = _setting(10_000, "rows or triples that its answer may have", 1)
    sparql_memory: int = _setting(512, "MiB of memory that it may use", 1)
    public_url: str = _setting("", "address that callers see; empty: that of each request")
    log_level: str = _setting("INFO", f"one of {', '.join(LOG_LEVELS)}")
    metrics: Path | None = _setting(None, "folder in which workers add up metrics")  # noqa: RUF009
    session_seconds: int = _setting(14_400, "seconds after which who signed in does so again", 1)
    session_secret: str = _setting("", "signs sessions; empty: a new random one at each start")
    embed: str = _setting("", "origins that may embed the coder's page, separated by spaces")
    feedback: str = _setting("", "organisations whose users' choices are counted, separated by ;")

    def __post_init__(self) -> None:
        """Raise SettingsError for what cannot work."""
        if self.log_level not in LOG_LEVELS:
            raise SettingsError(f"{PREFIX}LOG_LEVEL: use one of {', '.join(LOG_LEVELS)}")
        if not 0 <= self.port <= 65_535:
            raise SettingsError(f"{PREFIX}PORT: {self.port} is not between 0 and 65535")
        for each in fields(self):
            value = getattr(self, each.name)
            if each.type == "int" and value < each.metadata["least"]:
                raise SettingsError(_not_a_number(each.name, str(value), each.metadata["least"]))
        for origin in self.embedders:
            if not _ORIGIN.fullmatch(origin):
                raise SettingsError(
                    f"{PREFIX}EMBED: {origin!r} is not an origin such as https://ecd.example:8443"
                )

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, **given: Any) -> Self:
        """The settings in `environ` (default: the process's); those `given` go before.

        Raises SettingsError for a value of the wrong form.
        """
        environ = os.environ if environ is None else environ
        named = {each.name: environ.get(PREFIX + each.name.upper(), "") for each in fields(cls)}
        read = {
            each.name: _read(each.name, str(each.type), named[each.name], each.metadata["least"])
            for each in fields(cls)
            if named[each.name]
        }
        return replace(cls(), **{**read, **given})

    def export(self) -> None:
        """Put the settings into the environment, for the workers that will be started.

        Also tells the metrics library where workers share their figures; it looks only once,
        so this comes before anything that counts is made.
        """
        for each in fields(self):
            value = getattr(self, each.name)
            if value not in (None, ""):
                os.environ[PREFIX + each.name.upper()] = str(value)
        if self.metrics is not None:
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(self.metrics)

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the address."""
        return is_loopback(self.host)

    @property
    def embedders(self) -> tuple[str, ...]:
        """The origins that may embed the coder's page."""
        return tuple(self.embed.split())

    def counts_choices(self, organisation: str) -> bool:
        """Whether an organisation has switched on that its users' choices are counted.

        >>> Settings(feedback="Wijkteam Noord; Zuid").counts_choices("Zuid")
        True
        """
        return organisation in [each.strip() for each in self.feedback.split(";") if each.strip()]

    @property
    def store_url(self) -> str:
        """Where the store is."""
        return self.store or default_url()


def is_loopback(host: str) -> bool:
    """Whether an address or name stands for this machine itself.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("localhost")
    (True, True, True)
    >>> is_loopback("0.0.0.0"), is_loopback("wijkteam.example"), is_loopback("")
    (False, False, False)
    """
    if host in ("127.0.0.1", "localhost", "::1"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _read(name: str, kind: str, text: str, least: int) -> Any:
    if kind == "int":
        if not text.isascii() or not text.isdigit():
            raise SettingsError(_not_a_number(name, text, least))
        return int(text)
    return Path(text) if "Path" in kind else text


def _not_a_number(name: str, text: str, least: int) -> str:
    return f"{PREFIX}{name.upper()}: {text!r} is not a whole number of at least {least}"
