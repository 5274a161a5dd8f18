"""One client's notes from files: coded ones, or notes that are coded now and forgotten."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import click
import orjson

from omaha.batch import LONGEST_ROW, write_whole
from omaha.cli.options import FILE, with_data
from omaha.cli.progress import say_compiling
from omaha.coding.pipeline import Coder, code_note
from omaha.errors import DataError, InputError
from omaha.loading import load_coder, load_vocabulary
from omaha.model import CodedNote, Note
from omaha.record_reading import read_record
from omaha.records import Dossier, Draft, Record
from omaha.vocabulary import Vocabulary

_Command = TypeVar("_Command", bound=Callable[..., object])


@dataclass(frozen=True)
class Data:
    """Vocabulary and coder of one call; the coder is loaded only when a text needs it."""

    data: Path | None
    cache: Path | None
    label_pack: Path | None

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary."""
        return load_vocabulary(
            data=self.data,
            cache=self.cache,
            label_pack=self.label_pack,
            on_compile=say_compiling,
        )

    @cached_property
    def coder(self) -> Coder:
        """The coder."""
        return load_coder(
            data=self.data,
            cache=self.cache,
            label_pack=self.label_pack,
            on_compile=say_compiling,
        )

    def code(self, note: Note) -> CodedNote:
        """A note coded."""
        return code_note(note, self.coder)


def with_source(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `with_data`, as one `source`."""

    @with_data
    @wraps(command)
    def given(data: Path | None, cache: Path | None, label_pack: Path | None, **rest: Any) -> None:
        command(source=Data(data, cache, label_pack), **rest)

    return given


def with_answer(forms: tuple[str, ...]) -> Callable[[_Command], _Command]:
    """Give a command --output and --format."""

    def given(command: _Command) -> _Command:
        of = click.option("--format", "form", type=click.Choice(forms), help="Else: text.")
        about = "Write here; the ending chooses the form."
        return click.option("-o", "--output", type=FILE, help=about)(of(command))

    return given


def with_notes(command: _Command) -> _Command:
    """Give a command NOTES…; none, or ``-``, is standard input."""
    return click.argument("notes", type=FILE, nargs=-1)(command)


def read_dossier(paths: tuple[Path, ...], data: Data) -> Dossier:
    """The notes of some files as one client's; raises DataError with file and line."""
    return Dossier(tuple(read_records(paths, data)))


def read_records(paths: tuple[Path, ...], data: Data) -> Iterator[Record]:
    """The notes of some files, one at a time; raises DataError with file and line."""
    for path in paths or (Path("-"),):
        for number, line in enumerate(_lines(path), 1):
            if line.strip():
                yield _record(path, number, line, data)


def read_object(path: Path) -> object:
    """The JSON of one file; raises InputError."""
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return orjson.loads(raw)
    except OSError as error:
        raise InputError(_shown(path), f"cannot be read: {error.strerror}") from None
    except orjson.JSONDecodeError:
        raise InputError(_shown(path), "is not valid JSON") from None


def write_text(text: str | bytes, output: Path | None) -> None:
    """Write an answer to a file that appears when it is whole, or to standard output."""
    raw = text.encode() if isinstance(text, str) else text
    if output is None:
        sys.stdout.buffer.write(raw)
        return
    with write_whole(output) as stream:
        stream.write(raw)


def form_of(chosen: str | None, output: Path | None, forms: tuple[str, ...]) -> str:
    """The form that was chosen, else what the name of the output ends with, else the first.

    Raises InputError for an ending that is no form.

    >>> form_of(None, Path("x.html"), ("text", "html")), form_of(None, None, ("text", "html"))
    ('html', 'text')
    """
    if chosen is not None or output is None:
        return chosen or forms[0]
    ending = output.suffix.lower().removeprefix(".")
    ending = {"txt": "text"}.get(ending, ending)
    if ending not in forms:
        raise InputError(output.name, f"ends with no known form; use {', '.join(forms)}")
    return ending


def _lines(path: Path) -> Iterator[bytes]:
    if str(path) == "-":
        yield from _read(sys.stdin.buffer)
        return
    try:
        with path.open("rb") as stream:
            yield from _read(stream)
    except OSError as error:
        raise InputError(_shown(path), f"cannot be read: {error.strerror}") from None


def _read(stream: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: stream.readline(LONGEST_ROW + 1), b"")


def _record(path: Path, number: int, line: bytes, data: Data) -> Record:
    try:
        value = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
        read = read_record(value, "note", data.vocabulary)
    except orjson.JSONDecodeError:
        raise DataError(path, number, "not valid JSON; send one object a line") from None
    except InputError as error:
        raise DataError(path, number, str(error)) from None
    return read.coded_as(data.code(read.note)) if isinstance(read, Draft) else read


def _shown(path: Path) -> str:
    """The name of a file; what may be a note, typed in its place, is not repeated."""
    name = str(path)
    return name if not any(map(str.isspace, name)) else f"input of {len(name)} characters"
