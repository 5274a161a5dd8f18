"""Rows of Parquet files, in and out; the one place that knows pyarrow, half a second to import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, BinaryIO

import pyarrow
from pyarrow import parquet

from omaha.errors import DataError, InputError

# Rows in memory at a time.
PIECE = 256


def read_records(
    stream: BinaryIO, name: str, wanted: Sequence[str], more: Sequence[str]
) -> tuple[int, Iterator[dict[str, Any]]]:
    """The number of rows and the rows, with the `wanted` columns and those of `more` there are.

    Raises InputError when it is no Parquet file and DataError without a wanted column; both
    say `name`.
    """
    try:
        file = parquet.ParquetFile(stream)
    except (pyarrow.ArrowInvalid, OSError):
        raise InputError(name, "is no Parquet file") from None
    known = file.schema_arrow.names
    for column in wanted:
        if column not in known:
            shown = ", ".join(known[:12])
            raise DataError(name, 0, f"no column {column!r}; the columns are {shown}")
    kept = [column for column in known if column in {*wanted, *more}]
    return file.metadata.num_rows, _records(file, name, kept)


def _records(file: parquet.ParquetFile, name: str, kept: list[str]) -> Iterator[dict[str, Any]]:
    try:
        for piece in file.iter_batches(batch_size=PIECE, columns=kept):
            yield from piece.to_pylist()
    except (pyarrow.ArrowException, OSError):
        raise DataError(name, 0, "the Parquet file is damaged; the rows before are done") from None


def write_records(
    stream: BinaryIO,
    rows: Iterable[dict[str, Any]],
    columns: Sequence[str],
    numbers: Mapping[str, str],
) -> None:
    """Write rows, a piece at a time. Columns hold text, or the type named in `numbers`."""
    fields = [(name, numbers.get(name, "string")) for name in columns]
    schema = pyarrow.schema([(name, pyarrow.type_for_alias(kind)) for name, kind in fields])
    left = iter(rows)
    with parquet.ParquetWriter(stream, schema, compression="zstd") as file:
        while piece := list(islice(left, PIECE * 64)):
            file.write_table(pyarrow.Table.from_pylist(piece, schema))
