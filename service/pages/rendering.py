"""Templates, texts and static files, read once at the start."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from omaha.model import LANGUAGES

_HERE = Path(__file__).parents[1]
Texts = dict[str, dict[str, str]]


@dataclass(frozen=True)
class StaticFile:
    """One file as it is sent, also compressed: it is public, so that gives nothing away."""

    content: bytes
    compressed: bytes
    media_type: str


@dataclass(frozen=True)
class Pages:
    """What every page is made from.

    `version` names the content of all static files; `practice` holds the practice notes of
    each language as JSON.
    """

    environment: jinja2.Environment
    texts: dict[str, Texts]
    static: dict[str, StaticFile]
    version: str
    practice: dict[str, bytes]

    @classmethod
    def load(cls) -> Pages:
        """Read everything; takes some milliseconds."""
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        texts = {lang: read_texts(lang) for lang in LANGUAGES}
        static = {path.name: _read(path) for path in sorted((_HERE / "static").iterdir())}
        parts = [name.encode() + each.content for name, each in static.items()]
        version = hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]
        practice = {lang: _practice(lang) for lang in LANGUAGES}
        return cls(environment, texts, static, version, practice)

    def render(self, template: str, lang: str, **values: Any) -> str:
        """A template as HTML. It sees `t` (texts), `lang`, `static` (address) and `values`."""
        return self.environment.get_template(template).render(
            t=self.texts[lang], lang=lang, static=f"/static/{self.version}", **values
        )


def read_texts(lang: str) -> Texts:
    """The texts of a language, by page and name."""
    with (_HERE / "texts" / f"{lang}.toml").open("rb") as stream:
        return tomllib.load(stream)


def choose_language(asked: str | None, accepted: str) -> str:
    """The language of a page: the one asked for, else the browser's first that there is.

    >>> choose_language(None, "de, en;q=0.8, nl;q=0.9"), choose_language("en", "nl")
    ('nl', 'en')
    >>> choose_language(None, "fr;q=x"), choose_language("xx", "")
    ('nl', 'nl')
    """
    if asked in LANGUAGES:
        return str(asked)
    wishes = []
    for place, part in enumerate(accepted.split(",")):
        name, _, weight = part.partition(";q=")
        try:
            wishes.append((-float(weight or 1), place, name.strip()[:2].lower()))
        except ValueError:
            continue
    return next((name for _, _, name in sorted(wishes) if name in LANGUAGES), LANGUAGES[0])


def _practice(lang: str) -> bytes:
    path = _HERE.parent / "examples" / f"practice-{lang}.jsonl"
    return b"[" + b",".join(path.read_bytes().splitlines()) + b"]"


def _read(path: Path) -> StaticFile:
    kind = {".js": "text/javascript"}.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    content = path.read_bytes()
    compressed = gzip.compress(content, mtime=0)
    return StaticFile(content, compressed, kind or "application/octet-stream")
